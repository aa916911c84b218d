"""R1.6: the BSN leaves the reader as a keyed pseudonym only.

A pseudonym cannot be computed anew without the BSN, and the BSN is kept nowhere. So a new key is laid over the old
ones: with keys k1, k2 a person is H(k2, H(k1, bsn)). What the archive holds gets the last step only (`rekey`), what is
loaded later gets all of them, and both give one person one pseudonym.
"""

import secrets
from hashlib import blake2b
from threading import Lock

import numpy as np
import numpy.typing as npt

ZONDER_BSN = 999_999_999
"""Field 0203 for a person without BSN: no pseudonym, for it names nobody."""
NIEMAND = 0
"""Stands in the place of a pseudonym for a person without BSN, under every key."""
SLEUTEL_BYTES = 32

Ints = npt.NDArray[np.int64]


def new_key() -> bytes:
    """A key of random bytes; a chain of keys is their bytes one after another, the oldest first."""
    return secrets.token_bytes(SLEUTEL_BYTES)


def fingerprint(keten: bytes) -> str:
    """By what the ledger knows a chain of keys; it tells nothing of them (they are random and 256 bits long)."""
    return blake2b(keten, digest_size=16, person=b"vingerafdruk").hexdigest()


class Pseudonyms:
    """Turns BSNs into pseudonyms: keyed BLAKE2b, 64 bits, one hash per person however many lines, files and threads.

    Persons known so far stand in a sorted table, in which many are found at once; new ones wait in a small one until it
    is worth while to sort again. 16 bytes a person, so that memory stays flat.
    """

    def __init__(self, keten: bytes) -> None:
        self._first, *self._later = (
            keten[start : start + SLEUTEL_BYTES] for start in range(0, len(keten), SLEUTEL_BYTES)
        )
        self._table = np.array([ZONDER_BSN]), np.array([NIEMAND])  # BSN, pseudonym; replaced, never changed
        self._new: dict[int, int] = {}
        self._lock = Lock()

    def __call__(self, bsn: Ints) -> Ints:
        """The pseudonym of each BSN; NIEMAND for ZONDER_BSN."""
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
            number = _hash(self._first, b"%09d" % person)
            for key in self._later:
                number = _step(key, number)
            self._new[person] = number
        return self._new[person]

    def _sort(self) -> None:
        known, pseudonyms = self._table
        if len(self._new) < len(known) // 8:
            return
        added = np.array(list(self._new)), np.array(list(self._new.values()))
        everyone, place = np.unique(np.concatenate([known, added[0]]), return_index=True)
        self._table = everyone, np.concatenate([pseudonyms, added[1]])[place]
        self._new = {}


def rekey(pseudonyms: Ints, key: bytes) -> Ints:
    """Pseudonyms under a chain of keys, as they are under that chain with `key` at its end."""
    different, place = np.unique(pseudonyms, return_inverse=True)
    anew = [NIEMAND if number == NIEMAND else _step(key, number) for number in different.tolist()]
    return np.array(anew, dtype=np.int64)[place]


def _step(key: bytes, number: int) -> int:
    return _hash(key, number.to_bytes(8, "big", signed=True))


def _hash(key: bytes, what: bytes) -> int:
    return int.from_bytes(blake2b(what, digest_size=8, key=key).digest(), "big", signed=True) or 1
