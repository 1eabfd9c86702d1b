#!/bin/sh
# Writes fresh secrets for compose.yaml to deploy/secrets, once; nothing there is ever overwritten.
# The keys are made by the application itself: in its image, which is built for it, or by `java -jar $HOLDFAST_JAR`.
set -eu
cd "$(dirname "$0")/.."
dir=deploy/secrets
image=${HOLDFAST_IMAGE:-holdfast:local}

if [ -e "$dir" ]; then
  echo "$dir exists already; remove it only if no data depends on it." >&2
  exit 1
fi
[ -n "${HOLDFAST_JAR:-}" ] || docker build -t "$image" .

umask 077
work=$dir.unfinished
rm -rf "$work"
mkdir -p "$work/keys.new"

password() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}
write() {
  printf '%s\n' "$2" > "$work/$1"
}

owner=$(password) app=$(password) redis=$(password) mongo=$(password)
write postgres-password "$(password)"
write postgres-owner-password "$owner"
write postgres-app-password "$app"
write holdfast.database.owner "postgresql://holdfast_owner:$owner@postgres:5432/holdfast"
write holdfast.database.url "postgresql://holdfast_app:$app@postgres:5432/holdfast"
# Whoever has no name may ask whether Redis is there, and nothing else. The nodes may not administer it.
write redis-users.acl "user default on nopass resetkeys resetchannels nocommands +ping
user holdfast on >$redis ~* &* +@all -@admin -@dangerous +info"
write holdfast.redis.url "redis://holdfast:$redis@redis:6379"
write mongo-root-password "$(password)"
write mongo-app-password "$mongo"
write mongo-keyfile "$(password)$(password)"
write holdfast.mongodb.url "mongodb://holdfast:$mongo@mongo:27017/holdfast?replicaSet=rs0"
# The mail catcher, which delivers nothing.
write holdfast.mail.url "smtp://mail:1025"
write grafana-admin-password "$(password)"

if [ -n "${HOLDFAST_JAR:-}" ]; then
  java -jar "$HOLDFAST_JAR" new-secrets "$work/keys.new/keys"
else
  docker run --rm --network none --read-only --tmpfs /tmp:exec --cap-drop ALL --security-opt no-new-privileges \
    --user "$(id -u):$(id -g)" -v "$PWD/$work/keys.new:/out" "$image" new-secrets /out/keys
fi
mv "$work"/keys.new/keys/* "$work"
rm -r "$work/keys.new"

# Each container runs as a user of its own and gets single files, so these must be readable to all. The folder is not:
# on this machine only its owner comes to them.
chmod 0444 "$work"/*
mv "$work" "$dir"
echo "Wrote $dir. Keep a copy in a safe place: without encryption-keyset.json and index-key the personal data in the"
echo "database, backups included, cannot be read or found any more."
