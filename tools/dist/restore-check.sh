#!/usr/bin/env bash
# Tests an executable of this machine as a server, alone in an empty folder: its files, a lesson, a backup while it runs, and
# the same board after the restore into another folder.
#   restore-check.sh EXECUTABLE
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

executable=$(realpath "$1")
folder=$(mktemp -d /tmp/stepwise-dist.XXXXXX)
server=""
stop_server() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=""
}
trap 'stop_server; rm -rf "$folder"' EXIT

# Starts the server in its own folder with an empty environment.
serve() {
  local directory=$1
  port=$(free_port)
  (cd "$directory" && exec env -i ./stepwise --addr "127.0.0.1:$port" >"$directory/log" 2>&1 </dev/null) &
  server=$!
  url=http://127.0.0.1:$port
  wait_until_ready "$url" "$server" "$directory/log"
}

# Checks every file that the start page refers to: the executable serves it compressed and with an ETag, and answers 304
# to a request with this ETag.
assets() {
  local file headers etag
  curl --silent "$url/" | grep -oE '(/pkg/[^"\\]+|/favicon.svg)' | sort -u >"$folder/assets"
  [ "$(wc -l <"$folder/assets")" -ge 4 ] || return 1
  while read -r file; do
    headers=$(curl --silent --fail --output /dev/null --dump-header - --header 'Accept-Encoding: br, gzip' "$url$file") || return 1
    grep -qi '^content-encoding: br' <<<"$headers" && grep -qi '^cache-control: public' <<<"$headers" || return 1
    etag=$(sed -n 's/^etag: \(.*\)\r$/\1/ip' <<<"$headers")
    [ "$(curl --silent --output /dev/null --write-out '%{http_code}' --header "If-None-Match: $etag" "$url$file")" = 304 ] || return 1
    say "$file $etag"
  done <"$folder/assets"
}

# The page of all components is for work on the style sheets.
no_component_page() { [ "$(curl --silent --output /dev/null --write-out '%{http_code}' "$url/components")" = 404 ]; }

first=$folder/first second=$folder/second
mkdir "$first" "$second"
cp "$executable" "$first/stepwise"
serve "$first"
step "The executable serves its site from an empty folder, with brotli and ETags" assets
step "It has no page of all components" no_component_page
step "A lesson with three students" tools/dist/smoke-test.py run "$url" 3 "$folder/lesson"
sed 's/^/    /' "$STEP_LOG"
step "Backup while the server runs" env -i "$first/stepwise" backup "$folder/copy.sqlite" --data "$first/data"
stop_server

mkdir "$second/data"
cp "$executable" "$second/stepwise"
cp "$folder/copy.sqlite" "$second/data/stepwise.sqlite"
cp "$first/data/keys" "$second/data/keys"
rm -rf "$first"
serve "$second"
step "The board is the same after the restore into another folder" tools/dist/smoke-test.py compare "$url" "$folder/lesson"
sed 's/^/    /' "$STEP_LOG"
