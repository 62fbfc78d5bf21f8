#!/usr/bin/env bash
# Checks what has changed: formatting, scripts, documents and texts, clippy of the changed crates, and the nearest tests. It
# does not replace `make test`: it checks no crate that depends on a changed one.
#   check.sh            what has changed since the last commit
#   check.sh main       what has changed since the branch left main
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"
# shellcheck source=tools/test/use-databases.sh
. tools/test/use-databases.sh
trap stop_databases EXIT

base=$(git merge-base "${1:-HEAD}" HEAD)
mapfile -t files < <({
  git diff --name-only "$base"
  git ls-files --others --exclude-standard
} | sort -u)
[ ${#files[@]} != 0 ] || {
  say "Nothing has changed. To check the changes of a branch: make check ARGS=main"
  exit 0
}

# changed PATTERN: whether the path of a changed or deleted file matches the regular expression.
changed() { printf '%s\n' "${files[@]}" | grep -qE "$1"; }

# Whether a file has changed with code that is compiled for the browser only.
changed_for_browser() {
  printf '%s\n' "${files[@]}" | grep -E '^(frontend|app)/.*\.rs$' |
    grep -qvE '^app/src/(pages|request|server_fns|csv_downloads|shell)[./]'
}

# The capabilities that have a folder of router tests: the names in the paths of the changed files, or `web` if there is
# none.
capabilities() {
  local names
  names=$(printf '%s\n' "${files[@]}" | grep -E '^(app/src|server/src|server/tests/router)/' | tr '/.' '\n\n' | sort -u |
    grep -xF "$(find server/tests/router -mindepth 1 -maxdepth 1 -type d -printf '%f\n')")
  say "${names:-web}"
}

# The test programs of the server that are checked: the router tests, and each other one that has changed.
programs=(router)
while read -r name; do [ ! -e "server/tests/$name.rs" ] || programs+=("$name"); done < <(printf '%s\n' "${files[@]}" | sed -nE 's#^server/tests/([a-z_]+)\.rs$#\1#p')

# The tests of the capabilities $1, and all tests of the other programs. Flags and features are those of `make lint` and
# `make dev`, so dependencies are not compiled again.
server_tests() {
  local filter
  filter=$(printf ' | test(/^%s::/)' $1)
  [ ${#programs[@]} = 1 ] || filter+=$(printf ' | binary(%s)' "${programs[@]:1}")
  with_clippy debug_cargo nextest run "${programs[@]/#/--test=}" -E "${filter# | }" --status-level fail --show-progress none
}

tools/setup/install.sh test
if changed '\.rs$'; then step "Formatting (cargo fmt repairs it)" cargo fmt --all --check; fi
mapfile -t scripts < <(printf '%s\n' "${files[@]}" | grep -E '^(tools/.*\.sh|\.ci/run)$' | while read -r file; do [ ! -x "$file" ] || say "$file"; done)
[ ${#scripts[@]} = 0 ] || step "Shell scripts" shellcheck --severity=warning --external-sources "${scripts[@]}"
step "Documents: every path and link exists" tools/check/check-paths.py
step "Texts: complete, used, in three languages" tools/check/check-locales.py
step "docs/SECURITY.md: every fault and requirement has an existing test" tools/check/check-security.py

clippy() { debug_cargo clippy --quiet --all-targets "$@" -- -D warnings; }
for crate in domain texts migration backend load; do
  if changed "^$crate/"; then
    step "clippy: $crate" clippy -p "$crate"
    case $crate in
      domain | texts | backend) step "Tests: $crate" debug_cargo nextest run -p "$crate" --status-level fail --show-progress none ;;
    esac
  fi
done
if changed_for_browser; then
  step "clippy: what is compiled for the browser" tools/build/browser.sh clippy
fi
if changed '^(app|server)/'; then
  step "clippy of app and server, and build of the tests" with_clippy debug_cargo build --quiet "${programs[@]/#/--test=}"
  names=$(capabilities | paste -sd ' ')
  use_databases
  step "Tests of the server: $names ${programs[*]:1}" server_tests "$names"
fi
