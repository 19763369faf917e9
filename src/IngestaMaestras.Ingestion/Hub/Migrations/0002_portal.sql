-- What pages look up: files by folder, files whose move is under way, the runs that a run led to.
CREATE INDEX file_by_place ON file (location, fecha_proceso DESC, file_id DESC) WHERE location <> 'gone';
CREATE INDEX file_in_move ON file (target_path) WHERE target_path IS NOT NULL;
CREATE INDEX run_by_parent ON run (parent_run_id, run_id) WHERE parent_run_id IS NOT NULL;
