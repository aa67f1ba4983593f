CREATE TABLE dead_letter (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The same dead letter collected twice is one row.
    natural_key   VARCHAR(64)  NOT NULL UNIQUE,
    job_id        VARCHAR(256) NOT NULL,
    queue         VARCHAR(256) NOT NULL,
    type          VARCHAR(256),
    tenant        VARCHAR(256),
    user_id       VARCHAR(256),
    attempt       INTEGER      NOT NULL,
    reason        VARCHAR(64)  NOT NULL,
    error_class   VARCHAR(512),
    error_message VARCHAR(1100),
    worker        VARCHAR(512),
    -- Which replay had sent the job that died, and the dead letter that was replayed.
    replay_id     VARCHAR(64),
    replay_of     BIGINT,
    fingerprint   VARCHAR(64)  NOT NULL,
    state         VARCHAR(16)  NOT NULL,
    died_at       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    collected_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    ended_at      TIMESTAMP(3) WITH TIME ZONE,
    body_size     INTEGER      NOT NULL,
    -- Always 0. It leads the index of those lists that no column of their own leads; without it, a planner might walk
    -- along that index for any list, past all that the list does not want.
    listed        SMALLINT     NOT NULL DEFAULT 0
);

-- Every list is of one state, newest first, by at most one of these; the rest of its filter is checked row by row.
CREATE INDEX dead_letter_by_time ON dead_letter (listed, state, died_at DESC, id DESC);
CREATE INDEX dead_letter_by_queue ON dead_letter (queue, state, died_at DESC, id DESC);
CREATE INDEX dead_letter_by_type ON dead_letter (type, state, died_at DESC, id DESC);
CREATE INDEX dead_letter_by_tenant ON dead_letter (tenant, state, died_at DESC, id DESC);
CREATE INDEX dead_letter_by_error ON dead_letter (error_class, state, died_at DESC, id DESC);
CREATE INDEX dead_letter_by_reason ON dead_letter (reason, state, died_at DESC, id DESC);
CREATE INDEX dead_letter_by_fingerprint ON dead_letter (fingerprint, state, died_at DESC, id DESC);
CREATE INDEX dead_letter_by_job ON dead_letter (job_id);
CREATE INDEX dead_letter_by_replay ON dead_letter (replay_id);
CREATE INDEX dead_letter_by_end ON dead_letter (ended_at);

-- What dead letters of one fingerprint have in common, and what people know of it.
CREATE TABLE letter_group (
    fingerprint   VARCHAR(64)  PRIMARY KEY,
    queue         VARCHAR(256) NOT NULL,
    type          VARCHAR(256),
    error_class   VARCHAR(512),
    reason        VARCHAR(64)  NOT NULL,
    error_message VARCHAR(1100),
    frames        VARCHAR(4000) NOT NULL,
    note          VARCHAR(4000),
    note_by       VARCHAR(256),
    note_at       TIMESTAMP(3) WITH TIME ZONE
);

-- How many of a group there are: of all tenants (scope 'all'), and of each tenant (scope 'tenant ' and its name).
CREATE TABLE letter_tally (
    scope       VARCHAR(264) NOT NULL,
    fingerprint VARCHAR(64)  NOT NULL,
    open        BIGINT       NOT NULL,
    replaying   BIGINT       NOT NULL,
    replayed    BIGINT       NOT NULL,
    resolved    BIGINT       NOT NULL,
    archived    BIGINT       NOT NULL,
    first_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    last_at     TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (scope, fingerprint)
);

-- How many arrived in each hour, for the trend.
CREATE TABLE letter_hour (
    scope       VARCHAR(264) NOT NULL,
    fingerprint VARCHAR(64)  NOT NULL,
    begins_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    letters     BIGINT       NOT NULL,
    PRIMARY KEY (scope, fingerprint, begins_at)
);

CREATE INDEX letter_hour_by_time ON letter_hour (begins_at);

CREATE TABLE letter_version (
    fingerprint VARCHAR(64)  NOT NULL,
    version     VARCHAR(256) NOT NULL,
    letters     BIGINT       NOT NULL,
    last_at     TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (fingerprint, version)
);
