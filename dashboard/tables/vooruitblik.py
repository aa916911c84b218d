"""The tables of R4.6 on page Vooruitblik."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from config.words import Sector
from dashboard.tables import AANBIEDER, REGIO, korting
from dashboard.texts import vooruitblik as woorden
from dashboard.vormen.tabel import (
    DATUM_LANG,
    EURO,
    EURO_BEREIK,
    KANS,
    MAANDNAAM,
    PROCENT,
    PROCENT_BEREIK,
    TEKST,
    Bereik,
    Kolom,
    Tabel,
    Tegen,
    Waarde,
    maak,
)
from forecasting.wlz.outlook import Bandbreedte, Gezegd, Kans, Nakomer, SectorOutlook


def naast_elkaar(sectoren: Sequence[SectorOutlook], jaar: int) -> Tabel:
    """The official figure and the expected one, a row per sector (N1, N3)."""
    return maak(f"Beleidsregel en schatting, {jaar}", NAAST_ELKAAR, sectoren)


def _jaar(uit: Callable[[Bandbreedte], Waarde]) -> Callable[[SectorOutlook], Waarde]:
    """Of the estimate of the year, where there is one."""
    return lambda s: uit(s.verwacht.totaal_cent) if s.verwacht and s.verwacht.totaal_cent else None


def _zonder(uit: Callable[[SectorOutlook, Kans], Waarde]) -> Callable[[SectorOutlook], Waarde]:
    """Of the estimate against the contracteerruimte without herverdeling, where there is one."""
    return lambda s: uit(s, s.verwacht.zonder) if s.verwacht and s.verwacht.totaal_cent and s.verwacht.zonder else None


def _met_kans(s: SectorOutlook) -> Waarde:
    verwacht = s.verwacht
    if verwacht is None or verwacht.totaal_cent is None or verwacht.met_herverdeling is None:
        return None
    return verwacht.met_herverdeling.boven_drempel


def _bereik(band: Bandbreedte) -> Bereik:
    return Bereik(band.p10, band.p90)


NAAST_ELKAAR: tuple[Kolom[SectorOutlook], ...] = (
    Kolom("Sector", TEKST, lambda s: s.sector.value),
    Kolom("Jaar, beleidsregel", EURO, lambda s: s.geextrapoleerd_cent),
    Kolom("Jaar, schatting", EURO, _jaar(lambda totaal: int(totaal.p50))),
    Kolom("Jaar, 80%-interval", EURO_BEREIK, _jaar(lambda totaal: Bereik(int(totaal.p10), int(totaal.p90)))),
    Kolom("Korting, beleidsregel", PROCENT, lambda s: korting(s, s.zonder)),
    Kolom("Korting, schatting", PROCENT, _zonder(lambda s, kans: Tegen(Fraction(kans.korting.p50), s.drempel_fractie))),
    Kolom("Korting, 80%-interval", PROCENT_BEREIK, _zonder(lambda s, kans: _bereik(kans.korting))),
    Kolom("Kans boven drempel", KANS, _zonder(lambda s, kans: kans.boven_drempel)),
    Kolom("Kans met herverdeling", KANS, _met_kans),
    Kolom("Drempel bereikt in", MAANDNAAM, _zonder(lambda s, kans: kans.maand or woorden.NIET_DIT_JAAR)),
)


def nakomers(sectoren: Sequence[SectorOutlook]) -> Tabel:
    """Who has still to declare what, and what that does to the interval of the sector (N7)."""
    return maak(
        "Nog te declareren maanden",
        NAKOMERS,
        [(s.sector, n) for s in sectoren for n in (s.verwacht.nakomers if s.verwacht else ())],
    )


def _nakomer(rij: tuple[Sector, Nakomer]) -> Nakomer:
    return rij[1]


NAKOMERS: tuple[Kolom[tuple[Sector, Nakomer]], ...] = (
    AANBIEDER.bij(_nakomer),
    REGIO.bij(_nakomer),
    Kolom("Sector", TEKST, lambda r: r[0].value),
    Kolom("Maand", MAANDNAAM, lambda r: r[1].maand),
    Kolom("Nog te declareren", EURO, lambda r: r[1].ontbreekt_cent),
    Kolom("Interval smaller met", EURO, lambda r: r[1].breedte_cent),
)
Punt = tuple[Gezegd, Kans]
"""What was said of a sector on a day on which there was an estimate."""
BEWOOG: tuple[Kolom[Punt], ...] = (
    Kolom("Peildatum", DATUM_LANG, lambda p: p[0].peildatum),
    Kolom("Korting, beleidsregel", PROCENT, lambda p: Tegen(p[0].korting_fractie, p[0].drempel_fractie)),
    Kolom("Korting, schatting", PROCENT, lambda p: Tegen(Fraction(p[1].korting.p50), p[0].drempel_fractie)),
    Kolom("80%-interval", PROCENT_BEREIK, lambda p: _bereik(p[1].korting)),
    Kolom("Kans boven drempel", KANS, lambda p: p[1].boven_drempel),
    Kolom("Signaal", TEKST, lambda p: woorden.signaal(p[0].signaal)),
)


def bewoog(punten: Sequence[Punt], titel: str) -> Tabel:
    """What was said of a sector on earlier days, beneath the chart of the same."""
    return maak(titel, BEWOOG, punten)


def punten(verloop: Sequence[Gezegd], sector: Sector, uzovi: str | None) -> list[Punt]:
    """What was said of a sector, of a site or of one region, on every day on which there was an estimate."""
    return [(g, g.kans) for g in verloop if g.sector is sector and g.uzovi == uzovi and g.kans is not None]
