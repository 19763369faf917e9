-- What programs sign in with. A key is shown once, when it is made; here is only what it can be known by.
CREATE TABLE api_key (
    key_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account (account_id) ON DELETE CASCADE,
    name text NOT NULL CHECK (name <> ''),
    -- SHA-256 of the whole key: the key is long and random, so that nothing slower is needed.
    hash bytea NOT NULL UNIQUE,
    -- How the key begins, for people who look for the one that a program uses.
    prefix text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    -- Null: until it is revoked.
    expires_at timestamptz,
    -- To within some minutes: a request must not cost a write.
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);
CREATE UNIQUE INDEX api_key_one_of_a_name ON api_key (account_id, lower(name)) WHERE revoked_at IS NULL;

-- Posts that carried an idempotency key, with their answers, for a day.
CREATE TABLE api_request (
    account_id bigint NOT NULL REFERENCES account (account_id) ON DELETE CASCADE,
    -- The path that was posted to.
    route text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Null: it is being answered, or whoever was answering it is dead.
    status int,
    content_type text,
    location text,
    response bytea,
    PRIMARY KEY (account_id, route, idempotency_key)
);
CREATE INDEX api_request_by_age ON api_request (created_at);
