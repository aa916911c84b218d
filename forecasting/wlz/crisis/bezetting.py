"""R5.1 and R5.2: occupancy of crisis beds against the 70% line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from config.words import Sector
from forecasting.wlz.outlook import CrisisStand
from loaders.tijd.kalender import einde_maand
from loaders.tijd.workdays import kalenderdagen, maanden

GEEN_BEZETTING = {
    Sector.GZ: "De bezetting in de GZ volgt uit de registratie van de crisisregisseurs; op deze peildatum was er geen "
    "bekend van deze regio. Lever de tabel crisisregistratie van de regio aan in een map met de dag van ontvangst.",
    Sector.GGZ: "n.v.t.: crisiszorg in de GGZ valt onder de Zorgverzekeringswet (Zvw).",
}
"""R5.1: why no occupancy is computed."""


NOG_NIET_BEGONNEN = (
    "Niet te beoordelen: in de laatste gedeclareerde maand waren er geen plekken afgesproken en daarna wel. "
    "De afgesproken plekken blijven staan."
)
NIETS_IN_L = (
    "Niet te beoordelen: van deze aanbieder is over de laatste gedeclareerde maand nog niets goedgekeurd. "
    "De afgesproken plekken blijven staan."
)
"""R5.2: why there is no ground for a judgement on the year."""


@dataclass(frozen=True)
class Afspraak:
    """Places agreed for a period of one year, both days included; `zwaarte` (GZ) is licht, midden or zwaar, empty where
    none was agreed."""

    plekken: int
    vanaf: date
    tot: date
    zwaarte: str = ""

    def dagen(self, van: date, tot: date) -> int:
        """Days of the agreement within `van`..`tot`."""
        return max(0, (min(self.tot, tot) - max(self.vanaf, van)).days + 1)


def gewogen(afspraken: Sequence[Afspraak]) -> list[Afspraak]:
    """The agreements of one provider, region and sector without those that name no weight beside one of the same days
    that does: such a row is the older way of writing the same places.

    >>> jaar = date(2026, 1, 1), date(2026, 12, 31)
    >>> [a.zwaarte for a in gewogen([Afspraak(2, *jaar), Afspraak(1, *jaar, "licht"), Afspraak(1, *jaar, "zwaar")])]
    ['licht', 'zwaar']
    """
    weighted = [a for a in afspraken if a.zwaarte]
    return [a for a in afspraken if a.zwaarte or not any(w.dagen(a.vanaf, a.tot) for w in weighted)]


def beschikbare_dagen(afspraken: Sequence[Afspraak], van: date, tot: date) -> int:
    """Agreed places times days in the agreed period, within `van`..`tot`.

    Bron: regel R5.1.

    >>> beschikbare_dagen([Afspraak(3, date(2026, 1, 1), date(2026, 12, 31))], date(2026, 1, 1), date(2026, 5, 31))
    453
    """
    return sum(afspraak.plekken * afspraak.dagen(van, tot) for afspraak in afspraken)


def binnen_afspraak(gedeclareerd: Mapping[date, int], afspraken: Sequence[Afspraak]) -> dict[date, int]:
    """Claimed crisis days (V&V) by month that can have been on an agreed place.

    A month without agreed days has none. Of a month of which a part was agreed the claims do not say which days they
    are: at most the place days of that part count. In a month that was agreed from begin to end all days count.

    Bron: regel R5.1 ("agreed places x days in the agreed period"), as the registration counts for the GZ.

    >>> one = [Afspraak(1, date(2026, 4, 16), date(2026, 12, 31))]
    >>> binnen_afspraak({date(2026, 3, 1): 20, date(2026, 4, 1): 20, date(2026, 5, 1): 33}, one)
    {datetime.date(2026, 4, 1): 15, datetime.date(2026, 5, 1): 33}
    """
    found = {}
    for maand, dagen in gedeclareerd.items():
        agreed, last = _agreed_days(afspraken, maand), einde_maand(maand)
        if agreed:
            found[maand] = dagen if agreed == last.day else min(dagen, beschikbare_dagen(afspraken, maand, last))
    return found


AFGESPROKEN_DAGEN, KALENDERDAGEN = "afgesproken_dagen", "kalenderdagen"
"""`lezing_crisis_rest`: over which days after L the days of L are continued."""


def verwachte_dagen(
    bezet: Mapping[date, int],
    afspraken: Sequence[Afspraak],
    laatste_maand: date,
    lezing_rest: str = AFGESPROKEN_DAGEN,
) -> Fraction:
    """Crisis days expected over the year: known up to L, and those of L by day over the agreed days that remain (or,
    by the other `lezing_rest`, over all days of the months that remain).

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
    if lezing_rest == KALENDERDAGEN:
        rest = sum(kalenderdagen(maand) for maand in months if maand > laatste_maand)
        return known + Fraction(bezet.get(laatste_maand, 0) * rest, kalenderdagen(laatste_maand))
    return known + Fraction(bezet.get(laatste_maand, 0) * rest, agreed[laatste_maand])


