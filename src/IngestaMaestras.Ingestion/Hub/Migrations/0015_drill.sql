-- Settings of Kafka topics that somebody changed because a disk was full, with what they were, to be undone.
CREATE TABLE topic_relief (
    topic_relief_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    setting text NOT NULL,
    -- Null: the topic had none of its own, and the cluster's held.
    before text,
    value text NOT NULL,
    reason text NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The cluster did not take it, as far as is known.
    error_message text,
    undone_by text,
    undone_at timestamptz
);
CREATE UNIQUE INDEX topic_relief_open ON topic_relief (topic, setting) WHERE undone_at IS NULL;

-- What people write about a date: the incident, its ticket, its root cause. Only ever added to.
CREATE TABLE date_note (
    note_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fecha_proceso date NOT NULL,
    note text,
    ticket_url text,
    root_cause text,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    CHECK (note IS NOT NULL OR ticket_url IS NOT NULL OR root_cause IS NOT NULL)
);
CREATE INDEX date_note_by_date ON date_note (fecha_proceso, note_id);
