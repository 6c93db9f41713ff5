-- The case as the desk reads it. Fields at their default are left out of a state's JSON.
CREATE VIEW case_overview AS
SELECT
    a.case_id,
    a.source,
    a.platform_ref,
    a.received_at,
    s.partition,
    coalesce((s.record::json #>> '{state,events}')::integer, 0) AS events,
    s.record::json #> '{state,view}' AS view,
    s.record::json #> '{state,volume}' AS volume
FROM arrivals AS a
JOIN case_states AS s USING (case_id);

-- The timeline of a case: its events in the order of the log.
CREATE VIEW case_timeline AS
SELECT case_id, partition, "offset", seq, type, owner, occurred_at, caused_by, body
FROM history;

-- Dossiers and supplements.
CREATE VIEW case_dossiers AS
SELECT case_id, supplement, year, manifest, sha256, sealed_at
FROM dossiers;
