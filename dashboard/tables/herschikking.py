"""The herschikking as tables: of text for pages and letters, of numbers for the workbook (R6)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from dashboard import texts
from dashboard.tables import regio
from dashboard.texts import herschikking as woorden
from dashboard.vormen.werkboek import AANTAL, AANTAL_PRECIES, EURO, PROCENT, Blad, euro
from forecasting.wlz.herschikking.prestaties import prestaties
from forecasting.wlz.herschikking.uitkomst import Afspraak, Herschikking, Totaal
from forecasting.wlz.herschikking.verschil import Verschil
from forecasting.wlz.outlook import Signaal
from forecasting.wlz.plaats import Plaats
from loaders.grootboek.herschikkingen import Afstemming, Bevroren

S = woorden.STAPPEN
STAPKOLOMMEN = tuple(S.values())
VERSCHIL = "Verschil met vorige"
TEKST = ("Aanbieder", "Regio", "Sector", "Site", "Soort", "Wat is er", "Prestatie", "Groep", "Eenheid", "Grond")
"""Columns of words."""


def naam(found: Herschikking, agb: str) -> str:
    """Name and code of a provider."""
    return texts.aanbieder(agb, next((a.naam for a in found.invoer.aanbieders if a.agb == agb), None))


def stappen(a: Afspraak) -> tuple[int | None, ...]:
    """The steps of an agreement as they are shown: what is taken off is negative; they add up to the last."""
    b = a.basis
    cut = None if a.korting_cent is None else -a.korting_cent
    return b.verplichtingen_cent, b.crisis_cent, -b.correctie_cent, b.productie_cent, cut, a.afspraak_cent


def afspraken(found: Herschikking, chosen: Iterable[Afspraak], verschil: Mapping[Plaats, Verschil]) -> pd.DataFrame:
    """A row per provider, region and sector, in whole euros."""
    rows = [
        {
            "Aanbieder": naam(found, a.basis.agb),
            "Regio": regio(a.basis.uzovi),
            "Sector": a.basis.sector.value,
            **{k: _heel(cent) for k, cent in zip(STAPKOLOMMEN, stappen(a), strict=True)},
            VERSCHIL: _verschil(verschil.get(a.basis.plaats)),
        }
        for a in chosen
    ]
    return pd.DataFrame(rows, columns=["Aanbieder", "Regio", "Sector", *STAPKOLOMMEN, VERSCHIL])


def _heel(cent: int | None) -> str:
    if cent is None:
        return texts.ONBEKEND
    return texts.euro(cent) if cent else texts.NIETS


def _verschil(verschil: Verschil | None) -> str:
    if verschil is None or verschil.afspraak_cent is None:
        return texts.NIETS
    return texts.euro(verschil.afspraak_cent)


TOTAALKOLOMMEN = (
    "Toezeggingen", "Crisiszorg", "Correctie", "Verwachte productie", "Korting", "Korting %", "Afspraken", "Ruimte",
    "Over",
)  # fmt: skip


def totalen(rows: Iterable[Totaal], *, per_regio: bool) -> pd.DataFrame:
    """Totals of sectors, or of regions in a sector, to the cent: they add up to the contracteerruimte."""
    found = []
    for t in rows:
        where = {"Regio": regio(t.uzovi)} if per_regio else {"Sector": f"{t.sector.value}, {texts.SITE[t.site]}"}
        cells = (
            woorden.bedrag(t.verplichtingen_cent),
            woorden.bedrag(t.crisis_cent),
            woorden.bedrag(-t.correctie_cent),
            woorden.bedrag(t.productie_cent),
            woorden.bedrag(None if t.korting_cent is None else -t.korting_cent),
            _percentage(t.korting_fractie),
            woorden.bedrag(t.afspraken_cent),
            woorden.bedrag(t.ruimte_cent),
            woorden.bedrag(t.over_cent),
        )
        found.append({**where, **dict(zip(TOTAALKOLOMMEN, cells, strict=True))})
    return pd.DataFrame(found, columns=["Regio" if per_regio else "Sector", *TOTAALKOLOMMEN])


def blad(found: Herschikking, agb: str) -> list[tuple[str, pd.DataFrame]]:
    """One provider's sheet: a title and a table per region and sector, every step to the cent, the agreement last."""
    return [
        (
            f"{naam(found, agb)}: {regio(a.basis.uzovi)}, {a.basis.sector.value}",
            pd.DataFrame(stapregels(found, a), columns=["Stap", "Bedrag"]),
        )
        for a in found.afspraken
        if a.basis.agb == agb
    ]


