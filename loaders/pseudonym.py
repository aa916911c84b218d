"""R1.6: the BSN leaves the reader as a keyed pseudonym only."""

import os
import secrets
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

ZONDER_BSN = 999_999_999
"""Field 0203 for a person without BSN: no pseudonym, for it names nobody."""


def read_key(path: Path) -> bytes:
    """The key of the pseudonyms, made on first use (32 random bytes, mode 0600)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_name(f".{path.name}.{os.getpid()}")
        scratch.touch(mode=0o600)
        scratch.write_bytes(secrets.token_bytes(32))
        try:
            os.link(scratch, path)  # fails if another process was first: then its key holds
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return path.read_bytes()


class Pseudonyms:
    """Turns BSNs into pseudonyms: keyed BLAKE2b, 64 bits, one hash per person however many lines, files and threads.

    Persons known so far stand in a sorted table, in which many are found at once; new ones wait in a small one until it
    is worth while to sort again. 16 bytes a person, so that memory stays flat.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._table = np.array([ZONDER_BSN]), np.array([0])  # BSN, pseudonym; replaced, never changed
        self._new: dict[int, int] = {}
        self._lock = Lock()

    def __call__(self, bsn: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The pseudonym of each BSN; 0 for ZONDER_BSN."""
        first = np.ones(len(bsn), bool)
        first[1:] = bsn[1:] != bsn[:-1]  # lines of one person stand together
        persons = bsn[first]
        known, pseudonyms = self._table
        place = np.searchsorted(known, persons)
        place[place == len(known)] = 0
        found = pseudonyms[place]
        unknown = np.flatnonzero(known[place] != persons)
        if len(unknown):
            with self._lock:
                found[unknown] = [self._of(person) for person in persons[unknown].tolist()]
                self._sort()
        return np.repeat(found, np.diff(np.append(np.flatnonzero(first), len(bsn))))

    def _of(self, person: int) -> int:
        if person not in self._new:
            digest = blake2b(b"%09d" % person, digest_size=8, key=self._key).digest()
            self._new[person] = int.from_bytes(digest, "big", signed=True) or 1
        return self._new[person]

    def _sort(self) -> None:
        known, pseudonyms = self._table
        if len(self._new) < len(known) // 8:
            return
        added = np.array(list(self._new)), np.array(list(self._new.values()))
        everyone, place = np.unique(np.concatenate([known, added[0]]), return_index=True)
        self._table = everyone, np.concatenate([pseudonyms, added[1]])[place]
        self._new = {}
