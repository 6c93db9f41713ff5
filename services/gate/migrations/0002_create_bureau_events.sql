-- What people have put in force in the whole bureau, in order; each partition gets its copy on the log.
CREATE TABLE bureau_events (
    number integer PRIMARY KEY,
    name text NOT NULL,
    event text NOT NULL        -- JSON
);

-- Commands about the whole bureau: a repeat is answered from here.
CREATE TABLE bureau_commands (
    lane text NOT NULL,
    command_id text NOT NULL,
    digest bytea NOT NULL,
    code text NOT NULL,        -- of the refusal; empty where it was accepted
    clause text NOT NULL,
    PRIMARY KEY (lane, command_id)
);
