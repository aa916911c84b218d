"""The reference tables of the made world, as CSV text with the fixed columns (`config.reference`)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from config.reference import reference_tables
from config.words import Sector
from loaders.demo import calendar, ruimte
from loaders.demo.catalogue import CODES, ZWAARTE, tarief_cent
from loaders.demo.outcome import Afloop
from loaders.demo.ruimte import Bedragen, Sleutel
from loaders.demo.world import Aanbieder, Verhaal

Rij = tuple[str | int | date, ...]

BRON = "gemaakt: voorbeeld"
BETAALDAG = 25
MAANDTABEL_DAG = 5
MELDING_FRACTIE = 0.05
"""Change in a provider's month that it gives notice of, against its mean month (assumed)."""
MAATWERK_FRACTIE = 0.002
"""Correction for unmet conditions against E of the provider (assumed)."""
MAATWERKOPSLAG = "0.02"
"""Surcharge on the tariff that a correction takes back a part of (assumed)."""


def referentietabellen(
    providers: Sequence[Aanbieder], outcomes: Sequence[Afloop], rng: np.random.Generator
) -> dict[str, str]:
    """CSV text by table name."""
    amounts = ruimte.bedragen(outcomes, rng)
    rows: dict[str, Iterable[Rij]] = {
        "koppeltabel": _koppeltabel(),
        "aanbieders": _aanbieders(providers),
        "contracteerruimte": _contracteerruimte(amounts),
        "verplichtingen": _verplichtingen(amounts, outcomes),
        "crisisafspraken": _crisisafspraken(outcomes),
        "behandelaandeel": _behandelaandeel(providers, outcomes),
        "betalingen": _betalingen(outcomes),
        "maatwerkcorrecties": _maatwerkcorrecties(outcomes),
        "maatwerkopslag": _maatwerkopslag(outcomes),
        "meldingen": _meldingen(outcomes),
    }
    return {name: _csv(name, found) for name, found in rows.items()}


def maandtabellen(outcomes: Sequence[Afloop]) -> Iterable[tuple[date, str, str]]:
    """Day delivered, name and CSV text of the tables that come in every month: the whole registration of stays as it is
    by then (R1.1), and the unoccupied days of the month."""
    for maand in range(calendar.LAATSTE_MAAND + 1):
        day = calendar.eerste_dag(maand + 1) + MAANDTABEL_DAG - 1
        stays = list(_crisisregistratie(outcomes, day))
        for name, rows in (("crisisregistratie", stays), ("crisis_onbezet", list(_crisis_onbezet(outcomes, maand)))):
            if rows:
                yield calendar.as_date(day), name, _csv(name, rows)


