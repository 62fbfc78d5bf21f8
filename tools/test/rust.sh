#!/usr/bin/env bash
# Runs the Rust tests whose name contains the first argument, with temporary databases.
#   rust.sh NAME        on SQLite, and on all three databases where the database matters
#   rust.sh NAME all    on all three databases
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

[ $# -ge 1 ] || die "usage: rust.sh NAME [all]"
case "${2:-}" in
  "") profile=default ;;
  all) profile=all ;;
  *) die "usage: rust.sh NAME [all]" ;;
esac
# shellcheck source=tools/test/use-databases.sh
. tools/test/use-databases.sh
trap stop_databases EXIT

tools/setup/install.sh test
use_databases
debug_cargo nextest run --profile "$profile" "$1"
