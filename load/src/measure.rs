//! Collects durations, computes quantiles, reads CPU time and memory of a process, and prints rows of the table.

use std::time::{Duration, Instant};

#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn since(&mut self, began: Instant) {
        self.0.push(began.elapsed());
    }

    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub fn quantile(&mut self, q: f64) -> Duration {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        self.0
            .get((last as f64 * q).round() as usize)
            .copied()
            .unwrap_or_default()
    }

    pub fn summary(&mut self) -> String {
        format!(
            "p50 {} · p99 {}",
            millis(self.quantile(0.5)),
            millis(self.quantile(0.99))
        )
    }

    pub const fn len(&self) -> usize {
        self.0.len()
    }
}

pub fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

pub fn row(what: &str, value: &str, aim: &str) {
    println!("| {what:<58} | {value:<34} | {aim:<24} |");
}

/// CPU time that a process has used so far, in user and kernel mode. The kernel counts it in hundredths of a second.
pub fn cpu_time(pid: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The process name in parentheses can contain any character, so the fields are counted from the last parenthesis.
    let (_, numbers) = stat.rsplit_once(')')?;
    let mut times = numbers.split_whitespace().skip(11);
    let ticks: u64 = times.next()?.parse::<u64>().ok()? + times.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(10 * ticks))
}

/// Resident memory of a process, in MiB.
pub fn resident_mib(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim()
        .trim_end_matches(" kB")
        .trim()
        .parse::<u64>()
        .ok()
        .map(|kib| kib / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_few_and_many() {
        let mut times = Times::default();
        assert_eq!(times.quantile(0.99), Duration::ZERO);
        times.0 = (1..=101).rev().map(Duration::from_millis).collect();
        assert_eq!(times.quantile(0.5), Duration::from_millis(51));
        assert_eq!(times.quantile(0.99), Duration::from_millis(100));
    }
}
