"""Decisions about deliveries as a table."""

from collections.abc import Mapping, Sequence

from dashboard import texts
from dashboard.texts import intrekkingen as woorden
from dashboard.vormen.tabel import DATUM, TEKST, Kolom, Tabel, maak
from loaders.grootboek.deliveries import Intrekking


def intrekkingen(besluiten: Sequence[Intrekking], namen: Mapping[str, str]) -> Tabel:
    """Every decision, the last taken first; `namen`: name of a delivery by its sha256."""
    aantal = len(besluiten)
    return maak(
        f"{texts.aantal(aantal)} {'besluit' if aantal == 1 else 'besluiten'}, laatste eerst",
        [
            Kolom("Levering", TEKST, lambda b: namen.get(b.levering, b.levering)),
            Kolom("Besluit", TEKST, lambda b: woorden.BESLUIT[b.besluit]),
            Kolom("Per", DATUM, lambda b: b.per),
            Kolom("Door", TEKST, lambda b: b.door),
            Kolom("Reden", TEKST, lambda b: b.reden),
            Kolom("Vastgelegd", DATUM, lambda b: b.vastgelegd_op),
        ],
        reversed(besluiten),
    )
