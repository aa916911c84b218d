"""Scenarios (S-06): assumptions beside the policy run, applied to its input; they never change the run itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter, ValidationError

from config.codes import zorgkantoren
from config.errors import OngeldigeInvoer
from config.words import Groep, Sector
from forecasting.wlz.herschikking.invoer import Aanpassing, Crisisplaatsen, Invoer, Productie, Ruimtedeel
from loaders.berichten.messages import is_agb
from loaders.tijd.kalender import einde_maand
from loaders.tijd.workdays import maanden

ALLE = ""
"""An assumption about every provider, region, sector or prestatie."""


@dataclass(frozen=True)
class Herverdeling:
    """Herverdelingsmiddelen for a region and sector, that become known on a day of the year."""

    uzovi: str
    sector: Sector
    bedrag_cent: int
    bekend_op: date


@dataclass(frozen=True)
class Ruimte:
    """Another contracteerruimte of a region and sector, in place of the one that holds."""

    uzovi: str
    sector: Sector
    bedrag_cent: int


@dataclass(frozen=True)
class Groei:
    """Growth of what is expected after L, as a percentage in text ("1.5", "-2"); of all or of some."""

    procent: str
    sector: str = ALLE
    agb: str = ALLE


@dataclass(frozen=True)
class Tarief:
    """A change of tariff from a day on, as a percentage in text; what is expected after L is spread over its days."""

    procent: str
    vanaf: date
    sector: str = ALLE
    prestatiecode: str = ALLE


@dataclass(frozen=True)
class Start:
    """A provider that starts on a day, with an amount per month."""

    agb: str
    uzovi: str
    sector: Sector
    vanaf: date
    bedrag_per_maand_cent: int


@dataclass(frozen=True)
class Stop:
    """A provider that stops: its last day, in one region or all."""

    agb: str
    laatste_dag: date
    uzovi: str = ALLE


@dataclass(frozen=True)
class Aannames:
    """What a scenario assumes. `laatste_maand` is another L; None keeps that of the policy run."""

    herverdeling: tuple[Herverdeling, ...] = ()
    ruimte: tuple[Ruimte, ...] = ()
    groei: tuple[Groei, ...] = ()
    tarief: tuple[Tarief, ...] = ()
    start: tuple[Start, ...] = ()
    stop: tuple[Stop, ...] = ()
    laatste_maand: date | None = None


_AANNAMES = TypeAdapter(Aannames)


def to_dict(aannames: Aannames) -> dict[str, Any]:
    """The assumptions as plain values, as they are kept."""
    found: dict[str, Any] = _AANNAMES.dump_python(aannames, mode="json")
    return found


def from_dict(values: Mapping[str, Any]) -> Aannames:
    """Assumptions from plain values, as a file or the ledger has them.

    Raises OngeldigeInvoer, naming the fields, when they cannot be read.
    """
    if unknown := values.keys() - Aannames.__dataclass_fields__.keys():
        raise OngeldigeInvoer(f"Onbekende aanname: {', '.join(sorted(unknown))}.")
    try:
        found = _AANNAMES.validate_python(dict(values))
    except ValidationError as why:
        fields = sorted({".".join(str(part) for part in e["loc"]) for e in why.errors()})
        raise OngeldigeInvoer(f"Deze aannames zijn niet te lezen: {', '.join(fields)}.") from None
    for procent in [g.procent for g in found.groei] + [t.procent for t in found.tarief]:
        procent_fractie(procent)
    regions = [h.uzovi for h in found.herverdeling] + [r.uzovi for r in found.ruimte] + [s.uzovi for s in found.start]
    if wrong := set(regions) - zorgkantoren().keys():
        raise OngeldigeInvoer(f"Onbekende regio (UZOVI): {', '.join(sorted(uzovi[:4] for uzovi in wrong))}.")
    agbs = [g.agb for g in found.groei if g.agb] + [s.agb for s in found.start] + [s.agb for s in found.stop]
    if not all(map(is_agb, agbs)):
        raise OngeldigeInvoer("Een AGB-code in deze aannames heeft geen 8 cijfers.")
    return found


def procent_fractie(procent: str) -> Fraction:
    """A percentage as an exact fraction. Raises OngeldigeInvoer when it is not one.

    >>> procent_fractie("1.5"), procent_fractie("-2,25")
    (Fraction(3, 200), Fraction(-9, 400))
    """
    try:
        return Fraction(procent.strip().replace(",", ".")) / 100
    except (ValueError, ZeroDivisionError):
        raise OngeldigeInvoer("Schrijf een procent als getal, bijvoorbeeld 1,5 of -2.") from None


def pas_toe(aannames: Aannames, invoer: Invoer) -> Invoer:
    """The input as it would be under the assumptions; another L is gathered anew before this (`scenarios_run`).

    Only what is expected after L changes, by extrapolation or by a decision of staff; what was approved stays what it
    is. Every row is rounded to whole cents, half a cent up.
    """
    productie = tuple(_met(aannames, p, invoer) for p in invoer.productie)
    started = tuple(_gestart(s, invoer) for s in aannames.start)
    return replace(
        invoer,
        productie=(*productie, *(p for p in started if p.verwacht_cent)),
        crisis=tuple(_gestopt(aannames, c) for c in invoer.crisis),
        aanpassingen=tuple(_aangepast(aannames, a) for a in invoer.aanpassingen),
        ruimte=_ruimte(aannames, invoer),
    )


def _met(aannames: Aannames, p: Productie, invoer: Invoer) -> Productie:
    begin = einde_maand(invoer.laatste_maand) + timedelta(days=1)
    factor = _factor(aannames, p, p.prestatiecode, begin, date(invoer.jaar, 12, 31))
    return replace(p, rest_cent=_heel(p.rest_cent * factor))


def _aangepast(aannames: Aannames, a: Aanpassing) -> Aanpassing:
    """What staff decided about the months after L (a trend, a melding, an estimate: R3.4, R3.6, R3.7) grows and stops
    with the rest itself, month by month. It names no prestatie, so a tariff of one prestatie is not in it. What is
    about the whole year (inclusief behandeling, R3.5) stays what it is."""
    if not a.per_maand:
        return a
    months = tuple(
        (maand, _heel(cent * _factor(aannames, a, ALLE, maand, einde_maand(maand)))) for maand, cent in a.per_maand
    )
    return replace(a, bedrag_cent=sum(cent for _, cent in months), per_maand=months)


def _gestopt(aannames: Aannames, c: Crisisplaatsen) -> Crisisplaatsen:
    """Crisis places of a provider that stops: paid through its last day."""
    days = [s.laatste_dag for s in aannames.stop if s.agb == c.agb and s.uzovi in (ALLE, c.uzovi)]
    if not days or not c.delen:
        return c
    held = [replace(d, tot=min(d.tot, *days)) for d in c.delen]
    delen = tuple(replace(d, plaatsdagen=d.plekken * max(0, (d.tot - d.vanaf).days + 1)) for d in held)
    total = sum(d.plaatsdagen for d in delen)
    bezet = None if c.bezet_dagen is None else c.bezet_dagen * total // max(1, c.plaatsdagen)
    return replace(c, delen=delen, plaatsdagen=total, bezet_dagen=bezet)


def _factor(aannames: Aannames, row: Productie | Aanpassing, prestatiecode: str, van: date, tot: date) -> Fraction:
    """By how much what is expected from `van` to `tot` is more or less."""
    factor = Fraction(1)
    for groei in aannames.groei:
        if groei.sector in (ALLE, row.sector) and groei.agb in (ALLE, row.agb):
            factor *= 1 + procent_fractie(groei.procent)
    for tarief in aannames.tarief:
        if tarief.sector in (ALLE, row.sector) and tarief.prestatiecode in (ALLE, prestatiecode):
            factor *= 1 + procent_fractie(tarief.procent) * deel_vanaf(tarief.vanaf, van, tot)
    for stop in aannames.stop:
        if stop.agb == row.agb and stop.uzovi in (ALLE, row.uzovi):
            factor *= 1 - deel_vanaf(stop.laatste_dag + timedelta(days=1), van, tot)
    return factor


def _heel(cent: Fraction) -> int:
    return (2 * cent.numerator + cent.denominator) // (2 * cent.denominator)


def deel_vanaf(dag: date, van: date, tot: date) -> Fraction:
    """Which part of the calendar days `van`..`tot` lies on or after a day; 0 where there are none.

    >>> deel_vanaf(date(2026, 10, 1), date(2026, 7, 1), date(2026, 12, 31))
    Fraction(1, 2)
    """
    days = (tot - van).days + 1
    return Fraction(min(days, max(0, (tot - dag).days + 1)), days) if days > 0 else Fraction(0)


def _gestart(start: Start, invoer: Invoer) -> Productie:
    """A provider that starts, as production: its amount in every month after L from its own on, the first by day."""
    cent = Fraction(0)
    for maand in maanden(invoer.jaar):
        if maand > invoer.laatste_maand and einde_maand(maand) >= start.vanaf:
            days = einde_maand(maand).day
            cent += start.bedrag_per_maand_cent * Fraction(days - max(0, (start.vanaf - maand).days), days)
    where = (start.agb, start.uzovi, start.sector, Groep.REGULIER)
    return Productie(*where, "scenario", "", "scenario", "start in dit scenario", 0, _heel(cent), 0)


def _ruimte(aannames: Aannames, invoer: Invoer) -> tuple[Ruimtedeel, ...]:
    rooms = {(r.uzovi, r.sector): r.bedrag_cent for r in invoer.ruimte}
    rooms |= {(r.uzovi, r.sector): r.bedrag_cent for r in aannames.ruimte}
    for h in aannames.herverdeling:
        if h.bekend_op.year <= invoer.jaar and (h.uzovi, h.sector) in rooms:  # on top of unknown is unknown (R4.1)
            rooms[h.uzovi, h.sector] += h.bedrag_cent
    return tuple(Ruimtedeel(*place, cent) for place, cent in sorted(rooms.items()))
