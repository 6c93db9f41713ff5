-- Bureau-wide events but the ticks, as each partition has heard them: decisions about its cases stand on them.
CREATE TABLE bureau_events (
    partition integer NOT NULL,
    number integer NOT NULL,   -- the same event has the same number in each partition
    tick timestamptz,          -- the partition's last tick before it
    name text NOT NULL,
    event text NOT NULL,       -- JSON
    PRIMARY KEY (partition, number)
);

-- How many of them were applied to a case that they can still mean something to; NULL where they cannot.
ALTER TABLE case_states ADD COLUMN bureau integer;
CREATE INDEX case_states_bureau ON case_states (partition, bureau) WHERE bureau IS NOT NULL;
