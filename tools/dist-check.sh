#!/usr/bin/env bash
# The one file of `make dist`, alone in an empty folder: a lesson is held, copied, restored elsewhere, and the board is
# the same. Then the same with PostgreSQL and MariaDB by their own tools (backup-check.sh).
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

tools/deploy-check.sh
tools/dist.sh
folder=$(mktemp -d /tmp/stepwise-dist.XXXXXX)
server=""
stop_server() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=""
}
trap 'stop_server; rm -rf "$folder"' EXIT

# In a folder of its own, with an environment in which nothing is set.
serve() {
  local place=$1
  port=$(free_port)
  (cd "$place" && exec env -i ./stepwise --addr "127.0.0.1:$port" >"$place/log" 2>&1 </dev/null) &
  server=$!
  url=http://127.0.0.1:$port
  for _ in $(seq 100); do
    curl --silent --fail --output /dev/null "$url/readyz" && return 0
    sleep 0.1
  done
  tail -n 20 "$place/log"
  die "It did not become ready."
}

# Every file that the first page names comes from inside, small, marked, and is not sent twice.
assets() {
  local file head mark
  curl --silent "$url/" | grep -oE '(/pkg/[^"\\]+|/favicon.svg)' | sort -u >"$folder/assets"
  [ "$(wc -l <"$folder/assets")" -ge 4 ] || return 1
  while read -r file; do
    head=$(curl --silent --fail --output /dev/null --dump-header - --header 'Accept-Encoding: br, gzip' "$url$file") || return 1
    grep -qi '^content-encoding: br' <<<"$head" && grep -qi '^cache-control: public' <<<"$head" || return 1
    mark=$(sed -n 's/^etag: \(.*\)\r$/\1/ip' <<<"$head")
    [ "$(curl --silent --output /dev/null --write-out '%{http_code}' --header "If-None-Match: $mark" "$url$file")" = 304 ] || return 1
    say "$file $mark"
  done <"$folder/assets"
}

step "The list of what is linked into it is valid and its own" \
  tools/sbom.py check "$READY/dist/stepwise.cdx.json" "$READY/dist/stepwise"

first=$folder/first second=$folder/second
mkdir "$first" "$second"
cp "$READY/dist/stepwise" "$first/"
serve "$first"
step "Alone in an empty folder it serves its site, with brotli and ETags" assets
step "A lesson of three" tools/lesson.py hold "$url" 3 "$folder/lesson"
sed 's/^/    /' "$STEP_LOG"
step "A copy while it runs" env -i "$first/stepwise" backup "$folder/copy.sqlite" --data "$first/data"
stop_server

mkdir "$second/data"
cp "$READY/dist/stepwise" "$second/"
cp "$folder/copy.sqlite" "$second/data/stepwise.sqlite"
cp "$first/data/keys" "$second/data/keys"
rm -rf "$first"
serve "$second"
step "Restored elsewhere, the board is the same" tools/lesson.py same "$url" "$folder/lesson"
sed 's/^/    /' "$STEP_LOG"
stop_server

tools/backup-check.sh "$READY/dist/stepwise"
