"""Policy values: dated, with a source, never a silent default."""

from datetime import date
from fractions import Fraction

import pytest

from config.codes import regios, zorgkantoren, zzp_sectoren
from config.errors import BeleidswaardeOntbreekt
from config.policy import VALUES, PolicyValue, policy, policy_values, value_on
from config.words import Sector, Site


def waarde(jaar: int, bekend: date, getal: str, *, doorlopend: bool = False) -> PolicyValue:
    return PolicyValue("proef", "fractie", jaar, bekend, getal, "voorbeeld", doorlopend)


ROWS = [waarde(2025, date(2024, 10, 1), "1"), waarde(2025, date(2025, 6, 1), "2"), waarde(2026, date(2025, 10, 1), "3")]


@pytest.mark.parametrize(
    ("jaar", "peildatum", "getal"),
    [
        (2025, date(2024, 10, 1), "1"),
        (2025, date(2025, 5, 31), "1"),
        (2025, date(2025, 6, 1), "2"),
        (2026, date(2026, 1, 1), "3"),
    ],
)
def test_the_newest_value_known_on_the_day_holds(jaar: int, peildatum: date, getal: str):
    assert value_on(ROWS, "proef", jaar, peildatum).waarde == getal


@pytest.mark.parametrize(
    ("jaar", "peildatum"), [(2025, date(2024, 9, 30)), (2027, date(2027, 1, 1)), (2024, date(2026, 1, 1))]
)
def test_a_missing_value_is_an_error_that_says_where_to_add_it(jaar: int, peildatum: date):
    with pytest.raises(BeleidswaardeOntbreekt, match=r"config/values/proef\.toml"):
        value_on(ROWS, "proef", jaar, peildatum)
    with pytest.raises(BeleidswaardeOntbreekt, match=r"config/values/bestaat_niet\.toml"):
        policy("bestaat_niet", jaar, peildatum)


def test_a_running_value_holds_until_a_newer_year():
    rows = [waarde(2021, date(2020, 6, 1), "1", doorlopend=True), waarde(2026, date(2025, 6, 1), "2", doorlopend=True)]
    assert [value_on(rows, "proef", jaar, date(2030, 1, 1)).waarde for jaar in (2021, 2025, 2026, 2030)] == [
        "1",
        "1",
        "2",
        "2",
    ]


def test_a_value_that_outlives_its_policy_is_not_confirmed():
    # het inkoopbeleid is van 2021 t/m 2023
    for naam in ("drempel_korting", "drempel_crisisbezetting"):
        value = policy(naam, 2026, date(2026, 6, 23))
        assert [value.niet_bevestigd(jaar) for jaar in (2021, 2023, 2024, 2026)] == [False, False, True, True]
    assert not policy("signaal_afwijking", 2026, date(2026, 6, 23)).niet_bevestigd(2026)


def test_the_values_the_rules_name():
    # R4.3, R5.2, R3.1, R3.3
    day = date(2026, 6, 23)
    assert policy("drempel_korting", 2026, day).fractie == Fraction(1, 50)
    assert policy("drempel_crisisbezetting", 2026, day).fractie == Fraction(7, 10)
    assert policy("declaratietermijn_werkdagen", 2026, day).geheel == 17
    assert policy("signaal_afwijking", 2026, day).fractie == Fraction(1, 4)


@pytest.mark.parametrize("path", sorted(VALUES.glob("*.toml")), ids=lambda p: p.stem)
def test_every_value_has_unit_year_known_from_and_source(path):
    values = policy_values(path.stem)
    assert values
    for value in values:
        assert value.eenheid
        assert value.bron
        assert isinstance(value.bekend_vanaf, date)


def test_sites_are_the_regions_of_the_policy():
    # R4.4: Zilveren Kruis has ten regions beside Friesland; R2.1: 5502 leads to 5533
    assert len(regios(Site.ZILVEREN_KRUIS)) == 10
    assert regios(Site.FRIESLAND) == ("5533",)
    assert zorgkantoren()["5502"].regio_uzovi == "5533"


def test_care_profiles_name_their_sector():
    # R2.2, COD163
    assert [zzp_sectoren()[code] for code in ("754", "804", "882")] == [Sector.VV, Sector.GZ, Sector.GGZ]
    assert "998" not in zzp_sectoren()
