-- What the audit page and the search look up.
CREATE INDEX audit_log_by_user ON audit_log (user_name, execution_time DESC, id DESC);
CREATE INDEX audit_log_by_action ON audit_log (procedure_name, execution_time DESC, id DESC);
CREATE INDEX audit_log_by_status ON audit_log (result_status, execution_time DESC, id DESC);
CREATE INDEX file_by_name ON file (lower(file_name) text_pattern_ops, file_id DESC);