def _agreed_days(afspraken: Sequence[Afspraak], maand: date) -> int:
    """Calendar days of the month on which any agreement holds."""
    return afgesproken_dagen(afspraken, maand, einde_maand(maand))


def afgesproken_dagen(afspraken: Sequence[Afspraak], van: date, tot: date) -> int:
    """Calendar days within `van`..`tot` on which any place was agreed."""
    days = {max(a.vanaf, van) + timedelta(days=n) for a in afspraken if a.plekken for n in range(a.dagen(van, tot))}
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
    days_per_place = afgesproken_dagen(afspraken, date.min, date.max)
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
    """Places agreed on `dag` (of all weights together), or on the last agreed day before it; on the first day of the
    first agreement when all are later.

    >>> jul = [Afspraak(1, date(2026, 1, 1), date(2026, 12, 31), "licht"),
    ...        Afspraak(2, date(2026, 7, 1), date(2026, 9, 30), "zwaar")]
    >>> [plekken_op(jul, date(2026, m, 1)) for m in (6, 7, 12)]
    [1, 3, 1]
    """
    begun = [a for a in afspraken if a.vanaf <= dag]
    on = min(dag, max(a.tot for a in begun)) if begun else min(a.vanaf for a in afspraken)
    return sum(a.plekken for a in afspraken if a.vanaf <= on <= a.tot)


def geen_grond(afspraken: Sequence[Afspraak], laatste_maand: date, *, produceert_in_l: bool) -> str | None:
    """Why the months after L cannot be judged by L (R5.2); None where they can, or nothing was agreed after it."""
    begin, einde = einde_maand(laatste_maand) + timedelta(days=1), date(laatste_maand.year, 12, 31)
    if not _agreed_days(afspraken, laatste_maand):
        return NOG_NIET_BEGONNEN if afgesproken_dagen(afspraken, begin, einde) else None
    return None if produceert_in_l else NIETS_IN_L


def crisis_stand(
    agb: str,
    naam: str | None,
    uzovi: str,
    sector: Sector,
    afspraken: Sequence[Afspraak],
    bezet: Mapping[date, int] | None,
    laatste_maand: date,
    drempel_fractie: Fraction,
    *,
    produceert_in_l: bool = True,
    lezing_rest: str = AFGESPROKEN_DAGEN,
) -> CrisisStand:
    """Occupancy to date and expected, and the proposal, of one provider in one region and sector (R5.1, R5.2).

    `bezet`: occupied days by zorgmaand: in the V&V from lines granted in full (`binnen_afspraak`), in the GZ from the
    registration (`crisis.registratie`), None while no registration is known. `produceert_in_l`: anything of the
    provider was approved over L, or (GZ) registered since. Where none are computed the figures about days are None and
    the reason is given. Where the year rests on a month that says nothing (no place was agreed in L and later on there
    are; nothing of the provider is approved yet over L) what is expected, the verdict and the proposal are None.
    """
    eerste, laatste = date(laatste_maand.year, 1, 1), date(laatste_maand.year, 12, 31)
    einde_l = einde_maand(laatste_maand)
    plekken = plekken_op(afspraken, einde_l)
    if bezet is None or sector is Sector.GGZ:
        return CrisisStand(agb, naam, uzovi, sector, plekken, reden=GEEN_BEZETTING[sector])
    dagen = sum(aantal for maand, aantal in bezet.items() if eerste <= maand <= laatste_maand)
    beschikbaar = beschikbare_dagen(afspraken, eerste, einde_l)
    beschikbaar_jaar = beschikbare_dagen(afspraken, eerste, laatste)
    reden = geen_grond(afspraken, laatste_maand, produceert_in_l=produceert_in_l)
    if reden:
        return CrisisStand(
            agb, naam, uzovi, sector, plekken, dagen, beschikbaar,
            bezetting_fractie(dagen, beschikbaar) if beschikbaar else None,
            beschikbare_dagen_jaar=beschikbaar_jaar, reden=reden,
        )  # fmt: skip
    verwacht = verwachte_dagen(bezet, afspraken, laatste_maand, lezing_rest)
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
