#!/usr/bin/env bash
# Temporary PostgreSQL and MariaDB servers for the tests, in a temporary folder on free loopback ports. A server is not
# started if its variable (STEPWISE_TEST_POSTGRES_URL, STEPWISE_TEST_MYSQL_URL) is already set.
#   databases.sh start    start the servers, if they are not running
#   databases.sh url      print two export commands for eval
#   databases.sh stop     stop exactly these processes and remove the folder
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

# This file contains the path of the temporary folder. The folder is in /dev/shm or /tmp, because the path of a socket
# can have at most 107 characters, and because the users of the servers must have access.
pointer=$ROOT/target/databases
password=""
folder=$(cat "$pointer" 2>/dev/null || true)

# as_user USER COMMAND..: runs a command as this user if the script runs as root, so that no database runs as root.
as_user() {
  local user=$1
  shift
  if [ "$(id -u)" = 0 ]; then setpriv --reuid="$user" --regid="$user" --init-groups -- "$@"; else "$@"; fi
}

# is_running FILE: the process in the pid file was started here if its command line contains the folder.
is_running() {
  local pid
  pid=$(head -n 1 "$1" 2>/dev/null) || return 1
  [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$folder"
}

all_running() {
  [ -n "$folder" ] && [ -f "$folder/env" ] || return 1
  [ ! -d "$folder/postgres" ] || is_running "$folder/postgres/data/postmaster.pid" || return 1
  [ ! -d "$folder/mariadb" ] || is_running "$folder/mariadb/pid" || return 1
}

# Every test creates and drops a database with hundreds of files. /dev/shm is many times faster than a disk.
parent_folder() {
  local free
  free=$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1 || echo 0)
  if [ -w /dev/shm ] && [ "$free" -gt 3000 ]; then echo /dev/shm; else echo /tmp; fi
}

private_folder() {
  mkdir "$folder/$1" && chmod 700 "$folder/$1"
  [ "$(id -u)" != 0 ] || chown -R "$2" "$folder/$1"
}

# The data is temporary, so the servers do not wait for the disk. Every test creates a database, so the user
# has the right to create databases.
start_postgres() {
  local bin port=$1 dir=$folder/postgres
  bin=$(find /usr/lib/postgresql -name initdb -printf '%h\n' | sort -V | tail -n 1)
  private_folder postgres postgres
  as_user postgres tee "$dir/password" <<<"$password" >/dev/null
  as_user postgres "$bin/initdb" --pgdata="$dir/data" --username=stepwise --pwfile="$dir/password" \
    --auth-local=trust --auth-host=password --encoding=UTF8 --locale=C --no-sync
  as_user postgres "$bin/pg_ctl" --pgdata="$dir/data" --wait --timeout=30 --log="$dir/log" start --options="-p $port -k $dir \
    -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c autovacuum=off -c shared_buffers=64MB"
}

start_mariadb() {
  local port=$1 dir=$folder/mariadb
  private_folder mariadb mysql
  as_user mysql mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-socket-user="$(id -un)" \
    --skip-test-db --skip-name-resolve
  as_user mysql /usr/sbin/mariadbd --no-defaults --datadir="$dir/data" --socket="$dir/socket" --pid-file="$dir/pid" \
    --log-error="$dir/log" --bind-address=127.0.0.1 --port="$port" --max-connections=200 --skip-name-resolve \
    --skip-log-bin --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 \
    --innodb-file-per-table=0 --innodb-stats-persistent=0 --innodb-buffer-pool-size=256M --innodb-log-file-size=64M --performance-schema=0 </dev/null >/dev/null 2>&1 &
  for _ in $(seq 150); do
    mariadb-admin --no-defaults --socket="$dir/socket" --user="$(id -un)" ping >/dev/null 2>&1 && break
    sleep 0.2
  done
  is_running "$dir/pid" || {
    tail -n 30 "$dir/log"
    die "MariaDB did not start."
  }
  mariadb --no-defaults --socket="$dir/socket" --user="$(id -un)" <<SQL
CREATE DATABASE stepwise CHARACTER SET utf8mb4;
CREATE USER stepwise@127.0.0.1 IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON *.* TO stepwise@127.0.0.1 WITH GRANT OPTION;
SQL
}

start() {
  all_running && return 0
  stop
  folder=$(mktemp -d "$(parent_folder)/stepwise-databases.XXXXXX")
  chmod 755 "$folder"
  echo "$folder" >"$pointer"
  local postgres=${STEPWISE_TEST_POSTGRES_URL:-} mysql=${STEPWISE_TEST_MYSQL_URL:-} port
  # A new password at every start.
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  if [ -z "$postgres" ]; then
    port=$(free_port)
    start_postgres "$port"
    postgres=postgres://stepwise:$password@127.0.0.1:$port/postgres
  fi
  if [ -z "$mysql" ]; then
    port=$(free_port)
    start_mariadb "$port"
    mysql=mysql://stepwise:$password@127.0.0.1:$port/stepwise
  fi
  (umask 077 && : >"$folder/env")
  printf "export STEPWISE_TEST_POSTGRES_URL='%s'\nexport STEPWISE_TEST_MYSQL_URL='%s'\n" "$postgres" "$mysql" >"$folder/env"
}

end_process() {
  local pid
  is_running "$1" || return 0
  pid=$(head -n 1 "$1")
  kill "-$2" "$pid"
  for _ in $(seq 50); do
    [ -d "/proc/$pid" ] || return 0
    sleep 0.1
  done
  kill -KILL "$pid"
}

stop() {
  [ -n "$folder" ] || return 0
  # QUIT is the immediate shutdown of PostgreSQL. MariaDB has none, and its data is not needed any more.
  end_process "$folder/postgres/data/postmaster.pid" QUIT
  end_process "$folder/mariadb/pid" KILL
  case $folder in /tmp/stepwise-databases.* | /dev/shm/stepwise-databases.*) rm -rf "$folder" ;; esac
  rm -f "$pointer"
  folder=""
}

case "${1:-}" in
  start) start ;;
  url)
    all_running || die "The databases are not running: tools/test/databases.sh start"
    cat "$folder/env"
    ;;
  stop) stop ;;
  *) die "usage: databases.sh start|url|stop" ;;
esac
