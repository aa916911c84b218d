"""The year as text on a terminal: the outlook, what is expected, crisis beds."""

from collections.abc import Iterable, Sequence
from datetime import date

from dashboard import texts
from dashboard.tables import crisisbedden as crisistabellen
from dashboard.texts import besluiten as besluitwoorden
from dashboard.texts import crisisbedden as crisiswoorden
from dashboard.vormen.tekst import NVT, table
from forecasting.wlz.distance import Status, status
from forecasting.wlz.outlook import CrisisOutlook, Herkomst, Outlook, SectorOutlook, Signaal


def outlook(found: Outlook) -> str:
    """The outlook of a site: a row per sector, then per region and sector, then what is summed apart."""
    head = ["", "goedgekeurd", "in behandeling", "geëxtrapoleerd", "ruimte", "verplicht", "korting", "met herverd.", ""]
    rows = [_sector(s.sector.value, s) for s in found.sectoren]
    rows += [
        _sector(f"{r.uzovi} {r.sector.value}", r)
        for r in found.regios
        if r.geextrapoleerd_cent or r.verplichtingen_cent
    ]
    lines = [f"Vooruitblik {found.jaar}, {texts.SITE[found.site]}", *_herkomst(found.herkomst), *table(head, rows)]
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


def _sector(name: str, s: SectorOutlook) -> list[str]:
    zonder, met = s.zonder, s.met_herverdeling
    return [
        name,
        texts.euro_exact(s.goedgekeurd_cent),
        texts.euro_exact(s.in_behandeling_cent),
        texts.euro_exact(s.geextrapoleerd_cent),
        NVT if zonder.contracteerruimte_cent is None else texts.euro_exact(zonder.contracteerruimte_cent),
        texts.euro_exact(s.verplichtingen_cent),
        NVT if zonder.korting_fractie is None else texts.procent_precies(zonder.korting_fractie),
        NVT if met.korting_fractie is None else texts.procent_precies(met.korting_fractie),
        _oordeel(s),
    ]


def _oordeel(s: SectorOutlook) -> str:
    if s.zonder.boven_drempel:
        return "boven de drempel"
    return texts.STATUS[Status.GEEN_OORDEEL].lower() if status(s, s.zonder) is Status.GEEN_OORDEEL else ""


def forecast(dagen: Sequence[date]) -> str:
    """Of which days a forecast is kept now."""
    return f"De schatting is bewaard voor {len(dagen)} peildata: {', '.join(texts.datum_kort(dag) for dag in dagen)}."


def crisis(found: CrisisOutlook) -> str:
    """Crisis beds: a row per provider, region and sector with an agreement."""
    head = ["aanbieder", "regio", "sector", "plekken", "bezet", "beschikbaar", "bezetting", "verwacht", "voorstel", ""]
    rows = [
        [
            a.agb,
            a.uzovi,
            a.sector.value,
            str(a.plekken),
            *(NVT if days is None else texts.aantal(days) for days in (a.bezette_dagen, a.beschikbare_dagen)),
            *(
                NVT if share is None else texts.procent_precies(share)
                for share in (a.bezetting_fractie, a.verwachte_bezetting_fractie)
            ),
            NVT if a.voorstel_plekken is None else str(a.voorstel_plekken),
            "onder de drempel" if a.onder_drempel else "",
        ]
        for a in found.afspraken
    ]
    notes = sorted({f"{a.sector.value}: {a.reden}" for a in found.afspraken if a.reden})
    parts = [*_herkomst(found.herkomst), *table(head, rows), *notes, *_signalen(found.signalen)]
    return "\n".join([f"Crisisbedden {found.jaar}", *parts])


def crisis_vooruit(found: CrisisOutlook) -> str:
    """What staff decide on: days still needed, the range of the year, places for next year, and the decision."""
    head = ["aanbieder", "regio", "sector", "nog nodig", "bandbreedte", "volgend jaar", "", "besluit"]
    rows = [
        [
            a.agb,
            a.uzovi,
            a.sector.value,
            crisistabellen.nog_nodig(a, found.drempel_fractie),
            crisiswoorden.bandbreedte(a.bandbreedte),
            NVT if a.volgend_jaar is None else str(a.volgend_jaar.plekken),
            "" if a.volgend_jaar is None else a.volgend_jaar.oordeel,
            crisiswoorden.besluit(a),
        ]
        for a in found.afspraken
        if a.reden is None
    ]
    return "\n".join(table(head, rows)) if rows else ""


def _herkomst(herkomst: Herkomst) -> list[str]:
    received = texts.datum(herkomst.laatste_ontvangst) if herkomst.laatste_ontvangst else texts.GEEN
    lines = [
        f"Peildatum {texts.datum(herkomst.peildatum)}, laatste maand {texts.maand(herkomst.laatste_maand)}, "
        f"laatste levering {received}."
    ]
    return [texts.BANNER_GEMAAKT, *lines] if herkomst.gemaakte_gegevens else lines
