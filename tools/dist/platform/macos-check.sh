#!/usr/bin/env bash
# Checks that the server compiles for macOS. It is not linked, because the linker needs the SDK of Apple.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../../common.sh"
# shellcheck source=tools/dist/platform/common.sh
. tools/dist/platform/common.sh

tools/dist/platform/install.sh macos-arm64
TARGET=$(target_of macos-arm64)
export CARGO_TARGET_DIR=$TARGET CARGO_INCREMENTAL=0 RUSTFLAGS=-Dwarnings PATH="$ZIG/bin:$PATH"
step "The server compiles for macOS (not linked)" \
  cargo-zigbuild check --target "$(triple_of macos-arm64)" --package server
