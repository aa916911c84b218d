"""The herschikking as tables, the same for pages, letters, terminal and workbook (R6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from dashboard import texts
from dashboard.tables import AANBIEDER, REGIO, SECTOR
from dashboard.texts import herschikking as woorden
from dashboard.vormen.tabel import (
    AANTAL,
    AANTAL_PRECIES,
    DATUM,
    EURO,
    EURO_EXACT,
    MAAND,
    PROCENT_PRECIES,
    TEKST,
    Kolom,
    Soort,
    Tabel,
    maak,
)
from forecasting.wlz.herschikking.prestaties import prestaties
from forecasting.wlz.herschikking.uitkomst import Afspraak, Herschikking, Totaal
from forecasting.wlz.herschikking.verschil import Verschil
from forecasting.wlz.outlook import Signaal
from forecasting.wlz.plaats import Plaats
from loaders.grootboek.handelingsoorten import Ronde
from loaders.grootboek.herschikkingen import Afstemming, Bevroren

S = woorden.STAPPEN
VERSCHIL = "Verschil met vorige"
Verschillen = Mapping[Plaats, Verschil]


def naam(found: Herschikking, agb: str) -> str:
    """Name and code of a provider."""
    return texts.aanbieder(agb, next((a.naam for a in found.invoer.aanbieders if a.agb == agb), None))


def _min(cent: int | None) -> int | None:
    """What is taken off is shown as negative, so that steps add up."""
    return None if cent is None else -cent


def stappen(soort: Soort, nul: str = "") -> tuple[Kolom[Afspraak], ...]:
    """The steps of an agreement; what is taken off is negative, and they add up to the last."""
    return (
        Kolom(S["verplichtingen"], soort, lambda a: a.basis.verplichtingen_cent, nul=nul),
        Kolom(S["crisis"], soort, lambda a: a.basis.crisis_cent, nul=nul),
        Kolom(S["correctie"], soort, lambda a: -a.basis.correctie_cent, nul=nul),
        Kolom(S["productie"], soort, lambda a: a.basis.productie_cent, nul=nul),
        Kolom(S["korting"], soort, lambda a: _min(a.korting_cent), nul=nul),
        Kolom(S["afspraak"], soort, lambda a: a.afspraak_cent, nul=nul),
    )


def _verschil(soort: Soort, verschil: Verschillen) -> Kolom[Afspraak]:
    """Against an earlier one; a dash where there is none to compare with."""

    def tegen_vorige(a: Afspraak) -> int | None:
        found = verschil.get(a.basis.plaats)
        return None if found is None else found.afspraak_cent

    return Kolom(VERSCHIL, soort, tegen_vorige, texts.NIETS)


def afspraken(found: Herschikking, chosen: Sequence[Afspraak], verschil: Verschillen) -> Tabel:
    """A row per provider, region and sector, in whole euros."""
    return maak(
        f"{texts.aantal(len(chosen))} afspraken, in hele euro's",
        [
            Kolom("Aanbieder", TEKST, lambda a: naam(found, a.basis.agb)),
            REGIO.bij(_basis),
            SECTOR.bij(_basis),
            *stappen(EURO, texts.NIETS),
            _verschil(EURO, verschil),
        ],
        chosen,
    )


def _basis(a: Afspraak) -> object:
    return a.basis


def per_plaats(found: Herschikking, verschil: Verschillen) -> Tabel:
    """A row per agreement by its codes, to the cent."""
    wie = Kolom[Afspraak]("Afspraak van", TEKST, lambda a: f"{a.basis.agb} {a.basis.uzovi} {a.basis.sector.value}")
    return maak("Afspraken", [wie, *stappen(EURO_EXACT), _verschil(EURO_EXACT, verschil)], found.afspraken)


TOTALEN: tuple[Kolom[Totaal], ...] = (
    Kolom("Toezeggingen", EURO_EXACT, lambda t: t.verplichtingen_cent),
    Kolom("Crisiszorg", EURO_EXACT, lambda t: t.crisis_cent),
    Kolom("Correctie", EURO_EXACT, lambda t: -t.correctie_cent),
    Kolom("Verwachte productie", EURO_EXACT, lambda t: t.productie_cent),
    Kolom("Korting", EURO_EXACT, lambda t: _min(t.korting_cent)),
    Kolom("Korting %", PROCENT_PRECIES, lambda t: t.korting_fractie, nul="0%"),
    Kolom("Afspraken", EURO_EXACT, lambda t: t.afspraken_cent),
    Kolom("Ruimte", EURO_EXACT, lambda t: t.ruimte_cent),
    Kolom("Over", EURO_EXACT, lambda t: t.over_cent),
)


def totalen(rows: Iterable[Totaal]) -> Tabel:
    """Totals of sectors, to the cent: they add up to the contracteerruimte."""
    sector = Kolom[Totaal]("Sector", TEKST, lambda t: f"{t.sector.value}, {texts.SITE[t.site]}")
    return maak("Per sector, tot op de cent", [sector, *TOTALEN], rows)


def per_regio(found: Herschikking, sector: Totaal) -> Tabel:
    """Totals of the regions in a sector, and of the sector."""
    return maak(
        f"{sector.sector.value}, {texts.SITE[sector.site]}, per regio",
        [Kolom("Regio", TEKST, lambda t: texts.regio(t.uzovi) or "Totaal"), *TOTALEN],
        [r for r in found.regios if (r.site, r.sector) == (sector.site, sector.sector)],
        totaal=sector,
    )


def blad(found: Herschikking, agb: str) -> list[Tabel]:
    """One provider's sheet: a table per region and sector, every step to the cent, the agreement last."""
    return [
        stapregels(found, a, f"{naam(found, agb)}: {texts.regio(a.basis.uzovi)}, {a.basis.sector.value}")
        for a in found.afspraken
        if a.basis.agb == agb
    ]


