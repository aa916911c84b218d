"""Pages on hand-made results: the doors are replaced, the caches emptied."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from config.errors import OngeldigeInvoer
from config.words import BesluitSoort, Site, Uitkomst
from dashboard.queries import wlz
from dashboard.vormen.tabel import Tabel
from forecasting.schatting.toets.scores import Backtest
from forecasting.wlz import brug_run
from forecasting.wlz import vooruitblik as forecasting_run
from forecasting.wlz.backtest import run as backtest_run
from forecasting.wlz.besluiten import run as besluiten_run
from forecasting.wlz.besluiten.voorstellen import Voorstellen
from forecasting.wlz.outlook import CrisisOutlook, Gezegd, Outlook
from forecasting.wlz.volledigheid import Volledigheid
from loaders import queries as ledger
from loaders import reconcile
from loaders.grootboek import besluiten
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.deliveries import Intrekking, Levering, Reden, Stand
from loaders.reconcile import Aansluiting
from tests.dashboard import examples

SCRIPT = """
from dashboard.web.paginas import {pagina}
{pagina}.page()
"""


class Doors:
    """What the doors answer; a test changes what it is about. `vragen` keeps what the pages asked for."""

    def __init__(self) -> None:
        self.stand: Stand = examples.STAND
        self.leveringen: list[Levering] = examples.LEVERINGEN
        self.volledigheid: Volledigheid = examples.VOLLEDIGHEID
        self.aansluiting: Aansluiting = examples.AANSLUITING
        self.intrekkingen: list[Intrekking] = []
        self.outlook: Callable[[Site], Outlook] = lambda site: examples.outlook(site=site)
        self.verloop: tuple[Gezegd, ...] = ()
        self.backtest: Callable[[int], Backtest | None] = lambda jaar: None
        self.crisis: CrisisOutlook = examples.CRISIS
        self.voorstellen: Voorstellen = examples.VOORSTELLEN
        self.genomen: list[dict[str, Any]] = []
        self.fout: Exception | None = None
        self.vragen: list[tuple[Any, ...]] = []

    def ask_outlook(
        self, blik: object, jaar: int, peildatum: date, site: Site, laatste_maand: date | None = None
    ) -> Outlook:
        self.vragen.append((jaar, peildatum, site))
        if self.fout:
            raise self.fout
        return self.outlook(site)

    def ask_crisis(self, blik: object, jaar: int, peildatum: date, laatste_maand: date | None = None) -> CrisisOutlook:
        self.vragen.append((jaar, peildatum))
        return self.crisis

    def ask_volledigheid(self, blik: object, jaar: int, peildatum: date) -> Volledigheid:
        self.vragen.append((jaar, peildatum))
        return self.volledigheid

    def ask_voorstellen(self, blik: object, jaar: int, peildatum: date, site: Site) -> Voorstellen:
        self.vragen.append((jaar, peildatum, site))
        return self.voorstellen

    def neem_besluit(self, settings: object, soort: BesluitSoort, uitkomst: Uitkomst, **wat: Any) -> Besluit:
        if not wat["reden"]:
            raise OngeldigeInvoer("Een besluit over melding noemt ook: reden.")
        self.genomen.append({"soort": soort, "uitkomst": uitkomst, **wat})
        return examples.BESLUIT

    def ask_redenen(self, blik: object, sha256: str) -> list[Reden]:
        self.vragen.append((sha256,))
        return examples.REDENEN if int(sha256, 16) in (3, 4) else []


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Doors]:
    answers = Doors()
    monkeypatch.setattr(forecasting_run, "outlook", answers.ask_outlook)
    monkeypatch.setattr(forecasting_run, "verloop", lambda blik, jaar, peildatum, site: answers.verloop)
    monkeypatch.setattr(backtest_run, "lees", lambda blik, jaar: answers.backtest(jaar))
    monkeypatch.setattr(brug_run, "bruggen", lambda blik, jaar, van, naar, site: examples.BRUG)
    monkeypatch.setattr(forecasting_run, "crisis", answers.ask_crisis)
    monkeypatch.setattr(forecasting_run, "volledigheid", answers.ask_volledigheid)
    monkeypatch.setattr(ledger, "stand", lambda blik: answers.stand)
    monkeypatch.setattr(ledger, "leveringen", lambda blik: answers.leveringen)
    monkeypatch.setattr(reconcile, "aansluiting", lambda blik: answers.aansluiting)
    monkeypatch.setattr(wlz, "reference_rows", lambda blik, tabel: examples.AANBIEDERS)
    monkeypatch.setattr(ledger, "intrekkingen", lambda blik: answers.intrekkingen)
    monkeypatch.setattr(ledger, "redenen", answers.ask_redenen)
    monkeypatch.setattr(besluiten_run, "voorstellen", answers.ask_voorstellen)
    monkeypatch.setattr(besluiten, "neem_besluit", answers.neem_besluit)
    monkeypatch.setattr(besluiten, "besluiten", lambda blik, jaar: [examples.BESLUIT])
    st.cache_data.clear()
    yield answers
    st.cache_data.clear()


def open_page(pagina: str, **adres: str) -> AppTest:
    """A page as a browser would open it at an address."""
    page = AppTest.from_string(SCRIPT.format(pagina=pagina), default_timeout=30)
    for naam, waarde in adres.items():
        page.query_params[naam] = waarde
    return page.run()


def shown(tabel: Tabel) -> pd.DataFrame:
    """A table as people read it: a column per heading, the total last."""
    return pd.DataFrame(tabel.getoond(), columns=tabel.koppen)


def words(page: AppTest) -> str:
    """Everything a page shows in words and in our own HTML, styles and what keeps an amount on one line left out."""
    shown = [e.value for soort in (page.title, page.header, page.subheader, page.markdown, page.code) for e in soort]
    shown += [e.value for soort in (page.error, page.info, page.success) for e in soort]
    html = [e.proto.body for e in page.get("html")]
    text = "\n".join([*shown, *(body for body in html if not body.startswith("<style>"))])
    return re.sub(r'<span class="rm-heel">(.*?)</span>', r"\1", text)