def verschillen(rows: Iterable[Verschil]) -> pd.DataFrame:
    """What changed per step, to the cent; the steps add up to the last column."""
    found = [
        {
            "Regio": regio(v.uzovi),
            "Sector": v.sector.value,
            S["verplichtingen"]: woorden.bedrag(v.verplichtingen_cent),
            S["crisis"]: woorden.bedrag(v.crisis_cent),
            S["correctie"]: woorden.bedrag(-v.correctie_cent),
            S["productie"]: woorden.bedrag(v.productie_cent),
            S["korting"]: woorden.bedrag(None if v.korting_cent is None else -v.korting_cent),
            S["afspraak"]: woorden.bedrag(v.afspraak_cent),
        }
        for v in rows
    ]
    return pd.DataFrame(found)


def stapregels(found: Herschikking, a: Afspraak) -> list[tuple[str, str]]:
    """Every line of an agreement in the policy's order, each followed by what it consists of."""
    b = a.basis
    lines = [(S["verplichtingen"], b.verplichtingen_cent), (S["crisis"], b.crisis_cent)]
    lines += [(woorden.plaatsen(c), c.bedrag_cent) for c in b.crisis]
    lines += [(S["correctie"], -b.correctie_cent), (S["productie"], b.productie_cent)]
    if b.aanpassingen:
        lines.append(("waarvan geëxtrapoleerd", b.extrapolatie_cent))
    lines += [(woorden.aanpassing(x), x.bedrag_cent) for x in b.aanpassingen]
    korting = None if a.korting_cent is None else -a.korting_cent
    mine = next(r for r in found.regios if (r.uzovi, r.sector) == (b.uzovi, b.sector))
    last = [(f"{S['korting']} ({_percentage(mine.korting_fractie)})", korting), (S["afspraak"], a.afspraak_cent)]
    return [(name, woorden.bedrag(cent)) for name, cent in [*lines, *last]]


def _percentage(korting: Fraction | None) -> str:
    """As exact as a sum that someone wants to check needs it; nothing taken off is 0%."""
    if korting is None:
        return texts.ONBEKEND
    return texts.procent_precies(korting) if korting else "0%"


def fouten(rows: Iterable[Signaal]) -> pd.DataFrame:
    """Open errors or signals: what, about whom, and what mends it."""
    found = [
        {
            "Soort": texts.soort_signaal(f.soort),
            "Aanbieder": texts.aanbieder(f.agb, f.naam),
            "Regio": regio(f.uzovi) or texts.NIETS,
            "Sector": f.sector.value if f.sector else texts.NIETS,
            "Wat is er": f.tekst,
        }
        for f in rows
    ]
    return pd.DataFrame(found, columns=["Soort", "Aanbieder", "Regio", "Sector", "Wat is er"])


BEVROREN = ("Nummer", "Naam", "Peildatum", "Laatste maand", "Door", "Reden", "Bevroren op")


def bevroren(rows: Iterable[Bevroren]) -> pd.DataFrame:
    """What was frozen, the last first."""
    found = [
        (str(b.nummer), b.naam, texts.datum_kort(b.peildatum), texts.maand(b.laatste_maand), b.door, b.reden,
         texts.datum_kort(b.bevroren_op))
        for b in rows
    ]  # fmt: skip
    return pd.DataFrame(found, columns=list(BEVROREN))


AFSTEMMING = ("Aanbieder", *woorden.RONDE.values(), "Laatste toelichting")


def afstemming(found: Herschikking, rounds: Sequence[Afstemming]) -> pd.DataFrame:
    """Where every provider stands: the last date of each step, or a dash."""
    rows = []
    for agb in dict.fromkeys(a.basis.agb for a in sorted(found.afspraken, key=lambda a: a.basis.agb)):
        mine = [r for r in rounds if r.agb == agb]
        last = {r.ronde: texts.datum_kort(r.datum) for r in mine}
        note = next((r.toelichting for r in reversed(mine) if r.toelichting), texts.NIETS)
        rows.append((naam(found, agb), *(last.get(ronde, texts.NIETS) for ronde in woorden.RONDE), note))
    return pd.DataFrame(rows, columns=list(AFSTEMMING))


def bladen(found: Herschikking, verschil: Mapping[Plaats, Verschil], agb: str | None = None) -> list[Blad]:
    """The sheets of the workbook for the NZa form; with `agb` those of one provider only, without totals."""
    mine = [a for a in found.afspraken if agb in (None, a.basis.agb)]
    sheets = [_afspraken(found, mine, verschil), _prestaties(found, mine), _crisisblad(found, mine)]
    if agb is None:
        sheets = [_totalenblad("Sectoren", found.sectoren), _totalenblad("Regio's", found.regios), *sheets]
        sheets += [
            _signaalblad("Open fouten", woorden.FOUTEN, found.fouten),
            _signaalblad("Signalen", woorden.SIGNALEN, found.signalen),
        ]
    return sheets


