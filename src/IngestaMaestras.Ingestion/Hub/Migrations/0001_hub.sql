-- The tables of the hub. Column names of error_log and audit_log are those that operators already query.

CREATE SCHEMA IF NOT EXISTS db_masterdatahub_staging;

-- One row: when this installation began; nights before it are nobody's debt.
CREATE TABLE installation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    installed_at timestamptz NOT NULL DEFAULT now(),
    -- Every business date due up to here has its run (see calendar).
    calendar_until timestamptz NOT NULL DEFAULT now()
);
INSERT INTO installation DEFAULT VALUES;

CREATE TABLE worker (
    worker_id text PRIMARY KEY,
    -- Machine, boot and process namespace: workers that share it can see each other's processes.
    host_key text NOT NULL,
    host text NOT NULL,
    process_id int NOT NULL,
    -- Clock ticks since boot at which the process started: a process id alone may have been reused.
    process_start bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE layout_version (
    layout_hash text PRIMARY KEY,
    maestra text NOT NULL,
    source text NOT NULL,
    first_used_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE run (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fecha_proceso date NOT NULL,
    status text NOT NULL DEFAULT 'queued'
        CHECK (status IN ('queued', 'running', 'succeeded', 'partial', 'failed', 'held', 'cancelled')),
    trigger text NOT NULL CHECK (trigger IN ('schedule', 'operator', 'api', 'reprocess', 'catch-up')),
    requested_by text NOT NULL,
    reason text,
    parameters jsonb NOT NULL DEFAULT '{}',
    parent_run_id bigint REFERENCES run,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    -- Set when the run's files are known; until then a worker is starting it under the lease below.
    discovered_at timestamptz,
    ended_at timestamptz,
    cancel_requested_at timestamptz,
    lease_owner text,
    lease_until timestamptz,
    job_id text,
    error_message text
);
-- One run executes at a time, whatever its date.
CREATE UNIQUE INDEX run_one_running ON run ((true)) WHERE status = 'running';
-- A night has one scheduled run.
CREATE UNIQUE INDEX run_one_schedule_per_date ON run (fecha_proceso) WHERE trigger = 'schedule';
CREATE INDEX run_by_date ON run (fecha_proceso DESC, run_id DESC);
CREATE INDEX run_waiting ON run (fecha_proceso, run_id) WHERE status IN ('queued', 'running');

-- A physical file, wherever it lies now. It keeps its row, its date and its position when it is sent back to input.
CREATE TABLE file (
    file_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Null when no layout knows the name.
    maestra text,
    file_name text NOT NULL,
    fecha_proceso date NOT NULL,
    -- Sorts the files of one master and date (numbers as numbers); "C": ordinal, as the program compares.
    chain_order text NOT NULL COLLATE "C",
    -- The first file that this one corrects or repeats; itself when it is the first.
    root_file_id bigint NOT NULL,
    -- Rejects files only: the file whose rejected lines these are.
    origin_file_id bigint REFERENCES file,
    -- Relative to the data root, with forward slashes.
    path text NOT NULL,
    location text NOT NULL CHECK (location IN ('input', 'work', 'processed', 'error', 'gone')),
    -- A move under way leads here; written before the move.
    target_path text,
    size_bytes bigint NOT NULL,
    sha256 text,
    -- The run that has it, or had it last.
    run_id bigint REFERENCES run,
    first_seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX file_one_per_path ON file (path) WHERE location <> 'gone';
CREATE INDEX file_by_date ON file (fecha_proceso DESC, maestra, chain_order);
CREATE INDEX file_by_root ON file (root_file_id);
CREATE INDEX file_in_input ON file (fecha_proceso) WHERE location = 'input';

-- What one run did with one file.
CREATE TABLE run_file (
    run_id bigint NOT NULL REFERENCES run,
    file_id bigint NOT NULL REFERENCES file,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN (
        'pending', 'running', 'loaded', 'unchanged', 'superseded', 'held', 'discarded', 'failed', 'cancelled')),
    -- What it will be once archived; decided by the merge, or by the fault that ended it.
    outcome text CHECK (outcome IN ('loaded', 'unchanged', 'superseded', 'discarded', 'failed', 'cancelled')),
    -- Counts takeovers; every write of a worker to this row names the attempt it belongs to.
    attempt int NOT NULL DEFAULT 0,
    lease_owner text,
    lease_until timestamptz,
    job_id text,
    enqueued_at timestamptz,
    layout_hash text REFERENCES layout_version,
    sha256 text,
    read_count bigint,
    accepted_count bigint,
    rejected_count bigint,
    warning_count bigint,
    inserted_count bigint,
    updated_count bigint,
    deleted_count bigint,
    unchanged_count bigint,
    -- Deletions not applied because a rejected record's key could not be read, or because its key was rejected.
    suppressed_deletes bigint,
    -- Rejected and warned by error type, complete even when error_log stops at its limit per file.
    findings_by_type jsonb,
    -- Change versions (from, to] that the merge produced; both null when it changed nothing.
    version_from bigint,
    version_to bigint,
    unchanged_of_file_id bigint REFERENCES file,
    unchanged_of_run_id bigint REFERENCES run,
    alert boolean NOT NULL DEFAULT false,
    -- What a held merge would do, and what an operator approved.
    hold jsonb,
    approval jsonb,
    error_type text,
    error_message text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (run_id, file_id)
);
CREATE INDEX run_file_by_file ON run_file (file_id, run_id DESC);
CREATE INDEX run_file_active ON run_file (run_id) WHERE status IN ('pending', 'running');
CREATE INDEX run_file_held ON run_file (file_id) WHERE status = 'held';

CREATE TABLE step (
    run_id bigint NOT NULL,
    file_id bigint NOT NULL,
    step text NOT NULL,
    status text NOT NULL CHECK (status IN (
        'pending', 'running', 'waiting-retry', 'succeeded', 'failed', 'skipped')),
    attempts int NOT NULL DEFAULT 0,
    started_at timestamptz,
    ended_at timestamptz,
    next_attempt_at timestamptz,
    detail jsonb,
    error_message text,
    PRIMARY KEY (run_id, file_id, step),
    FOREIGN KEY (run_id, file_id) REFERENCES run_file
);

CREATE TABLE run_finding (
    run_id bigint NOT NULL REFERENCES run,
    finding text NOT NULL,
    maestra text NOT NULL DEFAULT '',
    file_name text NOT NULL DEFAULT '',
    message text NOT NULL,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, finding, maestra, file_name)
);

-- One row per master, changed only by its merge transaction (and by an administrator's actions, under the same lock).
CREATE TABLE master_state (
    maestra text PRIMARY KEY,
    -- Position of the last file applied.
    fecha_proceso date,
    chain_order text COLLATE "C",
    file_id bigint REFERENCES file,
    run_id bigint REFERENCES run,
    sha256 text,
    layout_hash text,
    had_rejected_references boolean NOT NULL DEFAULT false,
    pending_deletes bigint NOT NULL DEFAULT 0,
    last_version bigint NOT NULL DEFAULT 0,
    -- Goes up with every change of this row: what an operator approves names it.
    state_version bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- Keys deleted from a master, until every delivery target has passed them.
CREATE TABLE tombstone (
    maestra text NOT NULL,
    key_text text NOT NULL COLLATE "C",
    key_values jsonb NOT NULL,
    version bigint NOT NULL,
    file_id bigint NOT NULL,
    deleted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (maestra, key_text)
);
CREATE INDEX tombstone_by_version ON tombstone (maestra, version);

-- Every rejected line of a file, without limit, duplicates of a key apart: what its rejects file holds, in order.
CREATE TABLE rejected_line (
    file_id bigint NOT NULL REFERENCES file,
    line_number bigint NOT NULL,
    -- Null when the key could not be read.
    key_text text COLLATE "C",
    PRIMARY KEY (file_id, line_number)
);

CREATE TABLE pause (
    -- 'schedule', or a master's name.
    scope text PRIMARY KEY,
    -- Last paused business date; null means until resumed.
    until_date date,
    reason text NOT NULL,
    paused_by text NOT NULL,
    paused_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE dry_run (
    dry_run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fecha_proceso date NOT NULL,
    requested_by text NOT NULL,
    parameters jsonb NOT NULL,
    result jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    executed_run_id bigint REFERENCES run
);

CREATE TABLE error_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fecha_proceso date NOT NULL,
    "timestamp" timestamptz NOT NULL DEFAULT now(),
    error_type text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('error', 'aviso')),
    maestra text,
    file_name text,
    line_number bigint,
    field text,
    rule text,
    value text,
    raw_line text,
    message text NOT NULL,
    run_id bigint,
    file_id bigint,
    resolved_at timestamptz,
    resolved_by text
);
CREATE INDEX error_log_by_date ON error_log (fecha_proceso DESC, "timestamp" DESC, id DESC);
CREATE INDEX error_log_by_file ON error_log (file_id, id);
CREATE INDEX error_log_by_run ON error_log (run_id, id);

CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    procedure_name text NOT NULL,
    execution_time timestamptz NOT NULL,
    end_time timestamptz NOT NULL,
    user_name text NOT NULL,
    result_status text NOT NULL,
    error_message text,
    parameters jsonb NOT NULL DEFAULT '{}',
    result jsonb,
    duration interval NOT NULL,
    additional_info jsonb
);
CREATE INDEX audit_log_by_time ON audit_log (execution_time DESC, id DESC);
