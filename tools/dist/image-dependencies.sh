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
  script=$(sed -n 's/^build = "\(.*\)"$/\1/p' "$manifest")
  [ -z "$script" ] || stub "${manifest%/*}/$script" 'fn main() {}'
done
stub server/src/main.rs 'fn main() {}'
stub load/src/main.rs 'fn main() {}'
stub style/main.css
mkdir -p public

# The same flags as in tools/build. If they differed, the later build would compile all dependencies again.
options=(-p server --bin stepwise --release --features embedded-site)
[ -z "${CI:-}" ] || options+=(--locked)
unset "${!LEPTOS_@}"
step "Dependencies of the browser part (4 minutes)" tools/build/browser.sh compile
# There is no site yet that the empty server could contain.
mkdir -p target/empty/site && touch target/empty/hash.txt
step "Dependencies of the server (10 minutes)" env STEPWISE_SITE="$ROOT/target/empty" cargo build "${options[@]}"

# Delete the results of the empty crates, so that cargo does not reuse them.
for manifest in */Cargo.toml; do
  find "$TARGET" -regextype posix-extended -regex ".*/(lib)?${manifest%/*}-[0-9a-f]{16}[^/]*" -prune -exec rm -rf {} +
done
rm -rf "${made[@]}" target/empty
