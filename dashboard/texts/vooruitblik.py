"""The words of R4.6 on page Vooruitblik. What the policy's rule gives is called verwachte productie; the estimate
beside it is called schatting, so that nobody takes the one for the other."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dashboard import texts
from dashboard.texts.getallen import kans_procent, procent_bereik
from forecasting.wlz import distance
from forecasting.wlz.outlook import Bandbreedte, MaandCompleet, SectorOutlook, Signaalstand, Verwacht

ONVOLLEDIG_FRACTIE = Fraction(97, 100)
"""Below this share a closed month is shown as incomplete (X-06)."""
GEEN_SCHATTING = "Nog geen schatting: {reden}."
NIET_DIT_JAAR = "niet dit jaar"
NAAST_ELKAAR = "Beleidsregel en schatting naast elkaar"
NAAST_ELKAAR_UITLEG = (
    "De korting volgens de beleidsregel is het officiële cijfer: de laatste maand, doorgetrokken naar de rest van het "
    "jaar, met alleen wat nu is goedgekeurd. De schatting zegt wat er naar verwachting uiteindelijk over het jaar "
    "wordt goedgekeurd: zij vult maanden aan die nog niet helemaal zijn gedeclareerd en kijkt naar meer dan één maand. "
    "In 8 van de 10 gevallen hoort de uitkomst binnen het 80%-interval te vallen; pagina *Trefzekerheid* laat zien of "
    "dat zo was."
)
VOORWAARDEN = "De kans geldt {voorwaarden}."
NAKOMERS = "Wie moet nog declareren?"
NAKOMERS_UITLEG = (
    "Naar schatting, per sector met het grootste effect bovenaan: zoveel smaller wordt haar 80%-interval als die maand "
    "bekend is. Alle aanbieders en maanden staan op pagina *Volledigheid*."
)
BEWOOG = "Hoe de schatting bewoog"
BEWOOG_UITLEG = (
    "Per sector de korting op elke eerdere sluitdag van het jaar, met wat toen bekend was. Het signaal is *dreigt* "
    "boven de drempel of bij een grote kans daarop, *nadert* als een van beide dichtbij komt, en zakt pas terug als "
    "dat duidelijk voorbij is (grenzen: `config/values/signaal_*.toml`). Het besluit blijft aan mensen."
)
BEWOOG_ONTBREEKT = (
    "De schattingen van eerdere peildata zijn nog niet berekend. Dat kan met de opdracht "
    "`ruimte forecast --jaar {jaar}`."
)


def interval(band: Bandbreedte) -> str:
    """An interval of a percentage.

    >>> interval(Bandbreedte(Fraction("0.009"), Fraction("0.017"), Fraction("0.026")))
    '0,9–2,6%'
    """
    return procent_bereik(band.p10, band.p90)


SIGNAAL = {Signaalstand.NORMAAL: "✓ normaal", Signaalstand.NADERT: "◆ nadert", Signaalstand.DREIGT: "▲ dreigt"}


def signaal(stand: Signaalstand | None) -> str:
    """The state of a sector by shape and word (X-05)."""
    return texts.NIETS if stand is None else SIGNAAL[stand]


def kop(sector: SectorOutlook) -> str | None:
    """The estimate in the tile of a sector: range and probability, or why there is none; None where nothing can be
    judged."""
    verwacht = sector.verwacht
    if verwacht is None:
        return None
    if verwacht.totaal_cent is None:
        return GEEN_SCHATTING.format(reden="; ".join(verwacht.redenen))
    if verwacht.zonder is None:
        return None
    grens = texts.drempel(sector.drempel_fractie)
    return (
        f"Schatting: {texts.procent(Fraction(verwacht.zonder.korting.p50), sector.drempel_fractie)} "
        f"(80%-interval {interval(verwacht.zonder.korting)}). "
        f"Kans op meer dan {grens}: {kans_procent(verwacht.zonder.boven_drempel)}."
    )


def basismaand(sector: SectorOutlook, maand: date) -> str | None:
    """N2 in words: how much higher (or lower) the base month brings the official figure to the line."""
    gevonden = distance.afstand(sector, maand)
    if gevonden is None or gevonden.basismaand_fractie is None:
        return None
    n, grens = gevonden.basismaand_fractie, texts.drempel(sector.drempel_fractie)
    kant = "hoger" if n >= 0 else "lager"
    return (
        f"De beleidsregel komt precies op {grens} uit als {texts.maandnaam(maand)} "
        f"{texts.procent(abs(n), Fraction(0))} {kant} was geweest."
    )


def toelichting(sector: SectorOutlook, laatste_maand: date) -> str:
    """What stands beneath the table for one sector: why the figures differ, the distance in the base month, and a
    newest month that is out of line."""
    zinnen = verschil(sector, laatste_maand), basismaand(sector, laatste_maand), sprong(sector.verwacht)
    return " ".join(filter(None, zinnen))


def sprong(verwacht: Verwacht | None) -> str | None:
    """A newest month out of line, with the year both ways: one month does not say which."""
    if verwacht is None or verwacht.sprong is None:
        return None
    s = verwacht.sprong
    return (
        f"{texts.maandnaam(s.maand).capitalize()} ligt {abs(s.deel_fractie):.0%} "
        f"{'boven' if s.deel_fractie > 0 else 'onder'} wat te verwachten was: blijft het zo, dan komt het jaar op "
        f"{texts.euro_mln(s.blijft_cent)}, was het alleen deze maand, dan op {texts.euro_mln(s.terug_cent)}."
    )


def verschil(sector: SectorOutlook, laatste_maand: date) -> str | None:
    """Why the estimate differs from the official figure, in one sentence whose parts add up to the difference."""
    gevonden = distance.verschil(sector, laatste_maand)
    if gevonden is None:
        return None
    maand = texts.maandnaam(laatste_maand)
    zin = (
        f"{sector.sector.value}: de schatting is {_meer(gevonden.samen_cent)} dan de beleidsregel geeft: "
        f"{_meer(gevonden.nakomend_cent)} door declaraties en correcties over de maanden t/m {maand} die nog komen"
    )
    if laatste_maand.month == 12:
        return f"{zin}."
    return f"{zin}, en {_meer(gevonden.rest_cent)} over de maanden na {maand}."


def _meer(cent: int) -> str:
    return f"{texts.euro_mln(abs(cent))} {'meer' if cent >= 0 else 'minder'}"


def onvolledig(verwacht: Verwacht | None, laatste_maand: date) -> tuple[MaandCompleet, ...]:
    """Closed months that are visibly not complete yet (X-06)."""
    if verwacht is None:
        return ()
    return tuple(
        m
        for m in verwacht.maanden
        if m.maand <= laatste_maand and m.compleet_fractie is not None and m.compleet_fractie < ONVOLLEDIG_FRACTIE
    )


def gedeclareerd(maanden: Sequence[MaandCompleet]) -> str:
    """Which months are incomplete, and how far: onvolledig: mei 93% gedeclareerd."""
    delen = ", ".join(f"{texts.maand_kort(m.maand)} {heel_procent(m)}" for m in maanden)
    return f"onvolledig: {delen} gedeclareerd"


def heel_procent(maand: MaandCompleet) -> str:
    deel = maand.compleet_fractie
    return texts.ONBEKEND if deel is None else f"{int(deel * 100)}%"
