# Starts and kills replicas, proxies and databases in one temporary folder on loopback ports. Sourced by
# tools/chaos/chaos.sh and tools/bench/bench-scale.sh, do not run it. Kills only processes that it has started, by their
# process id.
# shellcheck shell=bash disable=SC2034

# Paths of sockets must be short, and the users of the databases must have access to the folder.
folder=$(mktemp -d /tmp/stepwise-chaos.XXXXXX)
chmod 755 "$folder"
declare -A running=()    # name -> process id
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
program=${STEPWISE_PROGRAM:-$READY/release/stepwise}
load_tool=$TARGET/release/stepwise-load

# Every open board is a connection of the load generator. A process gets at most 20,000 open files, because MariaDB needs
# longer for its start the higher the limit is.
files=$(ulimit -H -n)
if [ "$files" = unlimited ] || [ "$files" -gt 20000 ]; then files=20000; fi
ulimit -S -n "$files"

# as_user USER COMMAND..: runs a command as this user if the script runs as root, so that no database runs as root.
as_user() {
  local as
  become "$1"
  shift
  "${as[@]}" "$@"
}

# become USER: sets `as` to the prefix that runs a command as this user. Background commands use the prefix instead of
# as_user, because $! would be the id of a shell if as_user ran in the background.
become() {
  as=(env)
  [ "$(id -u)" != 0 ] || as=(setpriv --reuid="$1" --regid="$1" --init-groups --)
}

private_folder() {
  mkdir -p "$folder/$1" && chmod 700 "$folder/$1"
  [ "$(id -u)" != 0 ] || chown -R "$2" "$folder/$1"
}

