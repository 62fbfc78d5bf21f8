#!/usr/bin/env bash
# Measures the release build and prints tables. A slow result is not an error. Every measurement is a function.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh test
tools/build/build.sh release

# The files that a browser downloads: raw size, and size of the brotli file that the build created.
sizes() {
  local file raw small all_raw=0 all_small=0
  printf '\n%-34s %12s %12s\n' "file" "raw, bytes" "brotli"
  while read -r file; do
    raw=$(stat -c %s "$file")
    if [ -f "$file.br" ]; then
      small=$(stat -c %s "$file.br")
    else
      small=$(node -p 'require("zlib").brotliCompressSync(require("fs").readFileSync(process.argv[1])).length' "$file")
    fi
    # The hash in the file name is left out.
    printf '%-34s %12s %12s\n' "$(basename "$file" | sed -E 's/\.[A-Za-z0-9_-]{22}\././')" "$raw" "$small"
    all_raw=$((all_raw + raw)) all_small=$((all_small + small))
  done < <(find "$READY/release/site/pkg" -type f \( -name '*.wasm' -o -name '*.js' -o -name '*.css' \) | sort)
  printf '%-34s %12s %12s\n' "together" "$all_raw" "$all_small"
}

sizes

# The server with a temporary data folder, and the load generator on the same machine.
load() {
  step "Build of the load generator" cargo build --release -p load
  data=$(mktemp -d /tmp/stepwise-bench.XXXXXX)
  trap 'kill "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
  start_server release "$data" "$LOGS/bench-server.log"
  printf '\n'
  "$TARGET/release/stepwise-load" --addr "127.0.0.1:$port" --pid "$server" "$@"
}

load "$@"
