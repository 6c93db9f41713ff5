-- What was sealed: the manifest of each dossier, and of each supplement after it.
CREATE TABLE dossiers (
    case_id text NOT NULL,
    supplement integer NOT NULL,   -- 0 = the dossier itself
    year integer NOT NULL,
    manifest json NOT NULL,        -- canonical text: its sha256 is the seal
    sha256 text NOT NULL,
    sealed_at timestamptz NOT NULL,
    PRIMARY KEY (case_id, supplement)
);
CREATE INDEX dossiers_of_year ON dossiers (year);
