-- Where others want to be told of what happens. Endpoints of no venue carry the nil UUID. Secrets are sealed for the row
-- and the column they stand in. `failures` and `failing_since` count what has failed in a row; they are no part of the
-- version that clients see.
CREATE TABLE webhook_endpoints (
  venue_id        uuid        NOT NULL,
  id              uuid        NOT NULL,
  url             text        NOT NULL,
  types           text[]      NOT NULL,
  description     text,
  is_active       boolean     NOT NULL,
  paused_reason   text CHECK (paused_reason IN ('GONE', 'FAILING')),
  secret          text        NOT NULL,
  previous_secret text,
  previous_until  timestamptz,
  -- Only what happened in later transactions is sent there.
  since           xid8        NOT NULL DEFAULT pg_current_xact_id(),
  failures        integer     NOT NULL DEFAULT 0,
  failing_since   timestamptz,
  version         bigint      NOT NULL,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (venue_id, id),
  CHECK (paused_reason IS NULL OR NOT is_active),
  CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);
CREATE INDEX webhook_endpoints_id ON webhook_endpoints (id);

-- One event on its way to one endpoint. The event is named, not copied: what it says is written anew at each attempt, so
-- that nothing personal is kept here. Whether a pending delivery is paused is its endpoint's to say. An endpoint that is
-- deleted leaves its deliveries behind unseen, until they are old enough to go.
CREATE TABLE webhook_deliveries (
  venue_id         uuid        NOT NULL,
  endpoint_id      uuid        NOT NULL,
  id               uuid        NOT NULL,
  event_id         text        NOT NULL,
  type             text        NOT NULL,
  aggregate_id     uuid        NOT NULL,
  version          bigint      NOT NULL,
  status           text        NOT NULL CHECK (status IN ('PENDING', 'DELIVERED', 'FAILED')),
  attempts         jsonb       NOT NULL DEFAULT '[]',
  failures         integer     NOT NULL DEFAULT 0,
  next_attempt_at  timestamptz NOT NULL DEFAULT now(),
  tried_until      timestamptz NOT NULL,
  -- Who sends it now, and until when that holds; a number that grows tells a claim from the one that followed it.
  claimed_by       uuid,
  claimed_until    timestamptz NOT NULL DEFAULT '-infinity',
  claim_no         bigint      NOT NULL DEFAULT 0,
  created_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (venue_id, id),
  UNIQUE (endpoint_id, event_id, venue_id)
);
CREATE INDEX webhook_deliveries_id ON webhook_deliveries (id);
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_attempt_at) WHERE status = 'PENDING';
CREATE INDEX webhook_deliveries_order ON webhook_deliveries (endpoint_id, aggregate_id, version)
  WHERE status = 'PENDING';
