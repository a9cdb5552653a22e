#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: who owns the tables, and who the gateway works as. Neither is a
# superuser, for whom row-level security would not hold.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=owner_password="$TALLYGATE_DATABASE_OWNER_PASSWORD" --set=password="$TALLYGATE_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE tallygate_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE tallygate LOGIN PASSWORD :'password';
ALTER DATABASE tallygate OWNER TO tallygate_owner;
SQL
