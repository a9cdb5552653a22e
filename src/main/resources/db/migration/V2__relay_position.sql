-- The outbox becomes a position in the log instead of a row an event: sequence numbers are gapless and become visible in
-- their own order, so one number says what has been published. Each event that came in by HTTP costs one insert and one
-- delete less.

-- How many of the entries up to last_sequence must be published.
ALTER TABLE audit_head ADD COLUMN publishable bigint NOT NULL DEFAULT 0;

-- Every entry up to this number is published, or is in relay_retry, or needs no publishing.
CREATE TABLE relay_position (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    sequence  bigint  NOT NULL,
    passed    bigint  NOT NULL
);
INSERT INTO relay_position (sequence, passed) SELECT last_sequence, 0 FROM audit_head;

-- What must be published out of turn: what no queue took, and what somebody asked to have published again. What waited
-- when this ran is published from here, in its order.
ALTER TABLE relay_pending RENAME TO relay_retry;
ALTER INDEX relay_pending_pkey RENAME TO relay_retry_pkey;

CREATE VIEW relay_backlog AS
    SELECT greatest(h.publishable - p.passed, 0) + (SELECT count(*) FROM relay_retry WHERE NOT parked) AS pending,
           (SELECT count(*) FROM relay_retry WHERE parked) AS parked
      FROM audit_head h CROSS JOIN relay_position p;

-- The secret by which the gateway recognises on the audit queue what it has published itself: 244 random bits.
CREATE TABLE installation (
    singleton   boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    mark_secret bytea   NOT NULL
);
INSERT INTO installation (mark_secret) VALUES (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
