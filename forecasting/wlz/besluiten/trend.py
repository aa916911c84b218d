"""R3.4: a monotone trend in the daily amounts of a provider, and what an accepted one does to the rest of the year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations, zip_longest
from statistics import median

from loaders.tijd.kalender import maanden_terug
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


def venster(laatste_maand: date, minimum: int, maximum: int, lezing: str) -> list[date]:
    """The months through L on which a trend is measured: those of its year, and earlier ones only to have `minimum`; or
    always `maximum`.

    Bron: regel R3.4 ("the last 6 to 12 months"); **lezing** `lezing_trend_venster`: new tariffs on 1 January are no
    trend.

    >>> len(venster(date(2026, 3, 1), 6, 12, "jaar")), len(venster(date(2026, 9, 1), 6, 12, "jaar"))
    (6, 9)
    >>> venster(date(2026, 3, 1), 6, 12, "doorlopend")[0]
    datetime.date(2025, 4, 1)
    """
    length = max(minimum, min(maximum, laatste_maand.month)) if lezing == "jaar" else maximum
    return [maanden_terug(laatste_maand, n) for n in range(length - 1, -1, -1)]


def trend(dagbedragen: Sequence[Fraction], minimum: int, maximum: int, p_grens: Fraction) -> Trend | None:
    """The trend of the last `maximum` months, or None: fewer than `minimum` months, or not significant.

    Mann-Kendall (`mann_kendall`) and the slope of Theil-Sen: the median of the slopes between every two months.

    Bron: regel R3.4; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, herschikking: "Wanneer er significante trends zichtbaar
    zijn (positief of negatief) ... kunnen wij hier in de wijze van extrapoleren rekening mee houden".
    """
    series = dagbedragen[-maximum:]
    if len(series) < minimum or len(set(series)) == 1:
        return None
    p_value = mann_kendall(series)
    slopes = [(later - earlier) / (n - m) for (m, earlier), (n, later) in combinations(enumerate(series), 2)]
    slope = round(median(slopes))
    if p_value >= p_grens or slope == 0:
        return None
    return Trend(slope, float(p_value), tuple(map(float, series)))


def mann_kendall(reeks: Sequence[Fraction]) -> Fraction:
    """The two-sided p-value of Mann-Kendall's S, exact: the share of all orders of these amounts whose |S| is at least
    as large. S: pairs that rise minus pairs that fall; equal amounts are neither.

    With equal amounts (ties) among them a normal approximation without continuity correction is too small; the orders
    are counted instead: amounts are put in one value after the other, and each mix with what stands there already
    is counted by its falling pairs, so no order is written out.

    Bron: regel R3.4 ("Mann-Kendall two-sided p < 0.05").

    >>> float(mann_kendall([Fraction(n) for n in (1, 2, 3, 4, 5, 6)]))  # 2 of 720 orders
    0.002777777777777778
    >>> round(float(mann_kendall([Fraction(n) for n in (104, 101, 102, 103, 100, 106, 104, 107, 108)])), 4)
    0.0568
    """
    s = sum((later > earlier) - (later < earlier) for earlier, later in combinations(reeks, 2))
    ties = Counter(reeks).values()
    unequal = (len(reeks) ** 2 - sum(t**2 for t in ties)) // 2
    orders, placed = [1], 0
    for tie in ties:
        orders = _maal(orders, _menging(placed, tie))
        placed += tie
    extreme = sum(count for falling, count in enumerate(orders) if abs(unequal - 2 * falling) >= abs(s))
    return Fraction(extreme, sum(orders))


@cache
def _menging(eerste: int, tweede: int) -> list[int]:
    """In how many ways two rows of these lengths mix, by how many pairs stand the other way round (a q-binomial)."""
    if not eerste or not tweede:
        return [1]
    without, with_last = _menging(eerste, tweede - 1), _menging(eerste - 1, tweede)
    longer = [0] * tweede + with_last  # the last of the first row stands behind: it passes all of the second
    return [a + b for a, b in zip_longest(without, longer, fillvalue=0)]


def _maal(een: Sequence[int], ander: Sequence[int]) -> list[int]:
    found = [0] * (len(een) + len(ander) - 1)
    for m, a in enumerate(een):
        for n, b in enumerate(ander):
            found[m + n] += a * b
    return found


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
