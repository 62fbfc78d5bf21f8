# One server with SQLite in its own file system, which becomes full during the lesson. Then the file system is read-only.
# shellcheck shell=bash

STUDENTS=${STUDENTS:-100}
say "One server with SQLite, $STUDENTS students, the disk is full for some seconds:"
mkdir -p "$folder/small"
if ! as_root mount -t tmpfs -o size=24m stepwise-chaos "$folder/small" 2>"$folder/mount.log"; then
  die "Cannot mount a file system ($(cat "$folder/mount.log")). Run this as root, or without \`disk\`."
fi
mkdir "$folder/small/only"
ln -s "$folder/small/only" "$folder/only"
replica only
replica_is_ready only
start_class "$STUDENTS" "${SPREAD:-30}" "${replica_port[only]}" only
sleep 8
# Another file fills the disk.
dd if=/dev/zero of="$folder/small/something-else" bs=1M count=100 2>/dev/null || true
say "    disk full: $(df --output=avail -k "$folder/small" | tail -n 1 | tr -d ' ') KiB are free"
sleep 8
refused=$(curl --silent --max-time 20 --header 'Accept: application/json' --header 'Sec-Fetch-Site: same-origin' --output "$folder/page" \
  --write-out '%{http_code}' --data 'username=kestrel-4821&password=amber-otter-4821' "http://127.0.0.1:${replica_port[only]}/sign-in")
alive=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:${replica_port[only]}/healthz")
say "    a sign-in gets $refused $(cat "$folder/page"), /healthz gets $alive, the log contains: $(grep -om1 'database or disk is full\|disk I/O error' "$folder/only.log" || echo nothing)"
[ "$refused" = 503 ] && [ "$alive" = 200 ] || die "FAILED: a full disk is not answered with 503, or /healthz is not 200."
rm "$folder/small/something-else"
wait_for_class
check_results -- only
kill_9 only
said=$(python3 -c 'import sqlite3, sys
print(*[row[0] for row in sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check")])' "$folder/only/stepwise.sqlite")
say "    PRAGMA integrity_check: $said"
[ "$said" = ok ] || die "FAILED: the database file is damaged."

say "A read-only folder:"
as_root mount -o remount,ro "$folder/small"
code=0
env STEPWISE_DATA="$folder/only" LEPTOS_SITE_ROOT="$(dirname "$program")/site" "$program" --addr "127.0.0.1:$(free_port)" \
  >"$folder/read-only.log" 2>&1 </dev/null || code=$?
say "    the start ends with status $code: $(grep -v '^$' "$folder/read-only.log" | tail -n 1)"
[ "$code" != 0 ] || die "FAILED: the server started with a read-only database."
