#!/usr/bin/env bash
# Installs what is missing, builds if a source file has changed, and replaces itself by the server, which gets all signals.
#   run.sh ARGUMENTS..    for example: run.sh serve --lan
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh run
tools/build/build.sh quick
# install.sh may have changed the compiler. This does not matter for the server.
server_env quick
exec "$READY/quick/stepwise" "$@"
