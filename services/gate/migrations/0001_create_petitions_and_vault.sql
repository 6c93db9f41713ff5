-- Petitions by the number their source gave them: a repeat is answered from here, for ever.
CREATE TABLE petitions (
    source text NOT NULL,
    platform_ref text NOT NULL,
    digest bytea NOT NULL,     -- keyed, of the canonical JSON of the validated petition
    case_id text NOT NULL,
    lane text NOT NULL,
    PRIMARY KEY (source, platform_ref)
);

-- Cases by id: where they live, and the number of the gate's last event about them.
CREATE TABLE cases (
    case_id text PRIMARY KEY,
    lane text NOT NULL,
    partition integer NOT NULL,
    seq integer NOT NULL
) WITH (fillfactor = 80);

-- Commands by id: a repeat goes onto the log again, another body under the same id does not.
CREATE TABLE commands (
    lane text NOT NULL,
    command_id text NOT NULL,
    digest bytea NOT NULL,
    case_id text NOT NULL,
    times integer NOT NULL,    -- how often it was put onto the log
    PRIMARY KEY (lane, command_id)
);

-- The keys of the cases, each wrapped by its lane's, which no table holds; to delete a row is to shred the case.
CREATE TABLE case_keys (
    case_id text PRIMARY KEY,
    key_id text NOT NULL,
    wrapped bytea NOT NULL
);

-- Personal data and free text, sealed.
CREATE TABLE vault (
    ref text PRIMARY KEY,
    case_id text NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL
);
CREATE INDEX vault_case ON vault (case_id);
