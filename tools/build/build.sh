#!/usr/bin/env bash
# Builds the site (WebAssembly, JavaScript, style sheet) and the server into target/ready/PROFILE: `stepwise`, hash.txt and
# site/, which belong together. Does nothing if no source file has changed.
#   build.sh release    optimised with LTO, to publish and to measure
#   build.sh quick      the same browser part, and a server that is optimised less (profile quick); to run and to test
#   build.sh dev        not optimised, for development
#   build.sh test       the browser part of a release, and a server that is not optimised; with it clippy and all Rust tests
#   build.sh site       only the site, optimised; `make dist` puts it into the server of every platform
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

profile=${1:-}
case $profile in
  release) built=$TARGET/release browser=release takes="25 minutes" again="15" ;;
  quick) built=$TARGET/quick browser=release takes="15 minutes" again="6" ;;
  dev) built=$TARGET/debug browser=dev takes="5 minutes" again="3" ;;
  test)
    built=$TARGET/debug browser=release takes="10 minutes" again="5"
    # Pages whose components have no types (`erase_components`) do not fit the islands of a release.
    unset RUSTFLAGS
    ;;
  site) built="" browser=release takes="" again="" ;;
  *) die "usage: build.sh release|quick|dev|test|site" ;;
esac

# All source files of the build. Outside of a git checkout (in a container, an archive) this is all files of the
# folders.
sources() {
  git ls-files -z -co --exclude-standard -- . ':!docs' ':!end2end' ':!tools' ':!.ci' ':(exclude,glob)*.md' 2>/dev/null ||
    find ./*.toml .cargo Cargo.lock app backend domain frontend migration public server style texts -type f -print0 | sort -z
}

stamp() {
  {
    say "$toolchain $SITE_TOOL $NPM $(sha256sum tools/build/*.sh tools/site/site.mjs tools/common.sh)"
    # For a deleted file that git still lists, sha256sum prints an error, which becomes part of the hash.
    sources | xargs -0 sha256sum 2>&1 || true
  } | sha256sum | cut -d' ' -f1
}

# The next build replaces target/site, so a running server needs its own copy.
lay_out() {
  local next=$READY/.$profile.next
  rm -rf "$next" && mkdir -p "$next" &&
    cp "${parts[@]}" "$next/" && cp -R target/site/files "$next/site" &&
    echo "$now" >"$next/stamp" &&
    rm -rf "${READY:?}/$profile" && mv "$next" "$READY/$profile"
}

# Another clone can build in the same folder ($CARGO_TARGET_DIR). The lock is held until the binary is copied.
mkdir -p "$TARGET"
exec 9>"$TARGET/stepwise-build.lock"
flock 9

parts=(target/site/hash.txt)
[ "$profile" = site ] || parts+=("$built/stepwise")
now=$(stamp)
if [ "$(cat "$READY/$profile/stamp" 2>/dev/null)" = "$now" ] && [ -e "$READY/$profile/${parts[-1]##*/}" ]; then
  exit 0
fi

[ ! -d "$built" ] || takes="$again minutes"
# In CI the committed lock file must not change. During development cargo is allowed to update it.
locked=()
[ -z "${CI:-}" ] || locked=(--locked)
# Removes settings that a project of cargo-leptos has set in this shell.
unset "${!LEPTOS_@}"

build_site() {
  [ "$profile" != test ] || tools/build/browser.sh clippy || return
  tools/build/browser.sh "$browser"
}

build_server() {
  local options=(-p server --bin stepwise)
  case $profile in
    # A dev build erases the types of components, as its browser part does.
    dev) debug_cargo build "${options[@]}" ${locked[@]+"${locked[@]}"} ;;
    test) with_clippy cargo build --all-targets ${locked[@]+"${locked[@]}"} ;;
    *) cargo build "${options[@]}" --profile "$profile" ${locked[@]+"${locked[@]}"} ;;
  esac
}

# For minutes each of the two builds runs one compiler process only, so both run at the same time. Each writes to a target
# folder of its own.
build_both() {
  local log=$LOGS/browser-part.log site code=0
  # A process group of its own, which ends with this script.
  set -m
  build_site >"$log" 2>&1 &
  site=$!
  set +m
  trap 'kill -- "-$site" 2>/dev/null || true' EXIT
  build_server || code=$?
  wait "$site" || code=$?
  trap - EXIT
  [ "$code" = 0 ] || cat "$log"
  return "$code"
}

if [ "$profile" = test ]; then
  step "clippy, Rust tests, and server and site for the browser tests (up to $takes)" build_both
elif [ "$profile" = site ]; then
  step "The site: WebAssembly, JavaScript and style sheet (up to 6 minutes)" build_site
else
  step "The $profile build: server and site (up to $takes)" build_both
fi
lay_out
