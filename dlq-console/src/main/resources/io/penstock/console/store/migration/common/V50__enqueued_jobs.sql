-- Jobs that were enqueued over HTTP under ids of their callers' own, so that the same one sent again is no second job.
CREATE TABLE enqueued_job (
    -- Tenant, a slash, and the id: tenants do not share their ids.
    job    VARCHAR(700) PRIMARY KEY,
    -- SHA-256 of queue, type and payload.
    digest VARCHAR(64)  NOT NULL,
    at     TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE INDEX enqueued_job_at ON enqueued_job (at);
