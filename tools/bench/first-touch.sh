#!/usr/bin/env bash
# Measures how fast pages react to the first touch on a phone with a slow network, and prints a table. Fails if a median
# is over its limit. Builds and starts the server, or measures the server that runs at ADDRESS.
#   first-touch.sh [release|quick] [ADDRESS] [PART OF A LINE]    for example: quick open the class menu
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=release address="" part=""
for argument in "$@"; do
  case $argument in
    release | quick) profile=$argument ;;
    http://* | https://*) address=$argument ;;
    *) part=${part:+$part }$argument ;;
  esac
done

tools/setup/install.sh test
if [ -z "$address" ]; then
  tools/build/build.sh "$profile"
  data=$(mktemp -d /tmp/stepwise-first-touch.XXXXXX)
  stop_server() {
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    rm -rf "$data"
  }
  trap stop_server EXIT
  start_server "$profile" "$data" "$LOGS/first-touch-server.log"
  address=http://127.0.0.1:$port
fi
node tools/bench/first-touch.mjs "$address" "$part"
