#!/usr/bin/env bash
# Removes what install.sh and CI store outside of the clone. The user chooses this folder, so only known names are deleted.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

for name in tools npm python zig ci-target toolchain.sh setup.lock; do
  rm -rf "${STEPWISE_CACHE:?}/$name"
done
rmdir "$STEPWISE_CACHE" 2>/dev/null || true
say "Removed. The next 'make run' installs the tools again."
