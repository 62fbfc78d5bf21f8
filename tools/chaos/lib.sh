# Replicas, proxies and databases that are killed on purpose, all in one temporary folder on loopback ports.
# Sourced by tools/chaos.sh and tools/bench-scale.sh, never run. Only what was started here is ever killed, by its number.
# shellcheck shell=bash disable=SC2034

# Sockets have short paths, and the databases' users must be able to get here.
folder=$(mktemp -d /tmp/stepwise-chaos.XXXXXX)
chmod 755 "$folder"
declare -A running=()    # name -> process
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
program=${STEPWISE_PROGRAM:-$READY/release/stepwise}
load_tool=$TARGET/release/stepwise-load

# Neither database runs as root.
as_user() {
  local as
  become "$1"
  shift
  "${as[@]}" "$@"
}

# become USER: sets `as`. A command in the background takes this and not as_user, whose number would be a shell's.
become() {
  as=(env)
  [ "$(id -u)" != 0 ] || as=(setpriv --reuid="$1" --regid="$1" --init-groups --)
}

room() {
  mkdir -p "$folder/$1" && chmod 700 "$folder/$1"
  [ "$(id -u)" != 0 ] || chown -R "$2" "$folder/$1"
}

# kill_9 NAME: without a word. Waits until the system has noticed.
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
  # Processes of a database that was killed end by themselves; what was started by pg_ctl is ours by its file.
  for name in "$folder"/*/data/postmaster.pid; do [ -f "$name" ] && kill -QUIT "$(head -n 1 "$name")" 2>/dev/null; done
  umount "$folder/small" 2>/dev/null
  sleep 0.3
  if [ -n "${STEPWISE_KEEP:-}" ]; then say "Kept: $folder"; else rm -rf "$folder"; fi
}

# until_it "what" SECONDS command..: asks again and again.
until_it() {
  local what=$1 most=$2 began=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - began)) -lt "$most" ] || die "Waited $most s in vain: $what. Logs: ls $folder (STEPWISE_KEEP=1 keeps them)"
    sleep 0.1
  done
}

ready_at() { curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$1/readyz"; }

# between LOW HIGH: so many seconds, with tenths of tenths.
between() { awk -v low="$1" -v high="$2" -v dice="$RANDOM" 'BEGIN { printf "%.2f", low + (high - low) * dice / 32767 }'; }

# The keys that all replicas share.
share_keys() {
  key() { printf 'k1:%s' "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"; }
  seal=$(key) mac=$(key) tokens=$(openssl genrsa 2048 2>/dev/null)
}

declare -A replica_port=()

# replica NAME [DATABASE_URL]: starts one and returns at once. Without a database it has its own file.
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

replica_is_ready() { until_it "$1 is ready" 40 ready_at "${replica_port[$1]}"; }

# web_proxy NAME..: HAProxy before these replicas, each in turn, nobody bound to one. Only what no server has seen is sent
# to another one: a form that was sent may have been done.
web_proxy() {
  local name
  web_port=$(free_port)
  {
    printf 'global\n  maxconn 4000\ndefaults\n  mode http\n  timeout connect 2s\n  timeout check 3s\n  timeout client 40s\n  timeout server 40s\n'
    printf '  option redispatch 1\n  retries 3\n  retry-on conn-failure\n  option forwardfor\n'
    printf 'listen stepwise\n  bind 127.0.0.1:%s\n  balance roundrobin\n  option httpchk GET /readyz\n' "$web_port"
    printf '  default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions\n'
    for name in "$@"; do printf '  server %s 127.0.0.1:%s\n' "$name" "${replica_port[$name]}"; done
  } >"$folder/web.cfg"
  haproxy -db -f "$folder/web.cfg" >"$folder/web.log" 2>&1 </dev/null &
  running[web]=$!
  until_it "the proxy before the replicas" 20 ready_at "$web_port"
}

# database_proxy USER CHECK NAME=PORT..: HAProxy before the servers of a database. All connections go to one server for as long as
# the check says that it may write; then to another, and they stay there when the first is back.
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

# walk_in_background STUDENTS SPREAD PORT NAME..: the class; its words go to walk.log.
walk_in_background() {
  local students=$1 spread=$2 port=$3
  shift 3
  # shellcheck disable=SC2046
  "$load_tool" walk --addr "127.0.0.1:$port" $(addresses "$@") --students "$students" --spread "$spread" \
    --notes "$folder/notes" >"$folder/walk.log" 2>&1 </dev/null &
  running[class]=$!
}

class_walks() { [ -n "${running[class]:-}" ] && kill -0 "${running[class]}" 2>/dev/null; }

# The class is through, or says what kept it.
class_is_through() {
  local code=0
  wait "${running[class]}" || code=$?
  unset "running[class]"
  sed 's/^/    /' "$folder/walk.log"
  [ "$code" = 0 ] || die "FAILED: the class did not get through."
}

# check [--may-lose] -- NAME..
check() {
  local more=()
  while [ "$1" != -- ]; do
    more+=("$1")
    shift
  done
  shift
  # shellcheck disable=SC2046
  "$load_tool" check $(addresses "$@") --notes "$folder/notes" ${more[@]+"${more[@]}"} >"$folder/check.log" 2>&1 || {
    sed 's/^/    /' "$folder/check.log"
    die "FAILED: what was acknowledged is not so."
  }
  sed 's/^/    /' "$folder/check.log"
}
