"""The key of the pseudonyms (R1.6): which one holds, and how it is replaced.

The key stands in a file outside database and archive; the ledger knows its fingerprint. A new key first stands beside
the old one and holds from the transaction on that puts its fingerprint and the re-keyed archive parts in the ledger.
Whoever is cut off before that has the old key, after that the new one; the next load cleans up.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from filelock import FileLock
from sqlalchemy import Engine

from config.errors import RuimteFout
from config.settings import Settings
from loaders.archief import archive
from loaders.berichten.pseudonym import NIEMAND, SLEUTEL_BYTES, fingerprint, new_key, rekey
from loaders.grootboek import store

CLIENT = "client"
"""The column of the archive that holds pseudonyms."""


@dataclass(frozen=True)
class Rotatie:
    """What a rotation did: archive parts written anew, and how many keys now lie over each other."""

    archiefdelen: int
    sleutels: int


def geldende_sleutel(settings: Settings, engine: Engine) -> bytes:
    """The chain of keys that holds, made on first use (32 random bytes, mode 0600); the caller has the load lock.

    Raises RuimteFout when the key is not the one of this ledger: with another key the same person would be two.
    """
    with engine.begin() as connection:
        known = store.vingerafdruk(connection)
        if known is None:
            keten = _read(settings.sleutel) or _write(settings.sleutel, new_key())
            store.put_vingerafdruk(connection, fingerprint(keten))
            known = fingerprint(keten)
        delen = store.archiefdelen(connection)
    next_key = _beside(settings.sleutel)
    keten = _read(next_key)
    if keten and fingerprint(keten) == known:
        _finish(settings, delen)
    else:
        next_key.unlink(missing_ok=True)  # a rotation that was cut off before it counted
    if why := onbruikbaar(settings, known):
        raise RuimteFout(f"{why} Er is niets veranderd.")
    return _read(settings.sleutel)


def onbruikbaar(settings: Settings, vingerafdruk: str | None) -> str | None:
    """Why the key cannot be used with the ledger that knows this fingerprint (None: no message was loaded yet), and
    what to do; None where it can. Changes nothing."""
    if vingerafdruk is None:
        return None
    try:
        kept = [keten for path in (settings.sleutel, _beside(settings.sleutel)) if (keten := _read(path))]
    except RuimteFout as damaged:
        return str(damaged)
    if any(fingerprint(keten) == vingerafdruk for keten in kept):  # beside it: of a rotation that was cut off
        return None
    return (
        "De sleutel van de pseudoniemen ontbreekt of hoort niet bij dit grootboek. Zet "
        f"{settings.sleutel} terug uit de reservekopie die bij het grootboek hoort, of zet RUIMTE_SLEUTEL_BESTAND goed."
    )


def rotate(settings: Settings) -> Rotatie:
    """Lay a new key over the pseudonyms. All of the archive is under the new key at the end, or nothing is."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.data / "laden.slot"):
        engine = store.open_ledger(settings)
        keten, key = geldende_sleutel(settings, engine), new_key()
        longer = _write(_beside(settings.sleutel), keten + key)

        def under_new_key(part: pa.Table) -> pa.Table:
            place = part.schema.get_field_index(CLIENT)
            clients = part.column(CLIENT)
            numbers = rekey(clients.fill_null(NIEMAND).to_numpy(), key)
            return part.set_column(place, CLIENT, pa.array(numbers, mask=clients.is_null().to_numpy()))

        with engine.connect() as connection:
            parts = store.archiefdelen(connection, "regels")
        anew = {pad: archive.rewrite(settings.archief, pad, under_new_key) for pad in parts}
        with engine.begin() as connection:
            store.put_vingerafdruk(connection, fingerprint(longer))
            store.replace_parts(connection, anew)
            delen = store.archiefdelen(connection)
        _finish(settings, delen)
    return Rotatie(len(anew), len(longer) // SLEUTEL_BYTES)


def _finish(settings: Settings, delen: list[str]) -> None:
    """Nothing under the old key stays: first the files, last the key, whose place tells that all is done."""
    archive.sweep(settings.archief, delen)
    shutil.rmtree(settings.data / "werk", ignore_errors=True)  # what a question that was cut off left behind
    _beside(settings.sleutel).replace(settings.sleutel)
    _sync(settings.sleutel.parent)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.nieuw")


def _read(path: Path) -> bytes:
    """The chain of keys in a file; empty when there is no file."""
    try:
        keten = path.read_bytes()
    except FileNotFoundError:
        return b""
    if not keten or len(keten) % SLEUTEL_BYTES:
        raise RuimteFout(f"De sleutel in {path} is beschadigd. Zet het bestand terug uit de reservekopie.")
    return keten


def _write(path: Path, keten: bytes) -> bytes:
    """Put a chain of keys in place, whole or not at all, readable by its owner only."""
    scratch = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch.unlink(missing_ok=True)
        scratch.touch(mode=0o600, exist_ok=False)
        with scratch.open("wb") as file:
            file.write(keten)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError:
        raise RuimteFout(
            f"In de map {path.parent} kan geen sleutel worden geschreven. Controleer de rechten."
        ) from None
    _sync(path.parent)
    return keten


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
