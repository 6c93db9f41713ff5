-- Under which number of which source a case came in.
CREATE TABLE arrivals (
    case_id text PRIMARY KEY,
    source text NOT NULL,
    platform_ref text NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE INDEX arrivals_by_reference ON arrivals (platform_ref);
CREATE INDEX arrivals_by_time ON arrivals (received_at DESC);
