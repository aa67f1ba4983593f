CREATE TABLE replay (
    -- Random and never used again: it is part of what the ledger remembers of each job.
    id              VARCHAR(64)  PRIMARY KEY,
    kind            VARCHAR(16)  NOT NULL,
    state           VARCHAR(16)  NOT NULL,
    reason          VARCHAR(500) NOT NULL,
    created_by      VARCHAR(255) NOT NULL,
    created_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    started_at      TIMESTAMP(3) WITH TIME ZONE,
    ended_at        TIMESTAMP(3) WITH TIME ZONE,
    -- The only tenants whose dead letters it may touch, a JSON array; null for all.
    tenants         VARCHAR,
    rate            INTEGER      NOT NULL,
    canary          INTEGER      NOT NULL,
    canary_wait     INTEGER      NOT NULL,
    stop_above      INTEGER,
    target_queue    VARCHAR(256),
    -- Whether success is told by events, or nothing but new dead letters tells anything.
    by_events       BOOLEAN      NOT NULL,
    -- A JSON array of sentences.
    warnings        VARCHAR      NOT NULL,
    why             VARCHAR(500),
    -- Until which dead letter, ascending, those that are pending belong to this replay alone.
    reserved_to     BIGINT       NOT NULL,
    -- When the wait for the canary is over; null before all of it was published.
    canary_until    TIMESTAMP(3) WITH TIME ZONE,
    canary_over     BOOLEAN      NOT NULL,
    -- Outcomes that somebody has seen and gone on in spite of.
    past_failed     INTEGER      NOT NULL,
    past_known      INTEGER      NOT NULL,
    -- The process that runs it, and until when nobody else may.
    owner           VARCHAR(64),
    owned_until     TIMESTAMP(3) WITH TIME ZONE
);

CREATE INDEX replay_by_time ON replay (created_at DESC, id DESC);
CREATE INDEX replay_by_state ON replay (state);

CREATE TABLE replay_item (
    replay_id       VARCHAR(64)  NOT NULL REFERENCES replay (id),
    dead_letter_id  BIGINT       NOT NULL,
    job_id          VARCHAR(256) NOT NULL,
    -- By which an outcome finds it: queue, tenant and job id. Null for what is ineligible.
    job_key         VARCHAR(64),
    queue           VARCHAR(256) NOT NULL,
    bytes           INTEGER      NOT NULL,
    state           VARCHAR(16)  NOT NULL,
    reason          VARCHAR(32),
    explanation     VARCHAR(500),
    published_at    TIMESTAMP(3) WITH TIME ZONE,
    ended_at        TIMESTAMP(3) WITH TIME ZONE,
    failed_as       BIGINT,
    PRIMARY KEY (replay_id, dead_letter_id),
    UNIQUE (replay_id, job_key)
);

CREATE INDEX replay_item_by_state ON replay_item (replay_id, state, dead_letter_id);
CREATE INDEX replay_item_by_letter ON replay_item (dead_letter_id);

-- Up to where the events of each partition have been read.
CREATE TABLE event_offset (
    topic           VARCHAR(249) NOT NULL,
    partition_no    INTEGER      NOT NULL,
    next_offset     BIGINT       NOT NULL,
    PRIMARY KEY (topic, partition_no)
);
