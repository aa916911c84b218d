"""R5.1 for the GZ: occupied days from the stays that the crisisregisseurs registered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forecasting.wlz.crisis.bezetting import Afspraak


@dataclass(frozen=True)
class Verblijf:
    """One registered stay. `eind` is the day of leaving, which does not count; None while the client is still there.

    `bekend_op` is the day on which the delivery that holds it was known.
    """

    zwaarte: str
    begin: date
    eind: date | None
    bekend_op: date

    @property
    def eindigt_voor_begin(self) -> bool:
        return self.eind is not None and self.eind < self.begin


def bekend(verblijven: Iterable[Verblijf], peildatum: date) -> tuple[Verblijf, ...]:
    """The stays of one provider and region as known on `peildatum` (R1.1).

    The registration has no client. So a stay that was delivered open, and of which a later delivery holds the same
    weight and first day with a day of leaving, is that same stay: the open row gives way, one for one.

    >>> open_stay = Verblijf("licht", date(2026, 1, 5), None, date(2026, 2, 1))
    >>> closed = Verblijf("licht", date(2026, 1, 5), date(2026, 2, 3), date(2026, 3, 1))
    >>> bekend([open_stay, closed], date(2026, 2, 28)) == (open_stay,)
    True
    >>> bekend([open_stay, closed], date(2026, 3, 1)) == (closed,)
    True
    """
    known = sorted((v for v in verblijven if v.bekend_op <= peildatum), key=lambda v: v.bekend_op)
    waiting: dict[tuple[str, date], list[Verblijf]] = {}
    closed_by_later: Counter[Verblijf] = Counter()
    for stay in known:
        key = (stay.zwaarte, stay.begin)
        if stay.eind is None:
            waiting.setdefault(key, []).append(stay)
        elif waiting.get(key) and waiting[key][0].bekend_op < stay.bekend_op:
            closed_by_later[waiting[key].pop(0)] += 1
    left = []
    for stay in known:
        if closed_by_later[stay]:
            closed_by_later[stay] -= 1
        else:
            left.append(stay)
    return tuple(left)


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
