#!/usr/bin/env bash
# Puts one Rust tool of a given version into the cache: ready-made if cargo-binstall can fetch it, else built.
#   cargo-tool.sh CRATE VERSION "what for"
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

crate=$1 version=$2 what_for=$3

ready_made() {
  timeout 180 cargo binstall --no-confirm --disable-strategies compile --root "$TOOLS" "$crate@$version"
}

# The tools run for seconds: their own release profiles (whole-program optimisation) would cost a quarter of an hour.
build() {
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0
  # The workspace's target folder is not the place for this.
  env -u CARGO_TARGET_DIR cargo install --force --root "$TOOLS" "$crate" --version "$version" "$@"
}

newer_or_same() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
release_of() { "$1" -vV 2>/dev/null | sed -n 's/^release: //p'; }

# cargo-leptos needs a newer compiler than the workspace does; Debian's serves for this one build.
newer_compiler() {
  newer_or_same 1.96 "$(release_of "${RUSTC:-rustc}")" && return 0
  newer_or_same 1.96 "$(release_of /usr/bin/rustc)" || apt_install "a newer compiler for cargo-leptos" rustc-web cargo-web
  export PATH=/usr/bin:$PATH RUSTC=/usr/bin/rustc
}

if have cargo-binstall && try_step "$crate $version, ready-made, $what_for" ready_made; then
  exit 0
fi

case $crate in
  cargo-leptos)
    newer_compiler
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=0
    step "$crate $version, built here (5 minutes), $what_for" build --locked
    ;;
  cargo-deny)
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=1
    step "$crate $version, built here (2 minutes), $what_for" build --locked
    ;;
  *)
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=1
    step "$crate $version, built here (2 minutes), $what_for" build
    ;;
esac
