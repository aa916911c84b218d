"""Care as it was delivered: per client and zorgmaand the lines that ought to be claimed, one vestiging at a time.

Assumed: turnover of places, absence, meerzorg, the share of lines across a month end, crisis stays.
"""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from config.words import Sector
from loaders.demo import calendar, catalogue, world
from loaders.demo.catalogue import CODES, INDEX, Pakket
from loaders.demo.messages import Ints
from loaders.demo.world import Vestiging

WISSEL_PER_MAAND = {Sector.VV: 0.03, Sector.GZ: 0.008, Sector.GGZ: 0.015, Sector.ONBEKEND: 0.03}
"""Chance that a place gets another client in a month."""
AFWEZIG_FRACTIE, AFWEZIG_DAGEN = 0.06, 9
"""Share of stay lines with absence, and its longest duration in days."""
OVER_MAANDGRENS_FRACTIE = 0.022
"""Share of places whose periods end some days before the month does: a line across the month end each month."""
ZONDER_ZZP_FRACTIE = 0.25
"""Share of clients whose hours carry no ZZP code: their sector follows from the hoofdsector (R2.2)."""


@dataclass(frozen=True)
class Kolommen:
    """Equally long columns of whole numbers."""

    def take(self, which: Ints | npt.NDArray[np.bool_]) -> Self:
        return type(self)(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    @classmethod
    def concat(cls, parts: list[Self]) -> Self:
        return cls(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)})

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))


@dataclass(frozen=True)
class Zorg(Kolommen):
    """One row per claim line to be. `maand` is the month of which it is declared; begin and eind are days."""

    maand: Ints
    client: Ints
    code: Ints
    zzp: Ints
    begin: Ints
    eind: Ints
    aantal: Ints
    tarief_cent: Ints

    @property
    def bedrag_cent(self) -> Ints:
        return self.aantal * self.tarief_cent


@dataclass(frozen=True)
class Verblijf:
    """A stay on a crisis place: the day of leaving does not count."""

    client: int
    code: str
    begin: int
    vertrek: int


def zorg(vestiging: Vestiging, rng: np.random.Generator) -> tuple[Zorg, tuple[Verblijf, ...]]:
    """All care of a vestiging in the modelled months, and its crisis stays."""
    stays = _crisisverblijven(vestiging, rng)
    return Zorg.concat([*_clienten(vestiging, rng), _crisiszorg(stays)]), stays


def _clienten(vestiging: Vestiging, rng: np.random.Generator) -> list[Zorg]:
    """Lines of the client places, month by month."""
    pakketten, keuze = _pakketten(vestiging, rng)
    n = keuze.size
    level = world.niveau(vestiging) / max(float(world.niveau(vestiging).max()), 1e-9)
    rank = (rng.permutation(n) + rng.random()) / n
    shift = np.where(rng.random(n) < OVER_MAANDGRENS_FRACTIE, rng.integers(3, 13, n), 0)
    zonder_zzp = rng.random(n) < ZONDER_ZZP_FRACTIE
    factor = rng.lognormal(-0.045, 0.3, n)
    meerzorg = np.where(rng.random(n) < catalogue.MEERZORG_FRACTIE, rng.integers(*catalogue.MEERZORG_TARIEF_CENT, n), 0)
    turnover = WISSEL_PER_MAAND[vestiging.aanbieder.sector]
    tenant = np.zeros(n, dtype=np.int64)
    lines: list[Zorg] = []
    for maand in range(calendar.MAANDEN):
        first, last = calendar.eerste_dag(maand), calendar.laatste_dag(maand)
        begin = first - (shift if maand % 12 else 0)  # a calendar year begins and ends with whole months
        eind = last - (shift if maand % 12 != 11 else 0)
        begin, eind = np.broadcast_to(begin, n).astype(np.int64), np.broadcast_to(eind, n).astype(np.int64)
        active = rank < level[maand]
        leaves = active & (rng.random(n) < turnover) & (tenant < world.CLIENTEN_PER_PLAATS - 1)
        change = begin + rng.integers(2, 15, n)
        segments = (
            (np.nonzero(active)[0], tenant, begin, np.where(leaves, change, eind)),
            (np.nonzero(leaves)[0], tenant + 1, change + 2, eind),
        )
        for who, generation, start, stop in segments:
            client = vestiging.eerste_client + who * world.CLIENTEN_PER_PLAATS + generation[who]
            part = _Segment(
                maand, client, start[who], stop[who], keuze[who], factor[who], zonder_zzp[who], meerzorg[who]
            )
            lines += _regels(part, pakketten, rng)
        tenant = tenant + leaves
    return lines


@dataclass(frozen=True)
class _Segment:
    """Clients with the period of their presence in one month."""

    maand: int
    client: Ints
    begin: Ints
    eind: Ints
    pakket: Ints
    factor: world.Floats
    zonder_zzp: npt.NDArray[np.bool_]
    meerzorg_cent: Ints


def _pakketten(vestiging: Vestiging, rng: np.random.Generator) -> tuple[tuple[Pakket, ...], Ints]:
    """The packages of a vestiging and, per place, which one: systematic, so that small ones keep the mix."""
    aanbieder = vestiging.aanbieder
    own = catalogue.pakketten(aanbieder.sector)
    weights = [p.gewicht for p in own]
    if aanbieder.neven:
        other = catalogue.pakketten(aanbieder.neven)
        weights = [w * (1 - world.NEVENAANDEEL) for w in weights] + [p.gewicht * world.NEVENAANDEEL for p in other]
        own = own + other
    n = world.hoogste_plaatsen(vestiging)
    points = (np.arange(n) + rng.random()) / n
    chosen = np.searchsorted(np.cumsum(weights) / sum(weights), points, side="right").clip(0, len(own) - 1)
    return own, chosen.astype(np.int64)


