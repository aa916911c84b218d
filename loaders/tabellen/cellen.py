"""One cell of a reference table or extract to the value that is stored, whatever file it stood in.

Nothing is guessed: a cell that can be read in two ways, or that a spreadsheet made into something else, is refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from config.codes import zorgkantoren
from config.reference import Column
from config.words import als_woord
from loaders.berichten.messages import is_agb
from loaders.grootboek.deliveries import OPEN_EINDE, Value

NEDERLAND = ZoneInfo("Europe/Amsterdam")
GETAL = re.compile(r"[+-]?(?P<heel>[0-9]*)(?:(?P<teken>[.,])(?P<decimalen>[0-9]+))?")
DATUM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}")
MAAND = re.compile(r"[0-9]{4}-[0-9]{2}")
FOUTWAARDE = re.compile(r"#(?:N/[AB]|NVT|[A-ZÉ_]+(?:/0)?[!?])|#{2,}|(?:Err|Fout):[0-9]+", re.IGNORECASE)
"""What a spreadsheet shows for a formula that failed (#N/A, #N/B, #VERW!, #DEEL/0!, #NAAM?), or a column too narrow."""
REGELEINDE = re.compile(r"[\t\r\n]+")
DUIZENDTAL = 3
"""So many digits behind a point or comma are thousands or decimals; nobody can tell which."""
GROOTSTE = 10**15
"""No amount in cents, and no number, is larger; the ledger keeps 64 bits."""
CENT = Decimal("0.01")
BINAIR = Decimal("0.0001")
"""What an amount that a workbook reckoned may lie beside its cents: it reckons in binary numbers (0,1 + 0,2)."""
LAATSTE_JAAR = 2100
EERSTE_JAAR = 2000
TEKENNAMEN = {".": "punt", ",": "komma"}
GEEN_GETAL = "geen getal; schrijf een decimale punt en geen duizendtallen"
DUBBELZINNIG = (
    "drie cijfers achter de punt of komma (meer dan twee decimalen, of duizendtallen?); "
    "schrijf het getal zonder duizendtallen"
)
GEEN_TEKST = (
    "geen tekst (getal met decimalen, datum, tijd of waar/onwaar); maak van de cel tekst en typ de waarde opnieuw"
)


@dataclass(frozen=True)
class Celfout:
    """A cell that holds no value, and why: what a workbook has in place of one."""

    reden: str


@dataclass
class Getallen:
    """How numbers are written in one table: which signs its form allows before the decimals (`tekens`), and which of
    them stands in it so far (`gezien`). Two ways of writing in one table show that two hands wrote it."""

    tekens: str = "."
    gezien: str = ""

    def lees(self, text: str, *, breuk: bool = False) -> Decimal:
        """A number as it is written. `breuk`: between 0 and 1, where 0.125 can be nothing else. Raises ValueError."""
        found = GETAL.fullmatch(text)
        teken, decimalen = (found["teken"], found["decimalen"] or "") if found else (None, "")
        if not found or not (found["heel"] or decimalen) or (teken and teken not in self.tekens):
            raise ValueError(GEEN_GETAL)
        if len(decimalen) == DUIZENDTAL and not (breuk and not found["heel"].strip("0")):
            raise ValueError(DUBBELZINNIG)
        if teken:
            if self.gezien not in ("", teken):
                here, there = TEKENNAMEN[teken], TEKENNAMEN[self.gezien]
                raise ValueError(f"decimale {here}, elders in de tabel een {there}; schrijf alles op één manier")
            self.gezien = teken
        return Decimal(text.replace(",", "."))


def to_value(column: Column, cell: Any, getallen: Getallen | None = None) -> Value:
    """A cell as stored. `getallen`: how its table writes numbers. Raises ValueError with a Dutch text that does not
    repeat the cell."""
    if isinstance(cell, Celfout):
        raise ValueError(cell.reden)  # noqa: TRY004 (it is about what stands in a file)
    if isinstance(cell, str):
        cell = cell.strip()
        if FOUTWAARDE.fullmatch(cell):
            raise ValueError("foutwaarde van een formule; herstel de formule of vul de waarde in")
    if cell is None or cell == "":
        if column.verplicht:
            raise ValueError("leeg; deze kolom is verplicht")
        return None
    return READERS[column.soort](cell, column, getallen or Getallen())


def _tekst(cell: Any, _: Column, __: Getallen) -> str:
    if isinstance(cell, bool | float | date | time | timedelta):
        # 1E5 as a code became a number, 5-10 a day: what was meant is gone
        raise ValueError(GEEN_TEKST)  # noqa: TRY004 (as above)
    text = REGELEINDE.sub(" ", str(cell))
    if not text.replace("\u00a0", " ").isprintable():
        raise ValueError("bevat een onzichtbaar teken (stuurteken); typ de tekst opnieuw")
    return text


def _keuze(cell: Any, column: Column, _: Getallen) -> str:
    text = str(cell)
    if text.isdigit() and column.keuze[0].isdigit():
        text = text.zfill(len(column.keuze[0]))  # a workbook drops leading zeros
    if text not in column.keuze:
        raise ValueError(f"onbekende waarde; verwacht {', '.join(column.keuze)}")
    return text


def _woord(cell: Any, column: Column, _: Getallen) -> str:
    text = als_woord(str(cell))
    if text not in column.keuze:
        raise ValueError(f"onbekende waarde; verwacht {', '.join(column.keuze)}")
    return text


def _agb(cell: Any, _: Column, __: Getallen) -> str:
    text = str(cell).zfill(8) if isinstance(cell, int) else str(cell)
    if not is_agb(text):
        raise ValueError("geen AGB-code van 8 cijfers")
    return text


def _uzovi(cell: Any, _: Column, __: Getallen) -> str:
    text = str(cell)
    if text not in zorgkantoren():
        raise ValueError("geen bekende zorgkantoorregio (UZOVI)")
    return text


def _datum(cell: Any, column: Column, _: Getallen) -> date:
    day = _day(cell, DATUM, "datum; verwacht JJJJ-MM-DD")
    open_einde = day == OPEN_EINDE and column.sleutel == "tot"
    first = EERSTE_JAAR if column.minstens is None else column.minstens
    if not (open_einde or first <= day.year <= LAATSTE_JAAR):
        raise ValueError(f"geen jaar tussen {first} en {LAATSTE_JAAR}")
    return day


def _maand(cell: Any, _: Column, __: Getallen) -> date:
    month = isinstance(cell, str) and MAAND.fullmatch(cell)
    day = _day(f"{cell}-01" if month else cell, DATUM, "maand; verwacht JJJJ-MM")
    if not EERSTE_JAAR <= day.year <= LAATSTE_JAAR:
        raise ValueError(f"geen jaar tussen {EERSTE_JAAR} en {LAATSTE_JAAR}")
    return day.replace(day=1)


def _day(cell: Any, form: re.Pattern[str], what: str) -> date:
    """The day of a cell; of a moment with a time zone the Dutch day (1 May 0:00 is 30 April 22:00 in UTC)."""
    if isinstance(cell, datetime):
        if cell.tzinfo is not None:
            return cell.astimezone(NEDERLAND).date()
        if cell.time() != time():
            raise ValueError("tijdstip zonder tijdzone; lever een datum aan, of een tijdstip met tijdzone")
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell)
    try:
        if form.fullmatch(text):  # Python reads week dates (2026-W10-1) too
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"geen {what}")


