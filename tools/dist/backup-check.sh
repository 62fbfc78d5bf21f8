#!/usr/bin/env bash
# Tests backup and restore of PostgreSQL and MariaDB as docs/OPERATIONS.md describes them: runs a lesson, copies the
# database with its own tool into a new one, and compares the board under the same keys.
#   backup-check.sh [EXECUTABLE]    default: that of `make dist` for this machine
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

# shellcheck source=tools/dist/platform/common.sh
. tools/dist/platform/common.sh
program=${1:-$(executable_of "$(host_platform)")}
[ -x "$program" ] || tools/dist/dist.sh host
tools/setup/install.sh test
folder=$(mktemp -d /tmp/stepwise-backup.XXXXXX)
server=""
# shellcheck source=tools/test/use-databases.sh
. tools/test/use-databases.sh
stop_server() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  server=""
}
clean_up() {
  stop_server
  drop_databases >/dev/null 2>&1 || true
  stop_databases
  rm -rf "$folder"
}
trap clean_up EXIT

key() { printf 'k1:%s' "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"; }
seal=$(key) mac=$(key) tokens=$(openssl genrsa 2048 2>/dev/null) suffix=$$

serve() {
  port=$(free_port)
  env -i DATABASE_URL="$1" STEPWISE_SEAL_KEYS="$seal" STEPWISE_MAC_KEYS="$mac" STEPWISE_DATA="$folder/data" \
    STEPWISE_JWT_PRIVATE_KEY="$tokens" \
    LEPTOS_SITE_ROOT="$READY/release/site" "$program" --addr "127.0.0.1:$port" >"$folder/log" 2>&1 </dev/null &
  server=$!
  url=http://127.0.0.1:$port
  wait_until_ready "$url" "$server" "$folder/log"
}

postgres() { psql --quiet --no-psqlrc --dbname="$STEPWISE_TEST_POSTGRES_URL" --command="$1"; }
# Converts mysql://NAME:PASSWORD@HOST:PORT/.. to an option file, so that the password is not in the list of processes.
mariadb_parts() {
  [[ $STEPWISE_TEST_MYSQL_URL =~ ^mysql://([^:]+):([^@]*)@([^:/]+):?([0-9]*)/ ]] || die "STEPWISE_TEST_MYSQL_URL cannot be read."
  (umask 077 && printf '[client]\nuser=%s\npassword=%s\nhost=%s\nport=%s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" \
    "${BASH_REMATCH[3]}" "${BASH_REMATCH[4]:-3306}" >"$folder/my.cnf")
}
drop_databases() {
  local name
  for name in "stepwise_before_$suffix" "stepwise_after_$suffix"; do
    postgres "DROP DATABASE IF EXISTS $name WITH (FORCE)" || true
    mariadb --defaults-extra-file="$folder/my.cnf" --execute="DROP DATABASE IF EXISTS $name" || true
  done
}

make_postgres() { postgres "CREATE DATABASE $1"; }
postgres_url() { echo "${STEPWISE_TEST_POSTGRES_URL%/*}/$1"; }
copy_postgres() {
  pg_dump --format=custom --file="$folder/postgres.dump" --dbname="$(postgres_url "$1")" &&
    pg_restore --exit-on-error --no-owner --dbname="$(postgres_url "$2")" "$folder/postgres.dump"
}

make_mariadb() {
  mariadb --defaults-extra-file="$folder/my.cnf" --execute="CREATE DATABASE $1 CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
}
mariadb_url() { echo "${STEPWISE_TEST_MYSQL_URL%/*}/$1"; }
copy_mariadb() {
  mariadb-dump --defaults-extra-file="$folder/my.cnf" --single-transaction --hex-blob "$1" >"$folder/mariadb.sql" &&
    mariadb --defaults-extra-file="$folder/my.cnf" "$2" <"$folder/mariadb.sql"
}

check_restore() {
  local kind=$1 name=$2
  local before=stepwise_before_$suffix after=stepwise_after_$suffix
  "make_$kind" "$before" && "make_$kind" "$after"
  serve "$("${kind}_url" "$before")"
  step "$name: a lesson with three students" tools/dist/smoke-test.py run "$url" 3 "$folder/lesson"
  step "$name: backup while the server runs, restore into a new database" "copy_$kind" "$before" "$after"
  stop_server
  serve "$("${kind}_url" "$after")"
  step "$name: the board is the same after the restore" tools/dist/smoke-test.py compare "$url" "$folder/lesson"
  sed 's/^/    /' "$STEP_LOG"
  stop_server
}

use_databases
mariadb_parts
check_restore postgres PostgreSQL
check_restore mariadb MariaDB
