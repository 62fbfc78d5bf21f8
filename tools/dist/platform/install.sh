#!/usr/bin/env bash
# Installs what builds the executables of `make dist`. Prints nothing if all is there.
#   install.sh PLATFORM..          compilers and linkers
#   install.sh run PLATFORM..      also what runs executables of other platforms on this machine
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../../common.sh"
# shellcheck source=tools/dist/platform/common.sh
. tools/dist/platform/common.sh

runs=""
[ "${1:-}" != run ] || { runs=1 && shift; }

exec 9>"$STEPWISE_CACHE/setup.lock"
flock 9

missing=()
need() { have "$1" || missing+=("$2"); }

install_zig() {
  # shellcheck disable=SC2086
  rm -rf "$ZIG" && python3 -m venv "$ZIG" && "$ZIG/bin/pip" install --quiet $ZIG_PACKAGES && touch "$ZIG/.done"
}

has_standard_library() { [ -d "$(rustc --print sysroot)/lib/rustlib/$1/lib" ]; }

standard_library() {
  has_standard_library "$1" && return 0
  [ "$toolchain" = rustup ] || die "Debian's compiler builds only for $(host_platform). Use STEPWISE_TOOLCHAIN=rustup."
  step "The standard library of Rust for $1, from rustup" timeout 300 rustup target add "$1"
}

for platform; do
  standard_library "$(triple_of "$platform")"
  case $platform in
    linux-* | macos-*)
      python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
      ;;
    windows-*)
      # Its name ends with "-win32": the C code then uses the threads of Windows and needs no further library.
      need x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64-win32
      [ -z "$runs" ] || have wine || missing+=(wine wine64)
      ;;
  esac
  [ -z "$runs" ] || [ "$platform" = "$(host_platform)" ] || case $platform in
    linux-arm64) need qemu-aarch64 qemu-user && { [ -e /usr/aarch64-linux-gnu/lib/libc.so.6 ] || missing+=(libc6-arm64-cross); } ;;
    linux-x86_64) need qemu-x86_64 qemu-user && { [ -e /usr/x86_64-linux-gnu/lib/libc.so.6 ] || missing+=(libc6-amd64-cross); } ;;
  esac
done
[ ${#missing[@]} = 0 ] || apt_install "for executables of other platforms" "${missing[@]}"
case " $* " in
  *" linux-"* | *" macos-"*) [ -e "$ZIG/.done" ] || step "A C compiler for other platforms from PyPI (ziglang, cargo-zigbuild)" install_zig ;;
esac