def _decimal(cell: Any, column: Column, getallen: Getallen, *, breuk: bool = False) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise ValueError(GEEN_GETAL)  # noqa: TRY004 (as above)
    number = getallen.lees(cell, breuk=breuk) if isinstance(cell, str) else Decimal(str(cell))
    if not number.is_finite():
        raise ValueError(GEEN_GETAL)
    if number.copy_abs() >= GROOTSTE // 100:  # abs() itself fails on what is larger than any decimal reckons with
        raise ValueError("onmogelijk groot getal")
    if column.minstens is not None and number < column.minstens:
        raise ValueError(f"kan niet minder zijn dan {column.minstens}")
    return number


def _bedrag(cell: Any, column: Column, getallen: Getallen) -> int:
    number = _decimal(cell, column, getallen)
    amount = number.quantize(CENT)
    if amount != number and not (isinstance(cell, float) and abs(amount - number) <= BINAIR):
        raise ValueError("meer dan twee decimalen")
    return int(amount * 100)


def _geheel(cell: Any, column: Column, getallen: Getallen) -> int:
    number = _decimal(cell, column, getallen)
    if number != int(number):
        raise ValueError("geen geheel getal")
    return int(number)


def _jaar(cell: Any, column: Column, getallen: Getallen) -> int:
    jaar = _geheel(cell, column, getallen)
    if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        raise ValueError(f"geen jaar tussen {EERSTE_JAAR} en {LAATSTE_JAAR}")
    return jaar


def _fractie(cell: Any, column: Column, getallen: Getallen) -> str:
    number = _decimal(cell, column, getallen, breuk=True)
    if not 0 <= number <= 1:
        raise ValueError("geen aandeel tussen 0 en 1")
    return str(number)


READERS: Mapping[str, Callable[[Any, Column, Getallen], Value]] = {
    "tekst": _tekst,
    "keuze": _keuze,
    "woord": _woord,
    "agb": _agb,
    "uzovi": _uzovi,
    "datum": _datum,
    "maand": _maand,
    "bedrag": _bedrag,
    "geheel": _geheel,
    "jaar": _jaar,
    "fractie": _fractie,
}
