-- The index by type was paid by everybody who stored an event. Which types a stretch has is noted as its sources are (see V11).
DROP INDEX audit_event_by_type;

-- The logs of pipelines are listed in the order of the log: an index that only they pay for.
CREATE INDEX audit_event_by_activity ON audit_event (sequence) WHERE event_type = 'activity.logged';

-- Which types a stretch has events of, for who asks for all tenants.
CREATE TABLE log_type (
    event_type     text   COLLATE "C" NOT NULL,
    length         bigint NOT NULL,
    first_sequence bigint NOT NULL,
    PRIMARY KEY (event_type, length, first_sequence)
);
ALTER TABLE log_type ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY whole ON log_type USING ((SELECT serves_all())) WITH CHECK ((SELECT serves_all()));
