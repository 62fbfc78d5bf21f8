#!/usr/bin/env bash
# Removes what the scripts and CI store outside of the clone. The user chooses this folder, so only known names are deleted.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

for name in tools npm python zig ci-target ci.lock toolchain.sh setup.lock; do
  rm -rf "${STEPWISE_CACHE:?}/$name"
done
rmdir "$STEPWISE_CACHE" 2>/dev/null || true
# The images of image-check.sh.
images=${STEPWISE_IMAGES:-/var/tmp/stepwise-images}
[ ! -d "$images" ] || rm -rf "$images"/{store,run,base}
say "Removed. The next 'make run' installs the tools again."
