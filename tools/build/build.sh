#!/usr/bin/env bash
# Builds the site (WebAssembly, JavaScript, style sheet) and the server into target/ready/PROFILE: `stepwise`, hash.txt and
# site/, which belong together. Does nothing if no source file has changed.
#   build.sh release    optimised with LTO, to publish and to measure
#   build.sh quick      the same browser part, and a server that is optimised less (profile quick); to run and to test
#   build.sh dev        not optimised, for development
#   build.sh site       only the site, optimised; `make dist` puts it into the server of every platform
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=${1:-}
# `browser` are the options of cargo-leptos for the browser part.
case $profile in
  release) built=$TARGET/release browser=(--release -P) site=$TARGET/release takes="25 minutes" again="15" ;;
  quick) built=$TARGET/quick browser=(--release -P) site=$TARGET/release takes="15 minutes" again="6" ;;
  dev) built=$TARGET/debug browser=() site=$TARGET/debug takes="5 minutes" again="3" ;;
  site) built=$TARGET/release browser=(--release -P) site=$TARGET/release takes="" again="" ;;
  *) die "usage: build.sh release|quick|dev|site" ;;
esac

# All source files of the build. Outside of a git checkout (in a container, an archive) this is all files of the
# folders.
sources() {
  git ls-files -z -co --exclude-standard -- . ':!docs' ':!end2end' ':!tools' ':!.ci' ':(exclude,glob)*.md' 2>/dev/null ||
    find ./*.toml .cargo Cargo.lock app backend domain frontend migration public server style texts -type f -print0 | sort -z
}

stamp() {
  {
    say "$toolchain $CARGO_LEPTOS_VERSION $(sha256sum tools/build/build.sh tools/common.sh)"
    # For a deleted file that git still lists, sha256sum prints an error, which becomes part of the hash.
    sources | xargs -0 sha256sum 2>&1 || true
  } | sha256sum | cut -d' ' -f1
}

# cargo-leptos empties target/site before it builds, so a running server needs its own copy.
lay_out() {
  local next=$READY/.$profile.next
  rm -rf "$next" && mkdir -p "$next" &&
    cp "${parts[@]}" "$next/" && cp -R target/site "$next/site" &&
    echo "$now" >"$next/stamp" &&
    rm -rf "${READY:?}/$profile" && mv "$next" "$READY/$profile"
}

# Another clone can build in the same folder ($CARGO_TARGET_DIR). The lock is held until the binary is copied.
mkdir -p "$TARGET"
exec 9>"$TARGET/stepwise-build.lock"
flock 9

parts=("$site/hash.txt")
[ "$profile" = site ] || parts+=("$built/stepwise")
now=$(stamp)
if [ "$(cat "$READY/$profile/stamp" 2>/dev/null)" = "$now" ] && [ -e "$READY/$profile/${parts[-1]##*/}" ]; then
  exit 0
fi

[ ! -d "$built" ] || takes="$again minutes"
# In CI the committed lock file must not change. During development cargo is allowed to update it.
locked=()
[ -z "${CI:-}" ] || locked=(--locked) browser+=(--cargo-locked)
# Removes settings that another cargo-leptos project has set in this shell.
unset "${!LEPTOS_@}"

# Without cargo-leptos, which knows no profile but dev and release. A dev build must erase the types of components,
# because cargo-leptos does it in the browser part.
build_server() {
  local cargo=cargo
  [ "$profile" != dev ] || cargo=debug_cargo
  "$cargo" build -p server --bin stepwise --profile "$profile" ${locked[@]+"${locked[@]}"}
}

step "The $profile build: browser part and style sheet (up to 6 minutes)" build_browser_part ${browser[@]+"${browser[@]}"}
[ "$profile" = site ] || step "The $profile build: server (up to $takes)" build_server
lay_out
