-- The hash of the entry that was the last one of the audit trail, about once a minute. The trail is kept in another place;
-- whoever can write there could make all of it anew, hashes included, but not these.
CREATE TABLE audit_heads (
  sequence  bigint PRIMARY KEY,
  hash      text        NOT NULL,
  kept_at   timestamptz NOT NULL DEFAULT now()
);
