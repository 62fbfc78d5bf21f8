#!/usr/bin/env bash
# Builds without optimisation and serves. Repeats both after every change of a source file; open pages then reload.
#   dev.sh [arguments of `stepwise serve`]
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh run
server_env dev
export LEPTOS_WATCH=true
mark=$(mktemp) server=""
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" || true; }; }
trap 'stop; rm -f "$mark"' EXIT
trap 'exit 130' INT TERM

is_changed() {
  [ -n "$(find Cargo.toml Cargo.lock app backend domain frontend migration public server style texts -type f -newer "$mark" -print -quit)" ]
}

while true; do
  touch "$mark"
  # While a build fails, the last server keeps running.
  if tools/build/build.sh dev; then
    stop
    "$READY/dev/stepwise" serve "$@" &
    server=$!
  fi
  until is_changed; do sleep 0.5; done
done
