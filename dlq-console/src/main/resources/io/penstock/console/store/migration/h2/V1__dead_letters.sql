-- What is the same in both kinds of database is in the folder common; bytes and identity columns are not.
CREATE TABLE dead_letter (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Job id, dead-lettered when, queue: the same dead letter collected twice is one row.
    natural_key   VARCHAR(64)  NOT NULL UNIQUE,
    job_id        VARCHAR(255) NOT NULL,
    queue         VARCHAR(255) NOT NULL,
    type          VARCHAR(255),
    tenant        VARCHAR(255),
    user_id       VARCHAR(255),
    attempt       INTEGER      NOT NULL,
    reason        VARCHAR(64)  NOT NULL,
    error_class   VARCHAR(512),
    error_message VARCHAR(4096),
    worker        VARCHAR(512),
    fingerprint   VARCHAR(64)  NOT NULL,
    state         VARCHAR(16)  NOT NULL,
    died_at       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    collected_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    ended_at      TIMESTAMP(3) WITH TIME ZONE,
    replay_of     BIGINT,
    body          VARBINARY    NOT NULL,
    -- Every property and header with its AMQP type, x-death included.
    envelope      VARCHAR      NOT NULL
);
