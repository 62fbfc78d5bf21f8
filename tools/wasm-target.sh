#!/usr/bin/env bash
# Gives this machine a Rust compiler that can build for the browser, and notes in the cache which one it is.
# rustup is the ordinary way. Where it cannot download, Debian's compiler carries the sources of the standard
# library, and the target's libraries are built from them once (half a minute).
#   wasm-target.sh check            does the noted compiler work?
#   wasm-target.sh rustup|debian    make it so
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

target=wasm32-unknown-unknown
note=$STEPWISE_CACHE/toolchain.sh

# Compiled, not looked up: libraries that are left over from an older compiler lie there and do not fit.
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
  # The version in rust-toolchain.toml, if rustup has not got it yet.
  rustups_rustc || timeout 300 rustup toolchain install || return 1
  builds_for_browser "$(rustups_rustc)" || timeout 120 rustup target add "$target" || return 1
  builds_for_browser "$(rustups_rustc)" || return 1
  echo "toolchain=rustup" >"$note"
}

build_debians_libraries() {
  local work lib
  work=$(mktemp -d)
  mkdir "$work/src" &&
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml" &&
    : >"$work/src/lib.rs" || return 1
  # Bitcode keeps whole-program optimisation of our own code possible.
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
