"""The steps that make a demo inbox: world, care, claims, messages, reference tables; the only disk access here."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from config.errors import OngeldigeInvoer
from config.words import Groep, Schaal, Sector
from loaders.demo import calendar, tables, world
from loaders.demo.care import zorg
from loaders.demo.catalogue import CODES
from loaders.demo.claims import Bestanden, Regels, declaraties
from loaders.demo.deliveries import berichten
from loaders.demo.faults import foutieve_berichten
from loaders.demo.outcome import SECTORVOLGORDE, STAND, Afloop, afloop
from loaders.demo.world import Vestiging

__all__ = ["DemoVerslag", "Schaal", "make_demo", "ware_jaarcenten"]


@dataclass(frozen=True)
class DemoVerslag:
    """What was written. `regels` are 04 records of the good AW319; the dates are the first and last day received."""

    bestanden: int
    regels: int
    bytes: int
    eerste_ontvangst: date
    laatste_ontvangst: date


def make_demo(
    inbox: Path, schaal: Schaal, seed: int, progress: Callable[[int, int], None] | None = None
) -> DemoVerslag:
    """Writes a made inbox; the same schaal and seed give the same bytes.

    Built in a folder beside `inbox` and renamed at the end, so that a break leaves no half inbox.

    Raises OngeldigeInvoer when `inbox` holds anything, or for a negative seed.
    """
    if seed < 0:
        raise OngeldigeInvoer("De seed is negatief. Kies een geheel getal van 0 of hoger.")
    if inbox.exists() and (not inbox.is_dir() or any(inbox.iterdir())):
        raise OngeldigeInvoer(
            f"{inbox} is niet leeg. Kies een andere map, of verplaats of verwijder de inhoud en probeer opnieuw."
        )
    inbox.parent.mkdir(parents=True, exist_ok=True)
    building = inbox.parent / f".{inbox.name}.in-aanbouw"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    report = _write(building, schaal, seed, progress)
    if inbox.exists():
        inbox.rmdir()
    building.rename(inbox)
    return report


def _write(folder: Path, schaal: Schaal, seed: int, progress: Callable[[int, int], None] | None) -> DemoVerslag:
    written, lines_written, size = 0, 0, 0
    first, last = STAND, 0
    outcomes: list[Afloop] = []
    folders: set[int] = set()
    good = b""
    vestigingen = world.vestigingen(schaal, _stroom(seed))
    for outcome, lines, files in _verloop(vestigingen, seed):
        for bericht in berichten(outcome.vestiging, lines, files, STAND):
            received = folder / calendar.as_date(bericht.ontvangen).isoformat()
            if bericht.ontvangen not in folders:
                received.mkdir()
                folders.add(bericht.ontvangen)
            name = f"{bericht.soort}_{outcome.vestiging.aanbieder.agb}_{bericht.factuurnummer}.asc"
            (received / name).write_bytes(bericht.inhoud)
            written, lines_written, size = written + 1, lines_written + bericht.regels, size + len(bericht.inhoud)
            first, last = min(first, bericht.ontvangen), max(last, bericht.ontvangen)
            good = bericht.inhoud if bericht.soort == "AW319" and not good else good
        outcomes.append(outcome)
        if progress:
            progress(len(outcomes), len(vestigingen))
    for name, content in foutieve_berichten(good):
        (folder / calendar.as_date(last).isoformat() / f"FOUT_{name}.asc").write_bytes(content)
        written, size = written + 1, size + len(content)
    reference = folder / "referentie"
    reference.mkdir()
    for name, table in tables.referentietabellen(world.aanbieders(schaal), outcomes, _stroom(seed, 1)).items():
        data = table.encode()
        (reference / f"{name}.csv").write_bytes(data)
        written, size = written + 1, size + len(data)
    for day, name, table in tables.maandtabellen(outcomes):
        (reference / day.isoformat()).mkdir(exist_ok=True)
        data = table.encode()
        (reference / day.isoformat() / f"{name}.csv").write_bytes(data)
        written, size = written + 1, size + len(data)
    return DemoVerslag(written, lines_written, size, calendar.as_date(first), calendar.as_date(last))


def _verloop(vestigingen: tuple[Vestiging, ...], seed: int) -> Iterator[tuple[Afloop, Regels, Bestanden]]:
    """Care, claims and outcome per vestiging, each from its own stream of chance: memory stays flat."""
    for number, vestiging in enumerate(vestigingen):
        rng = _stroom(seed, 2, number)
        care, stays = zorg(vestiging, rng)
        lines, files = declaraties(vestiging, care, rng)
        yield afloop(vestiging, care, stays, lines, files), lines, files


def ware_jaarcenten(schaal: Schaal, seed: int) -> dict[tuple[int, str, Sector, Groep], int]:
    """The truth: cents granted in the end by (jaar, uzovi, sector, groep), also of claims after the stand date.

    Unoccupied crisis days (`crisis_onbezet`) come in by a table of their own and are left out.
    """
    totals: dict[tuple[int, str, Sector, Groep], int] = {}
    for outcome, _, _ in _verloop(world.vestigingen(schaal, _stroom(seed)), seed):
        for jaar in calendar.JAREN:
            start = (jaar - calendar.EERSTE_JAAR) * 12
            year = outcome.waar[:, :, start : start + 12].sum(axis=2)
            for code, sector in np.argwhere(year).tolist():
                key = (jaar, outcome.vestiging.uzovi, SECTORVOLGORDE[sector], CODES[code].groep)
                totals[key] = totals.get(key, 0) + int(year[code, sector])
    return totals


def _stroom(seed: int, *nummer: int) -> np.random.Generator:
    """A stream of chance of its own for each piece of work, so that pieces do not depend on their order."""
    return np.random.default_rng([seed, *nummer])
