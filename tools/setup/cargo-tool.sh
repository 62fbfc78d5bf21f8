#!/usr/bin/env bash
# Installs one Rust tool with a given version into the cache: downloaded by cargo-binstall if possible, otherwise built.
#   cargo-tool.sh CRATE VERSION "what for"
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

crate=$1 version=$2 what_for=$3

download() {
  timeout 180 cargo binstall --no-confirm --disable-strategies compile --root "$TOOLS" "$crate@$version"
}

# Builds the tool without LTO. The LTO of the tool's release profile takes 15 minutes longer, and the tools run only for
# seconds.
build() {
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0
  # Without CARGO_TARGET_DIR, so that the tool is not compiled in the target folder of the workspace.
  env -u CARGO_TARGET_DIR cargo install --force --root "$TOOLS" "$crate" --version "$version" "$@"
}

if have cargo-binstall && try_step "$crate $version, download, $what_for" download; then
  exit 0
fi

export CARGO_PROFILE_RELEASE_OPT_LEVEL=1
step "$crate $version, build (2 minutes), $what_for" build --locked
