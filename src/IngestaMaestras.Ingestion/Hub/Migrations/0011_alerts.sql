-- What the portal told people by itself: each cause once a night by each channel.
CREATE TABLE alert_notice (
    night date NOT NULL,
    cause text NOT NULL,
    channel text NOT NULL,
    name text NOT NULL,
    subject text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('warning', 'critical')),
    summary text NOT NULL,
    action text NOT NULL,
    page text NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts int NOT NULL DEFAULT 0,
    -- Moved on by whoever takes it: nobody else does until then.
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_error text,
    sent_at timestamptz,
    PRIMARY KEY (night, cause, channel)
);
CREATE INDEX alert_notice_waiting ON alert_notice (next_attempt_at) WHERE sent_at IS NULL;
