#!/usr/bin/env bash
# The checks of form and of dependencies, then clippy with warnings as errors, for the server and for the browser.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh test
step "Formatting (cargo fmt repairs it)" cargo fmt --all --check
# Files that other scripts source are not executable. shellcheck follows them from there.
mapfile -t scripts < <(find tools .ci -type f -executable \( -name '*.sh' -o -path .ci/run \) | sort)
step "Shell scripts" shellcheck --severity=warning --external-sources "${scripts[@]}"
step "Texts: complete, used, in three languages" tools/check/check-locales.py
tools/check/cargo-deny.sh
step "The list of what is linked into the executable (SBOM) can be made and is valid" tools/dist/sbom.py check
step "docs/SECURITY.md: every fault and requirement, and the tests it names" tools/check/check-security.py
step "clippy: server side, tests included" cargo clippy --quiet --all-targets -- -D warnings
# In a call of its own: beside the server, `ssr` and `hydrate` would both be on in app.
step "clippy: browser side" cargo clippy --quiet -p frontend --target wasm32-unknown-unknown -- -D warnings
