#!/usr/bin/env bash
# Builds the Dockerfile without a container engine (buildah, chroot isolation), starts the image with a read-only root as
# its own user, and begins a lesson in it. Prints size and user.
#   image-check.sh          everything, from an empty Debian made by debootstrap: an hour and 30 GB in $STEPWISE_IMAGES
#   image-check.sh quick    only the last stage, around what `make dist` has built on this machine
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

how=${1:-whole}
images=${STEPWISE_IMAGES:-/var/tmp/stepwise-images}
image=localhost/stepwise:check
[ "$(id -u)" = 0 ] || die "buildah in a chroot needs root: sudo make image-check"
have buildah || apt_install "to build the image" buildah
need_gb=30
[ "$how" = whole ] || need_gb=2
mkdir -p "$images"
[ "$(df --output=avail --block-size=1G "$images" | tail -n 1)" -ge "$need_gb" ] ||
  die "$images needs $need_gb GB of room. STEPWISE_IMAGES names another folder."

buildah() { command buildah --root "$images/store" --runroot "$images/run" --storage-driver vfs "$@"; }
bud() { buildah bud --isolation chroot --format docker --volume /etc/ssl/certs:/etc/ssl/certs:ro --tag "$image" "$@"; }

folder=$(mktemp -d /tmp/stepwise-image.XXXXXX)
server="" container=""
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  [ -z "$container" ] || buildah rm "$container" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT

# As docker.io/library/debian:bookworm is made, for a network in which nothing can be pulled. With its certificates already:
# while it builds this machine's lie over them, which may know more authorities and cannot be written to.
base_image() {
  local base
  have debootstrap || apt_install "to make a base image" debootstrap
  rm -rf "$images/base" && debootstrap --variant=minbase --include=ca-certificates bookworm "$images/base" &&
    cp -R /etc/apt/sources.list* "$images/base/etc/apt/" 2>/dev/null
  base=$(buildah from scratch) && buildah copy --quiet "$base" "$images/base" / &&
    buildah commit --quiet --format docker "$base" localhost/debian:bookworm && buildah rm "$base" && rm -rf "$images/base"
}

# One layer a stage: here every layer is a copy of all that is below it.
whole() { bud --layers=false --build-arg BUILD_IMAGE=localhost/debian:bookworm .; }

# The last stage as it stands in the Dockerfile; what it copies comes from a folder instead of from the stage before.
quick() {
  cp -R "$READY/dist/stepwise" "$folder/stepwise" && tools/image-root.sh "$folder/stepwise" "$folder/context/image" &&
    [ ! -e "$folder/context/image/system/data" ] &&
    sed -n '/^FROM scratch/,$p' Dockerfile | sed 's/--from=build //; s#/image/#image/#' >"$folder/context/Dockerfile" &&
    bud "$folder/context"
}

# In the background only, it becomes the server. As an engine runs it with --read-only: the image's own user, its settings, a root that nobody can write, /data on a volume.
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
  step "The Dockerfile, every stage (an hour)" whole
else
  tools/dist.sh
  step "The last stage of the Dockerfile" quick
fi

inspect() { buildah inspect --type image --format "$1" "$image"; }
container=$(buildah from "$image")
root=$(buildah mount "$container")
size=$(du --summarize --block-size=1000000 --apparent-size "$root" | cut -f1)
user=$(inspect '{{.OCIv1.Config.User}}')
say "  $size MB, user $user, $(find "$root" -type f | wc -l) files: $(find "$root" -type f -printf '%P ')"
[ "$user" = 10001:10001 ] || die "It is to run as 10001:10001."
[ "$size" -lt 60 ] || die "It is to be smaller than 60 MB."
# As the image has it, before anything lies over it: a new volume takes its owner from here.
owner=$(stat --format %u:%g "$root/data")
[ "$owner" = 10001:10001 ] || die "/data belongs to $owner: nobody could write to a new volume."
[ "$(stat --format %u:%g "$root/" "$root/stepwise" | sort -u)" = 0:0 ] || die "What it only reads is not root's."
inspect '{{.Docker.Config.Healthcheck}}' | grep -q healthcheck || die "There is no HEALTHCHECK."
[ -z "$(find "$root" -perm /6000)" ] || die "Something in it changes who one is."
[ ! -e "$root/bin/sh" ] || die "There is a shell in it."

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
step "It says that it is well, in its own words" healthy || { tail "$folder/log" && exit 1; }
[ "$(ps -o uid= -p "$server" | tr -d ' ')" = 10001 ] || die "It runs as somebody else."
step "The first minutes of a lesson in it" tools/lesson.py hold "http://127.0.0.1:$port" 3 "$folder/lesson"
sed 's/^/    /' "$STEP_LOG"
kill -TERM "$server" && wait "$server" || die "It did not end well."
server=""
grep -q '"message":"stopped"' "$folder/log" || die "It did not end by itself."
say "  It ends by itself at SIGTERM."
