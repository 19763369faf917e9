-- The database of an installation that the first program left: migrations 0001 and 0002_portal and the queue's schema 23,
-- four dates of three masters with rejects, an empty file, tombstones, and a merge that is held with its staging.
-- Written by pg_dump --inserts; never changed, whatever later migrations do.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA db_masterdatahub;

CREATE SCHEMA db_masterdatahub_staging;

CREATE SCHEMA hangfire;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE db_masterdatahub.audit_log (
    id bigint NOT NULL,
    procedure_name text NOT NULL,
    execution_time timestamp with time zone NOT NULL,
    end_time timestamp with time zone NOT NULL,
    user_name text NOT NULL,
    result_status text NOT NULL,
    error_message text,
    parameters jsonb DEFAULT '{}'::jsonb NOT NULL,
    result jsonb,
    duration interval NOT NULL,
    additional_info jsonb
);

ALTER TABLE db_masterdatahub.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME db_masterdatahub.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE db_masterdatahub.dry_run (
    dry_run_id bigint NOT NULL,
    fecha_proceso date NOT NULL,
    requested_by text NOT NULL,
    parameters jsonb NOT NULL,
    result jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    executed_run_id bigint
);

ALTER TABLE db_masterdatahub.dry_run ALTER COLUMN dry_run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME db_masterdatahub.dry_run_dry_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE db_masterdatahub.erp_cadena (
    codcade character varying(1) NOT NULL COLLATE pg_catalog."C",
    nombre character varying(30),
    femod timestamp with time zone NOT NULL,
    _version bigint NOT NULL,
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL
);

CREATE TABLE db_masterdatahub.erp_canal (
    canal character varying(2) NOT NULL COLLATE pg_catalog."C",
    nombre character varying(30),
    femod timestamp with time zone NOT NULL,
    _version bigint NOT NULL,
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL
);

CREATE TABLE db_masterdatahub.erp_moneda (
    cod_mon integer NOT NULL,
    nombre character varying(30),
    femod timestamp with time zone NOT NULL,
    _version bigint NOT NULL,
    _file_id bigint NOT NULL,
    _line_number bigint NOT NULL
);

CREATE TABLE db_masterdatahub.error_log (
    id bigint NOT NULL,
    fecha_proceso date NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    error_type text NOT NULL,
    severity text NOT NULL,
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
    resolved_at timestamp with time zone,
    resolved_by text,
    CONSTRAINT error_log_severity_check CHECK ((severity = ANY (ARRAY['error'::text, 'aviso'::text])))
);

ALTER TABLE db_masterdatahub.error_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME db_masterdatahub.error_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE db_masterdatahub.file (
    file_id bigint NOT NULL,
    maestra text,
    file_name text NOT NULL,
    fecha_proceso date NOT NULL,
    chain_order text NOT NULL COLLATE pg_catalog."C",
    root_file_id bigint NOT NULL,
    origin_file_id bigint,
    path text NOT NULL,
    location text NOT NULL,
    target_path text,
    size_bytes bigint NOT NULL,
    sha256 text,
    run_id bigint,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT file_location_check CHECK ((location = ANY (ARRAY['input'::text, 'work'::text, 'processed'::text, 'error'::text, 'gone'::text])))
);

ALTER TABLE db_masterdatahub.file ALTER COLUMN file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME db_masterdatahub.file_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE db_masterdatahub.installation (
    only_row boolean DEFAULT true NOT NULL,
    installed_at timestamp with time zone DEFAULT now() NOT NULL,
    calendar_until timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT installation_only_row_check CHECK (only_row)
);

CREATE TABLE db_masterdatahub.layout_version (
    layout_hash text NOT NULL,
    maestra text NOT NULL,
    source text NOT NULL,
    first_used_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE db_masterdatahub.master_state (
    maestra text NOT NULL,
    fecha_proceso date,
    chain_order text COLLATE pg_catalog."C",
    file_id bigint,
    run_id bigint,
    sha256 text,
    layout_hash text,
    had_rejected_references boolean DEFAULT false NOT NULL,
    pending_deletes bigint DEFAULT 0 NOT NULL,
    last_version bigint DEFAULT 0 NOT NULL,
    state_version bigint DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE db_masterdatahub.pause (
    scope text NOT NULL,
    until_date date,
    reason text NOT NULL,
    paused_by text NOT NULL,
    paused_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE db_masterdatahub.rejected_line (
    file_id bigint NOT NULL,
    line_number bigint NOT NULL,
    key_text text COLLATE pg_catalog."C"
);

CREATE TABLE db_masterdatahub.run (
    run_id bigint NOT NULL,
    fecha_proceso date NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    trigger text NOT NULL,
    requested_by text NOT NULL,
    reason text,
    parameters jsonb DEFAULT '{}'::jsonb NOT NULL,
    parent_run_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    discovered_at timestamp with time zone,
    ended_at timestamp with time zone,
    cancel_requested_at timestamp with time zone,
    lease_owner text,
    lease_until timestamp with time zone,
    job_id text,
    error_message text,
    CONSTRAINT run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'succeeded'::text, 'partial'::text, 'failed'::text, 'held'::text, 'cancelled'::text]))),
    CONSTRAINT run_trigger_check CHECK ((trigger = ANY (ARRAY['schedule'::text, 'operator'::text, 'api'::text, 'reprocess'::text, 'catch-up'::text])))
);

CREATE TABLE db_masterdatahub.run_file (
    run_id bigint NOT NULL,
    file_id bigint NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    outcome text,
    attempt integer DEFAULT 0 NOT NULL,
    lease_owner text,
    lease_until timestamp with time zone,
    job_id text,
    enqueued_at timestamp with time zone,
    layout_hash text,
    sha256 text,
    read_count bigint,
    accepted_count bigint,
    rejected_count bigint,
    warning_count bigint,
    inserted_count bigint,
    updated_count bigint,
    deleted_count bigint,
    unchanged_count bigint,
    suppressed_deletes bigint,
    findings_by_type jsonb,
    version_from bigint,
    version_to bigint,
    unchanged_of_file_id bigint,
    unchanged_of_run_id bigint,
    alert boolean DEFAULT false NOT NULL,
    hold jsonb,
    approval jsonb,
    error_type text,
    error_message text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT run_file_outcome_check CHECK ((outcome = ANY (ARRAY['loaded'::text, 'unchanged'::text, 'superseded'::text, 'discarded'::text, 'failed'::text, 'cancelled'::text]))),
    CONSTRAINT run_file_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'loaded'::text, 'unchanged'::text, 'superseded'::text, 'held'::text, 'discarded'::text, 'failed'::text, 'cancelled'::text])))
);

CREATE TABLE db_masterdatahub.run_finding (
    run_id bigint NOT NULL,
    finding text NOT NULL,
    maestra text DEFAULT ''::text NOT NULL,
    file_name text DEFAULT ''::text NOT NULL,
    message text NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE db_masterdatahub.run ALTER COLUMN run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME db_masterdatahub.run_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE db_masterdatahub.schema_version (
    schemaversionsid integer NOT NULL,
    scriptname character varying(255) NOT NULL,
    applied timestamp without time zone NOT NULL
);

CREATE SEQUENCE db_masterdatahub.schema_version_schemaversionsid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE db_masterdatahub.schema_version_schemaversionsid_seq OWNED BY db_masterdatahub.schema_version.schemaversionsid;

CREATE TABLE db_masterdatahub.step (
    run_id bigint NOT NULL,
    file_id bigint NOT NULL,
    step text NOT NULL,
    status text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    next_attempt_at timestamp with time zone,
    detail jsonb,
    error_message text,
    CONSTRAINT step_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'waiting-retry'::text, 'succeeded'::text, 'failed'::text, 'skipped'::text])))
);

