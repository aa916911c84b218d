-- PRODUCTIE from the archive and the ledger: what was claimed, when it came in, when and how it was judged.
-- One row per aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand, ontvangen, beoordeeld.
-- A later return for the same line adds a row with the difference (and no claim), so that sums over rows known on a
-- peildatum are the figures of that peildatum (R1.1).
WITH regel AS (
    SELECT r.levering, r.regel, r.detailnummer, r.prestatiecode, r.zzp_code, r.tijdseenheid, r.zorgmaand, r.begin,
           r.aantal, r.ingediend_cent, l.agb, l.uzovi, l.ontvangen
    FROM regels r
    JOIN claims l ON l.levering = r.levering
    LEFT JOIN dubbel d ON d.levering = r.levering AND d.regel = r.regel
    WHERE d.regel IS NULL AND r.zorgmaand IS NOT NULL
),
-- R1.4: every line of an answered file has a verdict; one that the return left out was granted as claimed.
oordeel AS (
    SELECT r.levering, r.regel, r.zorgmaand, a.volgnummer,
           CASE WHEN a.ontvangen > r.ontvangen THEN a.ontvangen ELSE r.ontvangen END AS beoordeeld,
           CASE WHEN o.levering IS NOT NULL THEN o.toegekend_cent
                WHEN a.heel_afgekeurd THEN 0
                ELSE r.ingediend_cent END AS toegekend_cent
    FROM regel r
    JOIN antwoorden a ON a.aw319 = r.levering
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
    LEFT JOIN oordeel o ON o.levering = r.levering AND o.regel = r.regel AND o.zorgmaand = r.zorgmaand
    WINDOW hele_regel AS (PARTITION BY r.levering, r.regel, o.volgnummer)
),
verschil AS (
    SELECT s.*,
           s.toegekend_cent - COALESCE(LAG(s.toegekend_cent) OVER eerder, 0) AS erbij_cent,
           s.aantal_toegekend - COALESCE(LAG(s.aantal_toegekend) OVER eerder, 0) AS erbij_aantal
    FROM stap s
    WINDOW eerder AS (PARTITION BY s.levering, s.regel, s.zorgmaand ORDER BY s.volgnummer)
),
-- R2.2: the sector, first that answers; R2.3: the group, from the koppeltabel.
geplaatst AS (
    SELECT v.agb AS aanbieder, z.regio_uzovi AS uzovi,
           COALESCE(k.sector, c.sector, b.hoofdsector, 'onbekend') AS sector,
           COALESCE(k.groep, 'regulier') AS groep,
           v.prestatiecode,
           CASE WHEN v.tijdseenheid = '00' THEN COALESCE(k.tijdseenheid, v.tijdseenheid)
                ELSE v.tijdseenheid END AS tijdseenheid,
           v.zorgmaand, v.ontvangen, v.beoordeeld,
           CASE WHEN COALESCE(v.volgnummer, 1) = 1 THEN v.aantal ELSE 0 END AS aantal,
           v.erbij_aantal AS aantal_toegekend,
           CASE WHEN COALESCE(v.volgnummer, 1) = 1 THEN v.ingediend_cent ELSE 0 END AS ingediend_cent,
           v.erbij_cent AS toegekend_cent
    FROM verschil v
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
