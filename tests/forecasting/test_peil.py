"""R3.1: what a question may be about."""

from datetime import date

import pytest

from config.errors import OngeldigeInvoer
from config.settings import Settings
from forecasting.wlz.peil import peil
from loaders import run
from tests.made import Inbox, claim, maandregel
from tests.vragen import vraag


@pytest.fixture
def geladen(settings: Settings, inbox: Inbox) -> Settings:
    inbox.put("2026-02-05", "claim.asc", claim("F1", [maandregel("R1", date(2026, 1, 1), 10_000)]))
    run.load(settings, [inbox.path])
    return settings


def test_the_procedure_may_fix_a_month_that_is_over(geladen: Settings):
    # R3.1: 23 juni 2026 is volgens de regel L = mei; de procedure mag april zetten, en op 30 juni is juni voorbij
    assert vraag(peil, geladen, 2026, date(2026, 6, 23)).laatste_maand == date(2026, 5, 1)
    assert vraag(peil, geladen, 2026, date(2026, 6, 23), date(2026, 4, 1)).laatste_maand == date(2026, 4, 1)
    assert vraag(peil, geladen, 2026, date(2026, 6, 30), date(2026, 6, 1)).laatste_maand == date(2026, 6, 1)


def test_a_month_that_is_not_over_cannot_be_the_last_declared_one(geladen: Settings):
    # R3.1: over juni is op 29 juni nog niet alles gegeven, laat staan gedeclareerd: E zou te laag zijn
    for maand in (6, 12):
        with pytest.raises(OngeldigeInvoer, match=f"{maand:02}-2026 is op 29-06-2026 nog niet voorbij"):
            vraag(peil, geladen, 2026, date(2026, 6, 29), date(2026, maand, 1))
    with pytest.raises(OngeldigeInvoer, match="ligt niet in 2026"):
        vraag(peil, geladen, 2026, date(2026, 6, 29), date(2025, 12, 1))
