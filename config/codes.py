"""Code lists as data: regions, care profiles, return codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from config.errors import OngeldigeInvoer
from config.tables import rows
from config.words import Sector, Site


@dataclass(frozen=True)
class Zorgkantoor:
    """A region (R2.1). `regio_uzovi` is the code under which its figures are kept."""

    uzovi: str
    regio: str
    regio_uzovi: str


@dataclass(frozen=True)
class Indeling:
    """A row of `zorgkantoren.csv`: the site a region belongs to (None: to none of ours) from one day up to and
    including another. A region that moves gets a row more."""

    regio_uzovi: str
    site: Site | None
    van: date
    tot: date


@cache
def zorgkantoren() -> Mapping[str, Zorgkantoor]:
    """All regions by UZOVI code. Friesland's old code 5502 (until 2019) leads to 5533 (R2.1)."""
    return MappingProxyType(
        {row["uzovi"]: Zorgkantoor(row["uzovi"], row["regio"], row["regio_uzovi"]) for row in rows("zorgkantoren")}
    )


def regio(uzovi: str) -> str:
    """The code under which the figures of a region are kept (R2.1).

    >>> regio("5502")
    '5533'
    """
    return zorgkantoren()[uzovi].regio_uzovi


@cache
def _indelingen() -> tuple[Indeling, ...]:
    return tuple(
        Indeling(
            row["regio_uzovi"],
            Site(row["site"]) if row["site"] else None,
            date.fromisoformat(row["geldig_van"]),
            date.fromisoformat(row["geldig_tot"]) if row["geldig_tot"] else date.max,
        )
        for row in rows("zorgkantoren")
    )


def regiodag(jaar: int, peildatum: date) -> date:
    """The day whose sites a figure of `jaar` is by: the peildatum, or the last day of the year when that is over. So a
    region that moves changes no figure of before (R1.1).

    >>> regiodag(2026, date(2026, 6, 23)), regiodag(2026, date(2027, 3, 1))
    (datetime.date(2026, 6, 23), datetime.date(2026, 12, 31))
    """
    return min(peildatum, date(jaar, 12, 31))


@lru_cache(maxsize=512)
def sites_per_regio(dag: date) -> Mapping[str, Site]:
    """The site of every region that belongs to one on a day, by the code of its figures, site by site (R4.4).

    >>> sites_per_regio(date(2019, 6, 1))["5533"].value, "5502" in sites_per_regio(date(2019, 6, 1))
    ('friesland', False)
    """
    found = {i.regio_uzovi: i.site for i in _indelingen() if i.site and i.van <= dag <= i.tot}
    order = list(Site)
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: order.index(item[1]))))


def sites(dag: date) -> tuple[Site, ...]:
    """The sites that have regions on a day, in order."""
    return tuple(dict.fromkeys(sites_per_regio(dag).values()))


def regios(site: Site, dag: date) -> tuple[str, ...]:
    """UZOVI codes of the regions of a site on a day (R4.4), old codes left out. Raises OngeldigeInvoer, which says what
    to do, where it has none on that day."""
    found = tuple(uzovi for uzovi, own in sites_per_regio(dag).items() if own is site)
    if not found:
        raise OngeldigeInvoer(
            f"Site {sitenamen()[site]} heeft op {dag:%d-%m-%Y} geen regio's. Kies een andere peildatum of site, of vul "
            "config/tables/zorgkantoren.csv aan."
        )
    return found


def onze_regios(dag: date) -> tuple[str, ...]:
    """The regions of all sites on a day, site by site."""
    return tuple(sites_per_regio(dag))


@cache
def sitenamen() -> Mapping[Site, str]:
    """What each site is called on screen."""
    return MappingProxyType({Site(row["site"]): row["naam"] for row in rows("sites")})


@cache
def zzp_sectoren() -> Mapping[str, Sector]:
    """Sector by ZZP code (R2.2); codes that name no sector are left out. Source: COD163."""
    return MappingProxyType({row["zzp_code"]: Sector(row["sector"]) for row in rows("zzp_codes") if row["sector"]})


@cache
def bestandsafwijzingen() -> frozenset[str]:
    """Return codes in the header of an AW320 that refuse the whole file (R1.4)."""
    return frozenset(row["retourcode"] for row in rows("retourcodes") if row["gevolg"] == "bestand")
