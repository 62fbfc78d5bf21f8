#!/usr/bin/env bash
# Tests the JSON API of the built server from outside: another JWT library verifies the tokens, the commands in docs/API.md
# work, and every response to generated requests matches the OpenAPI description.
#   api.sh [release|quick|dev|test]
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
# The limits are raised, because the generated requests contain many wrong passwords and codes.
export STEPWISE_WRONG_PER_NETWORK=1000000 STEPWISE_LOOKUPS_PER_HOUR=1000000
start_server "$profile" "$data" "$LOGS/api-server.log"
address=http://127.0.0.1:$port

prepare() { "$PYTHON/bin/python" tools/test/api/prepare.py "$address" >"$data/prepared"; }

documented_commands() {
  {
    echo "set -euo pipefail"
    awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' docs/API.md
  } >"$data/commands.sh" && API=$address bash "$data/commands.sh"
}

# generated_requests TOKEN [options]: runs schemathesis for at most 90 seconds. Without a token, hooks.py adds one.
generated_requests() {
  local header=(--header "Authorization: Bearer $1")
  [ -n "$1" ] || header=()
  shift
  SCHEMATHESIS_HOOKS=tools/test/api/hooks.py timeout 90 "$PYTHON/bin/schemathesis" run "$address/api/openapi.json" \
    "${header[@]}" --checks all --exclude-checks positive_data_acceptance \
    --generation-deterministic --continue-on-failure --warnings off --no-color \
    --max-examples 25 "$@"
}

all_generated_requests() {
  local ACCESS REFRESH
  # shellcheck disable=SC1091
  . "$data/prepared" && export CLASS &&
    generated_requests "$ACCESS" --exclude-operation-id log_out --exclude-operation-id delete_class &&
    # A refresh token works once. hooks.py always sends the newest one.
    (export REFRESH && generated_requests "" --include-operation-id refresh) &&
    # These two operations come last, because they end the class and the session that the other operations need.
    generated_requests "$ACCESS" --include-operation-id delete_class &&
    generated_requests "$ACCESS" --include-operation-id log_out
}

code=0
step "The API: another library (PyJWT) verifies our tokens with the published keys" prepare || code=$?
step "The API: the commands in docs/API.md, one after the other" documented_commands || code=$?
step "The API: generated requests for every operation (schemathesis)" all_generated_requests || code=$?
[ "$code" = 0 ] || {
  say "The end of the server's log ($LOGS/api-server.log):"
  tail -n 20 "$LOGS/api-server.log"
}
exit "$code"
