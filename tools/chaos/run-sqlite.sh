# One server with its file, killed twenty times at random moments while the class walks.
# shellcheck shell=bash

STUDENTS=${STUDENTS:-500} KILLS=${KILLS:-20}
say "One server on SQLite, a class of $STUDENTS, the server killed $KILLS times:"
replica only
replica_is_ready only
walk_in_background "$STUDENTS" "${SPREAD:-75}" "${replica_port[only]}" only
killed=0
while class_walks && [ "$killed" -lt "$KILLS" ]; do
  sleep "$(between 0.2 4)"
  kill_9 only
  killed=$((killed + 1))
  replica only
  replica_is_ready only
done
class_is_through
say "    killed $killed times"
[ "$killed" -ge "$KILLS" ] || die "FAILED: the class was through after $killed kills of $KILLS."
check -- only
kill_9 only
said=$(python3 -c 'import sqlite3, sys
print(*[row[0] for row in sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check")])' "$folder/only/stepwise.sqlite")
say "    PRAGMA integrity_check: $said"
[ "$said" = ok ] || die "FAILED: the file is damaged."
