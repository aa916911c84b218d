"""What a provider's own crisis days cost: euros and days of the same lines (R6, step 2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from config.words import Groep, Sector
from forecasting.wlz.plaats import Plaats
from loaders.tijd.kalender import einde_maand

ZWAARTEN = ("licht", "midden", "zwaar")


@dataclass(frozen=True)
class Dagtarief:
    """The tariff of a crisis prestatie for a day within `van`..`tot`, and the weight it is of (empty: none named)."""

    prestatiecode: str
    tarief_cent: int
    van: date
    tot: date
    zwaarte: str = ""


def dagtarieven(koppeltabel: Iterable[Mapping[str, Any]], sector: Sector) -> tuple[Dagtarief, ...]:
    """The crisis prestaties of a sector in the koppeltabel, in order of their first day. Their weight is a word of
    their zorgprofiel or omschrijving."""
    rows = [r for r in koppeltabel if r["groep"] == Groep.CRISIS and r["sector"] == sector and r["tarief_cent"]]
    return tuple(
        Dagtarief(
            r["prestatiecode"], r["tarief_cent"], r["geldig_van"], r["geldig_tot"] or date.max,
            _zwaarte(f"{r['zorgprofiel'] or ''} {r['omschrijving'] or ''}"),
        )
        for r in sorted(rows, key=lambda r: (r["geldig_van"], r["prestatiecode"]))
    )  # fmt: skip


def _zwaarte(text: str) -> str:
    named = [z for z in ZWAARTEN if z in text.casefold().split()]
    return named[0] if len(named) == 1 else ""


def dagprijzen(stand: pd.DataFrame, tarieven: Mapping[Sector, Iterable[Dagtarief]]) -> dict[Plaats, Fraction]:
    """The mean price in cents of a provider's own crisis days by place; no entry where there are no days.

    `stand`: `productie.stand_op`. What was granted of a prestatie and month in full is taken as it is: euros and days
    of the same lines. Where a part was refused the days of the lines granted in full count (R5.1) but the euros hold
    those of other lines too, so these days are taken at the tariff of their prestatie, and left out where that is not
    known.

    Bron: regels R6 (step 2) and R5.1.
    """
    claims = stand[stand["groep"] == Groep.CRISIS]
    found: dict[Plaats, tuple[int, int]] = {}
    columns = ["aanbieder", "uzovi", "sector", "prestatiecode", "zorgmaand", "ingediend_cent", "goedgekeurd_cent"]
    columns += ["in_behandeling_cent", "aantal_toegekend"]
    for agb, uzovi, s, code, maand, claimed, granted, pending, days in claims[columns].itertuples(index=False):
        sector = Sector(s)
        cent = int(granted)
        if claimed != granted + pending:
            rates = [t for t in tarieven.get(sector, ()) if t.prestatiecode == code]
            if not rates:
                continue
            cent = int(days) * ([t for t in rates if _is_of(t, maand.date())] or rates)[-1].tarief_cent
        before = found.get((agb, uzovi, sector), (0, 0))
        found[agb, uzovi, sector] = before[0] + cent, before[1] + int(days)
    return {place: Fraction(cent, days) for place, (cent, days) in found.items() if days > 0}


def _is_of(tarief: Dagtarief, maand: date) -> bool:
    return tarief.van <= einde_maand(maand) and tarief.tot >= maand
