# One server with SQLite, killed twenty times at random moments during the lesson.
# shellcheck shell=bash

STUDENTS=${STUDENTS:-500} KILLS=${KILLS:-20}
say "One server with SQLite, $STUDENTS students, the server is killed $KILLS times:"
replica only
replica_is_ready only
start_class "$STUDENTS" "${SPREAD:-75}" "${replica_port[only]}" only
killed=0
while class_is_running && [ "$killed" -lt "$KILLS" ]; do
  sleep "$(random_seconds 0.2 4)"
  kill_9 only
  killed=$((killed + 1))
  replica only
  replica_is_ready only
done
wait_for_class
say "    killed $killed times"
[ "$killed" -ge "$KILLS" ] || die "FAILED: the lesson ended too early, after $killed of $KILLS kills."
check_results -- only
kill_9 only
said=$(python3 -c 'import sqlite3, sys
print(*[row[0] for row in sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check")])' "$folder/only/stepwise.sqlite")
say "    PRAGMA integrity_check: $said"
[ "$said" = ok ] || die "FAILED: the database file is damaged."
