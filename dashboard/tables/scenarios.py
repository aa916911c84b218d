"""Scenarios beside the policy run, as tables (S-06)."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from dashboard import texts
from dashboard.texts import scenarios as woorden
from dashboard.vormen.tabel import DATUM, EURO, PROCENT, TEKST, Kolom, Tabel, Tegen, maak
from forecasting.wlz.herschikking.scenarios_run import Scenario, Uitwerking
from forecasting.wlz.herschikking.uitkomst import Totaal
from forecasting.wlz.herschikking.volumes import SectorVolumes


class _Rij(NamedTuple):
    scenario: Scenario
    outlook: SectorVolumes
    total: Totaal

    def tegen(self, fractie: Fraction | None) -> Tegen | None:
        return None if fractie is None else Tegen(fractie, self.outlook.drempel_fractie)


def _naam(scenario: Scenario) -> str:
    return f"{scenario.nummer} {scenario.naam}" if scenario.nummer else scenario.naam


VERGELIJKING: tuple[Kolom[_Rij], ...] = (
    Kolom("Sector", TEKST, lambda r: f"{r.outlook.sector.value}, {texts.SITE[r.outlook.site]}"),
    Kolom("Scenario", TEKST, lambda r: _naam(r.scenario)),
    Kolom("Verwachte productie", EURO, lambda r: r.outlook.geextrapoleerd_cent),
    Kolom("Beschikbaar", EURO, lambda r: r.outlook.beschikbaar_cent),
    Kolom("Korting", PROCENT, lambda r: r.tegen(r.outlook.korting_fractie)),
    Kolom("Drempel", TEKST, lambda r: {True: "▲ boven", False: "✓ onder", None: None}[r.outlook.boven_drempel]),
    Kolom("Herschikking: korting", PROCENT, lambda r: r.tegen(r.total.korting_fractie)),
    Kolom("Herschikking: over", EURO, lambda r: r.total.over_cent),
)
SCENARIOKOLOMMEN: tuple[Kolom[Scenario], ...] = (
    Kolom("Scenario", TEKST, _naam),
    Kolom("Aannames", TEKST, lambda s: woorden.aannames(s.aannames)),
    Kolom("Door", TEKST, lambda s: s.door),
    Kolom("Reden", TEKST, lambda s: s.reden),
    Kolom("Bewaard op", DATUM, lambda s: s.bewaard_op, texts.NIETS),
)


def vergelijking(found: Sequence[Uitwerking], titel: str = "Per sector") -> Tabel:
    """A row per sector and scenario, those of one sector below each other."""
    return maak(titel, VERGELIJKING, _rijen(found))


def _rijen(found: Sequence[Uitwerking]) -> Iterator[_Rij]:
    for place in dict.fromkeys((s.site, s.sector) for u in found for s in u.sectoren):
        for u in found:
            outlook = next((s for s in u.sectoren if (s.site, s.sector) == place), None)
            total = next((t for t in u.herschikking.sectoren if (t.site, t.sector) == place), None)
            if outlook and total:
                yield _Rij(u.scenario, outlook, total)


def scenarios(found: Iterable[Scenario]) -> Tabel:
    """What every kept scenario assumes, by whom and why."""
    return maak("Bewaarde scenario's", SCENARIOKOLOMMEN, found)
