-- Wide actions of operators, item by item: what was asked for and what came of it. Whichever worker is there carries them
-- on, under a lease, from the first item that has not ended.
CREATE TABLE operation (
    operation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    status text NOT NULL DEFAULT 'queued' CHECK (status IN (
        'queued', 'running', 'held', 'succeeded', 'partial', 'failed', 'cancelled')),
    requested_by text NOT NULL,
    reason text,
    parameters jsonb NOT NULL,
    -- Groups of items that are a trial: the rest goes on by itself only when all of these end well.
    trial_groups int NOT NULL DEFAULT 0,
    trial_decided_by text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    cancel_requested_at timestamptz,
    cancelled_by text,
    -- Not to be looked at before.
    wake_at timestamptz,
    lease_owner text,
    lease_until timestamptz,
    message text
);
CREATE INDEX operation_active ON operation (operation_id) WHERE status IN ('queued', 'running', 'held');

CREATE TABLE operation_item (
    operation_id bigint NOT NULL REFERENCES operation ON DELETE CASCADE,
    item_no int NOT NULL,
    -- Items of one group are done together, groups one after another.
    group_no int NOT NULL,
    -- What it is about, so that two operations are not about the same thing at once.
    item_key text NOT NULL,
    label text NOT NULL,
    action text NOT NULL,
    fecha_proceso date,
    maestra text,
    file_id bigint,
    target text,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'succeeded', 'failed', 'skipped', 'cancelled')),
    message text,
    run_id bigint,
    -- What the item's kind has to remember between two looks.
    detail jsonb,
    started_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (operation_id, item_no)
);
CREATE INDEX operation_item_active ON operation_item (item_key) WHERE status IN ('pending', 'running');

-- What an operator took as it is, with a reason: a file, or a master that did not come. It holds for what was known then.
CREATE TABLE acceptance (
    acceptance_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fecha_proceso date NOT NULL,
    maestra text,
    -- The original file; null: the master did not come.
    root_file_id bigint,
    -- Outcomes of later runs are not accepted by this.
    run_id bigint NOT NULL,
    reason text NOT NULL,
    accepted_by text NOT NULL,
    accepted_at timestamptz NOT NULL DEFAULT now(),
    CHECK (maestra IS NOT NULL OR root_file_id IS NOT NULL)
);
CREATE INDEX acceptance_by_date ON acceptance (fecha_proceso);

-- When the failed steps of a run were tried again: what had been done before is reused.
ALTER TABLE run_file ADD COLUMN retried_at timestamptz;

-- What a dry run would change, the first rows of each kind: inserts, updates, deletes, rejects.
CREATE TABLE dry_run_row (
    dry_run_id bigint NOT NULL REFERENCES dry_run ON DELETE CASCADE,
    file_no int NOT NULL,
    kind "char" NOT NULL CHECK (kind IN ('i', 'u', 'd', 'r')),
    row_no int NOT NULL,
    key_text text,
    line_number bigint,
    before jsonb,
    after jsonb,
    error_type text,
    field text,
    rule text,
    value text,
    message text,
    PRIMARY KEY (dry_run_id, file_no, kind, row_no)
);
