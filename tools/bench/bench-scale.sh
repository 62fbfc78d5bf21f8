#!/usr/bin/env bash
# Measures journeys per second on every database with one replica and with two, the commit rate of the machine, the cost
# of open boards, and the time from an act to the board, also across two replicas. Then many students arrive within a
# minute. Prints tables. A slow result is not an error.
#   bench-scale.sh [KIND..]    some of: sqlite postgres mariadb galera
# JOURNEYS (600), BOARDS (2000 idle ones), BADGE_BOARDS (1000), STUDENTS (2000) with LESSON_BOARDS (100), and SPREAD (60
# seconds in which the students arrive) change the size.
# STEPWISE_PROGRAM names another executable than the release build of this clone.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh chaos
[ -n "${STEPWISE_PROGRAM:-}" ] || tools/build/build.sh release
step "Build of the load generator" cargo build --release -p load
# shellcheck source=tools/chaos/processes.sh
. tools/chaos/processes.sh
# shellcheck source=tools/chaos/postgres.sh
. tools/chaos/postgres.sh
# shellcheck source=tools/chaos/galera.sh
. tools/chaos/galera.sh
trap clean_up EXIT
trap 'exit 130' INT TERM

[ $# != 0 ] || set -- sqlite postgres mariadb galera
JOURNEYS=${JOURNEYS:-600} STUDENTS=${STUDENTS:-2000} LESSON_BOARDS=${LESSON_BOARDS:-100} SPREAD=${SPREAD:-60} AT_ONCE=${AT_ONCE:-32}
BOARDS=${BOARDS:-2000} BADGE_BOARDS=${BADGE_BOARDS:-1000}
facts=$folder/facts
share_keys

# Writes one line for each measurement. tools/bench/scale-tables.py turns these lines into tables.
record() { printf '%s\n' "$*" >>"$facts"; }

# Processor time of these processes in hundredths of a second.
cpu_ticks() {
  local pid all=0
  for pid in "$@"; do all=$((all + $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | awk '{print $12 + $13}'))); done
  printf '%s' "$all"
}

# Every kind of database has four functions: KIND_setup starts it, KIND_replica_url prints the URL for the replicas,
# KIND_counts prints its counters (transactions that wrote, and all transactions or statements), and KIND_commits measures
# the commit rate.
sqlite_setup() { :; }
sqlite_counts() { echo "0 0"; }
sqlite_commits() {
  python3 - "$folder/commits.sqlite" <<'PY'
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL"), db.execute("PRAGMA synchronous=NORMAL")
db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)"), db.execute("INSERT INTO t VALUES (1, 0)")
began, count = time.monotonic(), 0
while time.monotonic() - began < 4:
    db.execute("BEGIN IMMEDIATE"), db.execute("UPDATE t SET n = n + 1 WHERE id = 1"), db.execute("COMMIT")
    count += 1
print(f"{count / 4:.0f}")
PY
}

postgres_setup() {
  postgres_new pg && postgres_start pg
  postgres_query pg "CREATE TABLE commits (id INT PRIMARY KEY, n INT); INSERT INTO commits SELECT i, 0 FROM generate_series(1, 1000) i"
  printf '\\set id random(1, 1000)\nUPDATE commits SET n = n + 1 WHERE id = :id;\n' >"$folder/commit.sql"
}
postgres_replica_url() { postgres_url "${postgres_port[pg]}"; }
# Every transaction that writes uses one transaction id, so the difference of two ids is the number of writing
# transactions.
postgres_counts() { postgres_query pg "SELECT pg_snapshot_xmax(pg_current_snapshot()), xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'postgres'" | tr '|' ' '; }
postgres_commits() {
  "$postgres_bin/pgbench" --no-vacuum --client="${1:-8}" --jobs=2 --time=4 --file="$folder/commit.sql" --host="$folder/pg" \
    --port="${postgres_port[pg]}" --username=stepwise postgres 2>/dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p'
}

