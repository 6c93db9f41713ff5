-- Where a worker stands in each partition: the database, not the consumer group, says what was done.
CREATE TABLE position (
    partition integer PRIMARY KEY,
    step bigint NOT NULL,      -- moved by compare-and-set with every transaction of a worker
    offsets json NOT NULL,     -- topic stem -> next offset to read
    in_force json NOT NULL     -- what holds there from this point of the log on
);

-- What was decided and is not yet acknowledged by the broker.
CREATE TABLE outbox (
    partition integer NOT NULL,
    step bigint NOT NULL,      -- of the position it was committed with
    number integer NOT NULL,   -- order within the step
    on_log boolean NOT NULL,
    lane text NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    value bytea NOT NULL,
    headers json NOT NULL,
    PRIMARY KEY (partition, step, number)
) WITH (autovacuum_vacuum_scale_factor = 0.01);
