#!/usr/bin/env bash
# Compiles only the dependencies in Cargo.lock, for a layer of the image that is reused until the lock file changes. The
# crates of the workspace are empty. Must run in a folder that has only the manifests of these crates.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

[ ! -e server/src ] || die "This script is only for the image build: it needs a folder with manifests and without sources."
made=()
stub() {
  mkdir -p "$(dirname "$1")"
  [ -e "$1" ] || { printf '%s' "${2:-}" >"$1" && made+=("$1"); }
}
for manifest in */Cargo.toml; do
  stub "${manifest%/*}/src/lib.rs"
done
stub server/src/main.rs 'fn main() {}'
stub load/src/main.rs 'fn main() {}'
stub style/main.css
mkdir -p public

# Uses cargo-leptos with the same flags as tools/build/build.sh. If the flags differed, the later build would compile
# all dependencies again.
options=(--release)
[ -z "${CI:-}" ] || options+=(--cargo-locked)
unset "${!LEPTOS_@}"
# The browser part is empty, so cargo-leptos can fail after compiling. The compiled dependencies are enough.
try_step "Dependencies of the browser part (4 minutes)" build_browser_part "${options[@]}" || true
step "Dependencies of the server (10 minutes)" cargo leptos build --server-only "${options[@]}"

# Delete the results of the empty crates, so that cargo does not reuse them.
for manifest in */Cargo.toml; do
  find "$TARGET" -regextype posix-extended -regex ".*/(lib)?${manifest%/*}-[0-9a-f]{16}[^/]*" -prune -exec rm -rf {} +
done
rm -rf "${made[@]}" target/site
