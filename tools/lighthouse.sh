#!/usr/bin/env bash
# Lighthouse on the release: the first page, the sign-in, a student's lesson and set-up, the board of thirty. Fails below
# 97 for speed on its phone setting and below 100 for anything else. The reports lie in target/lighthouse.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

# Its own folder: nothing else needs these two hundred packages.
LIGHTHOUSE=$STEPWISE_CACHE/npm/lighthouse-$(sha256sum tools/lighthouse/package-lock.json | cut -c1-12)

install_lighthouse() {
  mkdir -p "$LIGHTHOUSE" && cp tools/lighthouse/{package.json,package-lock.json,.npmrc} "$LIGHTHOUSE/" &&
    (cd "$LIGHTHOUSE" && npm ci --no-audit --no-fund --ignore-scripts) && touch "$LIGHTHOUSE/.done"
}

tools/setup.sh test
[ -e "$LIGHTHOUSE/.done" ] || step "Lighthouse from npm" install_lighthouse
tools/build.sh release

data=$(mktemp -d /tmp/stepwise-lighthouse.XXXXXX)
stop_server() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop_server EXIT
start_server release "$data" "$LOGS/lighthouse-server.log"
# Modules are looked for beside the program that asks for them.
cp tools/lighthouse/run.mjs "$LIGHTHOUSE/"
node "$LIGHTHOUSE/run.mjs" "http://127.0.0.1:$port" "$ROOT/target/lighthouse"
