"""What decisions that count do to the rest of the year: amounts per month after L, each under the decision's number."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from config.words import BesluitSoort, Groep, Sector
from forecasting.wlz.besluiten.behandeling import Correctie
from forecasting.wlz.besluiten.trend import trend_per_maand
from forecasting.wlz.outlook import Aanpassing, SectorOutlook
from forecasting.wlz.plaats import Plaats
from loaders.extrapolation import SLEUTEL
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.waarden import Bedrag, Helling, Maandbedrag
from loaders.split import verdeel
from loaders.tijd.workdays import kalenderdagen, maanden


def rest_per_plaats(verloop: pd.DataFrame) -> dict[Plaats, dict[date, int]]:
    """The plain rest of the year of regular production by provider, region and sector, per month (R3.2)."""
    regular = verloop[verloop["groep"] == Groep.REGULIER]
    summed = regular.groupby(["aanbieder", "uzovi", "sector", "zorgmaand"], as_index=False)["rest_cent"].sum()
    found: dict[Plaats, dict[date, int]] = {}
    for agb, uzovi, sector, maand, cent in summed.itertuples(index=False):
        found.setdefault((agb, uzovi, Sector(sector)), {})[maand.date()] = int(cent)
    return found


def goedgekeurd_per_plaats(verloop: pd.DataFrame, laatste_maand: date) -> dict[Plaats, int]:
    """Approved regular production up to L by provider, region and sector."""
    known = verloop[(verloop["groep"] == Groep.REGULIER) & (verloop["zorgmaand"] <= pd.Timestamp(laatste_maand))]
    summed = known.groupby(["aanbieder", "uzovi", "sector"], as_index=False)["goedgekeurd_cent"].sum()
    return {(agb, uzovi, Sector(s)): int(cent) for agb, uzovi, s, cent in summed.itertuples(index=False)}


def melding_per_maand(vanaf_maand: date, bedrag_per_maand_cent: int, laatste_maand: date) -> dict[date, int]:
    """What an accepted melding adds: its amount in each month from its own month on, while that lies after L.

    Once its month is L or earlier the change is in the approved production of L, which R3.2 carries to the rest of the
    year: it adds nothing any more.

    Bron: regel R3.7.

    >>> melding_per_maand(date(2026, 11, 1), -500, date(2026, 9, 1))
    {datetime.date(2026, 11, 1): -500, datetime.date(2026, 12, 1): -500}
    >>> melding_per_maand(date(2026, 9, 1), -500, date(2026, 9, 1))
    {}
    """
    if vanaf_maand <= laatste_maand:
        return {}
    return {maand: bedrag_per_maand_cent for maand in maanden(laatste_maand.year) if maand >= vanaf_maand}


def over_de_rest(bedrag_cent: int, laatste_maand: date) -> dict[date, int]:
    """An amount over the months after L by calendar day, in whole cents; nothing when L is December."""
    months = [maand for maand in maanden(laatste_maand.year) if maand > laatste_maand]
    if not months:
        return {}
    return dict(zip(months, verdeel(bedrag_cent, [kalenderdagen(maand) for maand in months]), strict=True))


def aanpassingen(
    besluiten: Iterable[Besluit],
    verloop: pd.DataFrame,
    laatste_maand: date,
    correcties: Mapping[tuple[str, Sector], Correctie],
    uzovis: Collection[str],
    nieuw: Collection[str],
) -> tuple[Aanpassing, ...]:
    """What the decisions that count do to E, one row per decision and region, in order of number.

    An accepted trend (R3.4) and melding (R3.7) add to the rest of the year; an accepted estimate makes E of a new
    provider (`nieuw`: their AGB codes) what was estimated, and then trend and melding of that provider do not count
    beside it; of a provider that is not or no longer new it does not count (R3.6). A refused agreement inclusief
    behandeling brings the correction in (R3.5). All concern regular production. When L is December nothing is left to
    change. Regions that are not among `uzovis` are left out.
    """
    if laatste_maand.month == 12:
        return ()
    counted = list(besluiten)
    rest, known = rest_per_plaats(verloop), goedgekeurd_per_plaats(verloop, laatste_maand)
    geaccepteerd = [b for b in counted if b.geaccepteerd]
    estimated = {_plaats(b) for b in geaccepteerd if b.soort is BesluitSoort.RAMING and b.agb in nieuw}
    found = []
    for besluit in geaccepteerd:
        of_another = besluit.soort is BesluitSoort.RAMING and besluit.agb not in nieuw  # `signalen.uitgewerkt` says it
        if besluit.uzovi is None or besluit.uzovi not in uzovis or of_another:
            continue
        place = _plaats(besluit)
        per_month: dict[date, int] = {}
        said = besluit.waarde
        if besluit.soort is BesluitSoort.RAMING and isinstance(said, Bedrag):
            plain = known.get(place, 0) + sum(rest.get(place, {}).values())
            per_month = over_de_rest(said.bedrag_cent - plain, laatste_maand)
        elif place in estimated:
            continue
        elif isinstance(said, Helling):
            per_month = trend_per_maand(said.helling_cent, laatste_maand, rest.get(place, {}))
        elif isinstance(said, Maandbedrag):
            per_month = melding_per_maand(said.maand, said.bedrag_per_maand_cent, laatste_maand)
        if per_month:
            found.append(_aanpassing(besluit, besluit.uzovi, per_month))
    for besluit in counted:
        if besluit.soort is BesluitSoort.BEHANDELING and not besluit.geaccepteerd:
            correction = correcties.get((str(besluit.agb), Sector(str(besluit.sector))))
            for uzovi, cent in correction.per_regio_cent if correction else ():
                if uzovi in uzovis:
                    found.append(_aanpassing(besluit, uzovi, over_de_rest(cent, laatste_maand)))
    return tuple(sorted(found, key=lambda a: (a.besluit, a.uzovi)))


def _plaats(besluit: Besluit) -> Plaats:
    return str(besluit.agb), str(besluit.uzovi), Sector(str(besluit.sector))


def _aanpassing(besluit: Besluit, uzovi: str, per_month: Mapping[date, int]) -> Aanpassing:
    agb, _, sector = _plaats(besluit)
    return Aanpassing(besluit.nummer, besluit.soort, agb, uzovi, sector, tuple(per_month.items()))


def met_aanpassingen(verloop: pd.DataFrame, gedaan: Sequence[Aanpassing]) -> pd.DataFrame:
    """`verloop` (`extrapolation.jaarverloop`) with the adjustments as rows of their own in the rest of the year."""
    if not gedaan:
        return verloop
    rows = [
        (a.agb, a.uzovi, a.sector.value, Groep.REGULIER.value, f"besluit {a.besluit}", "", pd.Timestamp(m), 0, 0, cent)
        for a in gedaan
        for m, cent in a.per_maand
    ]
    columns = [*SLEUTEL, "zorgmaand", "goedgekeurd_cent", "in_behandeling_cent", "rest_cent"]
    return pd.concat([verloop[columns], pd.DataFrame(rows, columns=columns)], ignore_index=True)


def benoemd(sectoren: Iterable[SectorOutlook], gedaan: Sequence[Aanpassing]) -> tuple[SectorOutlook, ...]:
    """The sectors, each with what decisions add to its E (`besluiten_cent`)."""
    sums: Counter[tuple[str | None, Sector]] = Counter()
    for a in gedaan:
        sums[a.uzovi, a.sector] += a.bedrag_cent
        sums[None, a.sector] += a.bedrag_cent
    return tuple(replace(s, besluiten_cent=sums[s.uzovi, s.sector]) for s in sectoren)
