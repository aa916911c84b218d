"""One tile per sector, as HTML from a result: headline first, then what it rests on (X-01, X-02)."""

from datetime import date
from html import escape

from dashboard import tables, texts
from dashboard.texts import vooruitblik as woorden
from dashboard.vormen import markup
from forecasting.wlz.distance import (
    Status,
    afstand_tot_drempel_fractie,
    ruimte_tot_drempel_cent,
    status,
    uitnutting_fractie,
)
from forecasting.wlz.outlook import Herkomst, SectorOutlook, Toets
from forecasting.wlz.signalen import waarom_geen_oordeel

VERSIE_LENGTE = 8


def sector(s: SectorOutlook, herkomst: Herkomst) -> str:
    """The tile of a sector; with no approved claims it says so instead of showing zeros (X-10)."""
    kop = f'<h3>{escape(s.sector.value)} <span class="rm-voluit">{escape(texts.SECTOR[s.sector])}</span></h3>'
    stand = status(s, s.zonder)
    if stand is Status.GEEN_PRODUCTIE:
        inhoud = markup.paragraph(geen_declaraties(herkomst), "rm-uitleg")
    elif stand is Status.GEEN_OORDEEL:
        inhoud = (
            '<p class="rm-groot rm-onbekend">Geen oordeel</p>'
            f'<p class="rm-stand">{markup.status(stand)}</p>'
            f"{markup.paragraph(geen_oordeel(s, herkomst), 'rm-uitleg')}"
            f"{_lezingen(s)}"
            f"{_verwacht(s)}"
        )
    else:
        inhoud = (
            f"{_kop(s)}"
            f'<p class="rm-stand">{markup.status(stand)}</p>'
            f"{_afstand(s)}"
            f"{_verwacht(s)}"
            f"{markup.paragraph(uitleg(s), 'rm-uitleg')}"
            f"{_herverdeling(s)}"
        )
    return (
        f'<section class="rm-tegel rm-rand-{stand.value}" aria-label="{escape(s.sector.value)}">{kop}{inhoud}'
        f"{markup.definitions(feiten(s, herkomst))}{_berekening(s, herkomst)}"
        f"{markup.paragraph(herkomst_regel(herkomst), 'rm-herkomst')}</section>"
    )


def geen_oordeel(s: SectorOutlook, herkomst: Herkomst) -> str:
    """Why there is no ground for a verdict (R4.8)."""
    waarom = waarom_geen_oordeel(s.oordeelsgrond, herkomst.laatste_maand)
    return f"{waarom[:1].upper()}{waarom[1:]}."


def _lezingen(s: SectorOutlook) -> str:
    """The literal figure stays visible, beside what it would be with what is missing (R4.8)."""
    rijen = "".join(
        f'<tr><th scope="row">{escape(naam)}</th><td class="rm-getal">{escape(korting)}</td></tr>'
        for naam, korting in tables.lezingen(s)
    )
    return (
        '<table class="rm-scenario"><caption>De korting zou zijn</caption><thead class="rm-verborgen"><tr>'
        f'<th scope="col">Lezing</th><th scope="col">Korting</th></tr></thead><tbody>{rijen}</tbody></table>'
    )


def _kop(s: SectorOutlook) -> str:
    if s.zonder.korting_fractie is None:
        return '<p class="rm-groot rm-onbekend">Korting onbekend</p>'
    korting = escape(_korting(s, s.zonder))
    return f'<p class="rm-groot">{korting} <span class="rm-eenheid">korting</span></p>'


def geen_declaraties(herkomst: Herkomst) -> str:
    eerste = date(herkomst.laatste_maand.year, 1, 1)
    return f"Geen goedgekeurde declaraties over {texts.periode(eerste, herkomst.laatste_maand)}."


def _afstand(s: SectorOutlook) -> str:
    tekst = afstand(s)
    return markup.paragraph(tekst, "rm-afstand") if tekst else ""


