"""Fixed volumes as tables (R4.5)."""

from collections.abc import Iterable, Mapping, Sequence

from dashboard import texts
from dashboard.vormen.tabel import EURO, EURO_EXACT, TEKST, Gemerkt, Kolom, Tabel, maak
from forecasting.wlz.herschikking.volumes import Gebruik, Volume

TOTAAL = ""
"""The AGB of a total."""
BEDRAGEN: tuple[Kolom[Volume], ...] = (
    Kolom("Verwachte productie", EURO_EXACT, lambda v: v.geextrapoleerd_cent),
    Kolom("Na korting", EURO_EXACT, lambda v: v.na_korting_cent),
    Kolom("Regionale ontwikkeling", EURO_EXACT, lambda v: v.regionaal_cent),
    Kolom("Vast volume", EURO_EXACT, lambda v: v.volume_cent),
)


def _wie(namen: Mapping[str, str]) -> tuple[Kolom[Volume], ...]:
    return (
        Kolom("Aanbieder", TEKST, lambda v: texts.aanbieder(v.agb, namen.get(v.agb)) if v.agb else "Totaal"),
        Kolom("Regio", TEKST, lambda v: texts.regio(v.uzovi)),
    )


def volumes(rows: Sequence[Volume], namen: Mapping[str, str]) -> Tabel:
    """What every provider's volume is or would be, to the cent, and their total. `rows`: at least one, one sector."""
    sector = rows[0].sector
    cents = ((v.geextrapoleerd_cent, v.na_korting_cent, v.regionaal_cent) for v in rows)
    totaal = Volume(TOTAAL, "", sector, *map(sum, zip(*cents, strict=True)))
    titel = f"{sector.value}: zoals het zou worden vastgesteld"
    return maak(titel, [*_wie(namen), *BEDRAGEN], rows, totaal=totaal)


def gebruik(rows: Iterable[Gebruik], namen: Mapping[str, str], sector: str) -> Tabel:
    """Fixed volumes beside what was made since; what is above them in words as well as euros."""
    return maak(
        f"{sector}: vast volume en productie",
        [
            *(kolom.bij(_volume) for kolom in _wie(namen)),
            Kolom("Vast volume", EURO, lambda g: g.volume.volume_cent),
            Kolom("Waarvan productie", EURO, lambda g: g.volume.na_korting_cent),
            Kolom("Goedgekeurd tot nu", EURO, lambda g: g.goedgekeurd_cent),
            Kolom("Verwachte productie", EURO, lambda g: g.verwacht_cent),
            Kolom("Boven vast volume", EURO, lambda g: g.boven_cent and Gemerkt(g.boven_cent), nul=texts.NIETS),
        ],
        rows,
    )


def _volume(gebruikt: Gebruik) -> Volume:
    return gebruikt.volume


def stappen(v: Volume, titel: str) -> Tabel:
    """From expected production to the fixed volume, to the cent."""
    lines = [
        ("Verwachte productie", v.geextrapoleerd_cent),
        ("Korting", v.na_korting_cent - v.geextrapoleerd_cent),
        ("Regionale ontwikkeling", v.regionaal_cent),
    ]
    return maak(titel, STAPPEN, lines, totaal=("Vast volume", v.volume_cent))


STAPPEN: tuple[Kolom[tuple[str, int | None]], ...] = (
    Kolom("Stap", TEKST, lambda regel: regel[0]),
    Kolom("Bedrag", EURO_EXACT, lambda regel: regel[1]),
)
