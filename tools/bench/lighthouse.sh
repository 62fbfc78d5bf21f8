#!/usr/bin/env bash
# Runs Lighthouse on the pages of visitors, students, teachers and members. Fails below 97 for performance with the phone
# setting, and below 100 for the other categories. Reports: target/lighthouse.
#   lighthouse.sh [release|quick] [PART OF A LINE]    for example: quick board
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=release
case ${1:-} in
  release | quick)
    profile=$1
    shift
    ;;
esac

# Lighthouse has its own folder, because no other tool needs its two hundred packages.
LIGHTHOUSE=$STEPWISE_CACHE/npm/lighthouse-$(sha256sum tools/bench/lighthouse/package-lock.json | cut -c1-12)

install_lighthouse() {
  mkdir -p "$LIGHTHOUSE" && cp tools/bench/lighthouse/{package.json,package-lock.json,.npmrc} "$LIGHTHOUSE/" &&
    (cd "$LIGHTHOUSE" && npm ci --no-audit --no-fund --ignore-scripts) && touch "$LIGHTHOUSE/.done"
}

tools/setup/install.sh test
[ -e "$LIGHTHOUSE/.done" ] || step "Lighthouse from npm" install_lighthouse
tools/build/build.sh "$profile"

data=$(mktemp -d /tmp/stepwise-lighthouse.XXXXXX)
stop_server() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$data"
}
trap stop_server EXIT
start_server "$profile" "$data" "$LOGS/lighthouse-server.log"
# Node.js looks for modules beside the script.
cp tools/bench/lighthouse/run.mjs "$LIGHTHOUSE/"
node "$LIGHTHOUSE/run.mjs" "http://127.0.0.1:$port" "$ROOT/tools/bench/lighthouse/pages.mjs" "$ROOT/target/lighthouse" "$*"
