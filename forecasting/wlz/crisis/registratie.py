"""R5.1 for the GZ: occupied days from the stays that the crisisregisseurs registered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forecasting.wlz.crisis.bezetting import Afspraak


@dataclass(frozen=True)
class Verblijf:
    """One registered stay. `eind` is the day of leaving, which does not count; None while the client is still there."""

    zwaarte: str
    begin: date
    eind: date | None

    @property
    def eindigt_voor_begin(self) -> bool:
        return self.eind is not None and self.eind < self.begin


@dataclass(frozen=True)
class Geregistreerd:
    """What the crisisregisseurs had delivered by the peildatum. `verblijven` by provider and region; `geleverd`: the
    newest delivery of each region that has one. A region that is not in it is not known: that is no region without
    stays.

    Bron: Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.5: "In elke zorgkantoor regio is er vanaf 1 januari 2021
    een crisisregisseur werkzaam".
    """

    verblijven: Mapping[tuple[str, str], Sequence[Verblijf]]
    geleverd: Mapping[str, date]


@dataclass(frozen=True)
class Registratie:
    """Days of one provider and region by month.

    `bezet`: days on which an agreed place was occupied, at most as many a day as places were agreed that day.
    `verblijfsdagen`: all days of stay, also above or outside the agreed places. `per_zwaarte`: those by weight, over
    the months of the year asked for.
    """

    bezet: Mapping[date, int]
    verblijfsdagen: Mapping[date, int]
    per_zwaarte: tuple[tuple[str, int], ...]


def registratie(
    verblijven: Iterable[Verblijf], afspraken: Sequence[Afspraak], van: date, tot: date, *, hooguit_plekken: bool = True
) -> Registratie:
    """Count days from `van` to `tot`, both included; per weight only in the year of `tot`.

    A stay counts from its first day to the day before leaving, an open one through `tot`; one that ends before it
    begins counts no day. Stays may overlap. More stays than places do not make a place more than occupied
    (`hooguit_plekken`, **lezing** `lezing_crisis_gz_boven_plekken`: the policy asks whether "de crisisplek" is
    occupied, par. 10.5), and a day without agreement has none.

    Bron: regel R5.1.
    """
    per_day: Counter[date] = Counter()
    weights: Counter[str] = Counter()
    for stay in verblijven:
        last = tot if stay.eind is None else min(tot, stay.eind - timedelta(days=1))
        first = max(van, stay.begin)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            per_day[day] += 1
            weights[stay.zwaarte] += day.year == tot.year
    bezet: Counter[date] = Counter()
    stays: Counter[date] = Counter()
    for day, present in per_day.items():
        places = sum(a.plekken for a in afspraken if a.vanaf <= day <= a.tot)
        bezet[day.replace(day=1)] += min(present, places) if hooguit_plekken else present * bool(places)
        stays[day.replace(day=1)] += present
    return Registratie(dict(bezet), dict(stays), tuple((z, weights[z]) for z in ("licht", "midden", "zwaar")))
