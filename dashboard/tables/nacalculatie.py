"""The nacalculatie as tables (R6)."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard import texts
from dashboard.tables import REGIO, SECTOR
from dashboard.texts import nacalculatie as woorden
from dashboard.vormen.tabel import EURO_EXACT, TEKST, Gemerkt, Kolom, Tabel, maak
from forecasting.wlz.herschikking import nacalculatie

BEDRAGEN: tuple[Kolom[nacalculatie.Regel], ...] = (
    Kolom("Afspraak", EURO_EXACT, lambda r: r.afspraak_cent),
    Kolom("Verrekend", EURO_EXACT, lambda r: r.verrekend_cent, nul=texts.NIETS),
    Kolom("Gemaakt", EURO_EXACT, lambda r: r.gerealiseerd_cent),
    Kolom("Past", EURO_EXACT, lambda r: r.past_cent),
    Kolom("Onder", EURO_EXACT, lambda r: r.onder_cent, nul=texts.NIETS),
    Kolom("Over, niet betaald", EURO_EXACT, lambda r: r.over_cent and Gemerkt(r.over_cent), nul=texts.NIETS),
    Kolom("Toezeggingen", EURO_EXACT, lambda r: r.overig_cent, nul=texts.NIETS),
    Kolom("Vastgesteld", EURO_EXACT, lambda r: r.vastgesteld_cent),
)


def regels(rows: Sequence[nacalculatie.Regel], namen: Mapping[str, str]) -> Tabel:
    """A line per provider, region and sector, to the cent."""
    return maak(
        f"{texts.aantal(len(rows))} regels, tot op de cent",
        [
            Kolom("Aanbieder", TEKST, lambda r: texts.aanbieder(r.agb, namen.get(r.agb))),
            REGIO,
            SECTOR,
            *BEDRAGEN,
        ],
        rows,
        noten=[woorden.UITLEG],
    )


def concerns(rows: Iterable[nacalculatie.Regel], namen: Mapping[str, str]) -> Tabel:
    """Concerns (or providers) with more than one line in a sector: who could settle, and how much."""
    return maak(
        "Onder- en overproductie per concern",
        [
            Kolom("Concern", TEKST, lambda c: namen.get(c.naam, c.naam)),
            SECTOR,
            Kolom("Afspraken", EURO_EXACT, lambda c: c.afspraak_cent),
            Kolom("Gemaakt", EURO_EXACT, lambda c: c.gerealiseerd_cent),
            Kolom("Onder", EURO_EXACT, lambda c: c.onder_cent, nul=texts.NIETS),
            Kolom("Over", EURO_EXACT, lambda c: c.over_cent, nul=texts.NIETS),
            Kolom("Nog te verrekenen", EURO_EXACT, lambda c: c.te_verrekenen_cent, nul=texts.NIETS),
        ],
        nacalculatie.concerns(rows),
    )
