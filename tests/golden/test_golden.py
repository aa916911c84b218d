"""The golden month: messages in, text out, in any order of loading. Its sums are worked by hand in README.md."""

import random
from datetime import date
from pathlib import Path

import pytest

from config.settings import Settings
from config.words import Site
from dashboard.terminal import ditjaar as terminal
from forecasting.wlz import vooruitblik as forecasting
from loaders import run
from tests.golden.make import MESSAGES, make
from tests.vragen import vraag

GOLDEN = Path(__file__).parent
PEILDATUM = date(2026, 3, 24)


def text(settings: Settings) -> str:
    """All that the golden month must say."""
    outlooks = [terminal.outlook(vraag(forecasting.outlook, settings, 2026, PEILDATUM, site)) for site in Site]
    return "\n\n".join([*outlooks, terminal.crisis(vraag(forecasting.crisis, settings, 2026, PEILDATUM))]) + "\n"


def test_the_messages_on_disk_are_those_of_make(tmp_path: Path):
    make(tmp_path)
    for name in MESSAGES:
        assert (GOLDEN / "inbox" / name).read_bytes() == (tmp_path / name).read_bytes(), name
    assert len(list((GOLDEN / "inbox").rglob("*.asc"))) == len(MESSAGES)


def test_the_golden_month(settings: Settings):
    verslag = run.load(settings, [GOLDEN / "inbox", GOLDEN / "referentie"])
    assert [a.bestand for a in verslag.geweigerd] == ["test.asc"]
    assert [a.bestand for a in verslag.uitval] == ["dubbel.asc"]
    assert text(settings) == (GOLDEN / "verwacht.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_once_or_twice(settings: Settings, seed: int):
    paths = sorted(p for p in GOLDEN.glob("*/*") if p.parent.name in {"inbox", "referentie"})
    random.Random(seed).shuffle(paths)
    for path in [*paths, *paths[:7]]:
        run.load(settings, [path])
    assert text(settings) == (GOLDEN / "verwacht.txt").read_text(encoding="utf-8")
