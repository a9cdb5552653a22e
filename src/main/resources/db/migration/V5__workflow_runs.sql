-- What is derived from the audit log, as its events come in. All of it can be made again from the log at any time.

-- How far each projection has come: all entries up to this number are in it, each exactly once, since the number moves in the
-- transaction that adds them. One of another version than the gateway's, or of version 0, is made anew.
CREATE TABLE projection_position (
    name     text    COLLATE "C" PRIMARY KEY,
    version  integer NOT NULL,
    sequence bigint  NOT NULL
);

-- One row a run of a workflow. What its events said lies beside what is made of it, each with the event that said it, so that
-- the next event can be added whenever it comes. A run is stalled when it is running and its stalls_at is past.
CREATE TABLE workflow_run (
    workflow_id      text        COLLATE "C" NOT NULL,
    tenant_id        uuid        NOT NULL,
    run_id           text        COLLATE "C" NOT NULL,
    dialect          text        COLLATE "C" NOT NULL,
    workflow_type    text        COLLATE "C" NOT NULL,
    source           text        COLLATE "C" NOT NULL,
    project          text        COLLATE "C" NOT NULL,
    state            text        COLLATE "C" NOT NULL,
    start_received   boolean     NOT NULL,
    started_at       timestamptz NOT NULL,
    ended_at         timestamptz,
    first_event_at   timestamptz NOT NULL,
    last_event_at    timestamptz NOT NULL,
    last_received_at timestamptz NOT NULL,
    first_sequence   bigint      NOT NULL,
    last_sequence    bigint      NOT NULL,
    event_count      bigint      NOT NULL,
    last_step        text,
    duration_ms      bigint,
    failed_sequence  bigint,
    failed_event_id  text        COLLATE "C",
    failure          text,
    stalls_at        timestamptz NOT NULL,
    origin_at        timestamptz NOT NULL,
    origin_sequence  bigint      NOT NULL,
    type_at          timestamptz,
    type_sequence    bigint,
    project_at       timestamptz,
    project_sequence bigint,
    begun_at         timestamptz,
    start_expected   boolean     NOT NULL,
    going            boolean     NOT NULL,
    open_operations  bigint      NOT NULL,
    latest_at        timestamptz NOT NULL,
    latest_sequence  bigint      NOT NULL,
    step_at          timestamptz,
    step_sequence    bigint,
    end_at           timestamptz,
    end_sequence     bigint,
    end_state        text        COLLATE "C",
    end_event_id     text        COLLATE "C",
    end_failure      text,
    end_duration_ms  bigint,
    PRIMARY KEY (workflow_id, tenant_id, run_id)
);
CREATE INDEX workflow_run_by_last ON workflow_run (last_sequence);
CREATE INDEX workflow_run_by_type ON workflow_run (workflow_type, last_sequence);
CREATE INDEX workflow_run_by_project ON workflow_run (project, last_sequence) WHERE project <> '';
CREATE INDEX workflow_run_by_trouble ON workflow_run (state, last_sequence) WHERE state IN ('failed', 'running');
-- Its columns never or hardly ever change, so that most events of a run leave it as it is.
CREATE INDEX workflow_run_by_start ON workflow_run (started_at, first_sequence);

-- Projects: that they are there, their events by the hour in which they happened, and what they depend on. Events without a
-- project are of the project ''.
CREATE TABLE project (
    project       text        COLLATE "C" NOT NULL,
    tenant_id     uuid        NOT NULL,
    events        bigint      NOT NULL,
    last_event_at timestamptz NOT NULL,
    PRIMARY KEY (project, tenant_id)
);

CREATE TABLE project_hour (
    hour      timestamptz NOT NULL,
    project   text        COLLATE "C" NOT NULL,
    tenant_id uuid        NOT NULL,
    events    bigint      NOT NULL,
    PRIMARY KEY (hour, project, tenant_id)
);

-- What projects say that they have made and read. Who reads what another one has made is downstream of it.
CREATE TABLE project_artifact (
    tenant_id uuid        NOT NULL,
    artifact  text        COLLATE "C" NOT NULL,
    project   text        COLLATE "C" NOT NULL,
    made      bigint      NOT NULL,
    read      bigint      NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, artifact, project)
);
CREATE INDEX project_artifact_by_project ON project_artifact (project, last_at);

-- What events of a project belong to besides their own workflow: it may be the workflow of another one.
CREATE TABLE project_correlation (
    tenant_id      uuid        NOT NULL,
    correlation_id text        COLLATE "C" NOT NULL,
    project        text        COLLATE "C" NOT NULL,
    events         bigint      NOT NULL,
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, correlation_id, project)
);
CREATE INDEX project_correlation_by_project ON project_correlation (project, last_at);

-- What events say outright of the project that theirs builds upon.
CREATE TABLE project_parent (
    tenant_id uuid        NOT NULL,
    upstream  text        COLLATE "C" NOT NULL,
    project   text        COLLATE "C" NOT NULL,
    events    bigint      NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, upstream, project)
);
CREATE INDEX project_parent_by_project ON project_parent (project);
