#!/usr/bin/env bash
# Compiles only what Cargo.lock names, for the image: a layer that stays as long as the lock file does. Our own crates
# are empty meanwhile. Works in a folder that has their manifests and nothing else of them.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

[ ! -e server/src ] || die "This is for the image, where only manifests are: here it would find sources."
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

# By cargo-leptos, as tools/build.sh does it: with other flags nothing would be found again.
options=(--release)
[ -z "${CI:-}" ] || options+=(--cargo-locked)
! grep -q -- ' --split ' tools/build.sh || options+=(--split)
unset "${!LEPTOS_@}"
# There are no pages to put together in an empty browser part: that it is compiled is enough.
try_step "Dependencies of the browser part (4 minutes)" cargo leptos build --frontend-only "${options[@]}" || true
step "Dependencies of the server (10 minutes)" cargo leptos build --server-only "${options[@]}"

# What came of the empty crates must not be taken for ours.
for manifest in */Cargo.toml; do
  find "$TARGET" -regextype posix-extended -regex ".*/(lib)?${manifest%/*}-[0-9a-f]{16}[^/]*" -prune -exec rm -rf {} +
done
rm -rf "${made[@]}" target/site
