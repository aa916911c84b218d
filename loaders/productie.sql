-- PRODUCTIE from the archive and the ledger: what was claimed, when it came in, when and how it was judged.
-- One row per aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand, ontvangen, beoordeeld.
-- What changes later is a row with the difference: a later return for the same line (R1.4) adds what it grants more or
-- less, and a line that stops counting (R1.5) takes all of it back. So sums over rows known on a peildatum are the
-- figures of that peildatum (R1.1).
--
-- A claim counts in its periods, from `van` up to, not including, `tot`; a line counts with its claim, or in the parts of
-- that period that `afwijkend` names (a row without `van`: in none).
WITH regel AS (
    SELECT r.levering, r.regel, r.detailnummer, r.prestatiecode, r.zzp_code, r.tijdseenheid, r.zorgmaand, r.begin,
           r.aantal, r.ingediend_cent, l.agb, l.uzovi, l.periode,
           COALESCE(x.van, l.van) AS ontvangen, COALESCE(x.tot, l.tot) AS tot
    FROM regels r
    JOIN claims l ON l.levering = r.levering
    LEFT JOIN afwijkend x ON x.levering = r.levering AND x.regel = r.regel AND x.periode = l.periode
    WHERE r.zorgmaand IS NOT NULL AND (x.regel IS NULL OR x.van IS NOT NULL)
),
-- R1.4: every line of an answered file has a verdict; one that the return left out was granted as claimed.
oordeel AS (
    SELECT r.levering, r.regel, r.zorgmaand, r.ontvangen, a.volgnummer,
           CASE WHEN a.ontvangen > r.ontvangen THEN a.ontvangen ELSE r.ontvangen END AS beoordeeld,
           CASE WHEN o.levering IS NOT NULL THEN o.toegekend_cent
                WHEN a.heel_afgekeurd THEN 0
                ELSE r.ingediend_cent END AS toegekend_cent
    FROM regel r
    JOIN antwoorden a ON a.aw319 = r.levering AND a.periode = r.periode AND a.ontvangen < r.tot
    LEFT JOIN oordelen o
      ON o.levering = a.levering AND o.detailnummer = r.detailnummer AND o.zorgmaand = r.zorgmaand
),
-- R5.1: a line not granted in full counts no days, in none of its months.
stap AS (
    SELECT r.*, o.volgnummer, o.beoordeeld,
           COALESCE(o.toegekend_cent, 0) AS toegekend_cent,
           CASE WHEN SUM(o.toegekend_cent) OVER hele_regel = SUM(r.ingediend_cent) OVER hele_regel THEN r.aantal
                ELSE 0 END AS aantal_toegekend
    FROM regel r
    LEFT JOIN oordeel o
      ON o.levering = r.levering AND o.regel = r.regel AND o.zorgmaand = r.zorgmaand AND o.ontvangen = r.ontvangen
    WINDOW hele_regel AS (PARTITION BY r.levering, r.regel, r.ontvangen, o.volgnummer)
),
verschil AS (
    SELECT s.*,
           s.toegekend_cent - COALESCE(LAG(s.toegekend_cent) OVER eerder, 0) AS erbij_cent,
           s.aantal_toegekend - COALESCE(LAG(s.aantal_toegekend) OVER eerder, 0) AS erbij_aantal
    FROM stap s
    WINDOW eerder AS (PARTITION BY s.levering, s.regel, s.zorgmaand, s.ontvangen ORDER BY s.volgnummer)
),
-- R1.5: what counts up to a day is taken back on that day, as claimed and as granted.
mutatie AS (
    SELECT v.agb, v.uzovi, v.prestatiecode, v.zzp_code, v.tijdseenheid, v.zorgmaand, v.begin,
           CASE WHEN t.teken = 1 THEN v.ontvangen ELSE v.tot END AS ontvangen,
           CASE WHEN t.teken = 1 OR v.beoordeeld IS NULL THEN v.beoordeeld ELSE v.tot END AS beoordeeld,
           CASE WHEN COALESCE(v.volgnummer, 1) = 1 THEN t.teken * v.aantal ELSE 0 END AS aantal,
           t.teken * v.erbij_aantal AS aantal_toegekend,
           CASE WHEN COALESCE(v.volgnummer, 1) = 1 THEN t.teken * v.ingediend_cent ELSE 0 END AS ingediend_cent,
           t.teken * v.erbij_cent AS toegekend_cent
    FROM verschil v
    JOIN (SELECT 1 AS teken UNION ALL SELECT -1 AS teken) t ON t.teken = 1 OR v.tot < DATE '9999-12-31'
),
-- R2.2: the sector, first that answers; R2.3: the group, from the koppeltabel.
geplaatst AS (
    SELECT v.agb AS aanbieder, z.regio_uzovi AS uzovi,
           COALESCE(k.sector, c.sector, b.hoofdsector, 'onbekend') AS sector,
           COALESCE(k.groep, 'regulier') AS groep,
           v.prestatiecode,
           CASE WHEN v.tijdseenheid = '00' THEN COALESCE(k.tijdseenheid, v.tijdseenheid)
                ELSE v.tijdseenheid END AS tijdseenheid,
           v.zorgmaand, v.ontvangen, v.beoordeeld, v.aantal, v.aantal_toegekend, v.ingediend_cent, v.toegekend_cent
    FROM mutatie v
    JOIN zorgkantoren z ON z.uzovi = v.uzovi
    LEFT JOIN koppeltabel k
      ON k.prestatiecode = v.prestatiecode AND v.begin >= k.geldig_van AND v.begin <= k.geldig_tot
    LEFT JOIN zzp_codes c ON c.zzp_code = v.zzp_code
    LEFT JOIN aanbieders b ON b.agb = v.agb
    UNION ALL
    SELECT e.agb, z.regio_uzovi, e.sector, e.groep, e.prestatiecode, e.tijdseenheid, e.zorgmaand, e.ontvangen,
           e.beoordeeld, e.aantal,
           CASE WHEN e.beoordeeld IS NOT NULL AND e.toegekend_cent = e.ingediend_cent THEN e.aantal ELSE 0 END,
           e.ingediend_cent, e.toegekend_cent
    FROM extract e
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
