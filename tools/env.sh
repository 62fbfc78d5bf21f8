#!/usr/bin/env bash
# Makes .env for `docker compose`: keys and passwords of this installation, readable by its owner only. What is there
# is never overwritten: whoever loses the keys loses what they sealed.
#   env.sh [FILE]
set -euo pipefail

file=${1:-$(cd "$(dirname "$0")/.." && pwd)/.env}
if [ -e "$file" ]; then
  echo "$file is there already, and stays as it is."
  exit 0
fi

key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }
# Without characters that an address of a database would have to escape.
password() { head -c 24 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }

# The API signs its tokens with it. A value of .env is one line: `\n` stands for the end of one.
token_key() { openssl genrsa 2048 2>/dev/null | awk '{ printf "%s\\n", $0 }'; }
command -v openssl >/dev/null || { echo "Please install openssl: it makes the key that signs the API's tokens." >&2 && exit 1; }

umask 077
cat >"$file.draft" <<ENV
# Made by \`make env\`. Keep a copy in a safe place, apart from the copies of the database.
STEPWISE_SEAL_KEYS=k1:$(key)
STEPWISE_MAC_KEYS=k1:$(key)
STEPWISE_JWT_PRIVATE_KEY='$(token_key)'
STEPWISE_METRICS_TOKEN=$(password)
POSTGRES_PASSWORD=$(password)
MARIADB_PASSWORD=$(password)

# Which database: sqlite, postgres, mysql or scale. A --profile on the command line wins.
COMPOSE_PROFILES=sqlite
# The address people type, with https: once there is TLS in front. Requests for any other host are refused.
STEPWISE_BASE_URL=http://localhost:8000
# Without a mail server mails are put into the folder outbox of the volume.
#STEPWISE_SMTP_URL=smtps://user:password@host
#STEPWISE_MAIL_FROM=Stepwise <stepwise@example.org>
# Every other setting of docs/SETTINGS.md can stand here too.
ENV
mv "$file.draft" "$file"
echo "$file is made. Now: docker compose up --detach --wait"
