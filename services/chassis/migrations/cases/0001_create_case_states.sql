-- What the service remembers of each case, and what makes repeats harmless.
CREATE TABLE case_states (
    case_id text PRIMARY KEY,
    partition integer NOT NULL,
    record text NOT NULL       -- JSON; not parsed again by the database at every write
) WITH (fillfactor = 70);

-- The earliest timer of each case that has one.
CREATE TABLE timers (
    case_id text PRIMARY KEY,
    partition integer NOT NULL,
    due_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.01);
CREATE INDEX timers_due ON timers (partition, due_at, case_id);

-- Events of cases whose handler or timer failed: they wait in order until they are driven again.
-- A timer that failed has no value; its offset is that of the last event applied before it.
CREATE TABLE parked (
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    case_id text NOT NULL,
    lane text NOT NULL,
    key bytea,
    value bytea,
    headers json NOT NULL,
    in_force json NOT NULL,    -- the tick and the versions that held at its offset
    cause text NOT NULL,       -- class of the error where it failed; empty where it only waits
    PRIMARY KEY (partition, "offset", case_id)
);
CREATE INDEX parked_case ON parked (case_id);
