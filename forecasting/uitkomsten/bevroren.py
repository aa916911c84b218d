"""Results kept for good: a frozen dataclass as canonical text under its SHA-256, read back as it was, never computed
again. What a file of today holds is what a later release reads: new fields get a default, so that older texts stay
readable. Where the text is kept is for the caller."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

Vorm = TypeVar("Vorm")


@dataclass(frozen=True)
class Bewaard:
    """A result as it is kept: its text, and the SHA-256 of that text."""

    tekst: str
    sha256: str


class NietTeLezen(ValueError):
    """A text is not the one that was kept, or does not have the form that is asked."""


def bewaar(vorm: type[Vorm], waarde: Vorm) -> Bewaard:
    """A result as canonical text: names in order, no spaces, days as ISO dates, fractions as "1/3"; equal results give
    equal texts.

    `vorm`: the dataclass, of numbers, text, booleans, days, moments, enums, fractions, tuples, dicts by text, and
    dataclasses of these. Raises TypeError for what would not come back as it is: it must not be kept so.
    """
    text = _tekst(vorm, waarde)
    try:
        back = _vorm(vorm).validate_json(text, strict=True)
    except ValidationError:
        back = None
    if back != waarde or _tekst(vorm, back) != text:
        raise TypeError(f"{vorm.__name__} would not be read back as it is")
    return Bewaard(text, afdruk(text))


def lees(vorm: type[Vorm], tekst: str, sha256: str) -> Vorm:
    """The result that `bewaar` wrote. Raises NietTeLezen when the text is another one or has another form."""
    if afdruk(tekst) != sha256:
        raise NietTeLezen("text and SHA-256 differ")
    try:
        found: Vorm = _vorm(vorm).validate_json(tekst, strict=True)
    except ValidationError:
        raise NietTeLezen(f"no {vorm.__name__} of this release") from None  # its text could hold what was kept
    return found


def afdruk(tekst: str) -> str:
    """The name of a text: its SHA-256."""
    return hashlib.sha256(tekst.encode()).hexdigest()


def _tekst(vorm: type[Vorm], waarde: Vorm) -> str:
    plain = json.loads(_vorm(vorm).dump_json(waarde))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_VORMEN: dict[type[Any], TypeAdapter[Any]] = {}
"""Slow to make, so made once."""


def _vorm(vorm: type[Any]) -> TypeAdapter[Any]:
    if vorm not in _VORMEN:
        _VORMEN[vorm] = TypeAdapter(vorm)
    return _VORMEN[vorm]