mariadb_setup() {
  node_port[single]=$(free_port) node_group[single]=$(free_port)
  NODES=(single)
  galera_node single --wsrep-on=OFF --wsrep-provider=none
  wait_until "MariaDB answers" 60 galera_query single "SELECT 1"
  mariadb_prepare single
}
mariadb_prepare() {
  galera_query "$1" "CREATE DATABASE IF NOT EXISTS stepwise CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    CREATE USER IF NOT EXISTS stepwise@127.0.0.1 IDENTIFIED BY '$password'; GRANT ALL PRIVILEGES ON *.* TO stepwise@127.0.0.1;
    CREATE DATABASE commits; CREATE TABLE commits.t (id INT PRIMARY KEY, n INT);
    INSERT INTO commits.t SELECT seq, 0 FROM mysql.seq_1_to_1000" 2>/dev/null ||
    galera_query "$1" "INSERT INTO commits.t WITH RECURSIVE s AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM s WHERE i < 1000) SELECT i, 0 FROM s"
}
mariadb_replica_url() { galera_url "${node_port[single]}"; }
mariadb_counts() { mariadb_counters single; }
# Counts all commits. There is no binary log, so transactions that write cannot be counted separately.
mariadb_counters() {
  galera_query "$1" "SHOW GLOBAL STATUS WHERE variable_name IN ('Com_commit', 'Questions')" | awk '{v[$1] = $2} END {print v["Com_commit"], v["Questions"]}'
}
mariadb_commits() { mariadb_commit_rate single "${1:-8}"; }
# mariadb_commit_rate NODE CLIENTS: runs a fixed number of single-row updates and prints the rate per second.
mariadb_commit_rate() {
  local began ended count=${COMMITS:-4000}
  began=$(date +%s%N)
  mariadb-slap --no-defaults --socket="$folder/$1/socket" --user="$(id -un)" --create-schema=commits --no-drop --concurrency="$2" \
    --number-of-queries="$count" --query="UPDATE t SET n = n + 1 WHERE id = 1 + FLOOR(RAND(CONNECTION_ID() * 1000 + MICROSECOND(NOW(6))) * 1000)" >/dev/null 2>&1
  ended=$(date +%s%N)
  echo $((count * 1000000000 / (ended - began)))
}

galera_setup() {
  NODES=(node1 node2 node3)
  galera_new
  mariadb_prepare node1
  database_proxy mysql "$folder/node-is-synced" "node1=${node_port[node1]}" "node2=${node_port[node2]}" "node3=${node_port[node3]}"
}
galera_replica_url() { galera_url "$database_port"; }
galera_counts() {
  galera_query node1 "SHOW GLOBAL STATUS WHERE variable_name IN ('wsrep_replicated', 'Questions')" | awk '{v[$1] = $2} END {print v["wsrep_replicated"], v["Questions"]}'
}
galera_commits() { mariadb_commit_rate node1 "${1:-8}"; }

value() { sed -n "s/.*\b$1=\([^ ]*\).*/\1/p" <<<"$2" | tail -n 1; }

# measure KIND REPLICAS: journeys at full speed, then open boards without changes, and boards with one badge a second.
measure() {
  local kind=$1 count=$2 names=() n output before after cpu
  for n in $(seq "$count"); do names+=("$kind$n"); done
  for n in "${names[@]}"; do replica "$n" "$(database_url)"; done
  for n in "${names[@]}"; do replica_is_ready "$n"; done
  target=${replica_port[${names[0]}]}
  if [ "$count" != 1 ]; then
    web_proxy "${names[@]}"
    target=$web_port
  fi
  "$load_tool" scale journeys --addr "127.0.0.1:$target" --journeys 60 --at-once 8 >/dev/null 2>&1 || true
  local pids=()
  for n in "${names[@]}"; do pids+=("${running[$n]}"); done
  before=$("${kind}_counts") cpu=$(cpu_ticks "${pids[@]}")
  output=$("$load_tool" scale journeys --addr "127.0.0.1:$target" --journeys "$JOURNEYS" --at-once "$AT_ONCE" 2>&1) || {
    say "  $kind, $count: the measurement failed: $output"
    return 0
  }
  cpu=$(($(cpu_ticks "${pids[@]}") - cpu))
  sleep 1
  after=$("${kind}_counts")
  record "journeys kind=$kind replicas=$count $output cpu=$cpu writes=$((${after% *} - ${before% *})) asked=$((${after#* } - ${before#* }))"
  say "  $kind, $count: $(value rate "$output") journeys/s, p99 of a stage $(value stage_p99 "$output") ms"
  if [ "$count" = 1 ]; then
    boards "$kind" "${pids[0]}"
    badges "$kind" 1 "$BADGE_BOARDS" --addr "127.0.0.1:$target"
  else
    # The students use one replica, and the boards are open on the other.
    badges "$kind" 2 $((BADGE_BOARDS / 5)) --addr "127.0.0.1:${replica_port[${names[0]}]}" --boards-at "127.0.0.1:${replica_port[${names[1]}]}"
  fi
}

