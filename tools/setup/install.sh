#!/usr/bin/env bash
# Installs the tools that are missing and prints one line for each. Prints nothing if all are there.
#   install.sh run      tools that build and run Stepwise
#   install.sh test     also databases, a browser and checkers
#   install.sh chaos    also database clusters and proxies
# STEPWISE_TOOLCHAIN=rustup|debian selects one of the two compilers.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

purpose=${1:-run}
case $purpose in run | test | chaos) ;; *) die "usage: install.sh run|test|chaos" ;; esac

# The lock prevents that two installations at the same time build the same tools.
exec 9>"$STEPWISE_CACHE/setup.lock"
flock 9

missing=()
# need COMMAND PACKAGE: adds the package to the list of missing packages if the command is missing. Does not ask apt for
# the package, because some commands are installed in another way.
need() { have "$1" || missing+=("$2"); }
need_package() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii' || missing+=("$1"); }

install_missing() {
  [ ${#missing[@]} = 0 ] || apt_install "$1" "${missing[@]}"
  missing=()
}

debian_packages() {
  need cc build-essential
  need node nodejs
  need npm npm
  need python3 python3
  install_missing "to build"
  [ "$purpose" != run ] || return 0
  # The programs of the database servers are not in PATH.
  [ -n "$(find /usr/lib/postgresql -name initdb 2>/dev/null | head -n 1)" ] || missing+=(postgresql)
  [ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
  need chromium chromium
  # Not every Debian release has this package. Without it the tests use chromium.
  ! apt-cache show chromium-headless-shell >/dev/null 2>&1 || need chromium-headless-shell chromium-headless-shell
  need curl curl
  need openssl openssl
  need shellcheck shellcheck
  need jq jq
  need oathtool oathtool
  need pdftotext poppler-utils
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
  install_missing "databases and a browser for the tests"
  [ "$purpose" = chaos ] || return 0
  need haproxy haproxy
  need rsync rsync
  [ -f /usr/lib/galera/libgalera_smm.so ] || missing+=(galera-4)
  install_missing "database clusters and proxies"
}

debian_compiler() {
  need_package rustc-web
  need_package cargo-web
  need_package rust-web-src
  install_missing "a compiler with the sources of its library"
  need_package "lld-$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')"
  install_missing "its linker for WebAssembly"
}

compiler() {
  local required=${STEPWISE_TOOLCHAIN:-}
  if [ -n "$toolchain" ] && [ "${required:-$toolchain}" = "$toolchain" ] && tools/setup/wasm-target.sh check; then
    :
  elif [ "$required" != debian ] && have rustup &&
    try_step "The WebAssembly target for Rust, from rustup" tools/setup/wasm-target.sh rustup; then
    :
  elif [ "$required" != rustup ]; then
    debian_compiler
    step "The WebAssembly target for Rust, built from Debian's sources" tools/setup/wasm-target.sh debian
  else
    die "STEPWISE_TOOLCHAIN is rustup, but rustup cannot install the WebAssembly target."
  fi
  # Sourced again, because wasm-target.sh has possibly selected another compiler.
  . tools/common.sh
  if [ "$toolchain" = debian ] && [ "$purpose" != run ]; then
    need_package rust-web-clippy
    need_package rustfmt-web
    install_missing "clippy and rustfmt for Debian's compiler"
  fi
}

has_version() { [ -x "$TOOLS/bin/$1" ] && [ "$("$TOOLS/bin/$1" --version 2>/dev/null | awk '{print $2}')" = "$2" ]; }

build_site_tool() {
  cargo install --locked --force --root "$SITE_TOOL" --path tools/site --target-dir "$SITE_TOOL/build" && rm -rf "$SITE_TOOL/build"
}

cargo_tools() {
  [ -x "$SITE_TOOL/bin/stepwise-modules" ] ||
    step "The tool that splits the WebAssembly for browsers, build (2 minutes)" build_site_tool
  [ "$purpose" = test ] || return 0
  has_version cargo-deny "$CARGO_DENY_VERSION" ||
    tools/setup/cargo-tool.sh cargo-deny "$CARGO_DENY_VERSION" "to check dependencies"
  # Every version of the last year reads .config/nextest.toml.
  have cargo-nextest ||
    tools/setup/cargo-tool.sh cargo-nextest "$CARGO_NEXTEST_VERSION" "to run Rust tests"
}

npm_ci() {
  mkdir -p "$NPM" && cp end2end/package.json end2end/package-lock.json end2end/.npmrc "$NPM/" &&
    (cd "$NPM" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --ignore-scripts "$@")
}

npm_tools() {
  if [ "$purpose" = run ]; then
    [ -e "$NPM/.done-run" ] || [ -e "$NPM/.done-test" ] ||
      step "wasm-opt, lightningcss and terser from npm, to shrink what browsers load" npm_ci --omit=dev
    touch "$NPM/.done-run"
    return
  fi
  [ -e "$NPM/.done-test" ] || step "wasm-opt, lightningcss, terser, Playwright and its helpers from npm" npm_ci
  touch "$NPM/.done-test"
  # Node.js looks for modules beside the tests. If node_modules is a folder and not a link, the user has
  # installed it, and it stays.
  if [ -L end2end/node_modules ] || [ ! -e end2end/node_modules ]; then
    ln -sfn "$NPM/node_modules" end2end/node_modules
  fi
}

install_python_packages() { python3 -m venv --clear "$PYTHON" && "$PYTHON/bin/pip" install --quiet --requirement tools/test/api/requirements.txt; }

python_tools() {
  [ "$purpose" = test ] || return 0
  [ -e "$PYTHON/.done" ] || step "Checkers of the JSON API from PyPI (schemathesis, PyJWT)" install_python_packages
  touch "$PYTHON/.done"
}

debian_packages
compiler
cargo_tools
npm_tools
python_tools
