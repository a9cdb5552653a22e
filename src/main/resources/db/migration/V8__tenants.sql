-- The second lock. Whatever a statement asks for, it gets what the setting tallygate.tenants names: '*' is the gateway's own work, a
-- list of ids with commas between them is those tenants, and nothing is nothing. Forced, so that it holds for the owner, too.

-- Parsed now and not when they are called, so that no search_path makes them mean something else.
CREATE FUNCTION serves_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('tallygate.tenants', true) = '*', false);

-- What is no list of ids is an error, and not nothing.
CREATE FUNCTION served_tenants() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN current_setting('tallygate.tenants', true) IN ('', '*') THEN '{}'
                ELSE string_to_array(current_setting('tallygate.tenants', true), ',')::uuid[] END;

-- Each function is called within a SELECT of its own: once a statement, and not once a row.
DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'audit_head', 'audit_event', 'audit_key', 'relay_position', 'relay_retry', 'installation', 'quarantine', 'resubmission',
        'idempotency_key', 'projection_position', 'workflow_run', 'project', 'project_hour', 'project_artifact',
        'project_correlation', 'project_parent', 'activity_series', 'activity_minute', 'activity_hour'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it);
        EXECUTE format('CREATE POLICY whole ON %I USING ((SELECT serves_all())) WITH CHECK ((SELECT serves_all()))', it);
    END LOOP;
    FOREACH it IN ARRAY ARRAY[
        'audit_event', 'audit_key', 'quarantine', 'workflow_run', 'project', 'project_hour', 'project_artifact',
        'project_correlation', 'project_parent', 'activity_series', 'activity_minute', 'activity_hour'
    ] LOOP
        EXECUTE format('CREATE POLICY tenants ON %I FOR SELECT'
            || ' USING (tenant_id = ANY ((SELECT served_tenants())::uuid[]))', it);
    END LOOP;
    -- How far things have come says nothing of anybody's data, and who reads them must know it.
    FOREACH it IN ARRAY ARRAY['audit_head', 'projection_position'] LOOP
        EXECUTE format('CREATE POLICY tenants ON %I FOR SELECT'
            || ' USING ((SELECT current_setting(''tallygate.tenants'', true) <> ''''))', it);
    END LOOP;
    -- With the policies of the log on what is asked of it, a partition needs none: by itself it shows nothing to anybody.
    FOR it IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'audit_event'::regclass LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it);
    END LOOP;
END
$$;

-- A try belongs to the quarantined event that it was made for.
CREATE POLICY tenants ON resubmission FOR SELECT
    USING (EXISTS (SELECT FROM quarantine q WHERE q.id = resubmission.quarantine_id));

-- A view asks as its owner unless it is told to ask as whoever asks it.
ALTER VIEW relay_backlog SET (security_invoker = true);

-- The gateway's login may make the months of the log, and no other tables. The lock is the same in every instance: one of them
-- does it at a time. Names and bounds are made from a date: no text from outside gets into the statements.
CREATE FUNCTION make_month_of_log(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    log      regclass := 'audit_event';
    home     regnamespace := (SELECT relnamespace FROM pg_class WHERE oid = log);
    begins   date := date_trunc('month', month);
    ends     date := begins + interval '1 month';
    part     text := 'audit_event_' || to_char(begins, 'YYYYMM');
BEGIN
    PERFORM pg_advisory_xact_lock(134215219675137);
    IF to_regclass(home || '.' || part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %s.%I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
        home, part, log, begins || ' 00:00:00+00', ends || ' 00:00:00+00');
    EXECUTE format('ALTER TABLE %s.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', home, part);
END
$$;
REVOKE EXECUTE ON FUNCTION make_month_of_log(date) FROM PUBLIC;
-- It runs as the owner, so nobody else's search_path may decide what its words mean.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION make_month_of_log(date) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END
$$;
