"""The year as text on a terminal: the outlook, what is expected, crisis beds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dashboard import texts
from dashboard.tables import crisisbedden as crisistabellen
from dashboard.texts import besluiten as besluitwoorden
from dashboard.texts import crisisbedden as crisiswoorden
from dashboard.vormen.tabel import AANTAL, EURO_EXACT, PROCENT_PRECIES, TEKST, Kolom, maak
from dashboard.vormen.tekst import NVT, table
from forecasting.wlz.distance import Status, status
from forecasting.wlz.outlook import CrisisOutlook, CrisisStand, Herkomst, Outlook, SectorOutlook, Signaal


def outlook(found: Outlook) -> str:
    """The outlook of a site: a row per sector, then per region and sector, then what is summed apart."""
    regios = [r for r in found.regios if r.geextrapoleerd_cent or r.verplichtingen_cent]
    sectoren = maak(f"Vooruitblik {found.jaar}, {texts.SITE[found.site]}", SECTOREN, [*found.sectoren, *regios])
    lines = [sectoren.titel, *_herkomst(found.herkomst), *table(sectoren)]
    lines.append(
        f"Apart: meerzorg {texts.euro_exact(found.meerzorg_geextrapoleerd_cent)}, "
        f"sector onbekend {texts.euro_exact(found.onbekend_geextrapoleerd_cent)}"
    )
    cuts = [(s.sector.value, s.herschikkingskorting_fractie) for s in found.sectoren]
    if any(k is not None for _, k in cuts):
        said = ", ".join(f"{sector} {texts.procent_precies(k)}" for sector, k in cuts if k is not None)
        lines.append(f"Herschikking van deze dag zou korten, op productie zonder crisis: {said}")
    lines += [
        f"Besluit {a.besluit}: {besluitwoorden.SOORT[a.soort]} {a.agb} {a.uzovi} {a.sector}: "
        f"{texts.euro_exact(a.bedrag_cent)}"
        for a in found.aanpassingen
    ]
    return "\n".join([*lines, *_signalen(found.signalen)])


def _signalen(found: Iterable[Signaal]) -> list[str]:
    lines = []
    for s in found:
        where = " ".join(filter(None, [s.agb, s.uzovi, s.sector.value if s.sector else None]))
        lines.append(f"Signaal: {where}: {s.tekst}" if where else f"Signaal: {s.tekst}")
    return lines


def _oordeel(s: SectorOutlook) -> str:
    if s.zonder.boven_drempel:
        return "boven de drempel"
    return texts.STATUS[Status.GEEN_OORDEEL].lower() if status(s, s.zonder) is Status.GEEN_OORDEEL else ""


SECTOREN: tuple[Kolom[SectorOutlook], ...] = (
    Kolom("sector", TEKST, lambda s: f"{s.uzovi} {s.sector.value}" if s.uzovi else s.sector.value),
    Kolom("goedgekeurd", EURO_EXACT, lambda s: s.goedgekeurd_cent),
    Kolom("in behandeling", EURO_EXACT, lambda s: s.in_behandeling_cent),
    Kolom("geëxtrapoleerd", EURO_EXACT, lambda s: s.geextrapoleerd_cent),
    Kolom("ruimte", EURO_EXACT, lambda s: s.zonder.contracteerruimte_cent, NVT),
    Kolom("verplicht", EURO_EXACT, lambda s: s.verplichtingen_cent),
    Kolom("korting", PROCENT_PRECIES, lambda s: s.zonder.korting_fractie, NVT),
    Kolom("met herverd.", PROCENT_PRECIES, lambda s: s.met_herverdeling.korting_fractie, NVT),
    Kolom("drempel", TEKST, _oordeel),
)


def forecast(dagen: Sequence[date]) -> str:
    """Of which days a forecast is kept now."""
    return f"De schatting is bewaard voor {len(dagen)} peildata: {', '.join(texts.datum_kort(dag) for dag in dagen)}."


def crisis(found: CrisisOutlook) -> str:
    """Crisis beds: a row per provider, region and sector with an agreement."""
    notes = sorted({f"{a.sector.value}: {a.reden}" for a in found.afspraken if a.reden})
    parts = [
        *_herkomst(found.herkomst),
        *table(maak("Crisisbedden", BEZETTING, found.afspraken)),
        *notes,
        *_signalen(found.signalen),
    ]
    return "\n".join([f"Crisisbedden {found.jaar}", *parts])


def crisis_vooruit(found: CrisisOutlook) -> str:
    """What staff decide on: days still needed, the range of the year, places for next year, and the decision."""
    nog_nodig = replace(crisistabellen.nog_nodig(found.drempel_fractie), kop="nog nodig")
    kolommen = (*WIE, nog_nodig, replace(crisistabellen.BANDBREEDTE, kop="bandbreedte"), *VOLGEND_JAAR)
    vooruit = maak("Vooruit", kolommen, [a for a in found.afspraken if a.reden is None])
    return "\n".join(table(vooruit)) if len(vooruit) else ""


WIE: tuple[Kolom[CrisisStand], ...] = (
    Kolom("aanbieder", TEKST, lambda a: a.agb),
    Kolom("regio", TEKST, lambda a: a.uzovi),
    Kolom("sector", TEKST, lambda a: a.sector.value),
)
BEZETTING: tuple[Kolom[CrisisStand], ...] = (
    *WIE,
    Kolom("plekken", AANTAL, lambda a: a.plekken),
    Kolom("bezet", AANTAL, lambda a: a.bezette_dagen, NVT),
    Kolom("beschikbaar", AANTAL, lambda a: a.beschikbare_dagen, NVT),
    Kolom("bezetting", PROCENT_PRECIES, lambda a: a.bezetting_fractie, NVT),
    Kolom("verwacht", PROCENT_PRECIES, lambda a: a.verwachte_bezetting_fractie, NVT),
    Kolom("voorstel", AANTAL, lambda a: a.voorstel_plekken, NVT),
    Kolom("drempel", TEKST, lambda a: "onder de drempel" if a.onder_drempel else ""),
)
VOLGEND_JAAR: tuple[Kolom[CrisisStand], ...] = (
    Kolom("volgend jaar", AANTAL, lambda a: a.volgend_jaar.plekken if a.volgend_jaar else None, NVT),
    Kolom("oordeel", TEKST, lambda a: a.volgend_jaar.oordeel if a.volgend_jaar else ""),
    Kolom("besluit", TEKST, crisiswoorden.besluit),
)


def _herkomst(herkomst: Herkomst) -> list[str]:
    received = texts.datum(herkomst.laatste_ontvangst) if herkomst.laatste_ontvangst else texts.GEEN
    lines = [
        f"Peildatum {texts.datum(herkomst.peildatum)}, laatste maand {texts.maand(herkomst.laatste_maand)}, "
        f"laatste levering {received}."
    ]
    return [texts.BANNER_GEMAAKT, *lines] if herkomst.gemaakte_gegevens else lines
