"""The acts of staff, each a frozen form that says what must be filled in and what is wrong with it. Pure; `handelingen`
is the one door through which they reach the ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, ClassVar

from config.codes import zorgkantoren
from config.words import BesluitSoort, Sector, Uitkomst
from loaders.berichten.messages import is_agb
from loaders.grootboek import waarden
from loaders.grootboek.deliveries import Intrekbesluit
from loaders.grootboek.waarden import Waarde

GEEN_TEKST: dict[str, object] = {"vrije_tekst": False}
"""Marks a field that nobody types: a code with a form of its own, or what the monitor made. Every other text is free
text, and holds no BSN (R1.6)."""


@dataclass(frozen=True)
class Verantwoording:
    """Who acts, why, and when (a moment with its zone)."""

    door: str
    reden: str
    op: datetime


class Ronde(StrEnum):
    """Steps of the agreement with a provider, in their order."""

    VERZONDEN = "verzonden"
    REACTIE = "reactie"
    AKKOORD = "akkoord"


class Handeling:
    """What every act has. `INVULLEN`: what may not be empty, by the names of the form and of `Verantwoording`."""

    INVULLEN: ClassVar[tuple[str, ...]] = ("door", "reden")
    REDEN: ClassVar[str] = "reden"
    """What its form calls the reason."""

    def gebreken(self) -> list[str]:
        """What is wrong beside what is empty, in words."""
        return []

    def inhoud(self) -> list[str]:
        """What is wrong with the value it records, in words."""
        return []

    def codes(self) -> frozenset[str]:
        """Numbers that are no BSN where they are named in a text."""
        return frozenset()

    def zin(self, leeg: list[str], gebreken: list[str]) -> str:
        """Why it is refused, as a sentence."""
        said = [f"Vul in: {', '.join(leeg)}."] if leeg else []
        return " ".join([*said, *(f"Dit kan zo niet: {gebrek}." for gebrek in gebreken)])


@dataclass(frozen=True)
class BesluitNemen(Handeling):
    """A decision for the register (R3.4-R3.7, R4.5, R5.2, R6)."""

    soort: BesluitSoort
    uitkomst: Uitkomst
    jaar: int
    agb: str | None = field(metadata=GEEN_TEKST)
    uzovi: str | None = field(metadata=GEEN_TEKST)
    sector: Sector | None
    vanaf: date
    waarde: Waarde

    def onvolledig(self) -> list[str]:
        """What it must name of what it is about, and does not. The share inclusief behandeling is agreed per provider
        and sector, over all regions; fixed volumes hold for a sector of a site."""
        needed = {
            BesluitSoort.BEHANDELING: ("agb", "sector"),
            BesluitSoort.VASTE_VOLUMES: ("sector",),
        }.get(self.soort, ("agb", "uzovi", "sector"))
        return [name for name in needed if not (getattr(self, name) or "").strip()]

    def gebreken(self) -> list[str]:
        checks = (
            (bool(self.agb) and not is_agb(self.agb or ""), "de AGB-code heeft geen 8 cijfers"),
            (bool(self.uzovi) and self.uzovi not in zorgkantoren(), "de regio (UZOVI) is onbekend"),
            (
                self.soort is BesluitSoort.BEHANDELING and bool(self.uzovi),
                "laat de regio weg, want het aandeel is over alle regio's afgesproken",
            ),
        )
        return [text for applies, text in checks if applies]

    def inhoud(self) -> list[str]:
        return waarden.gebreken(self.soort, self.uitkomst, self.waarde)

    def codes(self) -> frozenset[str]:
        return frozenset({self.agb} if self.agb else ())

    def zin(self, leeg: list[str], gebreken: list[str]) -> str:
        named = [{"door": "uw naam (door)"}.get(name, name) for name in [*self.onvolledig(), *leeg]]
        said = [f"noem ook {', '.join(named)}"] if named else []
        return f"Dit besluit over {self.soort.value} kan zo niet: {'; '.join([*said, *gebreken])}."


@dataclass(frozen=True)
class VolumeVast:
    """The fixed volume of one provider, region and sector (R4.5), in whole cents."""

    agb: str = field(metadata=GEEN_TEKST)
    uzovi: str = field(metadata=GEEN_TEKST)
    sector: Sector
    geextrapoleerd_cent: int
    na_korting_cent: int
    regionaal_cent: int


@dataclass(frozen=True)
class VolumesFixeren(Handeling):
    """The decision to fix volumes, with the amounts: all or nothing."""

    besluit: BesluitNemen
    volumes: tuple[VolumeVast, ...]

    def gebreken(self) -> list[str]:
        return self.besluit.gebreken()

    def inhoud(self) -> list[str]:
        return self.besluit.inhoud()


@dataclass(frozen=True)
class LeveringIntrekken(Handeling):
    """A delivery withdrawn, or restored, from the day `per` on (R1.5)."""

    levering: str = field(metadata=GEEN_TEKST)
    besluit: Intrekbesluit
    per: date


@dataclass(frozen=True)
class Bevriezen(Handeling):
    """A herschikking kept for good: input and outcome as canonical text, each with its SHA-256 (R6).

    `uitkomst_hash`: of the agreements alone.
    """

    INVULLEN: ClassVar[tuple[str, ...]] = ("naam", "door", "reden")

    jaar: int
    peildatum: date
    laatste_maand: date
    naam: str
    invoer_hash: str = field(metadata=GEEN_TEKST)
    invoer: str = field(metadata=GEEN_TEKST)
    uitkomst_hash: str = field(metadata=GEEN_TEKST)
    uitkomst: str = field(metadata=GEEN_TEKST)
    uitkomst_sha256: str = field(metadata=GEEN_TEKST)
    code_versie: str = field(metadata=GEEN_TEKST)


@dataclass(frozen=True)
class RondeVastleggen(Handeling):
    """A step of the agreement with one provider about a frozen herschikking; why is a note that may be empty."""

    INVULLEN: ClassVar[tuple[str, ...]] = ("agb", "door")
    REDEN: ClassVar[str] = "toelichting"

    herschikking: int
    agb: str = field(metadata=GEEN_TEKST)
    ronde: Ronde
    datum: date

    def gebreken(self) -> list[str]:
        return ["de AGB-code heeft geen 8 cijfers"] if self.agb.strip() and not is_agb(self.agb) else []

    def codes(self) -> frozenset[str]:
        return frozenset({self.agb})


@dataclass(frozen=True)
class Verrekenen(Handeling):
    """A request to settle within a concern after the year, in whole cents."""

    jaar: int
    sector: Sector
    van_agb: str = field(metadata=GEEN_TEKST)
    van_uzovi: str = field(metadata=GEEN_TEKST)
    naar_agb: str = field(metadata=GEEN_TEKST)
    naar_uzovi: str = field(metadata=GEEN_TEKST)
    bedrag_cent: int

    def gebreken(self) -> list[str]:
        checks = (
            (not (is_agb(self.van_agb) and is_agb(self.naar_agb)), "de AGB-code heeft geen 8 cijfers"),
            (not {self.van_uzovi, self.naar_uzovi} <= zorgkantoren().keys(), "de regio (UZOVI) is onbekend"),
        )
        return [text for applies, text in checks if applies]

    def codes(self) -> frozenset[str]:
        return frozenset({self.van_agb, self.naar_agb})


@dataclass(frozen=True)
class ScenarioBewaren(Handeling):
    """Assumptions beside the policy run (S-06), as plain names and values."""

    INVULLEN: ClassVar[tuple[str, ...]] = ("naam", "door", "reden")

    jaar: int
    naam: str
    aannames: Mapping[str, Any] = field(hash=False)

    def codes(self) -> frozenset[str]:
        rows = [row for part in self.aannames.values() if isinstance(part, list | tuple) for row in part]
        return frozenset(row["agb"] for row in rows if isinstance(row, Mapping) and is_agb(str(row.get("agb", ""))))


Soort = BesluitNemen | VolumesFixeren | LeveringIntrekken | Bevriezen | RondeVastleggen | Verrekenen | ScenarioBewaren
"""Every act of staff there is."""


def vrije_teksten(what: Any, naam: str = "") -> Iterator[tuple[str, str]]:
    """Every free text in an act, with the name of its field: each text that is not marked otherwise."""
    if isinstance(what, str):
        if not isinstance(what, Enum):
            yield naam, what
    elif isinstance(what, Mapping):
        for key, value in what.items():
            yield from vrije_teksten(str(key), naam)
            yield from vrije_teksten(value, naam)
    elif isinstance(what, list | tuple):
        for value in what:
            yield from vrije_teksten(value, naam)
    elif hasattr(what, "__dataclass_fields__"):
        for f in fields(what):
            if f.metadata.get("vrije_tekst", True):
                yield from vrije_teksten(getattr(what, f.name), f.name)