WIE = ("AGB", "Aanbieder", "UZOVI", "Regio", "Sector")


def _wie(found: Herschikking, a: Afspraak) -> tuple[str, ...]:
    names = {p.agb: p.naam for p in found.invoer.aanbieders}
    b = a.basis
    return b.agb, names.get(b.agb, texts.ONBEKEND), b.uzovi, regio(b.uzovi), b.sector.value


def _getal(cent: int | None) -> Decimal | str:
    value = euro(cent)
    return texts.ONBEKEND if value is None else value


def _afspraken(found: Herschikking, mine: Sequence[Afspraak], verschil: Mapping[Plaats, Verschil]) -> Blad:
    rows = []
    for a in mine:
        difference = verschil.get(a.basis.plaats)
        last = texts.NVT if difference is None else _getal(difference.afspraak_cent)
        rows.append((*_wie(found, a), *map(_getal, stappen(a)), last))
    amounts = (*STAPKOLOMMEN, VERSCHIL)
    return Blad(
        "Afspraken", "Afspraken per aanbieder, regio en sector, in euro", (*WIE, *amounts), rows,
        dict.fromkeys(amounts, EURO),
    )  # fmt: skip


def _prestaties(found: Herschikking, mine: Sequence[Afspraak]) -> Blad:
    columns = ("Groep", "Prestatie", "Omschrijving", "Eenheid", "Aantal verwacht", "Verwacht", "Aantal afspraak")
    rows = [
        (
            *_wie(found, a),
            p.prestatiegroep,
            p.prestatiecode,
            p.omschrijving,
            woorden.eenheid(p.tijdseenheid),
            p.aantal,
            _getal(p.verwacht_cent),
            _afgerond(p.aantal_afspraak),
            _getal(p.afspraak_cent),
        )
        for a in mine
        for p in prestaties(a)
    ]
    formats = {"Aantal verwacht": AANTAL, "Verwacht": EURO, "Aantal afspraak": AANTAL_PRECIES, S["afspraak"]: EURO}
    title = "Afspraak per prestatie (stap 2, 4 en 5), aantallen en euro, voor het NZa-formulier"
    return Blad("Prestaties", title, (*WIE, *columns, S["afspraak"]), rows, formats)


def _afgerond(aantal: Fraction | None) -> Decimal | str:
    return texts.ONBEKEND if aantal is None else Decimal(round(aantal * 10)) / 10


def _crisisblad(found: Herschikking, mine: Sequence[Afspraak]) -> Blad:
    columns = ("Plekken afgesproken", "Plekken", "Plaatsdagen", "Tarief per dag", "Bedrag")
    rows = [
        (*_wie(found, a), c.plekken_afgesproken, c.plekken, c.plaatsdagen, _getal(c.tarief_cent),
         _getal(c.bedrag_cent), c.grond)
        for a in mine
        for c in a.basis.crisis
    ]  # fmt: skip
    formats = dict.fromkeys(columns[:3], AANTAL) | dict.fromkeys(columns[3:], EURO)
    return Blad("Crisiszorg", "Crisisplekken in de afspraak (stap 2)", (*WIE, *columns, "Grond"), rows, formats)


def _totalenblad(name: str, rows: Sequence[Totaal]) -> Blad:
    table = [
        (
            texts.SITE[t.site],
            t.sector.value,
            t.uzovi or texts.NVT,
            regio(t.uzovi) or "alle regio's",
            _getal(t.verplichtingen_cent),
            _getal(t.crisis_cent),
            _getal(-t.correctie_cent),
            _getal(t.productie_cent),
            _getal(None if t.korting_cent is None else -t.korting_cent),
            texts.ONBEKEND if t.korting_fractie is None else Decimal(float(t.korting_fractie)),
            _getal(t.afspraken_cent),
            _getal(t.ruimte_cent),
            _getal(t.over_cent),
        )
        for t in rows
    ]
    formats = {**dict.fromkeys(TOTAALKOLOMMEN, EURO), "Korting %": PROCENT}
    title = "Totalen per sector, in euro" if name == "Sectoren" else "Totalen per regio en sector, in euro"
    return Blad(name, title, ("Site", "Sector", "UZOVI", "Regio", *TOTAALKOLOMMEN), table, formats)


def _signaalblad(name: str, title: str, rows: Sequence[Signaal]) -> Blad:
    data = fouten(rows)
    return Blad(name, f"{title} ({texts.aantal(len(data))})", tuple(data.columns), data.to_numpy().tolist(), {})
