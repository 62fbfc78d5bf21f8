#!/usr/bin/env bash
# Tests an executable in classroom mode, alone in an empty folder: starts it, holds a lesson with four stages, closes it
# by the button of its start page, starts it again with its data, and deletes everything by the other button.
#   classroom-check.sh EXECUTABLE [RUNNER..]     the runner starts programs of another system: wine
# BESIDE_PROGRAM names a file that the executable needs beside it.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

executable=$(realpath "$1")
shift
folder=$(mktemp -d /tmp/stepwise-classroom.XXXXXX)
program=""
stop_program() {
  [ -z "$program" ] || kill "$program" 2>/dev/null || true
  program=""
}
trap 'stop_program; rm -rf "$folder"' EXIT
mkdir "$folder/here" "$folder/home"
cp "$executable" ${BESIDE_PROGRAM:+"$BESIDE_PROGRAM"} "$folder/here/"
data=$folder/here/stepwise-data

# Starts the program, waits until it prints the address of its start page, and opens that page.
start() {
  local address="" began status
  began=$(date +%s%N)
  port=$(free_port)
  url=http://localhost:$port
  (cd "$folder/here" && exec env -i PATH="$PATH" HOME="$folder/home" WINEDEBUG=-all "$@" "./${executable##*/}" \
    classroom --no-browser --port "$port" >"$folder/out" 2>"$folder/log" </dev/null) &
  program=$!
  for _ in $(seq 900); do
    address=$(tr -d '\r' <"$folder/out" 2>/dev/null | sed -n 's/^Start page: //p')
    [ -z "$address" ] || break
    kill -0 "$program" 2>/dev/null || break
    sleep 0.1
  done
  [ -n "$address" ] || { cat "$folder/log" && return 1; }
  say "ready after $((($(date +%s%N) - began) / 1000000)) ms"
  rm -f "$folder/cookies"
  status=$(curl --silent --cookie-jar "$folder/cookies" --output /dev/null --write-out '%{http_code}' "$address")
  [ "$status" = 303 ] || { say "the start page answered $status" && return 1; }
}

# press PATH: presses a button of the start page, and waits for the end of the program.
press() {
  curl --silent --fail --output /dev/null --cookie "$folder/cookies" --request POST \
    --header 'Sec-Fetch-Site: same-origin' "$url$1" && wait "$program" && program=""
}

first_lesson() { start "$@" && tools/dist/smoke-test.py run "$url" 3 "$folder/lesson" && press /start/close; }
second_start() { start "$@" && tools/dist/smoke-test.py compare "$url" "$folder/lesson" && press /start/delete; }

step "Classroom mode: a lesson with three students, and the button that closes" first_lesson "$@"
sed 's/^/    /' "$STEP_LOG"
[ -f "$data/stepwise.sqlite" ] || die "The data is not beside the program."
step "Classroom mode: the same board after a new start, and the button that deletes" second_start "$@"
sed 's/^/    /' "$STEP_LOG"
[ ! -e "$data" ] || die "The data was not deleted: $(ls -A "$data")"
