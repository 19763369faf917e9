-- What the program said while it worked on a run, line by line, kept for a month. It refers to runs and files without
-- foreign keys: lines come in late and in batches, and none may hold up or be refused by the work that they tell of.
CREATE TABLE step_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    level text NOT NULL CHECK (level IN ('debug', 'info', 'warning', 'error')),
    run_id bigint NOT NULL,
    file_id bigint,
    step text,
    attempt int,
    worker_id text,
    message text NOT NULL,
    exception text
);
CREATE INDEX step_log_by_run ON step_log (run_id, id);
CREATE INDEX step_log_by_file ON step_log (run_id, file_id, id) WHERE file_id IS NOT NULL;

-- What people write about a run: remarks, the ticket, and in the end why it happened.
CREATE TABLE run_note (
    note_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES run,
    note text,
    ticket_url text,
    root_cause text,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    CHECK (note IS NOT NULL OR ticket_url IS NOT NULL OR root_cause IS NOT NULL)
);
CREATE INDEX run_note_by_run ON run_note (run_id, note_id);

-- A master's files, the latest date first: its medians, its history.
CREATE INDEX file_by_master ON file (maestra, fecha_proceso DESC, file_id DESC) WHERE maestra IS NOT NULL;
-- The versions of a master's layout, the latest first.
CREATE INDEX layout_version_by_master ON layout_version (maestra, first_used_at DESC);
