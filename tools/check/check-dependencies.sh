#!/usr/bin/env bash
# Checks the dependency rules of the crates (docs/ARCHITECTURE.md), including indirect dependencies.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh run

browser=wasm32-unknown-unknown

# crates PACKAGE [cargo tree options]: all linked dependencies, without procedural macros, which run only in the
# compiler.
crates() {
  local package=$1
  shift
  cargo tree -p "$package" -e normal,no-proc-macro --prefix none --format '{p}' "$@" | awk '{print $1, $2}' | sort -u
}

# without PACKAGE "names" [cargo tree options]: fails if PACKAGE depends on one of them. A name can end in *.
without() {
  local package=$1 names=$2 pattern found
  shift 2
  pattern="^($(printf '%s' "$names" | sed 's/\*/[^ ]*/g; s/ /|/g')) "
  found=$(crates "$package" "$@") || return 1
  ! grep -E "$pattern" <<<"$found" || {
    say "$package must not depend on these crates. 'cargo tree -p $package -i NAME' shows why it does."
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

# Runs install.sh with only the files that the first layer of the Dockerfile copies.
first_layer() {
  local folder words
  folder=$(mktemp -d) || return 1
  while read -ra words; do
    mkdir -p "$folder/${words[-1]}" && cp "${words[@]:1:${#words[@]}-2}" "$folder/${words[-1]}" || return 1
  done < <(sed -n '/ AS tools$/,/^RUN/p' Dockerfile | grep '^COPY ')
  (cd "$folder" && tools/setup/install.sh run) && rm -rf "$folder"
}

step "Dependencies: domain has no database, web, clock or randomness" \
  without domain "sea-orm* sqlx* tokio axum* leptos* getrandom rand rand_core time chrono backend app" --target all
step "Dependencies: texts has no database and no other crate but domain" \
  without texts "sea-orm* sqlx* tokio axum* backend app server" --target all
step "Dependencies: the browser part has no database and no server" \
  without frontend "sea-orm* sqlx* tokio axum* hyper backend migration server" --target "$browser"
step "Dependencies: backend has no web framework" without backend "axum* leptos* app server"
step "Dependencies: migration has no other crate of the workspace" without migration "axum* leptos* app backend server"
step "Dependencies: the server does not use ring beside aws-lc-rs" without server "ring"
step "Dependencies: only one version of sqlx" one_sqlx
step "Dependencies: SQLite is used through sqlx only" without server "rusqlite"
step "The first layer of the image has all files that install.sh needs" first_layer
