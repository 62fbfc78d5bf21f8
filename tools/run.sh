#!/usr/bin/env bash
# Installs what is missing, builds if a source has changed, and becomes the server: signals reach it directly.
#   run.sh ARGUMENTS..    for example: run.sh serve --lan
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

tools/setup.sh run
tools/build.sh quick
# setup.sh may have noted a compiler since; the server does not care.
server_env quick
exec "$READY/quick/stepwise" "$@"
