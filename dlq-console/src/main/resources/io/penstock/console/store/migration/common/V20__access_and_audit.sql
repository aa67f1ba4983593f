CREATE TABLE console_user (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          VARCHAR(255) NOT NULL UNIQUE,
    -- argon2id in the PHC string format; null for whom the identity provider knows.
    password_hash VARCHAR(255),
    -- Issuer and subject; null for whoever has a password.
    external_id   VARCHAR(1024) UNIQUE,
    role          VARCHAR(16)  NOT NULL,
    may_reveal    BOOLEAN      NOT NULL,
    -- The only tenants whose jobs are seen, a JSON array; null for all.
    tenants       VARCHAR,
    disabled      BOOLEAN      NOT NULL,
    created_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    last_login_at TIMESTAMP(3) WITH TIME ZONE
);

CREATE TABLE console_token (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          VARCHAR(255) NOT NULL,
    -- The name until the token is revoked: two that are good at the same time have two names.
    name_in_use   VARCHAR(255) UNIQUE,
    hash          VARCHAR(64)  NOT NULL UNIQUE,
    role          VARCHAR(16)  NOT NULL,
    may_reveal    BOOLEAN      NOT NULL,
    tenants       VARCHAR,
    created_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    expires_at    TIMESTAMP(3) WITH TIME ZONE,
    last_used_at  TIMESTAMP(3) WITH TIME ZONE,
    revoked_at    TIMESTAMP(3) WITH TIME ZONE
);

CREATE TABLE console_session (
    hash          VARCHAR(64)  PRIMARY KEY,
    user_id       BIGINT       NOT NULL REFERENCES console_user (id),
    last_seen_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    expires_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE INDEX console_session_user ON console_session (user_id);

-- A login through the identity provider that has begun: what must match when the browser comes back.
CREATE TABLE console_login (
    state_hash    VARCHAR(64)  PRIMARY KEY,
    nonce         VARCHAR(64)  NOT NULL,
    verifier      VARCHAR(128) NOT NULL,
    expires_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE audit_entry (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at            TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    actor_kind    VARCHAR(16)  NOT NULL,
    actor_id      VARCHAR(64),
    actor_name    VARCHAR(255),
    address       VARCHAR(64)  NOT NULL,
    action        VARCHAR(64)  NOT NULL,
    -- begun, done, refused, failed
    outcome       VARCHAR(16)  NOT NULL,
    target        VARCHAR(512),
    request_id    VARCHAR(64)  NOT NULL,
    -- A JSON object.
    details       VARCHAR      NOT NULL,
    -- Whether Kafka has it, or nobody wants it there.
    told          BOOLEAN      NOT NULL
);

CREATE INDEX audit_entry_action ON audit_entry (action, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor_name, id);
CREATE INDEX audit_entry_untold ON audit_entry (told, id);
