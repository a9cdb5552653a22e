-- Keys of machines. Of a key there is its hash only, made with a secret that is not in the database.
CREATE TABLE api_key (
    id           text        COLLATE "C" PRIMARY KEY,
    name         text        NOT NULL,
    hash         bytea       NOT NULL,
    roles        text[]      NOT NULL,
    all_tenants  boolean     NOT NULL,
    tenants      uuid[]      NOT NULL,
    sources      text[]      NOT NULL,
    types        text[]      NOT NULL,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    revoked_by   text,
    last_used_at timestamptz,
    replaced_by  text        COLLATE "C",
    -- Whether the making of it is in the log. The command that makes the first key has no log to write to: a gateway records it
    -- and lets nobody in with it before.
    recorded     boolean     NOT NULL
);
CREATE INDEX api_key_alive ON api_key (expires_at) WHERE revoked_at IS NULL;

-- The gateway's own, see V8.
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY whole ON api_key USING ((SELECT serves_all())) WITH CHECK ((SELECT serves_all()));
