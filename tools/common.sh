# Shared by the scripts in tools/: folders, the output of steps, the choice of the compiler. Source it, do not run it.
# shellcheck shell=bash disable=SC2034

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Tools are stored outside of the clone, so that other clones find them.
STEPWISE_CACHE=${STEPWISE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/stepwise}
TOOLS=$STEPWISE_CACHE/tools
# The target folder of cargo.
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-$ROOT/target}")
[ -z "${CARGO_TARGET_DIR:-}" ] || export CARGO_TARGET_DIR=$TARGET
READY=$ROOT/target/ready
LOGS=$ROOT/target/logs
mkdir -p "$TOOLS" "$LOGS"
cd "$ROOT"

CARGO_DENY_VERSION=0.20.2
CARGO_NEXTEST_VERSION=0.9.143
# One executable for each version of the tool that prepares the browser part (tools/site).
SITE_TOOL=$TOOLS/site/$(cat tools/site/Cargo.* tools/site/src/main.rs | sha256sum | cut -c1-12)
# One folder of npm packages for each version of the lock file.
NPM=$STEPWISE_CACHE/npm/$(sha256sum end2end/package-lock.json | cut -c1-12)
# One folder of Python packages for each version of the list.
PYTHON=$STEPWISE_CACHE/python/$(sha256sum tools/test/api/requirements.txt | cut -c1-12)

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# step "description" command...: prints one line, and the end of the log only if the command fails. Sets $STEP_LOG.
# If the command is a function, it must join its lines with &&, because `step` calls it with ||, and bash then ignores
# `set -e`.
step() {
  local what=$1 began=$SECONDS ticker="" code=0
  shift
  STEP_LOG=$LOGS/$(printf '%s' "$what" | tr -cs 'a-zA-Z0-9' '-' | cut -c1-60).log
  printf '  %-82s' "$what"
  if [ -t 1 ]; then
    (while sleep 1 && kill -0 $$ 2>/dev/null; do printf '\r  %-82s %ss ' "$what" $((SECONDS - began)); done) &
    ticker=$!
  fi
  # 9>&-: a background process of the step must not hold the lock of install.sh.
  "$@" >"$STEP_LOG" 2>&1 </dev/null 9>&- || code=$?
  if [ -n "$ticker" ]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    printf '\r  %-82s' "$what"
  fi
  if [ "$code" = 0 ]; then
    printf ' ok (%ss)\n' $((SECONDS - began))
  elif [ -n "${STEP_MAY_FAIL:-}" ]; then
    printf ' not possible (%ss)\n' $((SECONDS - began))
  else
    printf ' FAILED (%ss)\n' $((SECONDS - began))
    tail -n "${STEP_TAIL:-60}" "$STEP_LOG"
    say "Complete log: $STEP_LOG"
  fi
  return "$code"
}

# A step whose failure is allowed, because the caller has an alternative.
try_step() { STEP_MAY_FAIL=1 step "$@"; }

# apt_install "purpose" PACKAGE..: updates the package lists at most once an hour.
apt_install() {
  local why=$1
  shift
  have apt-get || die "Please install these packages, or the corresponding packages of your system: $* ($why)."
  if [ -z "$(find "$LOGS" -name apt-lists-are-fresh -mmin -60)" ]; then
    step "Update of Debian's package lists" as_root apt-get update
    touch "$LOGS/apt-lists-are-fresh"
  fi
  step "Debian packages, $why: $*" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "$@"
}

# A free loopback port below the range from which the system assigns ports.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || {
      echo "$port"
      return
    }
  done
  die "No free port found."
}

# Runs cargo for quick checks. Like `make dev`, they erase the types of components, because the types of whole pages make
# the compiler slow.
debug_cargo() { RUSTFLAGS="${RUSTFLAGS:-} --cfg erase_components" cargo "$@"; }

# with_clippy CARGO..: clippy is the compiler of the workspace. A call of cargo clippy before it would compile all
# dependencies a second time, for checks only.
with_clippy() { RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings__CLIPPY_HACKERY__ "$@"; }

# The environment that a binary in target/ready/PROFILE needs to find its site. The scripts set it themselves, because
# the executable is not in the folder of cargo.
# Leptos reads the names of the hashed files from hash.txt beside the executable.
server_env() {
  export LEPTOS_OUTPUT_NAME=stepwise LEPTOS_SITE_ROOT=$READY/$1/site LEPTOS_SITE_PKG_DIR=pkg LEPTOS_HASH_FILES=true
  export LEPTOS_ENV=PROD
}

# wait_until_ready ADDRESS PROCESS LOG: returns when the server is ready, and ends the script if it does not become ready.
wait_until_ready() {
  for _ in $(seq 150); do
    curl --silent --fail --output /dev/null "$1/readyz" && return 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 40 "$3"
  die "The server did not become ready at $1."
}

# start_server PROFILE DATA LOG: starts the built server on a free port, sets $server (process id) and $port, and returns
# when it is ready. The caller must end the process. Other settings come from the environment.
start_server() {
  local profile=$1 data=$2 log=$3
  port=$(free_port)
  server_env "$profile"
  # The limits are raised, because tests open more classes and accounts than the default limits allow.
  STEPWISE_ADDR=127.0.0.1:$port STEPWISE_DATA=$data STEPWISE_RESCUE_EMAIL=help@school.example \
    STEPWISE_CLASSES_PER_HOUR=${STEPWISE_CLASSES_PER_HOUR:-1000000} \
    STEPWISE_REGISTRATIONS_PER_HOUR=${STEPWISE_REGISTRATIONS_PER_HOUR:-1000000} \
    STEPWISE_LOOKUPS_PER_HOUR=${STEPWISE_LOOKUPS_PER_HOUR:-1000000} \
    "$READY/$profile/stepwise" serve >"$log" 2>&1 </dev/null &
  server=$!
  wait_until_ready "http://127.0.0.1:$port" "$server" "$log"
}

# The compiler that wasm-target.sh has selected and written to a file.
toolchain=""
# shellcheck disable=SC1091
[ ! -f "$STEPWISE_CACHE/toolchain.sh" ] || . "$STEPWISE_CACHE/toolchain.sh"
case $toolchain in
  debian)
    # One compiler for host and browser: a compiler can only load macros that it has built itself.
    PATH=/usr/bin:$PATH
    export RUSTC=/usr/bin/rustc
    ;;
  rustup)
    unset RUSTC CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
    PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    ;;
  *) PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH ;;
esac
# Tools that install.sh has installed come first.
export PATH="$TOOLS/bin:$SITE_TOOL/bin:$NPM/node_modules/.bin:$PATH"

std_sources() { [ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; }

# The sources of the standard library. A compiler that was set up before Stepwise needed them may lack them.
has_std_sources() {
  std_sources || { have rustup && timeout 120 rustup component add rust-src >&2 && std_sources; }
}
