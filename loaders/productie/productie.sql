-- PRODUCTIE from the archive and the ledger: what was claimed, when it came in, when and how it was judged.
-- One row per aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand, ontvangen, beoordeeld.
-- What changes later is a row with the difference: a later return for the same line (R1.4) adds what it grants more or
-- less, and a line that stops counting (R1.5) takes all of it back. So sums over rows known on a peildatum are the
-- figures of that peildatum (R1.1).
--
-- A claim counts in its periods, from `van` up to, not including, `tot`; a line counts with its claim, or in the parts of
-- that period that `afwijkend` names (a row without `van`: in none). A credit that does not book what it says (R1.3) has
-- the rows of `creditboekingen` instead.
WITH regel AS (
    SELECT r.levering, r.regel, r.detailnummer, r.prestatiecode, r.zzp_code, r.tijdseenheid, r.zorgmaand, r.begin,
           r.aantal, r.ingediend_cent, l.agb, l.uzovi, l.periode,
           COALESCE(x.van, l.van) AS ontvangen, COALESCE(x.tot, l.tot) AS tot
    FROM regels r
    JOIN claims l ON l.levering = r.levering
    LEFT JOIN afwijkend x ON x.levering = r.levering AND x.regel = r.regel AND x.periode = l.periode
    LEFT JOIN (SELECT DISTINCT levering, regel FROM creditboekingen) b ON b.levering = r.levering AND b.regel = r.regel
    WHERE r.zorgmaand IS NOT NULL AND (x.regel IS NULL OR x.van IS NOT NULL) AND b.regel IS NULL
),
-- R5.1: a line not granted in full counts no days, in none of its months.
deels AS (
    SELECT o.levering AS antwoord, r.levering, r.regel
    FROM regels r
    JOIN (SELECT o.levering, a.aw319, o.detailnummer, o.zorgmaand, SUM(o.toegekend_cent) AS toegekend_cent
          FROM oordelen o
          JOIN (SELECT DISTINCT levering, aw319 FROM antwoorden) a ON a.levering = o.levering
          GROUP BY o.levering, a.aw319, o.detailnummer, o.zorgmaand) o
      ON o.aw319 = r.levering AND o.detailnummer = r.detailnummer AND o.zorgmaand = r.zorgmaand
    GROUP BY o.levering, r.levering, r.regel
    HAVING SUM(o.toegekend_cent) <> SUM(r.ingediend_cent)
),
-- R1.4: every line of an answered file has a verdict; one that the return left out was granted as claimed. A verdict
-- holds until the next one (`vervangen`: the day that came in).
stap AS (
    SELECT r.*, a.volgnummer, a.vervangen,
           CASE WHEN a.ontvangen > r.ontvangen THEN a.ontvangen
                WHEN a.ontvangen IS NOT NULL THEN r.ontvangen END AS beoordeeld,
           CASE WHEN a.levering IS NULL THEN 0
                WHEN o.levering IS NOT NULL THEN o.toegekend_cent
                WHEN a.heel_afgekeurd THEN 0
                ELSE r.ingediend_cent END AS toegekend_cent,
           CASE WHEN a.levering IS NULL OR a.heel_afgekeurd OR d.regel IS NOT NULL THEN 0
                ELSE r.aantal END AS aantal_toegekend
    FROM regel r
    LEFT JOIN antwoorden a ON a.aw319 = r.levering AND a.periode = r.periode AND a.ontvangen < r.tot
    LEFT JOIN oordelen o
      ON o.levering = a.levering AND o.detailnummer = r.detailnummer AND o.zorgmaand = r.zorgmaand
    LEFT JOIN deels d ON d.antwoord = a.levering AND d.levering = r.levering AND d.regel = r.regel
),
-- What a line says: claimed and granted from the day it counts and is judged; what was granted is taken back when a next
-- verdict holds; and all of it on the day the line stops counting (R1.5).
mutatie AS (
    SELECT s.agb, s.uzovi, s.prestatiecode, s.zzp_code, s.tijdseenheid, s.zorgmaand, s.begin,
           CASE WHEN m.soort = 'einde' THEN s.tot ELSE s.ontvangen END AS ontvangen,
           CASE WHEN m.soort = 'begin' OR s.beoordeeld IS NULL THEN s.beoordeeld
                WHEN m.soort = 'einde' THEN s.tot
                WHEN s.vervangen > s.ontvangen THEN s.vervangen
                ELSE s.ontvangen END AS beoordeeld,
           CASE WHEN m.soort = 'begin' AND COALESCE(s.volgnummer, 1) = 1 THEN s.aantal
                WHEN m.soort = 'einde' THEN -s.aantal ELSE 0 END AS aantal,
           m.teken * s.aantal_toegekend AS aantal_toegekend,
           CASE WHEN m.soort = 'begin' AND COALESCE(s.volgnummer, 1) = 1 THEN s.ingediend_cent
                WHEN m.soort = 'einde' THEN -s.ingediend_cent ELSE 0 END AS ingediend_cent,
           m.teken * s.toegekend_cent AS toegekend_cent
    FROM stap s
    JOIN (SELECT 'begin' AS soort, 1 AS teken
          UNION ALL SELECT 'vervangen', -1
          UNION ALL SELECT 'einde', -1) m
      ON m.soort = 'begin'
      OR (m.soort = 'vervangen' AND s.vervangen < s.tot)
      OR (m.soort = 'einde' AND s.tot < DATE '9999-12-31' AND COALESCE(s.vervangen, s.tot) >= s.tot)
    UNION ALL
    SELECT b.agb, b.uzovi, b.prestatiecode, b.zzp_code, b.tijdseenheid, b.zorgmaand, b.begin, b.ontvangen, b.beoordeeld,
           b.aantal, b.aantal_toegekend, b.ingediend_cent, b.toegekend_cent
    FROM creditboekingen b
),
-- R2.2: the sector, first that answers; R2.3: the group, from the koppeltabel. Both as known on the day of the row; on a
-- later day from which a table places it elsewhere (`momenten`, `verplaatst`) it goes off the old place and on the new one.
geplaatst AS (
    SELECT v.agb AS aanbieder, z.regio_uzovi AS uzovi,
           COALESCE(k.sector, c.sector, b.hoofdsector, 'onbekend') AS sector,
           COALESCE(k.groep, 'regulier') AS groep,
           v.prestatiecode,
           CASE WHEN v.tijdseenheid = '00' THEN COALESCE(k.tijdseenheid, v.tijdseenheid)
                ELSE v.tijdseenheid END AS tijdseenheid,
           v.zorgmaand, COALESCE(w.dag, v.ontvangen) AS ontvangen,
           CASE WHEN v.beoordeeld < w.dag THEN w.dag ELSE v.beoordeeld END AS beoordeeld,
           w.teken * v.aantal AS aantal, w.teken * v.aantal_toegekend AS aantal_toegekend,
           w.teken * v.ingediend_cent AS ingediend_cent, w.teken * v.toegekend_cent AS toegekend_cent
    FROM mutatie v
    JOIN momenten w ON w.dag IS NULL OR w.dag > v.ontvangen
    JOIN zorgkantoren z ON z.uzovi = v.uzovi
    LEFT JOIN verplaatst p ON p.prestatiecode = v.prestatiecode AND p.dag = w.dag
    LEFT JOIN verplaatst q ON q.agb = v.agb AND q.dag = w.dag
    LEFT JOIN koppeltabel k
      ON k.prestatiecode = v.prestatiecode AND v.begin >= k.geldig_van AND v.begin <= k.geldig_tot
     AND k.bekend_van <= COALESCE(w.als_op, v.ontvangen) AND k.bekend_tot > COALESCE(w.als_op, v.ontvangen)
    LEFT JOIN zzp_codes c ON c.zzp_code = v.zzp_code
    LEFT JOIN aanbieders b
      ON b.agb = v.agb
     AND b.bekend_van <= COALESCE(w.als_op, v.ontvangen) AND b.bekend_tot > COALESCE(w.als_op, v.ontvangen)
    WHERE w.dag IS NULL OR p.dag IS NOT NULL OR q.dag IS NOT NULL
    UNION ALL
    SELECT e.agb, z.regio_uzovi, e.sector, e.groep, e.prestatiecode, e.tijdseenheid, e.zorgmaand, e.ontvangen,
           e.beoordeeld, e.aantal, e.aantal_toegekend, e.ingediend_cent, e.toegekend_cent
    FROM extract_geldig e
    JOIN zorgkantoren z ON z.uzovi = e.uzovi
)
SELECT aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand, ontvangen, beoordeeld,
       CAST(SUM(aantal) AS BIGINT) AS aantal,
       CAST(SUM(aantal_toegekend) AS BIGINT) AS aantal_toegekend,
       CAST(SUM(ingediend_cent) AS BIGINT) AS ingediend_cent,
       CAST(SUM(toegekend_cent) AS BIGINT) AS toegekend_cent
FROM geplaatst
GROUP BY aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand, ontvangen, beoordeeld
ORDER BY zorgmaand, aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, ontvangen, beoordeeld NULLS LAST
