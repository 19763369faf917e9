-- Filters of lists that people keep under a name, for themselves or for everybody.
CREATE TABLE saved_filter (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The list's address (/errores).
    page text NOT NULL,
    name text NOT NULL,
    -- As an address carries it, without the question mark.
    query text NOT NULL,
    owner text NOT NULL,
    shared boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (owner, page, name)
);
CREATE INDEX saved_filter_shared ON saved_filter (page, name) WHERE shared;

-- Lists of errors read their order from an index: all of them, of a run, of a master, of a type. The moment is the same
-- for all rows of a load, which are read in the order of their lines.
DROP INDEX error_log_by_date;
CREATE INDEX error_log_by_date ON error_log (fecha_proceso DESC, "timestamp" DESC, id);
DROP INDEX error_log_by_run;
CREATE INDEX error_log_by_run ON error_log (run_id, "timestamp" DESC, id);
CREATE INDEX error_log_by_master ON error_log (maestra, fecha_proceso DESC, "timestamp" DESC, id);
CREATE INDEX error_log_by_type ON error_log (error_type, fecha_proceso DESC, "timestamp" DESC, id);
