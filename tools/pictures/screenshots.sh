#!/usr/bin/env bash
# Takes the pictures of the README: a lesson on a running server, in the light and the dark theme, in three languages.
#   screenshots.sh [icons]    also creates the icons and preview cards in public/
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh test
tools/build/build.sh quick

data=$(mktemp -d /tmp/stepwise-screenshots.XXXXXX)
stop_server() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop_server EXIT
# The address in the pictures. The browser maps it to the real address.
export STEPWISE_BASE_URL=http://stepwise.example
start_server quick "$data" "$LOGS/screenshots-server.log"
export STEPWISE_URL=$STEPWISE_BASE_URL STEPWISE_DIRECT=http://127.0.0.1:$port STEPWISE_PICTURES=$ROOT/docs/pictures

# The icons are made only with the argument `icons`, because these files become part of the next build.
if [ "${1:-}" = icons ]; then
  step "Icons and preview cards in public/" node tools/pictures/icons.mjs "$STEPWISE_URL" "127.0.0.1:$port"
fi
(cd end2end && node_modules/.bin/playwright test --config pictures.config.ts)
say "docs/pictures: $(du -sk docs/pictures | cut -f1) kB"
