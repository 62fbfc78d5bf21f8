# Three replicas with a Galera cluster of three nodes, behind a proxy that sends all connections to one node. This node is
# killed twice and joins again. Replicas are killed in between.
# shellcheck shell=bash

# shellcheck source=tools/chaos/galera.sh
. tools/chaos/galera.sh
STUDENTS=${STUDENTS:-100}
say "Three replicas with a Galera cluster of three nodes, $STUDENTS students, the writing node and replicas are killed:"
share_keys
galera_new
say "    the cluster is ready after $SECONDS s"
database_proxy mysql "$folder/node-is-synced" "node1=${node_port[node1]}" "node2=${node_port[node2]}" "node3=${node_port[node3]}"
url=$(galera_url "$database_port")
replicas=(one two three)
# All replicas start at once. The lock for the migrations exists on one node only, but the proxy leads all replicas to
# the same node.
for name in "${replicas[@]}"; do replica "$name" "$url"; done
for name in "${replicas[@]}"; do replica_is_ready "$name"; done
web_proxy "${replicas[@]}"
start_class "$STUDENTS" "${SPREAD:-80}" "$web_port" "${replicas[@]}"

killed=0 nodes=0
while class_is_running && [ "$SECONDS" -lt 900 ]; do
  sleep "$(random_seconds 2 5)"
  if [ "$nodes" -lt 2 ] && [ $((killed % 2)) = 1 ]; then
    node=$(galera_writer)
    [ -n "$node" ] || continue
    kill_9 "$node"
    nodes=$((nodes + 1)) killed=$((killed + 1))
    say "    $node, the writing node, was killed"
    sleep "$(random_seconds 4 6)"
    say "    $(galera_writer) writes now"
    galera_node "$node"
    wait_for_galera_node "$node"
    continue
  fi
  name=${replicas[killed % 3]}
  kill_9 "$name"
  killed=$((killed + 1))
  sleep "$(random_seconds 0 1.5)"
  replica "$name" "$url"
  replica_is_ready "$name"
done
wait_for_class
[ "$nodes" = 2 ] || die "FAILED: the lesson ended too early, after only $nodes killed nodes."
for name in "${NODES[@]}"; do wait_for_galera_node "$name"; done
check_results -- "${replicas[@]}"
# Every node has the same rows.
tables=$(galera_query node1 "SELECT table_name FROM information_schema.tables WHERE table_schema = 'stepwise'")
sums() { galera_query "$1" "$(for table in $tables; do printf 'CHECKSUM TABLE stepwise.%s; ' "$table"; done)"; }
for name in "${replicas[@]}"; do kill_9 "$name"; done
first=$(sums node1)
for name in node2 node3; do
  [ "$(sums "$name")" = "$first" ] || die "FAILED: $name has other rows than node1."
done
say "    all three nodes have the same rows in $(wc -w <<<"$tables") tables"
