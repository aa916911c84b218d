"""Policy values: each with a unit, a year, the date it became known and its source (`values/*.toml`).

A value holds for its year and, where the file says `doorlopend = true`, for later years until a newer one is given;
where it says `tot_en_met`, whoever shows what follows from it for a later year says that it is not confirmed.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from config.errors import BeleidswaardeOntbreekt

VALUES = Path(__file__).parent / "values"


@dataclass(frozen=True)
class PolicyValue:
    """One value: `waarde` is a number written as text in TOML (so that 0.02 is exact), a word, or a date."""

    naam: str
    eenheid: str
    jaar: int
    bekend_vanaf: date
    waarde: str | int | date
    bron: str
    doorlopend: bool
    tot_en_met: int | None = None
    """The last year of the policy that gives it; a later year goes by it unconfirmed."""

    def niet_bevestigd(self, jaar: int) -> bool:
        """Whether it stands for a year that its policy does not speak of."""
        return self.tot_en_met is not None and jaar > self.tot_en_met

    @property
    def fractie(self) -> Fraction:
        """The exact number of a value written as text."""
        return Fraction(str(self.waarde))

    @property
    def geheel(self) -> int:
        return int(str(self.waarde))

    @property
    def datum(self) -> date:
        if not isinstance(self.waarde, date):
            raise TypeError(f"{self.naam} is no date")
        return self.waarde


def value_on(values: Sequence[PolicyValue], naam: str, jaar: int, peildatum: date) -> PolicyValue:
    """The value for `jaar` as it was known on `peildatum`.

    Raises BeleidswaardeOntbreekt, which says where to add it, when none was.
    """
    known = [v for v in values if v.bekend_vanaf <= peildatum and (v.jaar == jaar or (v.doorlopend and v.jaar < jaar))]
    if not known:
        raise BeleidswaardeOntbreekt(
            f"Beleidswaarde {naam} voor {jaar} is op {peildatum:%d-%m-%Y} niet bekend. "
            f"Voeg haar toe in config/values/{naam}.toml (jaar, bekend_vanaf, waarde, bron)."
        )
    return max(known, key=lambda v: (v.jaar, v.bekend_vanaf))


@cache
def policy_values(naam: str) -> tuple[PolicyValue, ...]:
    """All values of one name, as written in `values/<naam>.toml`."""
    path = VALUES / f"{naam}.toml"
    if not path.exists():
        raise BeleidswaardeOntbreekt(f"Beleidswaarde {naam} bestaat niet. Maak config/values/{naam}.toml.")
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        PolicyValue(
            naam=naam,
            eenheid=content["eenheid"],
            jaar=row["jaar"],
            bekend_vanaf=row["bekend_vanaf"],
            waarde=row["getal"] if "getal" in row else row["waarde"],
            bron=row["bron"],
            doorlopend=content.get("doorlopend", False),
            tot_en_met=content.get("tot_en_met"),
        )
        for row in content["waarde"]
    )


def policy(naam: str, jaar: int, peildatum: date) -> PolicyValue:
    """The value of `naam` for `jaar` as known on `peildatum` (see `value_on`)."""
    return value_on(policy_values(naam), naam, jaar, peildatum)
