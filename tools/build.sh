#!/usr/bin/env bash
# Builds the site (WebAssembly, JavaScript, style sheet) and the server, and lays what belongs together into
# target/ready/PROFILE: `stepwise`, hash.txt beside it, and site/. Nothing happens if no source has changed.
#   build.sh release    what is handed on and measured
#   build.sh quick      the same but for optimising the server as a whole, which takes longer than everything else: to run and to test
#   build.sh dev        for who changes it
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

profile=${1:-}
case $profile in
  release) built=$TARGET/release options=(--release -P) takes="25 minutes" again="15" ;;
  quick)
    built=$TARGET/release options=(--release -P) takes="20 minutes" again="8"
    export CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
    ;;
  dev) built=$TARGET/debug options=() takes="5 minutes" again="3" ;;
  *) die "usage: build.sh release|quick|dev" ;;
esac

# What the result is made of. Outside a git checkout (a container, an archive) the folder itself is asked.
sources() {
  git ls-files -z -co --exclude-standard -- . ':!docs' ':!end2end' ':!tools' ':!.ci' ':(exclude,glob)*.md' 2>/dev/null ||
    find ./*.toml .cargo Cargo.lock app backend domain frontend migration public server style texts -type f -print0 | sort -z
}

stamp() {
  {
    say "$toolchain $CARGO_LEPTOS_VERSION $(sha256sum tools/build.sh)"
    # A file that git still lists and somebody has deleted is reported and left out.
    sources | xargs -0 sha256sum 2>&1 || true
  } | sha256sum | cut -d' ' -f1
}

# cargo-leptos empties target/site before it builds, so a running server gets a copy of its own.
lay_out() {
  local next=$READY/.$profile.next
  rm -rf "$next" && mkdir -p "$next" &&
    cp "$built/stepwise" "$built/hash.txt" "$next/" && cp -R target/site "$next/site" &&
    echo "$now" >"$next/stamp" &&
    rm -rf "${READY:?}/$profile" && mv "$next" "$READY/$profile"
}

# Another clone may build in the same folder ($CARGO_TARGET_DIR); the binary is copied before it can.
mkdir -p "$TARGET"
exec 9>"$TARGET/stepwise-build.lock"
flock 9

now=$(stamp)
if [ "$(cat "$READY/$profile/stamp" 2>/dev/null)" = "$now" ] && [ -x "$READY/$profile/stepwise" ]; then
  exit 0
fi

[ ! -d "$built" ] || takes="$again minutes"
# The committed lock file is the truth on a build machine; while developing, cargo may add to it.
[ -z "${CI:-}" ] || options+=(--cargo-locked)
# Settings of some other cargo-leptos project that this shell may carry.
unset "${!LEPTOS_@}"
step "The $profile build: browser part, style sheet, server (up to $takes)" cargo leptos build --split ${options[@]+"${options[@]}"}
lay_out