def _regels(part: _Segment, pakketten: tuple[Pakket, ...], rng: np.random.Generator) -> list[Zorg]:
    """The lines of one month: each place in a package at a time, then meerzorg."""
    n = part.client.size
    if not n:
        return []
    days = part.eind - part.begin + 1
    workdays = calendar.werkdagen(part.begin, part.eind)
    absent = np.where(rng.random(n) < AFWEZIG_FRACTIE, rng.integers(1, AFWEZIG_DAGEN + 1, n), 0)
    noise = rng.normal(1.0, 0.08, n)
    present = np.maximum(1, days - absent)
    tariff = catalogue.tarief_cent(calendar.jaar_van(part.maand))
    found = []
    for position in range(max(len(p.prestaties) for p in pakketten)):
        code, mean = _prestatie(pakketten, position)
        which = code[part.pakket]
        etmaal = np.array([c.tijdseenheid == catalogue.ETMAAL for c in CODES])[which]
        quantity = np.where(
            etmaal,
            np.rint(present * mean[part.pakket]),
            np.rint(workdays * mean[part.pakket] * part.factor * noise.clip(0.5, 1.5)),
        ).astype(np.int64)
        zzp = np.array([p.zzp for p in pakketten])[part.pakket]
        zzp = np.where(part.zonder_zzp & ~etmaal, 0, zzp)
        keep = (which >= 0) & (quantity > 0)
        found.append(_zorg(part, which, zzp, quantity, tariff[which]).take(keep))
    gz_stay = np.array([catalogue.krijgt_meerzorg(p) for p in pakketten])[part.pakket]
    code_meerzorg = np.full(n, INDEX["MZG1"], dtype=np.int64)
    zzp = np.array([p.zzp for p in pakketten])[part.pakket]
    index = catalogue.TARIEFINDEX_2026 if part.maand >= 12 else 1.0
    cent = np.rint(part.meerzorg_cent * index).astype(np.int64)
    found.append(_zorg(part, code_meerzorg, zzp, present, cent).take(gz_stay & (part.meerzorg_cent > 0)))
    return found


def _zorg(part: _Segment, code: Ints, zzp: Ints, aantal: Ints, tarief_cent: Ints) -> Zorg:
    maand = np.full(part.client.size, part.maand, dtype=np.int64)
    return Zorg(maand, part.client, code, zzp, part.begin, part.eind, aantal, tarief_cent)


def _prestatie(pakketten: tuple[Pakket, ...], position: int) -> tuple[Ints, world.Floats]:
    """Code (-1 for none) and quantity at a position of every package."""
    rows = [p.prestaties[position] if position < len(p.prestaties) else None for p in pakketten]
    code = np.array([INDEX[row[0]] if row else -1 for row in rows], dtype=np.int64)
    return code, np.array([row[1] if row else 0.0 for row in rows])


def _crisisverblijven(vestiging: Vestiging, rng: np.random.Generator) -> tuple[Verblijf, ...]:
    """Stays of 7 to 42 days on each crisis place, with empty days between so that the occupancy comes out."""
    begin, end = calendar.eerste_dag(0), calendar.laatste_dag(calendar.MAANDEN - 1)
    first_client = vestiging.eerste_client + world.hoogste_plaatsen(vestiging) * world.CLIENTEN_PER_PLAATS
    found = []
    for plek in range(vestiging.crisisplekken):
        client = first_client + plek * world.CLIENTEN_PER_PLEK
        free = vestiging.crisisbezetting
        at = begin + int(rng.integers(0, 10))
        while at <= end:
            length = int(rng.integers(7, 43))
            codes = catalogue.CRISISCODE[vestiging.aanbieder.sector]
            code = codes[int(rng.choice(len(codes), p=(0.5, 0.3, 0.2)))] if len(codes) > 1 else codes[0]
            found.append(Verblijf(client, code, at, min(at + length, end + 1)))
            client += 1
            gap = length * (1 - free) / free
            at += length + int(rng.poisson(gap))
    return tuple(found)


def _crisiszorg(stays: tuple[Verblijf, ...]) -> Zorg:
    """Crisis stays as lines, one a month."""
    rows: list[tuple[int, ...]] = []
    for stay in stays:
        code = INDEX[stay.code]
        sector = CODES[code].sector
        zzp = catalogue.CRISIS_ZZP[sector] if sector else 0
        months = calendar.maand_van(np.array([stay.begin, stay.vertrek - 1])).tolist()
        for maand in range(months[0], months[1] + 1):
            begin = max(stay.begin, calendar.eerste_dag(maand))
            eind = min(stay.vertrek - 1, calendar.laatste_dag(maand))
            tariff = int(catalogue.tarief_cent(calendar.jaar_van(maand))[code])
            rows.append((maand, stay.client, code, zzp, begin, eind, eind - begin + 1, tariff))
    table = np.array(rows, dtype=np.int64).reshape(-1, len(fields(Zorg)))
    return Zorg(*(table[:, i] for i in range(table.shape[1])))
