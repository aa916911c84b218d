"""Late and missing: what each provider was expected to claim in a month, what came in, and what the rest would do to
the year (R3.2, R3.3). Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any

import pandas as pd

from config.words import Sector
from forecasting.wlz.outlook import Herkomst
from loaders.extrapolation import MaandSignaal
from loaders.tijd.workdays import maanden

EERDERE_MAANDEN = 12
"""At most so many months before a month tell what is expected of it."""
PLAATS = ["aanbieder", "uzovi", "sector"]


class Maandstatus(Enum):
    """How far a provider's month has come in, held against what was expected."""

    OPEN = "open"  # may still be claimed
    NIETS_VERWACHT = "niets_verwacht"  # no earlier month to go by, and nothing came in
    VOLLEDIG = "volledig"
    ONVOLLEDIG = "onvolledig"
    GEEN_DECLARATIE = "geen_declaratie"
    HOGER = "hoger"


@dataclass(frozen=True)
class Maand:
    """One month of a provider, in whole cents. `verwacht_cent`: None without an earlier month to go by.

    `effect_cent`: what E of its sector would be higher if what is missing came in; 0 unless the month is closed and not
    fully declared.
    """

    maand: date
    status: Maandstatus
    verwacht_cent: int | None
    ontvangen_cent: int
    goedgekeurd_cent: int
    ontbreekt_cent: int
    effect_cent: int


@dataclass(frozen=True)
class Aanbiedermaanden:
    """The twelve months of a provider in a region and sector; `signaal`: R3.3 on the last closed month."""

    aanbieder: str
    naam: str | None
    uzovi: str
    sector: Sector
    maanden: tuple[Maand, ...]
    signaal: MaandSignaal | None

    @property
    def effect_cent(self) -> int:
        return sum(m.effect_cent for m in self.maanden)


@dataclass(frozen=True)
class Volledigheid:
    """Every provider with production in the year or the year before; `afwijking_fractie`: the share from which a month
    counts as not fully declared (R3.3)."""

    jaar: int
    herkomst: Herkomst
    afwijking_fractie: Fraction
    aanbieders: tuple[Aanbiedermaanden, ...]


def verwacht_cent(
    ontvangen: Mapping[tuple[date, str], int], maand: date, dagen: Callable[[date, str], int]
) -> dict[str, Fraction]:
    """What is expected of a month, per time unit: the mean daily amount of the months before it, times its days.

    `ontvangen`: claimed cents by month and time unit. The months before it are at most EERDERE_MAANDEN, without those
    in which nothing was claimed: a month that is missing does not make the next one expected less. Empty without such
    a month. `dagen(maand, tijdseenheid)` is D[m] of R3.2.

    >>> januari, februari = date(2026, 1, 1), date(2026, 2, 1)
    >>> verwacht_cent({(januari, "14"): 31_000}, februari, lambda maand, eenheid: 31 if maand == januari else 28)
    {'14': Fraction(28000, 1)}
    """
    first = pd.Period(maand, "M") - EERDERE_MAANDEN
    totals: dict[date, int] = {}
    for (month, _), cent in ontvangen.items():
        if first.start_time.date() <= month < maand:
            totals[month] = totals.get(month, 0) + cent
    earlier = [month for month, cent in totals.items() if cent > 0]
    if not earlier:
        return {}
    return {
        eenheid: Fraction(
            sum(ontvangen.get((month, eenheid), 0) for month in earlier) * dagen(maand, eenheid),
            sum(dagen(month, eenheid) for month in earlier),
        )
        for eenheid in sorted({eenheid for month, eenheid in ontvangen if month in earlier})
    }


def effect_factor(maand: date, laatste_maand: date, eenheid: str, dagen: Callable[[date, str], int]) -> Fraction:
    """By how much E grows per euro in a closed month: 1, and in L also the days after it over its own (R3.2).

    >>> effect_factor(date(2026, 5, 1), date(2026, 5, 1), "14", lambda maand, eenheid: 30)
    Fraction(8, 1)
    """
    if maand != laatste_maand:
        return Fraction(1)
    rest = sum(dagen(later, eenheid) for later in maanden(maand.year) if later > maand)
    return 1 + Fraction(rest, dagen(maand, eenheid))


def maandstatus(verwacht: Fraction | None, ontvangen: int, afwijking: Fraction) -> Maandstatus:
    """A closed month held against what was expected; `afwijking` is the share of R3.3."""
    if verwacht is None or verwacht <= 0:
        return Maandstatus.VOLLEDIG if ontvangen else Maandstatus.NIETS_VERWACHT
    if ontvangen <= 0:
        return Maandstatus.GEEN_DECLARATIE
    if ontvangen < (1 - afwijking) * verwacht:
        return Maandstatus.ONVOLLEDIG
    return Maandstatus.HOGER if ontvangen > (1 + afwijking) * verwacht else Maandstatus.VOLLEDIG


