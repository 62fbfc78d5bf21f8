#!/usr/bin/env bash
# Builds unoptimised, serves, and does both again after every change of a source.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

tools/setup.sh run
unset "${!LEPTOS_@}"
exec cargo leptos watch -- serve "$@"
