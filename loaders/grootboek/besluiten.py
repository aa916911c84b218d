"""The register of staff decisions (R3.4-R3.7): only added to, never changed. Its SQL is in `store`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from config.codes import regio, zorgkantoren
from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Sector, Uitkomst
from loaders.grootboek import handelingen, store
from loaders.grootboek.handelingsoorten import BesluitNemen, Verantwoording
from loaders.grootboek.lezer import Inzage
from loaders.grootboek.waarden import Gezegd, Waarde, gezegd, lees, onderdeel, uit_register
from loaders.tijd.workdays import dag_in_nederland


@dataclass(frozen=True)
class Besluit:
    """One decision of a member of staff.

    `vanaf` is the day from which it is meant to count, `genomen_op` the moment at which it was taken (with its zone).
    `waarde`: what is decided where accepting alone does not say it; `overig`: what an older register says beside it.
    """

    nummer: int
    soort: BesluitSoort
    uitkomst: Uitkomst
    jaar: int
    agb: str | None
    uzovi: str | None
    sector: Sector | None
    vanaf: date
    waarde: Waarde
    door: str
    reden: str
    genomen_op: datetime
    overig: tuple[tuple[str, object], ...] = ()

    @property
    def telt_vanaf(self) -> date:
        """The first peildatum on which it counts: `vanaf`, but never a day before it was taken. What was known on an
        earlier peildatum stays what it was (R1.1)."""
        return max(self.vanaf, dag_in_nederland(self.genomen_op))

    @property
    def geaccepteerd(self) -> bool:
        return self.uitkomst is Uitkomst.ACCEPTEREN

    @property
    def plaats(self) -> tuple[str, str, Sector] | None:
        """Provider, region (under the code of its figures, R2.1) and sector; None where it does not name all three."""
        return (self.agb, regio(self.uzovi), self.sector) if self.agb and self.uzovi and self.sector else None

    @property
    def onderwerp(self) -> tuple[object, ...]:
        """What it is about: a later decision on the same takes its place."""
        return (self.soort, self.jaar, self.agb, self.uzovi, self.sector, *onderdeel(self.waarde))


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


def besluiten(blik: Inzage, jaar: int) -> list[Besluit]:
    """The register of a year, in the order in which decisions were taken: also those that were overtaken."""
    return [_besluit(row) for row in store.besluiten(blik.connection, jaar)]


def _besluit(row: Mapping[str, Any]) -> Besluit:
    """A decision from its row in the ledger."""
    soort, uitkomst = BesluitSoort(row["soort"]), Uitkomst(row["uitkomst"])
    waarde, overig = uit_register(soort, uitkomst, row["waarde"])
    sector = None if row["sector"] is None else Sector(row["sector"])
    typed = {"soort": soort, "uitkomst": uitkomst, "sector": sector, "waarde": waarde, "overig": overig}
    return Besluit(**{**row, **typed})


def tellende(blik: Inzage, jaar: int, peildatum: date) -> tuple[Besluit, ...]:
    """The decisions about a year that count on `peildatum` (`geldend`)."""
    return geldend(besluiten(blik, jaar), peildatum)


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
    waarde: Waarde | Gezegd | None = None,
) -> Besluit:
    """Add a decision to the register. `waarde`: typed, or names and values as a person types them.

    Raises OngeldigeInvoer, with what is missing, when it cannot be taken so.
    """
    if soort is BesluitSoort.VASTE_VOLUMES and uitkomst is Uitkomst.ACCEPTEREN:
        raise OngeldigeInvoer(
            "Vaste volumes worden met hun bedragen vastgelegd: gebruik 'ruimte fixeer' of de pagina Vaste volumes."
        )
    if uzovi is not None and uzovi in zorgkantoren():
        uzovi = zorgkantoren()[uzovi].regio_uzovi  # Friesland's old code names the same region (R2.1)
    wrong: list[str] = []
    if waarde is None or isinstance(waarde, Mapping):
        waarde, wrong = lees(soort, uitkomst, waarde or {})
    act = BesluitNemen(soort, uitkomst, jaar, agb, uzovi, sector, vanaf, waarde)
    wie = Verantwoording(door, reden, genomen_op)
    if wrong:
        handelingen.toets(act, wie, wrong)
    return _besluit(handelingen.verricht(settings, act, wie))


def besluit_json(besluit: Besluit) -> dict[str, Any]:
    """One decision as `ruimte besluiten --json` prints it."""
    return {
        **{name: value for name, value in vars(besluit).items() if name != "overig"},
        "waarde": {**gezegd(besluit.waarde), **dict(besluit.overig)},
        "vanaf": besluit.vanaf.isoformat(),
        "telt_vanaf": besluit.telt_vanaf.isoformat(),
        "genomen_op": besluit.genomen_op.isoformat(),
    }
