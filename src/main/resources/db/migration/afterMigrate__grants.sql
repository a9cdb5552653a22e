-- What the gateway's login needs, and no more: granted at every start, since it may be another one than last time. A table of a
-- later migration needs a line here. Who owns the tables needs none of it.
DO $$
DECLARE
    gateway name := '${gateway_role}';
    allowed record;
BEGIN
    IF gateway IN ('', current_user) THEN
        RETURN;
    END IF;
    -- That of make_month_of_log: two changes of one table's entry in the catalogue at a time are one too many.
    PERFORM pg_advisory_xact_lock(134215219675137);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), gateway);
    FOR allowed IN SELECT * FROM (VALUES
        ('SELECT, INSERT', 'audit_event, audit_key, quarantine, resubmission'),
        ('SELECT, UPDATE', 'audit_head, relay_position'),
        ('SELECT, INSERT, UPDATE, DELETE', 'relay_retry'),
        ('SELECT', 'relay_backlog, installation'),
        ('SELECT, INSERT, DELETE', 'idempotency_key'),
        ('SELECT, INSERT, UPDATE', 'projection_position, api_key'),
        -- derived from the log: what is made anew is emptied first
        ('SELECT, INSERT, UPDATE, TRUNCATE', 'workflow_run, project, project_hour, project_artifact, project_correlation,'
            || ' project_parent, activity_hour, log_stretch, log_long_stretch'),
        ('SELECT, INSERT, TRUNCATE', 'activity_series, log_source, log_type, log_of_tenant'),
        ('SELECT, INSERT, UPDATE, DELETE, TRUNCATE', 'activity_minute')
    ) AS list (what, tables) LOOP
        EXECUTE format('GRANT %s ON TABLE %s TO %I', allowed.what, allowed.tables, gateway);
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION make_month_of_log(date), serves_all(), served_tenants(), event_json(bytea),'
        || ' event_number(text) TO %I', gateway);
END
$$;
