#!/usr/bin/env bash
# The compiler for compile.sh (RUSTC_WRAPPER): names the folders of this machine as STEPWISE_RENAMED_FOLDERS says, one pair
# `folder=name` a line.
#   rustc.sh RUSTC [ARGUMENT..]
set -euo pipefail

renamed=()
while IFS= read -r pair; do renamed+=("--remap-path-prefix=$pair"); done <<<"$STEPWISE_RENAMED_FOLDERS"
exec "$@" "${renamed[@]}"
