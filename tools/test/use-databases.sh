# Gives a script the temporary PostgreSQL and MariaDB servers. Source it after common.sh. Servers that run already stay, so
# that a script does not end those of another terminal.
# shellcheck shell=bash

started_databases=""

use_databases() {
  tools/test/databases.sh url >/dev/null 2>&1 || started_databases=yes
  step "PostgreSQL and MariaDB for the tests" tools/test/databases.sh start
  eval "$(tools/test/databases.sh url)"
}

# Call it in the trap of EXIT.
stop_databases() {
  [ -z "$started_databases" ] || tools/test/databases.sh stop >/dev/null 2>&1 || true
  started_databases=""
}