def _verwacht(s: SectorOutlook) -> str:
    """What is expected, apart from the official figure above it (N1, N3)."""
    tekst = woorden.kop(s)
    return markup.paragraph(tekst, "rm-verwacht") if tekst else ""


def afstand(s: SectorOutlook) -> str | None:
    """Distance to the drempel in percentage points and in euros of production (N2); None when it is not known."""
    korting, ruimte = s.zonder.korting_fractie, tables.beschikbaar(s)
    if korting is None or ruimte is None:
        return None
    punten = texts.procentpunt(afstand_tot_drempel_fractie(korting, s.drempel_fractie))
    over_cent = ruimte_tot_drempel_cent(s.geextrapoleerd_cent, ruimte, s.drempel_fractie)
    grens = texts.drempel(s.drempel_fractie)
    if s.zonder.boven_drempel:
        return f"{punten} boven {grens}: er is {texts.euro(-over_cent)} te veel productie voor {grens}."
    return f"{punten} tot {grens}: er kan nog {texts.euro(over_cent)} productie bij."


def uitleg(s: SectorOutlook) -> str:
    """One sentence about what the figure means (X-02, R4.3)."""
    korting, ruimte = s.zonder.korting_fractie, tables.beschikbaar(s)
    grens = texts.drempel(s.drempel_fractie)
    if korting is None or ruimte is None:
        return "De contracteerruimte is nog niet bekend, dus de korting kan niet worden getoetst."
    if korting == 0:
        return "De verwachte productie past binnen de beschikbare ruimte; korten is niet nodig."
    te_veel = texts.euro(s.geextrapoleerd_cent - ruimte)
    if s.zonder.boven_drempel:
        return (
            f"De verwachte productie is {te_veel} meer dan de beschikbare ruimte. Boven {grens} is het uitgangspunt "
            "dat vaste volumes worden afgesproken."
        )
    return f"De verwachte productie is {te_veel} meer dan de beschikbare ruimte; dat blijft onder {grens}."


def _herverdeling(s: SectorOutlook) -> str:
    """Without and with herverdelingsmiddelen, always both (R4.3)."""
    rijen = "".join(
        f'<tr><th scope="row">{naam}</th><td class="rm-getal">{escape(_korting(s, toets))}</td>'
        f"<td>{markup.status(status(s, toets))}</td></tr>"
        for naam, toets in (("zonder", s.zonder), (met_naam(s), s.met_herverdeling))
    )
    return (
        '<table class="rm-scenario"><caption>Korting zonder en met herverdelingsmiddelen</caption>'
        '<thead class="rm-verborgen"><tr><th scope="col">Scenario</th><th scope="col">Korting</th>'
        f'<th scope="col">Status</th></tr></thead><tbody>{rijen}</tbody></table>'
    )


def _korting(s: SectorOutlook, toets: Toets) -> str:
    return tables.KORTING.toon(tables.korting(s, toets))


def met_naam(s: SectorOutlook) -> str:
    """Expected herverdelingsmiddelen are not granted; where none are known the row says so."""
    verwacht = s.zonder.contracteerruimte_cent != s.met_herverdeling.contracteerruimte_cent
    return "met, nog niet toegekend" if verwacht else "met: geen bekend"


def feiten(s: SectorOutlook, herkomst: Herkomst) -> dict[str, str]:
    """What the headline rests on, in whole euros."""
    ruimte = tables.beschikbaar(s)
    uitnutting = None if ruimte is None else uitnutting_fractie(s.geextrapoleerd_cent, ruimte)
    contracteerruimte, met = s.zonder.contracteerruimte_cent, s.met_herverdeling.contracteerruimte_cent
    tot_en_met = texts.maandnaam(herkomst.laatste_maand)
    k = s.herschikkingskorting_fractie
    return {
        "Contracteerruimte": texts.ONBEKEND if contracteerruimte is None else texts.euro(contracteerruimte),
        "Ruimte met herverdeling (verwacht)": texts.ONBEKEND if met is None else texts.euro(met),
        "Verplichtingen (gaan er eerst af)": texts.euro(s.verplichtingen_cent),
        "Verwachte productie": texts.euro(s.geextrapoleerd_cent),
        f"Goedgekeurd t/m {tot_en_met}": texts.euro(s.goedgekeurd_cent),
        "In behandeling (telt niet mee)": texts.euro(s.in_behandeling_cent),
        f"Al bekend na {tot_en_met} (telt niet mee)": texts.euro(s.na_laatste_maand_cent),
        **({"Waarvan door besluiten van medewerkers": texts.euro(s.besluiten_cent)} if s.besluiten_cent else {}),
        **({} if k is None else {"Herschikking: korting, zonder crisis": texts.procent(k, s.drempel_fractie)}),
        "Uitnutting": texts.ONBEKEND if uitnutting is None else texts.procent(uitnutting),
    }


