-- A hub that was restored from a backup: targets may be ahead of it, so deliveries wait until they have been compared.
ALTER TABLE installation
    -- Goes up with every restore.
    ADD COLUMN epoch int NOT NULL DEFAULT 1,
    ADD COLUMN restored_at timestamptz,
    -- When the backup was taken that was restored last.
    ADD COLUMN restored_from timestamptz;

-- Nothing is delivered until a comparison of all keys has found target and hub equal, or has mended them.
ALTER TABLE delivery ADD COLUMN held_since timestamptz;
CREATE INDEX delivery_held ON delivery (target) WHERE held_since IS NOT NULL;
