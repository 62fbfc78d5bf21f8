# PostgreSQL with durable commits: it waits for the disk. Sourced by tools/chaos/chaos.sh and tools/bench/bench-scale.sh.
# shellcheck shell=bash

postgres_bin=$(find /usr/lib/postgresql -name initdb -printf '%h\n' | sort -V | tail -n 1)

# postgres_new NAME: creates an empty server.
postgres_new() {
  local dir=$folder/$1
  private_folder "$1" postgres
  as_user postgres tee "$dir/password" <<<"$password" >/dev/null
  as_user postgres "$postgres_bin/initdb" --pgdata="$dir/data" --username=stepwise --pwfile="$dir/password" \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C >>"$folder/$1.log" 2>&1
  printf 'host replication stepwise 127.0.0.1/32 scram-sha-256\n' | as_user postgres tee -a "$dir/data/pg_hba.conf" >/dev/null
}

# postgres_start NAME [OPTION..]: starts the server on its port. Options have the form `-c name=value`.
postgres_start() {
  local name=$1
  local dir=$folder/$name
  shift
  [ -n "${postgres_port[$name]:-}" ] || postgres_port[$name]=$(free_port)
  as_user postgres "$postgres_bin/pg_ctl" --pgdata="$dir/data" --wait --timeout=60 --log="$dir/log" start \
    --options="-p ${postgres_port[$name]} -k $dir -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=128MB $*" \
    >>"$folder/$name.log" 2>&1 9>&- || {
    tail -n 30 "$dir/log"
    die "PostgreSQL did not start."
  }
}
declare -A postgres_port=()

# Kills all processes of the server, as in a power failure. The parent is killed first, so that it restarts no child.
postgres_kill_9() {
  local parent children
  parent=$(head -n 1 "$folder/$1/data/postmaster.pid")
  children=$(pgrep -P "$parent" || true)
  # shellcheck disable=SC2086
  kill -KILL "$parent" $children 2>/dev/null || true
  wait_until "PostgreSQL is gone" 20 bash -c "! kill -0 $parent 2>/dev/null"
}

postgres_url() { printf 'postgres://stepwise:%s@127.0.0.1:%s/postgres' "$password" "$1"; }
postgres_query() { psql --no-psqlrc --tuples-only --no-align --quiet --host="$folder/$1" --port="${postgres_port[$1]}" --username=stepwise --dbname=postgres --command="$2"; }
