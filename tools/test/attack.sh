#!/usr/bin/env bash
# Attacks the built server from outside, with at least one script for every fault of docs/SECURITY.md. The last line is
# "N passed, N failed".
#   attack.sh [release|quick|dev|test] [words of an attack's name]
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=quick
case "${1:-}" in
  release | quick | dev | test)
    profile=$1
    shift
    ;;
esac

tools/setup/install.sh test
tools/build/build.sh "$profile"

servers=() folders=()
stop_servers() {
  [ ${#servers[@]} = 0 ] || kill "${servers[@]}" 2>/dev/null || true
  wait
  rm -rf "${folders[@]}"
}
trap stop_servers EXIT

# start NAME: starts a server with its own data folder. Sets $port, $data and $log.
start() {
  data=$(mktemp -d /tmp/stepwise-attack.XXXXXX) log=$LOGS/attack-$1.log
  folders+=("$data")
  start_server "$profile" "$data" "$log"
  servers+=("$server")
}

# The limits are those of an ordinary installation, because some scripts attack them.
export STEPWISE_CLASSES_PER_HOUR=60 STEPWISE_REGISTRATIONS_PER_HOUR=60 STEPWISE_LOOKUPS_PER_HOUR=600
export STEPWISE_FACTORS=totp,email STEPWISE_LOG=info,server=debug,app=debug,backend=debug
start plain
arguments=("$port" "$data" "$log")
# A second server with an https: address, because cookies, the check of Host and security.txt depend on the address.
export STEPWISE_BASE_URL=https://stepwise.example STEPWISE_SECURITY_CONTACT=mailto:security@school.example
start secure
arguments+=("$port" "$data" "$log" "$STEPWISE_BASE_URL")
unset STEPWISE_BASE_URL STEPWISE_SECURITY_CONTACT

export STEPWISE_BINARY=$READY/$profile/stepwise
PYTHONPATH=$ROOT/tools python3 -B -m attack "${arguments[@]}" "$@"
