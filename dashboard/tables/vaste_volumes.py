"""Fixed volumes as tables of preformatted text (R4.5)."""

from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard import texts
from dashboard.tables import regio
from forecasting.wlz.herschikking.volumes import Gebruik, Volume

TEKST = ("Aanbieder", "Regio")


def _wie(volume: Volume, namen: Mapping[str, str]) -> dict[str, str]:
    return {"Aanbieder": texts.aanbieder(volume.agb, namen.get(volume.agb)), "Regio": regio(volume.uzovi)}


def volumes(rows: Iterable[Volume], namen: Mapping[str, str]) -> pd.DataFrame:
    """What every provider's volume is or would be, to the cent, and their total."""
    found = list(rows)
    body = [{**_wie(v, namen), **_bedragen(v)} for v in found]
    total = Volume(
        "", "", found[0].sector, sum(v.geextrapoleerd_cent for v in found), sum(v.na_korting_cent for v in found),
        sum(v.regionaal_cent for v in found),
    )  # fmt: skip
    return pd.DataFrame([*body, {"Aanbieder": "Totaal", "Regio": "", **_bedragen(total)}])


def _bedragen(v: Volume) -> dict[str, str]:
    return {
        "Verwachte productie": texts.euro_exact(v.geextrapoleerd_cent),
        "Na korting": texts.euro_exact(v.na_korting_cent),
        "Regionale ontwikkeling": texts.euro_exact(v.regionaal_cent),
        "Vast volume": texts.euro_exact(v.volume_cent),
    }


def gebruik(rows: Iterable[Gebruik], namen: Mapping[str, str]) -> pd.DataFrame:
    """Fixed volumes beside what was made since; what is above them in words as well as euros."""
    return pd.DataFrame(
        [
            {
                **_wie(g.volume, namen),
                "Vast volume": texts.euro(g.volume.volume_cent),
                "Waarvan productie": texts.euro(g.volume.na_korting_cent),
                "Goedgekeurd tot nu": texts.euro(g.goedgekeurd_cent),
                "Verwachte productie": texts.euro(g.verwacht_cent),
                "Boven vast volume": f"▲ {texts.euro(g.boven_cent)}" if g.boven_cent else texts.NIETS,
            }
            for g in rows
        ]
    )
