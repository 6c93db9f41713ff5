-- Where a worker stands in each partition: the group's committed offset only follows it.
CREATE TABLE position (
    partition integer PRIMARY KEY,
    step bigint NOT NULL,      -- moved by compare-and-set with every transaction of a worker
    offsets json NOT NULL,     -- topic stem -> next offset to read
    in_force json NOT NULL     -- what holds there from this point of the log on
);

-- What was decided and is not yet acknowledged by the broker: one row per partition and step.
CREATE TABLE outbox (
    partition integer NOT NULL,
    step bigint NOT NULL,      -- of the position it was committed with
    messages text NOT NULL,    -- JSON, in the order they are to be sent; only its writer reads it
    PRIMARY KEY (partition, step)
) WITH (autovacuum_vacuum_scale_factor = 0.01);
