-- What people have been sent by mail, and what they are to be sent. Nothing personal stands here but whose it is: the
-- address is looked up when a mail is sent, and what it tells is read from the event that it is about. A booking makes two
-- rows, so there are no more indexes than questions: the primary key also says that an event is told once, and finds what
-- must be sent before.
CREATE TABLE notifications (
  venue_id         uuid        NOT NULL,
  id               uuid        NOT NULL,
  user_id          uuid        NOT NULL,
  aggregate_id     uuid        NOT NULL,
  version          bigint      NOT NULL,
  template         text        NOT NULL CHECK (template IN
    ('WELCOME', 'CONFIRMED', 'RESCHEDULED', 'CANCELLED', 'DECLINED', 'REMINDER')),
  subject          text        NOT NULL,
  status           text        NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'SENT', 'FAILED', 'CANCELLED')),
  due_at           timestamptz NOT NULL,
  -- When it is to be tried next: due_at at first, later each time it is put off.
  next_attempt_at  timestamptz NOT NULL,
  attempts         integer     NOT NULL DEFAULT 0,
  -- Whoever sends it has it until then, and tells that it is still theirs by the claim.
  claim            uuid,
  claimed_until    timestamptz NOT NULL DEFAULT '-infinity',
  created_at       timestamptz NOT NULL DEFAULT now(),
  sent_at          timestamptz,
  PRIMARY KEY (aggregate_id, version, template, venue_id),
  CHECK ((status = 'SENT') = (sent_at IS NOT NULL))
);
CREATE INDEX notifications_user ON notifications (user_id, id);
CREATE INDEX notifications_pending ON notifications (next_attempt_at) WHERE status = 'PENDING';
