#!/usr/bin/env bash
# Runs the browser tests against the built server on a free port with a temporary data folder.
#   e2e.sh [release|quick|dev] [arguments of Playwright]
# STEPWISE_E2E_JSON names the file for the JSON report.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=quick
case "${1:-}" in
  release | quick | dev)
    profile=$1
    shift
    ;;
esac

tools/setup/install.sh test
tools/build/build.sh "$profile"

data=$(mktemp -d /tmp/stepwise-e2e.XXXXXX)
log=$LOGS/e2e-server.log
export STEPWISE_E2E_JSON=${STEPWISE_E2E_JSON:-$ROOT/target/e2e/results.json}
mkdir -p "$(dirname "$STEPWISE_E2E_JSON")"
rm -f "$STEPWISE_E2E_JSON"

stop_server() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop_server EXIT
# All optional features are on. Text messages go to the gateway of the tests (end2end/support/sms-gateway.ts).
STEPWISE_SMS_PORT=$(free_port)
export STEPWISE_SMS_PORT STEPWISE_FACTORS=totp,email,sms STEPWISE_TRUST_BROWSER_DAYS=30
export STEPWISE_SMS_URL=http://127.0.0.1:$STEPWISE_SMS_PORT/messages
export STEPWISE_SMS_BODY='{"to": "{to}", "text": "{text}"}' STEPWISE_SMS_HEADER='Authorization: Bearer for-tests'
start_server "$profile" "$data" "$log"
export STEPWISE_URL=http://127.0.0.1:$port
# The server writes mails to this folder, because no mail server is configured.
export STEPWISE_OUTBOX=$data/outbox
# The tests create the first administrator with a command beside the running server.
export STEPWISE_BINARY=$READY/$profile/stepwise STEPWISE_DATA=$data

code=0
(cd end2end && node_modules/.bin/playwright test "$@") || code=$?
[ "$code" = 0 ] || {
  say "The end of the server's log without warnings ($log):"
  grep -v ' WARN' "$log" | tail -n 10 || true
}
exit "$code"
