#!/usr/bin/env bash
# Makes one executable that carries its site, target/ready/dist/stepwise, and the list of what is linked into it,
# stepwise.cdx.json (CycloneDX). Nothing happens if no source has changed.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

tools/setup.sh run
tools/build.sh release

ready=$READY/release dist=$READY/dist
sbom=$dist/stepwise.cdx.json
now=$(cat "$ready/stamp")
if [ "$(cat "$dist/stamp" 2>/dev/null)" = "$now" ] && tools/sbom.py check "$sbom" "$dist/stepwise" >/dev/null 2>&1; then
  exit 0
fi

# Another clone may build in the same folder ($CARGO_TARGET_DIR); the binary is copied before it can.
exec 9>"$TARGET/stepwise-build.lock"
flock 9

# What the site is made of is there already: only the server is built again, around it.
embed() {
  STEPWISE_SITE=$ready cargo leptos build --release --server-only --bin-features embedded-site "${options[@]}" &&
    mkdir -p "$dist" && cp "$TARGET/release/stepwise" "$dist/stepwise.next" && strip "$dist/stepwise.next" &&
    mv "$dist/stepwise.next" "$dist/stepwise" && echo "$now" >"$dist/stamp"
}

options=()
[ -z "${CI:-}" ] || options+=(--cargo-locked)
unset "${!LEPTOS_@}"
step "The server with its site inside (up to 10 minutes)" embed
# The next ordinary build must not take this one for its own.
rm -f "$TARGET/release/stepwise"
step "The list of what is linked into it (SBOM, CycloneDX 1.5)" tools/sbom.py write "$sbom" "$dist/stepwise"
# The oldest system it runs on is the one with this version of the C library.
needs=$(objdump -T "$dist/stepwise" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
say "  $dist/stepwise: $(($(stat -c %s "$dist/stepwise") / 1000000)) MB, $(uname -m), Linux with ${needs/_/ } or newer"
