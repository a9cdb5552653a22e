-- Most events have the id of their workflow as their correlation id, and the workflow's index finds those. Only the
-- others need an index of their own, so that most events pay for one index less.
DROP INDEX audit_event_by_correlation;
CREATE INDEX audit_event_by_correlation ON audit_event (correlation_id, sequence)
    WHERE correlation_id IS DISTINCT FROM workflow_id;

-- A summary for every 2 MB finds a narrow window of either time. It is made as soon as the 2 MB are full: what has none
-- is read by each query, and the vacuum that makes them otherwise comes when a fifth of the table is new. It keeps apart
-- what is far from the rest (minmax_multi), since events come late, and small ones fill the room left in old pages.
DROP INDEX audit_event_by_event_time;
CREATE INDEX audit_event_by_time ON audit_event
    USING brin (event_time timestamptz_minmax_multi_ops, received_at timestamptz_minmax_multi_ops)
    WITH (pages_per_range = 256, autosummarize = on);
