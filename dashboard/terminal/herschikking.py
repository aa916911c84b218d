"""The herschikking as text on a terminal; words and formats are those of the pages."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboard import texts
from dashboard.tables import herschikking as tabellen
from dashboard.tables import nacalculatie as nacalculatietabellen
from dashboard.tables import scenarios as scenariotabellen
from dashboard.tables import vaste_volumes as volumetabellen
from dashboard.texts import herschikking as woorden
from dashboard.texts import nacalculatie as nacalculatiewoorden
from dashboard.texts import regio
from dashboard.texts import scenarios as scenariowoorden
from dashboard.texts import vaste_volumes as volumewoorden
from dashboard.vormen.tekst import table
from forecasting.wlz.herschikking.nacalculatie_run import Nacalculatie
from forecasting.wlz.herschikking.scenarios_run import Scenario, Uitwerking
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.herschikking.verschil import Verschil
from forecasting.wlz.herschikking.volumes import SectorVolumes
from forecasting.wlz.plaats import Plaats
from loaders.grootboek.herschikkingen import Bevroren


def herschikking(found: Herschikking, verschil: Mapping[Plaats, Verschil], bevroren: Bevroren | None = None) -> str:
    """Totals per sector, a line per provider, region and sector, and what keeps it from being frozen."""
    head = [woorden.WERKBOEK_TITEL.format(jaar=found.invoer.jaar), woorden.kop(found.invoer, bevroren)]
    lines = [texts.BANNER_GEMAAKT, *head] if found.invoer.gemaakte_gegevens else head
    lines += ["", *table(tabellen.totalen(found.sectoren)), "", *table(tabellen.per_plaats(found, verschil))]
    apart = {name: texts.euro_exact(cent) for name, cent in found.apart_cent.items()}
    lines += ["", woorden.APART.format(**apart), woorden.NIVEAU[found.invoer.niveau]]
    for title, signals in (("Open fout", found.fouten), ("Signaal", found.signalen)):
        for s in signals:
            where = " ".join(filter(None, [s.agb, s.uzovi and f"{s.uzovi} {regio(s.uzovi)}", s.sector]))
            lines.append(f"{title}: {where}: {s.tekst}")
    ready = woorden.WEL_FOUTEN.format(aantal=woorden.aantal_fouten(len(found.fouten)))
    return "\n".join([*lines, woorden.GEEN_FOUTEN if not found.fouten else ready])


def bevroren(found: Bevroren) -> str:
    """What was frozen, under which number and code."""
    return f"Bevroren als nummer {found.nummer}: {found.naam}. Code van de invoer: {found.invoer_hash}."


def geschreven(paths: Sequence[Path], folder: Path) -> str:
    """How many files were written, and where."""
    return woorden.geschreven(len(paths), folder)


def volumes(found: Sequence[SectorVolumes], namen: Mapping[str, str]) -> str:
    """Per sector whether fixed volumes are at issue, and the amounts where they are."""
    lines = [] if found else [texts.NIETS_TE_TOETSEN]
    for sector in found:
        lines.append(f"{texts.SITE[sector.site]}: {volumewoorden.stand(sector)}")
        if sector.boven_drempel:
            lines += table(volumetabellen.volumes(sector.volumes, namen))
    return "\n".join(lines)


def gefixeerd(nummer: int) -> str:
    return f"Vaste volumes vastgelegd met besluit {nummer}."


def nacalculatie(found: Nacalculatie) -> str:
    """Realised against agreed, the concerns that can settle, and requests that cannot be met."""
    lines = [f"Nacalculatie {found.bevroren.jaar}. {nacalculatiewoorden.kop(found)}", ""]
    lines = [texts.BANNER_GEMAAKT, *lines] if found.gemaakte_gegevens else lines
    for tabel in (
        nacalculatietabellen.regels(found.regels, found.namen),
        nacalculatietabellen.concerns(found.regels, found.namen),
    ):
        if len(tabel):
            lines += [*table(tabel), ""]
    return "\n".join([*lines, *(f"Niet verrekend: verzoek {v.nummer}: {why}" for v, why in found.geweigerd)])


def scenario_bewaard(scenario: Scenario) -> str:
    return scenariowoorden.BEWAARD.format(nummer=scenario.nummer, naam=scenario.naam)


def scenarios(found: Sequence[Uitwerking]) -> str:
    """Every scenario beside the policy run: per sector the korting and what would be agreed."""
    vergelijking = scenariotabellen.vergelijking(found)
    if not len(vergelijking):
        return texts.NIETS_TE_TOETSEN
    made = [f"{s.nummer} {s.naam}: {scenariowoorden.aannames(s.aannames)}" for s in (u.scenario for u in found)]
    banner = [texts.BANNER_GEMAAKT] if found[0].herschikking.invoer.gemaakte_gegevens else []
    return "\n".join([*banner, *table(vergelijking), "", *made])
