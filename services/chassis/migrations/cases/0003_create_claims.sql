-- Who has claimed a key: the later of two transactions waits at the key and then sees the earlier.
-- Empty where the service looks for no other cases.
CREATE TABLE claims (
    key text PRIMARY KEY,
    case_ids text[] NOT NULL   -- in the order of their ids, so that the same log gives the same row
) WITH (fillfactor = 80);
