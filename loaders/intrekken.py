"""A delivery withdrawn by staff, or that undone: a dated decision in the ledger, never a deletion (R1.5)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from filelock import FileLock
from sqlalchemy import Connection

from config.errors import OngeldigeInvoer
from config.settings import Settings
from loaders.archief import archive
from loaders.grootboek import handelingen, store
from loaders.grootboek.boekingen import Boeking
from loaders.grootboek.deliveries import Intrekbesluit, Intrekking, Levering, Soort
from loaders.grootboek.handelingsoorten import LeveringIntrekken, Verantwoording
from loaders.grootboek.periods import ingetrokken
from loaders.tijd.workdays import dag_in_nederland
from loaders.vereffenen.settle import bring_along, gather, settle

KORTSTE_HASH = 8
"""Characters of a delivery's SHA-256 that are enough to name it."""

log = logging.getLogger("ruimte")


@dataclass(frozen=True)
class BesluitVerslag:
    """A decision taken down, and the other deliveries that it changed: as they were and as they are. `achterstand`: why
    PRODUCTIE does not hold it yet."""

    besluit: Intrekking
    levering: Levering
    veranderd: tuple[tuple[Levering, Levering], ...]
    achterstand: str | None


def decide(
    settings: Settings,
    besluit: Intrekbesluit,
    levering: str,
    *,
    reden: str,
    door: str,
    per: date | None = None,
    nu: datetime | None = None,
) -> BesluitVerslag:
    """Take down that `levering` (its file name, or the first characters of its SHA-256) is withdrawn, or restored, from
    the day `per` on (default today), by whom and why; settle what that means to other deliveries.

    Peildata before that day keep their figures, so it is never a day before it is taken down (`nu`, by default this
    moment; R1.1). Raises OngeldigeInvoer for an earlier day, when it names no or more than one delivery, or where there
    is nothing to withdraw or restore.
    """
    now = nu or datetime.now(UTC)
    wie = Verantwoording(door, reden, now)
    handelingen.toets(LeveringIntrekken("", besluit, per or dag_in_nederland(now)), wie)  # before all that takes time
    settings.data.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.data / "laden.slot"):
        with archive.connect(settings.data / "werk") as db, store.open_ledger(settings).begin() as connection:
            batch = gather(settings, connection)
            boeking = _named(connection, levering)
            act = LeveringIntrekken(boeking.sha256, besluit, per or dag_in_nederland(now))
            decision = Intrekking(act.levering, besluit, act.per, reden.strip(), door.strip(), now)
            _check(decision, boeking, [b for b in store.intrekkingen(connection) if b.levering == boeking.sha256])
            batch.intrekkingen.append(decision)
            wijziging = settle(batch, connection, db, vervang=False)
            store.apply(connection, wijziging)
            handelingen.verricht_in(connection, act, wie)
        log.info("besluit: levering=%s besluit=%s per=%s", boeking.sha256, besluit.value, decision.per)
        achterstand = bring_along(settings, wijziging)
    changed = {b.sha256: b for b in wijziging.boekingen}
    return BesluitVerslag(
        besluit=decision,
        levering=changed.get(boeking.sha256, boeking).levering(),
        veranderd=tuple(
            (batch.known[sha].levering(), b.levering()) for sha, b in changed.items() if sha != boeking.sha256
        ),
        achterstand=achterstand,
    )


def _named(connection: Connection, levering: str) -> Boeking:
    word = levering.strip().lower()
    found = store.boekingen_genaamd(connection, levering, word if len(word) >= KORTSTE_HASH else None)
    if not found:
        raise OngeldigeInvoer(
            f"Geen levering met de naam {levering}. Geef de bestandsnaam, of ten minste {KORTSTE_HASH} tekens van haar "
            "sha256; beide staan op de pagina Leveringen."
        )
    if len(found) > 1:
        names = "\n".join(f"  {b.sha256[:16]}  {b.naam}  ontvangen {b.dag_van_ontvangst}" for b in found)
        raise OngeldigeInvoer(f"Meer leveringen heten zo. Geef het begin van de sha256 van een ervan:\n{names}")
    return found[0]


def _check(decision: Intrekking, boeking: Boeking, earlier: Sequence[Intrekking]) -> None:
    """Raises OngeldigeInvoer where the decision cannot be taken down."""
    if boeking.soort is Soort.TABEL:
        raise OngeldigeInvoer("Een referentietabel wordt niet ingetrokken; laad een verbeterde tabel met --vervang.")
    if not boeking.leesbaar:
        raise OngeldigeInvoer("Deze levering is bij het lezen al geweigerd en telt niet; er is niets in te trekken.")
    if boeking.ontvangen and decision.per < boeking.ontvangen:
        raise OngeldigeInvoer(f"Deze levering is ontvangen op {boeking.dag_van_ontvangst}; kies een dag vanaf dan.")
    if earlier and decision.per < (last := max(b.per for b in earlier)):
        raise OngeldigeInvoer(f"Er is al een besluit per {last:%d-%m-%Y}; kies een dag vanaf dan.")
    withdrawn = ingetrokken(earlier, decision.per) is not None
    if withdrawn is (decision.besluit is Intrekbesluit.INTREKKING):
        state = "al ingetrokken" if withdrawn else "niet ingetrokken"
        raise OngeldigeInvoer(f"Deze levering is op {decision.per:%d-%m-%Y} {state}.")
    if decision.per < (today := dag_in_nederland(decision.vastgelegd_op)):
        raise OngeldigeInvoer(
            f"Een besluit over een levering telt op zijn vroegst vanaf vandaag ({today:%d-%m-%Y}): de cijfers van "
            "eerdere peildata zijn al gegeven en veranderen niet. Laat --per weg, of kies vandaag of een latere dag."
        )
