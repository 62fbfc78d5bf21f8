# Shared by the scripts in tools/: where things are kept, how a step is announced, which compiler is used.
# Sourced, never run.
# shellcheck shell=bash disable=SC2034

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Tools live outside the clone, so that a second clone starts warm.
STEPWISE_CACHE=${STEPWISE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/stepwise}
TOOLS=$STEPWISE_CACHE/tools
# Where cargo builds; cargo-leptos puts target/site into the clone whatever this says.
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-$ROOT/target}")
[ -z "${CARGO_TARGET_DIR:-}" ] || export CARGO_TARGET_DIR=$TARGET
READY=$ROOT/target/ready
LOGS=$ROOT/target/logs
mkdir -p "$TOOLS" "$LOGS"
cd "$ROOT"

CARGO_LEPTOS_VERSION=0.3.11
# One version for the crate (Cargo.toml pins it) and for the tool that post-processes it.
WASM_BINDGEN_VERSION=$(sed -n 's/^wasm-bindgen = "=\(.*\)"$/\1/p' Cargo.toml)
# One folder of npm tools per state of the lock file.
NPM=$STEPWISE_CACHE/npm/$(sha256sum end2end/package-lock.json | cut -c1-12)
# One folder of Python tools per list of them.
PYTHON=$STEPWISE_CACHE/python/$(sha256sum tools/api/requirements.txt | cut -c1-12)

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# step "what and why" command...: one line; the log's tail only if the command fails. The log is then in $STEP_LOG.
# The command is a program or a script, or a function whose lines are joined by &&: bash ignores `set -e` in here.
step() {
  local what=$1 began=$SECONDS ticker="" code=0
  shift
  STEP_LOG=$LOGS/$(printf '%s' "$what" | tr -cs 'a-zA-Z0-9' '-' | cut -c1-60).log
  printf '  %-82s' "$what"
  if [ -t 1 ]; then
    (while sleep 1 && kill -0 $$ 2>/dev/null; do printf '\r  %-82s %ss ' "$what" $((SECONDS - began)); done) &
    ticker=$!
  fi
  # Nothing that a step leaves running may hold the lock of setup.sh.
  "$@" >"$STEP_LOG" 2>&1 </dev/null 9>&- || code=$?
  if [ -n "$ticker" ]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    printf '\r  %-82s' "$what"
  fi
  if [ "$code" = 0 ]; then
    printf ' ok (%ss)\n' $((SECONDS - began))
  elif [ -n "${STEP_MAY_FAIL:-}" ]; then
    printf ' not here (%ss)\n' $((SECONDS - began))
  else
    printf ' FAILED (%ss)\n' $((SECONDS - began))
    tail -n "${STEP_TAIL:-60}" "$STEP_LOG"
    say "The whole log: $STEP_LOG"
  fi
  return "$code"
}

# The same for what has another way to go.
try_step() { STEP_MAY_FAIL=1 step "$@"; }

# apt_install "why" PACKAGE..: asks for fresh package lists at most once an hour.
apt_install() {
  local why=$1
  shift
  have apt-get || die "Please install these, or what they are called here: $* ($why)."
  if [ -z "$(find "$LOGS" -name apt-lists-are-fresh -mmin -60)" ]; then
    step "Debian's package lists, to install what is missing" as_root apt-get update
    touch "$LOGS/apt-lists-are-fresh"
  fi
  step "Debian packages, $why: $*" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "$@"
}

# A loopback port that nobody listens on, below the range the system hands out by itself.
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

# What a binary in target/ready/PROFILE has to know about its pages; cargo-leptos would tell it otherwise.
# The names of the hashed files are in hash.txt, which leptos looks for beside the executable.
server_env() {
  export LEPTOS_OUTPUT_NAME=stepwise LEPTOS_SITE_ROOT=$READY/$1/site LEPTOS_SITE_PKG_DIR=pkg LEPTOS_HASH_FILES=true
  export LEPTOS_ENV=PROD
}

# start_server PROFILE DATA LOG: the built server on a free port; sets $server (its process) and $port, and returns
# when it is ready. The caller ends it: nobody else may.
start_server() {
  local profile=$1 data=$2 log=$3
  port=$(free_port)
  server_env "$profile"
  # Tests and measurements open more classes than a school.
  STEPWISE_ADDR=127.0.0.1:$port STEPWISE_DATA=$data STEPWISE_CLASSES_PER_HOUR=1000000 \
    STEPWISE_REGISTRATIONS_PER_HOUR=1000000 STEPWISE_LOOKUPS_PER_HOUR=1000000 STEPWISE_RESCUE_EMAIL=help@school.example \
    "$READY/$profile/stepwise" serve >"$log" 2>&1 </dev/null &
  server=$!
  for _ in $(seq 150); do
    curl --silent --fail --output /dev/null "http://127.0.0.1:$port/readyz" && return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 40 "$log"
  die "The server did not become ready on port $port."
}

# Which compiler: wasm-target.sh has found out and left a note.
toolchain=""
# shellcheck disable=SC1091
[ ! -f "$STEPWISE_CACHE/toolchain.sh" ] || . "$STEPWISE_CACHE/toolchain.sh"
case $toolchain in
  debian)
    # One compiler for host and browser: macros are loaded by the compiler that built them.
    PATH=/usr/bin:$PATH
    export RUSTC=/usr/bin/rustc
    ;;
  rustup)
    unset RUSTC CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
    PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    ;;
  *) PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH ;;
esac
# Built or fetched by setup.sh; they come first.
export PATH="$TOOLS/bin:$NPM/node_modules/.bin:$PATH"
