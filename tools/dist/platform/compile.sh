#!/usr/bin/env bash
# Compiles the server of one platform, with the site inside. The file contains no time, and no path of the clone or of cargo,
# so that the same sources can give the same bytes.
#   compile.sh PLATFORM SITE [CARGO-OPTION..]     SITE is a folder with hash.txt and site/
# PLATFORM `native` uses the same flags as image-dependencies.sh, so that the image compiles its dependencies once.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../../common.sh"
# shellcheck source=tools/dist/platform/common.sh
. tools/dist/platform/common.sh

platform=$1 site=$2
shift 2
triple=$(triple_of "$platform")
export STEPWISE_SITE=$site
if [ "$platform" = native ]; then
  unset "${!LEPTOS_@}"
  exec cargo build -p server --bin stepwise --release --features embedded-site "$@"
fi

TARGET=$(target_of "$platform")
export CARGO_TARGET_DIR=$TARGET

# Paths of sources are part of panic messages, and of the error queue of aws-lc. Prints one pair `folder=name` a line.
renamed_folders() {
  local std
  std=$(rustc --print sysroot)/lib/rustlib/src/rust
  say "${CARGO_HOME:-$HOME/.cargo}=/cargo"
  # If the sources of the standard library are installed, the compiler names them instead of the path that it has built in.
  say "$std=/rustc/$(rustc -vV | sed -n 's/^commit-hash: //p')"
  say "$ROOT=/stepwise"
  # The target folder can be in another place. The last name that fits counts.
  say "$TARGET=/stepwise/target"
}

c_flags() { renamed_folders | sed 's/^/-ffile-prefix-map=/'; }

# Icon, name and version of the executable, and its manifest, as a file for the linker. An unchanged file keeps its time,
# so that cargo does not compile the server again.
windows_resources() {
  local folder=$TARGET/$triple/resources
  tools/dist/platform/windows-resources.py "$folder"
  (cd "$folder" && x86_64-w64-mingw32-windres --output-format=coff stepwise.rc next.o)
  STEPWISE_RESOURCES=$folder/stepwise.o
  cmp --silent "$folder/next.o" "$STEPWISE_RESOURCES" || mv "$folder/next.o" "$STEPWISE_RESOURCES"
  export STEPWISE_RESOURCES
}

flags=
case $platform in
  windows-*)
    # Without this option the linker writes the time of the build into the file.
    flags=-Clink-arg=-Wl,--no-insert-timestamp
    windows_resources
    command=(build --target "$triple")
    ;;
  linux-*) command=(zigbuild --target "$triple.$GLIBC") ;;
esac
name=${triple//-/_}
export "CFLAGS_$name=$(c_flags | paste -sd ' ')"
export "CARGO_TARGET_${name^^}_RUSTFLAGS=$flags"
export CARGO_INCREMENTAL=0
# The wrapper renames the folders also in procedural macros, to which cargo passes no flags when --target is given. The hash
# of a macro is part of the hash of each crate that uses it.
STEPWISE_RENAMED_FOLDERS=$(renamed_folders)
export STEPWISE_RENAMED_FOLDERS RUSTC_WRAPPER=$ROOT/tools/dist/platform/rustc.sh
# The C code of mimalloc contains the time of its build.
export SOURCE_DATE_EPOCH=0
# Settings of the shell for all targets would replace those above.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
export PATH="$ZIG/bin:$PATH"

exec cargo "${command[@]}" --release --package server --features embedded-site "$@"
