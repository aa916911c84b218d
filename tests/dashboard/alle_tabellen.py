"""Every table there is, on hand-made results: what the forms of `dashboard/vormen` are held against."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from config.words import Sector
from dashboard import tables
from dashboard.beelden import sluiting, tellingen
from dashboard.beelden.sluiting import Per
from dashboard.tables import (
    aansluiting,
    besluiten,
    crisisbedden,
    herschikking,
    intrekkingen,
    leveringen,
    nacalculatie,
    scenarios,
    trefzekerheid,
    vaste_volumes,
    volledigheid,
    vooruitblik,
    waarom_anders,
)
from dashboard.terminal import ditjaar
from dashboard.vormen.tabel import Tabel, maak
from forecasting.wlz.herschikking import stappen
from forecasting.wlz.herschikking.nacalculatie import Regel
from forecasting.wlz.herschikking.scenarios import Aannames, Groei
from forecasting.wlz.herschikking.scenarios_run import Scenario, Uitwerking
from forecasting.wlz.herschikking.verschil import verschillen
from forecasting.wlz.herschikking.volumes import gebruik, sector_volumes
from forecasting.wlz.schatting import gezegd
from forecasting.wlz.volledigheid import Volgorde, achterstanden, maandsommen
from loaders.grootboek.deliveries import Intrekbesluit, Intrekking
from loaders.grootboek.herschikkingen import Afstemming, Bevroren, Ronde
from tests.dashboard import examples
from tests.dashboard.test_trefzekerheid import backtest
from tests.forecasting.herschikking import made
from tests.forecasting.herschikking.made import EEN, ROTTERDAM, TWEE

VV = examples.met_schatting(examples.VV)
NU = datetime(2026, 9, 7, tzinfo=UTC)
INVOER = made.invoer(
    productie=[
        made.productie(EEN, 60_000_01), made.productie(EEN, 10_000_00, ROTTERDAM), made.productie(TWEE, 45_000_00)
    ],
    ruimte=[made.ruimte(100_000_00), made.ruimte(9_000_00, ROTTERDAM)],
    verplichtingen=[made.verplichting(1_500_00, EEN)],
    crisis=[made.crisis(TWEE, 1, 10, 100_00)],
)  # fmt: skip
FOUND = stappen.herschikking(INVOER)
EERDER = stappen.herschikking(replace(INVOER, productie=INVOER.productie[:2]))
STUK = stappen.herschikking(made.invoer(productie=[made.productie(EEN, 5)]))
NAMEN = {EEN: "=Voorbeeld Een", TWEE: "Voorbeeld\x0bTwee"}
"""Names as they come in: one begins like a formula, one holds a control character."""


def alle() -> Iterator[tuple[str, Tabel]]:
    """Name and table."""
    outlook = examples.outlook(VV, examples.GZ, examples.GGZ_ZONDER_RUIMTE)
    yield "maanden", tables.maanden(VV, examples.LAATSTE_MAAND)
    yield "maanden_zonder_verleden", tables.maanden(examples.GGZ_LEEG, examples.LAATSTE_MAAND)
    for sector in Sector:
        if sector is not Sector.ONBEKEND:
            yield f"regios_{sector.name}", tables.regios(outlook, sector)
    yield "signalen", tables.signalen(examples.SIGNALEN, "Signalen")
    yield "naast_elkaar", vooruitblik.naast_elkaar(outlook.sectoren, 2026)
    yield "nakomers", vooruitblik.nakomers(outlook.sectoren)
    yield "bewoog", vooruitblik.bewoog(vooruitblik.punten([*gezegd.uit(outlook)], Sector.VV, None), "V&V")
    brug = examples.BRUG.sectoren[0]
    yield "brug_stappen", waarom_anders.stappen(brug, "V&V: oorzaken")
    yield "brug_regios", waarom_anders.regios(examples.BRUG.regios, "V&V: regio's")
    yield "brug_aanbieders", waarom_anders.aanbieders(examples.BRUG, brug, "Wie het meest verschil maken")
    yield "terminal_sectoren", maak("Vooruitblik", ditjaar.SECTOREN, outlook.sectoren)
    yield from _leveringen()
    yield from _crisis()
    yield from _besluiten()
    yield from _herschikking()
    yield "trefzekerheid_horizon", trefzekerheid.per_horizon(backtest())
    yield "trefzekerheid_sector", trefzekerheid.per_sector(backtest())
    yield "trefzekerheid_grootte", trefzekerheid.per_grootte(backtest())
    yield "trefzekerheid_kansen", trefzekerheid.kansen(backtest())
    yield "trefzekerheid_betrouwbaar", trefzekerheid.betrouwbaarheid(backtest())
    yield "trefzekerheid_gezegd", trefzekerheid.gezegd(backtest(), "V&V", "zilveren-kruis", "V&V")
    volledig = examples.VOLLEDIGHEID
    rijen = volledig.aanbieders
    yield "achterstanden", volledigheid.achterstanden(achterstanden(rijen, None, Volgorde.EFFECT), "Laat")
    for toon in volledigheid.Toon:
        yield f"matrix_{toon}", volledigheid.matrix(rijen, maandsommen(rijen), toon, volledig, toon)


def _leveringen() -> Iterator[tuple[str, Tabel]]:
    lijst = examples.LEVERINGEN
    yield from zip(("controle_regels", "controle_euros"), leveringen.controle(tellingen.per_soort(lijst)), strict=True)
    yield "leveringen", leveringen.leveringen(lijst, "Leveringen")
    yield "aandacht", leveringen.aandacht([(lijst[2], examples.REDENEN), (lijst[3], [])], "Aandacht")
    yield "redenen", leveringen.redenen(examples.REDENEN, "aw319.txt")
    genomen = Intrekking(lijst[0].sha256, Intrekbesluit.INTREKKING, date(2026, 6, 19), "-fout", "A", NU)
    yield "intrekkingen", intrekkingen.intrekkingen([genomen], {})
    namen = {"06000300": "@Voorbeeldhof"}
    for per in Per:
        berichten, bedragen = sluiting.berichten(lijst, per), sluiting.bedragen(examples.AANSLUITING, per)
        alles, geld = sluiting.alle_berichten(lijst), sluiting.alle_bedragen(examples.AANSLUITING)
        yield f"aansluiting_regels_{per}", aansluiting.regels(berichten, alles, per, namen)
        yield f"aansluiting_euros_{per}", aansluiting.euros(berichten, alles, per, namen)
        yield f"aansluiting_bedragen_{per}", aansluiting.bedragen(bedragen, geld, per, namen)
    yield "verschillende_cellen", aansluiting.verschillende_cellen(examples.VERSCHIL.verschillende_cellen, namen)
    anders = examples.VERSCHIL.verschillende_leveringen
    yield "verschillende_leveringen", aansluiting.verschillende_leveringen(anders)


def _crisis() -> Iterator[tuple[str, Tabel]]:
    standen, drempel = examples.CRISIS.afspraken, Fraction("0.7")
    yield "crisis_bezetting", crisisbedden.bezetting(standen, drempel, "Crisisplekken")
    yield "crisis_niet_berekend", crisisbedden.niet_berekend(standen[-1:], 2026)
    yield "crisis_volgend_jaar", crisisbedden.volgend_jaar(standen, drempel, 2027)
    yield "crisis_verblijven", crisisbedden.verblijven(standen, 2026)
    yield "terminal_crisis", maak("Crisisbedden", ditjaar.BEZETTING, standen)


def _besluiten() -> Iterator[tuple[str, Tabel]]:
    yield "voorstellen", besluiten.voorstellen(examples.VOORSTELLEN.voorstellen, "Voorstellen")
    yield "register", besluiten.register([examples.BESLUIT], 2026)
    yield "aanpassingen", besluiten.aanpassingen([examples.AANPASSING], [examples.BESLUIT])


def _herschikking() -> Iterator[tuple[str, Tabel]]:
    verschil = {v.plaats: v for v in verschillen(FOUND, EERDER)}
    yield "afspraken", herschikking.afspraken(FOUND, FOUND.afspraken, verschil)
    yield "afspraken_onbekend", herschikking.afspraken(STUK, STUK.afspraken, {})
    yield "afspraken_terminal", herschikking.per_plaats(FOUND, verschil)
    yield "totalen", herschikking.totalen(FOUND.sectoren)
    yield "totalen_per_regio", herschikking.per_regio(FOUND, FOUND.sectoren[0])
    yield "blad", herschikking.blad(FOUND, EEN)[0]
    yield "verschillen", herschikking.verschillen(verschil.values())
    yield "fouten", herschikking.fouten(STUK.fouten, "Fouten")
    frozen = Bevroren(3, 2026, date(2026, 8, 14), date(2026, 6, 1), "definitief", "ab", "cd", "1", "A", "=1+1", NU)
    yield "bevroren", herschikking.bevroren([frozen])
    ronde = Afstemming(1, EEN, Ronde.AKKOORD, date(2026, 9, 8), "A", "+akkoord", NU)
    yield "afstemming", herschikking.afstemming(FOUND, [ronde])
    yield from ((f"werkboek_{t.naam}", t) for t in herschikking.bladen(FOUND, verschil))
    regels = [
        Regel(EEN, "5505", Sector.VV, "Waterlijn", 1_000_00, 100_00, 900_00, -80_00),
        Regel(TWEE, "5515", Sector.VV, "Waterlijn", 500_00, 0, 600_00, 80_00),
    ]
    yield "nacalculatie", nacalculatie.regels(regels, NAMEN)
    yield "concerns", nacalculatie.concerns(regels, NAMEN)
    sectoren = sector_volumes(INVOER, Fraction("0.02"))
    volumes = next(s for s in sectoren if s.volumes).volumes
    yield "volumes", vaste_volumes.volumes(volumes, NAMEN)
    yield "volumegebruik", vaste_volumes.gebruik(gebruik(volumes, INVOER), NAMEN, "V&V")
    yield "volumestappen", vaste_volumes.stappen(volumes[0], "Blad")
    groei = Scenario(1, 2026, "=groei", Aannames(groei=(Groei("10"),)), "A", "vraag", NU)
    yield "scenarios", scenarios.scenarios([groei])
    yield "vergelijking", scenarios.vergelijking([Uitwerking(groei, FOUND.invoer.laatste_maand, sectoren, FOUND)])
