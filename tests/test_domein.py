"""Production of another regeling never enters a figure of the Wlz: made rows of one, in PRODUCTIE and ledger, change
nothing; the same rows as Wlz change everything (so the first is no accident)."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from config.regelingen import WLZ
from config.settings import Settings
from config.words import Machine, Schaal, Site
from forecasting.wlz import vooruitblik
from forecasting.wlz.backtest.run import backtest
from forecasting.wlz.besluiten.run import voorstellen
from forecasting.wlz.herschikking import run as herschikking
from loaders import productie, queries, reconcile, run
from loaders.check import check
from loaders.demo.run import make_demo
from loaders.grootboek import schema, store

JAAR, PEILDATUM = 2026, date(2026, 6, 23)
LATER = date(2026, 11, 20)
"""After every other day of receipt."""
BEGIN = date(2026, 2, 28)
"""Up to here it is asked what was said on earlier days."""


def per_site(ask: Callable[[Site], Any]) -> list[Any]:
    return [ask(site) for site in Site]


def als_tekst(found: Any) -> str:
    """What a backtest says, as text: its tables are frames."""
    return "".join(
        json.dumps(frame.to_dict("records"), default=str, sort_keys=True)
        for frame in (found.voorspellingen, found.kansen)
    )


VRAGEN: dict[str, Callable[[Settings], Any]] = {
    "vooruitblik": lambda s: per_site(lambda site: vooruitblik.outlook(s, JAAR, PEILDATUM, site)),
    "vorig jaar": lambda s: per_site(lambda site: vooruitblik.outlook(s, JAAR - 1, PEILDATUM, site)),
    "verloop": lambda s: (
        vooruitblik.bewaar_schatting(s, JAAR, BEGIN),
        per_site(lambda site: vooruitblik.verloop(s, JAAR, BEGIN, site)),
    ),
    "volledigheid": lambda s: vooruitblik.volledigheid(s, JAAR, PEILDATUM),
    "per aanbieder": lambda s: vooruitblik.per_aanbieder(s, JAAR, PEILDATUM).to_csv(),
    "crisis": lambda s: vooruitblik.crisis(s, JAAR, PEILDATUM),
    "voorstellen": lambda s: per_site(lambda site: voorstellen(s, JAAR, PEILDATUM, site)),
    "herschikking": lambda s: herschikking.bereken(s, JAAR, PEILDATUM),
    "volumes": lambda s: herschikking.volumes(s, JAAR, PEILDATUM),
    "backtest": lambda s: als_tekst(backtest(s, JAAR)),
    "ontvangst": lambda s: queries.ontvangst(s, WLZ),
    "stand": lambda s: replace(queries.stand(s), versie="", leveringen=0),  # all deliveries, of whichever regeling
    "aansluiting": lambda s: [c.productie for c in reconcile.aansluiting(s).van(WLZ).cellen],
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("domein")
    make_demo(folder / "inbox", Schaal.KLEIN, seed=5)
    settings = Settings(data=folder / "wlz")
    run.load(settings, [folder / "inbox"])
    return settings


@pytest.fixture(scope="module")
def gezegd(demo: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with copy(demo, tmp_path_factory.mktemp("gezegd")) as settings:
        return {name: ask(settings) for name, ask in VRAGEN.items()}


@contextmanager
def copy(demo: Settings, folder: Path) -> Iterator[Settings]:
    shutil.copytree(demo.data, folder / "data")
    yield Settings(data=folder / "data")


def add_production(settings: Settings, domein: str) -> None:
    """Every row of PRODUCTIE once more, threefold, as of this regeling; and a message of it that came in later."""
    current = productie.current(settings)
    assert current is not None
    for file in current[1].iterdir():
        note = pq.read_schema(file).metadata
        with duckdb.connect() as db:
            rows = db.sql(
                """
                FROM read_parquet($file) UNION ALL BY NAME
                SELECT * REPLACE ($domein AS domein, 3 * aantal AS aantal, 3 * aantal_toegekend AS aantal_toegekend,
                                  3 * ingediend_cent AS ingediend_cent, 3 * toegekend_cent AS toegekend_cent)
                FROM read_parquet($file)
                """,
                params={"file": str(file), "domein": domein},
            ).to_arrow_table()
        pq.write_table(rows.replace_schema_metadata(note), file)
    with store.open_ledger(settings).begin() as connection:
        first = sa.select(schema.leveringen).where(schema.leveringen.c.soort == "AW319").limit(1)
        row = dict(connection.execute(first).mappings().one())
        row |= {"sha256": "f" * 64, "nummer": 7, "domein": domein, "ontvangen": LATER, "status": "verwerkt"}
        connection.execute(sa.insert(schema.leveringen).values(row))


@pytest.mark.parametrize("vraag", VRAGEN)
def test_another_regeling_changes_no_figure_of_the_wlz(
    vraag: str, demo: Settings, gezegd: dict[str, Any], tmp_path: Path
):
    # R1.1, R2: what is added up is of one regeling
    with copy(demo, tmp_path) as settings:
        add_production(settings, "proef")
        assert VRAGEN[vraag](settings) == gezegd[vraag]


@pytest.mark.parametrize("vraag", VRAGEN)
def test_the_same_rows_as_wlz_would_be_noticed(vraag: str, demo: Settings, gezegd: dict[str, Any], tmp_path: Path):
    with copy(demo, tmp_path) as settings:
        add_production(settings, WLZ.domein)
        assert VRAGEN[vraag](settings) != gezegd[vraag]


def test_a_delivery_of_another_regeling_stands_apart_all_the_way(demo: Settings, tmp_path: Path):
    """From ledger to PRODUCTIE and reconciliation: what one provider claimed, as of another regeling."""
    with copy(demo, tmp_path) as settings, store.open_ledger(settings).begin() as connection:
        agb = connection.scalar(sa.select(sa.func.min(schema.leveringen.c.agb)))
        before = reconcile.aansluiting(settings)
        mine = schema.leveringen.c.agb == agb
        connection.execute(sa.update(schema.leveringen).where(mine).values(domein="proef"))
    productie.rebuild(settings, Machine.DUCKDB)
    after = reconcile.aansluiting(settings)
    assert all(cel.klopt for cel in after.cellen)
    assert {cel.domein for cel in after.cellen if cel.aanbieder == agb} == {"proef"}
    assert [(c.aanbieder, c.zorgmaand, c.productie) for c in after.van(WLZ).cellen] == [
        (c.aanbieder, c.zorgmaand, c.productie) for c in before.cellen if c.aanbieder != agb
    ]
    current = productie.current(settings)
    assert current is not None
    stand = productie.stand_op(current[1], WLZ, PEILDATUM, date(2024, 1, 1), date(2026, 12, 31))
    assert agb not in set(stand["aanbieder"])


def test_check_names_the_regeling_where_a_row_is_of_one_that_is_not_there(demo: Settings, tmp_path: Path):
    with copy(demo, tmp_path) as settings:
        add_production(settings, "proef")
        assert any(b.fout and "(proef)" in b.tekst for b in check(settings))
