"""The steps of a scenario: keep its assumptions, compute it beside the policy run."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from config.errors import OngeldigeInvoer
from config.policy import policy
from config.settings import Settings
from forecasting.wlz.herschikking.scenarios import Aannames, from_dict, pas_toe, to_dict
from forecasting.wlz.herschikking.stappen import herschikking
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.herschikking.verzamelen import verzamel
from forecasting.wlz.herschikking.volumes import SectorVolumes, sector_volumes
from loaders.grootboek import herschikkingen
from loaders.grootboek.handelingsoorten import ScenarioBewaren, Verantwoording
from loaders.grootboek.lezer import Inzage
from loaders.tijd.kalender import einde_maand


@dataclass(frozen=True)
class Scenario:
    """A kept scenario: its assumptions, with who made it and why. `nummer` 0 is the policy run itself."""

    nummer: int
    jaar: int
    naam: str
    aannames: Aannames
    door: str
    reden: str
    bewaard_op: datetime | None


@dataclass(frozen=True)
class Uitwerking:
    """A scenario worked out: the outlook per sector (R4.2, R4.3) and the herschikking (R6)."""

    scenario: Scenario
    laatste_maand: date
    sectoren: tuple[SectorVolumes, ...]
    herschikking: Herschikking


def beleid(jaar: int) -> Scenario:
    """The policy run: no assumptions."""
    return Scenario(0, jaar, "Beleid", Aannames(), "", "", None)


def werk_uit(blik: Inzage, scenario: Scenario, peildatum: date) -> Uitwerking:
    """A scenario on what was known at the end of `peildatum`. Raises as `herschikking.run.bereken`."""
    invoer = pas_toe(scenario.aannames, verzamel(blik, scenario.jaar, peildatum, scenario.aannames.laatste_maand))
    drempel = policy("drempel_korting", scenario.jaar, peildatum).fractie
    return Uitwerking(scenario, invoer.laatste_maand, sector_volumes(invoer, drempel), herschikking(invoer))


def bewaar(
    settings: Settings, jaar: int, naam: str, aannames: Aannames, *, door: str, reden: str, nu: datetime
) -> Scenario:
    """Keep a scenario beside the others. Raises OngeldigeInvoer without a name, author or reason, or when
    an assumption cannot be read."""
    from_dict(to_dict(aannames))  # what could not be read back is not kept
    act = ScenarioBewaren(jaar, naam, to_dict(aannames))
    return _scenario(herschikkingen.bewaar_scenario(settings, act, Verantwoording(door, reden, nu)))


def scenarios(blik: Inzage, jaar: int) -> list[Scenario]:
    """Every scenario of a year, in the order in which they were kept."""
    return [_scenario(row) for row in herschikkingen.scenarios(blik, jaar)]


def _scenario(row: dict[str, Any]) -> Scenario:
    return Scenario(**{**row, "aannames": from_dict(row["aannames"])})


def bewaar_bestand(settings: Settings, jaar: int, bestand: Path, *, door: str, reden: str, nu: datetime) -> Scenario:
    """Keep the scenario of a TOML file: `naam`, and the assumptions. Raises OngeldigeInvoer when it cannot be read."""
    try:
        values = tomllib.loads(bestand.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise OngeldigeInvoer(f"{bestand.name} is geen geldige TOML in UTF-8.") from None
    naam = str(values.pop("naam", ""))
    return bewaar(settings, jaar, naam, from_dict(values), door=door, reden=reden, nu=nu)


def vergelijk(blik: Inzage, jaar: int, peildatum: date) -> tuple[Uitwerking, ...]:
    """The policy run, and every scenario of the year beside it; one whose own L is not over yet is left out (R3.1)."""

    def can_be_worked_out(scenario: Scenario) -> bool:
        own = scenario.aannames.laatste_maand
        return own is None or einde_maand(own) <= peildatum

    chosen = [beleid(jaar), *filter(can_be_worked_out, scenarios(blik, jaar))]
    return tuple(werk_uit(blik, scenario, peildatum) for scenario in chosen)
