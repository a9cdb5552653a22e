-- Questions to the logs of pipelines (dialect activity): lists filtered by what a log says, and metrics over a range of time.

-- The logs of a range of time. The index holds those of this one type only: for every other event it costs no more than
-- a comparison of its type, for a log one more entry.
CREATE INDEX audit_event_by_activity_time ON audit_event (event_time, tenant_id)
    WHERE event_type = 'activity.logged';

-- An event as JSON. Not jsonb, which refuses numbers that JSON may have; and U+0000, which no text of PostgreSQL can hold,
-- is read as U+FFFD, so that one event that has it does not make a question fail that is about many.
CREATE FUNCTION event_json(content bytea) RETURNS json LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(convert_from(content, 'UTF8'), '\u0000', '\ufffd')::json
$$;

-- A number of an event that can be reckoned with; null for one that is negative, has no common size or is none.
CREATE FUNCTION event_number(text text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN text ~ '^[0-9]{1,15}([.][0-9]{1,100})?([eE][+-]?[0-9]{1,2})?$'
           THEN least(text::numeric, 1e15) END
$$;
