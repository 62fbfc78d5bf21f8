#!/usr/bin/env bash
# Creates .env for `docker compose` with new keys and passwords, readable only by its owner. Never overwrites an existing
# file: without its keys the encrypted data of an installation is lost.
#   create-env.sh [FILE]
set -euo pipefail

file=${1:-$(cd "$(dirname "$0")/../.." && pwd)/.env}
if [ -e "$file" ]; then
  echo "$file exists already and is not changed."
  exit 0
fi

key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }
# A password without characters that must be escaped in a database URL.
password() { head -c 24 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }

# The key that signs the tokens of the API. A value in .env is one line, so `\n` replaces the line ends.
token_key() { openssl genrsa 2048 2>/dev/null | awk '{ printf "%s\\n", $0 }'; }
command -v openssl >/dev/null || { echo "Please install openssl. It creates the key that signs the tokens of the API." >&2 && exit 1; }

umask 077
cat >"$file.draft" <<ENV
# Created by \`make env\`. Keep a copy in a safe place, separate from the backups of the database.
STEPWISE_SEAL_KEYS=k1:$(key)
STEPWISE_MAC_KEYS=k1:$(key)
STEPWISE_JWT_PRIVATE_KEY='$(token_key)'
STEPWISE_METRICS_TOKEN=$(password)
POSTGRES_PASSWORD=$(password)
MARIADB_PASSWORD=$(password)

# The compose profile: sqlite, postgres, mysql or scale. A --profile on the command line has precedence.
COMPOSE_PROFILES=sqlite
# The public address, with https: if a proxy terminates TLS. Requests for another host are refused.
STEPWISE_BASE_URL=http://localhost:8000
# Without a mail server, mails are written to the folder outbox of the volume.
#STEPWISE_SMTP_URL=smtps://user:password@host
#STEPWISE_MAIL_FROM=Stepwise <stepwise@example.org>
# Administrators sign in with a passkey and with nothing else. Needs https and a name in STEPWISE_BASE_URL.
#STEPWISE_ADMIN_FACTORS=passkey
# All other settings of docs/SETTINGS.md are possible here too.
ENV
mv "$file.draft" "$file"
echo "Created $file. Next: docker compose up --detach --wait"
