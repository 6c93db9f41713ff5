-- What may be looked up: only what was published, by a key that does not tell the code.
ALTER TABLE arrivals ADD COLUMN query_key text;
CREATE INDEX arrivals_by_query_key ON arrivals (query_key) WHERE query_key IS NOT NULL;

CREATE VIEW case_publications AS
SELECT
    a.query_key,
    a.received_at,
    s.record::json #>> '{state,view,reg_no}' AS reg_no,
    s.record::json #>> '{state,view,kind}' AS kind,
    s.record::json #> '{state,view,published}' AS published
FROM arrivals AS a
JOIN case_states AS s USING (case_id)
WHERE s.record::json #> '{state,view,published}' IS NOT NULL;
