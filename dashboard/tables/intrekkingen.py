"""Decisions about deliveries as a table."""

from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard import texts
from dashboard.texts import intrekkingen as woorden
from loaders.grootboek.deliveries import Intrekking

KOLOMMEN = ["Levering", "Besluit", "Per", "Door", "Reden", "Vastgelegd"]


def intrekkingen(besluiten: Iterable[Intrekking], namen: Mapping[str, str]) -> pd.DataFrame:
    """Every decision, the last taken first; `namen`: name of a delivery by its sha256."""
    rijen = [
        (
            namen.get(b.levering, b.levering),
            woorden.BESLUIT[b.besluit],
            texts.datum_kort(b.per),
            b.door,
            b.reden,
            texts.datum_kort(b.vastgelegd_op),
        )
        for b in besluiten
    ]
    return pd.DataFrame(rijen[::-1], columns=KOLOMMEN)
