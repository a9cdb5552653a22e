-- The audit log: append-only, range-partitioned by the time of arrival. Partitions are made ahead by the gateway.
--
-- Text that is compared but never sorted for people has collation "C": byte order, the cheapest there is.

-- One row that every writer locks for the length of its transaction. It makes sequence numbers gapless and visible in
-- their own order: whoever has read up to N never misses a lower number that commits later.
CREATE TABLE audit_head (
    singleton     boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    last_sequence bigint  NOT NULL
);
INSERT INTO audit_head (last_sequence) VALUES (0);

CREATE TABLE audit_event (
    sequence       bigint      NOT NULL,
    received_at    timestamptz NOT NULL,
    tenant_id      uuid        NOT NULL,
    event_id       text        COLLATE "C" NOT NULL,
    event_type     text        COLLATE "C" NOT NULL,
    event_version  text        COLLATE "C" NOT NULL,
    dialect        text        COLLATE "C" NOT NULL,
    source         text        COLLATE "C" NOT NULL,
    workflow_id    text        COLLATE "C",
    correlation_id text        COLLATE "C",
    event_time     timestamptz NOT NULL,
    door           text        COLLATE "C" NOT NULL,
    routing_key    text        COLLATE "C" NOT NULL,
    traceparent    text        COLLATE "C",
    sha256         bytea       NOT NULL,
    content        bytea       NOT NULL,
    PRIMARY KEY (sequence, received_at)
) PARTITION BY RANGE (received_at);

CREATE INDEX audit_event_by_tenant ON audit_event (tenant_id, sequence);
CREATE INDEX audit_event_by_workflow ON audit_event (workflow_id, sequence) WHERE workflow_id IS NOT NULL;
CREATE INDEX audit_event_by_correlation ON audit_event (correlation_id, sequence) WHERE correlation_id IS NOT NULL;
CREATE INDEX audit_event_by_type ON audit_event (event_type, sequence);
CREATE INDEX audit_event_by_event_time ON audit_event USING brin (event_time);

CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
-- A row trigger is cloned to every partition, so that the partitions themselves are append-only too.
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();

-- (tenant, id) is unique over all time, which no index of a table partitioned by time can say.
CREATE TABLE audit_key (
    event_id    text        COLLATE "C" NOT NULL,
    tenant_id   uuid        NOT NULL,
    sequence    bigint      NOT NULL,
    received_at timestamptz NOT NULL,
    sha256      bytea       NOT NULL,
    PRIMARY KEY (event_id, tenant_id)
);

-- What the relay must still publish: the part of the audit log that is its outbox.
CREATE TABLE relay_pending (
    sequence    bigint      PRIMARY KEY,
    received_at timestamptz NOT NULL,
    attempts    integer     NOT NULL DEFAULT 0,
    parked      boolean     NOT NULL DEFAULT false,
    last_error  text
);

CREATE TABLE quarantine (
    id              uuid        PRIMARY KEY,
    received_at     timestamptz NOT NULL,
    door            text        COLLATE "C" NOT NULL,
    routing_key     text,
    reason          text        COLLATE "C" NOT NULL,
    message         text        NOT NULL,
    violations      json        NOT NULL,
    dialect         text,
    tenant_id       uuid,
    event_id        text        COLLATE "C",
    event_type      text        COLLATE "C",
    event_version   text,
    source          text        COLLATE "C",
    workflow_id     text        COLLATE "C",
    headers         json        NOT NULL,
    traceparent     text,
    content         bytea       NOT NULL,
    content_length  bigint      NOT NULL,
    sha256          bytea       NOT NULL,
    resubmission_of uuid        REFERENCES quarantine (id)
);
CREATE INDEX quarantine_by_content ON quarantine (sha256);
CREATE INDEX quarantine_by_tenant ON quarantine (tenant_id, id);
CREATE INDEX quarantine_by_reason ON quarantine (reason, id);
CREATE INDEX quarantine_by_event ON quarantine (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX quarantine_by_workflow ON quarantine (workflow_id, id) WHERE workflow_id IS NOT NULL;

-- Each try to send a quarantined event again, and what came of it.
CREATE TABLE resubmission (
    id              uuid        PRIMARY KEY,
    quarantine_id   uuid        NOT NULL REFERENCES quarantine (id),
    attempted_at    timestamptz NOT NULL,
    corrected       boolean     NOT NULL,
    outcome         text        COLLATE "C" NOT NULL,
    tenant_id       uuid,
    event_id        text        COLLATE "C",
    sequence        bigint,
    quarantined_as  uuid        REFERENCES quarantine (id),
    idempotency_key text        COLLATE "C"
);
CREATE INDEX resubmission_by_original ON resubmission (quarantine_id, id);
CREATE UNIQUE INDEX resubmission_by_key ON resubmission (quarantine_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;

-- What was asked under an Idempotency-Key, with the very bytes that were sent in for it: asking again sends the same.
CREATE TABLE idempotency_key (
    scope          text        COLLATE "C" NOT NULL,
    key            text        COLLATE "C" NOT NULL,
    request_sha256 bytea       NOT NULL,
    content        bytea       NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key USING brin (created_at);
