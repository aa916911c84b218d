"""Performance codes with example tariffs, and the packages of care that clients of a sector receive.

Codes and tariffs are EXAMPLES from memory (domain README, section 4), not those of the NZa. Calibrated: the mix gives
about EUR 280 (V&V) and EUR 300 (GZ) per day of stay, the national averages. Assumed: every weight, the MPT hours, the
share of meerzorg.
"""

from dataclasses import dataclass

import numpy as np

from config.words import Groep, Sector
from loaders.demo.messages import Ints

TARIEFINDEX_2026 = 1.065
"""Tariffs of 2026 against 2025. Assumed part of the +10.7% growth at New Year; the rest is volume (`world`)."""

ETMAAL, UUR, DAGDEEL = "14", "04", "16"


@dataclass(frozen=True)
class Code:
    """A performance code: a row of the koppeltabel. `tarief_cent` is that of 2025; 0 is agreed per client."""

    code: str
    omschrijving: str
    sector: Sector | None
    leveringsvorm: str
    zorgprofiel: str
    behandeling: str
    tijdseenheid: str
    groep: Groep
    laag: bool
    tarief_cent: int


@dataclass(frozen=True)
class Pakket:
    """What a client receives each month: a ZZP code and (code, quantity) pairs.

    The quantity of an etmaal code is the share of days, of any other code the units per working day. `gewicht` is the
    share of clients within the sector.
    """

    sector: Sector
    zzp: int
    gewicht: float
    prestaties: tuple[tuple[str, float], ...]


def _verblijf(code: str, sector: Sector, profiel: str, tarief_eur: float) -> Code:
    vorm = "VPT" if code[0] == "V" else "ZZP"
    behandeling = "inclusief" if code[3] in "237" and code[0] in "ZV" else "exclusief"
    naam = f"voorbeeld {vorm} {profiel} {behandeling} behandeling"
    laag = profiel == "3VG"
    return Code(code, naam, sector, vorm, profiel, behandeling, ETMAAL, Groep.REGULIER, laag, round(tarief_eur * 100))


def _los(code: str, naam: str, sector: Sector | None, eenheid: str, tarief_eur: float) -> Code:
    vorm = "DTV" if code.startswith("DT") else "MPT"
    return Code(
        code, f"voorbeeld {naam}", sector, vorm, "", "", eenheid, Groep.REGULIER, False, round(tarief_eur * 100)
    )


def _crisis(code: str, naam: str, sector: Sector | None, groep: Groep, tarief_eur: float) -> Code:
    return Code(code, f"voorbeeld {naam}", sector, "", "", "", ETMAAL, groep, False, round(tarief_eur * 100))


# code, ZZP code of the client, care profile, example tariff in euro, share of the sector's clients
_VV = (
    ("Z041", 753, "4VV", 194.02, 0.05), ("Z043", 753, "4VV", 218.00, 0.03), ("V041", 753, "4VV", 166.86, 0.05),
    ("Z051", 754, "5VV", 265.22, 0.17), ("Z053", 754, "5VV", 298.00, 0.17), ("V051", 754, "5VV", 228.09, 0.04),
    ("V053", 754, "5VV", 256.28, 0.02), ("Z061", 755, "6VV", 263.44, 0.07), ("Z063", 755, "6VV", 296.00, 0.05),
    ("V061", 755, "6VV", 226.56, 0.02), ("Z071", 756, "7VV", 300.82, 0.03), ("Z073", 756, "7VV", 338.00, 0.03),
    ("Z083", 757, "8VV", 392.00, 0.015), ("Z103", 759, "10VV", 405.00, 0.01), ("Z097", 191, "9bVV", 322.00, 0.015),
)  # fmt: skip
_GZ = (
    ("Z431", 804, "3VG", 191.52, 0.06), ("Z433", 804, "3VG", 228.00, 0.05), ("V431", 804, "3VG", 164.71, 0.03),
    ("Z441", 806, "4VG", 211.68, 0.06), ("Z443", 806, "4VG", 252.00, 0.06), ("Z451", 808, "5VG", 283.92, 0.05),
    ("Z453", 808, "5VG", 338.00, 0.09), ("Z461", 810, "6VG", 262.08, 0.07), ("Z463", 810, "6VG", 312.00, 0.09),
    ("V461", 810, "6VG", 225.39, 0.03), ("Z473", 812, "7VG", 440.00, 0.11), ("Z483", 814, "8VG", 388.00, 0.02),
    ("Z533", 782, "3LVG", 302.00, 0.02), ("Z651", 828, "5LG", 248.64, 0.02), ("Z663", 830, "6LG", 306.00, 0.03),
)  # fmt: skip
_GGZ = (
    ("GW01", 880, "1GGZ-wonen", 176.00, 0.08), ("GW02", 882, "2GGZ-wonen", 206.00, 0.16),
    ("GW03", 884, "3GGZ-wonen", 236.00, 0.26), ("GW04", 886, "4GGZ-wonen", 286.00, 0.16),
    ("GW05", 888, "5GGZ-wonen", 392.00, 0.06), ("Z243", 766, "4GGZ-B", 262.00, 0.06),
    ("Z253", 768, "5GGZ-B", 276.00, 0.06), ("Z263", 770, "6GGZ-B", 304.00, 0.04),
)  # fmt: skip
_VERBLIJF = tuple(
    (sector, *r) for sector, rows in ((Sector.VV, _VV), (Sector.GZ, _GZ), (Sector.GGZ, _GGZ)) for r in rows
)

