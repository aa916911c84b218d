"""R5.1 and R5.2: occupancy of crisis beds against the 70% line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from config.words import Sector
from forecasting.wlz.outlook import CrisisStand
from loaders.tijd.kalender import einde_maand
from loaders.tijd.workdays import maanden

GEEN_BEZETTING = {
    Sector.GZ: "De bezetting in de GZ volgt uit de registratie van de crisisregisseurs; op deze peildatum was er geen "
    "bekend van deze regio. Lever de tabel crisisregistratie van de regio aan in een map met de dag van ontvangst.",
    Sector.GGZ: "n.v.t.: crisiszorg in de GGZ valt onder de Zorgverzekeringswet (Zvw).",
}
"""R5.1: why no occupancy is computed."""


@dataclass(frozen=True)
class Afspraak:
    """Places agreed for a period of one year, both days included."""

    plekken: int
    vanaf: date
    tot: date

    def dagen(self, van: date, tot: date) -> int:
        """Days of the agreement within `van`..`tot`."""
        return max(0, (min(self.tot, tot) - max(self.vanaf, van)).days + 1)


def beschikbare_dagen(afspraken: Sequence[Afspraak], van: date, tot: date) -> int:
    """Agreed places times days in the agreed period, within `van`..`tot`.

    Bron: regel R5.1.

    >>> beschikbare_dagen([Afspraak(3, date(2026, 1, 1), date(2026, 12, 31))], date(2026, 1, 1), date(2026, 5, 31))
    453
    """
    return sum(afspraak.plekken * afspraak.dagen(van, tot) for afspraak in afspraken)


def verwachte_dagen(bezet: Mapping[date, int], afspraken: Sequence[Afspraak], laatste_maand: date) -> Fraction:
    """Crisis days expected over the year: known up to L, and those of L by day over the agreed days that remain.

    `bezet`: occupied days by zorgmaand. A month without agreed days has nothing to extrapolate from or to.

    Bron: regel R5.1, by R3.2 on days; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.5: "op basis van
    extrapolatie van de productierealisatie in de AW319".
    """
    months = maanden(laatste_maand.year)
    known = sum(bezet.get(maand, 0) for maand in months if maand <= laatste_maand)
    agreed = {maand: _agreed_days(afspraken, maand) for maand in months}
    rest = sum(dagen for maand, dagen in agreed.items() if maand > laatste_maand)
    if not agreed[laatste_maand]:
        return Fraction(known)
    return known + Fraction(bezet.get(laatste_maand, 0) * rest, agreed[laatste_maand])


def _agreed_days(afspraken: Sequence[Afspraak], maand: date) -> int:
    """Calendar days of the month on which any agreement holds."""
    last = einde_maand(maand)
    days = {
        max(a.vanaf, maand) + timedelta(days=n) for a in afspraken if a.plekken for n in range(a.dagen(maand, last))
    }
    return len(days)


def voorstel_plekken(dagen: Fraction, afspraken: Sequence[Afspraak], drempel_fractie: Fraction) -> int:
    """Places to propose: those agreed last when occupancy will do, else the largest whole number whose occupancy
    would be at least the line.

    Bron: regel R5.2; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.5: "naar verwachting voor minder dan 70% bezet
    ... maken we in principe in de herschikking een lagere afspraak".

    >>> voorstel_plekken(Fraction(900), [Afspraak(4, date(2026, 1, 1), date(2026, 12, 31))], Fraction("0.70"))
    3
    """
    plekken = plekken_op(afspraken, date.max)
    days_per_place = sum(a.dagen(date.min, date.max) for a in afspraken if a.plekken)
    if not days_per_place or not onder_drempel(
        dagen, beschikbare_dagen(afspraken, date.min, date.max), drempel_fractie
    ):
        return plekken
    return max(0, min(plekken, floor(dagen / days_per_place / drempel_fractie)))


def bezetting_fractie(dagen: int | Fraction, beschikbaar: int) -> Fraction:
    """Occupied days over available days (R5.1); 0 when none are available."""
    return Fraction(dagen) / beschikbaar if beschikbaar else Fraction(0)


def onder_drempel(dagen: Fraction, beschikbaar: int, drempel_fractie: Fraction) -> bool:
    """Whether expected occupancy stays below the line: strictly, and not rounded (R5.2)."""
    return bezetting_fractie(dagen, beschikbaar) < drempel_fractie


def plekken_op(afspraken: Sequence[Afspraak], dag: date) -> int:
    """Places agreed on `dag`, or on the last agreed day before it; of the first agreement when all are later."""
    begun = [a for a in afspraken if a.vanaf <= dag] or [min(afspraken, key=lambda a: a.vanaf)]
    return max(begun, key=lambda a: a.vanaf).plekken


def crisis_stand(
    agb: str,
    naam: str | None,
    uzovi: str,
    sector: Sector,
    afspraken: Sequence[Afspraak],
    bezet: Mapping[date, int] | None,
    laatste_maand: date,
    drempel_fractie: Fraction,
) -> CrisisStand:
    """Occupancy to date and expected, and the proposal, of one provider in one region and sector (R5.1, R5.2).

    `bezet`: occupied days by zorgmaand: in the V&V from lines granted in full, in the GZ from the registration
    (`crisis.registratie`), None while none of the region is known. Where none are computed the figures about days are
    None and the reason is given.
    """
    eerste, laatste = date(laatste_maand.year, 1, 1), date(laatste_maand.year, 12, 31)
    einde_l = einde_maand(laatste_maand)
    plekken = plekken_op(afspraken, einde_l)
    if bezet is None or sector is Sector.GGZ:
        return CrisisStand(agb, naam, uzovi, sector, plekken, reden=GEEN_BEZETTING[sector])
    dagen = sum(aantal for maand, aantal in bezet.items() if eerste <= maand <= laatste_maand)
    beschikbaar = beschikbare_dagen(afspraken, eerste, einde_l)
    beschikbaar_jaar = beschikbare_dagen(afspraken, eerste, laatste)
    verwacht = verwachte_dagen(bezet, afspraken, laatste_maand)
    return CrisisStand(
        agb=agb,
        naam=naam,
        uzovi=uzovi,
        sector=sector,
        plekken=plekken,
        bezette_dagen=dagen,
        beschikbare_dagen=beschikbaar,
        bezetting_fractie=bezetting_fractie(dagen, beschikbaar),
        verwachte_dagen=verwacht,
        beschikbare_dagen_jaar=beschikbaar_jaar,
        verwachte_bezetting_fractie=bezetting_fractie(verwacht, beschikbaar_jaar),
        onder_drempel=onder_drempel(verwacht, beschikbaar_jaar, drempel_fractie),
        voorstel_plekken=voorstel_plekken(verwacht, afspraken, drempel_fractie),
    )
