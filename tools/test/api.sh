#!/usr/bin/env bash
# The JSON API from outside, against the built server: another library believes our tokens, the lines of docs/API.md work,
# and requests that nobody thought of get no answer that is not described.
#   api.sh [release|quick|dev]
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=${1:-quick}
tools/setup/install.sh test
tools/build/build.sh "$profile"

data=$(mktemp -d /tmp/stepwise-api.XXXXXX)
stop_server() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop_server EXIT
# Guessing is what is done here.
export STEPWISE_WRONG_PER_NETWORK=1000000 STEPWISE_LOOKUPS_PER_HOUR=1000000
start_server "$profile" "$data" "$LOGS/api-server.log"
address=http://127.0.0.1:$port

prepare() { "$PYTHON/bin/python" tools/test/api/prepare.py "$address" >"$data/prepared"; }

document_lines() {
  {
    echo "set -euo pipefail"
    awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' docs/API.md
  } >"$data/lines.sh" && API=$address bash "$data/lines.sh"
}

# explore TOKEN [options]: over the description, within a minute and a half. Without a token the hooks bring one.
explore() {
  local header=(--header "Authorization: Bearer $1")
  [ -n "$1" ] || header=()
  shift
  SCHEMATHESIS_HOOKS=tools/test/api/hooks.py timeout 90 "$PYTHON/bin/schemathesis" run "$address/api/openapi.json" \
    "${header[@]}" --checks all --exclude-checks positive_data_acceptance \
    --generation-deterministic --continue-on-failure --warnings off --no-color \
    --max-examples 25 "$@"
}

everything() {
  local ACCESS REFRESH
  # shellcheck disable=SC1091
  . "$data/prepared" && export CLASS &&
    explore "$ACCESS" --exclude-operation-id log_out --exclude-operation-id delete_class &&
    # Each refresh token works once: the hooks always bring the newest.
    (export REFRESH && explore "" --include-operation-id refresh) &&
    # These end what the others need.
    explore "$ACCESS" --include-operation-id delete_class &&
    explore "$ACCESS" --include-operation-id log_out
}

code=0
step "The API: another library (PyJWT) verifies our tokens by the published keys" prepare || code=$?
step "The API: the lines of docs/API.md, one after the other" document_lines || code=$?
step "The API: requests that nobody thought of, over the whole description (schemathesis)" everything || code=$?
[ "$code" = 0 ] || {
  say "The end of the server's log ($LOGS/api-server.log):"
  tail -n 20 "$LOGS/api-server.log"
}
exit "$code"
