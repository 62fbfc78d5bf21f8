# A MariaDB Galera cluster of three nodes. Sourced by tools/chaos/chaos.sh and tools/bench/bench-scale.sh.
# shellcheck shell=bash

declare -A node_port=() node_group=()
NODES=(node1 node2 node3)

# The addresses of all nodes, for a node that joins.
galera_group() {
  local name list=()
  for name in "${NODES[@]}"; do list+=("127.0.0.1:${node_group[$name]}"); done
  (
    IFS=,
    printf 'gcomm://%s' "${list[*]}"
  )
}

# galera_node NAME [--wsrep-new-cluster]: starts a node as the user mysql, because the data transfer fails as root.
# A commit is acknowledged when all nodes have it. With wsrep_sync_wait every statement first waits for the commits of other
# nodes, so that all nodes return the same data.
galera_node() {
  local name=$1 as
  local dir=$folder/$name
  shift
  if [ ! -d "$dir" ]; then
    private_folder "$name" mysql
    as_user mysql mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-socket-user="$(id -un)" \
      --skip-test-db --skip-name-resolve >"$folder/$name.log" 2>&1
  fi
  become mysql
  "${as[@]}" /usr/sbin/mariadbd --no-defaults --datadir="$dir/data" --socket="$dir/socket" --pid-file="$dir/pid" \
    --log-error="$dir/error.log" --bind-address=127.0.0.1 --port="${node_port[$name]}" --max-connections=300 --skip-name-resolve \
    --innodb-buffer-pool-size=128M --innodb-flush-log-at-trx-commit="${GALERA_FLUSH:-1}" --innodb-autoinc-lock-mode=2 --binlog-format=ROW \
    --performance-schema=0 --wsrep-on=ON --wsrep-provider=/usr/lib/galera/libgalera_smm.so --wsrep-cluster-name=stepwise \
    --wsrep-cluster-address="$(galera_group)" --wsrep-node-name="$name" --wsrep-node-address=127.0.0.1 \
    --wsrep-sst-method=rsync --wsrep-sst-receive-address="127.0.0.1:$(free_port)" --wsrep-slave-threads=2 --wsrep-sync-wait=7 \
    --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:${node_group[$name]};ist.recv_addr=127.0.0.1:$(free_port);gcache.size=64M;pc.recovery=true;evs.keepalive_period=PT0.8S;evs.suspect_timeout=PT3S;evs.inactive_timeout=PT8S" \
    "$@" </dev/null >>"$folder/$name.log" 2>&1 9>&- &
  running[$name]=$!
}

galera_query() { mariadb --no-defaults --skip-column-names --batch --socket="$folder/$1/socket" --user="$(id -un)" --execute="$2"; }
galera_is_synced() { [ "$(galera_query "$1" "SHOW STATUS LIKE 'wsrep_local_state_comment'" | cut -f2)" = Synced ]; }
galera_has_nodes() { [ "$(galera_query "$1" "SHOW STATUS LIKE 'wsrep_cluster_size'" | cut -f2)" = "$2" ]; }

wait_for_galera_node() {
  wait_until "$1 has joined the cluster: $(tail -n 3 "$folder/$1/error.log" 2>/dev/null)" 90 galera_is_synced "$1"
}

# Starts three nodes and creates the database, and a user with the single right to read the state of a node.
galera_new() {
  local name
  for name in "${NODES[@]}"; do node_port[$name]=$(free_port) node_group[$name]=$(free_port); done
  galera_node node1 --wsrep-new-cluster
  wait_for_galera_node node1
  galera_query node1 "CREATE DATABASE stepwise CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    CREATE USER stepwise@127.0.0.1 IDENTIFIED BY '$password'; GRANT ALL PRIVILEGES ON stepwise.* TO stepwise@127.0.0.1;
    CREATE USER health@127.0.0.1 IDENTIFIED BY '$password'"
  for name in node2 node3; do
    galera_node "$name"
    wait_for_galera_node "$name"
  done
  galera_has_nodes node1 3 || die "The cluster does not have three nodes."
  # The health check of the proxy: is this node part of the cluster and up to date?
  private_folder health mysql
  printf "[client]\nuser=health\npassword=%s\nconnect-timeout=2\n" "$password" | as_user mysql tee "$folder/health/my.cnf" >/dev/null
  cat >"$folder/node-is-synced" <<CHECK
#!/bin/sh
# Arguments from HAProxy: its own address and port, address and port of the node.
[ "\$(mariadb --defaults-file=$folder/health/my.cnf --host="\$3" --port="\$4" --skip-column-names --batch \\
  --execute="SHOW STATUS LIKE 'wsrep_local_state_comment'" | cut -f2)" = Synced ]
CHECK
  chmod 755 "$folder/node-is-synced"
}

galera_url() { printf 'mysql://stepwise:%s@127.0.0.1:%s/stepwise' "$password" "$1"; }

# The node that the proxy has selected: the one with connections of Stepwise.
galera_writer() {
  local name best="" most=0 count
  for name in "${NODES[@]}"; do
    count=$(galera_query "$name" "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'stepwise'" 2>/dev/null || echo 0)
    if [ "${count:-0}" -gt "$most" ]; then most=$count best=$name; fi
  done
  printf '%s' "$best"
}
