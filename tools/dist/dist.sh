#!/usr/bin/env bash
# Builds one executable for each platform, with the site inside, into target/ready/dist. Beside each lies the list of its
# components (SBOM, CycloneDX), and SHA256SUMS has the checksums of all.
#   dist.sh                  all platforms that this machine can build: linux-x86_64, linux-arm64, windows-x86_64
#   dist.sh windows host     those whose names begin with an argument; `host` is the platform of this machine
#   dist.sh native           only target/ready/dist/stepwise, with the C library of this machine; for the image
# STEPWISE_SITE names a folder with a ready site (hash.txt and site/), which is then not built.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh run
# Sourced again, because install.sh has possibly selected another compiler.
. tools/common.sh
# shellcheck source=tools/dist/platform/common.sh
. tools/dist/platform/common.sh

if [ "${1:-}" = native ]; then
  platforms=(native)
else
  select_platforms "$@"
  tools/dist/platform/install.sh "${platforms[@]}"
fi

site=${STEPWISE_SITE:-$READY/site}
[ -n "${STEPWISE_SITE:-}" ] || tools/build/build.sh site
mkdir -p "$DIST"
# Another clone can build in the same folder ($CARGO_TARGET_DIR). The lock is held until the executables are copied.
exec 9>"$TARGET/stepwise-build.lock"
flock 9

options=()
[ -z "${CI:-}" ] || options+=(--locked)

# The executable as cargo has built it.
built() {
  case $1 in
    native) echo "$TARGET/release/stepwise" ;;
    windows-*) echo "$(target_of "$1")/$(triple_of "$1")/release/stepwise.exe" ;;
    *) echo "$(target_of "$1")/$(triple_of "$1")/release/stepwise" ;;
  esac
}

# Half of the time of one platform is spent in a single process (app, and the last optimisation), so two are compiled at
# once.
compile_all() {
  printf '%s\n' "${platforms[@]}" |
    xargs --max-procs 2 --replace tools/dist/platform/compile.sh '{}' "$site" ${options[@]+"${options[@]}"}
}

# Copies the executable of a platform into $DIST. Only the name is replaced, so a program that runs keeps its file.
copy_executable() {
  local made
  made=$(executable_of "$1")
  cp "$(built "$1")" "$made.next" && mv "$made.next" "$made"
}

# An executable that needs something which the computers of users lack must not be published.
runs_elsewhere() {
  local file needs
  file=$(executable_of "$1")
  case $1 in
    windows-*)
      # The libraries of the compiler, such as libgcc_s_seh-1.dll, must be inside.
      needs=$(x86_64-w64-mingw32-objdump -p "$file" | sed -n 's/.*DLL Name: //p')
      say "$needs"
      [ -n "$needs" ] && ! grep -qi '^lib' <<<"$needs"
      ;;
    linux-*)
      needs=$(readelf --version-info "$file" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
      say "$needs"
      [ -n "$needs" ] && [ "$(printf '%s\n' "GLIBC_$GLIBC" "$needs" | sort -V | tail -n 1)" = "GLIBC_$GLIBC" ]
      ;;
  esac
}

step "The server for ${platforms[*]}, with its site inside (up to 20 minutes each)" compile_all
for platform in "${platforms[@]}"; do
  copy_executable "$platform"
  step "It needs only libraries that every such computer has" runs_elsewhere "$platform"
  step "Its components (SBOM, CycloneDX 1.5)" \
    tools/dist/sbom.py write "$(sbom_of "$platform")" "$(executable_of "$platform")" "$(triple_of "$platform")"
done
# The next normal build must not use an executable with its site inside.
[ "${platforms[0]}" != native ] || rm -f "$TARGET/release/stepwise"

checksums() { (cd "$DIST" && sha256sum stepwise-* >SHA256SUMS.next && mv SHA256SUMS.next SHA256SUMS); }
[ "${platforms[0]}" = native ] || step "The checksums of all files" checksums
for platform in "${platforms[@]}"; do
  file=$(executable_of "$platform")
  say "  $file: $(($(stat -c %s "$file") / 1000000)) MB"
done
