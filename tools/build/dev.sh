#!/usr/bin/env bash
# Builds without optimisation and serves. Repeats both after every change of a source file.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh run
unset "${!LEPTOS_@}"
exec cargo leptos watch -- serve "$@"
