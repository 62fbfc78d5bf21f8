# The platforms for which `make dist` builds an executable. Source it after common.sh, do not run it.
# shellcheck shell=bash disable=SC2034

PLATFORMS=(linux-x86_64 linux-arm64 windows-x86_64)
# The version of the C library that a Linux executable needs. It is the oldest one that Rust supports, and that of CentOS 7
# (2014): zig links with the symbols of this version, whatever the build machine has.
GLIBC=2.17
# Zig brings a C compiler, a linker and C libraries for both Linux platforms. cargo-zigbuild lets cargo use them.
ZIG_PACKAGES="cargo-zigbuild==0.24.1 ziglang==0.17.1"
ZIG=$STEPWISE_CACHE/zig/$(sha256sum <<<"$ZIG_PACKAGES" | cut -c1-12)
DIST=$READY/dist

triple_of() {
  case $1 in
    linux-x86_64) echo x86_64-unknown-linux-gnu ;;
    linux-arm64) echo aarch64-unknown-linux-gnu ;;
    windows-x86_64) echo x86_64-pc-windows-gnu ;;
    # Only checked, because the linker needs the SDK of Apple.
    macos-arm64) echo aarch64-apple-darwin ;;
    native) rustc -vV | sed -n 's/^host: //p' ;;
  esac
}

# Every platform has a target folder of its own, because two cargos cannot build in the same folder at once.
target_of() { echo "$TARGET/dist/$1"; }

# The platform of this machine.
host_platform() {
  case $(uname -sm) in
    "Linux x86_64") echo linux-x86_64 ;;
    "Linux aarch64") echo linux-arm64 ;;
    *) die "make dist runs on Linux (x86-64 or arm64). docs/OPERATIONS.md says how to build on a Mac." ;;
  esac
}

executable_of() {
  case $1 in
    native) echo "$DIST/stepwise" ;;
    windows-*) echo "$DIST/stepwise-$1.exe" ;;
    *) echo "$DIST/stepwise-$1" ;;
  esac
}

sbom_of() {
  local executable
  executable=$(executable_of "$1")
  echo "${executable%.exe}.cdx.json"
}

# select_platforms ARGUMENT..: sets $platforms to those whose names begin with an argument; `host` is that of this machine.
# Without arguments: all that the selected compiler can build. Debian's compiler has the standard library of its own
# platform only.
select_platforms() {
  local argument platform arguments=()
  if [ $# = 0 ]; then
    if [ "$toolchain" = debian ]; then set -- host; else set -- "${PLATFORMS[@]}"; fi
  fi
  for argument; do
    [ "$argument" != host ] || argument=$(host_platform)
    case " ${PLATFORMS[*]}" in
      *" $argument"*) arguments+=("$argument") ;;
      *) die "No platform begins with '$argument'. Platforms: ${PLATFORMS[*]}." ;;
    esac
  done
  platforms=()
  for platform in "${PLATFORMS[@]}"; do
    for argument in "${arguments[@]}"; do
      case $platform in "$argument"*) platforms+=("$platform") && break ;; esac
    done
  done
}
