#!/usr/bin/env bash
# Checks formatting, scripts, documents, texts, dependencies and docs/SECURITY.md, then runs clippy for the server and for the browser.
#   lint.sh files    without clippy: test.sh runs it while it builds the tests
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh test
step "Formatting (cargo fmt repairs it)" cargo fmt --all --check
# Only executable scripts are listed. Files that these scripts source are not executable. shellcheck checks such a file
# together with the script that sources it.
mapfile -t scripts < <(find tools .ci -type f -executable \( -name '*.sh' -o -path .ci/run \) | sort)
step "Shell scripts" shellcheck --severity=warning --external-sources "${scripts[@]}"
step "Documents: every path and link exists" tools/check/check-paths.py
step "Texts: complete, used, in three languages" tools/check/check-locales.py
tools/check/cargo-deny.sh
step "The component list of the executable (SBOM) is complete and valid" tools/dist/sbom.py check
step "docs/SECURITY.md: every fault and requirement has an existing test" tools/check/check-security.py
[ "${1:-}" != files ] || exit 0
step "clippy: server side, tests included" debug_cargo clippy --quiet --all-targets -- -D warnings
# A separate call: one call for server and browser would turn on both features of app (`ssr` and `hydrate`) at once.
step "clippy: browser side" tools/build/browser.sh clippy
