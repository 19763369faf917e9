-- Files of processed/ that were compressed into dated archives of the long-term folder: path names archive and entry.
ALTER TABLE file DROP CONSTRAINT file_location_check;
ALTER TABLE file ADD CONSTRAINT file_location_check CHECK (location IN ('input', 'work', 'processed', 'error', 'archived', 'gone'));

CREATE TABLE archive (
    name text PRIMARY KEY,
    -- First day of the month of its files' business dates.
    month date NOT NULL,
    files int NOT NULL,
    -- Of the archive itself.
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When every row led here and every original was gone.
    settled_at timestamptz
);
