-- Which case a merged one goes on in.
CREATE TABLE merged (
    case_id text PRIMARY KEY,
    into_case text NOT NULL
);
CREATE INDEX merged_into_case ON merged (into_case);

-- What a case has taken up.
CREATE VIEW case_merged AS
SELECT m.into_case, m.case_id, a.source, a.platform_ref, a.received_at
FROM merged AS m
JOIN arrivals AS a USING (case_id);
