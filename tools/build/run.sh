#!/usr/bin/env bash
# Installs what is missing, builds if a source file has changed, and replaces itself by the server, which gets all signals.
#   run.sh ARGUMENTS..    for example: run.sh serve --lan
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh run
tools/build/build.sh quick
# common.sh is not sourced again: it is possible that install.sh has changed the compiler, but the server needs none.
server_env quick
exec "$READY/quick/stepwise" "$@"
