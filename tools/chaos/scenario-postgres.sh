# Three replicas with one PostgreSQL. The replicas are killed in turn, and the database once. Then the database of one
# replica with 500 open boards is stopped for some seconds.
# shellcheck shell=bash

# shellcheck source=tools/chaos/postgres.sh
. tools/chaos/postgres.sh
STUDENTS=${STUDENTS:-100}
say "Three replicas with one PostgreSQL, $STUDENTS students, replicas are killed in turn, the database once:"
share_keys
postgres_new pg
postgres_start pg
url=$(postgres_url "${postgres_port[pg]}")
replicas=(one two three)
for name in "${replicas[@]}"; do replica "$name" "$url"; done
for name in "${replicas[@]}"; do replica_is_ready "$name"; done
web_proxy "${replicas[@]}"
start_class "$STUDENTS" "${SPREAD:-70}" "$web_port" "${replicas[@]}"

killed=0
while class_is_running && [ "$SECONDS" -lt 900 ]; do
  name=${replicas[killed % 3]}
  sleep "$(random_seconds 1 4)"
  kill_9 "$name"
  killed=$((killed + 1))
  if [ "$killed" = 6 ]; then
    # Stops the server like a crash, so that the database must recover at its next start.
    as_user postgres "$postgres_bin/pg_ctl" --pgdata="$folder/pg/data" --mode=immediate stop >>"$folder/pg.log" 2>&1
    say "    the database was killed after $killed replicas"
    sleep 2
    postgres_start pg
  fi
  sleep "$(random_seconds 0 1.5)"
  replica "$name" "$url"
  replica_is_ready "$name"
done
say "    $killed replicas were killed with -9 and started again"
wait_for_class
[ "$killed" -ge 6 ] || die "FAILED: the lesson ended too early, after only $killed killed replicas."
check_results -- "${replicas[@]}"

say "One replica with 500 open boards, its database is stopped for ten seconds:"
for name in two three web; do kill_9 "$name"; done
"$load_tool" outage --addr "127.0.0.1:${replica_port[one]}" --pid "${running[one]}" >"$folder/outage.log" 2>&1 </dev/null &
running[outage]=$!
wait_until "500 boards are open" 90 grep -q begin "$folder/outage.log"
as_user postgres "$postgres_bin/pg_ctl" --pgdata="$folder/pg/data" --mode=immediate stop >>"$folder/pg.log" 2>&1
sleep 10
postgres_start pg
code=0
wait "${running[outage]}" || code=$?
unset "running[outage]"
grep -v begin "$folder/outage.log" | sed 's/^/    /'
[ "$code" = 0 ] || die "FAILED: the boards or the server did not survive the outage of the database."
