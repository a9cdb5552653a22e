-- What stretches of the log hold: of 128 numbers in a row, and of 32,768. Made from the log by the projection "stretches": a
-- question that no index answers learns here which numbers need not be looked at. Nobody who stores an event pays for it.

-- Between which times the events of a short stretch lie.
CREATE TABLE log_stretch (
    first_sequence    bigint      PRIMARY KEY,
    least_time        timestamptz NOT NULL,
    greatest_time     timestamptz NOT NULL,
    least_received    timestamptz NOT NULL,
    greatest_received timestamptz NOT NULL
);

-- The same of the long ones, which are gone through first: there are so few of them, close together, that it costs next to nothing.
CREATE TABLE log_long_stretch (LIKE log_stretch INCLUDING ALL);

-- Which sources a stretch has events of, for who asks for all tenants.
CREATE TABLE log_source (
    source         text   COLLATE "C" NOT NULL,
    length         bigint NOT NULL,
    first_sequence bigint NOT NULL,
    PRIMARY KEY (source, length, first_sequence)
);

-- Which types and sources of a tenant's events a long stretch has.
CREATE TABLE log_of_tenant (
    tenant_id      uuid   NOT NULL,
    field          text   COLLATE "C" NOT NULL,
    value          text   COLLATE "C" NOT NULL,
    first_sequence bigint NOT NULL,
    PRIMARY KEY (tenant_id, field, value, first_sequence)
);

-- See V8. Who asks for a time needs the stretches, which tell of nobody's events more than that some of all tenants' are from
-- between two times.
DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['log_stretch', 'log_long_stretch', 'log_source', 'log_of_tenant'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it);
        EXECUTE format('CREATE POLICY whole ON %I USING ((SELECT serves_all())) WITH CHECK ((SELECT serves_all()))', it);
    END LOOP;
END
$$;
CREATE POLICY tenants ON log_stretch FOR SELECT USING ((SELECT current_setting('tallygate.tenants', true) <> ''));
CREATE POLICY tenants ON log_long_stretch FOR SELECT USING ((SELECT current_setting('tallygate.tenants', true) <> ''));
CREATE POLICY tenants ON log_of_tenant FOR SELECT USING (tenant_id = ANY ((SELECT served_tenants())::uuid[]));
