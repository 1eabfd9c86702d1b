#!/bin/sh
# Has access tokens signed with a new key from ten minutes later on: new-signing-key.sh [ES256|EdDSA] [--at-once].
# docs/keys.md tells more. The key is made by the application itself: in its image, or by `java -jar $HOLDFAST_JAR`.
set -eu
cd "$(dirname "$0")/.."
file=$PWD/deploy/secrets/signing-key.json
image=${HOLDFAST_IMAGE:-holdfast:local}

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$file" "$work/signing-key.json"
chmod 0600 "$work/signing-key.json"

if [ -n "${HOLDFAST_JAR:-}" ]; then
  java -jar "$HOLDFAST_JAR" new-signing-key "$work" "$@"
else
  docker run --rm --network none --read-only --tmpfs /tmp:exec --cap-drop ALL --security-opt no-new-privileges \
    --user "$(id -u):$(id -g)" -v "$work:/keys" "$image" new-signing-key /keys "$@"
fi

# The containers have this very file mounted, not its name: it must be written over, not replaced. A node that reads half
# of it keeps the keys it has, and looks again 10 s later.
chmod 0644 "$file"
cat "$work/signing-key.json" > "$file"
chmod 0444 "$file"
