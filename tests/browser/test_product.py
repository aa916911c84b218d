"""The product as its users meet it: a server, Debian's Chromium, and figures that equal the terminal's."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from config.settings import Settings
from config.words import Schaal
from dashboard import texts
from dashboard.web.app import PAGINAS, pad
from loaders import run
from loaders.demo.run import make_demo

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
A4_LIGGEND = (842, 595)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Product:
    """A running product: its address, and its own terminal."""

    url: str
    data: Path

    def ask(self, *args: str) -> dict[str, object]:
        """What `ruimte ... --json` says on the same data."""
        command = [sys.executable, "-m", "cli", *args, "--json"]
        environment = {**os.environ, "RUIMTE_DATA": str(self.data)}
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        found: dict[str, object] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    settings = Settings(data=tmp_path_factory.mktemp("product"))
    make_demo(settings.inbox, Schaal.KLEIN, seed=1)
    run.load(settings, [settings.inbox])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "RUIMTE_DATA": str(settings.data)}
    log = (settings.data / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve", "--poort", str(port)], env=environment, cwd=ROOT, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                if urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).status == 200:
                    break
            except OSError:
                time.sleep(0.5)
        yield Product(url, settings.data)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "no Chromium: run 'make setup-dev'"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[1440, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="nl-NL")
    yield context.new_page()
    context.close()


def visit(page: Page, product: Product, path: str, wait_for: str) -> None:
    """Open a page and wait for a text, not for time."""
    page.goto(f"{product.url}/{path}")
    page.get_by_text(wait_for, exact=False).first.wait_for(timeout=60_000)


READY = {
    "": "Verloop per maand",
    "waarom-anders": "Wat betekenen deze oorzaken",
    "werklijst": "De declaratietermijn van",
    "trefzekerheid": "Wat betekenen deze woorden",
    "crisisbedden": "Wat betekenen deze woorden",
    "besluiten": "Wat betekenen deze woorden",
    "herschikking": "Wat betekenen deze woorden",
    "vaste-volumes": "Wat betekenen deze woorden",
    "scenarios": "Wat betekenen deze woorden",
    "nacalculatie": "Wat betekenen deze woorden",
    "leveringen": "Waarom is iets niet geteld",
    "volledigheid": "Aanbieders per maand",
    "aansluiting": "Van ingediend naar toegekend",
}
"""Every page, and a text that is there when it has been drawn."""


def test_no_page_is_left_out():
    assert [pad(titel) for onder in PAGINAS.values() for titel in onder][1:] == list(READY)[1:]


@pytest.mark.parametrize("path", READY)
def test_every_page_opens_in_dutch_and_fits(page: Page, product: Product, path: str):
    # Dutch formats, no accessibility violations, no sideways scroll, made data named
    foreign: list[str] = []
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    own = (product.url, product.url.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))
    visit(page, product, path, READY[path])
    assert page.locator("html").get_attribute("lang") == "nl"
    page.get_by_text(texts.BANNER_GEMAAKT).wait_for(state="visible", timeout=60_000)
    body = page.locator("body").inner_text()
    assert not re.search(r"\d,\d{3}\b", body)
    assert not re.search(r"\b(January|February|March|June|July|October|Choose|Upload)\b", body)
    for box in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        page.wait_for_function(f"{box}.scrollWidth <= window.innerWidth", timeout=10_000)  # charts fit in last
    assert foreign == []
    assert faults == []
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] == []


def _is_fault(message: ConsoleMessage) -> bool:
    """An error in the console."""
    return message.type == "error"


def test_the_menu_reaches_a_page_by_keyboard_and_takes_the_choices_along(page: Page, product: Product):
    visit(page, product, "besluiten?site=friesland&peildatum=2026-06-23&jaar=2026", "Voorstellen Friesland 2026")
    menu = page.get_by_role("navigation", name=texts.MENU_PAGINAS)
    assert menu.locator("[aria-current=page]:visible").count() == (1 if page.viewport_size["width"] == 1440 else 0)
    if page.viewport_size["width"] == 390:
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
    link = menu.get_by_role("link", name="Herschikking")
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Herschikking", exact=True).wait_for(timeout=60_000)
    assert "peildatum=2026-06-23" in page.url
    assert "site=friesland" in page.url


@pytest.mark.parametrize(
    ("site", "regio", "peildatum"),
    [("zilveren-kruis", "", "2026-10-23"), ("zilveren-kruis", "5515", "2026-06-23"), ("friesland", "", "2026-06-22")],
)
def test_figures_on_the_page_are_those_of_the_terminal(
    page: Page, product: Product, site: str, regio: str, peildatum: str
):
    # N11: one source for text, table and terminal
    said = product.ask("outlook", "--jaar", "2026", "--peildatum", peildatum, "--site", site)
    visit(
        page,
        product,
        f"?site={site}&regio={regio}&peildatum={peildatum}&jaar=2026",
        texts.datum(date.fromisoformat(peildatum)),
    )
    page.get_by_text("Samen en apart").wait_for(timeout=60_000)
    body = page.locator("body").inner_text()
    rows = [r for r in said["regios"] if r["uzovi"] == regio] if regio else said["sectoren"]
    assert rows
    for row in rows:
        for name in ("geextrapoleerd_cent", "contracteerruimte_cent", "goedgekeurd_cent"):
            if row[name]:
                assert texts.euro(row[name]) in body, (row["sector"], name)
    assert texts.euro(said["meerzorg_geextrapoleerd_cent"]) in body


def test_choosing_a_region_and_a_peildatum_changes_figures_and_address(page: Page, product: Product):
    visit(page, product, "", "Verloop per maand")
    page.get_by_role("combobox", name="Regio").click()
    page.get_by_role("option", name="Utrecht").click()
    page.get_by_text("Utrecht 2026: korting per sector").wait_for(timeout=60_000)
    assert "regio=5509" in page.url
    page.get_by_test_id("stDateInput").get_by_role("spinbutton").first.click()
    page.keyboard.type("23062026", delay=50)
    page.get_by_role("heading", name="Vooruitblik").first.click()  # leaving the field makes the choice
    page.get_by_text("peildatum 23 juni 2026").first.wait_for(timeout=60_000)
    page.wait_for_url("**peildatum=2026-06-23**", timeout=20_000)
    assert "regio=5509" in page.url
    said = product.ask("outlook", "--jaar", "2026", "--peildatum", "2026-06-23", "--site", "zilveren-kruis")
    body = page.locator("body").inner_text()
    for row in said["regios"]:
        if row["uzovi"] == "5509" and row["geextrapoleerd_cent"]:
            assert texts.euro(row["geextrapoleerd_cent"]) in body


def test_crisis_page_shows_the_terminals_days(page: Page, product: Product):
    said = product.ask("crisis", "--jaar", "2026", "--peildatum", "2026-06-23")
    visit(page, product, "crisisbedden?peildatum=2026-06-23&jaar=2026", "23 juni 2026")
    page.get_by_text("Zorgverzekeringswet").first.wait_for(timeout=60_000)
    body = page.locator("body").inner_text()
    computed = [row for row in said if row["bezette_dagen"] is not None]
    assert computed
    for row in computed:
        assert texts.aantal(row["bezette_dagen"]) in body
        assert texts.aantal(row["beschikbare_dagen"]) in body
    assert "n.v.t. (Zvw)" in body


def test_deliveries_page_names_what_was_refused_and_why(page: Page, product: Product):
    # R1.5: read = accepted + refused + uitval, with reasons by line number
    visit(page, product, "leveringen", "Vraagt aandacht")
    page.get_by_text("FOUT_totaal.asc").first.wait_for(timeout=60_000)
    body = page.locator("body").inner_text()
    assert texts.CONTROLE_KLOPT in body
    assert "Regel 1, 0105 soort_bericht: testbericht" in body


def test_a_printed_page_is_whole(browser: Browser, product: Product):
    # A4, no chart or table cut off at the side, no menu, and the note that the data are made
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL")
    page = context.new_page()
    visit(page, product, "?site=zilveren-kruis&peildatum=2026-10-23&jaar=2026", "Samen en apart")
    page.locator(".js-plotly-plot").nth(2).wait_for(timeout=60_000)
    sheets = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    context.close()
    said = "\n".join(sheet.extract_text() for sheet in sheets)
    assert len(re.findall(r"\bdec\b", said)) == 3  # the last label of the chart of every sector
    assert texts.BANNER_GEMAAKT in said
    assert "Werklijst" not in said
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {A4_LIGGEND}


def test_a_peildatum_too_early_is_said_in_words(page: Page, product: Product):
    #
    visit(page, product, "?peildatum=2026-01-20&jaar=2026", "nog geen maand van 2026 gesloten")


def test_the_server_listens_on_this_machine_only_and_hides_its_workings(product: Product):
    answer = urllib.request.urlopen(product.url)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert '<html lang="nl"' in answer.read().decode()
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "127.0.0.1" in config
    assert "gatherUsageStats = false" in config
