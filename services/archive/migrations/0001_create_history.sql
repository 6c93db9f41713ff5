-- Every event of every case, as it stands on the log.
CREATE TABLE history (
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    case_id text NOT NULL,
    seq integer NOT NULL,          -- counted by the service that announced it, per case
    type text NOT NULL,
    owner text NOT NULL,           -- the service that announced it
    occurred_at timestamptz NOT NULL,
    caused_by text NOT NULL,
    body json NOT NULL,            -- json keeps the bytes the chain of seals is made of
    PRIMARY KEY (partition, "offset")
);
CREATE INDEX history_of_case ON history (case_id, "offset");
