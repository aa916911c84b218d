"""R1.6: the BSN leaves the reader as a keyed pseudonym only."""

import os
import secrets
from hashlib import blake2b
from pathlib import Path

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
    """Turns BSNs into pseudonyms: keyed BLAKE2b, 64 bits, one hash per person however many lines and files."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[int, int] = {ZONDER_BSN: 0}

    def __call__(self, bsn: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The pseudonym of each BSN; 0 for ZONDER_BSN."""
        if not len(bsn):
            return bsn
        starts = np.flatnonzero(np.concatenate([[True], bsn[1:] != bsn[:-1]]))  # lines of one person stand together
        runs = np.array([self._of(person) for person in bsn[starts].tolist()], dtype=np.int64)
        return np.repeat(runs, np.diff(np.append(starts, len(bsn))))

    def _of(self, person: int) -> int:
        if person not in self._known:
            digest = blake2b(b"%09d" % person, digest_size=8, key=self._key).digest()
            self._known[person] = int.from_bytes(digest, "big", signed=True) or 1
        return self._known[person]
