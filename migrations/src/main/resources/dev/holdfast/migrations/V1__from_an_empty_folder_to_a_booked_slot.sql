-- Every table of a venue carries venue_id, and has it in each primary, unique and exclusion key, so that the whole
-- schema can be distributed by venue. Ids are UUIDv7 made by the application. No triggers, no deferred constraints.
-- btree_gist must exist: it lets UUIDs and integers stand beside ranges in one exclusion constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- People. What must be found is a keyed hash, what must be shown again is a ciphertext under the person's own data
-- key, and that key is wrapped by the keyset of the installation. Erasing the key erases the person.
CREATE TABLE users (
  id                uuid PRIMARY KEY,
  email_hash        bytea,
  phone_hash        bytea,
  first_name_hash   bytea,
  last_name_hash    bytea,
  email             text,
  phone             text,
  first_name        text,
  last_name         text,
  data_key          bytea,
  password_hash     text,
  role              text        NOT NULL CHECK (role IN ('USER', 'MANAGER', 'ADMIN')),
  is_active         boolean     NOT NULL DEFAULT true,
  avatar_url        text,
  last_login_at     timestamptz,
  version           bigint      NOT NULL,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_email_hash ON users (email_hash);
CREATE INDEX users_phone_hash ON users (phone_hash);
CREATE INDEX users_first_name_hash ON users (first_name_hash);
CREATE INDEX users_last_name_hash ON users (last_name_hash);
CREATE INDEX users_role ON users (role);
CREATE INDEX users_created_at ON users (created_at);
CREATE INDEX users_active ON users (id) WHERE is_active;

-- A session is one sign-in; its refresh tokens follow each other and each works once.
CREATE TABLE sessions (
  id          uuid PRIMARY KEY,
  user_id     uuid        NOT NULL REFERENCES users (id),
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE refresh_tokens (
  token_hash  bytea PRIMARY KEY,
  session_id  uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  issued_at   timestamptz NOT NULL,
  used_at     timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE venues (
  venue_id             uuid PRIMARY KEY,
  name                 text        NOT NULL,
  time_zone            text        NOT NULL,
  currency             char(3)     NOT NULL,
  hold_ttl_seconds     bigint      NOT NULL CHECK (hold_ttl_seconds >= 1),
  cancellation_policy  jsonb       NOT NULL,
  staff                uuid[]      NOT NULL DEFAULT '{}',
  version              bigint      NOT NULL,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL
);
CREATE INDEX venues_staff ON venues USING gin (staff);

CREATE TABLE resources (
  venue_id               uuid        NOT NULL REFERENCES venues (venue_id),
  id                     uuid        NOT NULL,
  kind                   text        NOT NULL,
  name                   text        NOT NULL,
  description            text,
  capacity               integer     NOT NULL CHECK (capacity >= 1),
  buffer_before_seconds  bigint      NOT NULL CHECK (buffer_before_seconds >= 0),
  buffer_after_seconds   bigint      NOT NULL CHECK (buffer_after_seconds >= 0),
  slot_step_seconds      bigint      NOT NULL CHECK (slot_step_seconds >= 1),
  min_duration_seconds   bigint      NOT NULL,
  max_duration_seconds   bigint      NOT NULL,
  min_notice_seconds     bigint      NOT NULL,
  horizon_days           integer     NOT NULL,
  price_amount           numeric(19, 4),
  price_per              text CHECK (price_per IN ('HOUR', 'UNIT', 'BOOKING')),
  approval_required      boolean     NOT NULL,
  payment_required       boolean     NOT NULL,
  is_active              boolean     NOT NULL,
  opening_hours          jsonb       NOT NULL DEFAULT '[]',
  version                bigint      NOT NULL,
  created_at             timestamptz NOT NULL,
  updated_at             timestamptz NOT NULL,
  PRIMARY KEY (venue_id, id),
  CHECK ((price_amount IS NULL) = (price_per IS NULL))
);
CREATE INDEX resources_id ON resources (id);

CREATE TABLE bookings (
  venue_id             uuid          NOT NULL REFERENCES venues (venue_id),
  id                   uuid          NOT NULL,
  user_id              uuid          NOT NULL,
  status               text          NOT NULL CHECK (status IN
    ('PENDING', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'EXPIRED', 'DECLINED', 'CANCELLED', 'NO_SHOW')),
  total_amount         numeric(19, 4) NOT NULL,
  currency             char(3)       NOT NULL,
  hold_until           timestamptz,
  awaiting             text[]        NOT NULL DEFAULT '{}',
  note                 text,
  cancelled_by         text CHECK (cancelled_by IN ('CUSTOMER', 'VENUE', 'SYSTEM')),
  cancel_reason        text,
  cancellation_policy  jsonb         NOT NULL,
  version              bigint        NOT NULL,
  created_at           timestamptz   NOT NULL,
  updated_at           timestamptz   NOT NULL,
  PRIMARY KEY (venue_id, id),
  CHECK ((status = 'PENDING') = (hold_until IS NOT NULL))
);
CREATE INDEX bookings_id ON bookings (id);
CREATE INDEX bookings_user ON bookings (user_id, id);
CREATE INDEX bookings_holds ON bookings (hold_until) WHERE status = 'PENDING';

-- What makes a double booking impossible: no two active items may hold one unit of a resource at one instant.
-- `occupied` is the period widened by the resource's buffers; timestamptz +- interval is not immutable, so the
-- application computes it. Capacity N is N units under this same constraint.
CREATE TABLE booking_items (
  venue_id     uuid           NOT NULL,
  booking_id   uuid           NOT NULL,
  id           uuid           NOT NULL,
  resource_id  uuid           NOT NULL,
  unit_no      integer        NOT NULL CHECK (unit_no >= 1),
  start_at     timestamptz    NOT NULL,
  end_at       timestamptz    NOT NULL,
  period       tstzrange      NOT NULL GENERATED ALWAYS AS (tstzrange(start_at, end_at, '[)')) STORED,
  occupied     tstzrange      NOT NULL,
  price        numeric(19, 4) NOT NULL,
  status       text           NOT NULL,
  PRIMARY KEY (venue_id, booking_id, id),
  FOREIGN KEY (venue_id, booking_id) REFERENCES bookings (venue_id, id),
  CHECK (start_at < end_at),
  -- An empty range overlaps nothing and would slip through.
  CHECK (NOT isempty(occupied) AND lower_inc(occupied) AND NOT upper_inc(occupied) AND occupied @> period),
  CONSTRAINT booking_items_no_double_booking EXCLUDE USING gist
    (venue_id WITH =, resource_id WITH =, unit_no WITH =, occupied WITH &&)
    WHERE (status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN'))
);
CREATE INDEX booking_items_resource_status ON booking_items (venue_id, resource_id, status);
CREATE INDEX booking_items_period ON booking_items USING gist (resource_id, period);

-- The event store, and the log that everything else follows. Its order is (transaction_id, position): a sequence alone
-- is not commit order. Readers stop short of the oldest transaction still open. Events of no venue carry the nil UUID.
CREATE TABLE events (
  venue_id        uuid        NOT NULL,
  aggregate_type  text        NOT NULL,
  aggregate_id    uuid        NOT NULL,
  version         bigint      NOT NULL,
  transaction_id  xid8        NOT NULL DEFAULT pg_current_xact_id(),
  position        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  type            text        NOT NULL,
  data            json        NOT NULL,
  metadata        json        NOT NULL,
  occurred_at     timestamptz NOT NULL,
  PRIMARY KEY (venue_id, aggregate_type, aggregate_id, version)
);
CREATE INDEX events_log ON events (transaction_id, position);
CREATE INDEX events_aggregate ON events (aggregate_id, version);

-- A key commits with its effect. `answer` is replayed as it stands; it is sealed when it holds personal text.
CREATE TABLE idempotency_keys (
  venue_id      uuid        NOT NULL,
  user_id       uuid        NOT NULL,
  operation     text        NOT NULL,
  key           text        NOT NULL,
  request_hash  text        NOT NULL,
  answer        text        NOT NULL,
  is_sealed     boolean     NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (venue_id, user_id, operation, key)
);
CREATE INDEX idempotency_keys_lookup ON idempotency_keys (user_id, operation, key);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- How far each consumer of the log has come, and which node runs it. A runner writes under its fencing number only.
CREATE TABLE checkpoints (
  consumer        text PRIMARY KEY,
  transaction_id  xid8        NOT NULL DEFAULT '0',
  position        bigint      NOT NULL DEFAULT 0,
  fence           bigint      NOT NULL DEFAULT 0,
  holder          uuid,
  lease_until     timestamptz NOT NULL DEFAULT '-infinity',
  updated_at      timestamptz NOT NULL DEFAULT now()
);

-- Events that a consumer could not digest after several attempts, set aside so that the others flow on.
CREATE TABLE parked_events (
  consumer        text        NOT NULL,
  transaction_id  xid8        NOT NULL,
  position        bigint      NOT NULL,
  aggregate_id    uuid        NOT NULL,
  attempts        integer     NOT NULL,
  error           text        NOT NULL,
  parked_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, transaction_id, position)
);
CREATE INDEX parked_events_aggregate ON parked_events (consumer, aggregate_id);
