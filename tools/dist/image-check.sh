#!/usr/bin/env bash
# Builds the Dockerfile without a container engine (buildah, chroot isolation), starts the image as its own user with a
# read-only root file system, and runs a lesson in it. Prints size and user.
#   image-check.sh          all stages, from a Debian made by debootstrap: one hour and 30 GB in $STEPWISE_IMAGES
#   image-check.sh quick    only the last stage, with the executable of `dist.sh native`
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

how=${1:-whole}
images=${STEPWISE_IMAGES:-/var/tmp/stepwise-images}
image=localhost/stepwise:check
[ "$(id -u)" = 0 ] || die "buildah in a chroot needs root: sudo make image-check"
have buildah || apt_install "to build the image" buildah
need_gb=30
[ "$how" = whole ] || need_gb=2
mkdir -p "$images"
[ "$(df --output=avail --block-size=1G "$images" | tail -n 1)" -ge "$need_gb" ] ||
  die "$images needs $need_gb GB of free space. STEPWISE_IMAGES names another folder."

buildah() { command buildah --root "$images/store" --runroot "$images/run" --storage-driver vfs "$@"; }
bud() { buildah bud --isolation chroot --format docker --volume /etc/ssl/certs:/etc/ssl/certs:ro --tag "$image" "$@"; }

folder=$(mktemp -d /tmp/stepwise-image.XXXXXX)
server="" container=""
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  [ -z "$container" ] || buildah rm "$container" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap clean_up EXIT

# Builds an image like docker.io/library/debian:bookworm, for a network without access to Docker Hub. The image includes
# certificates, because the build mounts the read-only certificates of this machine over them.
base_image() {
  local base
  have debootstrap || apt_install "to make a base image" debootstrap
  rm -rf "$images/base" && debootstrap --variant=minbase --include=ca-certificates bookworm "$images/base" &&
    { cp -R /etc/apt/sources.list* "$images/base/etc/apt/" || true; } &&
    base=$(buildah from scratch) && buildah copy --quiet "$base" "$images/base" / &&
    buildah commit --quiet --format docker "$base" localhost/debian:bookworm && buildah rm "$base" && rm -rf "$images/base"
}

# Builds all stages, with one layer for each stage, because with the driver vfs every layer is a complete copy.
whole() { bud --layers=false --build-arg BUILD_IMAGE=localhost/debian:bookworm .; }

# Builds only the last stage of the Dockerfile, which here copies from a folder instead of from the previous stage.
quick() {
  cp -R "$READY/dist/stepwise" "$folder/stepwise" && tools/dist/image-root.sh "$folder/stepwise" "$folder/context/image" &&
    [ ! -e "$folder/context/image/system/data" ] &&
    sed -n '/^FROM scratch/,$p' Dockerfile | sed 's/--from=build //; s#/image/#image/#' >"$folder/context/Dockerfile" &&
    bud "$folder/context"
}

# Replaces the shell by the server, so call it in the background. Imitates an engine with --read-only: the user and the
# settings of the image, a read-only root file system, /data on a volume.
serve() {
  local root=$1
  shift
  exec unshare --mount -- bash -euc '
    mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && mount --bind "$2" "$1/data"
    root=$1; shift 2
    exec env -i "$@" /usr/sbin/chroot --userspec=10001:10001 "$root" /stepwise serve' \
    - "$root" "$folder/data" "$@"
}

if [ "$how" = whole ]; then
  buildah images localhost/debian:bookworm >/dev/null 2>&1 || step "A base image from Debian (debootstrap)" base_image
  step "All stages of the Dockerfile (one hour)" whole
else
  tools/dist/dist.sh native
  step "The last stage of the Dockerfile" quick
fi

inspect() { buildah inspect --type image --format "$1" "$image"; }
container=$(buildah from "$image")
root=$(buildah mount "$container")
size=$(du --summarize --block-size=1000000 --apparent-size "$root" | cut -f1)
user=$(inspect '{{.OCIv1.Config.User}}')
say "  $size MB, user $user, $(find "$root" -type f | wc -l) files: $(find "$root" -type f -printf '%P ')"
[ "$user" = 10001:10001 ] || die "The user of the image must be 10001:10001."
[ "$size" -lt 80 ] || die "The image must be smaller than 80 MB."
# The owner of /data in the image itself, where no volume is mounted: a new volume gets its owner from the image.
owner=$(stat --format %u:%g "$root/data")
[ "$owner" = 10001:10001 ] || die "/data belongs to $owner: the server could not write to a new volume."
[ "$(stat --format %u:%g "$root/" "$root/stepwise" | sort -u)" = 0:0 ] || die "Files that the server only reads must belong to root."
inspect '{{.Docker.Config.Healthcheck}}' | grep -q healthcheck || die "The image has no HEALTHCHECK."
[ -z "$(find "$root" -perm /6000)" ] || die "The image contains a setuid or setgid file."
[ ! -e "$root/bin/sh" ] || die "The image contains a shell."

port=$(free_port)
install --directory --owner=10001 --group=10001 --mode=0700 "$folder/data"
mapfile -t env < <(inspect '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' | grep .)
serve "$root" "${env[@]}" "STEPWISE_ADDR=127.0.0.1:$port" >"$folder/log" 2>&1 </dev/null &
server=$!
for _ in $(seq 100); do
  curl --silent --fail --output /dev/null "http://127.0.0.1:$port/readyz" && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
healthy() { chroot --userspec=10001:10001 "$root" /stepwise healthcheck --addr "127.0.0.1:$port"; }
step "The health check of the image succeeds" healthy || { tail "$folder/log" && exit 1; }
[ "$(ps -o uid= -p "$server" | tr -d ' ')" = 10001 ] || die "The server runs as another user."
step "A lesson in the container" tools/dist/smoke-test.py run "http://127.0.0.1:$port" 3 "$folder/lesson"
sed 's/^/    /' "$STEP_LOG"
kill -TERM "$server" && wait "$server" || die "The server did not end with status 0."
server=""
grep -q '"message":"stopped"' "$folder/log" || die "The server did not log that it stopped."
say "  The server ends cleanly after SIGTERM."
