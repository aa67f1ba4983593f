-- What an edited job was made into.
CREATE TABLE letter_edit (
    replay_id       VARCHAR(64)  PRIMARY KEY REFERENCES replay (id),
    dead_letter_id  BIGINT       NOT NULL,
    job_id          VARCHAR(128) NOT NULL,
    before_sha256   VARCHAR(64)  NOT NULL,
    after_sha256    VARCHAR(64)  NOT NULL,
    -- RFC 6902, redacted.
    diff            VARCHAR      NOT NULL,
    -- Until it is published.
    body            BYTEA
);
