"""One typed table: what a result says, before it becomes page, terminal, workbook, CSV or JSON (N11).

A column says once what it is called, of which kind it is and where its values come from; a form only says how a kind
looks there. So a new column is one line in `dashboard/tables`, and no form finds meaning in text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from dashboard import texts
from dashboard.texts import getallen
from forecasting.wlz.distance import Status
from loaders.tijd.workdays import dag_in_nederland

R = TypeVar("R")
S = TypeVar("S")


class Tegen(NamedTuple):
    """A fraction told against a line: it never reads as the line when it is not (X-04)."""

    fractie: Fraction
    drempel: Fraction


class Bereik(NamedTuple):
    """From low to high, in the unit of its column."""

    laag: Any
    hoog: Any


class Gemerkt(NamedTuple):
    """A value with a mark for the eye (▲, or brackets); the mark is no part of the value."""

    waarde: Any
    voor: str = "▲ "
    na: str = ""


Waarde: TypeAlias = "str | int | float | Fraction | date | Status | Tegen | Bereik | Gemerkt | None"
"""A cell. None is not known. A `str` in a column of numbers is the word that stands there instead ("geen")."""

# What no file can hold or what would move a terminal's cursor: controls, line ends, lone surrogates, non-characters.
_ONTOONBAAR = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def schoon(tekst: str) -> str:
    """Text that every form can hold: a control character becomes a space, in sight and at its own place.

    >>> schoon("Zorg\\x0bgroep\\tNoord")
    'Zorg groep Noord'
    """
    return _ONTOONBAAR.sub(" ", tekst)


@dataclass(frozen=True)
class Soort:
    """A kind of column: its unit in files, how people read it, and its number format in a workbook ("" is text)."""

    eenheid: str
    toon: Callable[[Any], str]
    excel: str = ""
    rechts: bool = True


def _procent(waarde: Any) -> str:
    return getallen.procent(*waarde) if isinstance(waarde, Tegen) else getallen.procent(Fraction(waarde))


def _euro_teken(cent: int) -> str:
    return getallen.met_teken(cent, getallen.euro(cent))


def _procent_teken(waarde: Any) -> str:
    return getallen.met_teken(waarde, _procent(waarde))


_NL = "[$-413]"
_EURO = f'{_NL}"€" #,##0.00;{_NL}-"€" #,##0.00'
_FRACTIE = f"{_NL}0.0000%"
TEKST = Soort("", schoon, rechts=False)
STATUS = Soort("status", lambda stand: texts.STATUS[stand], rechts=False)
EURO = Soort("cent", getallen.euro, _EURO)
EURO_EXACT = Soort("cent", getallen.euro_exact, _EURO)
EURO_KORT = Soort("cent", getallen.euro_mln, _EURO)
EURO_TEKEN = Soort("cent", _euro_teken, _EURO)
EURO_BEREIK = Soort("cent", lambda b: " – ".join(map(getallen.euro_mln, b)))
AANTAL = Soort("aantal", getallen.aantal, f"{_NL}#,##0")
AANTAL_PRECIES = Soort("aantal", getallen.aantal_precies, f"{_NL}#,##0.0")
DAGEN = Soort("dagen", lambda dagen: f"{getallen.aantal(dagen)} dagen", f"{_NL}#,##0")
SCORE = Soort("score", getallen.score, f"{_NL}0.0000")
PROCENT = Soort("fractie", _procent, _FRACTIE)
PROCENT_HEEL = Soort("fractie", getallen.procent_heel, _FRACTIE)
PROCENT_ROND = Soort("fractie", getallen.procent_rond, _FRACTIE)
PROCENT_PRECIES = Soort("fractie", getallen.procent_precies, _FRACTIE)
PROCENT_TEKEN = Soort("fractie", _procent_teken, _FRACTIE)
PUNTEN = Soort("fractie", getallen.punten, _FRACTIE)
PROCENT_BEREIK = Soort("fractie", lambda b: getallen.procent_bereik(*b))
PROCENT_VAN_TOT = Soort("fractie", lambda b: getallen.procent_van_tot(*b))
KANS = Soort("fractie", getallen.kans_procent, _FRACTIE)
DATUM = Soort("dag", getallen.datum_kort, "dd-mm-yyyy", rechts=False)
DATUM_LANG = Soort("dag", getallen.datum, "dd-mm-yyyy", rechts=False)
MAAND = Soort("maand", getallen.maand, f"{_NL}mmmm yyyy", rechts=False)
MAANDNAAM = Soort("maand", getallen.maandnaam, f"{_NL}mmmm yyyy", rechts=False)


@dataclass(frozen=True)
class Kolom(Generic[R]):
    """A column of rows R. `leeg` is the word for not known; `nul`, where given, the word people read for 0."""

    kop: str
    soort: Soort
    uit: Callable[[R], Waarde]
    leeg: str = texts.ONBEKEND
    nul: str = ""

    @property
    def sleutel(self) -> str:
        """Its name in files, with its unit.

        >>> Kolom("Korting, 80%-interval", PROCENT, lambda rij: rij).sleutel
        'korting_80_interval_fractie'
        """
        return "_".join([*re.findall(r"\w+", self.kop.lower()), *filter(None, [self.soort.eenheid])])

    def toon(self, waarde: Waarde) -> str:
        """A value as people read it, on a page, a terminal or in a letter."""
        if waarde is None:
            return self.leeg
        if isinstance(waarde, Gemerkt):
            return f"{waarde.voor}{self.toon(waarde.waarde)}{waarde.na}"
        if isinstance(waarde, str) and not isinstance(waarde, Status):
            return schoon(waarde)
        return self.nul if self.nul and waarde == 0 else self.soort.toon(waarde)

    def bij(self, waar: "Callable[[S], R]") -> "Kolom[S]":
        """The same column of rows that hold an R somewhere."""
        return Kolom(self.kop, self.soort, lambda bron: self.uit(waar(bron)), self.leeg, self.nul)


Rij: TypeAlias = tuple[Waarde, ...]


@dataclass(frozen=True)
class Tabel:
    """A caption, columns, rows of values in the order of the columns, and perhaps a total; `noten` say how to read it.

    `naam` is what it is called among others, as the name of its sheet.
    """

    titel: str
    kolommen: tuple[Kolom[Any], ...]
    rijen: tuple[Rij, ...]
    totaal: Rij | None = None
    noten: tuple[str, ...] = ()
    naam: str = ""

    def __len__(self) -> int:
        return len(self.rijen)

    @property
    def alle(self) -> tuple[Rij, ...]:
        """Its rows, the total last."""
        return self.rijen if self.totaal is None else (*self.rijen, self.totaal)

    @property
    def koppen(self) -> list[str]:
        return [kolom.kop for kolom in self.kolommen]

    def getoond(self) -> list[list[str]]:
        """Every row as people read it, the total last."""
        return [[k.toon(waarde) for k, waarde in zip(self.kolommen, rij, strict=True)] for rij in self.alle]


def maak(
    titel: str,
    kolommen: Sequence[Kolom[R]],
    rijen: Iterable[R],
    *,
    totaal: R | None = None,
    noten: Sequence[str] = (),
    naam: str = "",
) -> Tabel:
    """A table of results: every column takes its value from every row, and from the total."""

    def rij(bron: R) -> Rij:
        values = (kolom.uit(bron) for kolom in kolommen)
        return tuple(dag_in_nederland(v) if isinstance(v, datetime) else v for v in values)

    som = None if totaal is None else rij(totaal)
    return Tabel(schoon(titel), tuple(kolommen), tuple(map(rij, rijen)), som, tuple(noten), naam)


def gegeven(waarde: Waarde) -> Any:
    """A value for a file that machines read: cents and numbers as they are, ISO dates, null for not known."""
    if isinstance(waarde, Gemerkt):
        return gegeven(waarde.waarde)
    if isinstance(waarde, Bereik):
        return [gegeven(grens) for grens in waarde]
    if isinstance(waarde, Tegen):
        return float(waarde.fractie)
    if isinstance(waarde, str):
        return schoon(str(waarde))
    if isinstance(waarde, date):
        return waarde.isoformat()
    return float(waarde) if isinstance(waarde, Fraction) else waarde
