# PostgreSQL with a standby that is promoted after the primary was killed. First with asynchronous replication, which
# can lose the newest acknowledged changes. The scenario stops the replication two seconds before the kill, so that
# changes are really lost. Then with synchronous replication, which must not lose any change.
# shellcheck shell=bash

# shellcheck source=tools/chaos/postgres.sh
. tools/chaos/postgres.sh
STUDENTS=${STUDENTS:-100}
share_keys
replicas=(one two three)

# The health check of the proxy: is this the primary?
cat >"$folder/may-write" <<CHECK
#!/bin/sh
# Arguments from HAProxy: its own address and port, address and port of the server.
[ "\$(PGPASSWORD=$password PGCONNECT_TIMEOUT=2 psql --no-psqlrc -Atq -h "\$3" -p "\$4" -U stepwise -d postgres \\
  -c 'SELECT pg_is_in_recovery()')" = f ]
CHECK
chmod 700 "$folder/may-write"
[ "$(id -u)" != 0 ] || chown postgres "$folder/may-write"

# pair KIND: starts a primary and its standby. With KIND synchronous, a commit waits until the standby has it on its disk.
pair() {
  first=first-$1 second=second-$1
  postgres_new "$first"
  postgres_start "$first" -c wal_keep_size=64MB
  private_folder "$second" postgres
  as_user postgres "$postgres_bin/pg_basebackup" --pgdata="$folder/$second/data" --checkpoint=fast --wal-method=stream --write-recovery-conf \
    --dbname="host=127.0.0.1 port=${postgres_port[$first]} user=stepwise password=$password application_name=standby" >>"$folder/$second.log" 2>&1
  postgres_start "$second"
  wait_until "the standby follows" 30 standby_follows
  # Set after the base backup, so that the standby does not copy the setting: after its promotion it would wait for a
  # standby that does not exist.
  [ "$1" = asynchronous ] || {
    postgres_query "$first" "ALTER SYSTEM SET synchronous_standby_names = 'standby'"
    postgres_query "$first" "SELECT pg_reload_conf()" >/dev/null
    wait_until "commits wait for the standby" 30 standby_is_waited_for
  }
}
standby_follows() { [ "$(postgres_query "$first" "SELECT state FROM pg_stat_replication")" = streaming ]; }
standby_is_waited_for() { [ "$(postgres_query "$first" "SELECT sync_state FROM pg_stat_replication")" = sync ]; }

test_failover() {
  local kind=$1 sender name began
  shift
  say "Three replicas with PostgreSQL and an ${kind} standby, $STUDENTS students, the primary is killed, the standby promoted:"
  pair "$kind"
  database_proxy postgres "$folder/may-write" "$first=${postgres_port[$first]}" "$second=${postgres_port[$second]}"
  # Before its first checks, the proxy sends connections to both servers and then ends those to the standby.
  wait_until "the proxy uses only the primary" 20 grep -q "is DOWN" "$folder/database-proxy.log"
  for name in "${replicas[@]}"; do replica "$name" "$(postgres_url "$database_port")"; done
  for name in "${replicas[@]}"; do replica_is_ready "$name"; done
  web_proxy "${replicas[@]}"
  start_class "$STUDENTS" "${SPREAD:-40}" "$web_port" "${replicas[@]}"
  sleep "$(random_seconds 6 8)"
  kill_9 one
  replica one "$(postgres_url "$database_port")"
  sleep "$(random_seconds 6 8)"
  sender=$(postgres_query "$first" "SELECT pid FROM pg_stat_replication")
  kill -STOP "$sender"
  sleep 2
  postgres_kill_9 "$first"
  began=$SECONDS
  as_user postgres "$postgres_bin/pg_ctl" --pgdata="$folder/$second/data" --wait promote >>"$folder/$second.log" 2>&1
  for name in "${replicas[@]}"; do replica_is_ready "$name"; done
  say "    replication had stopped for two seconds when the primary was killed; all replicas were ready $((SECONDS - began)) s later"
  class_is_running || die "FAILED: the lesson ended before the primary was killed."
  wait_for_class
  check_results "$@" -- "${replicas[@]}"
  for name in "${replicas[@]}" web database-proxy; do kill_9 "$name"; done
  as_user postgres "$postgres_bin/pg_ctl" --pgdata="$folder/$second/data" --mode=immediate stop >>"$folder/$second.log" 2>&1
}

test_failover asynchronous --may-lose
test_failover synchronous
