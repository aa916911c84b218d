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


def pseudonyms(bsn: npt.NDArray[np.int64], key: bytes) -> npt.NDArray[np.int64]:
    """Keyed BLAKE2b of each BSN, 64 bits; 0 for ZONDER_BSN. One hash per person, however many lines."""
    persons, place = np.unique(bsn, return_inverse=True)
    hashed = [
        0 if person == ZONDER_BSN else int.from_bytes(_digest(person, key), "big", signed=True) or 1
        for person in persons.tolist()
    ]
    return np.array(hashed, dtype=np.int64)[place]


def _digest(person: int, key: bytes) -> bytes:
    return blake2b(b"%09d" % person, digest_size=8, key=key).digest()