def _berekening(s: SectorOutlook, herkomst: Herkomst) -> str:
    stappen = "".join(f"<li>{markup.sentence(stap)}</li>" for stap in berekening(s, herkomst))
    return f"<details><summary>Hoe is {escape(s.sector.value)} berekend?</summary><ol>{stappen}</ol></details>"


def berekening(s: SectorOutlook, herkomst: Herkomst) -> list[str]:
    """The formulas of R3.2 and R4.2 with this sector's own figures, to the cent."""
    exact, e, g = texts.euro_exact, s.geextrapoleerd_cent, s.goedgekeurd_cent
    tot_en_met = texts.maandnaam(herkomst.laatste_maand)
    b = s.besluiten_cent
    besluiten = (" + besluiten", f" + {exact(b)}") if b else ("", "")
    stappen = [
        f"Verwachte productie E = goedgekeurd t/m {tot_en_met} + extrapolatie{besluiten[0]} = "
        f"{exact(g)} + {exact(e - g - b)}{besluiten[1]} = {exact(e)}.",
        f"De extrapolatie trekt {tot_en_met} door naar de rest van het jaar, per aanbieder en prestatie, "
        "per dag gewogen.",
    ]
    r, ruimte = s.zonder.contracteerruimte_cent, tables.beschikbaar(s)
    if r is None or ruimte is None:
        return [*stappen, "Korting: niet te berekenen, want de contracteerruimte is nog niet bekend."]
    if s.zonder.korting_fractie is None:
        return [*stappen, geen_oordeel(s, herkomst)]
    v = s.verplichtingen_cent
    stappen.append(
        f"Beschikbare ruimte R = contracteerruimte − verplichtingen = {exact(r)} − {exact(v)} = {exact(ruimte)}."
    )
    if s.zonder.korting_fractie == 0:
        stappen.append("E is niet groter dan R, dus de korting is 0%.")
    else:
        stappen.append(
            f"Korting = (E − R) / E = ({exact(e)} − {exact(ruimte)}) / {exact(e)} = "
            f"{texts.procent_precies(s.zonder.korting_fractie)}."
        )
    stappen.append(
        f"De vergelijking met {texts.drempel(s.drempel_fractie)} gebeurt met de onafgeronde korting: "
        f"{'boven' if s.zonder.boven_drempel else 'niet boven'} de drempel."
    )
    return stappen


def herkomst_regel(herkomst: Herkomst) -> str:
    """Period, peildatum, last delivery, version of the data and status of the figures (X-01)."""
    eerste = date(herkomst.laatste_maand.year, 1, 1)
    return " · ".join(
        [
            f"Periode {texts.periode(eerste, herkomst.laatste_maand)}",
            f"peildatum {texts.datum(herkomst.peildatum)}",
            "laatste levering "
            + (texts.GEEN if herkomst.laatste_ontvangst is None else texts.datum(herkomst.laatste_ontvangst)),
            f"gegevensversie {herkomst.productie_hash[:VERSIE_LENGTE]}",
            *([f"besluiten {', '.join(map(str, herkomst.besluiten))}"] if herkomst.besluiten else []),
            "status voorlopig",
        ]
    )
