#!/bin/sh
# Replaces keys of deploy/secrets in steps, as docs/keys.md tells:
#   keys.sh new-signing-key [ES256|EdDSA] [--at-once]
#   keys.sh new-encryption-key
#   keys.sh promote-encryption-key
# The keys are made by the application itself: in its image, or by `java -jar $HOLDFAST_JAR`.
set -eu
cd "$(dirname "$0")/.."
command=${1:-}
case $command in
  new-signing-key) name=signing-key.json ;;
  new-encryption-key | promote-encryption-key) name=encryption-keyset.json ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
shift
file=$PWD/deploy/secrets/$name
image=${HOLDFAST_IMAGE:-holdfast:local}

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$file" "$work/$name"
chmod 0600 "$work/$name"

if [ -n "${HOLDFAST_JAR:-}" ]; then
  java -jar "$HOLDFAST_JAR" "$command" "$work" "$@"
else
  docker run --rm --network none --read-only --tmpfs /tmp:exec --cap-drop ALL --security-opt no-new-privileges \
    --user "$(id -u):$(id -g)" -v "$work:/keys" "$image" "$command" /keys "$@"
fi

# The containers have this very file mounted, not its name: it must be written over, not replaced. A node that reads half
# of the signing keys keeps those it has, and looks again 10 s later; the encryption keys are read at its start only.
chmod 0644 "$file"
cat "$work/$name" > "$file"
chmod 0444 "$file"
