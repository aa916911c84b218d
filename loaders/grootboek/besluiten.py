"""The register of staff decisions (R3.4-R3.7): only added to, never changed. Its SQL is in `store`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from config.codes import regio, zorgkantoren
from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import BesluitSoort, Sector, Site, Uitkomst
from loaders.berichten.messages import is_agb
from loaders.grootboek import store
from loaders.tijd.workdays import dag_in_nederland

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
    def geaccepteerd(self) -> bool:
        return self.uitkomst is Uitkomst.ACCEPTEREN

    @property
    def plaats(self) -> tuple[str, str, Sector] | None:
        """Provider, region (under the code of its figures, R2.1) and sector; None where it does not name all three."""
        return (self.agb, regio(self.uzovi), self.sector) if self.agb and self.uzovi and self.sector else None

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

GEHELE_GETALLEN = {"helling_cent", "bedrag_per_maand_cent", "bedrag_cent", "plekken"}
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


def tellende(settings: Settings, jaar: int, peildatum: date) -> tuple[Besluit, ...]:
    """The decisions about a year that count on `peildatum` (`geldend`)."""
    return geldend(besluiten(settings, jaar), peildatum)


def gebreken(soort: BesluitSoort, uitkomst: Uitkomst, wat: Mapping[str, str | None], waarde: Waarde) -> list[str]:
    """What is missing or wrong in a decision, in words; empty when it can be taken.

    `wat`: agb, uzovi, sector, door and reden.
    """
    accepted = uitkomst is Uitkomst.ACCEPTEREN
    needed = [*ONDERWERP[soort], "door", "reden"]
    values = WAARDEN[soort] if accepted else tuple(set(WAARDEN[soort]) & {"maand"})  # the month is part of the subject
    missing = [name for name in needed if not (wat[name] or "").strip()] + [
        name for name in values if name not in waarde
    ]
    found = [f"noem ook {', '.join(IN_WOORDEN.get(name, name) for name in missing)}"] if missing else []
    if wat["agb"] and not is_agb(wat["agb"]):
        found.append("de AGB-code heeft geen 8 cijfers")
    if wat["uzovi"] and wat["uzovi"] not in zorgkantoren():
        found.append("de regio (UZOVI) is onbekend")
    if soort is BesluitSoort.VASTE_VOLUMES and accepted:
        found.append(
            "vaste volumes worden met hun bedragen vastgelegd: gebruik 'ruimte fixeer' of de pagina Vaste volumes"
        )
    elif soort is BesluitSoort.VASTE_VOLUMES and "site" not in waarde:
        found.append(f"noem de site ({' of '.join(f'site={site}' for site in Site)})")
    if soort is BesluitSoort.BEHANDELING and wat["uzovi"]:
        found.append("laat de regio weg, want het aandeel is over alle regio's afgesproken")
    if any(not isinstance(n, int) for name, n in waarde.items() if name in GEHELE_GETALLEN):
        found.append(f"geef een geheel getal voor {' en '.join(sorted(GEHELE_GETALLEN & waarde.keys()))}")
    elif int(waarde.get("plekken", 0)) < 0 or (soort is BesluitSoort.RAMING and int(waarde.get("bedrag_cent", 0)) < 0):
        found.append("minder dan niets kan niet")
    if "maand" in waarde and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(waarde["maand"])):
        found.append("schrijf de maand als JJJJ-MM")
    if "aandeel" in waarde and not re.fullmatch(r"0(\.\d{1,6})?|1(\.0{1,6})?", str(waarde["aandeel"])):
        found.append("geef het aandeel als getal tussen 0 en 1, met een punt")
    return found


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
    if uzovi is not None and uzovi in zorgkantoren():
        uzovi = zorgkantoren()[uzovi].regio_uzovi  # Friesland's old code names the same region (R2.1)
    wat: dict[str, str | None] = {"agb": agb, "uzovi": uzovi, "sector": sector, "door": door, "reden": reden}
    if wrong := gebreken(soort, uitkomst, wat, waarde):
        raise OngeldigeInvoer(f"Dit besluit over {soort.value} kan zo niet: {'; '.join(wrong)}.")
    weiger_bsn(door, reden)
    row: dict[str, object] = {"soort": soort, "uitkomst": uitkomst, "jaar": jaar, "agb": agb, "uzovi": uzovi}
    row |= {"sector": sector, "vanaf": vanaf, "waarde": waarde, "door": door.strip(), "reden": reden.strip()}
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