CODES: tuple[Code, ...] = (
    *(_verblijf(code, sector, profiel, tarief) for sector, code, _, profiel, tarief, _ in _VERBLIJF),
    _los("H126", "persoonlijke verzorging", None, UUR, 57.00),
    _los("H104", "verpleging", None, UUR, 80.00),
    _los("H300", "begeleiding", None, UUR, 63.00),
    _los("H117", "huishoudelijke hulp", None, UUR, 33.00),
    _los("H152", "begeleiding speciaal", Sector.GZ, UUR, 104.00),
    _los("H531", "dagbesteding ouderen", Sector.VV, DAGDEEL, 40.00),
    _los("H533", "dagbesteding ouderen zwaarder", Sector.VV, DAGDEEL, 56.00),
    _los("H812", "dagbesteding VG midden", Sector.GZ, DAGDEEL, 56.00),
    _los("H813", "dagbesteding VG zwaar", Sector.GZ, DAGDEEL, 76.00),
    _los("F125", "dagactiviteit GGZ", Sector.GGZ, DAGDEEL, 42.00),
    _los("DT01", "deeltijdverblijf ouderen", Sector.VV, ETMAAL, 188.00),
    _los("DT02", "deeltijdverblijf VG", Sector.GZ, ETMAAL, 212.00),
    _crisis("CVV1", "crisisbed V&V", Sector.VV, Groep.CRISIS, 310.00),
    _crisis("CGL1", "crisisbed GZ licht", Sector.GZ, Groep.CRISIS, 330.00),
    _crisis("CGM1", "crisisbed GZ midden", Sector.GZ, Groep.CRISIS, 420.00),
    _crisis("CGZ1", "crisisbed GZ zwaar", Sector.GZ, Groep.CRISIS, 560.00),
    _crisis("CON1", "onbezette crisisdag", None, Groep.CRISIS_ONBEZET, 240.00),
    _crisis("MZG1", "meerzorg per dag, tarief per client", Sector.GZ, Groep.MEERZORG, 0.00),
)
INDEX = {code.code: number for number, code in enumerate(CODES)}

PAKKETTEN: tuple[Pakket, ...] = (
    *(Pakket(sector, zzp, gewicht, ((code, 1.0),)) for sector, code, zzp, _, _, gewicht in _VERBLIJF),
    Pakket(Sector.VV, 754, 0.09, (("H126", 1.4), ("H117", 0.3))),
    Pakket(Sector.VV, 753, 0.06, (("H126", 0.9), ("H104", 0.25), ("H531", 0.6))),
    Pakket(Sector.VV, 754, 0.04, (("H300", 0.5), ("H533", 0.9))),
    Pakket(Sector.VV, 754, 0.04, (("DT01", 0.35), ("H126", 0.6))),
    Pakket(Sector.GZ, 804, 0.10, (("H300", 0.9), ("H812", 0.9))),
    Pakket(Sector.GZ, 808, 0.07, (("H300", 0.7), ("H152", 0.3), ("H813", 0.8))),
    Pakket(Sector.GZ, 806, 0.04, (("DT02", 0.30), ("H300", 0.4))),
    Pakket(Sector.GGZ, 882, 0.12, (("H300", 0.7), ("F125", 0.5))),
)
"""In the order of the sectors' weights; the weights of a sector add up to 1."""

PAKKET_ZONDER_SECTOR = Pakket(Sector.ONBEKEND, 0, 1.0, (("H126", 0.9), ("H300", 0.4)))
"""Hours without ZZP code: of a provider without hoofdsector no sector can be told (R2.2)."""

MEERZORG_FRACTIE = 0.04
"""Share of GZ stay clients with meerzorg (assumed)."""
MEERZORG_TARIEF_CENT = (6_000, 20_000)
"""Bounds of the tariff per client per day (assumed)."""

CRISISCODE = {Sector.VV: ("CVV1",), Sector.GZ: ("CGL1", "CGM1", "CGZ1")}
CRISIS_ZZP = {Sector.VV: 754, Sector.GZ: 808}
ZWAARTE = {"CGL1": "licht", "CGM1": "midden", "CGZ1": "zwaar"}


def pakketten(sector: Sector) -> tuple[Pakket, ...]:
    if sector is Sector.ONBEKEND:
        return (PAKKET_ZONDER_SECTOR,)
    return tuple(pakket for pakket in PAKKETTEN if pakket.sector is sector)


def tarief_cent(jaar: int) -> Ints:
    """Tariff of every code in a year."""
    index = TARIEFINDEX_2026 if jaar >= 2026 else 1.0
    return np.array([round(code.tarief_cent * index) for code in CODES], dtype=np.int64)


def maandwaarde_cent(sector: Sector) -> float:
    """Expected value of one client for a month of 30.4 days and 21.75 working days, at tariffs of 2025."""
    meerzorg_cent = MEERZORG_FRACTIE * sum(MEERZORG_TARIEF_CENT) / 2 * 30.4
    return sum(
        pakket.gewicht
        * (
            sum(_waarde(code, aantal) for code, aantal in pakket.prestaties)
            + (meerzorg_cent if krijgt_meerzorg(pakket) else 0)
        )
        for pakket in pakketten(sector)
    )


def krijgt_meerzorg(pakket: Pakket) -> bool:
    """Meerzorg is for GZ stay clients."""
    return pakket.sector is Sector.GZ and CODES[INDEX[pakket.prestaties[0][0]]].leveringsvorm == "ZZP"


def _waarde(code: str, aantal: float) -> float:
    known = CODES[INDEX[code]]
    return known.tarief_cent * aantal * (30.4 if known.tijdseenheid == ETMAAL else 21.75)


def regels_per_maand(sector: Sector) -> float:
    """Expected claim lines of one client in a month."""
    return sum(pakket.gewicht * len(pakket.prestaties) for pakket in pakketten(sector))