def aanbiedermaanden(
    stand: pd.DataFrame,
    laatste_maand: date,
    afwijking: Fraction,
    dagen: Callable[[date, str], int],
    signalen: Mapping[tuple[str, str, str], MaandSignaal],
    namen: Mapping[str, str],
) -> tuple[Aanbiedermaanden, ...]:
    """Every provider, region and sector with its twelve months of the year of L, largest effect first.

    `stand`: PLAATS, tijdseenheid, zorgmaand, ingediend_cent, goedgekeurd_cent (`productie.stand_op`) of that year and
    the one before it. `signalen`: R3.3 by place. `namen` by AGB.
    """
    cents = ["ingediend_cent", "goedgekeurd_cent"]
    summed = stand.groupby([*PLAATS, "zorgmaand", "tijdseenheid"], observed=True, as_index=False)[cents].sum()
    received: dict[tuple[str, str, str], dict[tuple[date, str], int]] = {}
    approved: dict[tuple[str, str, str], dict[date, int]] = {}
    for agb, uzovi, sector, maand, eenheid, ingediend, goedgekeurd in summed.to_numpy().tolist():
        place, month = (agb, uzovi, sector), maand.date()
        received.setdefault(place, {})[month, eenheid] = ingediend
        mine = approved.setdefault(place, {})
        mine[month] = mine.get(month, 0) + goedgekeurd
    found = [
        Aanbiedermaanden(
            aanbieder=place[0],
            naam=namen.get(place[0]),
            uzovi=place[1],
            sector=Sector(place[2]),
            maanden=tuple(
                _maand(ontvangen, approved[place].get(maand, 0), maand, laatste_maand, afwijking, dagen)
                for maand in maanden(laatste_maand.year)
            ),
            signaal=signalen.get(place),
        )
        for place, ontvangen in received.items()
    ]
    return tuple(sorted(found, key=lambda a: (-a.effect_cent, a.naam or a.aanbieder, a.uzovi, a.sector)))


def _maand(
    ontvangen: Mapping[tuple[date, str], int],
    goedgekeurd: int,
    maand: date,
    laatste_maand: date,
    afwijking: Fraction,
    dagen: Callable[[date, str], int],
) -> Maand:
    per_eenheid = verwacht_cent({k: v for k, v in ontvangen.items() if k[0] <= laatste_maand}, maand, dagen)
    verwacht = sum(per_eenheid.values(), Fraction(0)) if per_eenheid else None
    received = {eenheid: cent for (month, eenheid), cent in ontvangen.items() if month == maand}
    total = sum(received.values())
    closed = maand <= laatste_maand
    status = maandstatus(verwacht, total, afwijking) if closed else Maandstatus.OPEN
    missing, effect = Fraction(0), Fraction(0)
    if verwacht is not None and status in {Maandstatus.GEEN_DECLARATIE, Maandstatus.ONVOLLEDIG}:
        missing = verwacht - total
        for eenheid in sorted(per_eenheid.keys() | received.keys()):
            short = per_eenheid.get(eenheid, Fraction(0)) - received.get(eenheid, 0)
            effect += short * effect_factor(maand, laatste_maand, eenheid, dagen)
    return Maand(
        maand=maand,
        status=status,
        verwacht_cent=None if verwacht is None else round(verwacht),
        ontvangen_cent=total,
        goedgekeurd_cent=goedgekeurd,
        ontbreekt_cent=round(missing),
        effect_cent=round(effect),
    )


@dataclass(frozen=True)
class Achterstand:
    """A closed month that a provider has not, or not fully, declared (N7)."""

    aanbieder: Aanbiedermaanden
    maand: Maand


class Volgorde(StrEnum):
    """In what order providers are shown."""

    EFFECT = "effect"
    ONTBREEKT = "ontbreekt"
    AANBIEDER = "aanbieder"


def gekozen(
    aanbieders: Iterable[Aanbiedermaanden], sector: Sector | None, uzovi: str, maand: date | None, volgorde: Volgorde
) -> tuple[Aanbiedermaanden, ...]:
    """Providers of a sector and region, or of all, in an order; with a month, by that month alone."""
    orders: dict[Volgorde, Callable[[Aanbiedermaanden], Any]] = {
        Volgorde.EFFECT: lambda a: -sum(m.effect_cent for m in a.maanden if maand in {None, m.maand}),
        Volgorde.ONTBREEKT: lambda a: -sum(m.ontbreekt_cent for m in a.maanden if maand in {None, m.maand}),
        Volgorde.AANBIEDER: lambda a: (a.naam or a.aanbieder, a.uzovi, a.sector),
    }
    found = [a for a in aanbieders if sector in {None, a.sector} and uzovi in {"", a.uzovi}]
    return tuple(sorted(found, key=orders[volgorde]))


@dataclass(frozen=True)
class Maandsom:
    """A month of many providers together, in whole cents; expected only where it is known."""

    maand: date
    verwacht_cent: int
    ontvangen_cent: int
    goedgekeurd_cent: int
    ontbreekt_cent: int
    effect_cent: int


def maandsommen(aanbieders: Iterable[Aanbiedermaanden]) -> tuple[Maandsom, ...]:
    """The twelve months of these providers together; empty without any."""
    columns = zip(*(a.maanden for a in aanbieders), strict=True)
    return tuple(
        Maandsom(
            maand=column[0].maand,
            verwacht_cent=sum(m.verwacht_cent or 0 for m in column),
            ontvangen_cent=sum(m.ontvangen_cent for m in column),
            goedgekeurd_cent=sum(m.goedgekeurd_cent for m in column),
            ontbreekt_cent=sum(m.ontbreekt_cent for m in column),
            effect_cent=sum(m.effect_cent for m in column),
        )
        for column in columns
    )


def achterstanden(
    aanbieders: Iterable[Aanbiedermaanden], maand: date | None, volgorde: Volgorde
) -> tuple[Achterstand, ...]:
    """Who has not (fully) declared which closed month (or this one), in an order."""
    late = {Maandstatus.GEEN_DECLARATIE, Maandstatus.ONVOLLEDIG}
    found = [Achterstand(a, m) for a in aanbieders for m in a.maanden if m.status in late and maand in {None, m.maand}]
    if volgorde is not Volgorde.AANBIEDER:
        found.sort(key=lambda x: -(x.maand.effect_cent if volgorde is Volgorde.EFFECT else x.maand.ontbreekt_cent))
    return tuple(found)
