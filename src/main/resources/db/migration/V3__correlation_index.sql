-- Most events have the id of their workflow as their correlation id, and the workflow's index finds those. Only the
-- others need an index of their own, so that most events pay for one index less.
DROP INDEX audit_event_by_correlation;
CREATE INDEX audit_event_by_correlation ON audit_event (correlation_id, sequence)
    WHERE correlation_id IS DISTINCT FROM workflow_id;

-- One summary for every 2 MB finds a window of either time. It is made as soon as the 2 MB are full: what has none is
-- read by each query, and the vacuum that makes them otherwise comes when a fifth of the table is new.
DROP INDEX audit_event_by_event_time;
CREATE INDEX audit_event_by_time ON audit_event USING brin (event_time, received_at)
    WITH (pages_per_range = 256, autosummarize = on);