# kill_9 NAME: kills the process with SIGKILL, prints nothing, and waits for the end of the process.
kill_9() {
  local pid=${running[$1]:-}
  unset "running[$1]"
  [ -n "$pid" ] || return 0
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

clean_up() {
  local name
  set +e
  for name in "${!running[@]}"; do kill_9 "$name"; done
  # Child processes of a killed database end by themselves. PostgreSQL servers are found by the pid file in this folder.
  for name in "$folder"/*/data/postmaster.pid; do [ -f "$name" ] && kill -QUIT "$(head -n 1 "$name")" 2>/dev/null; done
  umount "$folder/small" 2>/dev/null
  sleep 0.3
  if [ -n "${STEPWISE_KEEP:-}" ]; then say "Kept: $folder"; else rm -rf "$folder"; fi
}

# wait_until "description" SECONDS command..: repeats the command until it succeeds.
wait_until() {
  local what=$1 most=$2 began=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - began)) -lt "$most" ] || die "Not reached after $most s: $what. Logs: $folder (STEPWISE_KEEP=1 keeps them)"
    sleep 0.1
  done
}

ready_at() { curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$1/readyz"; }

# random_seconds LOW HIGH: a random number of seconds with two decimals.
random_seconds() { awk -v low="$1" -v high="$2" -v dice="$RANDOM" 'BEGIN { printf "%.2f", low + (high - low) * dice / 32767 }'; }

# The keys that all replicas share.
share_keys() {
  key() { printf 'k1:%s' "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"; }
  seal=$(key) mac=$(key) tokens=$(openssl genrsa 2048 2>/dev/null)
}

declare -A replica_port=()

# replica NAME [DATABASE_URL]: starts a replica and returns at once. Without a URL it uses its own SQLite file.
replica() {
  local name=$1 url=${2:-}
  [ -n "${replica_port[$name]:-}" ] || replica_port[$name]=$(free_port)
  server_env release
  local settings=(STEPWISE_ADDR="127.0.0.1:${replica_port[$name]}" STEPWISE_DATA="$folder/$name"
    STEPWISE_CLASSES_PER_HOUR=1000000 STEPWISE_WRONG_PER_NETWORK=1000000 STEPWISE_DB_CONNECTIONS="${connections:-8}")
  [ -z "$url" ] || settings+=(DATABASE_URL="$url" STEPWISE_SEAL_KEYS="$seal" STEPWISE_MAC_KEYS="$mac"
    STEPWISE_JWT_PRIVATE_KEY="$tokens" STEPWISE_TRUSTED_PROXIES=1)
  env "${settings[@]}" LEPTOS_SITE_ROOT="$(dirname "$program")/site" "$program" serve >>"$folder/$name.log" 2>&1 </dev/null &
  running[$name]=$!
}

replica_is_ready() { wait_until "$1 is ready" 40 ready_at "${replica_port[$1]}"; }

# web_proxy NAME..: HAProxy in front of these replicas, without sticky sessions. It repeats only requests that
# no server has received, because a server has possibly processed a form before it ended.
web_proxy() {
  local name
  web_port=$(free_port)
  {
    printf 'global\n  maxconn 4000\ndefaults\n  mode http\n  timeout connect 2s\n  timeout check 3s\n  timeout client 40s\n  timeout server 40s\n'
    printf '  option redispatch 1\n  retries 3\n  retry-on conn-failure\n  option forwardfor\n'
    printf 'listen stepwise\n  bind 127.0.0.1:%s\n  balance leastconn\n  option httpchk GET /readyz\n' "$web_port"
    printf '  default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions\n'
    for name in "$@"; do printf '  server %s 127.0.0.1:%s\n' "$name" "${replica_port[$name]}"; done
  } >"$folder/web.cfg"
  haproxy -db -f "$folder/web.cfg" >"$folder/web.log" 2>&1 </dev/null &
  running[web]=$!
  wait_until "the proxy in front of the replicas is ready" 20 ready_at "$web_port"
}

# database_proxy USER CHECK NAME=PORT..: HAProxy in front of database servers. All connections go to one server while the
# check succeeds there, and after that to another server. They stay there even if the first server starts again.
database_proxy() {
  local user=$1 check=$2 pair as
  shift 2
  database_port=$(free_port)
  {
    printf 'global\n  maxconn 1000\n  external-check\n  insecure-fork-wanted\ndefaults\n  mode tcp\n'
    printf '  timeout connect 2s\n  timeout client 1h\n  timeout server 1h\n'
    printf 'listen database\n  bind 127.0.0.1:%s\n  option external-check\n  external-check command %s\n' "$database_port" "$check"
    printf '  external-check path "/usr/bin:/bin"\n  stick-table type ip size 1 nopurge\n  stick on dst\n'
    printf '  default-server check inter 1s fall 1 rise 1 on-marked-down shutdown-sessions\n'
    for pair in "$@"; do printf '  server %s 127.0.0.1:%s\n' "${pair%=*}" "${pair#*=}"; done
  } >"$folder/database.cfg"
  chmod 644 "$folder/database.cfg"
  become "$user"
  "${as[@]}" haproxy -db -f "$folder/database.cfg" >"$folder/database-proxy.log" 2>&1 </dev/null &
  running[database-proxy]=$!
}

addresses() {
  local name
  for name in "$@"; do printf -- '--replica 127.0.0.1:%s ' "${replica_port[$name]}"; done
}

# start_class STUDENTS SPREAD PORT NAME..: starts the students of the class; the output goes to class.log.
start_class() {
  local students=$1 spread=$2 port=$3
  shift 3
  # shellcheck disable=SC2046
  "$load_tool" walk --addr "127.0.0.1:$port" $(addresses "$@") --students "$students" --spread "$spread" \
    --notes "$folder/notes" >"$folder/class.log" 2>&1 </dev/null &
  running[class]=$!
  wait_until "the class is open" 60 class_is_open
}

class_is_open() { grep -q "The class is open" "$folder/class.log" || ! class_is_running; }

class_is_running() { [ -n "${running[class]:-}" ] && kill -0 "${running[class]}" 2>/dev/null; }

# Waits until all students have passed all stages. Prints the output.
wait_for_class() {
  local code=0
  wait "${running[class]}" || code=$?
  unset "running[class]"
  grep -v "The class is open" "$folder/class.log" | sed 's/^/    /'
  [ "$code" = 0 ] || die "FAILED: not all students passed all stages."
}

# check [--may-lose] -- NAME..: compares what the students have seen with what every replica shows now.
check_results() {
  local more=()
  while [ "$1" != -- ]; do
    more+=("$1")
    shift
  done
  shift
  # shellcheck disable=SC2046
  "$load_tool" check $(addresses "$@") --notes "$folder/notes" ${more[@]+"${more[@]}"} >"$folder/check.log" 2>&1 || {
    sed 's/^/    /' "$folder/check.log"
    die "FAILED: an acknowledged change is missing, or a code was accepted twice."
  }
  sed 's/^/    /' "$folder/check.log"
}
