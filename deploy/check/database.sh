#!/bin/bash
# Runs deploy/postgres/10-roles.sql and the migrations on a database of their own, and tries what each role may do.
# Usage: database.sh DIRECTORY_OF_INITDB_AND_PG_CTL. Needs psql. As root it runs the server as nobody.
set -euo pipefail
bin=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
home=$(mktemp -d /tmp/holdfast-database-XXXXXX)
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; else "$@"; fi; }
stop() { as "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$home"; }
trap stop EXIT

mkdir "$home/secrets"
printf 'owner pass\n' > "$home/secrets/postgres-owner-password"
printf "app'pass\n" > "$home/secrets/postgres-app-password"
sed "s#/run/secrets/#$home/secrets/#" "$root/deploy/postgres/10-roles.sql" > "$home/roles.sql"
chmod -R a+rX "$home"
[ "$(id -u)" != 0 ] || chown 65534:65534 "$home"

as "$bin/initdb" -D "$home/data" -U postgres --encoding UTF8 --locale C.UTF-8 \
  --auth-local=trust --auth-host=scram-sha-256 >/dev/null
as "$bin/pg_ctl" -D "$home/data" -s -w -l "$home/log" \
  -o "-c listen_addresses=127.0.0.1 -c port=${PORT:-54329} -c unix_socket_directories=$home -c fsync=off" start

run() { psql -X -q -v ON_ERROR_STOP=1 -p "${PORT:-54329}" "$@"; }
owner() { PGPASSWORD='owner pass' run -h 127.0.0.1 -U holdfast_owner -d holdfast "$@"; }
app() { PGPASSWORD="app'pass" run -h 127.0.0.1 -U holdfast_app -d holdfast "$@"; }
failed=0
claim() {
  local text=$1 expected=$2; shift 2
  if "$@" >"$home/out" 2>&1; then seen=yes; else seen=no; fi
  if [ $seen = "$expected" ]; then echo "  ok   $text"; else echo "  FAIL $text: $(cat "$home/out")"; failed=1; fi
}

run -h "$home" -U postgres -d postgres -c 'CREATE DATABASE holdfast'
run -h "$home" -U postgres -d holdfast -f "$home/roles.sql"
for migration in $(ls "$root"/migrations/src/main/resources/dev/holdfast/migrations/V*.sql | sort -V); do
  claim "the owner applies ${migration##*/}" yes owner -f "$migration"
done
claim "a node reads" yes app -c 'SELECT count(*) FROM bookings'
claim "a node writes, identities and all" yes app -c "
  BEGIN;
  INSERT INTO events (venue_id, aggregate_type, aggregate_id, version, type, data, metadata, occurred_at)
    VALUES (gen_random_uuid(), 'x', gen_random_uuid(), 1, 'x', '{}', '{}', now());
  UPDATE events SET version = 2; DELETE FROM events;
  ROLLBACK"
claim "a node listens and notifies" yes app -c 'LISTEN x; NOTIFY x'
claim "a node makes no table" no app -c 'CREATE TABLE mine (id int)'
claim "a node makes no temporary table" no app -c 'CREATE TEMP TABLE mine (id int)'
claim "a node makes no schema" no app -c 'CREATE SCHEMA mine'
claim "a node changes no table" no app -c 'ALTER TABLE bookings ADD COLUMN mine int'
claim "a node drops no constraint" no app -c 'ALTER TABLE booking_items DROP CONSTRAINT booking_items_no_double_booking'
claim "a node drops no table" no app -c 'DROP TABLE events'
claim "a node empties no table at one stroke" no app -c 'TRUNCATE events'
claim "a node does not become the owner" no app -c 'SET ROLE holdfast_owner'
claim "a wrong password is refused" no env PGPASSWORD=wrong psql -X -h 127.0.0.1 -p "${PORT:-54329}" -U holdfast_app -d holdfast -c 'SELECT 1'
claim "the owner is no superuser" no owner -c 'CREATE ROLE mine'
exit $failed
