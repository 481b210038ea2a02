-- Facts with the definition of their metric, the place's province and city, and the report.
CREATE VIEW v_facts AS
SELECT f.*, m.family, m.definition, g.level, g.province, g.city, r.source
FROM facts f
LEFT JOIN metrics m ON m.metric = f.metric
LEFT JOIN regions g ON g.region = f.region
LEFT JOIN reports r ON r.doc = f.doc;

-- Who uses a practice, since when, by how many reports, with the latest sentence that shows it.
CREATE VIEW v_who AS
SELECT practice, practice_name, region, region_name, since, latest, reports, quote, doc, "start", "end"
FROM (
  SELECT p.*,
         CAST(substr(min(date) OVER same, 1, 4) AS INTEGER) AS since,
         max(date) OVER same AS latest,
         (SELECT count(DISTINCT o.doc) FROM practices o WHERE o.practice = p.practice AND o.region IS p.region) AS reports,
         row_number() OVER (PARTITION BY practice, region ORDER BY date DESC, doc, "start") AS place
  FROM practices p
  WINDOW same AS (PARTITION BY practice, region)
)
WHERE place = 1
ORDER BY practice, region;

-- The headline of each metric, place and year, with its evidence and reasons for caution.
CREATE VIEW v_headlines AS
SELECT * FROM statements WHERE role IN ('headline', 'sum');

-- Values of one metric, place and year that reports state differently: the headline, then what contradicts it.
CREATE VIEW v_contradictions AS
SELECT s.*
FROM statements s
JOIN statements h ON h.role = 'headline' AND ';' || h.marks || ';' LIKE '%;contradiction;%'
 AND h.metric = s.metric AND h.region IS s.region AND h.year IS s.year
WHERE s.role IN ('headline', 'other')
ORDER BY s.id;

-- How much is known of each place.
CREATE VIEW v_places AS
SELECT g.region, g.full_name, g.level, g.province, g.city,
       (SELECT count(*) FROM reports r WHERE r.region = g.region) AS reports,
       (SELECT count(*) FROM facts f WHERE f.region = g.region) AS facts,
       (SELECT count(DISTINCT practice) FROM practices p WHERE p.region = g.region) AS practices,
       (SELECT count(*) FROM platforms p WHERE p.region = g.region) AS platforms
FROM regions g;
