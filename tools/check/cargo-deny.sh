#!/usr/bin/env bash
# Checks dependencies against deny.toml: licences, banned crates, sources; known weaknesses where their database can be
# fetched.
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

tools/setup/install.sh test

checks=(bans licenses sources)
what="Dependencies: licences, bans, sources"
# The advisory database is a git repository. The command has a time-out, because some closed networks drop the
# connection instead of refusing it.
if timeout --kill-after=5 30 cargo deny fetch db >"$LOGS/advisories.log" 2>&1 </dev/null; then
  checks+=(advisories) what+=", advisories"
else
  what+=" (advisories not checked: the database cannot be fetched)"
fi
step "$what" cargo deny --locked check --hide-inclusion-graph "${checks[@]}"