def _csv(name: str, rows: Iterable[Rij]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(reference_tables()[name].header)
    writer.writerows(rows)
    return out.getvalue()


def euro(cent: int) -> str:
    """Cents as euros with a point.

    >>> euro(-1234567)
    '-12345.67'
    """
    return f"{'-' if cent < 0 else ''}{abs(cent) // 100}.{abs(cent) % 100:02d}"


def _koppeltabel() -> Iterable[Rij]:
    for jaar in calendar.JAREN:
        bounds = (date(jaar, 1, 1), "" if jaar == calendar.LAATSTE_JAAR else date(jaar, 12, 31))
        for code, cent in zip(CODES, tarief_cent(jaar).tolist(), strict=True):
            yield (
                code.code, code.omschrijving, code.sector or "", code.leveringsvorm, code.zorgprofiel, code.behandeling,
                code.tijdseenheid, code.groep, "ja" if code.laag else "nee", euro(cent) if cent else "", *bounds,
            )  # fmt: skip


def _aanbieders(providers: Sequence[Aanbieder]) -> Iterable[Rij]:
    for a in providers:
        yield (a.agb, a.naam, a.hoofdsector or "", a.concern, a.gestart_op)


def _contracteerruimte(amounts: dict[Sleutel, Bedragen]) -> Iterable[Rij]:
    for (jaar, uzovi, sector), a in sorted(amounts.items()):
        october, april, may = date(jaar - 1, 10, 15), date(jaar, 4, 1), date(jaar, 5, 20)
        early = round(a.ruimte * ruimte.VOORLOPIG_FRACTIE / 100) * 100
        where = (jaar, uzovi, sector)
        yield (*where, "regulier", euro(early), "definitief", october, f"{BRON} kader oktober {jaar - 1}")
        yield (*where, "regulier", euro(a.ruimte), "definitief", may, f"{BRON} kader mei {jaar}")
        if a.herverdeling:
            yield (*where, "herverdeling", euro(a.herverdeling), "verwacht", april, f"{BRON} verwachting april {jaar}")
        if sector is Sector.GZ:
            yield (*where, "meerzorg", euro(a.meerzorg), "definitief", october, f"{BRON} kader oktober {jaar - 1}")


def _verplichtingen(amounts: dict[Sleutel, Bedragen], outcomes: Sequence[Afloop]) -> Iterable[Rij]:
    """Commitments; regional development goes to one provider of the region."""
    for (jaar, uzovi, sector), a in sorted(amounts.items()):
        where, known = (jaar, uzovi, sector), date(jaar, 2, 1)
        if a.toezegging:
            yield (*where, "", "toezegging", euro(a.toezegging), known, f"{BRON} toezeggingen")
        if a.ontwikkeling:
            agb = next(
                o.vestiging.aanbieder.agb
                for o in outcomes
                if o.vestiging.uzovi == uzovi
                and o.vestiging.aanbieder.sector is sector
                and o.vestiging.aanbieder.verhaal is Verhaal.GEWOON
            )
            yield (*where, agb, "regionale_ontwikkeling", euro(a.ontwikkeling), known, f"{BRON} regioplan")


def _crisisafspraken(outcomes: Sequence[Afloop]) -> Iterable[Rij]:
    for jaar in calendar.JAREN:
        for v in (o.vestiging for o in outcomes if o.vestiging.crisisplekken):
            whole_year = (date(jaar, 1, 1), date(jaar, 12, 31))
            yield (jaar, v.aanbieder.agb, v.uzovi, v.aanbieder.sector, v.crisisplekken, *whole_year)


def _crisisregistratie(outcomes: Sequence[Afloop], stand: int) -> Iterable[Rij]:
    """GZ stays as the crisisregisseurs know them at the end of the day `stand`.

    The table has no client, so two stays that are equal in all columns are one row: the second is left out (only
    providers with very many places have any).
    """
    for outcome in outcomes:
        v = outcome.vestiging
        if v.aanbieder.sector is not Sector.GZ:
            continue
        rows = {
            (v.aanbieder.agb, v.uzovi, ZWAARTE[s.code], calendar.as_date(s.begin), _vertrek(s.vertrek, stand)): None
            for s in sorted(outcome.verblijven, key=lambda stay: (stay.begin, stay.client))
            if s.begin <= stand
        }
        yield from rows


def _vertrek(day: int, stand: int) -> date | str:
    return calendar.as_date(day) if day <= stand else ""


def _crisis_onbezet(outcomes: Sequence[Afloop], maand: int) -> Iterable[Rij]:
    month = calendar.as_date(calendar.eerste_dag(maand)).isoformat()[:7]
    for outcome in outcomes:
        v, days = outcome.vestiging, ruimte.onbezette_dagen(outcome)[maand]
        if days:
            yield (v.aanbieder.agb, v.uzovi, month, days, euro(ruimte.onbezet_tarief_cent(maand)))


def _meldingen(outcomes: Sequence[Afloop]) -> Iterable[Rij]:
    """A few providers give notice in September of more or less care from November on."""
    for number, outcome in enumerate(outcomes[4::20]):
        v = outcome.vestiging
        cent = round(ruimte.verwacht_vestiging_cent(outcome, calendar.LAATSTE_JAAR) / 12 * MELDING_FRACTIE)
        if cent > 0 and v.aanbieder.sector is not Sector.ONBEKEND:
            change, why = (cent, "nieuwe locatie") if number % 2 == 0 else (-cent, "afdeling sluit tijdelijk")
            where = (v.aanbieder.agb, v.uzovi, v.aanbieder.sector)
            yield (*where, "2026-11", euro(change), f"gemaakt: {why}", date(2026, 9, 15))


def _behandelaandeel(providers: Sequence[Aanbieder], outcomes: Sequence[Afloop]) -> Iterable[Rij]:
    """Share inclusief behandeling in the final agreement of 2024 and 2025: that of 2025, lower for one in five."""
    for number, provider in enumerate(providers):
        own = [o.behandeldagen for o in outcomes if o.vestiging.aanbieder.agb == provider.agb]
        for sector in (Sector.VV, Sector.GZ):
            parts = [days[sector] for days in own if sector in days]
            total = sum(all_days for _, all_days in parts)
            if total:
                share = sum(inclusief for inclusief, _ in parts) / total * (0.95 if number % 5 == 2 else 1.0)
                for jaar, fraction in ((2024, share * 0.99), (2025, share)):
                    yield (jaar, provider.agb, sector, f"{fraction:.4f}", f"{BRON} eindafspraak {jaar}")


def _betalingen(outcomes: Sequence[Afloop]) -> Iterable[Rij]:
    """A monthly advance of a twelfth of the expected year, up to the stand date."""
    for outcome in outcomes:
        v = outcome.vestiging
        for jaar in calendar.JAREN:
            cent = ruimte.verwacht_vestiging_cent(outcome, jaar) // 12
            for maand in range(1, 13):
                paid = date(jaar, maand, BETAALDAG)
                if cent > 0 and v.aanbieder.gestart_op < paid <= calendar.STAND:
                    yield (v.aanbieder.agb, v.uzovi, jaar, paid, euro(cent))


def _maatwerkcorrecties(outcomes: Sequence[Afloop]) -> Iterable[Rij]:
    for outcome in outcomes[2::25]:
        v = outcome.vestiging
        cent = round(ruimte.verwacht_vestiging_cent(outcome, calendar.LAATSTE_JAAR) * MAATWERK_FRACTIE)
        sector = v.aanbieder.sector
        if cent > 0 and sector is not Sector.ONBEKEND:
            yield (
                calendar.LAATSTE_JAAR,
                v.aanbieder.agb,
                v.uzovi,
                sector,
                euro(cent),
                "gemaakt: voorwaarde niet gehaald",
            )


def _maatwerkopslag(outcomes: Sequence[Afloop]) -> Iterable[Rij]:
    """The surcharge on the tariff of who has a correction: the correction stays within it."""
    agreed = {(row[1], row[3]): None for row in _maatwerkcorrecties(outcomes)}
    for agb, sector in agreed:
        yield calendar.LAATSTE_JAAR, agb, sector, MAATWERKOPSLAG, "gemaakt: maatwerkafspraak"
