#!/bin/sh
# Makes the file .env for docker compose, with new secrets; an existing one is left alone. See .env.example.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo ".env is there already" >&2
  exit 0
fi
umask 077
for name in ACCESS_KEY_SECRET RABBITMQ_PASSWORD DATABASE_PASSWORD DATABASE_OWNER_PASSWORD POSTGRES_PASSWORD; do
  printf 'TALLYGATE_%s=%s\n' "$name" "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
done >.env.new
mv .env.new .env
