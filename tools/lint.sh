#!/usr/bin/env bash
# The checks of form and of dependencies, then clippy with warnings as errors, for the server and for the browser.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

tools/setup.sh test
step "Formatting (cargo fmt repairs it)" cargo fmt --all --check
step "Shell scripts" shellcheck --severity=warning --external-sources tools/*.sh .ci/run
step "Texts: complete, used, in three languages" tools/check-locales.py
tools/deny.sh
step "The list of what is linked into the executable (SBOM) can be made and is valid" tools/sbom.py check
step "docs/SECURITY.md: every fault and requirement, and the tests it names" tools/check-security.py
step "clippy: server side, tests included" cargo clippy --quiet --all-targets -- -D warnings
# In a call of its own: beside the server, `ssr` and `hydrate` would both be on in app.
step "clippy: browser side" cargo clippy --quiet -p frontend --target wasm32-unknown-unknown -- -D warnings
