-- Delivery: who has which changes already. The hub itself is the outbox.

CREATE TABLE delivery_target (
    target text PRIMARY KEY,
    -- Null while it has never been reached.
    identity text,
    address text,
    detail text,
    -- Why nothing is delivered to it; null when it is on.
    off_reason text,
    registered_at timestamptz NOT NULL DEFAULT now(),
    -- Last time it was asked, and what came of it.
    checked_at timestamptz,
    latency_ms int,
    error_message text
);

CREATE TABLE delivery (
    target text NOT NULL REFERENCES delivery_target ON DELETE CASCADE,
    maestra text NOT NULL,
    identity text,
    -- Every version up to here has arrived.
    watermark bigint NOT NULL DEFAULT 0,
    -- Goes up with every takeover and every replay: whoever holds an older one may not move the watermark.
    epoch bigint NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'idle' CHECK (status IN ('idle', 'running', 'waiting-retry', 'failed')),
    lease_owner text,
    lease_until timestamptz,
    -- Failed attempts since the last success.
    attempts int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    last_error text,
    last_error_at timestamptz,
    last_success_at timestamptz,
    sent_count bigint NOT NULL DEFAULT 0,
    job_id text,
    enqueued_at timestamptz,
    PRIMARY KEY (target, maestra)
);

-- Rows that a target refused for their contents; each goes when the key is delivered in a newer version.
CREATE TABLE delivery_fault (
    target text NOT NULL,
    maestra text NOT NULL,
    key_text text NOT NULL COLLATE "C",
    version bigint NOT NULL,
    reason text NOT NULL,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (target, maestra, key_text),
    FOREIGN KEY (target, maestra) REFERENCES delivery ON DELETE CASCADE
);

-- Ended while a delivery of it failed or waited: succeeds without a hand once everything has arrived.
ALTER TABLE run ADD COLUMN delivery_pending boolean NOT NULL DEFAULT false;
CREATE INDEX run_delivery_pending ON run (run_id) WHERE delivery_pending;

-- Which file produced a version; and a target has a file when it is past the range's end.
CREATE INDEX run_file_by_version ON run_file (version_to) WHERE version_to IS NOT NULL;

-- The Kafka cluster that a portal hosts when none is configured.
CREATE TABLE local_cluster (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    worker_id text NOT NULL,
    identity text NOT NULL,
    address text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now()
);
