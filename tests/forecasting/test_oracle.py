"""Two ways must agree: the product through its doors (messages and tables in, `ruimte outlook --json` out), and a slow
reckoning straight from the rules (`slow.py`), on small made worlds (`worlds.py`)."""

import random
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.reference import reference_tables
from config.settings import Settings
from config.words import Site
from dashboard.contract.vooruitblik import crisis_json, outlook_json
from forecasting.wlz import vooruitblik as forecasting
from forecasting.wlz.herschikking import verzamelen
from loaders import run
from tests.forecasting import slow
from tests.forecasting.worlds import decide, deliver, world
from tests.made import Inbox
from tests.vragen import vraag


def literal(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its literal figures, also where there is no ground to judge them (R4.8)."""
    return {**row, **row["lezingen"]["letterlijk"]}


def assert_same(want: dict[str, Any], got: dict[str, Any]) -> None:
    """Every figure of the reckoning, by sector and by region; a region with nothing in it need not be shown."""
    assert got["laatste_maand"] == want["laatste_maand"]
    for name in ("onbekend_geextrapoleerd_cent", "meerzorg_geextrapoleerd_cent"):
        assert got[name] == want[name], name
    for row in map(literal, got["sectoren"]):
        assert {k: row[k] for k in want["sectoren"][row["sector"]]} == want["sectoren"][row["sector"]]
    shown = {(row["uzovi"], row["sector"]): row for row in map(literal, got["regios"])}
    for place, expected in want["regios"].items():
        if place in shown:
            assert {k: shown[place][k] for k in expected} == expected, place
        else:
            assert not any(v for k, v in expected.items() if k.endswith("_cent")), place
    about_months = {"geen_declaratie", "nog_te_beoordelen", "niets_goedgekeurd", "afwijkende_maand"}
    signals = {(s["agb"], s["uzovi"], s["sector"], s["soort"]) for s in got["signalen"] if s["soort"] in about_months}
    assert signals == want["signalen"]


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=True), st.integers(0, 6), st.integers(0, 6))
def test_the_outlook_is_what_the_rules_say(rng: random.Random, streams: int, odd: int):
    jaar, wereld = world(rng, streams, odd)
    with tempfile.TemporaryDirectory() as folder:
        inbox, settings_ = Inbox(Path(folder) / "inbox"), Settings(data=Path(folder) / "data")
        deliver(wereld, jaar, inbox)
        run.load(settings_, [inbox.path])
        decide(wereld, jaar, settings_)
        for _ in range(3):
            peildatum = slow.closes_on(date(jaar, 1, 1)) + timedelta(days=rng.randint(0, 400))
            for site in Site:
                got = outlook_json(vraag(forecasting.outlook, settings_, jaar, peildatum, site))
                assert_same(slow.outlook(wereld, jaar, peildatum, site.value), got)
            beds = {
                (r["agb"], r["uzovi"]): r for r in crisis_json(vraag(forecasting.crisis, settings_, jaar, peildatum))
            }
            want = slow.crisis(wereld, jaar, peildatum)
            assert beds.keys() == want.keys()
            for place, expected in want.items():
                got_bed = {k: beds[place][k] for k in expected}
                assert got_bed == pytest.approx(expected), place


LATER = {
    # what each table says from a day after every peildatum of the question: other room, sectors, places and shares
    "contracteerruimte": "{jaar},5515,V&V,regulier,1.00,definitief,{jaar}-01-02,later",
    "verplichtingen": "{jaar},5515,V&V,,toezegging,77.00,{jaar}-01-02,later",
    "crisisafspraken": "{jaar},{agb},5515,V&V,9,{jaar}-01-01,{jaar}-12-31",
    "aanbieders": "{agb},Anders,GGZ,,{jaar}-01-01",
    "koppeltabel": "Z053,,GZ,,,,14,meerzorg,nee,,2015-01-01,",
    "behandelaandeel": "{vorig},{agb},V&V,0.01,later",
    "maatwerkcorrecties": "{jaar},{agb},5515,V&V,55.00,later",
    "crisisregistratie": "{agb},5515,licht,{jaar}-01-01,",
    "meldingen": "{agb},5515,V&V,{jaar}-02,12.00,later,{jaar}-01-02",
}


@settings(max_examples=4, deadline=None)
@given(st.randoms(use_true_random=True), st.integers(1, 6))
def test_what_comes_in_later_changes_no_figure_of_an_earlier_peildatum(rng: random.Random, streams: int):
    # R1.1, for every table at once; the same day after day and all at once
    jaar, wereld = world(rng, streams, 2)
    peildatum = slow.closes_on(date(jaar, 6, 1)) + timedelta(days=rng.randint(0, 60))
    later = peildatum + timedelta(days=rng.randint(1, 40))

    def said(settings_: Settings) -> dict[str, Any]:
        found = {s.value: outlook_json(vraag(forecasting.outlook, settings_, jaar, peildatum, s)) for s in Site}
        found["crisis"] = {"rijen": crisis_json(vraag(forecasting.crisis, settings_, jaar, peildatum))}
        invoer = vraag(verzamelen.verzamel, settings_, jaar, peildatum)
        found["herschikking"] = {"invoer": replace(invoer, productie_hash="")}
        for site in Site:
            del found[site.value]["herkomst"]
        return found

    with tempfile.TemporaryDirectory() as folder:
        inbox, settings_ = Inbox(Path(folder) / "inbox"), Settings(data=Path(folder) / "data")
        deliver(wereld, jaar, inbox)
        run.load(settings_, [inbox.path])
        before = said(settings_)
        agb = min(wereld.hoofdsectoren, default="06000001")
        for naam, rij in LATER.items():
            kop = ",".join(reference_tables()[naam].header)
            text = f"{kop}\n{rij.format(jaar=jaar, vorig=jaar - 1, agb=agb)}\n"
            assert not run.load(
                settings_, [inbox.put(f"{later}", f"{naam}.csv", text.encode())], vervang=True
            ).geweigerd
        assert said(settings_) == before
        at_once = Settings(data=Path(folder) / "anders")
        run.load(at_once, [inbox.path], vervang=True)
        assert said(at_once) == before
