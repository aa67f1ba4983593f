CREATE TABLE schedule (
    -- UUID, version 7: in the order in which they were created.
    id            VARCHAR(36)  PRIMARY KEY,
    name          VARCHAR(100),
    -- Tenant and name of those that have a name: a name is there once for each tenant.
    name_key      VARCHAR(400) UNIQUE,
    -- api or file: who may change it.
    keeper        VARCHAR(8)   NOT NULL,
    created_by    VARCHAR(255) NOT NULL,
    created_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    queue         VARCHAR(256) NOT NULL,
    type          VARCHAR(256),
    tenant        VARCHAR(256),
    user_id       VARCHAR(256),
    max_attempts  INTEGER,
    -- A JSON object in ASCII.
    payload       VARCHAR      NOT NULL,
    -- once, every, cron; the columns of the other two are null.
    kind          VARCHAR(8)   NOT NULL,
    once_at       TIMESTAMP(3) WITH TIME ZONE,
    every_ms      BIGINT,
    every_from    TIMESTAMP(3) WITH TIME ZONE,
    cron          VARCHAR(200),
    zone          VARCHAR(64),
    catch_up      VARCHAR(8)   NOT NULL,
    overlap       VARCHAR(8)   NOT NULL,
    busy_ms       BIGINT       NOT NULL,
    jitter_ms     BIGINT       NOT NULL,
    -- active, paused, done
    state         VARCHAR(8)   NOT NULL,
    -- For which time the next job is; null once it is done.
    due_at        TIMESTAMP(3) WITH TIME ZONE,
    -- When the sweeper looks at it next.
    fire_at       TIMESTAMP(3) WITH TIME ZONE,
    revision      BIGINT       NOT NULL,
    last_job      VARCHAR(128),
    last_at       TIMESTAMP(3) WITH TIME ZONE,
    -- The last job, until its end is heard of; only where that matters.
    busy_job      VARCHAR(128),
    busy_at       TIMESTAMP(3) WITH TIME ZONE,
    runs          BIGINT       NOT NULL,
    skipped       BIGINT       NOT NULL,
    last_error    VARCHAR(500)
);

CREATE INDEX schedule_by_fire ON schedule (state, fire_at);
CREATE INDEX schedule_by_tenant ON schedule (tenant, id);
