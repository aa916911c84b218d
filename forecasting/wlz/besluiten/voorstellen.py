"""Proposals for staff (R3.4-R3.7, R5.2, R6), and the decision last taken about each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from config.words import BesluitSoort, Sector
from forecasting.wlz.besluiten.behandeling import Correctie
from forecasting.wlz.besluiten.trend import Trend
from forecasting.wlz.outlook import CrisisStand, Herkomst
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.waarden import Niets, Waarde, onderdeel


@dataclass(frozen=True)
class Melding:
    """A provider's own notice of a change (R3.7)."""

    agb: str
    uzovi: str
    sector: Sector
    vanaf_maand: date
    bedrag_per_maand_cent: int
    reden: str
    gemeld_op: date


@dataclass(frozen=True)
class Nieuw:
    """A provider that started less than twelve months before the peildatum, and the E that stands without an estimate
    (R3.6)."""

    gestart_op: date
    verwacht_cent: int


@dataclass(frozen=True)
class Maatwerk:
    """A correction because conditions of a maatwerkafspraak were not met (R6)."""

    bedrag_cent: int
    reden: str


@dataclass(frozen=True)
class Voorstel:
    """Something to decide about. `effect_cent`: what E of the year becomes more (or less) if it counts; None where that
    is not known before someone says how much. `waarde` is what accepting it records."""

    soort: BesluitSoort
    agb: str
    uzovi: str | None
    sector: Sector
    naam: str | None
    effect_cent: int | None
    gegevens: Trend | Correctie | Melding | Nieuw | CrisisStand | Maatwerk
    waarde: Waarde = field(default_factory=Niets)
    besluit: Besluit | None = None

    @property
    def onderwerp(self) -> tuple[object, ...]:
        return self.soort, self.agb, self.uzovi, self.sector, onderdeel(self.waarde)


@dataclass(frozen=True)
class Voorstellen:
    """All there is to decide about a site and year, the largest effect first, and the register of the year."""

    jaar: int
    herkomst: Herkomst
    voorstellen: tuple[Voorstel, ...]
    register: tuple[Besluit, ...]


def geldende_meldingen(meldingen: Iterable[Melding], peildatum: date) -> list[Melding]:
    """The notices known on `peildatum`; a later one about the same month takes the place of the earlier (R3.7)."""
    newest: dict[tuple[str, str, Sector, date], Melding] = {}
    for melding in sorted(meldingen, key=lambda m: m.gemeld_op):
        if melding.gemeld_op <= peildatum:
            newest[melding.agb, melding.uzovi, melding.sector, melding.vanaf_maand] = melding
    return list(newest.values())


def is_nieuw(gestart_op: date | None, peildatum: date, maanden: int) -> bool:
    """Whether a provider started less than `maanden` months before the peildatum (R3.6).

    >>> is_nieuw(date(2025, 8, 15), date(2026, 8, 14), 12), is_nieuw(date(2025, 8, 14), date(2026, 8, 14), 12)
    (True, False)
    """
    if gestart_op is None:
        return False
    months = (peildatum.year - gestart_op.year) * 12 + peildatum.month - gestart_op.month
    return months < maanden or (months == maanden and peildatum.day < gestart_op.day)


def naar_effect(voorstellen: Iterable[Voorstel]) -> tuple[Voorstel, ...]:
    """The largest effect in euros first, whichever its sign; what has no amount yet last."""

    def key(v: Voorstel) -> tuple[bool, int, str, str, str]:
        return v.effect_cent is None, -abs(v.effect_cent or 0), v.soort, v.agb, v.uzovi or ""

    return tuple(sorted(voorstellen, key=key))


def laatste_besluiten(register: Sequence[Besluit]) -> Mapping[tuple[object, ...], Besluit]:
    """The decision last taken about each subject, whether it counts yet or not."""
    return {
        (b.soort, b.agb, b.uzovi, b.sector, onderdeel(b.waarde)): b for b in sorted(register, key=lambda b: b.nummer)
    }
