"""What the claims of a vestiging come to: the truth of the made world, and what was known of it on the stand date."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from config.codes import zzp_sectoren
from config.words import Groep, Sector
from loaders.demo import calendar
from loaders.demo.care import Verblijf, Zorg
from loaders.demo.catalogue import CODES, ETMAAL
from loaders.demo.claims import Bestanden, Regels
from loaders.demo.messages import Ints
from loaders.demo.world import Vestiging

SECTORVOLGORDE = tuple(Sector)
STAND = calendar.day(calendar.STAND)


@dataclass(frozen=True)
class Afloop:
    """Granted cents by (prestatiecode, sector, zorgmaand): `waar` in the end, `bekend` on the stand date.

    `crisisdagen` occupied per zorgmaand; `behandeldagen` of 2025 per sector: (inclusief, all), low profiles left out.
    """

    vestiging: Vestiging
    waar: Ints
    bekend: Ints
    crisisdagen: Ints
    behandeldagen: dict[Sector, tuple[int, int]]
    verblijven: tuple[Verblijf, ...]


def afloop(vestiging: Vestiging, care: Zorg, stays: tuple[Verblijf, ...], lines: Regels, files: Bestanden) -> Afloop:
    counted = files.geweigerd[lines.bestand] == 0
    answered = counted & (files.beantwoord[lines.bestand] <= STAND)
    return Afloop(
        vestiging,
        waar=_toegekend(vestiging, lines.take(counted)),
        bekend=_toegekend(vestiging, lines.take(answered)),
        crisisdagen=_crisisdagen(care),
        behandeldagen=_behandeldagen(care),
        verblijven=stays,
    )


def regelsector(vestiging: Vestiging, code: Ints, zzp: Ints) -> Ints:
    """Sector of each line (number in `SECTORVOLGORDE`), by R2.2: koppeltabel, ZZP code, hoofdsector, onbekend."""
    rank = {sector: number for number, sector in enumerate(SECTORVOLGORDE)}
    by_code = np.array([rank[c.sector] if c.sector else -1 for c in CODES], dtype=np.int64)
    by_zzp = np.full(1000, rank[vestiging.aanbieder.hoofdsector or Sector.ONBEKEND], dtype=np.int64)
    for known, sector in zzp_sectoren().items():
        by_zzp[int(known)] = rank[sector]
    own = by_code[code]
    return np.where(own >= 0, own, by_zzp[zzp])


def _toegekend(vestiging: Vestiging, lines: Regels) -> Ints:
    """Cents by code, sector and zorgmaand; a line across a month end is split by day (R1.2)."""
    cent = lines.toegekend_cent * lines.teken
    first, last = calendar.maand_van(lines.begin), calendar.maand_van(lines.eind)
    days = lines.eind - lines.begin + 1
    boundary = np.array([calendar.eerste_dag(m + 1) for m in range(calendar.MAANDEN)], dtype=np.int64)[first]
    in_first = np.minimum(days, boundary - lines.begin)
    part = lines.teken * (abs(cent) * in_first // days)
    sector = regelsector(vestiging, lines.code, lines.zzp)
    shape = (len(CODES), len(SECTORVOLGORDE), calendar.MAANDEN)
    out = np.zeros(shape, dtype=np.int64)
    np.add.at(out, (lines.code, sector, first), part)
    np.add.at(out, (lines.code, sector, last), cent - part)
    return out


def _crisisdagen(care: Zorg) -> Ints:
    crisis = np.array([c.groep is Groep.CRISIS for c in CODES])[care.code]
    out = np.zeros(calendar.MAANDEN, dtype=np.int64)
    np.add.at(out, care.maand[crisis], care.aantal[crisis])
    return out


def _behandeldagen(care: Zorg) -> dict[Sector, tuple[int, int]]:
    found: dict[Sector, tuple[int, int]] = {}
    for sector in (Sector.VV, Sector.GZ):
        etmaal = [c.sector is sector and c.leveringsvorm in ("ZZP", "VPT") and not c.laag for c in CODES]
        counted: npt.NDArray[np.bool_] = np.array(etmaal)[care.code] & (care.maand < 12)
        inclusief = np.array([c.behandeling == "inclusief" for c in CODES])[care.code] & counted
        if counted.any():
            found[sector] = (int(care.aantal[inclusief].sum()), int(care.aantal[counted].sum()))
    return found


def verwacht_jaar_cent(cube: Ints, jaar: int) -> Ints:
    """E per (code, sector) by R3.2 from granted cents up to the last declared month; a past year is what it is."""
    start = (jaar - calendar.EERSTE_JAAR) * 12
    until = min(start + 11, calendar.LAATSTE_MAAND)
    total = cube[:, :, start : until + 1].sum(axis=2)
    months = np.arange(start, start + 12)
    first = np.array([calendar.eerste_dag(int(m)) for m in months], dtype=np.int64)
    last = np.array([calendar.laatste_dag(int(m)) for m in months], dtype=np.int64)
    etmaal = np.array([c.tijdseenheid == ETMAAL for c in CODES])
    days = np.where(etmaal[:, None], last - first + 1, calendar.werkdagen(first, last))
    rest = days[:, until + 1 - start :].sum(axis=1) / days[:, until - start]
    expected: Ints = np.rint(total + cube[:, :, until] * rest[:, None]).astype(np.int64)
    return expected
