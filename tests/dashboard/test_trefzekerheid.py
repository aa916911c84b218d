"""Page Trefzekerheid and `ruimte backtest` in text: what was said, what became known (S-12, X-07)."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from config.errors import OngeldigeInvoer
from dashboard.figures import trefzekerheid as figuren
from dashboard.tables import trefzekerheid as tabellen
from dashboard.terminal import backtest as terminal
from forecasting.schatting.toets.scores import KANSEN, METHODEN, VOORSPELLINGEN, Backtest
from forecasting.wlz.backtest import run as backtest_run
from tests.dashboard.conftest import Doors, open_page, shown, words

NAN = float("nan")
MLN = 100_000_000


def backtest(werkelijk: float = 100.0 * MLN) -> Backtest:
    """V&V of one site on two days: the rule said 94 and 97, the estimate 99 (95-103) and 100 (99-101)."""
    said, chances = [], []
    for maand, regel, schatting, p10, p90 in ((5, 94, 99, 95, 103), (6, 97, 100, 99, 101)):
        day = {"jaar": 2025, "peildatum": f"2025-0{maand + 1}-24", "maanden_bekend": maand, "sector": "V&V"}
        for niveau, naam, grootte in (("site", "zilveren-kruis", ""), ("aanbieder", "06000001", "groot")):
            for methode, value in zip(METHODEN, (regel, schatting, 96, NAN), strict=True):
                band = (p10 * MLN, p90 * MLN) if methode == "schatting" else (NAN, NAN)
                said.append(
                    {**day, "niveau": niveau, "naam": naam, "grootte": grootte, "methode": methode}
                    | {"voorspeld": value * MLN, "p10": band[0], "p90": band[1], "werkelijk": werkelijk}
                )
        boven = NAN if werkelijk != werkelijk else 0.0  # noqa: PLR0124 (NaN)
        for methode, kans in (("beleidsregel", 0.0), ("schatting", 0.3)):
            chances.append(
                {**day, "niveau": "site", "naam": "zilveren-kruis", "methode": methode}
                | {"lijn": 102.0 * MLN, "kans": kans, "boven": boven}
            )
    return Backtest(
        "PRODUCTIE, leveringen t/m 23-10-2026",
        (2025,),
        pd.DataFrame(said, columns=list(VOORSPELLINGEN)),
        pd.DataFrame(chances, columns=list(KANSEN)),
    )


def test_errors_stand_side_by_side():
    # beleidsregel 6% and 3% off, schatting 1% and 0%, gelijke maanden 4%: means 4,5%, 0,5%, 4,0%
    row = shown(tabellen.per_sector(backtest())).iloc[0]
    assert row[["Wat", "Fout beleidsregel", "Fout schatting", "Fout gelijke maanden", "Fout vorig jaar"]].tolist() == [
        "site",
        "4,5%",
        "0,5%",
        "4,0%",
        "–",
    ]
    assert row["Dekking 80% schatting"] == "100%"
    assert shown(tabellen.per_grootte(backtest()))["Grootte"].tolist() == ["groot"]


def test_sectors_and_sizes_stand_in_the_order_of_every_page():
    # V&V, GZ, GGZ as on page Vooruitblik; small before large
    one = backtest()
    rows = pd.concat(
        one.voorspellingen.assign(sector=sector, grootte=grootte)
        for sector, grootte in (("GGZ", "groot"), ("GZ", "klein"), ("V&V", "middel"))
    )
    three = replace(one, voorspellingen=rows.reset_index(drop=True))
    assert shown(tabellen.per_sector(three))["Sector"].tolist() == ["V&V", "GZ", "GGZ"] * 2
    assert shown(tabellen.per_grootte(three))["Grootte"].tolist() == ["klein", "middel", "groot"] * 2


def test_how_often_we_were_right_is_said_in_a_sentence():
    # beleidsregel 6% and 3% off, schatting 1% and 0%; 100 lies in 95-103 and in 99-101; 30% said twice, never happened
    assert tabellen.samenvatting(backtest()) == (
        "In 2025 zat de schatting gemiddeld 0,5% naast wat het werd, en de beleidsregel 4,5%; 100% van de "
        "uitkomsten viel binnen het 80%-interval dat we noemden (sectoren van alle sites, 2 keer getoetst). De kans op "
        "een jaar boven de drempel was volgens ons gemiddeld 30%; het gebeurde in 0%."
    )
    made = backtest().voorspellingen  # on a day without an estimate the rule is not held against it
    early = made[made["maanden_bekend"] == 5].assign(peildatum="2025-02-25", voorspeld=NAN, p10=NAN, p90=NAN)
    early.loc[early["methode"] == "beleidsregel", "voorspeld"] = 50.0 * MLN
    longer = replace(backtest(), voorspellingen=pd.concat([made, early]))
    assert tabellen.samenvatting(longer) == tabellen.samenvatting(backtest())
    zonder = replace(backtest(), kansen=backtest().kansen.iloc[:0])
    assert tabellen.samenvatting(zonder).endswith("(sectoren van alle sites, 2 keer getoetst).")


def test_what_was_said_per_day():
    tabel = shown(tabellen.gezegd(backtest(), "V&V", "zilveren-kruis", "V&V"))
    assert tabel["Peildatum"].tolist() == ["24-06-2025", "24-07-2025"]
    assert tabel["Ernaast"].tolist() == ["-6,0%", "-3,0%"]
    assert tabel["80%-interval"].tolist()[0] == "€ 95,0 mln – € 103,0 mln"


@pytest.mark.parametrize("werkelijk", [100.0 * MLN, NAN])
def test_the_chart_is_against_the_outcome_or_the_last_estimate(werkelijk: float):
    dagen = figuren.gezegd_per_dag(backtest(werkelijk), "V&V", "zilveren-kruis")
    figure = figuren.gezegd(dagen)
    assert list(figure.data[2].y) == pytest.approx([-1, 0])
    assert list(figure.data[3].y) == pytest.approx([-6, -3])
    ticks = figure.layout.yaxis.tickvals
    assert all(a < b for a, b in pairwise(ticks))
    assert 0 in ticks


def test_the_page_tells_a_past_year(doors: Doors):
    doors.backtest = lambda jaar: backtest() if jaar == 2025 else None
    page = open_page("trefzekerheid")
    assert not page.exception
    text = words(page)
    assert "V&V: schatting 0,5% ernaast, beleidsregel 4,5%" in text
    assert "Klopten de kansen?" in text
    assert "Dit is één jaar." in text
    assert tabellen.samenvatting(backtest()) in text
    assert len(page.get("plotly_chart")) == 2
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))


def test_a_year_that_is_not_over_is_not_judged(doors: Doors):
    doors.backtest = lambda jaar: backtest(NAN)
    text = words(open_page("trefzekerheid", toetsjaar="2026"))
    assert "nog niet helemaal bekend" in text
    assert "Klopten de kansen?" not in text


def test_a_backtest_not_made_yet_names_the_command(doors: Doors):
    assert "ruimte backtest --jaar 2024" in words(open_page("trefzekerheid", toetsjaar="2024"))


def test_a_backtest_is_made_where_it_is_asked_for(doors: Doors, monkeypatch: pytest.MonkeyPatch):
    made: list[int] = []
    monkeypatch.setattr(backtest_run, "backtest", lambda settings, jaar: made.append(jaar))
    doors.backtest = lambda jaar: backtest() if jaar in made else None
    page = open_page("trefzekerheid")
    page.button[0].click().run()
    assert made == [2025]
    assert "V&V: schatting 0,5% ernaast" in words(page)


def test_why_a_backtest_cannot_be_made_is_told_on_the_page(doors: Doors, monkeypatch: pytest.MonkeyPatch):
    def refused(settings: object, jaar: int) -> None:
        raise OngeldigeInvoer("Van 2026 is nog geen maand gesloten op 2026-01-05; kies een eerder jaar.")

    monkeypatch.setattr(backtest_run, "backtest", refused)
    page = open_page("trefzekerheid", toetsjaar="2026")
    page.button[0].click().run()
    assert "kies een eerder jaar" in page.error[0].value


def test_the_terminal_says_the_same():
    text = terminal.backtest(backtest())
    assert "Trefzekerheid 2025" in text
    assert tabellen.samenvatting(backtest()) in text
    assert "4,5%" in text
    assert "nog niet helemaal bekend" in terminal.backtest(backtest(NAN))