VERSCHILKOLOMMEN: tuple[Kolom[Verschil], ...] = (
    REGIO,
    SECTOR,
    Kolom(S["verplichtingen"], EURO_EXACT, lambda v: v.verplichtingen_cent),
    Kolom(S["crisis"], EURO_EXACT, lambda v: v.crisis_cent),
    Kolom(S["correctie"], EURO_EXACT, lambda v: -v.correctie_cent),
    Kolom(S["productie"], EURO_EXACT, lambda v: v.productie_cent),
    Kolom(S["korting"], EURO_EXACT, lambda v: _min(v.korting_cent)),
    Kolom(S["afspraak"], EURO_EXACT, lambda v: v.afspraak_cent),
)


def verschillen(rows: Iterable[Verschil]) -> Tabel:
    """What changed per step, to the cent; the steps add up to the last column."""
    return maak(f"{VERSCHIL}, stap voor stap", VERSCHILKOLOMMEN, rows)


Stap = tuple[str, int | None]
"""A line of a sheet: what, and how many cents."""
STAPPEN: tuple[Kolom[Stap], ...] = (
    Kolom("Stap", TEKST, lambda regel: regel[0]),
    Kolom("Bedrag", EURO_EXACT, lambda regel: regel[1]),
)


def stapregels(found: Herschikking, a: Afspraak, titel: str) -> Tabel:
    """Every line of an agreement in the policy's order, each followed by what it consists of; the agreement last."""
    b = a.basis
    lines: list[Stap] = [(S["verplichtingen"], b.verplichtingen_cent), (S["crisis"], b.crisis_cent)]
    lines += [(woorden.plaatsen(c), c.bedrag_cent) for c in b.crisis]
    lines += [(S["correctie"], -b.correctie_cent), (S["productie"], b.productie_cent)]
    if b.aanpassingen:
        lines.append(("waarvan geëxtrapoleerd", b.extrapolatie_cent))
    lines += [(woorden.aanpassing(x), x.bedrag_cent) for x in b.aanpassingen]
    mine = next(r for r in found.regios if (r.uzovi, r.sector) == (b.uzovi, b.sector))
    lines.append((f"{S['korting']} ({_percentage(mine.korting_fractie)})", _min(a.korting_cent)))
    return maak(titel, STAPPEN, lines, totaal=(S["afspraak"], a.afspraak_cent))


def _percentage(korting: Fraction | None) -> str:
    """As exact as a sum that someone wants to check needs it; nothing taken off is 0%."""
    if korting is None:
        return texts.ONBEKEND
    return texts.procent_precies(korting) if korting else "0%"


FOUTKOLOMMEN: tuple[Kolom[Signaal], ...] = (
    Kolom("Soort", TEKST, lambda f: texts.soort_signaal(f.soort)),
    AANBIEDER,
    Kolom("Regio", TEKST, lambda f: texts.regio(f.uzovi) or texts.NIETS),
    SECTOR,
    Kolom("Wat is er", TEKST, lambda f: f.tekst),
)


def fouten(rows: Iterable[Signaal], titel: str) -> Tabel:
    """Open errors or signals: what, about whom, and what mends it."""
    return maak(titel, FOUTKOLOMMEN, rows)


BEVROREN: tuple[Kolom[Bevroren], ...] = (
    Kolom("Nummer", TEKST, lambda b: str(b.nummer)),
    Kolom("Naam", TEKST, lambda b: b.naam),
    Kolom("Peildatum", DATUM, lambda b: b.peildatum),
    Kolom("Laatste maand", MAAND, lambda b: b.laatste_maand),
    Kolom("Door", TEKST, lambda b: b.door),
    Kolom("Reden", TEKST, lambda b: b.reden),
    Kolom("Bevroren op", DATUM, lambda b: b.bevroren_op),
)


def bevroren(rows: Iterable[Bevroren]) -> Tabel:
    """What was frozen, the last first."""
    return maak("Al bevroren", BEVROREN, rows)


