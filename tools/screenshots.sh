#!/usr/bin/env bash
# The pictures of the README: the running program in the middle of a lesson, by day and by night, in three languages.
#   screenshots.sh [icons]    also the pictures in public/ that are no pages
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

tools/setup.sh test
tools/build.sh quick

data=$(mktemp -d /tmp/stepwise-screenshots.XXXXXX)
stop_server() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop_server EXIT
# The address that pictures show; the browser is told where it really lies.
export STEPWISE_BASE_URL=http://stepwise.example
start_server quick "$data" "$LOGS/screenshots-server.log"
export STEPWISE_URL=$STEPWISE_BASE_URL STEPWISE_DIRECT=http://127.0.0.1:$port STEPWISE_PICTURES=$ROOT/docs/pictures

# Only when they are asked for: they are part of the next build.
if [ "${1:-}" = icons ]; then
  step "The icons and the card that messengers show, into public/" node tools/icons.mjs "$STEPWISE_URL" "127.0.0.1:$port"
fi
(cd end2end && node_modules/.bin/playwright test --config pictures.config.ts)
say "docs/pictures: $(du -sk docs/pictures | cut -f1) kB"
