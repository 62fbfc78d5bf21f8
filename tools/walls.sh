#!/usr/bin/env bash
# The walls between the rooms (docs/ARCHITECTURE.md): what a crate must not even reach through others.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/common.sh"

tools/setup.sh run

browser=wasm32-unknown-unknown

# crates PACKAGE [cargo tree options]: everything it is linked with; macros run in the compiler and do not count.
crates() {
  local package=$1
  shift
  cargo tree -p "$package" -e normal,no-proc-macro --prefix none --format '{p}' "$@" | awk '{print $1, $2}' | sort -u
}

# without PACKAGE "names" [cargo tree options]; a name that ends in * is a beginning.
without() {
  local package=$1 names=$2 pattern found
  shift 2
  pattern="^($(printf '%s' "$names" | sed 's/\*/[^ ]*/g; s/ /|/g')) "
  found=$(crates "$package" "$@") || return 1
  ! grep -E "$pattern" <<<"$found" || {
    say "$package must not depend on these. 'cargo tree -p $package -i NAME' shows the way."
    return 1
  }
}

one_sqlx() {
  local found
  found=$(crates server) || return 1
  [ "$(grep -c '^sqlx-core ' <<<"$found")" = 1 ] || {
    grep '^sqlx' <<<"$found"
    return 1
  }
}

# Of several columns: a row from SQLite does not keep their order (backend/src/db/values.rs).
by_name() {
  # shellcheck disable=SC2016 # perl's variables
  ! git ls-files -z -co --exclude-standard 'backend/*.rs' 'server/*.rs' | xargs -0 perl -0777 -ne \
    'print "$ARGV: $&\n" while /<\([^;]*?\.into_tuple\b|into_tuple::<\(|try_get_by_index\([1-9]/g' | grep .
}

# The layer of the image that is built before the sources are there: its script finds all it reads.
first_layer() {
  local folder words
  folder=$(mktemp -d) || return 1
  while read -ra words; do
    mkdir -p "$folder/${words[-1]}" && cp "${words[@]:1:${#words[@]}-2}" "$folder/${words[-1]}" || return 1
  done < <(sed -n '/ AS tools$/,/^RUN/p' Dockerfile | grep '^COPY ')
  (cd "$folder" && tools/setup.sh run) && rm -rf "$folder"
}

step "Wall: domain has no database, web, clock or randomness" \
  without domain "sea-orm* sqlx* tokio axum* leptos* getrandom rand rand_core time chrono backend app" --target all
step "Wall: texts knows neither the rooms above it nor a database" \
  without texts "sea-orm* sqlx* tokio axum* backend app server" --target all
step "Wall: the browser part has no database and no server" \
  without frontend "sea-orm* sqlx* tokio axum* hyper backend migration server" --target "$browser"
step "Wall: backend has no web" without backend "axum* leptos* app server"
step "Wall: migration knows no other room" without migration "axum* leptos* app backend server"
step "Wall: the server uses one cryptographic library, not ring" without server "ring"
step "Wall: one sqlx" one_sqlx
step "Wall: rows are read by the names of their columns" by_name
step "Wall: the image's first layer has what its script reads" first_layer
step "Wall: domain and texts compile for the browser" \
  cargo check --quiet -p domain -p texts --target "$browser"
