-- Every look into the vault, written down before anything was shown (art. 7); rows are only ever added.
CREATE TABLE looks (
    id text PRIMARY KEY,          -- of the event that stands on the case's log
    case_id text NOT NULL,
    principal text NOT NULL,
    role text NOT NULL,
    unit text,
    purpose_ref text NOT NULL,    -- what it was for, in the vault
    field_classes text[] NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX looks_case ON looks (case_id);
