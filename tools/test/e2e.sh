#!/usr/bin/env bash
# Runs the browser tests against the built server: one server for each worker of Playwright, on a free port, with a
# temporary data folder and a clock that tests can move.
#   e2e.sh [release|quick|dev|test] [arguments of Playwright]
#   e2e.sh running [arguments of Playwright]    builds and starts nothing: tests the server of `make dev` (STEPWISE_URL)
# STEPWISE_E2E_JSON names the file for the JSON report.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=quick
case "${1:-}" in
  release | quick | dev | test | running)
    profile=$1
    shift
    ;;
esac
playwright() { (cd end2end && node_modules/.bin/playwright test "$@"); }

tools/setup/install.sh test
if [ "$profile" = running ]; then
  export STEPWISE_URL=${STEPWISE_URL:-http://127.0.0.1:3000} STEPWISE_DATA=${STEPWISE_DATA:-$ROOT/data}
  server_env dev
  STEPWISE_BINARY=$READY/dev/stepwise playwright "$@"
  exit
fi
tools/build/build.sh "$profile"

WORKERS=4
folder=$(mktemp -d /tmp/stepwise-e2e.XXXXXX)
servers=() list=()
export STEPWISE_E2E_JSON=${STEPWISE_E2E_JSON:-$ROOT/target/e2e/results.json}
mkdir -p "$(dirname "$STEPWISE_E2E_JSON")"
rm -f "$STEPWISE_E2E_JSON"

stop_servers() {
  [ ${#servers[@]} = 0 ] || kill "${servers[@]}" 2>/dev/null || true
  wait
  rm -rf "$folder"
}
trap stop_servers EXIT
# All optional features are on. Text messages go to the gateway of the tests (end2end/support/sms-gateway.ts).
STEPWISE_SMS_PORT=$(free_port)
export STEPWISE_SMS_PORT STEPWISE_FACTORS=totp,email,sms STEPWISE_TRUST_BROWSER_DAYS=30
export STEPWISE_SMS_URL=http://127.0.0.1:$STEPWISE_SMS_PORT/messages
export STEPWISE_SMS_BODY='{"to": "{to}", "text": "{text}"}' STEPWISE_SMS_HEADER='Authorization: Bearer for-tests'
cc -shared -fPIC -O2 -Wall -Werror -o "$folder/test-clock.so" tools/test/test-clock.c
for worker in $(seq "$WORKERS"); do
  data=$folder/$worker clock=$folder/$worker.clock
  mkdir "$data"
  head -c 8 /dev/zero >"$clock"
  LD_PRELOAD=$folder/test-clock.so TEST_CLOCK=$clock start_server "$profile" "$data" "$LOGS/e2e-server-$worker.log"
  servers+=("$server")
  list+=("{\"url\": \"http://127.0.0.1:$port\", \"data\": \"$data\", \"clock\": \"$clock\"}")
done
STEPWISE_SERVERS="[$(IFS=,; echo "${list[*]}")]"
# The tests create the first administrator with a command beside the running server.
export STEPWISE_SERVERS STEPWISE_BINARY=$READY/$profile/stepwise

code=0
playwright "$@" || code=$?
[ "$code" = 0 ] || {
  say "The end of the servers' logs without warnings ($LOGS/e2e-server-*.log):"
  grep -hv ' WARN' "$LOGS"/e2e-server-*.log | tail -n 10 || true
}
exit "$code"
