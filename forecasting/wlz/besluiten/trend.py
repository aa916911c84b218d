"""R3.4: a monotone trend in the daily amounts of a provider, and what an accepted one does to the rest of the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from loaders.tijd.workdays import kalenderdagen, maanden


@dataclass(frozen=True)
class Trend:
    """A significant trend. `helling_cent`: change of the daily amount per month (Theil-Sen), in whole cents.

    `dagbedragen_cent`: what it was measured on, the last month last. `p_waarde`: two-sided, of Mann-Kendall.
    """

    helling_cent: int
    p_waarde: float
    dagbedragen_cent: tuple[float, ...]

    @property
    def lijn_cent(self) -> tuple[float, ...]:
        """The line of the slope through the middle of the months and the median amount."""
        middle, month = median(self.dagbedragen_cent), (len(self.dagbedragen_cent) - 1) / 2
        return tuple(middle + self.helling_cent * (n - month) for n in range(len(self.dagbedragen_cent)))


def dagbedrag_cent(bedragen: Mapping[str, int], dagen: Mapping[str, int], jaardagen: Mapping[str, int]) -> Fraction:
    """Amount per calendar day of one month, by tijdseenheid, freed of the month's number of working days.

    Per tijdseenheid the amount is divided by its own days D[m] (R3.2) and multiplied by how many of those days an
    average calendar day of the year has (`jaardagen` of 365 or 366): so a month with few working days is no dip.

    Bron: regel R3.4, "daily amounts" (**lezing**).

    >>> float(dagbedrag_cent({"14": 310_000}, {"14": 31}, {"14": 365}))
    10000.0
    """
    year = max(jaardagen.values())
    return sum(
        (Fraction(cent, dagen[unit]) * Fraction(jaardagen[unit], year) for unit, cent in bedragen.items()), Fraction(0)
    )


def trend(dagbedragen: Sequence[Fraction], minimum: int, maximum: int, p_grens: Fraction) -> Trend | None:
    """The trend of the last `maximum` months, or None: fewer than `minimum` months, or not significant.

    Mann-Kendall is Kendall's tau of the amounts against time.

    Bron: regel R3.4; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, herschikking: "Wanneer er significante trends zichtbaar
    zijn (positief of negatief) ... kunnen wij hier in de wijze van extrapoleren rekening mee houden".
    """
    from scipy import stats  # noqa: PLC0415 (slow to import, and only proposals need it)

    series = [float(amount) for amount in dagbedragen[-maximum:]]
    if len(series) < minimum or len(set(series)) == 1:
        return None
    time = range(len(series))
    p_value = float(stats.kendalltau(time, series).pvalue)
    slope = round(float(stats.theilslopes(series, time).slope))
    if p_value >= p_grens or slope == 0:
        return None
    return Trend(slope, p_value, tuple(series))


def trend_per_maand(helling_cent: int, laatste_maand: date, rest_cent: Mapping[date, int]) -> dict[date, int]:
    """What an accepted trend adds to each month after L.

    The line of R3.2 is continued from L: the n-th month after it gets n times the slope for each of its calendar days.
    A month never falls below nothing, and one without a rest (R3.3) stays without.

    `rest_cent`: the plain rest of the year by month.

    Bron: regel R3.4 (**lezing**).

    >>> trend_per_maand(100, date(2026, 10, 1), {date(2026, 11, 1): 9_000, date(2026, 12, 1): 9_300})
    {datetime.date(2026, 11, 1): 3000, datetime.date(2026, 12, 1): 6200}
    """
    added = {}
    for number, maand in enumerate(maanden(laatste_maand.year)[laatste_maand.month :], start=1):
        rest = max(0, rest_cent.get(maand, 0))
        added[maand] = max(-rest, helling_cent * number * kalenderdagen(maand)) if rest else 0
    return added
