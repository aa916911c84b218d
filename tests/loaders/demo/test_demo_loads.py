"""The demo through the product itself: what goes wrong on purpose is named, and the rest is all accepted."""

from pathlib import Path

import pytest

from config.settings import Settings
from config.words import Schaal
from loaders import queries, run
from loaders.demo.run import make_demo
from loaders.grootboek.deliveries import Status
from tests.vragen import uit_grootboek, vraag


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, run.LaadVerslag, int]:
    settings = Settings(data=tmp_path_factory.mktemp("demo"))
    made = make_demo(settings.inbox, Schaal.KLEIN, seed=3)
    return settings, run.load(settings, [settings.inbox]), made.regels


def test_every_good_line_is_accepted(loaded: tuple[Settings, run.LaadVerslag, int]):
    _, verslag, lines = loaded
    assert verslag.telling.regels_geaccepteerd == lines


def test_what_goes_wrong_on_purpose_is_named(loaded: tuple[Settings, run.LaadVerslag, int]):
    # R1.5: refused whole, or lines in uitval
    _, verslag, _ = loaded
    assert {a.bestand for a in verslag.geweigerd} == {
        f"FOUT_{name}.asc" for name in ("testbericht", "afgebroken", "totaal", "andere_versie", "factuur_bekend")
    }
    assert {a.bestand for a in verslag.uitval} == {"FOUT_onmogelijke_datum.asc", "FOUT_regels_bekend.asc"}


def test_returns_all_find_their_claim(loaded: tuple[Settings, run.LaadVerslag, int]):
    settings, _, _ = loaded
    statuses = {
        x.status for x in uit_grootboek(queries.leveringen, settings) if not Path(x.naam).name.startswith("FOUT_")
    }
    assert statuses == {Status.VERWERKT}


def test_the_product_knows_that_it_is_made(loaded: tuple[Settings, run.LaadVerslag, int]):
    assert vraag(queries.stand, loaded[0]).gemaakt