# boards KIND PID: open boards without changes. The tool measures the server; the script counts in the database.
boards() {
  local kind=$1 pid=$2 before after output seconds=20
  "$load_tool" scale boards --addr "127.0.0.1:$target" --boards "$BOARDS" --seconds $((seconds + 2)) --pid "$pid" >"$folder/boards" 2>&1 &
  local tool=$!
  wait_until "boards are open" 300 grep -q begin "$folder/boards"
  before=$("${kind}_counts")
  sleep "$seconds"
  after=$("${kind}_counts")
  wait "$tool" || say "  $(tail -n 1 "$folder/boards")"
  output=$(grep '^boards' "$folder/boards" || true)
  record "boards kind=$kind seconds=$seconds $output writes=$((${after% *} - ${before% *})) statements=$((${after#* } - ${before#* }))"
}

# badges KIND REPLICAS BOARDS OPTION..: one badge of every class each second.
badges() {
  local kind=$1 replicas=$2 boards=$3
  shift 3
  "$load_tool" scale badges --classes "$boards" "$@" >"$folder/badges" 2>&1 || say "  $(tail -n 1 "$folder/badges")"
  record "badges kind=$kind replicas=$replicas $(grep '^boards' "$folder/badges" || true)"
}

# Many students arrive within $SPREAD seconds, while boards are open.
lessons() {
  local kind=$1 pids=() before after cpu output n
  local names=("$kind"1 "$kind"2)
  [ "$kind" != sqlite ] || names=("$kind"1)
  for n in "${names[@]}"; do pids+=("${running[$n]}"); done
  "$load_tool" scale lessons --addr "127.0.0.1:$target" --students "$STUDENTS" --boards "$LESSON_BOARDS" --spread "$SPREAD" >"$folder/lessons" 2>&1 &
  local tool=$!
  wait_until "the lessons begin" 300 grep -q begin "$folder/lessons"
  before=$("${kind}_counts") cpu=$(cpu_ticks "${pids[@]}")
  wait "$tool" || say "  $(grep -v '^students\|^begin' "$folder/lessons" | tail -n 1)"
  cpu=$(($(cpu_ticks "${pids[@]}") - cpu))
  sleep 1
  after=$("${kind}_counts")
  output=$(grep '^students' "$folder/lessons" || true)
  record "lessons kind=$kind replicas=${#names[@]} spread=$SPREAD $output cpu=$cpu writes=$((${after% *} - ${before% *})) statements=$((${after#* } - ${before#* }))"
}

for kind in "$@"; do
  database_url() { if [ "$kind" = sqlite ]; then :; else "${kind}_replica_url"; fi; }
  "${kind}_setup"
  record "commits kind=$kind at_once=1 rate=$("${kind}_commits" 1)"
  [ "$kind" = sqlite ] || record "commits kind=$kind at_once=8 rate=$("${kind}_commits" 8)"
  measure "$kind" 1
  [ "$kind" = sqlite ] || {
    kill_9 "${kind}1"
    measure "$kind" 2
  }
  case $kind in sqlite | postgres) lessons "$kind" ;; esac
  for name in "${!running[@]}"; do kill_9 "$name"; done
done
tools/bench/scale-tables.py "$facts"
[ -z "${FACTS:-}" ] || cp "$facts" "$FACTS"
