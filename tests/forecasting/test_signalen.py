"""What is told beside an outlook: production that stands in none (R1.5, R2.1, R4.4)."""

from datetime import date

import pandas as pd

from config.words import Sector
from forecasting.wlz.signalen import regio_buiten_site, zonder_behandelaandeel


def row(uzovi: str, maand: date, good: int, pending: int, sector: str = "V&V") -> dict[str, object]:
    return {
        "uzovi": uzovi, "sector": sector, "zorgmaand": pd.Timestamp(maand),
        "goedgekeurd_cent": good, "in_behandeling_cent": pending,
    }  # fmt: skip


def test_production_of_a_region_of_no_site_is_told_in_euros():
    # 5515 hoort bij een site, 5507 niet; december 2025 is een ander jaar: 1.000,00 + 510,00 goedgekeurd, 5,00 wacht
    stand = pd.DataFrame(
        [
            row("5515", date(2026, 1, 1), 900_000, 0),
            row("5507", date(2025, 12, 1), 700_000, 0),
            row("5507", date(2026, 1, 1), 100_000, 0),
            row("5507", date(2026, 12, 1), 51_000, 500),
            row("5507", date(2026, 3, 1), 0, 0, "GZ"),
        ]
    )
    (told,) = regio_buiten_site(stand, 2026)
    assert (told.uzovi, told.sector) == ("5507", Sector.VV)
    assert "regio 5507 hoort bij geen site" in told.tekst
    assert "1.510,00 goedgekeurd" in told.tekst
    assert "5,00 in behandeling in 2026" in told.tekst
    assert regio_buiten_site(stand[stand["uzovi"] == "5515"], 2026) == []


def test_production_inclusief_behandeling_without_a_share_is_said_with_its_euros():
    # R3.5: 100,00 en 40,00 inclusief in de V&V, alleen van de tweede is een aandeel bekend; GGZ kent er geen
    rows = [
        ("06000001", "5505", "V&V", "regulier", "Z053", pd.Timestamp(2026, 1, 1), 10_000),
        ("06000001", "5505", "V&V", "regulier", "Z051", pd.Timestamp(2026, 1, 1), 70_000),  # exclusief
        ("06000002", "5505", "V&V", "regulier", "Z053", pd.Timestamp(2026, 2, 1), 4_000),
        ("06000003", "5505", "GGZ", "regulier", "Z053", pd.Timestamp(2026, 2, 1), 4_000),
        ("06000001", "5505", "V&V", "regulier", "Z053", pd.Timestamp(2025, 12, 1), 9_000),
    ]
    columns = ["aanbieder", "uzovi", "sector", "groep", "prestatiecode", "zorgmaand", "goedgekeurd_cent"]
    claims = pd.DataFrame(rows, columns=columns)
    (said,) = zonder_behandelaandeel(claims, {"Z053"}, {("06000002", Sector.VV)}, 2026)
    assert (said.soort, said.sector) == ("zonder_behandelaandeel", Sector.VV)
    assert said.tekst.startswith(
        "1 aanbieder levert inclusief behandeling (€ 100,00 goedgekeurd) zonder aandeel van 2025"
    )
    assert zonder_behandelaandeel(claims, {"Z053"}, {("06000001", Sector.VV), ("06000002", Sector.VV)}, 2026) == []
