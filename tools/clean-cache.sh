#!/usr/bin/env bash
# Removes what setup.sh and CI keep outside the clone. The folder is the user's to choose, so only our own names in it.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

for name in tools npm python ci-target toolchain.sh setup.lock; do
  rm -rf "${STEPWISE_CACHE:?}/$name"
done
rmdir "$STEPWISE_CACHE" 2>/dev/null || true
say "Removed. The next 'make run' installs the tools again."
