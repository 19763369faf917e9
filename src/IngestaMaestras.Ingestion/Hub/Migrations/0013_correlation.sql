-- The click, or the job, that a run or a wide action comes from: its log events and audit rows carry the same id.
ALTER TABLE run ADD COLUMN correlation text;
ALTER TABLE operation ADD COLUMN correlation text;
