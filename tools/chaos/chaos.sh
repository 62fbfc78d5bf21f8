#!/usr/bin/env bash
# Kills servers and databases while a class of a hundred students goes through the four stages. Then it checks on every
# replica that all acknowledged stages are on the board and that no code was accepted twice. Stops at the first failure.
#   chaos.sh [sqlite|postgres|standby|galera|disk]..   without arguments: all of them, one after the other
# STEPWISE_PROGRAM names another executable than the release build of this clone. STEPWISE_KEEP=1 keeps the folder with all
# logs.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh chaos
[ -n "${STEPWISE_PROGRAM:-}" ] || tools/build/build.sh release
step "Build of the load generator" cargo build --release -p load

if [ $# != 1 ]; then
  [ $# != 0 ] || set -- sqlite postgres standby galera disk
  for kind in "$@"; do "$0" "$kind"; done
  say "No acknowledged change was lost, and no code was accepted twice."
  exit 0
fi

# shellcheck source=tools/chaos/processes.sh
. tools/chaos/processes.sh
trap clean_up EXIT
trap 'exit 130' INT TERM

case $1 in
  sqlite)
    # shellcheck source=tools/chaos/scenario-sqlite.sh
    . tools/chaos/scenario-sqlite.sh
    ;;
  postgres)
    # shellcheck source=tools/chaos/scenario-postgres.sh
    . tools/chaos/scenario-postgres.sh
    ;;
  standby)
    # shellcheck source=tools/chaos/scenario-standby.sh
    . tools/chaos/scenario-standby.sh
    ;;
  galera)
    # shellcheck source=tools/chaos/scenario-galera.sh
    . tools/chaos/scenario-galera.sh
    ;;
  disk)
    # shellcheck source=tools/chaos/scenario-disk.sh
    . tools/chaos/scenario-disk.sh
    ;;
  *) die "usage: chaos.sh [sqlite|postgres|standby|galera|disk].." ;;
esac
