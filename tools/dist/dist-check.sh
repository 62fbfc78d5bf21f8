#!/usr/bin/env bash
# Tests the executables of `make dist`: holds a lesson in classroom mode with each one that can run on this machine, and
# prints its size and the times from the start to /readyz. With that of this machine it also runs a lesson on a server,
# makes a backup, and compares the board after the restore; backup-check.sh does the same with PostgreSQL and MariaDB.
#   dist-check.sh [PLATFORM..]     as for dist.sh; without that of this machine only the lessons in classroom mode
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/dist/deploy-check.sh
tools/dist/dist.sh "$@"
# shellcheck source=tools/dist/platform/common.sh
. tools/dist/platform/common.sh
select_platforms "$@"
tools/dist/platform/install.sh run "${platforms[@]}"
host=$(host_platform)

folder=$(mktemp -d /tmp/stepwise-dist.XXXXXX)
export WINEPREFIX=$folder/wine
server=""
stop_server() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=""
}
clean_up() {
  stop_server
  [ ! -d "$WINEPREFIX" ] || wineserver --kill 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT

# Wine 8 lacks a function of Windows that gives random bytes, so the check makes a library with it. The folders of wine are
# made before the start of the program, because that takes longer than the start.
prepare_wine() {
  x86_64-w64-mingw32-gcc -shared -Os -o "$folder/bcryptprimitives.dll" tools/dist/platform/wine-random.c -ladvapi32 &&
    WINEDEBUG=-all wine wineboot --init
}

for platform in "${platforms[@]}"; do
  executable=$(executable_of "$platform") sbom=$(sbom_of "$platform")
  say "$platform, $(($(stat -c %s "$executable") / 1000000)) MB:"
  step "The component list (SBOM) is valid and belongs to this executable" tools/dist/sbom.py check "$sbom" "$executable"
  case $platform in
    "$host") tools/dist/classroom-check.sh "$executable" ;;
    linux-arm64) tools/dist/classroom-check.sh "$executable" qemu-aarch64 -L /usr/aarch64-linux-gnu ;;
    linux-x86_64) tools/dist/classroom-check.sh "$executable" qemu-x86_64 -L /usr/x86_64-linux-gnu ;;
    windows-x86_64)
      if [ "$host" != linux-x86_64 ]; then
        say "  No lesson: wine runs this executable only on x86-64."
        continue
      fi
      step "Wine, with a function that it lacks" prepare_wine
      BESIDE_PROGRAM=$folder/bcryptprimitives.dll tools/dist/classroom-check.sh "$executable" env WINEPREFIX="$WINEPREFIX" wine
      ;;
  esac
done
# Debian's compiler has no standard library of another platform.
[ "$toolchain" = debian ] || tools/dist/platform/macos-check.sh
step "The checksums of all files" env --chdir="$DIST" sha256sum --check SHA256SUMS

case " ${platforms[*]} " in
  *" $host "*)
    tools/dist/restore-check.sh "$(executable_of "$host")"
    tools/dist/backup-check.sh "$(executable_of "$host")"
    ;;
esac
