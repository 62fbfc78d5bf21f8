# One server on SQLite in a file system of its own that fills up while the class walks; then a file that nobody may write.
# shellcheck shell=bash

STUDENTS=${STUDENTS:-100}
say "One server on SQLite, a class of $STUDENTS, the disk full for a while:"
mkdir -p "$folder/small"
if ! as_root mount -t tmpfs -o size=24m stepwise-chaos "$folder/small" 2>"$folder/mount.log"; then
  die "No file system can be mounted here ($(cat "$folder/mount.log")): run it as root, or leave \`disk\` out."
fi
mkdir "$folder/small/only"
ln -s "$folder/small/only" "$folder/only"
replica only
replica_is_ready only
walk_in_background "$STUDENTS" "${SPREAD:-30}" "${replica_port[only]}" only
sleep 8
# Whatever else lies on the disk of a school's server.
dd if=/dev/zero of="$folder/small/something-else" bs=1M count=100 2>/dev/null || true
say "    full: $(df --output=avail -k "$folder/small" | tail -n 1 | tr -d ' ') KiB are left"
sleep 8
refused=$(curl --silent --max-time 20 --header 'Accept: application/json' --header 'Sec-Fetch-Site: same-origin' --output "$folder/page" \
  --write-out '%{http_code}' --data 'username=kestrel-4821&password=amber-otter-4821' "http://127.0.0.1:${replica_port[only]}/sign-in")
alive=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:${replica_port[only]}/healthz")
say "    meanwhile a sign-in is answered $refused $(cat "$folder/page"), /healthz $alive; the log says: $(grep -om1 'database or disk is full\|disk I/O error' "$folder/only.log" || echo nothing)"
[ "$refused" = 503 ] && [ "$alive" = 200 ] || die "FAILED: a full disk is not said in words."
rm "$folder/small/something-else"
class_is_through
check -- only
kill_9 only
said=$(python3 -c 'import sqlite3, sys
print(*[row[0] for row in sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check")])' "$folder/only/stepwise.sqlite")
say "    PRAGMA integrity_check: $said"
[ "$said" = ok ] || die "FAILED: the file is damaged."

say "A folder that nobody may write:"
as_root mount -o remount,ro "$folder/small"
code=0
env STEPWISE_DATA="$folder/only" LEPTOS_SITE_ROOT="$(dirname "$program")/site" "$program" --addr "127.0.0.1:$(free_port)" \
  >"$folder/read-only.log" 2>&1 </dev/null || code=$?
say "    the start ends with $code: $(grep -v '^$' "$folder/read-only.log" | tail -n 1)"
[ "$code" != 0 ] || die "FAILED: it started on a file that cannot be written."
