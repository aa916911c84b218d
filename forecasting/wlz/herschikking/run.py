"""The steps of a herschikking: compute it on what was gathered, freeze it, fix volumes."""

from datetime import date, datetime
from importlib.metadata import version

from config.errors import OngeldigeInvoer
from config.policy import policy
from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from forecasting.wlz.herschikking import bevroren
from forecasting.wlz.herschikking.bevroren import lees_bevroren
from forecasting.wlz.herschikking.fouten import ZONDER_GROND
from forecasting.wlz.herschikking.invoer import Invoer, invoer_hash, to_json
from forecasting.wlz.herschikking.stappen import herschikking, site_van
from forecasting.wlz.herschikking.uitkomst import Herschikking, uitkomst_hash
from forecasting.wlz.herschikking.verschil import Verschil, verschillen
from forecasting.wlz.herschikking.verzamelen import verzamel
from forecasting.wlz.herschikking.volumes import SectorVolumes, Volume, beletsel, sector_volumes
from forecasting.wlz.plaats import Plaats
from loaders.grootboek import herschikkingen
from loaders.grootboek.besluiten import Besluit, besluiten, geldend
from loaders.grootboek.handelingsoorten import (
    BesluitNemen,
    Bevriezen,
    Verantwoording,
    VolumesFixeren,
    VolumeVast,
)
from loaders.grootboek.herschikkingen import Bevroren
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.waarden import VasteVolumes
from loaders.inzage import inzage
from loaders.tijd.workdays import dag_in_nederland

_FOUTEN_GENOEMD = 5
"""Errors the message of a refused freeze spells out."""


def bereken(
    blik: Inzage,
    jaar: int,
    peildatum: date,
    laatste_maand: date | None = None,
    besluiten_tot: date | None = None,
) -> Herschikking:
    """R6 on what was known at the end of `peildatum`, of both sites.

    `laatste_maand`: L as the procedure fixes it. `besluiten_tot`: the last day of which decisions of staff count; they
    decide in September about claims of August. Without, it is the peildatum.

    Raises GegevensOntbreken when nothing was loaded, OngeldigeInvoer when no month of the year is closed yet.
    """
    return herschikking(verzamel(blik, jaar, peildatum, laatste_maand, besluiten_tot))


def bevries(
    settings: Settings, found: Herschikking, *, naam: str, door: str, reden: str, bevroren_op: datetime
) -> Bevroren:
    """Keep a herschikking as it is, for good: its input, and all that came out.

    Raises OngeldigeInvoer while it has open errors (R6: it can be looked at, but not frozen).
    """
    if found.fouten:
        raise OngeldigeInvoer(
            f"Deze herschikking heeft open fouten ({len(found.fouten)}) en kan nog niet worden bevroren: "
            + "; ".join(f"{f.agb}: {f.tekst}" if f.agb else f.tekst for f in found.fouten[:_FOUTEN_GENOEMD])
            + ". Alle open fouten staan op de pagina Herschikking."
        )
    text, kept = to_json(found.invoer), bevroren.bewaarde(found)
    act = Bevriezen(
        jaar=found.invoer.jaar,
        peildatum=found.invoer.peildatum,
        laatste_maand=found.invoer.laatste_maand,
        naam=naam,
        invoer_hash=invoer_hash(text),
        invoer=text,
        uitkomst_hash=uitkomst_hash(found),
        uitkomst=kept.tekst,
        uitkomst_sha256=kept.sha256,
        code_versie=version("ruimtemonitor"),
    )
    done = herschikkingen.bevries(settings, act, Verantwoording(door, reden, bevroren_op))
    bevroren.vul_aan(settings)
    return done


def volumes(blik: Inzage, jaar: int, peildatum: date) -> tuple[tuple[SectorVolumes, ...], Invoer]:
    """R4.5 on what was known at the end of `peildatum`: what would be fixed, sector by sector, and on what input.

    Raises as `bereken`.
    """
    invoer = verzamel(blik, jaar, peildatum)
    return sector_volumes(invoer, policy("drempel_korting", jaar, peildatum).fractie), invoer


def fixeer(
    settings: Settings, jaar: int, peildatum: date, site: Site, sector: Sector, *, door: str, reden: str, nu: datetime
) -> int:
    """Record the decision of a person to turn a sector into fixed volumes, with the amounts (R4.3, R4.5).

    Returns the number of the decision. Raises OngeldigeInvoer when the outlook of that day is not above the line, or
    the volumes cannot be fixed (`volumes.beletsel`).
    """
    with inzage(settings) as blik:
        everything, invoer = volumes(blik, jaar, peildatum)
    found = [v for v in everything if (v.site, v.sector) == (site, sector)]
    for f in invoer.fouten:
        if f.soort in ZONDER_GROND and f.sector in {None, sector} and (f.uzovi is None or site_van(f.uzovi) is site):
            raise OngeldigeInvoer(f"{sector.value} is niet vast te zetten: {f.tekst}.")
    if not found or not found[0].boven_drempel:
        raise OngeldigeInvoer(
            f"{sector.value} is op {peildatum:%d-%m-%Y} niet boven de drempel; vaste volumes zijn dan niet aan de orde."
        )
    if why := beletsel(found[0]):
        raise OngeldigeInvoer(f"De volumes van {sector.value} kunnen nog niet worden vastgelegd: {why}.")
    besluit = BesluitNemen(
        BesluitSoort.VASTE_VOLUMES, Uitkomst.ACCEPTEREN, jaar, None, None, sector, dag_in_nederland(nu),
        VasteVolumes(site, peildatum),
    )  # fmt: skip
    act = VolumesFixeren(besluit, tuple(VolumeVast(**vars(v)) for v in found[0].volumes))
    return herschikkingen.fixeer_volumes(settings, act, Verantwoording(door, reden, nu))


def gefixeerd(blik: Inzage, jaar: int) -> list[tuple[Besluit, tuple[Volume, ...]]]:
    """The decisions on fixed volumes that hold now, with the amounts as they were fixed."""
    return [
        (
            b,
            tuple(Volume(**{**row, "sector": Sector(row["sector"])}) for row in herschikkingen.volumes(blik, b.nummer)),
        )
        for b in geldend(besluiten(blik, jaar), date.max)
        if b.soort is BesluitSoort.VASTE_VOLUMES and b.geaccepteerd
    ]


def verschil_met_vorige(blik: Inzage, found: Herschikking, voor: int | None = None) -> dict[Plaats, Verschil]:
    """Against the last one frozen for that year (before number `voor`); empty when there is none."""
    earlier = [b for b in herschikkingen.bevroren(blik, found.invoer.jaar) if voor is None or b.nummer < voor]
    if not earlier:
        return {}
    return {v.plaats: v for v in verschillen(found, lees_bevroren(blik, earlier[0].nummer)[1])}
