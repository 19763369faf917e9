-- Files of processed/ that were compressed into dated archives of the long-term folder: path names archive and entry.
ALTER TABLE file DROP CONSTRAINT file_location_check;
ALTER TABLE file ADD CONSTRAINT file_location_check CHECK (location IN ('input', 'work', 'processed', 'error', 'archived', 'gone'));

CREATE TABLE archive (
    name text PRIMARY KEY,
    -- First day of the month of its files' business dates.
    month date NOT NULL,
    files int NOT NULL,
    -- Of the archive itself.
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When every row led here and every original was gone.
    settled_at timestamptz
);

-- A task may be done and have found something that somebody should look at.
ALTER TABLE maintenance_run DROP CONSTRAINT maintenance_run_outcome_check;
ALTER TABLE maintenance_run ADD CONSTRAINT maintenance_run_outcome_check CHECK (outcome IN ('running', 'succeeded', 'warning', 'failed'));

-- Sizes, loads and offsets as they were, so that a week can be told.
CREATE TABLE measurement (
    measured_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    metric text NOT NULL,
    -- Whose: a machine, a table, a topic; empty when the metric says it.
    subject text NOT NULL DEFAULT '',
    value double precision NOT NULL,
    PRIMARY KEY (metric, subject, measured_at)
);
CREATE INDEX measurement_by_age ON measurement (measured_at);

CREATE TABLE weekly_report (
    -- Monday.
    week date PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    data jsonb NOT NULL,
    html text NOT NULL,
    mail_to text,
    mailed_at timestamptz,
    mail_attempts int NOT NULL DEFAULT 0,
    mail_error text
);

-- Tables to be rewritten in a window that somebody chose.
CREATE TABLE rebuild_plan (
    plan_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('vacuum-full', 'reindex')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    requested_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    cancelled_at timestamptz,
    cancelled_by text,
    ended_at timestamptz
);
CREATE INDEX rebuild_plan_open ON rebuild_plan (starts_at) WHERE ended_at IS NULL;

CREATE TABLE rebuild_item (
    plan_id bigint NOT NULL REFERENCES rebuild_plan ON DELETE CASCADE,
    table_name text NOT NULL,
    position int NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'failed', 'skipped')),
    estimate interval NOT NULL,
    size_before bigint,
    size_after bigint,
    started_at timestamptz,
    ended_at timestamptz,
    message text,
    PRIMARY KEY (plan_id, table_name)
);

-- What somebody looked at in a month, with what the program knew then: the next review tells what changed since.
CREATE TABLE review (
    review_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    month date NOT NULL,
    reviewed_by text NOT NULL,
    reviewed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    items jsonb NOT NULL,
    facts jsonb NOT NULL
);