def afstemming(found: Herschikking, rounds: Sequence[Afstemming]) -> Tabel:
    """Where every provider stands: the last date of each step, or a dash. A row is the AGB of a provider."""
    providers = sorted({a.basis.agb for a in found.afspraken})

    def van(agb: str) -> list[Afstemming]:
        return [r for r in rounds if r.agb == agb]

    def laatste(ronde: Ronde) -> Kolom[str]:
        return Kolom(
            woorden.RONDE[ronde],
            DATUM,
            lambda agb: next((r.datum for r in reversed(van(agb)) if r.ronde == ronde), None),
            texts.NIETS,
        )

    return maak(
        woorden.akkoord_stand(rounds, len(providers)),
        [
            Kolom("Aanbieder", TEKST, lambda agb: naam(found, agb)),
            *map(laatste, woorden.RONDE),
            Kolom(
                "Laatste toelichting",
                TEKST,
                lambda agb: next((r.toelichting for r in reversed(van(agb)) if r.toelichting), None),
                texts.NIETS,
            ),
        ],
        providers,
    )


def bladen(found: Herschikking, verschil: Verschillen, agb: str | None = None) -> list[Tabel]:
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


def _wie(found: Herschikking) -> tuple[Kolom[Afspraak], ...]:
    names = {p.agb: p.naam for p in found.invoer.aanbieders}
    return (
        Kolom("AGB", TEKST, lambda a: a.basis.agb),
        Kolom("Aanbieder", TEKST, lambda a: names.get(a.basis.agb)),
        Kolom("UZOVI", TEKST, lambda a: a.basis.uzovi),
        REGIO.bij(_basis),
        SECTOR.bij(_basis),
    )


def _afspraken(found: Herschikking, mine: Sequence[Afspraak], verschil: Verschillen) -> Tabel:
    def met_vorige(a: Afspraak) -> int | str | None:
        return verschil[a.basis.plaats].afspraak_cent if a.basis.plaats in verschil else texts.NVT

    return maak(
        "Afspraken per aanbieder, regio en sector, in euro",
        [*_wie(found), *stappen(EURO_EXACT), Kolom(VERSCHIL, EURO_EXACT, met_vorige)],
        mine,
        naam="Afspraken",
    )


# Rows of an agreement and one of its parts.
PRESTATIES: tuple[Kolom[tuple[Afspraak, Any]], ...] = (
    Kolom("Groep", TEKST, lambda r: r[1].prestatiegroep),
    Kolom("Prestatie", TEKST, lambda r: r[1].prestatiecode),
    Kolom("Omschrijving", TEKST, lambda r: r[1].omschrijving),
    Kolom("Eenheid", TEKST, lambda r: woorden.eenheid(r[1].tijdseenheid)),
    Kolom("Aantal verwacht", AANTAL, lambda r: r[1].aantal),
    Kolom("Verwacht", EURO_EXACT, lambda r: r[1].verwacht_cent),
    Kolom("Aantal afspraak", AANTAL_PRECIES, lambda r: r[1].aantal_afspraak),
    Kolom(S["afspraak"], EURO_EXACT, lambda r: r[1].afspraak_cent),
)


def _prestaties(found: Herschikking, mine: Sequence[Afspraak]) -> Tabel:
    return maak(
        "Afspraak per prestatie (stap 2, 4 en 5), aantallen en euro, voor het NZa-formulier",
        [*(kolom.bij(_afspraak) for kolom in _wie(found)), *PRESTATIES],
        [(a, p) for a in mine for p in prestaties(a)],
        naam="Prestaties",
    )


def _afspraak(rij: tuple[Afspraak, Any]) -> Afspraak:
    return rij[0]


CRISIS: tuple[Kolom[tuple[Afspraak, Any]], ...] = (
    Kolom("Plekken afgesproken", AANTAL, lambda r: r[1].plekken_afgesproken),
    Kolom("Plekken", AANTAL, lambda r: r[1].plekken),
    Kolom("Plaatsdagen", AANTAL, lambda r: r[1].plaatsdagen),
    Kolom("Tarief per dag", EURO_EXACT, lambda r: r[1].tarief_cent),
    Kolom("Bedrag", EURO_EXACT, lambda r: r[1].bedrag_cent),
    Kolom("Grond", TEKST, lambda r: r[1].grond),
)


def _crisisblad(found: Herschikking, mine: Sequence[Afspraak]) -> Tabel:
    return maak(
        "Crisisplekken in de afspraak (stap 2)",
        [*(kolom.bij(_afspraak) for kolom in _wie(found)), *CRISIS],
        [(a, c) for a in mine for c in a.basis.crisis],
        naam="Crisiszorg",
    )


def _totalenblad(name: str, rows: Sequence[Totaal]) -> Tabel:
    return maak(
        "Totalen per sector, in euro" if name == "Sectoren" else "Totalen per regio en sector, in euro",
        [
            Kolom("Site", TEKST, lambda t: texts.SITE[t.site]),
            SECTOR,
            Kolom("UZOVI", TEKST, lambda t: t.uzovi, texts.NVT),
            Kolom("Regio", TEKST, lambda t: texts.regio(t.uzovi) or "alle regio's"),
            *TOTALEN,
        ],
        rows,
        naam=name,
    )


def _signaalblad(name: str, title: str, rows: Sequence[Signaal]) -> Tabel:
    return replace(fouten(rows, f"{title} ({texts.aantal(len(rows))})"), naam=name)