CREATE TABLE db_masterdatahub.tombstone (
    maestra text NOT NULL,
    key_text text NOT NULL COLLATE pg_catalog."C",
    key_values jsonb NOT NULL,
    version bigint NOT NULL,
    file_id bigint NOT NULL,
    deleted_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE db_masterdatahub.worker (
    worker_id text NOT NULL,
    host_key text NOT NULL,
    host text NOT NULL,
    process_id integer NOT NULL,
    process_start bigint NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE UNLOGGED TABLE db_masterdatahub_staging.f_4_10_1 (
    _line_number bigint NOT NULL,
    _rejected boolean NOT NULL,
    _key_readable boolean NOT NULL,
    _raw bytea NOT NULL,
    _errors jsonb NOT NULL,
    codcade character varying(1)
)
WITH (autovacuum_enabled='false');

CREATE UNLOGGED TABLE db_masterdatahub_staging.r_4_10_1 (
    _line_number bigint NOT NULL,
    codcade character varying(1),
    nombre character varying(30)
)
WITH (autovacuum_enabled='false');

CREATE TABLE hangfire.aggregatedcounter (
    id bigint NOT NULL,
    key text NOT NULL,
    value bigint NOT NULL,
    expireat timestamp with time zone
);

CREATE SEQUENCE hangfire.aggregatedcounter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.aggregatedcounter_id_seq OWNED BY hangfire.aggregatedcounter.id;

CREATE TABLE hangfire.counter (
    id bigint NOT NULL,
    key text NOT NULL,
    value bigint NOT NULL,
    expireat timestamp with time zone
);

CREATE SEQUENCE hangfire.counter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.counter_id_seq OWNED BY hangfire.counter.id;

CREATE TABLE hangfire.hash (
    id bigint NOT NULL,
    key text NOT NULL,
    field text NOT NULL,
    value text,
    expireat timestamp with time zone,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE hangfire.hash_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.hash_id_seq OWNED BY hangfire.hash.id;

CREATE TABLE hangfire.job (
    id bigint NOT NULL,
    stateid bigint,
    statename text,
    invocationdata jsonb NOT NULL,
    arguments jsonb NOT NULL,
    createdat timestamp with time zone NOT NULL,
    expireat timestamp with time zone,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE hangfire.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.job_id_seq OWNED BY hangfire.job.id;

CREATE TABLE hangfire.jobparameter (
    id bigint NOT NULL,
    jobid bigint NOT NULL,
    name text NOT NULL,
    value text,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE hangfire.jobparameter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.jobparameter_id_seq OWNED BY hangfire.jobparameter.id;

CREATE TABLE hangfire.jobqueue (
    id bigint NOT NULL,
    jobid bigint NOT NULL,
    queue text NOT NULL,
    fetchedat timestamp with time zone,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE hangfire.jobqueue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.jobqueue_id_seq OWNED BY hangfire.jobqueue.id;

CREATE TABLE hangfire.list (
    id bigint NOT NULL,
    key text NOT NULL,
    value text,
    expireat timestamp with time zone,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE hangfire.list_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.list_id_seq OWNED BY hangfire.list.id;

CREATE TABLE hangfire.lock (
    resource text NOT NULL,
    updatecount integer DEFAULT 0 NOT NULL,
    acquired timestamp with time zone
);

CREATE TABLE hangfire.schema (
    version integer NOT NULL
);

CREATE TABLE hangfire.server (
    id text NOT NULL,
    data jsonb,
    lastheartbeat timestamp with time zone NOT NULL,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE TABLE hangfire.set (
    id bigint NOT NULL,
    key text NOT NULL,
    score double precision NOT NULL,
    value text NOT NULL,
    expireat timestamp with time zone,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE hangfire.set_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.set_id_seq OWNED BY hangfire.set.id;

CREATE TABLE hangfire.state (
    id bigint NOT NULL,
    jobid bigint NOT NULL,
    name text NOT NULL,
    reason text,
    createdat timestamp with time zone NOT NULL,
    data jsonb,
    updatecount integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE hangfire.state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hangfire.state_id_seq OWNED BY hangfire.state.id;

ALTER TABLE ONLY db_masterdatahub.schema_version ALTER COLUMN schemaversionsid SET DEFAULT nextval('db_masterdatahub.schema_version_schemaversionsid_seq'::regclass);

ALTER TABLE ONLY hangfire.aggregatedcounter ALTER COLUMN id SET DEFAULT nextval('hangfire.aggregatedcounter_id_seq'::regclass);

ALTER TABLE ONLY hangfire.counter ALTER COLUMN id SET DEFAULT nextval('hangfire.counter_id_seq'::regclass);

ALTER TABLE ONLY hangfire.hash ALTER COLUMN id SET DEFAULT nextval('hangfire.hash_id_seq'::regclass);

ALTER TABLE ONLY hangfire.job ALTER COLUMN id SET DEFAULT nextval('hangfire.job_id_seq'::regclass);

ALTER TABLE ONLY hangfire.jobparameter ALTER COLUMN id SET DEFAULT nextval('hangfire.jobparameter_id_seq'::regclass);

ALTER TABLE ONLY hangfire.jobqueue ALTER COLUMN id SET DEFAULT nextval('hangfire.jobqueue_id_seq'::regclass);

ALTER TABLE ONLY hangfire.list ALTER COLUMN id SET DEFAULT nextval('hangfire.list_id_seq'::regclass);

ALTER TABLE ONLY hangfire.set ALTER COLUMN id SET DEFAULT nextval('hangfire.set_id_seq'::regclass);

ALTER TABLE ONLY hangfire.state ALTER COLUMN id SET DEFAULT nextval('hangfire.state_id_seq'::regclass);

INSERT INTO db_masterdatahub.audit_log OVERRIDING SYSTEM VALUE VALUES
	(1, 'iniciar_ejecucion', '2026-11-25 23:30:57.889135-05', '2026-11-25 23:30:57.889136-05', 'ana', 'queued', NULL, '{"trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": false}, "fecha_proceso": "2026-11-20"}', '{"run_id": 1}', '00:00:00', '{"reason": null}'),
	(2, 'procesar_archivo', '2026-11-25 23:31:08.573612-05', '2026-11-25 23:31:08.896935-05', 'ana', 'loaded', NULL, '{"run_id": 1, "file_id": 3, "maestra": "XMONEDA", "trigger": "operator", "file_name": "XMONEDA_20261120.txt", "fecha_proceso": "2026-11-20"}', '{"read": 12, "deleted": 0, "updated": 0, "accepted": 6, "inserted": 6, "rejected": 6, "unchanged": 0}', '00:00:00.323322', '{"sha256": "9312e1ea9c8291e1fd8f8f3b2727268742143f8b3249a322eb2ea11cc327a4ee", "attempts": 1, "error_type": null, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c"}'),
	(3, 'procesar_archivo', '2026-11-25 23:31:08.520886-05', '2026-11-25 23:31:08.903866-05', 'ana', 'loaded', NULL, '{"run_id": 1, "file_id": 2, "maestra": "XCAN", "trigger": "operator", "file_name": "XCAN_20261120.txt", "fecha_proceso": "2026-11-20"}', '{"read": 12, "deleted": 0, "updated": 0, "accepted": 6, "inserted": 6, "rejected": 6, "unchanged": 0}', '00:00:00.38298', '{"sha256": "a6ebbdf26c5a4847ef43acb99443801093fdcf7ee62f2153be739a756a5b37c6", "attempts": 1, "error_type": null, "layout_hash": "4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94"}'),
	(4, 'procesar_archivo', '2026-11-25 23:31:08.522987-05', '2026-11-25 23:31:08.911756-05', 'ana', 'loaded', NULL, '{"run_id": 1, "file_id": 1, "maestra": "XCADENA", "trigger": "operator", "file_name": "XCADENA_20261120.txt", "fecha_proceso": "2026-11-20"}', '{"read": 12, "deleted": 0, "updated": 0, "accepted": 6, "inserted": 6, "rejected": 6, "unchanged": 0}', '00:00:00.388769', '{"sha256": "596001110115367545058b704f6a6f131ac76349619be5f9427b6d39434e6c97", "attempts": 1, "error_type": null, "layout_hash": "aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242"}'),
	(5, 'ejecutar_ingesta', '2026-11-25 23:30:58.383708-05', '2026-11-25 23:31:08.983407-05', 'ana', 'partial', NULL, '{"run_id": 1, "trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}, "fecha_proceso": "2026-11-20", "parent_run_id": null}', '{"read": 36, "files": 3, "deleted": 0, "updated": 0, "accepted": 18, "inserted": 18, "rejected": 18, "unchanged": 0}', '00:00:10.599698', NULL),
	(6, 'iniciar_ejecucion', '2026-11-25 23:31:10.809828-05', '2026-11-25 23:31:10.809829-05', 'ana', 'queued', NULL, '{"trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": false}, "fecha_proceso": "2026-11-21"}', '{"run_id": 2}', '00:00:00', '{"reason": null}'),
	(7, 'procesar_archivo', '2026-11-25 23:31:21.477374-05', '2026-11-25 23:31:21.602463-05', 'ana', 'failed', 'El archivo XCADENA_20261121.txt está vacío (0 bytes). Se esperaba al menos un registro.', '{"run_id": 2, "file_id": 4, "maestra": "XCADENA", "trigger": "operator", "file_name": "XCADENA_20261121.txt", "fecha_proceso": "2026-11-21"}', '{"read": null, "deleted": null, "updated": null, "accepted": null, "inserted": null, "rejected": null, "unchanged": null}', '00:00:00.125089', '{"sha256": null, "attempts": 1, "error_type": "ARCHIVO_VACIO", "layout_hash": null}'),
	(8, 'procesar_archivo', '2026-11-25 23:31:21.464366-05', '2026-11-25 23:31:21.839814-05', 'ana', 'loaded', NULL, '{"run_id": 2, "file_id": 5, "maestra": "XCAN", "trigger": "operator", "file_name": "XCAN_20261121.txt", "fecha_proceso": "2026-11-21"}', '{"read": 13, "deleted": 0, "updated": 1, "accepted": 7, "inserted": 1, "rejected": 6, "unchanged": 5}', '00:00:00.375448', '{"sha256": "a235417d1d9f421cd44081a466d17ca9caf9483f3ee644ab0732ab8d76537d0f", "attempts": 1, "error_type": null, "layout_hash": "4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94"}'),
	(9, 'procesar_archivo', '2026-11-25 23:31:21.519049-05', '2026-11-25 23:31:21.845027-05', 'ana', 'loaded', NULL, '{"run_id": 2, "file_id": 6, "maestra": "XMONEDA", "trigger": "operator", "file_name": "XMONEDA_20261121.txt", "fecha_proceso": "2026-11-21"}', '{"read": 13, "deleted": 0, "updated": 1, "accepted": 7, "inserted": 1, "rejected": 6, "unchanged": 5}', '00:00:00.325977', '{"sha256": "a734a3b0abb8ad36831564b9f0187df41c73cecac0abad34b676f79b15c6e1e6", "attempts": 1, "error_type": null, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c"}'),
	(10, 'ejecutar_ingesta', '2026-11-25 23:31:11.329929-05', '2026-11-25 23:31:21.922694-05', 'ana', 'failed', NULL, '{"run_id": 2, "trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}, "fecha_proceso": "2026-11-21", "parent_run_id": null}', '{"read": 26, "files": 3, "deleted": 0, "updated": 2, "accepted": 14, "inserted": 2, "rejected": 12, "unchanged": 10}', '00:00:10.592765', NULL),
	(11, 'iniciar_ejecucion', '2026-11-25 23:31:23.633392-05', '2026-11-25 23:31:23.633392-05', 'ana', 'queued', NULL, '{"trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": false}, "fecha_proceso": "2026-11-22"}', '{"run_id": 3}', '00:00:00', '{"reason": null}'),
	(12, 'procesar_archivo', '2026-11-25 23:31:34.315156-05', '2026-11-25 23:31:34.692114-05', 'ana', 'loaded', NULL, '{"run_id": 3, "file_id": 8, "maestra": "XCAN", "trigger": "operator", "file_name": "XCAN_20261122.txt", "fecha_proceso": "2026-11-22"}', '{"read": 40, "deleted": 0, "updated": 1, "accepted": 40, "inserted": 33, "rejected": 0, "unchanged": 6}', '00:00:00.376957', '{"sha256": "611b94defba2cafd509e308c7f60aebf7be10301dbf2cc72c7a096f8bf75fdb0", "attempts": 1, "error_type": null, "layout_hash": "4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94"}'),
	(13, 'procesar_archivo', '2026-11-25 23:31:34.282073-05', '2026-11-25 23:31:34.697486-05', 'ana', 'loaded', NULL, '{"run_id": 3, "file_id": 7, "maestra": "XCADENA", "trigger": "operator", "file_name": "XCADENA_20261122.txt", "fecha_proceso": "2026-11-22"}', '{"read": 27, "deleted": 0, "updated": 0, "accepted": 27, "inserted": 21, "rejected": 0, "unchanged": 6}', '00:00:00.415413', '{"sha256": "d0e6008a0d4baf8002993f3cf05405815f1a0fcdb8fe21e1ac5b70a327425f32", "attempts": 1, "error_type": null, "layout_hash": "aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242"}'),
	(14, 'procesar_archivo', '2026-11-25 23:31:34.348215-05', '2026-11-25 23:31:34.707723-05', 'ana', 'loaded', NULL, '{"run_id": 3, "file_id": 9, "maestra": "XMONEDA", "trigger": "operator", "file_name": "XMONEDA_20261122.txt", "fecha_proceso": "2026-11-22"}', '{"read": 40, "deleted": 0, "updated": 1, "accepted": 40, "inserted": 33, "rejected": 0, "unchanged": 6}', '00:00:00.359508', '{"sha256": "58129063df61d64597bd50a790229adefaac0d4d1366819f42b7e09b882b537e", "attempts": 1, "error_type": null, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c"}'),
	(15, 'ejecutar_ingesta', '2026-11-25 23:31:24.139831-05', '2026-11-25 23:31:34.808452-05', 'ana', 'partial', NULL, '{"run_id": 3, "trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}, "fecha_proceso": "2026-11-22", "parent_run_id": null}', '{"read": 107, "files": 3, "deleted": 0, "updated": 2, "accepted": 107, "inserted": 87, "rejected": 0, "unchanged": 18}', '00:00:10.668621', NULL),
	(16, 'iniciar_ejecucion', '2026-11-25 23:31:37.470915-05', '2026-11-25 23:31:37.470916-05', 'ana', 'queued', NULL, '{"trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": false}, "fecha_proceso": "2026-11-23"}', '{"run_id": 4}', '00:00:00', '{"reason": null}'),
	(17, 'procesar_archivo', '2026-11-25 23:31:48.35162-05', '2026-11-25 23:31:48.657917-05', 'ana', 'loaded', NULL, '{"run_id": 4, "file_id": 11, "maestra": "XMONEDA", "trigger": "operator", "file_name": "XMONEDA_20261123.txt", "fecha_proceso": "2026-11-23"}', '{"read": 38, "deleted": 2, "updated": 1, "accepted": 38, "inserted": 0, "rejected": 0, "unchanged": 37}', '00:00:00.306297', '{"sha256": "88fd8b03aa04cf822e698f362495e9329a8b8242f4558ad17ffd25c772573863", "attempts": 1, "error_type": null, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c"}'),
	(18, 'ejecutar_ingesta', '2026-11-25 23:31:38.141789-05', '2026-11-25 23:31:48.747387-05', 'ana', 'held', NULL, '{"run_id": 4, "trigger": "operator", "parameters": {"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}, "fecha_proceso": "2026-11-23", "parent_run_id": null}', '{"read": 46, "files": 2, "deleted": 21, "updated": 1, "accepted": 46, "inserted": 0, "rejected": 0, "unchanged": 45}', '00:00:10.605598', NULL);

INSERT INTO db_masterdatahub.erp_cadena VALUES
	('A', 'ÉXITO', '2026-11-25 23:31:08.731939-05', 1, 1, 1),
	('C', 'SUPER INTER', '2026-11-25 23:31:08.731939-05', 2, 1, 3),
	('E', 'SURTIMAYORISTA', '2026-11-25 23:31:08.731939-05', 3, 1, 5),
	('I', 'ÉXITO WOW', '2026-11-25 23:31:08.731939-05', 4, 1, 9),
	('K', 'CARULLA EXPRESS', '2026-11-25 23:31:08.731939-05', 5, 1, 11),
	('L', 'BODEGA SURTIMAX', '2026-11-25 23:31:08.731939-05', 6, 1, 12),
	('B', 'CARULLA', '2026-11-25 23:31:34.527874-05', 7, 7, 2),
	('D', 'SURTIMAX', '2026-11-25 23:31:34.527874-05', 8, 7, 4),
	('F', 'POMONA', '2026-11-25 23:31:34.527874-05', 9, 7, 6),
	('G', 'LEY', '2026-11-25 23:31:34.527874-05', 10, 7, 7),
	('H', 'CARULLA FRESHMARKET', '2026-11-25 23:31:34.527874-05', 11, 7, 8),
	('J', 'ÉXITO EXPRESS', '2026-11-25 23:31:34.527874-05', 12, 7, 10),
	('M', 'VIVA MALLS', '2026-11-25 23:31:34.527874-05', 13, 7, 13),
	('N', 'NIÑOS & CÍA.', '2026-11-25 23:31:34.527874-05', 14, 7, 14),
	('O', 'OLÍMPICA', '2026-11-25 23:31:34.527874-05', 15, 7, 15),
	('P', 'MERCADOS DEL PAÑOL', '2026-11-25 23:31:34.527874-05', 16, 7, 16),
	('Q', 'LA CANDELARIA *', '2026-11-25 23:31:34.527874-05', 17, 7, 17),
	('R', 'PROXIMIDAD/ALIADOS', '2026-11-25 23:31:34.527874-05', 18, 7, 18),
	('S', 'SAO', '2026-11-25 23:31:34.527874-05', 19, 7, 19),
	('T', 'TODO A $ MIL', '2026-11-25 23:31:34.527874-05', 20, 7, 20),
	('U', 'ÉXITO.COM', '2026-11-25 23:31:34.527874-05', 21, 7, 21),
	('V', 'VIVERO', '2026-11-25 23:31:34.527874-05', 22, 7, 22),
	('W', 'WEB / DOMICILIOS', '2026-11-25 23:31:34.527874-05', 23, 7, 23),
	('X', 'CADENA CERRADA #1', '2026-11-25 23:31:34.527874-05', 24, 7, 24),
	('Y', 'SURTIMAX LA ECONOMÍA', '2026-11-25 23:31:34.527874-05', 25, 7, 25),
	('Z', 'ALMACENES LA 14', '2026-11-25 23:31:34.527874-05', 26, 7, 26),
	('Ñ', 'ALMACENES', '2026-11-25 23:31:34.527874-05', 27, 7, 27);

INSERT INTO db_masterdatahub.erp_canal VALUES
	('A', 'ALMACÉN', '2026-11-25 23:31:08.732339-05', 1, 2, 1),
	('D', 'DOMICILIO / TELÉFONO', '2026-11-25 23:31:08.732339-05', 2, 2, 3),
	('T1', 'TELEVENTAS #1', '2026-11-25 23:31:08.732339-05', 3, 2, 6),
	('00', 'REGIONAL #3', '2026-11-25 23:31:08.732339-05', 4, 2, 9),
	('01', 'COMPAÑÍA ANTIOQUIA', '2026-11-25 23:31:08.732339-05', 5, 2, 10),
	('04', 'REGIONAL TRES', '2026-11-25 23:31:21.681848-05', 7, 5, 13),
	('B', 'BODEGA', '2026-11-25 23:31:34.527944-05', 9, 8, 2),
	('E', 'E-COMMERCE', '2026-11-25 23:31:34.527944-05', 10, 8, 4),
	('M', 'MAYORISTA', '2026-11-25 23:31:34.527944-05', 11, 8, 5),
	('VI', 'VENTA INSTITUCIONAL', '2026-11-25 23:31:34.527944-05', 12, 8, 7),
	('WS', 'WHATSAPP & REDES', '2026-11-25 23:31:34.527944-05', 13, 8, 8),
	('02', 'ESPAÑOL AÑO NUEVO', '2026-11-25 23:31:34.527944-05', 14, 8, 11),
	('05', 'COMPAÑÍA DOS', '2026-11-25 23:31:34.527944-05', 15, 8, 14),
	('06', 'TÉCNICO CENTRO', '2026-11-25 23:31:34.527944-05', 16, 8, 15),
	('07', 'REGIONAL CARIBE', '2026-11-25 23:31:34.527944-05', 17, 8, 16),
	('08', 'OPERACIÓN', '2026-11-25 23:31:34.527944-05', 18, 8, 17),
	('09', 'TÉCNICO VARIOS', '2026-11-25 23:31:34.527944-05', 19, 8, 18),
	('0A', 'COMERCIAL ACTIVO', '2026-11-25 23:31:34.527944-05', 20, 8, 19),
	('0B', 'COMPAÑÍA DOS #1', '2026-11-25 23:31:34.527944-05', 21, 8, 20),
	('0C', 'SERVICIO ANTIOQUIA', '2026-11-25 23:31:34.527944-05', 22, 8, 21),
	('0D', 'REGIONAL', '2026-11-25 23:31:34.527944-05', 23, 8, 22),
	('0E', 'ÁREA', '2026-11-25 23:31:34.527944-05', 24, 8, 23),
	('0F', 'ESPAÑOL TEMPORAL', '2026-11-25 23:31:34.527944-05', 25, 8, 24),
	('0G', 'COMPAÑÍA OTROS', '2026-11-25 23:31:34.527944-05', 26, 8, 25),
	('0H', 'TIPO VARIOS', '2026-11-25 23:31:34.527944-05', 27, 8, 26),
	('0I', 'REGIONAL DOS.', '2026-11-25 23:31:34.527944-05', 28, 8, 27),
	('0J', 'SEÑALIZACIÓN OCCIDENTE', '2026-11-25 23:31:34.527944-05', 29, 8, 28),
	('0K', 'COMPAÑÍA HISTÓRICO', '2026-11-25 23:31:34.527944-05', 30, 8, 29),
	('0L', 'ESPAÑOL CENTRO', '2026-11-25 23:31:34.527944-05', 31, 8, 30),
	('0M', 'UNIDAD ANTIOQUIA', '2026-11-25 23:31:34.527944-05', 32, 8, 31),
	('0N', 'PRODUCCIÓN UNO', '2026-11-25 23:31:34.527944-05', 33, 8, 32),
	('0O', 'ESPAÑOL DOS', '2026-11-25 23:31:34.527944-05', 34, 8, 33),
	('0P', 'ESPECIAL DOS', '2026-11-25 23:31:34.527944-05', 35, 8, 34),
	('0Q', 'ÁREA', '2026-11-25 23:31:34.527944-05', 36, 8, 35),
	('0R', 'ÁREA EXTERNO', '2026-11-25 23:31:34.527944-05', 37, 8, 36),
	('0S', 'OPERACIÓN #2', '2026-11-25 23:31:34.527944-05', 38, 8, 37),
	('0T', 'SEÑALIZACIÓN HISTÓRICO', '2026-11-25 23:31:34.527944-05', 39, 8, 38),
	('0U', 'GENERAL VARIOS', '2026-11-25 23:31:34.527944-05', 40, 8, 39),
	('0V', 'GRUPO BOGOTÁ', '2026-11-25 23:31:34.527944-05', 41, 8, 40),
	('03', 'ESPAÑOL', '2026-11-25 23:31:34.527944-05', 42, 8, 12);

INSERT INTO db_masterdatahub.erp_moneda VALUES
	(1, 'PESO COLOMBIANO', '2026-11-25 23:31:08.732125-05', 1, 3, 1),
	(3, 'EURO', '2026-11-25 23:31:08.732125-05', 3, 3, 3),
	(4, 'BOLÍVAR VENEZOLANO', '2026-11-25 23:31:08.732125-05', 4, 3, 4),
	(5, 'PESO MEXICANO', '2026-11-25 23:31:08.732125-05', 5, 3, 5),
	(6, 'SOL PERUANO', '2026-11-25 23:31:08.732125-05', 6, 3, 6),
	(13, 'DÓLAR CANADIENSE', '2026-11-25 23:31:21.681633-05', 7, 6, 13),
	(7, 'REAL BRASILEÑO', '2026-11-25 23:31:34.553286-05', 9, 9, 7),
	(8, 'PESO CHILENO', '2026-11-25 23:31:34.553286-05', 10, 9, 8),
	(9, 'PESO ARGENTINO', '2026-11-25 23:31:34.553286-05', 11, 9, 9),
	(10, 'LIBRA ESTERLINA', '2026-11-25 23:31:34.553286-05', 12, 9, 10),
	(11, 'YEN JAPONÉS', '2026-11-25 23:31:34.553286-05', 13, 9, 11),
	(12, 'FRANCO SUIZO', '2026-11-25 23:31:34.553286-05', 14, 9, 12),
	(15, 'CORONA SUECA', '2026-11-25 23:31:34.553286-05', 16, 9, 15),
	(16, 'CORONA DANESA', '2026-11-25 23:31:34.553286-05', 17, 9, 16),
	(17, 'BALBOA PANAMEÑO', '2026-11-25 23:31:34.553286-05', 18, 9, 17),
	(18, 'PESO URUGUAYO', '2026-11-25 23:31:34.553286-05', 19, 9, 18),
	(19, 'GUARANÍ PARAGUAYO', '2026-11-25 23:31:34.553286-05', 20, 9, 19),
	(20, 'U.V.R. *', '2026-11-25 23:31:34.553286-05', 21, 9, 20),
	(21, 'LOGÍSTICA UNO', '2026-11-25 23:31:34.553286-05', 22, 9, 21),
	(22, 'COMPAÑÍA OTROS', '2026-11-25 23:31:34.553286-05', 23, 9, 22),
	(23, 'UNIDAD TRES', '2026-11-25 23:31:34.553286-05', 24, 9, 23),
	(24, 'GRUPO HISTÓRICO', '2026-11-25 23:31:34.553286-05', 25, 9, 24),
	(25, 'GENERAL CARIBE', '2026-11-25 23:31:34.553286-05', 26, 9, 25),
	(26, 'PRINCIPAL #1', '2026-11-25 23:31:34.553286-05', 27, 9, 26),
	(27, 'PRINCIPAL TEMPORAL', '2026-11-25 23:31:34.553286-05', 28, 9, 27),
	(28, 'COMERCIAL CARIBE', '2026-11-25 23:31:34.553286-05', 29, 9, 28),
	(29, 'GRUPO BOGOTÁ*', '2026-11-25 23:31:34.553286-05', 30, 9, 29),
	(30, 'LOGÍSTICA CARIBE', '2026-11-25 23:31:34.553286-05', 31, 9, 30),
	(31, 'ESPAÑOL OCCIDENTE', '2026-11-25 23:31:34.553286-05', 32, 9, 31),
	(32, 'PRODUCCIÓN', '2026-11-25 23:31:34.553286-05', 33, 9, 32),
	(34, 'COMPAÑÍA INTERNO', '2026-11-25 23:31:34.553286-05', 35, 9, 34),
	(35, 'NACIONAL TEMPORAL', '2026-11-25 23:31:34.553286-05', 36, 9, 35),
	(36, 'SERVICIO ACTIVO *', '2026-11-25 23:31:34.553286-05', 37, 9, 36),
	(37, 'NACIONAL VARIOS', '2026-11-25 23:31:34.553286-05', 38, 9, 37),
	(38, 'LOGÍSTICA NORTE.', '2026-11-25 23:31:34.553286-05', 39, 9, 38),
	(39, 'OPERACIÓN ORIENTE', '2026-11-25 23:31:34.553286-05', 40, 9, 39),
	(2, 'DÓLAR AMERICANO', '2026-11-25 23:31:34.553286-05', 42, 9, 2),
	(14, 'TÉCNICO CARIBE', '2026-11-25 23:31:48.520143-05', 43, 11, 14);

INSERT INTO db_masterdatahub.error_log OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-20', '2026-11-25 23:31:08.707855-05', 'CAMPO_REQUERIDO', 'error', 'XCAN', 'XCAN_20261120.txt', 2, 'CANAL', 'requerido', '', '                                200  418319296662  ADMIN    83    ADMIN20130505    201607155306   UND  Z66634   D120 R627 48    PEÑÓN    26648606692020210928 51    COP  9420070903 199134261137   P6                                                                                                                            ', 'El campo CANAL está en blanco y forma parte de la clave.', 1, 2, NULL, NULL),
	(2, '2026-11-20', '2026-11-25 23:31:08.707855-05', 'CAMPO_REQUERIDO', 'error', 'XCAN', 'XCAN_20261120.txt', 2, 'NOMBRE', 'requerido', '', '                                200  418319296662  ADMIN    83    ADMIN20130505    201607155306   UND  Z66634   D120 R627 48    PEÑÓN    26648606692020210928 51    COP  9420070903 199134261137   P6                                                                                                                            ', 'El campo NOMBRE está en blanco y es obligatorio.', 1, 2, NULL, NULL),
	(3, '2026-11-20', '2026-11-25 23:31:08.707855-05', 'LINEA_CORTA', 'error', 'XCAN', 'XCAN_20261120.txt', 4, NULL, 'largo mínimo 3', 'E ', 'E ', 'La línea termina antes del último campo requerido, NOMBRE: su longitud es 2 y el campo empieza en la posición 2 (en caracteres, desde 0).', 1, 2, NULL, NULL),
	(4, '2026-11-20', '2026-11-25 23:31:08.707855-05', 'LINEA_MALFORMADA', 'error', 'XCAN', 'XCAN_20261120.txt', 5, NULL, 'caracteres de control', '\u001F', 'M MAYORISTA                     O885  NAL551L346  859998593W197K871 AÑO    15418278094420130920M184    444470160318  0059464149  L34920110115    457904784774  92415796840595554   598061030017  KG                                                                                                                             ', 'La línea contiene el carácter de control \u001F en la posición 219 (en caracteres, desde 0); no se admite ninguno.', 1, 2, NULL, NULL),
	(5, '2026-11-20', '2026-11-25 23:31:08.707855-05', 'ENCODING_INVALIDO', 'error', 'XCAN', 'XCAN_20261120.txt', 7, NULL, 'encoding utf-8', '0xD1', 'VIVENTA INSTITUCIONAL           345451584754L279   G17861    332359 20080603  8130825024516942    27598108553336 3503533 984344116756   237451777030 667710086640059632    7783750846943952698935956                                                                                 Ñ                                           ', 'La línea no está codificada en utf-8: el byte 0xD1 de la posición 277 (en bytes, desde 0) no es válido.', 1, 2, NULL, NULL),
	(6, '2026-11-20', '2026-11-25 23:31:08.707855-05', 'CLAVE_DUPLICADA', 'error', 'XCAN', 'XCAN_20261120.txt', 8, 'CANAL', 'clave única', 'T1', 'T1WHATSAPP & REDES              833    20191110N28K684   NORMAL 001  20220912 SBOGOTÁ D.C.1882 BOGOTÁ D.C.    MEDELLÍN17 256875245842  2009091495NALV378   5053500PEÑÓN  PEÑÓNB3361  79   201911194542900                                                                                                                        ', 'La clave CANAL = «T1» ya apareció en una línea anterior del archivo; se conserva la primera.', 1, 2, NULL, NULL),
	(7, '2026-11-20', '2026-11-25 23:31:08.707855-05', 'CAMPO_REQUERIDO', 'error', 'XCAN', 'XCAN_20261120.txt', 11, 'CANAL', 'requerido', '', '  ESPAÑOL AÑO NUEVO             2281  P955  08  86  20131016    E562  N  30 23 09584868    C249Y06768 48083136689420101026 ADMIN88X648 17NACTIVO 8595419509262007092593316245PEÑÓNCOP   V3462013012244  77   66084468                                                                                                            ', 'El campo CANAL está en blanco y forma parte de la clave.', 1, 2, NULL, NULL),
	(8, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'PATRON_INVALIDO', 'error', 'XCADENA', 'XCADENA_20261120.txt', 2, 'CODCADE', 'patron ^[A-ZÑ]$', '0', '0                              7578082431408647780201012180955COP 77 43952811134320140512    N  001KG2011101920P408  571565    20220917   20060508  C02672887    UND 20220424  83008673111965                                                                                                                                    ', 'El campo CODCADE tiene «0»; no cumple el patrón ^[A-ZÑ]$.', 1, 1, NULL, NULL),
	(9, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'CAMPO_REQUERIDO', 'error', 'XCADENA', 'XCADENA_20261120.txt', 2, 'NOMBRE', 'requerido', '', '0                              7578082431408647780201012180955COP 77 43952811134320140512    N  001KG2011101920P408  571565    20220917   20060508  C02672887    UND 20220424  83008673111965                                                                                                                                    ', 'El campo NOMBRE está en blanco y es obligatorio.', 1, 1, NULL, NULL),
	(10, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'CAMPO_REQUERIDO', 'error', 'XCADENA', 'XCADENA_20261120.txt', 4, 'CODCADE', 'requerido', '', ' SURTIMAX                      20171212 20240906K99631 117779748581   34 56   N  910093381219 37369    010044   820504260   701722029659    892120173686A8106622306COP   KG    537 6928                                                                                                                                          ', 'El campo CODCADE está en blanco y forma parte de la clave.', 1, 1, NULL, NULL),
	(11, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'PATRON_INVALIDO', 'error', 'XCADENA', 'XCADENA_20261120.txt', 6, 'CODCADE', 'patron ^[A-ZÑ]$', '7', '7POMONA                        KGZ474KG   BOGOTÁ D.C.PEÑÓN   6945  41  2009020499   20  17 ACTIVO23 MEDELLÍNO634   001   466134110539    59    45141794562407118016744020070325 450436338177    650489506139                                                                                                                     ', 'El campo CODCADE tiene «7»; no cumple el patrón ^[A-ZÑ]$.', 1, 1, NULL, NULL),
	(12, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'CAMPO_REQUERIDO', 'error', 'XCADENA', 'XCADENA_20261120.txt', 7, 'NOMBRE', 'requerido', '', 'G                              21617444894485   20150409  20050622  AÑO81 Z620  K372    246408944899  2020062811   2015020320220207   BOGOTÁ D.C. J929NAL  BOGOTÁ D.C.    20061216ADMINP                                                                                                                                         ', 'El campo NOMBRE está en blanco y es obligatorio.', 1, 1, NULL, NULL),
	(13, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'CAMPO_REQUERIDO', 'error', 'XCADENA', 'XCADENA_20261120.txt', 8, 'CODCADE', 'requerido', '', '                               MEDELLÍN92014111520190816W74888   61   J306703727471294   C98457UND H851NALB046467473PEÑÓNS71556270   00   38171163747115203221457376   PEÑÓN9726902086902009020720050623ACTIVO788933089145                                                                                                       ', 'El campo CODCADE está en blanco y forma parte de la clave.', 1, 1, NULL, NULL),
	(14, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'CAMPO_REQUERIDO', 'error', 'XCADENA', 'XCADENA_20261120.txt', 8, 'NOMBRE', 'requerido', '', '                               MEDELLÍN92014111520190816W74888   61   J306703727471294   C98457UND H851NALB046467473PEÑÓNS71556270   00   38171163747115203221457376   PEÑÓN9726902086902009020720050623ACTIVO788933089145                                                                                                       ', 'El campo NOMBRE está en blanco y es obligatorio.', 1, 1, NULL, NULL),
	(15, '2026-11-20', '2026-11-25 23:31:08.706705-05', 'LINEA_CORTA', 'error', 'XCADENA', 'XCADENA_20261120.txt', 10, NULL, 'largo mínimo 2', 'J', 'J', 'La línea termina antes del último campo requerido, NOMBRE: su longitud es 1 y el campo empieza en la posición 1 (en caracteres, desde 0).', 1, 1, NULL, NULL),
	(23, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'CRLISUCATE', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de CRLISUCATE para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(24, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCATEG', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCATEG para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(16, '2026-11-20', '2026-11-25 23:31:08.708006-05', 'LINEA_MALFORMADA', 'error', 'XMONEDA', 'XMONEDA_20261120.txt', 7, NULL, 'caracteres de control', '\u007F', '07REAL BRASILEÑO                44205713349628 611444208944 00830627  538187465527 0285069  20130920C11520240402    06NAL721794433258  20201209 MEDELLÍN    70400011985  129297205093  L984 20231111   S697780244879                                                                                                            ', 'La línea contiene el carácter de control \u007F en la posición 158 (en caracteres, desde 0); no se admite ninguno.', 1, 3, NULL, NULL),
	(17, '2026-11-20', '2026-11-25 23:31:08.708006-05', 'ENCODING_INVALIDO', 'error', 'XMONEDA', 'XMONEDA_20261120.txt', 8, NULL, 'encoding utf-8', '0xD1', '08PESO CHILENO                  20240528   59ADMIN43 MEDELLÃN82263495627020220725   PEÃÃNKG664820190322    395001130    COPS KG2009040841273935937265  AÃO    VÑ817549977325   90BOGOTÃ D.C.  F673  N                                                                                                                            ', 'La línea no está codificada en utf-8: el byte 0xD1 de la posición 163 (en bytes, desde 0) no es válido.', 1, 3, NULL, NULL),
	(18, '2026-11-20', '2026-11-25 23:31:08.708006-05', 'CLAVE_DUPLICADA', 'error', 'XMONEDA', 'XMONEDA_20261120.txt', 9, 'COD_MON', 'clave única', '6', '06PESO ARGENTINO                H539964262254704 476421590361SS854    60221951657  20170326    C003  20240910N359427217236085   F215 32356 D408    KG  6009107127 O556   31674627003379 20241016    AÑO 5765679827032018062                                                                                                      ', 'La clave COD_MON = «6» ya apareció en una línea anterior del archivo; se conserva la primera.', 1, 3, NULL, NULL),
	(19, '2026-11-20', '2026-11-25 23:31:08.708006-05', 'TIPO_INVALIDO', 'error', 'XMONEDA', 'XMONEDA_20261120.txt', 10, 'COD_MON', 'numero(2)', 'A', 'A                               L462 3298UND   N  20100519E88554    2013022320120818751097634761    06    G816  9358U337 825191660456   110850478423 851592841842  001S2021100820                                                                                                                                                ', 'El campo COD_MON tiene «A»; se esperaba un número entero, numero(2).', 1, 3, NULL, NULL),
	(20, '2026-11-20', '2026-11-25 23:31:08.708006-05', 'CAMPO_REQUERIDO', 'error', 'XMONEDA', 'XMONEDA_20261120.txt', 10, 'NOMBRE', 'requerido', '', 'A                               L462 3298UND   N  20100519E88554    2013022320120818751097634761    06    G816  9358U337 825191660456   110850478423 851592841842  001S2021100820                                                                                                                                                ', 'El campo NOMBRE está en blanco y es obligatorio.', 1, 3, NULL, NULL),
	(21, '2026-11-20', '2026-11-25 23:31:08.708006-05', 'CAMPO_REQUERIDO', 'error', 'XMONEDA', 'XMONEDA_20261120.txt', 11, 'COD_MON', 'requerido', '', '  YEN JAPONÉS                   04L041 NORMAL09156061464475   D77220240807P032  V824D469   463916525142647298573599781694231892  001419477547173  44941  MEDELLÍN   001   151097  S39355117620090428  80R244B021    1                                                                                                            ', 'El campo COD_MON está en blanco y forma parte de la clave.', 1, 3, NULL, NULL),
	(22, '2026-11-20', '2026-11-25 23:31:08.708006-05', 'TIPO_INVALIDO', 'error', 'XMONEDA', 'XMONEDA_20261120.txt', 12, 'COD_MON', 'numero(2)', '1A', '1AFRANCO SUIZO                  S   957487615716    65 M561 468718237507   3745121997126   NAL   O981    39822153BOGOTÁ D.C.    42    B19092 ADMINQ135   KG    G99464 13365992    20080712  9216231    C659   45N    2024                                                                                                        ', 'El campo COD_MON tiene «1A»; se esperaba un número entero, numero(2).', 1, 3, NULL, NULL),
	(25, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCIUDAD', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCIUDAD para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(26, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XGEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XGEN para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(27, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBC', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBC para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(28, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBL', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBL para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(29, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XUEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XUEN para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(30, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWECIA', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWECIA para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(31, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEDEP', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEDEP para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(32, '2026-11-20', '2026-11-25 23:31:08.937897-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEPAI', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEPAI para la fecha 20/11/2026.', 1, NULL, NULL, NULL),
	(33, '2026-11-21', '2026-11-25 23:31:21.532858-05', 'ARCHIVO_VACIO', 'error', 'XCADENA', 'XCADENA_20261121.txt', NULL, NULL, NULL, NULL, NULL, 'El archivo XCADENA_20261121.txt está vacío (0 bytes). Se esperaba al menos un registro.', 2, 4, NULL, NULL),
	(41, '2026-11-21', '2026-11-25 23:31:21.660319-05', 'CAMPO_REQUERIDO', 'error', 'XCAN', 'XCAN_20261121.txt', 2, 'CANAL', 'requerido', '', '                                200  418319296662  ADMIN    83    ADMIN20130505    201607155306   UND  Z66634   D120 R627 48    PEÑÓN    26648606692020210928 51    COP  9420070903 199134261137   P6                                                                                                                            ', 'El campo CANAL está en blanco y forma parte de la clave.', 2, 5, NULL, NULL),
	(42, '2026-11-21', '2026-11-25 23:31:21.660319-05', 'CAMPO_REQUERIDO', 'error', 'XCAN', 'XCAN_20261121.txt', 2, 'NOMBRE', 'requerido', '', '                                200  418319296662  ADMIN    83    ADMIN20130505    201607155306   UND  Z66634   D120 R627 48    PEÑÓN    26648606692020210928 51    COP  9420070903 199134261137   P6                                                                                                                            ', 'El campo NOMBRE está en blanco y es obligatorio.', 2, 5, NULL, NULL),
	(43, '2026-11-21', '2026-11-25 23:31:21.660319-05', 'LINEA_CORTA', 'error', 'XCAN', 'XCAN_20261121.txt', 4, NULL, 'largo mínimo 3', 'E ', 'E ', 'La línea termina antes del último campo requerido, NOMBRE: su longitud es 2 y el campo empieza en la posición 2 (en caracteres, desde 0).', 2, 5, NULL, NULL),
	(44, '2026-11-21', '2026-11-25 23:31:21.660319-05', 'LINEA_MALFORMADA', 'error', 'XCAN', 'XCAN_20261121.txt', 5, NULL, 'caracteres de control', '\u001F', 'M MAYORISTA                     O885  NAL551L346  859998593W197K871 AÑO    15418278094420130920M184    444470160318  0059464149  L34920110115    457904784774  92415796840595554   598061030017  KG                                                                                                                             ', 'La línea contiene el carácter de control \u001F en la posición 219 (en caracteres, desde 0); no se admite ninguno.', 2, 5, NULL, NULL),
	(45, '2026-11-21', '2026-11-25 23:31:21.660319-05', 'ENCODING_INVALIDO', 'error', 'XCAN', 'XCAN_20261121.txt', 7, NULL, 'encoding utf-8', '0xD1', 'VIVENTA INSTITUCIONAL           345451584754L279   G17861    332359 20080603  8130825024516942    27598108553336 3503533 984344116756   237451777030 667710086640059632    7783750846943952698935956                                                                                 Ñ                                           ', 'La línea no está codificada en utf-8: el byte 0xD1 de la posición 277 (en bytes, desde 0) no es válido.', 2, 5, NULL, NULL),
	(46, '2026-11-21', '2026-11-25 23:31:21.660319-05', 'CLAVE_DUPLICADA', 'error', 'XCAN', 'XCAN_20261121.txt', 8, 'CANAL', 'clave única', 'T1', 'T1WHATSAPP & REDES              833    20191110N28K684   NORMAL 001  20220912 SBOGOTÁ D.C.1882 BOGOTÁ D.C.    MEDELLÍN17 256875245842  2009091495NALV378   5053500PEÑÓN  PEÑÓNB3361  79   201911194542900                                                                                                                        ', 'La clave CANAL = «T1» ya apareció en una línea anterior del archivo; se conserva la primera.', 2, 5, NULL, NULL),
	(47, '2026-11-21', '2026-11-25 23:31:21.660319-05', 'CAMPO_REQUERIDO', 'error', 'XCAN', 'XCAN_20261121.txt', 11, 'CANAL', 'requerido', '', '  ESPAÑOL AÑO NUEVO             2281  P955  08  86  20131016    E562  N  30 23 09584868    C249Y06768 48083136689420101026 ADMIN88X648 17NACTIVO 8595419509262007092593316245PEÑÓNCOP   V3462013012244  77   66084468                                                                                                            ', 'El campo CANAL está en blanco y forma parte de la clave.', 2, 5, NULL, NULL),
	(34, '2026-11-21', '2026-11-25 23:31:21.661096-05', 'LINEA_MALFORMADA', 'error', 'XMONEDA', 'XMONEDA_20261121.txt', 7, NULL, 'caracteres de control', '\u007F', '07REAL BRASILEÑO                44205713349628 611444208944 00830627  538187465527 0285069  20130920C11520240402    06NAL721794433258  20201209 MEDELLÍN    70400011985  129297205093  L984 20231111   S697780244879                                                                                                            ', 'La línea contiene el carácter de control \u007F en la posición 158 (en caracteres, desde 0); no se admite ninguno.', 2, 6, NULL, NULL),
	(35, '2026-11-21', '2026-11-25 23:31:21.661096-05', 'ENCODING_INVALIDO', 'error', 'XMONEDA', 'XMONEDA_20261121.txt', 8, NULL, 'encoding utf-8', '0xD1', '08PESO CHILENO                  20240528   59ADMIN43 MEDELLÃN82263495627020220725   PEÃÃNKG664820190322    395001130    COPS KG2009040841273935937265  AÃO    VÑ817549977325   90BOGOTÃ D.C.  F673  N                                                                                                                            ', 'La línea no está codificada en utf-8: el byte 0xD1 de la posición 163 (en bytes, desde 0) no es válido.', 2, 6, NULL, NULL),
	(36, '2026-11-21', '2026-11-25 23:31:21.661096-05', 'CLAVE_DUPLICADA', 'error', 'XMONEDA', 'XMONEDA_20261121.txt', 9, 'COD_MON', 'clave única', '6', '06PESO ARGENTINO                H539964262254704 476421590361SS854    60221951657  20170326    C003  20240910N359427217236085   F215 32356 D408    KG  6009107127 O556   31674627003379 20241016    AÑO 5765679827032018062                                                                                                      ', 'La clave COD_MON = «6» ya apareció en una línea anterior del archivo; se conserva la primera.', 2, 6, NULL, NULL),
	(37, '2026-11-21', '2026-11-25 23:31:21.661096-05', 'TIPO_INVALIDO', 'error', 'XMONEDA', 'XMONEDA_20261121.txt', 10, 'COD_MON', 'numero(2)', 'A', 'A                               L462 3298UND   N  20100519E88554    2013022320120818751097634761    06    G816  9358U337 825191660456   110850478423 851592841842  001S2021100820                                                                                                                                                ', 'El campo COD_MON tiene «A»; se esperaba un número entero, numero(2).', 2, 6, NULL, NULL),
	(38, '2026-11-21', '2026-11-25 23:31:21.661096-05', 'CAMPO_REQUERIDO', 'error', 'XMONEDA', 'XMONEDA_20261121.txt', 10, 'NOMBRE', 'requerido', '', 'A                               L462 3298UND   N  20100519E88554    2013022320120818751097634761    06    G816  9358U337 825191660456   110850478423 851592841842  001S2021100820                                                                                                                                                ', 'El campo NOMBRE está en blanco y es obligatorio.', 2, 6, NULL, NULL),
	(39, '2026-11-21', '2026-11-25 23:31:21.661096-05', 'CAMPO_REQUERIDO', 'error', 'XMONEDA', 'XMONEDA_20261121.txt', 11, 'COD_MON', 'requerido', '', '  YEN JAPONÉS                   04L041 NORMAL09156061464475   D77220240807P032  V824D469   463916525142647298573599781694231892  001419477547173  44941  MEDELLÍN   001   151097  S39355117620090428  80R244B021    1                                                                                                            ', 'El campo COD_MON está en blanco y forma parte de la clave.', 2, 6, NULL, NULL),
	(40, '2026-11-21', '2026-11-25 23:31:21.661096-05', 'TIPO_INVALIDO', 'error', 'XMONEDA', 'XMONEDA_20261121.txt', 12, 'COD_MON', 'numero(2)', '1A', '1AFRANCO SUIZO                  S   957487615716    65 M561 468718237507   3745121997126   NAL   O981    39822153BOGOTÁ D.C.    42    B19092 ADMINQ135   KG    G99464 13365992    20080712  9216231    C659   45N    2024                                                                                                        ', 'El campo COD_MON tiene «1A»; se esperaba un número entero, numero(2).', 2, 6, NULL, NULL),
	(48, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'CRLISUCATE', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de CRLISUCATE para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(49, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCATEG', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCATEG para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(50, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCIUDAD', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCIUDAD para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(51, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XGEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XGEN para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(52, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBC', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBC para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(53, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBL', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBL para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(54, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XUEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XUEN para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(55, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWECIA', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWECIA para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(56, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEDEP', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEDEP para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(57, '2026-11-21', '2026-11-25 23:31:21.872891-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEPAI', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEPAI para la fecha 21/11/2026.', 2, NULL, NULL, NULL),
	(58, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'CRLISUCATE', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de CRLISUCATE para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(59, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCATEG', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCATEG para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(60, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCIUDAD', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCIUDAD para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(61, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XGEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XGEN para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(62, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBC', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBC para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(63, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBL', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBL para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(64, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XUEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XUEN para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(65, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWECIA', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWECIA para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(66, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEDEP', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEDEP para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(67, '2026-11-22', '2026-11-25 23:31:34.759659-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEPAI', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEPAI para la fecha 22/11/2026.', 3, NULL, NULL, NULL),
	(68, '2026-11-23', '2026-11-25 23:31:48.503616-05', 'BORRADO_EXCESIVO', 'error', 'XCADENA', 'XCADENA_20261123.txt', NULL, NULL, NULL, NULL, NULL, 'El archivo XCADENA_20261123.txt borraría 19 de 27 filas (70,4 %); sin aprobación se admite hasta 20 %. La carga queda retenida hasta que un operador la apruebe o la descarte.', 4, 10, NULL, NULL),
	(69, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'CRLISUCATE', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de CRLISUCATE para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(70, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCAN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCAN para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(71, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCATEG', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCATEG para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(72, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XCIUDAD', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XCIUDAD para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(73, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XGEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XGEN para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(74, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBC', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBC para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(75, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XLEXSUBL', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XLEXSUBL para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(76, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XUEN', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XUEN para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(77, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWECIA', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWECIA para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(78, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEDEP', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEDEP para la fecha 23/11/2026.', 4, NULL, NULL, NULL),
	(79, '2026-11-23', '2026-11-25 23:31:48.69209-05', 'ARCHIVO_FALTANTE', 'aviso', 'XWEPAI', NULL, NULL, NULL, NULL, NULL, NULL, 'No llegó el archivo de XWEPAI para la fecha 23/11/2026.', 4, NULL, NULL, NULL);

INSERT INTO db_masterdatahub.file OVERRIDING SYSTEM VALUE VALUES
	(4, 'XCADENA', 'XCADENA_20261121.txt', '2026-11-21', 'XCADENA_20261121', 4, NULL, 'error/2026-11-21/XCADENA_20261121.txt', 'error', NULL, 0, NULL, 2, '2026-11-25 23:31:21.348827-05'),
	(8, 'XCAN', 'XCAN_20261122.txt', '2026-11-22', 'XCAN_20261122', 8, NULL, 'processed/2026-11-22/XCAN_20261122.txt', 'processed', NULL, 12974, '611b94defba2cafd509e308c7f60aebf7be10301dbf2cc72c7a096f8bf75fdb0', 3, '2026-11-25 23:31:34.159688-05'),
	(6, 'XMONEDA', 'XMONEDA_20261121.txt', '2026-11-21', 'XMONEDA_20261121', 6, NULL, 'processed/2026-11-21/XMONEDA_20261121.txt', 'processed', NULL, 4208, 'a734a3b0abb8ad36831564b9f0187df41c73cecac0abad34b676f79b15c6e1e6', 2, '2026-11-25 23:31:21.35581-05'),
	(5, 'XCAN', 'XCAN_20261121.txt', '2026-11-21', 'XCAN_20261121', 5, NULL, 'processed/2026-11-21/XCAN_20261121.txt', 'processed', NULL, 3895, 'a235417d1d9f421cd44081a466d17ca9caf9483f3ee644ab0732ab8d76537d0f', 2, '2026-11-25 23:31:21.354042-05'),
	(1, 'XCADENA', 'XCADENA_20261120.txt', '2026-11-20', 'XCADENA_20261120', 1, NULL, 'processed/2026-11-20/XCADENA_20261120.txt', 'processed', NULL, 3569, '596001110115367545058b704f6a6f131ac76349619be5f9427b6d39434e6c97', 1, '2026-11-25 23:31:08.399719-05'),
	(3, 'XMONEDA', 'XMONEDA_20261120.txt', '2026-11-20', 'XMONEDA_20261120', 3, NULL, 'processed/2026-11-20/XMONEDA_20261120.txt', 'processed', NULL, 3885, '9312e1ea9c8291e1fd8f8f3b2727268742143f8b3249a322eb2ea11cc327a4ee', 1, '2026-11-25 23:31:08.408182-05'),
	(2, 'XCAN', 'XCAN_20261120.txt', '2026-11-20', 'XCAN_20261120', 2, NULL, 'processed/2026-11-20/XCAN_20261120.txt', 'processed', NULL, 3573, 'a6ebbdf26c5a4847ef43acb99443801093fdcf7ee62f2153be739a756a5b37c6', 1, '2026-11-25 23:31:08.406376-05'),
	(9, 'XMONEDA', 'XMONEDA_20261122.txt', '2026-11-22', 'XMONEDA_20261122', 9, NULL, 'processed/2026-11-22/XMONEDA_20261122.txt', 'processed', NULL, 12948, '58129063df61d64597bd50a790229adefaac0d4d1366819f42b7e09b882b537e', 3, '2026-11-25 23:31:34.16139-05'),
	(7, 'XCADENA', 'XCADENA_20261122.txt', '2026-11-22', 'XCADENA_20261122', 7, NULL, 'processed/2026-11-22/XCADENA_20261122.txt', 'processed', NULL, 8756, 'd0e6008a0d4baf8002993f3cf05405815f1a0fcdb8fe21e1ac5b70a327425f32', 3, '2026-11-25 23:31:34.154078-05'),
	(10, 'XCADENA', 'XCADENA_20261123.txt', '2026-11-23', 'XCADENA_20261123', 10, NULL, 'work/4/10_XCADENA_20261123.txt', 'work', NULL, 2593, 'fd0e24a636fa3c28c01cc259438d756bfc4940ca468f52f0106a5b7ef6f69b66', 4, '2026-11-25 23:31:48.157143-05'),
	(11, 'XMONEDA', 'XMONEDA_20261123.txt', '2026-11-23', 'XMONEDA_20261123', 11, NULL, 'processed/2026-11-23/XMONEDA_20261123.txt', 'processed', NULL, 12304, '88fd8b03aa04cf822e698f362495e9329a8b8242f4558ad17ffd25c772573863', 4, '2026-11-25 23:31:48.164459-05');

INSERT INTO db_masterdatahub.installation VALUES
	(true, '2026-11-25 23:30:57.341464-05', '2026-11-25 23:30:57.341464-05');

INSERT INTO db_masterdatahub.layout_version VALUES
	('4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94', 'XCAN', 'XCAN:
  tabla_destino: erp_canal
  descripcion: Canales de venta
  encoding: utf-8
  tipo: fixed
  ignore_header: false
  ancho: 321
  campos[2]{nombre,start,end,required,tipo_dato}:
    CANAL,0,2,true,texto(2)
    NOMBRE,2,32,true,texto(30)
  campos_clave[1]: CANAL
  kafka_topic: masterdata.erp.canal
', '2026-11-25 23:31:08.587747-05'),
	('aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242', 'XCADENA', 'XCADENA:
  tabla_destino: erp_cadena
  descripcion: Cadenas comerciales
  encoding: utf-8
  tipo: fixed
  ignore_header: false
  ancho: 321
  campos[2]{nombre,start,end,required,tipo_dato}:
    CODCADE,0,1,true,texto(1)
    NOMBRE,1,31,true,texto(30)
  campos_clave[1]: CODCADE
  reglas[1]{campo,regla,valor,severidad}:
    CODCADE,patron,"^[A-ZÑ]$",error
  kafka_topic: masterdata.erp.cadena
', '2026-11-25 23:31:08.58833-05'),
	('2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c', 'XMONEDA', 'XMONEDA:
  tabla_destino: erp_moneda
  descripcion: Monedas
  encoding: utf-8
  tipo: fixed
  ignore_header: false
  ancho: 321
  campos[2]{nombre,start,end,required,tipo_dato}:
    COD_MON,0,2,true,numero(2)
    NOMBRE,2,32,true,texto(30)
  campos_clave[1]: COD_MON
  kafka_topic: masterdata.erp.moneda
', '2026-11-25 23:31:08.595582-05');

INSERT INTO db_masterdatahub.master_state VALUES
	('XCAN', '2026-11-22', 'XCAN_20261122', 8, 3, '611b94defba2cafd509e308c7f60aebf7be10301dbf2cc72c7a096f8bf75fdb0', '4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94', false, 0, 42, 3, '2026-11-25 23:31:34.527944-05'),
	('XCADENA', '2026-11-22', 'XCADENA_20261122', 7, 3, 'd0e6008a0d4baf8002993f3cf05405815f1a0fcdb8fe21e1ac5b70a327425f32', 'aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242', false, 0, 27, 2, '2026-11-25 23:31:34.527874-05'),
	('XMONEDA', '2026-11-23', 'XMONEDA_20261123', 11, 4, '88fd8b03aa04cf822e698f362495e9329a8b8242f4558ad17ffd25c772573863', '2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c', false, 0, 45, 4, '2026-11-25 23:31:48.520143-05');

INSERT INTO db_masterdatahub.rejected_line VALUES
	(3, 7, NULL),
	(3, 8, NULL),
	(3, 10, NULL),
	(3, 11, NULL),
	(3, 12, NULL),
	(1, 2, NULL),
	(1, 4, NULL),
	(1, 6, NULL),
	(1, 7, 'G'),
	(1, 8, NULL),
	(1, 10, NULL),
	(2, 2, NULL),
	(2, 4, NULL),
	(2, 5, NULL),
	(2, 7, NULL),
	(2, 11, NULL),
	(5, 2, NULL),
	(5, 4, NULL),
	(5, 5, NULL),
	(5, 7, NULL),
	(5, 11, NULL),
	(6, 7, NULL),
	(6, 8, NULL),
	(6, 10, NULL),
	(6, 11, NULL),
	(6, 12, NULL);

INSERT INTO db_masterdatahub.run OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-20', 'partial', 'operator', 'ana', NULL, '{"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}', NULL, '2026-11-25 23:30:57.872039-05', '2026-11-25 23:30:58.376907-05', '2026-11-25 23:31:08.434647-05', '2026-11-25 23:31:08.976532-05', NULL, NULL, NULL, '1', NULL),
	(2, '2026-11-21', 'failed', 'operator', 'ana', NULL, '{"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}', NULL, '2026-11-25 23:31:10.792874-05', '2026-11-25 23:31:11.321552-05', '2026-11-25 23:31:21.381163-05', '2026-11-25 23:31:21.914257-05', NULL, NULL, NULL, '6', NULL),
	(3, '2026-11-22', 'partial', 'operator', 'ana', NULL, '{"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}', NULL, '2026-11-25 23:31:23.615339-05', '2026-11-25 23:31:24.133065-05', '2026-11-25 23:31:34.187463-05', '2026-11-25 23:31:34.801592-05', NULL, NULL, NULL, '11', NULL),
	(4, '2026-11-23', 'held', 'operator', 'ana', NULL, '{"force": false, "file_ids": null, "maestras": null, "rollback": false, "is_restricted": false, "older_dates_done": true}', NULL, '2026-11-25 23:31:37.450005-05', '2026-11-25 23:31:38.134514-05', '2026-11-25 23:31:48.192891-05', '2026-11-25 23:31:48.740006-05', NULL, NULL, NULL, '16', NULL);

INSERT INTO db_masterdatahub.run_file VALUES
	(3, 8, 'loaded', 'loaded', 1, NULL, NULL, '13', '2026-11-25 23:31:34.245547-05', '4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94', '611b94defba2cafd509e308c7f60aebf7be10301dbf2cc72c7a096f8bf75fdb0', 40, 40, 0, 0, 33, 1, 0, 6, 0, '{}', 8, 42, NULL, NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 23:31:34.187463-05', '2026-11-25 23:31:34.305211-05', '2026-11-25 23:31:34.682112-05'),
	(3, 7, 'loaded', 'loaded', 1, NULL, NULL, '12', '2026-11-25 23:31:34.228282-05', 'aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242', 'd0e6008a0d4baf8002993f3cf05405815f1a0fcdb8fe21e1ac5b70a327425f32', 27, 27, 0, 0, 21, 0, 0, 6, 0, '{}', 6, 27, NULL, NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 23:31:34.187463-05', '2026-11-25 23:31:34.279762-05', '2026-11-25 23:31:34.695122-05'),
	(2, 5, 'loaded', 'loaded', 1, NULL, NULL, '8', '2026-11-25 23:31:21.435236-05', '4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94', 'a235417d1d9f421cd44081a466d17ca9caf9483f3ee644ab0732ab8d76537d0f', 13, 7, 6, 0, 1, 1, 0, 5, 0, '{"LINEA_CORTA": 1, "CAMPO_REQUERIDO": 3, "CLAVE_DUPLICADA": 1, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}', 6, 8, NULL, NULL, true, NULL, NULL, NULL, NULL, '2026-11-25 23:31:21.381163-05', '2026-11-25 23:31:21.460749-05', '2026-11-25 23:31:21.836129-05'),
	(2, 6, 'loaded', 'loaded', 1, NULL, NULL, '9', '2026-11-25 23:31:21.441487-05', '2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c', 'a734a3b0abb8ad36831564b9f0187df41c73cecac0abad34b676f79b15c6e1e6', 13, 7, 6, 0, 1, 1, 0, 5, 0, '{"TIPO_INVALIDO": 2, "CAMPO_REQUERIDO": 2, "CLAVE_DUPLICADA": 1, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}', 6, 8, NULL, NULL, true, NULL, NULL, NULL, NULL, '2026-11-25 23:31:21.381163-05', '2026-11-25 23:31:21.516563-05', '2026-11-25 23:31:21.842409-05'),
	(3, 9, 'loaded', 'loaded', 1, NULL, NULL, '14', '2026-11-25 23:31:34.258222-05', '2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c', '58129063df61d64597bd50a790229adefaac0d4d1366819f42b7e09b882b537e', 40, 40, 0, 0, 33, 1, 0, 6, 0, '{}', 8, 42, NULL, NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 23:31:34.187463-05', '2026-11-25 23:31:34.346709-05', '2026-11-25 23:31:34.706154-05'),
	(4, 10, 'held', NULL, 1, NULL, '2026-11-25 23:32:03.309527-05', '17', '2026-11-25 23:31:48.233158-05', 'aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242', 'fd0e24a636fa3c28c01cc259438d756bfc4940ca468f52f0106a5b7ef6f69b66', 8, 8, 0, 0, 0, 0, 19, 8, 0, '{}', NULL, NULL, NULL, NULL, false, '{"staged": 8, "deletes": 19, "hubRows": 27, "keysHash": "-20802037076380886491", "stateVersion": 2}', NULL, 'BORRADO_EXCESIVO', 'El archivo XCADENA_20261123.txt borraría 19 de 27 filas (70,4 %); sin aprobación se admite hasta 20 %. La carga queda retenida hasta que un operador la apruebe o la descarte.', '2026-11-25 23:31:48.192891-05', '2026-11-25 23:31:48.309527-05', '2026-11-25 23:31:48.503616-05'),
	(4, 11, 'loaded', 'loaded', 1, NULL, NULL, '18', '2026-11-25 23:31:48.260648-05', '2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c', '88fd8b03aa04cf822e698f362495e9329a8b8242f4558ad17ffd25c772573863', 38, 38, 0, 0, 0, 1, 2, 37, 0, '{}', 42, 45, NULL, NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 23:31:48.192891-05', '2026-11-25 23:31:48.339851-05', '2026-11-25 23:31:48.646075-05'),
	(1, 3, 'loaded', 'loaded', 1, NULL, NULL, '4', '2026-11-25 23:31:08.497235-05', '2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c', '9312e1ea9c8291e1fd8f8f3b2727268742143f8b3249a322eb2ea11cc327a4ee', 12, 6, 6, 0, 6, 0, 0, 0, 0, '{"TIPO_INVALIDO": 2, "CAMPO_REQUERIDO": 2, "CLAVE_DUPLICADA": 1, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}', 0, 6, NULL, NULL, true, NULL, NULL, NULL, NULL, '2026-11-25 23:31:08.434647-05', '2026-11-25 23:31:08.564828-05', '2026-11-25 23:31:08.888096-05'),
	(1, 2, 'loaded', 'loaded', 1, NULL, NULL, '3', '2026-11-25 23:31:08.489136-05', '4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94', 'a6ebbdf26c5a4847ef43acb99443801093fdcf7ee62f2153be739a756a5b37c6', 12, 6, 6, 0, 6, 0, 0, 0, 0, '{"LINEA_CORTA": 1, "CAMPO_REQUERIDO": 3, "CLAVE_DUPLICADA": 1, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}', 0, 6, NULL, NULL, true, NULL, NULL, NULL, NULL, '2026-11-25 23:31:08.434647-05', '2026-11-25 23:31:08.51803-05', '2026-11-25 23:31:08.900944-05'),
	(1, 1, 'loaded', 'loaded', 1, NULL, NULL, '2', '2026-11-25 23:31:08.473789-05', 'aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242', '596001110115367545058b704f6a6f131ac76349619be5f9427b6d39434e6c97', 12, 6, 6, 0, 6, 0, 0, 0, 0, '{"LINEA_CORTA": 1, "CAMPO_REQUERIDO": 5, "PATRON_INVALIDO": 2}', 0, 6, NULL, NULL, true, NULL, NULL, NULL, NULL, '2026-11-25 23:31:08.434647-05', '2026-11-25 23:31:08.517047-05', '2026-11-25 23:31:08.905754-05'),
	(2, 4, 'failed', 'failed', 1, NULL, NULL, '7', '2026-11-25 23:31:21.421264-05', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, 'ARCHIVO_VACIO', 'El archivo XCADENA_20261121.txt está vacío (0 bytes). Se esperaba al menos un registro.', '2026-11-25 23:31:21.381163-05', '2026-11-25 23:31:21.462045-05', '2026-11-25 23:31:21.587059-05');

INSERT INTO db_masterdatahub.run_finding VALUES
	(1, 'faltante', 'CRLISUCATE', '', 'No llegó el archivo de CRLISUCATE para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XCATEG', '', 'No llegó el archivo de XCATEG para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XCIUDAD', '', 'No llegó el archivo de XCIUDAD para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XGEN', '', 'No llegó el archivo de XGEN para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XLEXSUBC', '', 'No llegó el archivo de XLEXSUBC para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XLEXSUBL', '', 'No llegó el archivo de XLEXSUBL para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XUEN', '', 'No llegó el archivo de XUEN para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XWECIA', '', 'No llegó el archivo de XWECIA para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XWEDEP', '', 'No llegó el archivo de XWEDEP para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'faltante', 'XWEPAI', '', 'No llegó el archivo de XWEPAI para la fecha 20/11/2026.', '2026-11-25 23:31:08.937897-05'),
	(1, 'rechazo-alto', 'XCADENA', 'XCADENA_20261120.txt', 'XCADENA_20261120.txt: 6 de 12 registros rechazados (50 %); el límite de alerta es 5 %.', '2026-11-25 23:31:08.937897-05'),
	(1, 'rechazo-alto', 'XCAN', 'XCAN_20261120.txt', 'XCAN_20261120.txt: 6 de 12 registros rechazados (50 %); el límite de alerta es 5 %.', '2026-11-25 23:31:08.937897-05'),
	(1, 'rechazo-alto', 'XMONEDA', 'XMONEDA_20261120.txt', 'XMONEDA_20261120.txt: 6 de 12 registros rechazados (50 %); el límite de alerta es 5 %.', '2026-11-25 23:31:08.937897-05'),
	(2, 'faltante', 'CRLISUCATE', '', 'No llegó el archivo de CRLISUCATE para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XCATEG', '', 'No llegó el archivo de XCATEG para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XCIUDAD', '', 'No llegó el archivo de XCIUDAD para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XGEN', '', 'No llegó el archivo de XGEN para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XLEXSUBC', '', 'No llegó el archivo de XLEXSUBC para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XLEXSUBL', '', 'No llegó el archivo de XLEXSUBL para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XUEN', '', 'No llegó el archivo de XUEN para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XWECIA', '', 'No llegó el archivo de XWECIA para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XWEDEP', '', 'No llegó el archivo de XWEDEP para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'faltante', 'XWEPAI', '', 'No llegó el archivo de XWEPAI para la fecha 21/11/2026.', '2026-11-25 23:31:21.872891-05'),
	(2, 'rechazo-alto', 'XCAN', 'XCAN_20261121.txt', 'XCAN_20261121.txt: 6 de 13 registros rechazados (46,2 %); el límite de alerta es 5 %.', '2026-11-25 23:31:21.872891-05'),
	(2, 'rechazo-alto', 'XMONEDA', 'XMONEDA_20261121.txt', 'XMONEDA_20261121.txt: 6 de 13 registros rechazados (46,2 %); el límite de alerta es 5 %.', '2026-11-25 23:31:21.872891-05'),
	(3, 'faltante', 'CRLISUCATE', '', 'No llegó el archivo de CRLISUCATE para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XCATEG', '', 'No llegó el archivo de XCATEG para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XCIUDAD', '', 'No llegó el archivo de XCIUDAD para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XGEN', '', 'No llegó el archivo de XGEN para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XLEXSUBC', '', 'No llegó el archivo de XLEXSUBC para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XLEXSUBL', '', 'No llegó el archivo de XLEXSUBL para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XUEN', '', 'No llegó el archivo de XUEN para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XWECIA', '', 'No llegó el archivo de XWECIA para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XWEDEP', '', 'No llegó el archivo de XWEDEP para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(3, 'faltante', 'XWEPAI', '', 'No llegó el archivo de XWEPAI para la fecha 22/11/2026.', '2026-11-25 23:31:34.759659-05'),
	(4, 'faltante', 'CRLISUCATE', '', 'No llegó el archivo de CRLISUCATE para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XCAN', '', 'No llegó el archivo de XCAN para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XCATEG', '', 'No llegó el archivo de XCATEG para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XCIUDAD', '', 'No llegó el archivo de XCIUDAD para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XGEN', '', 'No llegó el archivo de XGEN para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XLEXSUBC', '', 'No llegó el archivo de XLEXSUBC para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XLEXSUBL', '', 'No llegó el archivo de XLEXSUBL para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XUEN', '', 'No llegó el archivo de XUEN para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XWECIA', '', 'No llegó el archivo de XWECIA para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XWEDEP', '', 'No llegó el archivo de XWEDEP para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05'),
	(4, 'faltante', 'XWEPAI', '', 'No llegó el archivo de XWEPAI para la fecha 23/11/2026.', '2026-11-25 23:31:48.69209-05');

INSERT INTO db_masterdatahub.schema_version VALUES
	(1, 'IngestaMaestras.Ingestion.Hub.Migrations.0001_hub.sql', '2026-11-26 04:30:57.397636'),
	(2, 'IngestaMaestras.Ingestion.Hub.Migrations.0002_portal.sql', '2026-11-26 04:30:57.408434');

INSERT INTO db_masterdatahub.step VALUES
	(1, 1, 'claim', 'succeeded', 1, '2026-11-25 23:31:08.551085-05', '2026-11-25 23:31:08.572209-05', NULL, '{"path": "work/1/1_XCADENA_20261120.txt"}', NULL),
	(1, 2, 'claim', 'succeeded', 1, '2026-11-25 23:31:08.551962-05', '2026-11-25 23:31:08.572926-05', NULL, '{"path": "work/1/2_XCAN_20261120.txt"}', NULL),
	(1, 3, 'claim', 'succeeded', 1, '2026-11-25 23:31:08.573282-05', '2026-11-25 23:31:08.585762-05', NULL, '{"path": "work/1/3_XMONEDA_20261120.txt"}', NULL),
	(1, 2, 'stage', 'succeeded', 1, '2026-11-25 23:31:08.58386-05', '2026-11-25 23:31:08.698471-05', NULL, '{"read": 12, "sha256": "a6ebbdf26c5a4847ef43acb99443801093fdcf7ee62f2153be739a756a5b37c6", "attempt": 1, "accepted": 7, "rejected": 5, "warnings": 0, "size_bytes": 3573, "layout_hash": "4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94", "was_skipped": false, "finding_rows": 5, "unreadable_keys": 5, "findings_by_type": {"LINEA_CORTA": 1, "CAMPO_REQUERIDO": 3, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}}', NULL),
	(1, 1, 'stage', 'succeeded', 1, '2026-11-25 23:31:08.583845-05', '2026-11-25 23:31:08.699017-05', NULL, '{"read": 12, "sha256": "596001110115367545058b704f6a6f131ac76349619be5f9427b6d39434e6c97", "attempt": 1, "accepted": 6, "rejected": 6, "warnings": 0, "size_bytes": 3569, "layout_hash": "aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242", "was_skipped": false, "finding_rows": 6, "unreadable_keys": 5, "findings_by_type": {"LINEA_CORTA": 1, "CAMPO_REQUERIDO": 5, "PATRON_INVALIDO": 2}}', NULL),
	(1, 3, 'stage', 'succeeded', 1, '2026-11-25 23:31:08.593017-05', '2026-11-25 23:31:08.699362-05', NULL, '{"read": 12, "sha256": "9312e1ea9c8291e1fd8f8f3b2727268742143f8b3249a322eb2ea11cc327a4ee", "attempt": 1, "accepted": 7, "rejected": 5, "warnings": 0, "size_bytes": 3885, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c", "was_skipped": false, "finding_rows": 5, "unreadable_keys": 5, "findings_by_type": {"TIPO_INVALIDO": 2, "CAMPO_REQUERIDO": 2, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}}', NULL),
	(1, 1, 'merge', 'succeeded', 1, '2026-11-25 23:31:08.701733-05', '2026-11-25 23:31:08.836178-05', NULL, NULL, NULL),
	(1, 2, 'merge', 'succeeded', 1, '2026-11-25 23:31:08.700902-05', '2026-11-25 23:31:08.83623-05', NULL, NULL, NULL),
	(1, 3, 'merge', 'succeeded', 1, '2026-11-25 23:31:08.702878-05', '2026-11-25 23:31:08.841755-05', NULL, NULL, NULL),
	(1, 2, 'archive', 'succeeded', 1, '2026-11-25 23:31:08.846413-05', '2026-11-25 23:31:08.878418-05', NULL, '{"path": "processed/2026-11-20/XCAN_20261120.txt"}', NULL),
	(1, 3, 'archive', 'succeeded', 1, '2026-11-25 23:31:08.849373-05', '2026-11-25 23:31:08.878928-05', NULL, '{"path": "processed/2026-11-20/XMONEDA_20261120.txt"}', NULL),
	(1, 1, 'archive', 'succeeded', 1, '2026-11-25 23:31:08.848305-05', '2026-11-25 23:31:08.879246-05', NULL, '{"path": "processed/2026-11-20/XCADENA_20261120.txt"}', NULL),
	(2, 5, 'claim', 'succeeded', 1, '2026-11-25 23:31:21.501449-05', '2026-11-25 23:31:21.526369-05', NULL, '{"path": "work/2/5_XCAN_20261121.txt"}', NULL),
	(2, 4, 'claim', 'succeeded', 1, '2026-11-25 23:31:21.500735-05', '2026-11-25 23:31:21.52658-05', NULL, '{"path": "work/2/4_XCADENA_20261121.txt"}', NULL),
	(2, 6, 'claim', 'succeeded', 1, '2026-11-25 23:31:21.521096-05', '2026-11-25 23:31:21.534774-05', NULL, '{"path": "work/2/6_XMONEDA_20261121.txt"}', NULL),
	(2, 4, 'archive', 'succeeded', 1, '2026-11-25 23:31:21.543612-05', '2026-11-25 23:31:21.566584-05', NULL, '{"path": "error/2026-11-21/XCADENA_20261121.txt"}', NULL),
	(2, 6, 'stage', 'succeeded', 1, '2026-11-25 23:31:21.544171-05', '2026-11-25 23:31:21.653923-05', NULL, '{"read": 13, "sha256": "a734a3b0abb8ad36831564b9f0187df41c73cecac0abad34b676f79b15c6e1e6", "attempt": 1, "accepted": 8, "rejected": 5, "warnings": 0, "size_bytes": 4208, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c", "was_skipped": false, "finding_rows": 5, "unreadable_keys": 5, "findings_by_type": {"TIPO_INVALIDO": 2, "CAMPO_REQUERIDO": 2, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}}', NULL),
	(2, 5, 'stage', 'succeeded', 1, '2026-11-25 23:31:21.534152-05', '2026-11-25 23:31:21.655479-05', NULL, '{"read": 13, "sha256": "a235417d1d9f421cd44081a466d17ca9caf9483f3ee644ab0732ab8d76537d0f", "attempt": 1, "accepted": 8, "rejected": 5, "warnings": 0, "size_bytes": 3895, "layout_hash": "4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94", "was_skipped": false, "finding_rows": 5, "unreadable_keys": 5, "findings_by_type": {"LINEA_CORTA": 1, "CAMPO_REQUERIDO": 3, "LINEA_MALFORMADA": 1, "ENCODING_INVALIDO": 1}}', NULL),
	(2, 5, 'merge', 'succeeded', 1, '2026-11-25 23:31:21.657366-05', '2026-11-25 23:31:21.803992-05', NULL, NULL, NULL),
	(2, 6, 'merge', 'succeeded', 1, '2026-11-25 23:31:21.656697-05', '2026-11-25 23:31:21.808092-05', NULL, NULL, NULL),
	(2, 5, 'archive', 'succeeded', 1, '2026-11-25 23:31:21.81626-05', '2026-11-25 23:31:21.831548-05', NULL, '{"path": "processed/2026-11-21/XCAN_20261121.txt"}', NULL),
	(2, 6, 'archive', 'succeeded', 1, '2026-11-25 23:31:21.815273-05', '2026-11-25 23:31:21.831733-05', NULL, '{"path": "processed/2026-11-21/XMONEDA_20261121.txt"}', NULL),
	(3, 7, 'claim', 'succeeded', 1, '2026-11-25 23:31:34.326616-05', '2026-11-25 23:31:34.353284-05', NULL, '{"path": "work/3/7_XCADENA_20261122.txt"}', NULL),
	(3, 8, 'claim', 'succeeded', 1, '2026-11-25 23:31:34.324203-05', '2026-11-25 23:31:34.354067-05', NULL, '{"path": "work/3/8_XCAN_20261122.txt"}', NULL),
	(3, 9, 'claim', 'succeeded', 1, '2026-11-25 23:31:34.355463-05', '2026-11-25 23:31:34.372165-05', NULL, '{"path": "work/3/9_XMONEDA_20261122.txt"}', NULL),
	(3, 9, 'stage', 'succeeded', 1, '2026-11-25 23:31:34.38578-05', '2026-11-25 23:31:34.497822-05', NULL, '{"read": 40, "sha256": "58129063df61d64597bd50a790229adefaac0d4d1366819f42b7e09b882b537e", "attempt": 1, "accepted": 40, "rejected": 0, "warnings": 0, "size_bytes": 12948, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c", "was_skipped": false, "finding_rows": 0, "unreadable_keys": 0, "findings_by_type": {}}', NULL),
	(3, 8, 'stage', 'succeeded', 1, '2026-11-25 23:31:34.363014-05', '2026-11-25 23:31:34.501121-05', NULL, '{"read": 40, "sha256": "611b94defba2cafd509e308c7f60aebf7be10301dbf2cc72c7a096f8bf75fdb0", "attempt": 1, "accepted": 40, "rejected": 0, "warnings": 0, "size_bytes": 12974, "layout_hash": "4b6650a3c3c28963be8ed69dbd6ac2de6646e44408ac2d11be0c8add52a93a94", "was_skipped": false, "finding_rows": 0, "unreadable_keys": 0, "findings_by_type": {}}', NULL),
	(3, 7, 'stage', 'succeeded', 1, '2026-11-25 23:31:34.364164-05', '2026-11-25 23:31:34.50413-05', NULL, '{"read": 27, "sha256": "d0e6008a0d4baf8002993f3cf05405815f1a0fcdb8fe21e1ac5b70a327425f32", "attempt": 1, "accepted": 27, "rejected": 0, "warnings": 0, "size_bytes": 8756, "layout_hash": "aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242", "was_skipped": false, "finding_rows": 0, "unreadable_keys": 0, "findings_by_type": {}}', NULL),
	(3, 7, 'merge', 'succeeded', 1, '2026-11-25 23:31:34.508444-05', '2026-11-25 23:31:34.629788-05', NULL, NULL, NULL),
	(3, 8, 'merge', 'succeeded', 1, '2026-11-25 23:31:34.504004-05', '2026-11-25 23:31:34.630489-05', NULL, NULL, NULL),
	(3, 9, 'merge', 'succeeded', 1, '2026-11-25 23:31:34.502027-05', '2026-11-25 23:31:34.633693-05', NULL, NULL, NULL),
	(3, 7, 'archive', 'succeeded', 1, '2026-11-25 23:31:34.653034-05', '2026-11-25 23:31:34.669942-05', NULL, '{"path": "processed/2026-11-22/XCADENA_20261122.txt"}', NULL),
	(3, 9, 'archive', 'succeeded', 1, '2026-11-25 23:31:34.649244-05', '2026-11-25 23:31:34.676965-05', NULL, '{"path": "processed/2026-11-22/XMONEDA_20261122.txt"}', NULL),
	(3, 8, 'archive', 'succeeded', 1, '2026-11-25 23:31:34.653611-05', '2026-11-25 23:31:34.673079-05', NULL, '{"path": "processed/2026-11-22/XCAN_20261122.txt"}', NULL),
	(4, 11, 'claim', 'succeeded', 1, '2026-11-25 23:31:48.344123-05', '2026-11-25 23:31:48.359192-05', NULL, '{"path": "work/4/11_XMONEDA_20261123.txt"}', NULL),
	(4, 10, 'claim', 'succeeded', 1, '2026-11-25 23:31:48.337682-05', '2026-11-25 23:31:48.359869-05', NULL, '{"path": "work/4/10_XCADENA_20261123.txt"}', NULL),
	(4, 11, 'stage', 'succeeded', 1, '2026-11-25 23:31:48.371885-05', '2026-11-25 23:31:48.485963-05', NULL, '{"read": 38, "sha256": "88fd8b03aa04cf822e698f362495e9329a8b8242f4558ad17ffd25c772573863", "attempt": 1, "accepted": 38, "rejected": 0, "warnings": 0, "size_bytes": 12304, "layout_hash": "2bfe1d5388fdc6b6f14cb0b120c3d11f6d3f64cefbcce2ac194a497104eb5b5c", "was_skipped": false, "finding_rows": 0, "unreadable_keys": 0, "findings_by_type": {}}', NULL),
	(4, 10, 'stage', 'succeeded', 1, '2026-11-25 23:31:48.372647-05', '2026-11-25 23:31:48.492931-05', NULL, '{"read": 8, "sha256": "fd0e24a636fa3c28c01cc259438d756bfc4940ca468f52f0106a5b7ef6f69b66", "attempt": 1, "accepted": 8, "rejected": 0, "warnings": 0, "size_bytes": 2593, "layout_hash": "aa933fe3290cccc34e613128596f680ba510b7adfb16f7ce9f6db57b1a4f3242", "was_skipped": false, "finding_rows": 0, "unreadable_keys": 0, "findings_by_type": {}}', NULL),
	(4, 11, 'merge', 'succeeded', 1, '2026-11-25 23:31:48.490358-05', '2026-11-25 23:31:48.583138-05', NULL, NULL, NULL),
	(4, 10, 'merge', 'pending', 1, '2026-11-25 23:31:48.497037-05', '2026-11-25 23:31:48.583376-05', NULL, NULL, 'El archivo XCADENA_20261123.txt borraría 19 de 27 filas (70,4 %); sin aprobación se admite hasta 20 %. La carga queda retenida hasta que un operador la apruebe o la descarte.'),
	(4, 11, 'archive', 'succeeded', 1, '2026-11-25 23:31:48.605221-05', '2026-11-25 23:31:48.62403-05', NULL, '{"path": "processed/2026-11-23/XMONEDA_20261123.txt"}', NULL);

INSERT INTO db_masterdatahub.tombstone VALUES
	('XMONEDA', '33', '{"cod_mon": 33}', 44, 11, '2026-11-25 23:31:48.520143-05'),
	('XMONEDA', '40', '{"cod_mon": 40}', 45, 11, '2026-11-25 23:31:48.520143-05');

INSERT INTO db_masterdatahub_staging.r_4_10_1 VALUES
	(1, 'A', 'ÉXITO'),
	(2, 'B', 'CARULLA'),
	(3, 'C', 'SUPER INTER'),
	(4, 'D', 'SURTIMAX'),
	(5, 'E', 'SURTIMAYORISTA'),
	(6, 'F', 'POMONA'),
	(7, 'G', 'LEY'),
	(8, 'H', 'CARULLA FRESHMARKET');

INSERT INTO hangfire.aggregatedcounter VALUES
	(5, 'stats:failed:2026-11-26-04', 1, '2026-11-26 23:31:21.656375-05'),
	(6, 'stats:failed:2026-11-26', 1, '2026-12-25 23:31:20.656375-05'),
	(1, 'stats:succeeded:2026-11-26-04', 14, '2026-11-26 23:31:34.819861-05'),
	(2, 'stats:succeeded', 14, NULL),
	(3, 'stats:succeeded:2026-11-26', 14, '2026-12-25 23:31:33.819861-05');

INSERT INTO hangfire.counter VALUES
	(45, 'stats:succeeded:2026-11-26', 1, '2026-12-25 23:31:47.291425-05'),
	(46, 'stats:succeeded:2026-11-26-04', 1, '2026-11-26 23:31:48.291425-05'),
	(47, 'stats:succeeded', 1, NULL),
	(48, 'stats:succeeded:2026-11-26', 1, '2026-12-25 23:31:47.606412-05'),
	(49, 'stats:succeeded:2026-11-26-04', 1, '2026-11-26 23:31:48.606412-05'),
	(50, 'stats:succeeded', 1, NULL),
	(51, 'stats:succeeded:2026-11-26', 1, '2026-12-25 23:31:47.685368-05'),
	(52, 'stats:succeeded:2026-11-26-04', 1, '2026-11-26 23:31:48.685368-05'),
	(53, 'stats:succeeded', 1, NULL),
	(54, 'stats:succeeded:2026-11-26', 1, '2026-12-25 23:31:47.759919-05'),
	(55, 'stats:succeeded:2026-11-26-04', 1, '2026-11-26 23:31:48.759919-05'),
	(56, 'stats:succeeded', 1, NULL);

INSERT INTO hangfire.job VALUES
	(5, 15, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FinishAsync", "Arguments": "[\"1\",\"\\\"2026-11-20\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["1", "\"2026-11-20\"", null]', '2026-11-25 23:31:08.92129-05', '2026-11-26 23:31:08.988486-05', 0),
	(1, 8, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "RunAsync", "Arguments": "[\"1\",\"\\\"2026-11-20\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["1", "\"2026-11-20\"", null]', '2026-11-25 23:30:57.941476-05', '2026-11-26 23:31:08.537189-05', 0),
	(4, 10, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"1\",\"3\",\"\\\"XMONEDA · 2026-11-20\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["1", "3", "\"XMONEDA · 2026-11-20\"", null, null]', '2026-11-25 23:31:08.498812-05', '2026-11-26 23:31:08.90812-05', 0),
	(3, 11, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"1\",\"2\",\"\\\"XCAN · 2026-11-20\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["1", "2", "\"XCAN · 2026-11-20\"", null, null]', '2026-11-25 23:31:08.491321-05', '2026-11-26 23:31:08.913028-05', 0),
	(2, 13, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"1\",\"1\",\"\\\"XCADENA · 2026-11-20\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["1", "1", "\"XCADENA · 2026-11-20\"", null, null]', '2026-11-25 23:31:08.479093-05', '2026-11-26 23:31:08.929809-05', 0),
	(6, 23, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "RunAsync", "Arguments": "[\"2\",\"\\\"2026-11-21\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["2", "\"2026-11-21\"", null]', '2026-11-25 23:31:10.883084-05', '2026-11-26 23:31:21.482784-05', 0),
	(7, 25, 'Failed', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"2\",\"4\",\"\\\"XCADENA · 2026-11-21\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["2", "4", "\"XCADENA · 2026-11-21\"", null, null]', '2026-11-25 23:31:21.426781-05', NULL, 0),
	(8, 26, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"2\",\"5\",\"\\\"XCAN · 2026-11-21\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["2", "5", "\"XCAN · 2026-11-21\"", null, null]', '2026-11-25 23:31:21.436498-05', '2026-11-26 23:31:21.845706-05', 0),
	(9, 28, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"2\",\"6\",\"\\\"XMONEDA · 2026-11-21\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["2", "6", "\"XMONEDA · 2026-11-21\"", null, null]', '2026-11-25 23:31:21.444894-05', '2026-11-26 23:31:21.862329-05', 0),
	(10, 30, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FinishAsync", "Arguments": "[\"2\",\"\\\"2026-11-21\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["2", "\"2026-11-21\"", null]', '2026-11-25 23:31:21.854493-05', '2026-11-26 23:31:21.928044-05', 0),
	(12, 41, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"3\",\"7\",\"\\\"XCADENA · 2026-11-22\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["3", "7", "\"XCADENA · 2026-11-22\"", null, null]', '2026-11-25 23:31:34.233722-05', '2026-11-26 23:31:34.713269-05', 0),
	(11, 38, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "RunAsync", "Arguments": "[\"3\",\"\\\"2026-11-22\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["3", "\"2026-11-22\"", null]', '2026-11-25 23:31:23.686758-05', '2026-11-26 23:31:34.290606-05', 0),
	(13, 40, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"3\",\"8\",\"\\\"XCAN · 2026-11-22\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["3", "8", "\"XCAN · 2026-11-22\"", null, null]', '2026-11-25 23:31:34.2471-05', '2026-11-26 23:31:34.700315-05', 0),
	(14, 43, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"3\",\"9\",\"\\\"XMONEDA · 2026-11-22\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["3", "9", "\"XMONEDA · 2026-11-22\"", null, null]', '2026-11-25 23:31:34.259642-05', '2026-11-26 23:31:34.73621-05', 0),
	(15, 45, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FinishAsync", "Arguments": "[\"3\",\"\\\"2026-11-22\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["3", "\"2026-11-22\"", null]', '2026-11-25 23:31:34.721898-05', '2026-11-26 23:31:34.819861-05', 0),
	(16, 52, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "RunAsync", "Arguments": "[\"4\",\"\\\"2026-11-23\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["4", "\"2026-11-23\"", null]', '2026-11-25 23:31:37.539877-05', '2026-11-26 23:31:48.291425-05', 0),
	(17, 53, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"4\",\"10\",\"\\\"XCADENA · 2026-11-23\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["4", "10", "\"XCADENA · 2026-11-23\"", null, null]', '2026-11-25 23:31:48.238599-05', '2026-11-26 23:31:48.606412-05', 0),
	(18, 56, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FileAsync", "Arguments": "[\"4\",\"11\",\"\\\"XMONEDA · 2026-11-23\\\"\",null,null]", "ParameterTypes": "[\"System.Int64\",\"System.Int64\",\"System.String\",\"Hangfire.Server.PerformContext, Hangfire.Core\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["4", "11", "\"XMONEDA · 2026-11-23\"", null, null]', '2026-11-25 23:31:48.264407-05', '2026-11-26 23:31:48.685368-05', 0),
	(19, 57, 'Succeeded', '{"Type": "IngestaMaestras.Portal.Jobs.IngestaJobs, ingesta", "Method": "FinishAsync", "Arguments": "[\"4\",\"\\\"2026-11-23\\\"\",null]", "ParameterTypes": "[\"System.Int64\",\"System.String\",\"System.Threading.CancellationToken, mscorlib\"]"}', '["4", "\"2026-11-23\"", null]', '2026-11-25 23:31:48.667409-05', '2026-11-26 23:31:48.759919-05', 0);

INSERT INTO hangfire.jobparameter VALUES
	(1, 1, 'CurrentCulture', '""', 0),
	(2, 2, 'CurrentCulture', '""', 0),
	(3, 3, 'CurrentCulture', '""', 0),
	(4, 4, 'CurrentCulture', '""', 0),
	(5, 5, 'CurrentCulture', '""', 0),
	(6, 6, 'CurrentCulture', '""', 0),
	(7, 7, 'CurrentCulture', '""', 0),
	(8, 8, 'CurrentCulture', '""', 0),
	(9, 9, 'CurrentCulture', '""', 0),
	(10, 10, 'CurrentCulture', '""', 0),
	(11, 11, 'CurrentCulture', '""', 0),
	(12, 12, 'CurrentCulture', '""', 0),
	(13, 13, 'CurrentCulture', '""', 0),
	(14, 14, 'CurrentCulture', '""', 0),
	(15, 15, 'CurrentCulture', '""', 0),
	(16, 16, 'CurrentCulture', '""', 0),
	(17, 17, 'CurrentCulture', '""', 0),
	(18, 18, 'CurrentCulture', '""', 0),
	(19, 19, 'CurrentCulture', '""', 0);

INSERT INTO hangfire.schema VALUES
	(23);

INSERT INTO hangfire.state VALUES
	(1, 1, 'Enqueued', NULL, '2026-11-25 23:30:58.01249-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667457898"}', 0),
	(2, 1, 'Processing', NULL, '2026-11-25 23:30:58.340878-05', '{"ServerId": "vm:28414:4b6b749fb5bd469fa997eb81617e619e:28414:918a7e70-8f60-471b-9cc1-cd368d945a0e", "WorkerId": "d8c7fda5-fa2b-4cc0-8f98-a4d6453b7dbf", "StartedAt": "1795667458312"}', 0),
	(3, 2, 'Enqueued', NULL, '2026-11-25 23:31:08.482888-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667468476"}', 0),
	(4, 3, 'Enqueued', NULL, '2026-11-25 23:31:08.49395-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667468490"}', 0),
	(5, 2, 'Processing', NULL, '2026-11-25 23:31:08.495697-05', '{"ServerId": "vm:28414:4b6b749fb5bd469fa997eb81617e619e:28414:918a7e70-8f60-471b-9cc1-cd368d945a0e", "WorkerId": "60cfc97b-a70c-431c-876f-7bf109f451dd", "StartedAt": "1795667468492"}', 0),
	(6, 3, 'Processing', NULL, '2026-11-25 23:31:08.500446-05', '{"ServerId": "vm:28414:4b6b749fb5bd469fa997eb81617e619e:28414:918a7e70-8f60-471b-9cc1-cd368d945a0e", "WorkerId": "3c364583-769b-4841-8da4-6338175d7128", "StartedAt": "1795667468498"}', 0),
	(7, 4, 'Enqueued', NULL, '2026-11-25 23:31:08.501515-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667468498"}', 0),
	(8, 1, 'Succeeded', NULL, '2026-11-25 23:31:08.538314-05', '{"Result": "\"Ejecución iniciada.\"", "Latency": "403", "SucceededAt": "1795667468528", "PerformanceDuration": "10183"}', 0),
	(9, 4, 'Processing', NULL, '2026-11-25 23:31:08.559662-05', '{"ServerId": "vm:28414:4b6b749fb5bd469fa997eb81617e619e:28414:918a7e70-8f60-471b-9cc1-cd368d945a0e", "WorkerId": "d8c7fda5-fa2b-4cc0-8f98-a4d6453b7dbf", "StartedAt": "1795667468557"}', 0),
	(10, 4, 'Succeeded', NULL, '2026-11-25 23:31:08.908446-05', '{"Result": "\"XMONEDA · 2026-11-20: loaded\"", "Latency": "63", "SucceededAt": "1795667468903", "PerformanceDuration": "341"}', 0),
	(11, 3, 'Succeeded', NULL, '2026-11-25 23:31:08.915679-05', '{"Result": "\"XCAN · 2026-11-20: loaded\"", "Latency": "10", "SucceededAt": "1795667468907", "PerformanceDuration": "404"}', 0),
	(12, 5, 'Enqueued', NULL, '2026-11-25 23:31:08.923036-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667468919"}', 0),
	(13, 2, 'Succeeded', NULL, '2026-11-25 23:31:08.930286-05', '{"Result": "\"XCADENA · 2026-11-20: loaded\"", "Latency": "19", "SucceededAt": "1795667468925", "PerformanceDuration": "427"}', 0),
	(14, 5, 'Processing', NULL, '2026-11-25 23:31:08.931615-05', '{"ServerId": "vm:28414:4b6b749fb5bd469fa997eb81617e619e:28414:918a7e70-8f60-471b-9cc1-cd368d945a0e", "WorkerId": "d8c7fda5-fa2b-4cc0-8f98-a4d6453b7dbf", "StartedAt": "1795667468925"}', 0),
	(15, 5, 'Succeeded', NULL, '2026-11-25 23:31:08.988873-05', '{"Result": "\"Ejecución 1: partial.\"", "Latency": "12", "SucceededAt": "1795667468986", "PerformanceDuration": "52"}', 0),
	(16, 6, 'Enqueued', NULL, '2026-11-25 23:31:10.96451-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667470822"}', 0),
	(17, 6, 'Processing', NULL, '2026-11-25 23:31:11.293256-05', '{"ServerId": "vm:28667:42e484c2138644e2b2b76ff4d51f320e:28667:365ae7f7-2b7a-442c-bfe0-bf6c0206f57e", "WorkerId": "164839d3-a3e6-452a-b3e9-57e8e847b185", "StartedAt": "1795667471261"}', 0),
	(18, 7, 'Enqueued', NULL, '2026-11-25 23:31:21.430082-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667481423"}', 0),
	(19, 8, 'Enqueued', NULL, '2026-11-25 23:31:21.439004-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667481436"}', 0),
	(20, 7, 'Processing', NULL, '2026-11-25 23:31:21.439275-05', '{"ServerId": "vm:28667:42e484c2138644e2b2b76ff4d51f320e:28667:365ae7f7-2b7a-442c-bfe0-bf6c0206f57e", "WorkerId": "fbe1c4ec-bc42-406f-809d-de2754630e4d", "StartedAt": "1795667481436"}', 0),
	(21, 8, 'Processing', NULL, '2026-11-25 23:31:21.448821-05', '{"ServerId": "vm:28667:42e484c2138644e2b2b76ff4d51f320e:28667:365ae7f7-2b7a-442c-bfe0-bf6c0206f57e", "WorkerId": "17e268bb-9416-4f7a-b579-9e5f7596ee3d", "StartedAt": "1795667481442"}', 0),
	(22, 9, 'Enqueued', NULL, '2026-11-25 23:31:21.452107-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667481444"}', 0),
	(23, 6, 'Succeeded', NULL, '2026-11-25 23:31:21.484405-05', '{"Result": "\"Ejecución iniciada.\"", "Latency": "415", "SucceededAt": "1795667481474", "PerformanceDuration": "10176"}', 0),
	(24, 9, 'Processing', NULL, '2026-11-25 23:31:21.512756-05', '{"ServerId": "vm:28667:42e484c2138644e2b2b76ff4d51f320e:28667:365ae7f7-2b7a-442c-bfe0-bf6c0206f57e", "WorkerId": "164839d3-a3e6-452a-b3e9-57e8e847b185", "StartedAt": "1795667481510"}', 0),
	(25, 7, 'Failed', 'An exception occurred during performance of the job.', '2026-11-25 23:31:21.658274-05', '{"FailedAt": "1795667481641", "ServerId": "vm:28667:42e484c2138644e2b2b76ff4d51f320e:28667:365ae7f7-2b7a-442c-bfe0-bf6c0206f57e", "ExceptionType": "IngestaMaestras.Ingestion.Pipeline.InvalidFileException", "ExceptionDetails": "IngestaMaestras.Ingestion.Pipeline.InvalidFileException: El archivo XCADENA_20261121.txt está vacío (0 bytes). Se esperaba al menos un registro.\n   at IngestaMaestras.Portal.Jobs.IngestaJobs.FileAsync(Int64 runId, Int64 fileId, String label, PerformContext context, CancellationToken ct) in /src/IngestaMaestras.Portal/Jobs/IngestaJobs.cs:line 52\n   at InvokeStub_TaskAwaiter`1.GetResult(Object, Object, IntPtr*)\n   at System.Reflection.MethodBaseInvoker.InvokeWithNoArgs(Object obj, BindingFlags invokeAttr)\n", "ExceptionMessage": "El archivo XCADENA_20261121.txt está vacío (0 bytes). Se esperaba al menos un registro."}', 0),
	(26, 8, 'Succeeded', NULL, '2026-11-25 23:31:21.846307-05', '{"Result": "\"XCAN · 2026-11-21: loaded\"", "Latency": "20", "SucceededAt": "1795667481843", "PerformanceDuration": "386"}', 0),
	(27, 10, 'Enqueued', NULL, '2026-11-25 23:31:21.856896-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667481852"}', 0),
	(28, 9, 'Succeeded', NULL, '2026-11-25 23:31:21.862876-05', '{"Result": "\"XMONEDA · 2026-11-21: loaded\"", "Latency": "69", "SucceededAt": "1795667481859", "PerformanceDuration": "345"}', 0),
	(29, 10, 'Processing', NULL, '2026-11-25 23:31:21.86736-05', '{"ServerId": "vm:28667:42e484c2138644e2b2b76ff4d51f320e:28667:365ae7f7-2b7a-442c-bfe0-bf6c0206f57e", "WorkerId": "fbe1c4ec-bc42-406f-809d-de2754630e4d", "StartedAt": "1795667481863"}', 0),
	(30, 10, 'Succeeded', NULL, '2026-11-25 23:31:21.928379-05', '{"Result": "\"Ejecución 2: failed.\"", "Latency": "14", "SucceededAt": "1795667481925", "PerformanceDuration": "56"}', 0),
	(31, 11, 'Enqueued', NULL, '2026-11-25 23:31:23.758246-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667483646"}', 0),
	(32, 11, 'Processing', NULL, '2026-11-25 23:31:24.086014-05', '{"ServerId": "vm:28854:7a5abb9f593c4fc9a4155b20d26a05b4:28854:ec104a3a-04df-4035-b981-b06638eb9a98", "WorkerId": "b7077f72-5531-4d5b-9b4b-d93320282d6b", "StartedAt": "1795667484058"}', 0),
	(33, 12, 'Enqueued', NULL, '2026-11-25 23:31:34.237285-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667494230"}', 0),
	(34, 12, 'Processing', NULL, '2026-11-25 23:31:34.248866-05', '{"ServerId": "vm:28854:7a5abb9f593c4fc9a4155b20d26a05b4:28854:ec104a3a-04df-4035-b981-b06638eb9a98", "WorkerId": "f8996923-cceb-40d1-8206-f27d9a7559b6", "StartedAt": "1795667494244"}', 0),
	(35, 13, 'Enqueued', NULL, '2026-11-25 23:31:34.250455-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667494246"}', 0),
	(36, 14, 'Enqueued', NULL, '2026-11-25 23:31:34.264566-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667494259"}', 0),
	(38, 11, 'Succeeded', NULL, '2026-11-25 23:31:34.301192-05', '{"Result": "\"Ejecución iniciada.\"", "Latency": "403", "SucceededAt": "1795667494273", "PerformanceDuration": "10182"}', 0),
	(37, 13, 'Processing', NULL, '2026-11-25 23:31:34.275607-05', '{"ServerId": "vm:28854:7a5abb9f593c4fc9a4155b20d26a05b4:28854:ec104a3a-04df-4035-b981-b06638eb9a98", "WorkerId": "bdf56af2-e564-4538-8f29-8b7a5884c9ab", "StartedAt": "1795667494268"}', 0),
	(39, 14, 'Processing', NULL, '2026-11-25 23:31:34.34013-05', '{"ServerId": "vm:28854:7a5abb9f593c4fc9a4155b20d26a05b4:28854:ec104a3a-04df-4035-b981-b06638eb9a98", "WorkerId": "b7077f72-5531-4d5b-9b4b-d93320282d6b", "StartedAt": "1795667494336"}', 0),
	(45, 15, 'Succeeded', NULL, '2026-11-25 23:31:34.82101-05', '{"Result": "\"Ejecución 3: partial.\"", "Latency": "33", "SucceededAt": "1795667494812", "PerformanceDuration": "56"}', 0),
	(40, 13, 'Succeeded', NULL, '2026-11-25 23:31:34.700763-05', '{"Result": "\"XCAN · 2026-11-22: loaded\"", "Latency": "34", "SucceededAt": "1795667494697", "PerformanceDuration": "416"}', 0),
	(41, 12, 'Succeeded', NULL, '2026-11-25 23:31:34.713817-05', '{"Result": "\"XCADENA · 2026-11-22: loaded\"", "Latency": "17", "SucceededAt": "1795667494707", "PerformanceDuration": "455"}', 0),
	(42, 15, 'Enqueued', NULL, '2026-11-25 23:31:34.724228-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667494720"}', 0),
	(43, 14, 'Succeeded', NULL, '2026-11-25 23:31:34.737182-05', '{"Result": "\"XMONEDA · 2026-11-22: loaded\"", "Latency": "82", "SucceededAt": "1795667494729", "PerformanceDuration": "386"}', 0),
	(44, 15, 'Processing', NULL, '2026-11-25 23:31:34.742778-05', '{"ServerId": "vm:28854:7a5abb9f593c4fc9a4155b20d26a05b4:28854:ec104a3a-04df-4035-b981-b06638eb9a98", "WorkerId": "bdf56af2-e564-4538-8f29-8b7a5884c9ab", "StartedAt": "1795667494732"}', 0),
	(46, 16, 'Enqueued', NULL, '2026-11-25 23:31:37.644381-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667497485"}', 0),
	(47, 16, 'Processing', NULL, '2026-11-25 23:31:38.089593-05', '{"ServerId": "vm:29136:e29c4025179741f2abf1de9737d76cb7:29136:492569c4-a10a-408a-9530-cba6a2da6134", "WorkerId": "e1c0fe7d-1fe8-4915-a7bb-7bd13df6ec2c", "StartedAt": "1795667498061"}', 0),
	(48, 17, 'Enqueued', NULL, '2026-11-25 23:31:48.248218-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667508236"}', 0),
	(49, 18, 'Enqueued', NULL, '2026-11-25 23:31:48.272353-05', '{"Queue": "b-archivos", "EnqueuedAt": "1795667508263"}', 0),
	(50, 17, 'Processing', NULL, '2026-11-25 23:31:48.272222-05', '{"ServerId": "vm:29136:e29c4025179741f2abf1de9737d76cb7:29136:492569c4-a10a-408a-9530-cba6a2da6134", "WorkerId": "f1209081-157a-47df-a51e-4feee5db00c5", "StartedAt": "1795667508260"}', 0),
	(51, 18, 'Processing', NULL, '2026-11-25 23:31:48.300172-05', '{"ServerId": "vm:29136:e29c4025179741f2abf1de9737d76cb7:29136:492569c4-a10a-408a-9530-cba6a2da6134", "WorkerId": "5479eae9-60a7-48e8-b364-d25543ba437d", "StartedAt": "1795667508288"}', 0),
	(52, 16, 'Succeeded', NULL, '2026-11-25 23:31:48.299756-05', '{"Result": "\"Ejecución iniciada.\"", "Latency": "555", "SucceededAt": "1795667508278", "PerformanceDuration": "10182"}', 0),
	(53, 17, 'Succeeded', NULL, '2026-11-25 23:31:48.607413-05', '{"Result": "\"XCADENA · 2026-11-23: held\"", "Latency": "38", "SucceededAt": "1795667508599", "PerformanceDuration": "322"}', 0),
	(54, 19, 'Enqueued', NULL, '2026-11-25 23:31:48.67598-05', '{"Queue": "a-ejecuciones", "EnqueuedAt": "1795667508665"}', 0),
	(55, 19, 'Processing', NULL, '2026-11-25 23:31:48.682605-05', '{"ServerId": "vm:29136:e29c4025179741f2abf1de9737d76cb7:29136:492569c4-a10a-408a-9530-cba6a2da6134", "WorkerId": "e1c0fe7d-1fe8-4915-a7bb-7bd13df6ec2c", "StartedAt": "1795667508680"}', 0),
	(56, 18, 'Succeeded', NULL, '2026-11-25 23:31:48.685974-05', '{"Result": "\"XMONEDA · 2026-11-23: loaded\"", "Latency": "47", "SucceededAt": "1795667508678", "PerformanceDuration": "366"}', 0),
	(57, 19, 'Succeeded', NULL, '2026-11-25 23:31:48.760519-05', '{"Result": "\"Ejecución 4: held.\"", "Latency": "19", "SucceededAt": "1795667508749", "PerformanceDuration": "62"}', 0);

SELECT pg_catalog.setval('db_masterdatahub.audit_log_id_seq', 18, true);

SELECT pg_catalog.setval('db_masterdatahub.dry_run_dry_run_id_seq', 1, false);

SELECT pg_catalog.setval('db_masterdatahub.error_log_id_seq', 79, true);

SELECT pg_catalog.setval('db_masterdatahub.file_file_id_seq', 11, true);

SELECT pg_catalog.setval('db_masterdatahub.run_run_id_seq', 4, true);

SELECT pg_catalog.setval('db_masterdatahub.schema_version_schemaversionsid_seq', 2, true);

SELECT pg_catalog.setval('hangfire.aggregatedcounter_id_seq', 11, true);

SELECT pg_catalog.setval('hangfire.counter_id_seq', 56, true);

SELECT pg_catalog.setval('hangfire.hash_id_seq', 1, false);

SELECT pg_catalog.setval('hangfire.job_id_seq', 19, true);

SELECT pg_catalog.setval('hangfire.jobparameter_id_seq', 19, true);

SELECT pg_catalog.setval('hangfire.jobqueue_id_seq', 19, true);

SELECT pg_catalog.setval('hangfire.list_id_seq', 1, false);

SELECT pg_catalog.setval('hangfire.set_id_seq', 1, false);

SELECT pg_catalog.setval('hangfire.state_id_seq', 57, true);

ALTER TABLE ONLY db_masterdatahub.schema_version
    ADD CONSTRAINT "PK_schema_version_Id" PRIMARY KEY (schemaversionsid);

ALTER TABLE ONLY db_masterdatahub.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY db_masterdatahub.dry_run
    ADD CONSTRAINT dry_run_pkey PRIMARY KEY (dry_run_id);

ALTER TABLE ONLY db_masterdatahub.erp_cadena
    ADD CONSTRAINT erp_cadena_pkey PRIMARY KEY (codcade);

ALTER TABLE ONLY db_masterdatahub.erp_canal
    ADD CONSTRAINT erp_canal_pkey PRIMARY KEY (canal);

ALTER TABLE ONLY db_masterdatahub.erp_moneda
    ADD CONSTRAINT erp_moneda_pkey PRIMARY KEY (cod_mon);

ALTER TABLE ONLY db_masterdatahub.error_log
    ADD CONSTRAINT error_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY db_masterdatahub.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY db_masterdatahub.installation
    ADD CONSTRAINT installation_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY db_masterdatahub.layout_version
    ADD CONSTRAINT layout_version_pkey PRIMARY KEY (layout_hash);

ALTER TABLE ONLY db_masterdatahub.master_state
    ADD CONSTRAINT master_state_pkey PRIMARY KEY (maestra);

ALTER TABLE ONLY db_masterdatahub.pause
    ADD CONSTRAINT pause_pkey PRIMARY KEY (scope);

ALTER TABLE ONLY db_masterdatahub.rejected_line
    ADD CONSTRAINT rejected_line_pkey PRIMARY KEY (file_id, line_number);

ALTER TABLE ONLY db_masterdatahub.run_file
    ADD CONSTRAINT run_file_pkey PRIMARY KEY (run_id, file_id);

ALTER TABLE ONLY db_masterdatahub.run_finding
    ADD CONSTRAINT run_finding_pkey PRIMARY KEY (run_id, finding, maestra, file_name);

ALTER TABLE ONLY db_masterdatahub.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY db_masterdatahub.step
    ADD CONSTRAINT step_pkey PRIMARY KEY (run_id, file_id, step);

ALTER TABLE ONLY db_masterdatahub.tombstone
    ADD CONSTRAINT tombstone_pkey PRIMARY KEY (maestra, key_text);

ALTER TABLE ONLY db_masterdatahub.worker
    ADD CONSTRAINT worker_pkey PRIMARY KEY (worker_id);

ALTER TABLE ONLY hangfire.aggregatedcounter
    ADD CONSTRAINT aggregatedcounter_key_key UNIQUE (key);

ALTER TABLE ONLY hangfire.aggregatedcounter
    ADD CONSTRAINT aggregatedcounter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.hash
    ADD CONSTRAINT hash_key_field_key UNIQUE (key, field);

ALTER TABLE ONLY hangfire.hash
    ADD CONSTRAINT hash_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.jobparameter
    ADD CONSTRAINT jobparameter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.jobqueue
    ADD CONSTRAINT jobqueue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.list
    ADD CONSTRAINT list_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.lock
    ADD CONSTRAINT lock_resource_key UNIQUE (resource);

ALTER TABLE ONLY hangfire.lock REPLICA IDENTITY USING INDEX lock_resource_key;

ALTER TABLE ONLY hangfire.schema
    ADD CONSTRAINT schema_pkey PRIMARY KEY (version);

ALTER TABLE ONLY hangfire.server
    ADD CONSTRAINT server_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.set
    ADD CONSTRAINT set_key_value_key UNIQUE (key, value);

ALTER TABLE ONLY hangfire.set
    ADD CONSTRAINT set_pkey PRIMARY KEY (id);

ALTER TABLE ONLY hangfire.state
    ADD CONSTRAINT state_pkey PRIMARY KEY (id);

CREATE INDEX audit_log_by_time ON db_masterdatahub.audit_log USING btree (execution_time DESC, id DESC);

CREATE INDEX error_log_by_date ON db_masterdatahub.error_log USING btree (fecha_proceso DESC, "timestamp" DESC, id DESC);

CREATE INDEX error_log_by_file ON db_masterdatahub.error_log USING btree (file_id, id);

CREATE INDEX error_log_by_run ON db_masterdatahub.error_log USING btree (run_id, id);

CREATE INDEX file_by_date ON db_masterdatahub.file USING btree (fecha_proceso DESC, maestra, chain_order);

CREATE INDEX file_by_place ON db_masterdatahub.file USING btree (location, fecha_proceso DESC, file_id DESC) WHERE (location <> 'gone'::text);

CREATE INDEX file_by_root ON db_masterdatahub.file USING btree (root_file_id);

CREATE INDEX file_in_input ON db_masterdatahub.file USING btree (fecha_proceso) WHERE (location = 'input'::text);

CREATE INDEX file_in_move ON db_masterdatahub.file USING btree (target_path) WHERE (target_path IS NOT NULL);

CREATE UNIQUE INDEX file_one_per_path ON db_masterdatahub.file USING btree (path) WHERE (location <> 'gone'::text);

CREATE INDEX run_by_date ON db_masterdatahub.run USING btree (fecha_proceso DESC, run_id DESC);

CREATE INDEX run_by_parent ON db_masterdatahub.run USING btree (parent_run_id, run_id) WHERE (parent_run_id IS NOT NULL);

CREATE INDEX run_file_active ON db_masterdatahub.run_file USING btree (run_id) WHERE (status = ANY (ARRAY['pending'::text, 'running'::text]));

CREATE INDEX run_file_by_file ON db_masterdatahub.run_file USING btree (file_id, run_id DESC);

CREATE INDEX run_file_held ON db_masterdatahub.run_file USING btree (file_id) WHERE (status = 'held'::text);

CREATE UNIQUE INDEX run_one_running ON db_masterdatahub.run USING btree ((true)) WHERE (status = 'running'::text);

CREATE UNIQUE INDEX run_one_schedule_per_date ON db_masterdatahub.run USING btree (fecha_proceso) WHERE (trigger = 'schedule'::text);

CREATE INDEX run_waiting ON db_masterdatahub.run USING btree (fecha_proceso, run_id) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE INDEX tombstone_by_version ON db_masterdatahub.tombstone USING btree (maestra, version);

CREATE INDEX ix_hangfire_counter_expireat ON hangfire.counter USING btree (expireat);

CREATE INDEX ix_hangfire_counter_key ON hangfire.counter USING btree (key);

CREATE INDEX ix_hangfire_hash_expireat ON hangfire.hash USING btree (expireat);

CREATE INDEX ix_hangfire_job_expireat ON hangfire.job USING btree (expireat);

CREATE INDEX ix_hangfire_job_statename ON hangfire.job USING btree (statename);

CREATE INDEX ix_hangfire_job_statename_is_not_null ON hangfire.job USING btree (statename) INCLUDE (id) WHERE (statename IS NOT NULL);

CREATE INDEX ix_hangfire_jobparameter_jobidandname ON hangfire.jobparameter USING btree (jobid, name);

CREATE INDEX ix_hangfire_jobqueue_fetchedat_queue_jobid ON hangfire.jobqueue USING btree (fetchedat NULLS FIRST, queue, jobid);

CREATE INDEX ix_hangfire_jobqueue_jobidandqueue ON hangfire.jobqueue USING btree (jobid, queue);

CREATE INDEX ix_hangfire_jobqueue_queueandfetchedat ON hangfire.jobqueue USING btree (queue, fetchedat);

CREATE INDEX ix_hangfire_list_expireat ON hangfire.list USING btree (expireat);

CREATE INDEX ix_hangfire_set_expireat ON hangfire.set USING btree (expireat);

CREATE INDEX ix_hangfire_set_key_score ON hangfire.set USING btree (key, score);

CREATE INDEX ix_hangfire_state_jobid ON hangfire.state USING btree (jobid);

ALTER TABLE ONLY db_masterdatahub.dry_run
    ADD CONSTRAINT dry_run_executed_run_id_fkey FOREIGN KEY (executed_run_id) REFERENCES db_masterdatahub.run(run_id);

ALTER TABLE ONLY db_masterdatahub.file
    ADD CONSTRAINT file_origin_file_id_fkey FOREIGN KEY (origin_file_id) REFERENCES db_masterdatahub.file(file_id);

ALTER TABLE ONLY db_masterdatahub.file
    ADD CONSTRAINT file_run_id_fkey FOREIGN KEY (run_id) REFERENCES db_masterdatahub.run(run_id);

ALTER TABLE ONLY db_masterdatahub.master_state
    ADD CONSTRAINT master_state_file_id_fkey FOREIGN KEY (file_id) REFERENCES db_masterdatahub.file(file_id);

ALTER TABLE ONLY db_masterdatahub.master_state
    ADD CONSTRAINT master_state_run_id_fkey FOREIGN KEY (run_id) REFERENCES db_masterdatahub.run(run_id);

ALTER TABLE ONLY db_masterdatahub.rejected_line
    ADD CONSTRAINT rejected_line_file_id_fkey FOREIGN KEY (file_id) REFERENCES db_masterdatahub.file(file_id);

ALTER TABLE ONLY db_masterdatahub.run_file
    ADD CONSTRAINT run_file_file_id_fkey FOREIGN KEY (file_id) REFERENCES db_masterdatahub.file(file_id);

ALTER TABLE ONLY db_masterdatahub.run_file
    ADD CONSTRAINT run_file_layout_hash_fkey FOREIGN KEY (layout_hash) REFERENCES db_masterdatahub.layout_version(layout_hash);

ALTER TABLE ONLY db_masterdatahub.run_file
    ADD CONSTRAINT run_file_run_id_fkey FOREIGN KEY (run_id) REFERENCES db_masterdatahub.run(run_id);

ALTER TABLE ONLY db_masterdatahub.run_file
    ADD CONSTRAINT run_file_unchanged_of_file_id_fkey FOREIGN KEY (unchanged_of_file_id) REFERENCES db_masterdatahub.file(file_id);

ALTER TABLE ONLY db_masterdatahub.run_file
    ADD CONSTRAINT run_file_unchanged_of_run_id_fkey FOREIGN KEY (unchanged_of_run_id) REFERENCES db_masterdatahub.run(run_id);

ALTER TABLE ONLY db_masterdatahub.run_finding
    ADD CONSTRAINT run_finding_run_id_fkey FOREIGN KEY (run_id) REFERENCES db_masterdatahub.run(run_id);

ALTER TABLE ONLY db_masterdatahub.run
    ADD CONSTRAINT run_parent_run_id_fkey FOREIGN KEY (parent_run_id) REFERENCES db_masterdatahub.run(run_id);

ALTER TABLE ONLY db_masterdatahub.step
    ADD CONSTRAINT step_run_id_file_id_fkey FOREIGN KEY (run_id, file_id) REFERENCES db_masterdatahub.run_file(run_id, file_id);

ALTER TABLE ONLY hangfire.jobparameter
    ADD CONSTRAINT jobparameter_jobid_fkey FOREIGN KEY (jobid) REFERENCES hangfire.job(id) ON UPDATE CASCADE ON DELETE CASCADE;

ALTER TABLE ONLY hangfire.state
    ADD CONSTRAINT state_jobid_fkey FOREIGN KEY (jobid) REFERENCES hangfire.job(id) ON UPDATE CASCADE ON DELETE CASCADE;

