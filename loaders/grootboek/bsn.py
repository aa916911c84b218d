"""What staff type holds no BSN (R1.6): the 11-test on every number of 8 or 9 digits, however it is written."""

import re
from collections.abc import Iterator

_SCHEIDING = re.compile(r"[\s.\-_/\u2010-\u2015]{1,3}")
"""What people write between the digits of one number."""
_DAG = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([-./ ])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([-./])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_JAREN = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/\u2010-\u2015]\s*(?:19|20)\d\d(?!\d)")
_EURO = re.compile(r"€\s*-?\d[\d.]*(?:,\d\d?)?")
_GEEN_BSN = (_DAG, _JAREN, _EURO)
"""Numbers that are something else: a day, a stretch of years, an amount of euros."""
_LENGTES = (8, 9)
"""Digits of a BSN; the leading zero is often left out."""


def lijkt_bsn(tekst: str, codes: frozenset[str] = frozenset()) -> bool:
    """Whether a text seems to hold a BSN. `codes`: what is known to be something else (the AGB code it is about).

    >>> lijkt_bsn("client 999999990"), lijkt_bsn("client 9999.99.990"), lijkt_bsn("99 999 999-0")
    (True, True, True)
    >>> lijkt_bsn("per 01-06-2026"), lijkt_bsn("over 2024-2025"), lijkt_bsn("€ 123.456.782,00")
    (False, False, False)
    """
    for patroon in _GEEN_BSN:
        tekst = patroon.sub(" € ", tekst)  # a sign, so that what stands before and after is no one number
    return any(nummer not in codes and elfproef(nummer) for nummer in _nummers(tekst))


def _nummers(tekst: str) -> Iterator[str]:
    """Every number of the right length: whole runs of digits, alone or put together over what divides them."""
    runs = list(re.finditer(r"\d+", tekst))
    for start in range(len(runs)):
        digits, end = "", 0
        for run in runs[start:]:
            if digits and not _SCHEIDING.fullmatch(tekst, end, run.start()):
                break
            digits, end = digits + run.group(), run.end()
            if len(digits) in _LENGTES:
                yield digits
            elif len(digits) > max(_LENGTES):
                break


def elfproef(nummer: str) -> bool:
    """The test of a BSN: 9 x first + 8 x second + ... + 2 x eighth - ninth is a multiple of 11.

    >>> elfproef("999999990"), elfproef("123456782"), elfproef("123456789"), elfproef("000000000")
    (True, True, False, False)
    """
    digits = [int(digit) for digit in nummer.zfill(9)]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digits) and sum(w * digit for w, digit in zip(weights, digits, strict=True)) % 11 == 0
