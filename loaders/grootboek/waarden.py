"""What a decision says beside yes or no: one frozen form per kind, read from names and values and back. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from config.errors import GegevensOntbreken, OngeldigeInvoer
from config.words import BesluitSoort, Site, Uitkomst


@dataclass(frozen=True)
class Niets:
    """Nothing beside accepting or refusing."""


@dataclass(frozen=True)
class Helling:
    """A trend (R3.4): cents per day, more every month."""

    helling_cent: int


@dataclass(frozen=True)
class Maand:
    """Which melding (R3.7) is meant: the first day of its month. Enough where it is refused."""

    maand: date


@dataclass(frozen=True)
class Maandbedrag:
    """A melding (R3.7): whole cents more per month from a month (its first day) on."""

    maand: date
    bedrag_per_maand_cent: int


@dataclass(frozen=True)
class Bedrag:
    """An estimate of the year (R3.6, not below 0) or a correction of a maatwerkafspraak (R6), in whole cents."""

    bedrag_cent: int


@dataclass(frozen=True)
class Aandeel:
    """A share inclusief behandeling (R3.5), from 0 to 1, of at most six decimals."""

    aandeel: Fraction


@dataclass(frozen=True)
class Plekken:
    """Crisis places (R5.2)."""

    plekken: int


@dataclass(frozen=True)
class VolumesVan:
    """Which fixed volumes (R4.5) are meant: those of a site. Enough where they are undone."""

    site: Site


@dataclass(frozen=True)
class VasteVolumes:
    """Fixed volumes (R4.5) of a site, on what was known at the end of `peildatum`."""

    site: Site
    peildatum: date


Waarde = Niets | Helling | Maand | Maandbedrag | Bedrag | Aandeel | Plekken | VolumesVan | VasteVolumes
Gezegd = Mapping[str, int | str]
"""The same as names and values, as a person types them and the ledger keeps them."""

_GEACCEPTEERD: Mapping[BesluitSoort, tuple[type[Waarde], ...]] = {
    BesluitSoort.TREND: (Helling,),
    BesluitSoort.MELDING: (Maandbedrag,),
    BesluitSoort.RAMING: (Bedrag,),
    BesluitSoort.BEHANDELING: (Niets, Aandeel),
    BesluitSoort.CRISIS: (Plekken,),
    BesluitSoort.CORRECTIE: (Bedrag,),
    BesluitSoort.VASTE_VOLUMES: (VasteVolumes,),
}
"""The forms of an accepted decision; the first is what at least must be said."""
_GEWEIGERD: Mapping[BesluitSoort, type[Waarde]] = {BesluitSoort.MELDING: Maand, BesluitSoort.VASTE_VOLUMES: VolumesVan}
"""What a refused one says at least, where that is more than nothing; it may say what was refused."""

NIET_ONDER_NUL = {BesluitSoort.RAMING, BesluitSoort.CRISIS}
IN_WOORDEN = {
    "helling_cent": "de helling (helling_cent)",
    "bedrag_per_maand_cent": "het bedrag per maand (bedrag_per_maand_cent)",
    "bedrag_cent": "het bedrag (bedrag_cent)",
    "plekken": "het aantal plekken (plekken)",
    "maand": "de maand",
    "site": "de site (site=zilveren-kruis of site=friesland)",
}


def vormen(soort: BesluitSoort, uitkomst: Uitkomst) -> tuple[type[Waarde], ...]:
    """The forms that what is decided may take; the first is what must be said at least."""
    if uitkomst is Uitkomst.ACCEPTEREN:
        return _GEACCEPTEERD[soort]
    return tuple(dict.fromkeys((_GEWEIGERD.get(soort, Niets), *_GEACCEPTEERD[soort])))


def lees(soort: BesluitSoort, uitkomst: Uitkomst, gezegd: Gezegd) -> tuple[Waarde, list[str]]:
    """What is decided, from what a person typed, and what is wrong with it in words (then the form is `Niets`).

    >>> lees(BesluitSoort.CRISIS, Uitkomst.ACCEPTEREN, {"plekken": 3})
    (Plekken(plekken=3), [])
    >>> lees(BesluitSoort.CRISIS, Uitkomst.ACCEPTEREN, {})
    (Niets(), ['noem ook het aantal plekken (plekken)'])
    """
    forms = vormen(soort, uitkomst)
    allowed = [name for name in _LEZERS if any(name in _namen(form) for form in forms)]
    values, wrong = {}, []
    for name, value in gezegd.items():
        if name not in allowed:
            said = f"gebruik alleen {', '.join(allowed)}" if allowed else "laat --waarde weg"
            wrong.append(f"dit besluit kent niet alles wat is gezegd: {said}")
            continue
        try:
            values[name] = _LEZERS[name](value)
        except ValueError as why:
            wrong.append(str(why))
    if missing := [name for name in _namen(forms[0]) if name not in gezegd]:
        wrong.append(f"noem ook {', '.join(IN_WOORDEN.get(name, name) for name in missing)}")
    found = next((form(**values) for form in forms if set(_namen(form)) == values.keys()), None)
    if found is None and not wrong:
        wrong.append(f"noem samen: {', '.join(allowed)}")
    return (Niets() if wrong or found is None else found), list(dict.fromkeys(wrong))


def gebreken(soort: BesluitSoort, uitkomst: Uitkomst, waarde: Waarde) -> list[str]:
    """What is wrong with a typed value, in words; empty when nothing is."""
    if type(waarde) not in vormen(soort, uitkomst):
        return ["wat is besloten past niet bij dit soort besluit"]
    amount = waarde.bedrag_cent if isinstance(waarde, Bedrag) else waarde.plekken if isinstance(waarde, Plekken) else 0
    if soort in NIET_ONDER_NUL and amount < 0:
        return ["minder dan niets kan niet"]
    if isinstance(waarde, Aandeel) and (not 0 <= waarde.aandeel <= 1 or 10**6 % waarde.aandeel.denominator):
        return [AANDEEL]
    if isinstance(waarde, Maand | Maandbedrag) and waarde.maand.day != 1:
        return [MAAND]
    return []


def gezegd(waarde: Waarde) -> dict[str, int | str]:
    """A typed value as the ledger keeps it: whole numbers and text.

    >>> gezegd(Maandbedrag(date(2026, 9, 1), -125)), gezegd(Aandeel(Fraction(7, 20)))
    ({'maand': '2026-09', 'bedrag_per_maand_cent': -125}, {'aandeel': '0.35'})
    """
    return {name: _schrijf(name, getattr(waarde, name)) for name in _namen(type(waarde))}


def uit_register(
    soort: BesluitSoort, uitkomst: Uitkomst, kept: Gezegd
) -> tuple[Waarde, tuple[tuple[str, object], ...]]:
    """What the ledger keeps, as its form, and what an older register says beside it.

    Raises GegevensOntbreken when what an accepted decision rests on cannot be read.
    """
    values: dict[str, Any] = {}
    for name, value in kept.items():
        try:
            values[name] = _LEZERS[name](value)
        except (KeyError, ValueError):
            continue
    for form in sorted(vormen(soort, uitkomst), key=lambda f: -len(_namen(f))):
        if set(_namen(form)) <= values.keys():
            rest = tuple((name, value) for name, value in kept.items() if name not in _namen(form))
            return form(**{name: values[name] for name in _namen(form)}), rest
    if uitkomst is Uitkomst.WEIGEREN:
        return Niets(), tuple(kept.items())
    raise GegevensOntbreken(
        f"Een besluit over {soort.value} in het grootboek is niet te lezen. Zet de reservekopie terug."
    )


def onderdeel(waarde: Waarde) -> tuple[date | None, Site | None]:
    """The part of what is decided that says what it is about: a month, or a site."""
    return (
        waarde.maand if isinstance(waarde, Maand | Maandbedrag) else None,
        waarde.site if isinstance(waarde, VolumesVan | VasteVolumes) else None,
    )


def to_waarde(delen: list[str]) -> dict[str, int | str]:
    """NAAM=WAARDE pairs; a whole number becomes one. Raises OngeldigeInvoer for anything else.

    >>> to_waarde(["maand=2026-09", "bedrag_per_maand_cent=-125000"])
    {'maand': '2026-09', 'bedrag_per_maand_cent': -125000}
    """
    found: dict[str, int | str] = {}
    for deel in delen:
        naam, teken, waarde = deel.partition("=")
        if not (naam and teken and waarde):
            raise OngeldigeInvoer("Schrijf wat is besloten als NAAM=WAARDE, bijvoorbeeld bedrag_cent=125000.")
        found[naam] = int(waarde) if re.fullmatch(r"-?\d{1,15}", waarde) else waarde
    return found


def _namen(form: type[Waarde]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(form))


MAAND = "schrijf de maand als JJJJ-MM"
AANDEEL = "geef het aandeel als getal tussen 0 en 1, met een punt"


def _geheel(naam: str) -> Callable[[int | str], int]:
    def lees_geheel(value: int | str) -> int:
        if type(value) is not int:
            raise ValueError(f"geef een geheel getal voor {naam}")
        return value

    return lees_geheel


def _maand(value: int | str) -> date:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", str(value)):
        raise ValueError(MAAND)
    return date.fromisoformat(f"{value}-01")


def _aandeel(value: int | str) -> Fraction:
    if not re.fullmatch(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?", str(value)):
        raise ValueError(AANDEEL)
    return Fraction(str(value))


def _site(value: int | str) -> Site:
    try:
        return Site(str(value))
    except ValueError:
        raise ValueError(f"noem {IN_WOORDEN['site']}") from None


def _dag(value: int | str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("schrijf de peildatum als JJJJ-MM-DD") from None


_LEZERS: Mapping[str, Callable[[int | str], Any]] = {
    **{n: _geheel(n) for n in ("helling_cent", "bedrag_cent", "plekken")},
    "maand": _maand,
    "bedrag_per_maand_cent": _geheel("bedrag_per_maand_cent"),
    "aandeel": _aandeel,
    "site": _site,
    "peildatum": _dag,
}


def _schrijf(naam: str, value: Any) -> int | str:
    if naam == "maand":
        return f"{value:%Y-%m}"
    if naam == "peildatum":
        return str(value.isoformat())
    if naam == "aandeel":
        return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"
    return value.value if isinstance(value, Site) else int(value)
