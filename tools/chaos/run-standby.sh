# PostgreSQL with a standby that is promoted when the first one is killed. Twice: asynchronously, which may lose what was acknowledged in the
# last moments (here the line to the standby is held up for two seconds before, so that there is something to lose), and synchronously,
# which may not.
# shellcheck shell=bash

# shellcheck source=tools/chaos/postgres.sh
. tools/chaos/postgres.sh
STUDENTS=${STUDENTS:-100}
share_keys
replicas=(one two three)

# What the proxy asks: is this the one that may write?
cat >"$folder/may-write" <<CHECK
#!/bin/sh
# HAProxy gives: its own address and port, the server's address and port.
[ "\$(PGPASSWORD=$password PGCONNECT_TIMEOUT=2 psql --no-psqlrc -Atq -h "\$3" -p "\$4" -U stepwise -d postgres \\
  -c 'SELECT pg_is_in_recovery()')" = f ]
CHECK
chmod 700 "$folder/may-write"
[ "$(id -u)" != 0 ] || chown postgres "$folder/may-write"

# pair KIND: a first server and its standby. Synchronously, a commit is acknowledged when the standby has it on its disk too.
pair() {
  first=first-$1 second=second-$1
  postgres_new "$first"
  postgres_start "$first" -c wal_keep_size=64MB
  room "$second" postgres
  as_user postgres "$postgres_bin/pg_basebackup" --pgdata="$folder/$second/data" --checkpoint=fast --wal-method=stream --write-recovery-conf \
    --dbname="host=127.0.0.1 port=${postgres_port[$first]} user=stepwise password=$password application_name=standby" >>"$folder/$second.log" 2>&1
  postgres_start "$second"
  until_it "the standby follows" 30 standby_follows
  # Set after the copy was made: the standby, once promoted, has nobody to wait for.
  [ "$1" = asynchronous ] || {
    postgres_says "$first" "ALTER SYSTEM SET synchronous_standby_names = 'standby'"
    postgres_says "$first" "SELECT pg_reload_conf()" >/dev/null
    until_it "the standby is waited for" 30 standby_is_waited_for
  }
}
standby_follows() { [ "$(postgres_says "$first" "SELECT state FROM pg_stat_replication")" = streaming ]; }
standby_is_waited_for() { [ "$(postgres_says "$first" "SELECT sync_state FROM pg_stat_replication")" = sync ]; }

rehearse() {
  local kind=$1 sender name began
  shift
  say "Three replicas on PostgreSQL with a standby that follows ${kind}ly, a class of $STUDENTS, the first server killed, the standby promoted:"
  pair "$kind"
  database_proxy postgres "$folder/may-write" "$first=${postgres_port[$first]}" "$second=${postgres_port[$second]}"
  for name in "${replicas[@]}"; do replica "$name" "$(postgres_url "$database_port")"; done
  for name in "${replicas[@]}"; do replica_is_ready "$name"; done
  web_proxy "${replicas[@]}"
  walk_in_background "$STUDENTS" "${SPREAD:-40}" "$web_port" "${replicas[@]}"
  sleep "$(between 6 8)"
  kill_9 one
  replica one "$(postgres_url "$database_port")"
  sleep "$(between 6 8)"
  sender=$(postgres_says "$first" "SELECT pid FROM pg_stat_replication")
  kill -STOP "$sender"
  sleep 2
  postgres_kill_9 "$first"
  began=$SECONDS
  as_user postgres "$postgres_bin/pg_ctl" --pgdata="$folder/$second/data" --wait promote >>"$folder/$second.log" 2>&1
  for name in "${replicas[@]}"; do replica_is_ready "$name"; done
  say "    nothing had reached the standby for two seconds when the first server was killed; all replicas were ready $((SECONDS - began)) s later"
  class_walks || die "FAILED: the class was through before the server was killed."
  class_is_through
  check "$@" -- "${replicas[@]}"
  for name in "${replicas[@]}" web database-proxy; do kill_9 "$name"; done
  as_user postgres "$postgres_bin/pg_ctl" --pgdata="$folder/$second/data" --mode=immediate stop >>"$folder/$second.log" 2>&1
}

rehearse asynchronous --may-lose
rehearse synchronous
