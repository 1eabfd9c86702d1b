#!/bin/bash
# Checks what can be checked of compose.yaml and deploy/ without an image: nginx is driven with its real configuration,
# the roles are tried on a real PostgreSQL, Redis is asked with the users of its list. Needs python3 and nginx; whatever
# else is not installed is skipped, and said to be.
#
# PG_BIN may name the directory of PostgreSQL's initdb and pg_ctl.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
skipped=0
step() { echo "$1"; }
skip() { echo "  skipped: $1"; skipped=$((skipped + 1)); }
must() { "$@" || { echo "  FAIL $*"; failed=$((failed + 1)); }; }
has() { command -v "$1" >/dev/null 2>&1; }
work=$(mktemp -d)
redis=
finish() { [ -z "$redis" ] || kill "$redis" 2>/dev/null; rm -rf "$work"; }
trap finish EXIT

has python3 || { echo "python3 is needed"; exit 2; }
PATH=$PATH:/usr/sbin:/usr/local/sbin
has nginx || { echo "nginx is needed"; exit 2; }

step "nginx"
must python3 deploy/check/proxy.py "$(command -v nginx)"

step "compose.yaml"
if python3 -c 'import yaml' 2>/dev/null; then must python3 deploy/check/compose.py compose.yaml; else skip "PyYAML is not installed"; fi
if docker compose version >/dev/null 2>&1; then must docker compose config --quiet; else skip "docker compose is not installed"; fi

step "PostgreSQL roles"
bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
if [ -x "$bin/initdb" ] && has psql; then must bash deploy/check/database.sh "$bin"; else skip "initdb or psql is not installed"; fi

step "Redis"
if has redis-server && has redis-cli; then
  sed -n 's/^write redis-users.acl "//p; s/^\(user holdfast .*\)"$/\1/p' deploy/new-secrets.sh \
    | sed 's/\$redis/secret/' > "$work/redis-users.acl"
  sed "s#/run/secrets#$work#; s#^dir /tmp#dir $work#; s#^bind .*#bind 127.0.0.1#; s#^port .*#port 63799#" \
    deploy/redis/redis.conf > "$work/redis.conf"
  redis-server "$work/redis.conf" >"$work/redis.log" 2>&1 &
  redis=$!
  ask() { redis-cli -p 63799 "$@" 2>/dev/null; }
  for _ in $(seq 50); do ask ping >/dev/null && break; sleep 0.1; done
  claim() { if [[ "$2" == $3 ]]; then echo "  ok   $1"; else echo "  FAIL $1: $2"; failed=$((failed + 1)); fi; }
  claim "anyone may ask whether it is there" "$(ask ping)" PONG
  claim "anyone may do nothing else" "$(ask get x)" "NOPERM*"
  as() { ask --user holdfast --pass secret --no-auth-warning "$@"; }
  claim "a node writes" "$(as set booking:1 x px 1000)" OK
  claim "a node names itself" "$(as client setname holdfast)" OK
  claim "a node runs scripts" "$(as eval 'return 1' 0)" 1
  claim "a node publishes" "$(as publish x y)" 0
  claim "a node reads what Redis says of itself" "$(as info server)" "*redis_version*"
  claim "a node does not administer it" "$(as config get dir)" "NOPERM*"
  claim "a node does not empty it" "$(as flushall)" "NOPERM*"
else
  skip "redis-server is not installed"
fi

step "Prometheus and Grafana"
if has promtool; then must promtool check config deploy/prometheus/prometheus.yml; else skip "promtool is not installed"; fi
for dashboard in deploy/grafana/dashboards/*.json; do must python3 -m json.tool "$dashboard" /dev/null; done

step "scripts"
for script in deploy/*.sh deploy/check/*.sh deploy/image/*.sh; do must bash -n "$script"; done
if has node; then must node --check deploy/mongo/init.js; else skip "node is not installed"; fi
skip "images cannot be built or started here: see docs/deployment.md for the first start"

echo "$failed failed, $skipped skipped"
[ "$failed" = 0 ]
