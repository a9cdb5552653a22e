#!/bin/sh
# Makes the two logins of Tallygate, neither a superuser: the owner of the tables, who changes them at the start of a newer version,
# and the gateway's own, which owns nothing. PostgreSQL's image runs this once, when it sets itself up; run again, it only sets
# the passwords anew. See docs/configuration.md#two-logins.
set -eu

# A password is given as a setting, so that it needs no quoting here and stands in no command line.
psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv database POSTGRES_DB
\getenv owner_password TALLYGATE_DATABASE_OWNER_PASSWORD
\getenv gateway_password TALLYGATE_DATABASE_PASSWORD
SELECT format('CREATE ROLE %I LOGIN', wanted)
  FROM unnest(ARRAY['tallygate', 'tallygate_gateway']) AS wanted
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) \gexec
ALTER ROLE tallygate PASSWORD :'owner_password';
ALTER ROLE tallygate_gateway PASSWORD :'gateway_password';
ALTER DATABASE :"database" OWNER TO tallygate;
SQL
