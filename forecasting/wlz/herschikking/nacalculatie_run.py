"""The steps of the nacalculatie: the frozen agreement, what was approved since, and the requests to settle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from config.errors import OngeldigeInvoer
from config.settings import Settings
from config.words import Groep, Sector
from forecasting.wlz.herschikking.bevroren import lees_bevroren
from forecasting.wlz.herschikking.nacalculatie import Regel, Verzoek, bezwaar, nacalculatie, verreken
from forecasting.wlz.herschikking.verzamelen import verzamel
from forecasting.wlz.plaats import Plaats
from loaders.grootboek import herschikkingen
from loaders.grootboek.handelingsoorten import Verantwoording, Verrekenen
from loaders.grootboek.herschikkingen import Bevroren
from loaders.grootboek.lezer import Inzage


@dataclass(frozen=True)
class Nacalculatie:
    """A year after settlement. `volledig`: every month of it was closed for claims on the peildatum."""

    bevroren: Bevroren
    peildatum: date
    laatste_maand: date
    regels: tuple[Regel, ...]
    geweigerd: tuple[tuple[Verzoek, str], ...]
    namen: dict[str, str]
    gemaakte_gegevens: bool

    @property
    def volledig(self) -> bool:
        return self.laatste_maand.month == 12


def bereken(blik: Inzage, nummer: int, peildatum: date) -> Nacalculatie:
    """Realised on `peildatum` against the frozen herschikking `nummer`, with every request that can be met.

    Raises GegevensOntbreken when there is no such herschikking.
    """
    bevroren, agreed = lees_bevroren(blik, nummer)
    invoer = verzamel(blik, bevroren.jaar, peildatum)
    realised: dict[Plaats, int] = {}
    for p in invoer.productie:
        if p.groep is not Groep.MEERZORG and p.sector is not Sector.ONBEKEND and p.goedgekeurd_cent:
            place = (p.agb, p.uzovi, p.sector)
            realised[place] = realised.get(place, 0) + p.goedgekeurd_cent
    regels, geweigerd = verreken(nacalculatie(agreed, realised), _verzoeken(blik, bevroren.jaar))
    return Nacalculatie(
        bevroren,
        peildatum,
        invoer.laatste_maand,
        regels,
        geweigerd,
        {a.agb: a.naam for a in invoer.aanbieders},
        invoer.gemaakte_gegevens,
    )


def _verzoeken(blik: Inzage, jaar: int) -> list[Verzoek]:
    return [_verzoek(r) for r in herschikkingen.verrekeningen(blik, jaar)]


def _verzoek(r: Mapping[str, Any]) -> Verzoek:
    return Verzoek(
        r["nummer"], Sector(r["sector"]), r["van_agb"], r["van_uzovi"], r["naar_agb"], r["naar_uzovi"], r["bedrag_cent"]
    )


def vraag_verrekening(
    settings: Settings, stand: Nacalculatie, verzoek: Verzoek, *, door: str, reden: str, nu: datetime
) -> Verzoek:
    """Record a request that can be met on this stand; gives it back under its number.

    Raises OngeldigeInvoer with the reason when it cannot.
    """
    if why := bezwaar({r.plaats: r for r in stand.regels}, verzoek):
        raise OngeldigeInvoer(f"Deze verrekening kan niet: {why}.")
    v = verzoek
    act = Verrekenen(stand.bevroren.jaar, v.sector, v.van_agb, v.van_uzovi, v.naar_agb, v.naar_uzovi, v.bedrag_cent)
    return _verzoek(herschikkingen.verreken(settings, act, Verantwoording(door, reden, nu)))
