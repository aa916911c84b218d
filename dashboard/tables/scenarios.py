"""Scenarios beside the policy run, as tables of preformatted text (S-06)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import pandas as pd

from dashboard import texts
from dashboard.texts import scenarios as woorden
from forecasting.wlz.herschikking.scenarios_run import Scenario, Uitwerking
from forecasting.wlz.herschikking.uitkomst import Totaal
from forecasting.wlz.herschikking.volumes import SectorVolumes

TEKST = ("Sector", "Scenario", "Drempel", "Aannames", "Door", "Reden", "Bewaard op")


def vergelijking(found: Sequence[Uitwerking]) -> pd.DataFrame:
    """A row per sector and scenario, those of one sector below each other."""
    rows = []
    places = dict.fromkeys((s.site, s.sector) for u in found for s in u.sectoren)
    for site, sector in places:
        for u in found:
            outlook = next((s for s in u.sectoren if (s.site, s.sector) == (site, sector)), None)
            total = next((t for t in u.herschikking.sectoren if (t.site, t.sector) == (site, sector)), None)
            if outlook and total:
                rows.append({"Sector": f"{sector.value}, {texts.SITE[site]}", **_rij(u.scenario, outlook, total)})
    return pd.DataFrame(rows)


def _rij(scenario: Scenario, outlook: SectorVolumes, total: Totaal) -> dict[str, str]:
    over = outlook.boven_drempel
    return {
        "Scenario": _naam(scenario),
        "Verwachte productie": texts.euro(outlook.geextrapoleerd_cent),
        "Beschikbaar": _bedrag(outlook.beschikbaar_cent),
        "Korting": _procent(outlook.korting_fractie, outlook.drempel_fractie),
        "Drempel": texts.ONBEKEND if over is None else "▲ boven" if over else "✓ onder",
        "Herschikking: korting": _procent(total.korting_fractie, outlook.drempel_fractie),
        "Herschikking: over": _bedrag(total.over_cent),
    }


def _procent(fractie: Fraction | None, drempel: Fraction) -> str:
    return texts.ONBEKEND if fractie is None else texts.procent(fractie, drempel)


def _naam(scenario: Scenario) -> str:
    return f"{scenario.nummer} {scenario.naam}" if scenario.nummer else scenario.naam


def _bedrag(cent: int | None) -> str:
    return texts.ONBEKEND if cent is None else texts.euro(cent)


def scenarios(found: Iterable[Scenario]) -> pd.DataFrame:
    """What every kept scenario assumes, by whom and why."""
    return pd.DataFrame(
        [
            {
                "Scenario": _naam(s),
                "Aannames": woorden.aannames(s.aannames),
                "Door": s.door,
                "Reden": s.reden,
                "Bewaard op": texts.datum_kort(s.bewaard_op) if s.bewaard_op else texts.NIETS,
            }
            for s in found
        ]
    )
