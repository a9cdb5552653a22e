#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: who owns the tables, and who the gateway works as. Neither is a
# superuser, for whom row-level security would not hold. Passwords are read by psql itself, so that they stand in no command line.
set -eu
psql --set=ON_ERROR_STOP=1 --no-psqlrc --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
\getenv database POSTGRES_DB
\getenv owner_password TALLYGATE_DATABASE_OWNER_PASSWORD
\getenv password TALLYGATE_DATABASE_PASSWORD
CREATE ROLE tallygate_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE tallygate LOGIN PASSWORD :'password';
ALTER DATABASE :"database" OWNER TO tallygate_owner;
SQL
