-- Sessions that ended long ago are looked for by their end, whichever way it came; LEAST passes over NULL.
CREATE INDEX sessions_end ON sessions (LEAST(expires_at, revoked_at));

-- Every node asks now and then which accounts were closed in the last minutes: their tokens are to be refused.
CREATE INDEX users_closed ON users (updated_at) WHERE NOT is_active;
