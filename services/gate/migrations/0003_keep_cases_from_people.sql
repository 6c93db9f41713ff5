-- Where a case came from, whom it is kept from, and where it went on: asked for when it is declared anew.
ALTER TABLE cases
    ADD COLUMN source text NOT NULL DEFAULT '',
    ADD COLUMN guarded text,        -- JSON: class, deny set of codes and keyed hashes; null where kept from nobody
    ADD COLUMN moved_to text;       -- the case of the restricted lane that goes on instead
UPDATE cases AS c SET source = p.source FROM petitions AS p WHERE p.case_id = c.case_id;
