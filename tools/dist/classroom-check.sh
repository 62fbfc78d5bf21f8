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
program="" students=() network="" here=127.0.0.1
clean_up() {
  [ -z "$program" ] || kill "$program" 2>/dev/null || true
  [ -z "$network" ] || ip netns delete "$network" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
mkdir "$folder/here" "$folder/home"
cp "$executable" ${BESIDE_PROGRAM:+"$BESIDE_PROGRAM"} "$folder/here/"
data=$folder/here/stepwise-data

# A network with this computer and another one, from which the students come.
make_network() {
  network=stepwise-$$ here=10.213.$(($$ % 250)).1
  ip netns add "$network" && ip link add "sw$$" type veth peer name eth0 netns "$network" &&
    ip address add "$here/24" dev "sw$$" && ip link set "sw$$" up &&
    ip -n "$network" address add "${here%.1}.2/24" dev eth0 && ip -n "$network" link set eth0 up
}

# Starts the program, waits until it is ready and has printed the address of its start page, and opens that page.
start() {
  local address="" began status
  began=$(date +%s%N)
  port=$(free_port)
  url=http://localhost:$port
  (cd "$folder/here" && exec env -i PATH="$PATH" HOME="$folder/home" WINEDEBUG=-all "$@" "./${executable##*/}" \
    classroom --no-browser --port "$port" >"$folder/out" 2>"$folder/log" </dev/null) &
  program=$!
  until curl --silent --fail --output /dev/null "$url/readyz"; do
    if ! kill -0 "$program" 2>/dev/null || [ $(($(date +%s) - began / 1000000000)) -gt 90 ]; then
      cat "$folder/log" && return 1
    fi
    sleep 0.02
  done
  say "ready after $((($(date +%s%N) - began) / 1000000)) ms"
  for _ in $(seq 100); do
    address=$(tr -d '\r' <"$folder/out" | sed -n 's/^Start page: //p')
    [ -z "$address" ] || break
    sleep 0.05
  done
  [ -n "$address" ] || { cat "$folder/log" && return 1; }
  rm -f "$folder/cookies"
  status=$(curl --silent --cookie-jar "$folder/cookies" --output /dev/null --write-out '%{http_code}' "$address")
  [ "$status" = 303 ] || { say "the start page answered $status" && return 1; }
}

# press PATH: presses a button of the start page, and waits for the end of the program.
press() {
  curl --silent --fail --output /dev/null --cookie "$folder/cookies" --request POST \
    --header 'Sec-Fetch-Site: same-origin' "$url$1" && wait "$program" && program=""
}

lesson() {
  local act=$1
  shift
  ${students[@]+"${students[@]}"} tools/dist/smoke-test.py "$act" "http://$here:$port" "$@"
}

first_lesson() { start "$@" && lesson run 3 "$folder/lesson" && press /start/close; }
second_start() { start "$@" && lesson compare "$folder/lesson" && press /start/delete; }

if [ "$(id -u)" = 0 ] && have ip && try_step "A network with a second computer, for the students" make_network; then
  students=(ip netns exec "$network")
else
  here=127.0.0.1
fi

step "Classroom mode: a lesson with three students, and the button that closes" first_lesson "$@"
sed 's/^/    /' "$STEP_LOG"
[ -f "$data/stepwise.sqlite" ] || die "The data is not beside the program."
step "Classroom mode: the same board after a new start, and the button that deletes" second_start "$@"
sed 's/^/    /' "$STEP_LOG"
[ ! -e "$data" ] || die "The data was not deleted: $(ls -A "$data")"
