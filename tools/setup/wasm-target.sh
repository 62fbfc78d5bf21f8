#!/usr/bin/env bash
# Sets up a Rust compiler that can build WebAssembly, and writes its name to a file in the cache. Normally this is rustup.
# If rustup cannot download the target, Debian's compiler is used: its packages contain the sources of the standard library,
# and the libraries of the target are built from them once (30 seconds).
#   wasm-target.sh check            check that the selected compiler works
#   wasm-target.sh rustup|debian    set up this compiler
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

target=wasm32-unknown-unknown
note=$STEPWISE_CACHE/toolchain.sh

# Checks the compiler RUSTC by compiling a test file. It is not enough that the libraries of the target exist, because
# they can be from an older compiler.
builds_for_browser() {
  local out code=0
  out=$(mktemp -d)
  echo 'pub fn f() -> String { String::new() }' |
    "$1" --target "$target" --crate-type rlib --emit metadata --out-dir "$out" - 2>/dev/null || code=$?
  rm -rf "$out"
  return $code
}

rustups_rustc() { have rustup && rustup which rustc 2>/dev/null; }

debians_linker() {
  local llvm
  llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  echo "/usr/bin/wasm-ld-$llvm"
}

from_rustup() {
  have rustup || return 1
  # Install the version of rust-toolchain.toml if it is missing.
  rustups_rustc || timeout 300 rustup toolchain install || return 1
  builds_for_browser "$(rustups_rustc)" || timeout 120 rustup target add "$target" || return 1
  builds_for_browser "$(rustups_rustc)" || return 1
  # The sources of the standard library (see tools/build/build.sh). Without them the browser downloads more.
  timeout 120 rustup component add rust-src || true
  echo "toolchain=rustup" >"$note"
}

build_debians_libraries() {
  local work lib
  work=$(mktemp -d)
  mkdir "$work/src" &&
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml" &&
    : >"$work/src/lib.rs" || return 1
  # The libraries must contain bitcode, because LTO needs it.
  (cd "$work" && PATH=/usr/bin:$PATH RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes \
    CARGO_TARGET_DIR=$work/target /usr/bin/cargo build --release --target "$target" \
    -Z build-std=std,panic_abort,panic_unwind) || return 1
  lib=$(/usr/bin/rustc --print sysroot)/lib/rustlib/$target/lib
  as_root mkdir -p "$lib" && as_root find "$lib" -name '*.rlib' -delete &&
    as_root cp "$work/target/$target/release/deps/"*.rlib "$lib/" && rm -rf "$work"
}

from_debian() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -x "$(debians_linker)" ] || return 1
  builds_for_browser /usr/bin/rustc || build_debians_libraries || return 1
  builds_for_browser /usr/bin/rustc || return 1
  {
    echo "toolchain=debian"
    echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(debians_linker)"
  } >"$note"
}

check() {
  case $toolchain in
    rustup) builds_for_browser "$(rustups_rustc)" ;;
    debian) [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -x "$(debians_linker)" ] && builds_for_browser /usr/bin/rustc ;;
    *) return 1 ;;
  esac
}

case "${1:-}" in
  check) check ;;
  rustup) from_rustup ;;
  debian) from_debian ;;
  *) die "usage: wasm-target.sh check|rustup|debian" ;;
esac
