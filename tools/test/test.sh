#!/usr/bin/env bash
# Runs all checks and tests, the quick ones first, and stops at the first stage that fails. The last line is always the
# count: "N passed, N failed".
#   test.sh        router tests on SQLite, and on all three databases where the database matters
#   test.sh all    all router tests on all three databases
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

case "${1:-}" in
  "") profile=default databases="on SQLite; on all three databases where it matters" ;;
  all) profile=all databases="on SQLite, PostgreSQL and MariaDB" ;;
  *) die "usage: test.sh [all]" ;;
esac
# The same flags as in build.sh, so that nothing is compiled twice.
unset RUSTFLAGS
passed=0 failed=0
STEP_TAIL=200
export STEP_TAIL

# shellcheck source=tools/test/use-databases.sh
. tools/test/use-databases.sh
attacks=""

finish() {
  local code=$?
  [ -z "$attacks" ] || kill "$attacks" 2>/dev/null || true
  stop_databases
  # If a script fails outside of all tests, it is counted as one failed test, so that the last line shows a failure.
  [ "$code" = 0 ] || [ "$failed" != 0 ] || failed=1
  [ "$failed" = 0 ] || [ "$code" != 0 ] || code=1
  say "$passed passed, $failed failed"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

rust_tests() {
  # Two tests for each processor, because many tests wait: for a database server, for time.
  with_clippy cargo nextest run --profile "$profile" --test-threads "$(($(nproc) * 2))" --no-fail-fast --color never \
    --status-level fail --final-status-level fail --show-progress none
}

# Adds the result of nextest to the count: "Summary [..] 5 tests run: 4 passed, 1 failed, 0 skipped".
count_rust_tests() {
  local log=$1 line run good
  line=$(grep -E 'Summary \[.*tests? run: ' "$log" | tail -n 1 || true)
  [ -n "$line" ] || return 0
  run=$(sed -E 's/.* ([0-9]+)(\/[0-9]+)? tests? run: .*/\1/' <<<"$line")
  good=$(sed -nE 's/.*run: ([0-9]+) passed.*/\1/p' <<<"$line")
  passed=$((passed + ${good:-0})) failed=$((failed + run - ${good:-0}))
  ! grep -qE '[1-9][0-9]* skipped' <<<"$line" ||
    say "  Router tests on PostgreSQL and MariaDB that only make test-all runs: $(grep -oE '[0-9]+ skipped' <<<"$line" | cut -d' ' -f1)"
}

attacks_end() {
  local code=0
  wait "$attacks" || code=$?
  cat "$LOGS/attacks.txt"
  return "$code"
}

# The last line of the log is "N passed, N failed".
count_attacks() {
  local good bad
  read -r good bad < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$1" | tail -n 1) || return 0
  passed=$((passed + good)) failed=$((failed + bad))
}

count_browser_tests() {
  local good bad skipped
  [ -s "$1" ] || return 0
  read -r good bad skipped < <(node -p 'const s = require(process.argv[1]).stats;
    [s.expected, s.unexpected, s.skipped].join(" ")' "$1")
  passed=$((passed + good)) failed=$((failed + bad))
  [ "$skipped" = 0 ] || say "  Browser tests skipped: $skipped"
  # Prints the failed tests, because the end of the log rarely shows which test failed.
  node tools/test/failed-browser-tests.mjs "$1"
}

tools/setup/install.sh test
tools/check/lint.sh files
tools/check/check-dependencies.sh
tools/build/build.sh test
use_databases
code=0
step "Rust tests: rules, services, router $databases" rust_tests || code=$?
count_rust_tests "$STEP_LOG"
[ "$code" = 0 ] || exit "$code"
stop_databases

# The attacks wait for half of their time, so the API is tested meanwhile. Both have servers of their own.
tools/test/attack.sh test >"$LOGS/attacks.txt" 2>&1 &
attacks=$!
# Each of the three API checks is counted as one test.
api_code=0
tools/test/api.sh test | tee "$LOGS/api.txt" || api_code=$?
passed=$((passed + $(grep -c '^  The API: .* ok (' "$LOGS/api.txt" || true)))
failed=$((failed + $(grep -c '^  The API: .* FAILED (' "$LOGS/api.txt" || true)))
[ "$api_code" = 0 ] || exit "$api_code"
attack_code=0
step "Attacks from outside, for every fault of docs/SECURITY.md" attacks_end || attack_code=$?
attacks=""
count_attacks "$STEP_LOG"
[ "$attack_code" = 0 ] || exit "$attack_code"
export STEPWISE_E2E_JSON=$ROOT/target/e2e/results.json
step "Browser tests: with JavaScript, and without where that matters" tools/test/e2e.sh test || code=$?
count_browser_tests "$STEPWISE_E2E_JSON"
exit "$code"
