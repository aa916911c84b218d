"""Crisis beds as tables: occupancy against the drempel, places for next year, registered stays (R5.1-R5.3)."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from dashboard import texts
from dashboard.tables import REGIO, SECTOR
from dashboard.texts import crisisbedden as woorden
from dashboard.vormen.tabel import (
    AANTAL,
    DAGEN,
    PROCENT,
    PROCENT_VAN_TOT,
    TEKST,
    Bereik,
    Kolom,
    Tabel,
    Tegen,
    Waarde,
    maak,
)
from forecasting.wlz.distance import dagen_tot_drempel, is_haalbaar
from forecasting.wlz.outlook import Bezettingsband, CrisisStand, VolgendJaar


def aanbieder(stand: CrisisStand) -> str:
    return stand.naam or f"AGB {stand.agb}"


WIE: tuple[Kolom[CrisisStand], ...] = (Kolom("Aanbieder", TEKST, aanbieder), REGIO)


def _bereik(band: Bezettingsband | None) -> Bereik | None:
    return None if band is None else Bereik(band.laag_fractie, band.hoog_fractie)


def bezetting(standen: Sequence[CrisisStand], drempel: Fraction, titel: str) -> Tabel:
    """Computed occupancy against the drempel, one row per provider and region (R5.1, R5.2)."""

    def tegen(fractie: Fraction | None) -> Tegen | None:
        return None if fractie is None else Tegen(fractie, drempel)

    besluit: list[Kolom[CrisisStand]] = [Kolom("Besluit", TEKST, woorden.besluit)]
    return maak(
        titel,
        [
            *WIE,
            Kolom("Plekken", AANTAL, lambda s: s.plekken),
            Kolom("Bezette dagen", AANTAL, lambda s: s.bezette_dagen),
            Kolom("Beschikbare dagen", AANTAL, lambda s: s.beschikbare_dagen),
            Kolom("Bezetting tot nu", PROCENT, lambda s: tegen(s.bezetting_fractie)),
            Kolom("Verwachte bezetting", PROCENT, lambda s: tegen(s.verwachte_bezetting_fractie)),
            BANDBREEDTE,
            Kolom("Onder drempel?", TEKST, lambda s: {True: "▼ ja", False: "nee", None: None}[s.onder_drempel]),
            nog_nodig(drempel),
            Kolom("Voorstel plekken", AANTAL, lambda s: s.voorstel_plekken),
            *(besluit if any(s.besluit for s in standen) else []),
        ],
        standen,
    )


BANDBREEDTE = Kolom[CrisisStand]("Bandbreedte", PROCENT_VAN_TOT, lambda s: _bereik(s.bandbreedte))


def nog_nodig(drempel: Fraction) -> Kolom[CrisisStand]:
    """Days still needed to reach the drempel this year, or that it can no longer be reached (R5.2)."""

    def dagen(s: CrisisStand) -> Waarde:
        nodig = dagen_tot_drempel(s, drempel)
        if not nodig:
            return None if nodig is None else "gehaald"
        return nodig if is_haalbaar(s, nodig) else "niet meer haalbaar"

    return Kolom("Nog nodig voor drempel", DAGEN, dagen)


def niet_berekend(standen: Sequence[CrisisStand], jaar: int) -> Tabel:
    """Agreements whose occupancy is not computed."""
    titel = f"{texts.aantal(len(standen))} crisisafspraken {jaar} zonder berekende bezetting"
    return maak(titel, [*WIE, SECTOR, Kolom("Plekken", AANTAL, lambda s: s.plekken)], standen)


NIET_AFBREKEN = "\N{NO-BREAK SPACE}"


def _volgend(uit: Callable[[VolgendJaar], Waarde]) -> Callable[[CrisisStand], Waarde]:
    """Of the proposal for next year, where there is one."""
    return lambda s: None if s.volgend_jaar is None else uit(s.volgend_jaar)


def volgend_jaar(standen: Iterable[CrisisStand], drempel: Fraction, jaar: int) -> Tabel:
    """Places for `jaar` against those of now, with what they rest on (R5.3)."""
    laatste_twaalf = _volgend(lambda v: Tegen(v.bezetting_fractie, drempel))
    oordeel = _volgend(lambda v: v.oordeel.replace(" ", NIET_AFBREKEN))
    return maak(
        f"Voorstel aantal crisisplekken {jaar}",
        [
            *WIE,
            Kolom("Plekken nu", AANTAL, lambda s: s.plekken),
            Kolom("Bezetting laatste 12 maanden", PROCENT, laatste_twaalf),
            Kolom("Interval", PROCENT_VAN_TOT, _volgend(lambda v: _bereik(v.bandbreedte))),
            Kolom("Oordeel", TEKST, oordeel, woorden.TE_WEINIG),
            Kolom("Voorstel volgend jaar", AANTAL, _volgend(lambda v: v.plekken)),
        ],
        standen,
    )


def verblijven(standen: Iterable[CrisisStand], jaar: int) -> Tabel:
    """Registered days of stay by weight, and how many of them did not fit the agreed places (R5.1)."""
    rijen = [s for s in standen if s.verblijfsdagen is not None]

    def per_zwaarte(zwaarte: str) -> Kolom[CrisisStand]:
        return Kolom(zwaarte.capitalize(), AANTAL, lambda s: dict(s.per_zwaarte).get(zwaarte))

    return maak(
        f"Geregistreerde verblijfsdagen naar zwaarte, {jaar}",
        [
            *WIE,
            *map(per_zwaarte, dict.fromkeys(zwaarte for s in rijen for zwaarte, _ in s.per_zwaarte)),
            Kolom("Verblijfsdagen", AANTAL, lambda s: s.verblijfsdagen),
            Kolom("Waarvan op een afgesproken plek", AANTAL, lambda s: s.bezette_dagen),
        ],
        rijen,
    )
