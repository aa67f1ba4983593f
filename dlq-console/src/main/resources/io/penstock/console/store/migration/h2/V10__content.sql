-- What is no longer than this is kept in its row, which takes a fraction of the time that a place of its own takes.
SET MAX_LENGTH_INPLACE_LOB 8192;

-- Apart from what is searched, so that a search reads no bodies.
CREATE TABLE letter_content (
    dead_letter_id BIGINT PRIMARY KEY REFERENCES dead_letter (id) ON DELETE CASCADE,
    -- Properties and headers as AMQP 0-9-1 writes them: flags, then values.
    properties     BLOB NOT NULL,
    body           BLOB NOT NULL
);
