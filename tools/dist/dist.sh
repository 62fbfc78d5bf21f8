#!/usr/bin/env bash
# Builds one executable that contains the site, target/ready/dist/stepwise, and the list of its components,
# stepwise.cdx.json (CycloneDX). Does nothing if no source file has changed.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh run
tools/build/build.sh release

ready=$READY/release dist=$READY/dist
sbom=$dist/stepwise.cdx.json
now=$(cat "$ready/stamp")
if [ "$(cat "$dist/stamp" 2>/dev/null)" = "$now" ] && tools/dist/sbom.py check "$sbom" "$dist/stepwise" >/dev/null 2>&1; then
  exit 0
fi

# Another clone can build in the same folder ($CARGO_TARGET_DIR). The lock is held until the binary is copied.
exec 9>"$TARGET/stepwise-build.lock"
flock 9

# The site is already built. Only the server is built again, with the site inside.
embed() {
  STEPWISE_SITE=$ready cargo leptos build --release --server-only --bin-features embedded-site "${options[@]}" &&
    mkdir -p "$dist" && cp "$TARGET/release/stepwise" "$dist/stepwise.next" && strip "$dist/stepwise.next" &&
    mv "$dist/stepwise.next" "$dist/stepwise" && echo "$now" >"$dist/stamp"
}

options=()
[ -z "${CI:-}" ] || options+=(--cargo-locked)
unset "${!LEPTOS_@}"
step "The server with its site inside (up to 10 minutes)" embed
# The next normal build must not use this binary.
rm -f "$TARGET/release/stepwise"
step "The components of the executable (SBOM, CycloneDX 1.5)" tools/dist/sbom.py write "$sbom" "$dist/stepwise"
# The executable needs this version of the C library or a newer one.
needs=$(objdump -T "$dist/stepwise" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
say "  $dist/stepwise: $(($(stat -c %s "$dist/stepwise") / 1000000)) MB, $(uname -m), Linux with ${needs/_/ } or newer"
