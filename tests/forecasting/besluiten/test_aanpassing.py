"""What decisions do to E (R3.4-R3.7), and that without them nothing moves."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from config.words import BesluitSoort, Sector, Site, Uitkomst
from forecasting.wlz.besluiten.aanpassing import (
    aanpassingen,
    benoemd,
    melding_per_maand,
    met_aanpassingen,
    over_de_rest,
)
from forecasting.wlz.besluiten.behandeling import Correctie
from forecasting.wlz.sectors import Drempels, geextrapoleerd_cent, regio_outlooks, site_outlooks
from forecasting.wlz.signalen import uitgewerkt
from loaders.extrapolation import SLEUTEL, jaarverloop
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.waarden import Bedrag, Helling, Maandbedrag, Niets, Plekken, VasteVolumes, Waarde
from loaders.tijd.workdays import dagen

OKT = date(2026, 10, 1)
REGIOS = ("5515", "5521", "5506")
NIEUW = {"06000001", "06000009"}
KNOWN = [  # aanbieder, uzovi, sector, groep, prestatiecode, tijdseenheid, zorgmaand, goedgekeurd, in behandeling
    ("06000001", "5515", "V&V", "regulier", "Z053", "14", "2026-10-01", 310_000, 0),
    ("06000001", "5515", "V&V", "crisis", "CVV1", "14", "2026-10-01", 31_000, 0),
    ("06000002", "5521", "V&V", "regulier", "Z053", "14", "2026-10-01", 31_000, 0),
]
"""E: 3.100 + 100 x 61 = 9.200 en crisis 310 + 10 x 61 = 920 in 5515; 310 + 10 x 61 = 920 euro in 5521."""


def verloop(laatste: date = OKT) -> pd.DataFrame:
    frame = pd.DataFrame(KNOWN, columns=[*SLEUTEL, "zorgmaand", "goedgekeurd_cent", "in_behandeling_cent"])
    frame["zorgmaand"] = pd.to_datetime(frame["zorgmaand"])
    return jaarverloop(frame, laatste, lambda maand, eenheid: dagen(maand, eenheid, "dagen"))


def besluit(nummer: int, soort: BesluitSoort, waarde: Waarde, **more: Any) -> Besluit:
    plain: dict[str, Any] = {
        "nummer": nummer, "soort": soort, "uitkomst": Uitkomst.ACCEPTEREN, "jaar": 2026, "agb": "06000001",
        "uzovi": "5515", "sector": Sector.VV, "vanaf": OKT, "waarde": waarde, "door": "A. Voorbeeld", "reden": "gezien",
        "genomen_op": datetime(2026, 10, 1, tzinfo=UTC),
    }  # fmt: skip
    return Besluit(**{**plain, **more})


def e_cent(besluiten: list[Besluit], correcties: dict[tuple[str, Sector], Correctie] | None = None) -> int:
    plain = verloop()
    return geextrapoleerd_cent(
        met_aanpassingen(plain, aanpassingen(besluiten, plain, OKT, correcties or {}, REGIOS, NIEUW)), OKT
    )


PLAIN = 920_000 + 92_000 + 92_000
TREND = besluit(1, BesluitSoort.TREND, Helling(100))
MELDING = besluit(2, BesluitSoort.MELDING, Maandbedrag(date(2026, 12, 1), -50_000))
RAMING = besluit(3, BesluitSoort.RAMING, Bedrag(1_000_000))


def test_without_a_decision_the_plain_rule_holds():
    assert e_cent([]) == PLAIN


def test_an_accepted_trend_counts_and_a_refused_one_does_not():
    # R3.4: 1 euro per dag per maand: 30 x 1 + 31 x 2 = 92 euro
    assert e_cent([TREND]) == PLAIN + 9_200
    assert e_cent([besluit(1, BesluitSoort.TREND, Niets(), uitkomst=Uitkomst.WEIGEREN)]) == PLAIN


def test_an_accepted_melding_counts_from_its_month_and_never_before_l():
    # R3.7: 500 euro per maand minder vanaf december
    assert e_cent([MELDING]) == PLAIN - 50_000
    assert melding_per_maand(date(2026, 12, 1), 7, date(2026, 12, 1)) == {}


def test_a_melding_of_l_or_earlier_is_in_the_production_of_l_already():
    # R3.7: 100,00 per dag t/m augustus, vanaf september 3.000,00 per maand erbij: A[september] = 6.000,00, en de rest
    # 6.000 / 30 x 92 = 18.400,00. De melding komt er niet nog eens bij; tot en met augustus telt zij september t/m dec
    for laatste in (9, 10, 11):
        assert melding_per_maand(date(2026, 9, 1), 300_000, date(2026, laatste, 1)) == {}
    assert sum(melding_per_maand(date(2026, 9, 1), 300_000, date(2026, 8, 1)).values()) == 4 * 300_000
    in_l = besluit(2, BesluitSoort.MELDING, Maandbedrag(date(2026, 10, 1), 300_000))
    assert e_cent([in_l]) == PLAIN
    (said,) = uitgewerkt([in_l], NIEUW, OKT, REGIOS, {"06000001": "Een"})
    assert (said.soort, said.agb, said.uzovi, said.naam) == ("melding_in_productie", "06000001", "5515", "Een")
    assert uitgewerkt([MELDING], NIEUW, OKT, REGIOS, {}) == []  # vanaf december: die moet nog komen


def test_an_estimate_of_a_provider_that_is_not_new_does_not_count():
    # R3.6: niet (meer) nieuw: E staat, en trend en melding tellen weer: 92 - 500 euro
    plain = verloop()
    done = aanpassingen([TREND, MELDING, RAMING], plain, OKT, {}, REGIOS, ())
    assert [(a.besluit, a.bedrag_cent) for a in done] == [(1, 9_200), (2, -50_000)]
    (said,) = uitgewerkt([TREND, MELDING, RAMING], (), OKT, REGIOS, {})
    assert (said.soort, said.agb) == ("raming_niet_nieuw", "06000001")
    assert uitgewerkt([RAMING], NIEUW, OKT, REGIOS, {}) == []
    assert uitgewerkt([RAMING], (), OKT, ("5521",), {}) == []  # van een andere regio dan gevraagd
    assert uitgewerkt([RAMING], (), date(2026, 12, 1), REGIOS, {}) == []  # L is december: geen besluit verandert E
    refused = besluit(3, BesluitSoort.RAMING, {}, uitkomst=Uitkomst.WEIGEREN)
    assert uitgewerkt([refused], (), OKT, REGIOS, {}) == []


def test_an_estimate_is_e_of_regular_production_and_stands_alone():
    # R3.6: 10.000 euro in plaats van 9.200; crisis blijft; trend en melding van deze aanbieder tellen er niet bij
    assert e_cent([RAMING]) == e_cent([TREND, MELDING, RAMING]) == PLAIN + 80_000


def test_an_estimate_of_a_provider_without_claims_is_its_e_also_where_nobody_claims():
    for uzovi in ("5515", "5506"):
        estimate = besluit(3, BesluitSoort.RAMING, Bedrag(50_000), agb="06000009", uzovi=uzovi)
        assert e_cent([estimate]) == PLAIN + 50_000


def test_a_trend_of_a_provider_that_stopped_adds_nothing():
    # R3.3: zonder productie in L is er geen rest van het jaar, ook niet door een trend
    assert e_cent([besluit(1, BesluitSoort.TREND, Helling(100), agb="06000009")]) == PLAIN


def test_a_refused_agreement_brings_the_correction_in_per_region():
    # R3.5
    correction = Correctie(Fraction(1), Fraction(0), Fraction(9), (("5515", -1_000), ("5521", -61)), ())
    place = {("06000001", Sector.VV): correction}
    refused = besluit(4, BesluitSoort.BEHANDELING, Niets(), uzovi=None, uitkomst=Uitkomst.WEIGEREN)
    assert e_cent([refused], place) == PLAIN - 1_061
    done = aanpassingen(
        [refused, TREND, besluit(9, BesluitSoort.TREND, TREND.waarde)], verloop(), OKT, place, REGIOS, NIEUW
    )
    assert [(a.besluit, a.uzovi) for a in done] == [(1, "5515"), (4, "5515"), (4, "5521"), (9, "5515")]
    assert e_cent([besluit(4, BesluitSoort.BEHANDELING, Niets(), uzovi=None)], place) == PLAIN


def test_decisions_of_other_kinds_or_regions_leave_e_alone():
    others = [
        besluit(1, BesluitSoort.CRISIS, Plekken(1)),
        besluit(2, BesluitSoort.CORRECTIE, Bedrag(5)),
        besluit(3, BesluitSoort.VASTE_VOLUMES, VasteVolumes(Site.ZILVEREN_KRUIS, OKT)),
    ]
    assert e_cent([*others, besluit(9, BesluitSoort.RAMING, Bedrag(5), uzovi="5533")]) == PLAIN
    # a refused decision of another kind says nothing about an agreement inclusief behandeling
    place = {("06000001", Sector.VV): Correctie(Fraction(1), Fraction(0), Fraction(9), (("5515", -1_000),), ())}
    assert e_cent([besluit(4, BesluitSoort.TREND, Niets(), uitkomst=Uitkomst.WEIGEREN)], place) == PLAIN


def test_a_decision_that_does_nothing_here_stops_no_other():
    # R3.6: de raming telt 80.000, haar eigen trend niet; R3.4: de trend van een ander in 5521: 92 euro
    elsewhere = besluit(9, BesluitSoort.RAMING, Bedrag(5), uzovi="5533")
    ander = besluit(5, BesluitSoort.TREND, Helling(100), agb="06000002", uzovi="5521")
    assert e_cent([elsewhere, RAMING, TREND, ander]) == PLAIN + 80_000 + 9_200


def test_after_december_nothing_is_left_to_change():
    plain = verloop(date(2026, 12, 1))
    assert aanpassingen([TREND, MELDING, RAMING], plain, date(2026, 12, 1), {}, REGIOS, NIEUW) == ()
    november = verloop(date(2026, 11, 1))
    (one,) = aanpassingen([MELDING], november, date(2026, 11, 1), {}, REGIOS, NIEUW)
    assert one.per_maand == ((date(2026, 12, 1), -50_000),)


def test_sectors_name_what_decisions_add():
    plain = verloop()
    done = aanpassingen([TREND, MELDING], plain, OKT, {}, REGIOS, NIEUW)
    known = ["goedgekeurd_cent", "in_behandeling_cent"]  # what is known does not change by a decision
    assert met_aanpassingen(plain, done)[known].sum().equals(plain[known].sum())
    regios = regio_outlooks(
        met_aanpassingen(plain, done), ("5515", "5521"), {}, {}, OKT, Drempels(Fraction("0.02"), Fraction("0.005"))
    )
    named = benoemd(regios, done)
    site = benoemd(site_outlooks(named, OKT, Drempels(Fraction("0.02"), Fraction("0.005"))), done)
    vv = [s for s in (*named, *site) if s.sector is Sector.VV]
    assert [(s.uzovi, s.besluiten_cent) for s in vv] == [("5515", -40_800), ("5521", 0), (None, -40_800)]
    assert [a.besluit for a in done] == [1, 2]


@given(st.integers(-(10**9), 10**9), st.integers(1, 11))
def test_an_amount_over_the_rest_adds_up_to_the_cent(bedrag: int, laatste: int):
    parts = over_de_rest(bedrag, date(2026, laatste, 1))
    assert sum(parts.values()) == bedrag
    assert min(parts) > date(2026, laatste, 1)
