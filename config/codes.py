"""Code lists as data: regions, care profiles, return codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from config.tables import rows
from config.words import Sector, Site


@dataclass(frozen=True)
class Zorgkantoor:
    """A region (R2.1). `regio_uzovi` is the code under which its figures are kept; `site` may be absent."""

    uzovi: str
    regio: str
    regio_uzovi: str
    site: Site | None


@cache
def zorgkantoren() -> Mapping[str, Zorgkantoor]:
    """All regions by UZOVI code. Friesland's old code 5502 (until 2019) leads to 5533 (R2.1)."""
    return MappingProxyType(
        {
            row["uzovi"]: Zorgkantoor(
                row["uzovi"], row["regio"], row["regio_uzovi"], Site(row["site"]) if row["site"] else None
            )
            for row in rows("zorgkantoren")
        }
    )


def regio(uzovi: str) -> str:
    """The code under which the figures of a region are kept (R2.1).

    >>> regio("5502")
    '5533'
    """
    return zorgkantoren()[uzovi].regio_uzovi


def regios(site: Site) -> tuple[str, ...]:
    """UZOVI codes of the regions of a site (R4.4), old codes left out."""
    return tuple(z.uzovi for z in zorgkantoren().values() if z.site == site and z.uzovi == z.regio_uzovi)


ONZE_REGIOS = tuple(uzovi for site in Site for uzovi in regios(site))
"""The regions of all sites, site by site."""


@cache
def zzp_sectoren() -> Mapping[str, Sector]:
    """Sector by ZZP code (R2.2); codes that name no sector are left out. Source: COD163."""
    return MappingProxyType({row["zzp_code"]: Sector(row["sector"]) for row in rows("zzp_codes") if row["sector"]})


@cache
def bestandsafwijzingen() -> frozenset[str]:
    """Return codes in the header of an AW320 that refuse the whole file (R1.4)."""
    return frozenset(row["retourcode"] for row in rows("retourcodes") if row["gevolg"] == "bestand")
