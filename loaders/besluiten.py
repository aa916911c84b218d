"""The register of staff decisions (R3.4-R3.7): only added to, never changed. Its SQL is in `store`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Sector, Uitkomst
from loaders import store
from loaders.workdays import dag_in_nederland

Waarde = Mapping[str, int | str]


@dataclass(frozen=True)
class Besluit:
    """One decision of a member of staff.

    `vanaf` is the day from which it is meant to count, `genomen_op` the moment at which it was taken (with its zone).
    `waarde` holds what is decided where accepting alone does not say it (`WAARDEN`): amounts in whole cents.
    """

    nummer: int
    soort: BesluitSoort
    uitkomst: Uitkomst
    jaar: int
    agb: str | None
    uzovi: str | None
    sector: Sector | None
    vanaf: date
    waarde: Waarde = field(hash=False)
    door: str
    reden: str
    genomen_op: datetime

    @property
    def telt_vanaf(self) -> date:
        """The first peildatum on which it counts: `vanaf`, but never a day before it was taken. What was known on an
        earlier peildatum stays what it was (R1.1)."""
        return max(self.vanaf, dag_in_nederland(self.genomen_op))

    @property
    def onderwerp(self) -> tuple[object, ...]:
        """What it is about: a later decision on the same takes its place."""
        return (
            self.soort, self.jaar, self.agb, self.uzovi, self.sector, self.waarde.get("maand"), self.waarde.get("site"),
        )  # fmt: skip


WAARDEN: Mapping[BesluitSoort, tuple[str, ...]] = {
    BesluitSoort.TREND: ("helling_cent",),
    BesluitSoort.MELDING: ("maand", "bedrag_per_maand_cent"),
    BesluitSoort.RAMING: ("bedrag_cent",),
    BesluitSoort.BEHANDELING: (),
    BesluitSoort.CRISIS: ("plekken",),
    BesluitSoort.CORRECTIE: ("bedrag_cent",),
    BesluitSoort.VASTE_VOLUMES: (),
}
"""What accepting must say: the slope in cents per day per month (R3.4), the month (JJJJ-MM) and amount of a melding
(R3.7), the year amount of an estimate (R3.6), places (R5.2), an amount (R6). More may be said."""

IN_WOORDEN = {
    "door": "uw naam (door)",
    "bedrag_cent": "het bedrag (bedrag_cent)",
    "plekken": "het aantal plekken",
    "maand": "de maand",
}
ONDERWERP: Mapping[BesluitSoort, tuple[str, ...]] = {
    **dict.fromkeys(BesluitSoort, ("agb", "uzovi", "sector")),
    BesluitSoort.BEHANDELING: ("agb", "sector"),
    BesluitSoort.VASTE_VOLUMES: ("sector",),
}
"""What a decision must name. The share inclusief behandeling is agreed per provider and sector, over all regions."""


def geldend(besluiten: Iterable[Besluit], peildatum: date) -> tuple[Besluit, ...]:
    """The decisions that count on `peildatum`, one per subject: of those that count by then (`telt_vanaf`), the one
    taken last. In order of number, whatever the order given.

    Whoever takes in decisions of a later day than the peildatum of the claims (the herschikking) passes that day here.
    """
    newest: dict[tuple[object, ...], Besluit] = {}
    for besluit in sorted(besluiten, key=lambda b: b.nummer):
        if besluit.telt_vanaf <= peildatum:
            newest[besluit.onderwerp] = besluit
    return tuple(sorted(newest.values(), key=lambda b: b.nummer))


def besluiten(settings: Settings, jaar: int) -> list[Besluit]:
    """The register of a year, in the order in which decisions were taken: also those that were overtaken."""
    with store.open_ledger(settings).connect() as connection:
        rows = store.besluiten(connection, jaar)
    return [
        Besluit(
            **{
                **row,
                "soort": BesluitSoort(row["soort"]),
                "uitkomst": Uitkomst(row["uitkomst"]),
                "sector": None if row["sector"] is None else Sector(row["sector"]),
            }
        )
        for row in rows
    ]


def neem_besluit(
    settings: Settings,
    soort: BesluitSoort,
    uitkomst: Uitkomst,
    *,
    jaar: int,
    vanaf: date,
    door: str,
    reden: str,
    genomen_op: datetime,
    agb: str | None = None,
    uzovi: str | None = None,
    sector: Sector | None = None,
    waarde: Waarde | None = None,
) -> Besluit:
    """Add a decision to the register. Raises OngeldigeInvoer, with what is missing, when it cannot be taken so."""
    waarde = dict(waarde or {})
    row: dict[str, object] = {
        "soort": soort,
        "uitkomst": uitkomst,
        "jaar": jaar,
        "agb": agb,
        "uzovi": uzovi,
        "sector": sector,
    }
    missing = [name for name in ONDERWERP[soort] if not row[name]]
    if uitkomst is Uitkomst.ACCEPTEREN:
        missing += [name for name in WAARDEN[soort] if name not in waarde]
        whole = [name for name in WAARDEN[soort] if name in waarde and name != "maand"]
        if any(not isinstance(waarde[name], int) for name in whole):
            raise OngeldigeInvoer(f"Geef een geheel getal voor {', '.join(whole)}.")
    missing += [name for name, text in (("door", door), ("reden", reden)) if not text.strip()]
    if missing:
        said = ", ".join(IN_WOORDEN.get(name, name) for name in missing)
        raise OngeldigeInvoer(f"Een besluit over {soort.value} noemt ook: {said}.")
    weiger_bsn(door, reden)
    row |= {"vanaf": vanaf, "waarde": waarde, "door": door.strip(), "reden": reden.strip()}
    with store.open_ledger(settings).begin() as connection:
        nummer = store.add_besluit(connection, {**row, "genomen_op": genomen_op})
    return next(besluit for besluit in besluiten(settings, jaar) if besluit.nummer == nummer)


def to_waarde(delen: Iterable[str]) -> dict[str, int | str]:
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


def besluit_json(besluit: Besluit) -> dict[str, Any]:
    """One decision as `ruimte besluiten --json` prints it."""
    return {
        **asdict(replace(besluit, waarde={})),
        "waarde": dict(besluit.waarde),
        "vanaf": besluit.vanaf.isoformat(),
        "telt_vanaf": besluit.telt_vanaf.isoformat(),
        "genomen_op": besluit.genomen_op.isoformat(),
    }


def weiger_bsn(*teksten: str) -> None:
    """Free text of staff holds no BSN (R1.6). Raises OngeldigeInvoer, without the text, when it seems to."""
    if any(_is_bsn(number) for number in re.findall(r"(?<!\d)\d{9}(?!\d)", " ".join(teksten))):
        raise OngeldigeInvoer("De naam of de reden lijkt een BSN te bevatten. Noem geen cliënten; laat het nummer weg.")


def _is_bsn(number: str) -> bool:
    """The 11-test of a BSN: a text that passes it is kept out (R1.6)."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(digit) for w, digit in zip(weights, number, strict=True)) % 11 == 0
