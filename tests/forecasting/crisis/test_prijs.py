"""R6, step 2: what a provider's own crisis days cost."""

from datetime import date
from fractions import Fraction

import pandas as pd

from config.words import Sector
from forecasting.wlz.crisis.prijs import Dagtarief, dagprijzen, dagtarieven

PLACE = ("06000001", "5515", Sector.GZ)
HEEL = (date(2026, 1, 1), date(2026, 12, 31))


def stand(*rows: tuple[str, str, int, int, int, int]) -> pd.DataFrame:
    """Rows of one provider: prestatiecode, zorgmaand, ingediend, goedgekeurd, in behandeling, days granted in full."""
    columns = [
        "prestatiecode",
        "zorgmaand",
        "ingediend_cent",
        "goedgekeurd_cent",
        "in_behandeling_cent",
        "aantal_toegekend",
    ]
    frame = pd.DataFrame(rows, columns=columns).assign(aanbieder="06000001", uzovi="5515", sector="GZ", groep="crisis")
    return frame.assign(zorgmaand=pd.to_datetime(frame["zorgmaand"]))


def test_euros_and_days_are_of_the_same_lines():
    # 10 dagen van 300,00 in februari geheel toegekend; in maart 10 dagen voor 2.900,00 van 3.000,00: die tellen geen
    # dagen, dus ook geen euro's: 300,00, en niet 5.900,00 / 10 = 590,00
    february, march = ("CGL1", "2026-02-01", 300_000, 300_000, 0, 10), ("CGL1", "2026-03-01", 300_000, 290_000, 0, 0)
    assert dagprijzen(stand(february, march), {}) == {PLACE: Fraction(30_000)}
    # wat nog in behandeling is staat er los van
    pending = ("CGL1", "2026-02-01", 600_000, 300_000, 300_000, 10)
    assert dagprijzen(stand(pending), {}) == {PLACE: Fraction(30_000)}
    assert dagprijzen(stand(march), {}) == {}


def test_a_month_with_both_takes_its_whole_days_at_the_tariff_of_its_prestatie():
    # april: 20 dagen ingediend, 10 geheel (3.000,00) en 10 deels (2.900,00) toegekend: 10 dagen x 310,00 van april.
    # Zonder tarief blijven zij weg
    april = ("CGL1", "2026-04-01", 600_000, 590_000, 0, 10)
    zwaar = ("CGZ1", "2026-02-01", 500_000, 500_000, 0, 10)
    rates = {Sector.GZ: (
        Dagtarief("CGL1", 30_000, date(2025, 1, 1), date(2026, 3, 31), "licht"),
        Dagtarief("CGL1", 31_000, date(2026, 4, 1), date.max, "licht"),
    )}  # fmt: skip
    assert dagprijzen(stand(april, zwaar), rates) == {PLACE: Fraction(10 * 31_000 + 500_000, 20)}
    assert dagprijzen(stand(april, zwaar), {}) == {PLACE: Fraction(50_000)}
    assert dagprijzen(stand(april).assign(groep="regulier"), rates) == {}


def test_the_weight_of_a_prestatie_is_a_word_of_its_profile_or_description():
    def row(code: str, profiel: str | None, omschrijving: str | None, **more: object) -> dict[str, object]:
        plain = {"prestatiecode": code, "zorgprofiel": profiel, "omschrijving": omschrijving, "groep": "crisis",
                 "sector": "GZ", "tarief_cent": 5, "geldig_van": HEEL[0], "geldig_tot": None}  # fmt: skip
        return {**plain, **more}

    rows = [
        row("A", "licht", None), row("B", None, "Crisisbed GZ Zwaar"), row("C", None, "licht of zwaar"), row("D", None,
        None), row("E", None, None, sector="V&V"), row("F", None, None, groep="regulier"), row("G", None, None,
        tarief_cent=None),
    ]  # fmt: skip
    assert [(t.prestatiecode, t.zwaarte, t.tot) for t in dagtarieven(rows, Sector.GZ)] == [
        ("A", "licht", date.max), ("B", "zwaar", date.max), ("C", "", date.max), ("D", "", date.max),
    ]  # fmt: skip
