"""Scores by hand (R4.6, S-12): what was said against what became known."""

import pandas as pd
import pytest

from forecasting.schatting.toets.scores import KANSEN, VOORSPELLINGEN, betrouwbaarheid, brier, grootte, scores

NAN = float("nan")


def said(methode: str, voorspeld: float, werkelijk: float, p10: float = NAN, p90: float = NAN) -> dict[str, object]:
    return {
        **dict.fromkeys(VOORSPELLINGEN, ""),
        "maanden_bekend": 5,
        "methode": methode,
        "voorspeld": voorspeld,
        "p10": p10,
        "p90": p90,
        "werkelijk": werkelijk,
    }


def test_error_bias_coverage_and_interval_score_by_hand():
    # said 110 and 90 of 100: error 10%, bias 0. Intervals 90-120 (holds 100, width 30) and 80-95 (misses 100 by 5):
    # interval scores 0,30 and 0,15 + 2 / 0,2 x 0,05 = 0,65, mean 0,475; coverage 1 of 2.
    found = scores(pd.DataFrame([said("schatting", 110, 100, 90, 120), said("schatting", 90, 100, 80, 95)])).iloc[0]
    assert found[["aantal", "fout", "dekking", "intervalscore"]].tolist() == pytest.approx([2, 0.1, 0.5, 0.475])
    assert found["vertekening"] == pytest.approx(0)


def test_what_is_not_known_or_not_said_is_not_judged():
    rows = [said("beleidsregel", 110, 100), said("beleidsregel", 500, NAN), said("beleidsregel", NAN, 100)]
    found = scores(pd.DataFrame(rows))
    assert found["aantal"].tolist() == [1]
    assert found["dekking"].isna().all()


def test_methods_stand_in_their_order():
    rows = [said(m, 1, 1) for m in ("vorig jaar", "schatting", "beleidsregel")]
    assert scores(pd.DataFrame(rows), ["methode"])["methode"].tolist() == ["beleidsregel", "schatting", "vorig jaar"]


def chances(*pairs: tuple[float, float]) -> pd.DataFrame:
    rows = [
        {**dict.fromkeys(KANSEN, ""), "methode": "schatting", "kans": kans, "boven": boven} for kans, boven in pairs
    ]
    return pd.DataFrame(rows)


def test_brier_score_by_hand():
    # (0,8 - 1)^2 and (0,3 - 0)^2: mean of 0,04 and 0,09
    found = brier(chances((0.8, 1), (0.3, 0), (0.5, NAN))).iloc[0]
    assert found["brier"] == pytest.approx(0.065)
    assert found["aantal"] == 2


def test_reliability_counts_every_chance_once():
    found = betrouwbaarheid(chances((0.0, 0), (0.05, 0), (0.1, 1), (0.6, 1), (0.7, 0), (1.0, 1)))
    assert found["aantal"].tolist() == [2, 1, 2, 1]
    assert found["boven"].tolist() == [0, 1, 0.5, 1]


def test_sizes_are_thirds_of_the_sector():
    amounts, sector = pd.Series([1, 2, 3, 30, 20, 10]), pd.Series(["a"] * 3 + ["b"] * 3)
    assert grootte(amounts, sector).tolist() == ["klein", "middel", "groot", "groot", "middel", "klein"]
