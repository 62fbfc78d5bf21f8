//! Metrics of the process itself: its processor time, memory, threads and open files. There are none on macOS, where only
//! teachers run Stepwise, because the library cannot be built there without Clang and the headers of Apple's SDK.

#[cfg(not(target_os = "macos"))]
pub fn describe() {
    metrics_process::Collector::default().describe();
}

#[cfg(target_os = "macos")]
pub const fn describe() {}

#[cfg(not(target_os = "macos"))]
pub fn collect() {
    metrics_process::Collector::default().collect();
}

#[cfg(target_os = "macos")]
pub const fn collect() {}
