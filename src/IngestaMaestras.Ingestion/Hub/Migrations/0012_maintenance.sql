-- When each task of the maintenance ran, and what came of it.
CREATE TABLE maintenance_run (
    maintenance_run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task text NOT NULL,
    requested_by text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    outcome text NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'succeeded', 'failed')),
    -- How many things it removed, refreshed or made.
    affected bigint,
    message text
);
CREATE INDEX maintenance_run_by_task ON maintenance_run (task, maintenance_run_id DESC);

-- Staging tables of dry runs, with when they were first seen: PostgreSQL does not tell how old a table is.
CREATE TABLE maintenance_staging (
    relation oid PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);
