"""What a herschikking is computed from: frozen, in a form that can be kept, read back and named by its content."""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from config.words import Groep, Sector
from forecasting.wlz.outlook import Signaal

CORRECTIE_IN_SECTOR, CORRECTIE_BUITEN_K = "in_sector", "buiten_k"
ALLES, UITZONDERINGEN_HEEL = "alles", "uitzonderingen_heel"
SAINTE_LAGUE, GROOTSTE_REST = "sainte_lague", "grootste_rest"


@dataclass(frozen=True)
class Productie:
    """Production of one provider and prestatie over the year (R3.2): approved up to L and the extrapolated rest.

    `prestatiegroep`: the leveringsvorm, or the group where there is none. `aantal`: the expected number of units of
    lines granted in full, in the unit of `tijdseenheid`.
    """

    agb: str
    uzovi: str
    sector: Sector
    groep: Groep
    prestatiecode: str
    tijdseenheid: str
    prestatiegroep: str
    omschrijving: str
    goedgekeurd_cent: int
    rest_cent: int
    aantal: int
    is_inclusief: bool = False
    """Inclusief behandeling, by the koppeltabel."""

    @property
    def verwacht_cent(self) -> int:
        return self.goedgekeurd_cent + self.rest_cent


@dataclass(frozen=True)
class Ruimtedeel:
    """The definite contracteerruimte of one region and sector (R4.1)."""

    uzovi: str
    sector: Sector
    bedrag_cent: int


@dataclass(frozen=True)
class Verplichting:
    """A commitment outside AW319. An empty `agb` is one to no provider in particular: it only lowers the room."""

    uzovi: str
    sector: Sector
    agb: str
    soort: str
    bedrag_cent: int


@dataclass(frozen=True)
class Plaatsdeel:
    """Crisis places of one weight (empty: none agreed) in a period of the year with one tariff; None while it is not
    known. `plaatsdagen`: places times days."""

    vanaf: date
    tot: date
    zwaarte: str
    plekken: int
    plaatsdagen: int
    tarief_cent: int | None


@dataclass(frozen=True)
class Crisisplaatsen:
    """Crisis places of one provider, region and sector, as they go into the agreement (step 2).

    `plaatsdagen`: places times days of their agreement in the year. `grond` says in a word where the number of places
    comes from. A tariff that is not known is None; where `delen` (periods and weights) have several, `tarief_cent` is
    their mean, rounded. `bezet_dagen` and `onbezet_tarief_cent` where days on which nobody is expected have their own
    tariff (`lezing_onbezet_tarief`).
    """

    agb: str
    uzovi: str
    sector: Sector
    plekken_afgesproken: int
    plekken: int
    plaatsdagen: int
    tarief_cent: int | None
    grond: str
    delen: tuple[Plaatsdeel, ...] = ()
    bezet_dagen: int | None = None
    onbezet_tarief_cent: int | None = None

    @property
    def vol_cent(self) -> int:
        """Places x days x tariff, by period and weight; what has no known tariff is an open error and counts 0."""
        if self.delen:
            return sum(d.plaatsdagen * (d.tarief_cent or 0) for d in self.delen)
        return self.plaatsdagen * (self.tarief_cent or 0)

    @property
    def bedrag_cent(self) -> int:
        """`vol_cent`; where unoccupied days have their own tariff, expected days at the crisis tariff and the other
        place days at that one, in whole cents.

        Bron: regel R6, step 2; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 10.5: "Zorgaanbieders ontvangen een
        vergoeding voor die onbenutte crisisdagen".
        """
        if self.onbezet_tarief_cent is None or self.bezet_dagen is None or not self.plaatsdagen:
            return self.vol_cent
        empty = self.plaatsdagen - self.bezet_dagen
        full = self.vol_cent * self.bezet_dagen
        return (2 * full + self.plaatsdagen) // (2 * self.plaatsdagen) + empty * self.onbezet_tarief_cent


@dataclass(frozen=True)
class Correctie:
    """Unmet conditions of a maatwerkafspraak (step 3): `bedrag_cent` lowers the agreement."""

    agb: str
    uzovi: str
    sector: Sector
    bedrag_cent: int
    reden: str


@dataclass(frozen=True)
class Opslag:
    """The tariefsopslag of a maatwerkafspraak, as a fraction of the tariff in text: the most that step 3 can take
    back."""

    agb: str
    sector: Sector
    fractie: str


@dataclass(frozen=True)
class Aanpassing:
    """What staff decided about the expected production of step 4, as a difference with R3.2 (R3.4-R3.7).

    `soort`: trend, melding, raming or behandeling; `besluit` is its number in the register where it is in E of the
    outlook too, 0 where the policy corrects in the herschikking only (R3.5). `per_maand`: its amount in each month
    after L, where it lies there only; they add up to `bedrag_cent`.
    """

    agb: str
    uzovi: str
    sector: Sector
    soort: str
    bedrag_cent: int
    besluit: int
    reden: str
    per_maand: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class Aanbieder:
    """A provider of the register."""

    agb: str
    naam: str
    concern: str


@dataclass(frozen=True)
class Invoer:
    """All that a herschikking rests on.

    `besluiten_tot`: the last day of which decisions count. `niveau`: where one percentage holds
    (`lezing_herschikking_niveau`).
    """

    jaar: int
    peildatum: date
    laatste_maand: date
    besluiten_tot: date
    niveau: str
    productie_hash: str
    gemaakte_gegevens: bool
    productie: tuple[Productie, ...]
    ruimte: tuple[Ruimtedeel, ...]
    verplichtingen: tuple[Verplichting, ...]
    crisis: tuple[Crisisplaatsen, ...]
    correcties: tuple[Correctie, ...]
    aanpassingen: tuple[Aanpassing, ...]
    aanbieders: tuple[Aanbieder, ...]
    signalen: tuple[Signaal, ...]
    fouten: tuple[Signaal, ...]
    """Errors seen while gathering; those of the sums come with the result."""
    in_gebruik: tuple[tuple[str, Sector], ...] = ()
    """Regions and sectors with production, pending included: their contracteerruimte must be known (R4.1). Empty in
    what was frozen before this was kept."""
    opslagen: tuple[Opslag, ...] = ()
    lezing_correctie: str = CORRECTIE_IN_SECTOR
    """`lezing_herschikking_correctie`: what step 3 takes off is (or is not) there for step 4 again. This and the next
    are what held before they were kept."""
    lezing_afronding: str = SAINTE_LAGUE
    """`lezing_herschikking_afronding`: how step 5 comes to whole cents."""
    lezing_vaste_volumes: str = ALLES
    """`lezing_vaste_volumes_grondslag`: what the percentage of a fixed volume is taken of (R4.5)."""


_INVOER = TypeAdapter(Invoer)


def canoniek(invoer: Invoer) -> Invoer:
    """The same input with its rows in a fixed order, so that the order in which they came says nothing."""
    rows: dict[str, Any] = {f.name: getattr(invoer, f.name) for f in fields(invoer)}
    ordered: dict[str, Any] = {name: tuple(sorted(v, key=repr)) for name, v in rows.items() if isinstance(v, tuple)}
    return replace(invoer, **ordered)


def to_json(invoer: Invoer) -> str:
    """The input as text: equal for equal input, whatever the order of its rows."""
    return _INVOER.dump_json(canoniek(invoer)).decode()


def from_json(text: str) -> Invoer:
    """The input that `to_json` wrote."""
    return _INVOER.validate_json(text)


def invoer_hash(text: str) -> str:
    """The name of a frozen input: SHA-256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()
