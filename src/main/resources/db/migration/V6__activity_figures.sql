-- Figures of what happened: counts and durations by minute and by hour of the events' own time. Made from the audit log by
-- the projection "activity", and made again from it whenever that is wanted: nothing here is evidence.

-- What events have in common that are counted together. Its id is made from the other columns, so that it needs no look-up.
CREATE TABLE activity_series (
    series     uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL,
    dialect    text COLLATE "C" NOT NULL,
    event_type text COLLATE "C" NOT NULL,
    source     text COLLATE "C" NOT NULL,
    project    text COLLATE "C" NOT NULL,
    step       text COLLATE "C" NOT NULL
);

-- Durations are a sparse histogram: slots and how many are in each, in the order of the slots. Slot 0 is below 1 ms, slot n
-- from 2^((n-1)/8) ms to below 2^(n/8) ms. A bucket is named by the second at which it begins, counted from 1970 (UTC).
-- There is no further index, so that counting on changes no index; and pages have room for the next count of the same bucket.
CREATE TABLE activity_minute (
    bucket    bigint     NOT NULL,
    tenant_id uuid       NOT NULL,
    series    uuid       NOT NULL,
    events    bigint     NOT NULL,
    failed    bigint     NOT NULL,
    slots     smallint[] NOT NULL,
    counts    bigint[]   NOT NULL,
    PRIMARY KEY (bucket, tenant_id, series)
) WITH (fillfactor = 80);

CREATE TABLE activity_hour (LIKE activity_minute INCLUDING ALL) WITH (fillfactor = 60);

-- Figures of the quarantine are read from it by the time of receipt, in which its rows come: a summary of each 512 kB is
-- enough, and costs those who write nearly nothing.
CREATE INDEX quarantine_by_time ON quarantine
    USING brin (received_at timestamptz_minmax_multi_ops) WITH (pages_per_range = 64, autosummarize = on);

-- Figures of runs are asked by the time at which they ended, and the oldest that has not is looked for. Most events of a run
-- change neither of the two.
CREATE INDEX workflow_run_by_end ON workflow_run (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX workflow_run_unfinished ON workflow_run (started_at) WHERE state = 'running';
