#!/usr/bin/env bash
# Builds what browsers load: WebAssembly, JavaScript and style sheets, into target/site/files, and target/site/hash.txt with
# the hashes in their names. The server must be built from the same sources.
#   browser.sh release    small and compressed
#   browser.sh dev        compiled quickly
#   browser.sh compile    only compiled, like release: for the dependencies of an image
#   browser.sh clippy     only checked by clippy; warnings are errors
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

# The tool that splits the WebAssembly needs the relocations.
flags="-Clink-args=--emit-relocs"
options=(--lib --package frontend --no-default-features --target wasm32-unknown-unknown --target-dir "$TARGET/front")
[ -z "${CI:-}" ] || options+=(--locked)
finish=()
case ${1:-} in
  release | compile | clippy)
    profile=wasm-release folder=wasm-release finish=(--optimise)
    # The standard library is compiled again, without panic messages: the browser downloads a fifth less. Stable compilers
    # do this only with the variable RUSTC_BOOTSTRAP. `{:?}` prints nothing in these builds, so the code of islands must
    # not use it for texts that a user sees.
    if has_std_sources; then
      export RUSTC_BOOTSTRAP=1
      flags="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none $flags"
      options+=("-Zbuild-std=std,panic_abort" -Zbuild-std-features=optimize_for_size)
    fi
    ;;
  dev) profile=dev folder=debug flags="$flags --cfg erase_components" ;;
  *) die "usage: browser.sh release|dev|compile|clippy" ;;
esac
unset RUSTFLAGS
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags
if [ "$1" = clippy ]; then
  # Clippy compiles the crates of the workspace as a release does, because the release then uses the same dependencies. As a
  # library of Rust, so that nothing is linked.
  with_clippy cargo rustc --quiet --profile "$profile" "${options[@]}" --crate-type rlib
  exit
fi
cargo build --profile "$profile" "${options[@]}"
[ "$1" != compile ] || exit 0

site=target/site
rm -rf "$site"
mkdir -p "$site/files/pkg"
cp -R public/. "$site/files/"
stepwise-modules "$TARGET/front/wasm32-unknown-unknown/$folder/frontend.wasm" "$site/files/pkg" stepwise
# Node.js looks for packages in the folders above a script.
ln -sfn "$NPM/node_modules" tools/site/node_modules
node tools/site/site.mjs "$site/files" "$site/hash.txt" ${finish[@]+"${finish[@]}"}
