"""R6, step 2: places x days x tariff, agreed or proposed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from config.words import Sector
from forecasting.wlz.crisis.bezetting import Afspraak
from forecasting.wlz.crisis.prijs import Dagtarief
from forecasting.wlz.herschikking.plaatsen import Tarieven, crisisplaatsen, crisistarief_cent
from forecasting.wlz.outlook import CrisisStand

DOORLOPEND = (date(2022, 1, 1), date.max)
HEEL_JAAR = Afspraak(4, date(2026, 1, 1), date(2026, 12, 31))


def tarief(cent: int) -> Tarieven:
    return Tarieven((Dagtarief("CVV1", cent, *DOORLOPEND),))


def stand(plekken: int, *, onder: bool | None, voorstel: int | None) -> CrisisStand:
    return CrisisStand(
        "06000001", None, "5515", Sector.VV, plekken, onder_drempel=onder, voorstel_plekken=voorstel,
        verwachte_bezetting_fractie=Fraction(1, 2),
    )  # fmt: skip


def test_below_the_line_the_proposal_counts_for_all_agreed_days():
    # R5.2: 4 plekken, verwacht 900 dagen: voorstel 3; 3 x 365 dagen x 310,00 = 339.450,00
    found = crisisplaatsen(stand(4, onder=True, voorstel=3), [HEEL_JAAR], 2026, tarief(31_000))
    assert (found.agb, found.uzovi, found.sector) == ("06000001", "5515", Sector.VV)
    assert (found.plekken_afgesproken, found.plekken, found.plaatsdagen) == (4, 3, 1_095)
    assert found.bedrag_cent == 33_945_000


def test_above_the_line_the_agreement_counts_with_its_changes_in_the_year():
    # 2 plekken t/m juni (181 dagen) en 4 vanaf juli (184 dagen): 362 + 736 = 1.098 plaatsdagen
    agreed = [Afspraak(2, date(2026, 1, 1), date(2026, 6, 30)), Afspraak(4, date(2026, 7, 1), date(2026, 12, 31))]
    found = crisisplaatsen(stand(2, onder=False, voorstel=4), agreed, 2026, tarief(100))
    assert (found.plekken, found.plaatsdagen, found.grond) == (2, 1_098, "afgesproken")
    lower = crisisplaatsen(stand(2, onder=True, voorstel=3), agreed, 2026, tarief(100))
    assert lower.plaatsdagen == 2 * 181 + 3 * 184


def test_what_staff_decided_goes_first_and_only_more_than_agreed_raises_every_period():
    # R5.2, R6 stap 2: 2 plekken t/m juni en 4 vanaf juli; besloten is 4 (zoals afgesproken), of 5 (het hele jaar)
    agreed = [Afspraak(2, date(2026, 1, 1), date(2026, 6, 30)), Afspraak(4, date(2026, 7, 1), date(2026, 12, 31))]
    for besloten, dagen in ((4, 2 * 181 + 4 * 184), (5, 5 * 365), (None, 2 * 181 + 4 * 184)):
        decided = replace(stand(4, onder=True, voorstel=3), besluit=7, besloten_plekken=besloten)
        found = crisisplaatsen(decided, agreed, 2026, tarief(100))
        assert (found.plaatsdagen, found.grond) == (dagen, "besluit 7")


def test_a_leap_year_has_a_day_more_and_an_agreement_of_another_year_none():
    leap = Afspraak(1, date(2028, 1, 1), date(2028, 12, 31))
    assert crisisplaatsen(stand(1, onder=None, voorstel=None), [leap], 2028, tarief(1)).plaatsdagen == 366
    assert crisisplaatsen(stand(1, onder=None, voorstel=None), [leap], 2026, tarief(1)).plaatsdagen == 0


def gz(eigen_cent: int | None = None, lezing: str = "eigen_dagen") -> Tarieven:
    rows = [Dagtarief(f"C{z[0]}", cent, *DOORLOPEND, z) for z, cent in (("licht", 30_000), ("zwaar", 50_000))]
    return Tarieven(tuple(rows), eigen_cent, lezing=lezing)


def test_the_tariff_is_known_or_it_is_not_made_up():
    dag = date(2026, 3, 1)
    twice = Tarieven((Dagtarief("A", 30_000, *DOORLOPEND), Dagtarief("B", 30_000, *DOORLOPEND)))
    assert crisistarief_cent(twice, dag, "", 2026) == 30_000
    assert crisistarief_cent(gz(43_333), dag, "", 2026) == 43_333
    assert crisistarief_cent(gz(), dag, "", 2026) is None
    assert crisistarief_cent(gz(43_333, "gemiddelde"), dag, "", 2026) == 40_000
    assert crisistarief_cent(Tarieven(()), dag, "", 2026) is None
    assert crisistarief_cent(Tarieven((), 43_333), dag, "", 2026) is None  # geen crisisprestatie: een open fout
    # een zwaarte die geen prestatie noemt, zegt niets over het tarief
    assert [crisistarief_cent(gz(43_333), dag, z, 2026) for z in ("licht", "zwaar", "midden")] == [
        30_000,
        50_000,
        43_333,
    ]


def test_agreed_weights_have_each_their_own_tariff():
    # R6 stap 2, par. 10.5 (licht, midden, zwaar): 1 licht x 365 x 300,00 + 1 zwaar x 365 x 500,00 = 292.000,00, ook
    # als de eigen dagen voor 80% licht waren (730 x 340,00 = 248.200,00)
    jaar = (date(2026, 1, 1), date(2026, 12, 31))
    agreed = [Afspraak(1, *jaar, "licht"), Afspraak(1, *jaar, "zwaar")]
    found = crisisplaatsen(stand(2, onder=False, voorstel=2), agreed, 2026, gz(34_000))
    assert (found.plaatsdagen, found.bedrag_cent, found.tarief_cent) == (730, 29_200_000, 40_000)
    assert [(d.zwaarte, d.plaatsdagen, d.tarief_cent) for d in found.delen] == [
        ("licht", 365, 30_000), ("zwaar", 365, 50_000),
    ]  # fmt: skip
    # zonder zwaarte: zoals voorheen
    plain = crisisplaatsen(stand(2, onder=False, voorstel=2), [Afspraak(2, *jaar)], 2026, gz(34_000))
    assert plain.bedrag_cent == 24_820_000
    # van 2 licht en 4 zwaar naar 3 plekken: 1 licht en 2 zwaar; besloten 9 plekken: 3 licht en 6 zwaar
    agreed = [Afspraak(2, *jaar, "licht"), Afspraak(4, *jaar, "zwaar")]
    fewer = crisisplaatsen(stand(6, onder=True, voorstel=3), agreed, 2026, gz())
    assert [(d.zwaarte, d.plekken) for d in fewer.delen] == [("licht", 1), ("zwaar", 2)]
    decided = replace(stand(6, onder=True, voorstel=3), besluit=7, besloten_plekken=9)
    assert [d.plekken for d in crisisplaatsen(decided, agreed, 2026, gz()).delen] == [3, 6]


def test_days_and_price_by_period():
    # 2 plekken t/m juni (181 dagen), 3 vanaf juli (184); het tarief is 310,00 t/m april (120 dagen) en 320,00 daarna:
    # 2 x 120 x 310 + 2 x 61 x 320 + 3 x 184 x 320 = 74.400 + 39.040 + 176.640 = 290.080,00
    agreed = [Afspraak(2, date(2026, 1, 1), date(2026, 6, 30)), Afspraak(3, date(2026, 7, 1), date(2026, 12, 31))]
    rows = (
        Dagtarief("CVV1", 31_000, date(2022, 1, 1), date(2026, 4, 30)),
        Dagtarief("CVV1", 32_000, date(2026, 5, 1), date.max),
    )
    found = crisisplaatsen(stand(3, onder=False, voorstel=3), agreed, 2026, Tarieven(rows))
    assert found.bedrag_cent == 29_008_000
    assert [(d.plaatsdagen, d.tarief_cent) for d in found.delen] == [(240, 31_000), (122, 32_000), (552, 32_000)]
    assert found.tarief_cent == round(29_008_000 / 914)
    # een tarief dat halverwege ophoudt zonder opvolger geldt door; een van een eerder jaar niet
    ended = (Dagtarief("CVV1", 31_000, date(2022, 1, 1), date(2026, 4, 30)),)
    assert crisisplaatsen(stand(3, onder=False, voorstel=3), agreed, 2026, Tarieven(ended)).bedrag_cent == 914 * 31_000
    old = (Dagtarief("CVV0", 29_900, date(2015, 1, 1), date(2025, 12, 31)),)
    assert crisisplaatsen(stand(3, onder=False, voorstel=3), agreed, 2026, Tarieven((*ended, *old))).bedrag_cent == (
        914 * 31_000
    )
    later = (Dagtarief("CVV1", 32_000, date(2026, 5, 1), date.max),)  # begint later in het jaar: dan dat
    assert crisisplaatsen(stand(3, onder=False, voorstel=3), agreed, 2026, Tarieven(later)).bedrag_cent == 914 * 32_000


def test_unoccupied_days_at_their_own_tariff():
    # par. 10.5 (lezing onbezet_tarief): 2 plekken, 730 dagen, 511 verwacht bezet x 310,00 + 219 x 240,00 = 210.970,00;
    # alle dagen vol: 226.300,00
    agreed, known = [Afspraak(2, date(2026, 1, 1), date(2026, 12, 31))], replace(tarief(31_000), onbezet_cent=24_000)
    expected = replace(stand(2, onder=False, voorstel=2), verwachte_dagen=Fraction(511))
    assert crisisplaatsen(expected, agreed, 2026, known).bedrag_cent == 21_097_000
    assert crisisplaatsen(expected, agreed, 2026, tarief(31_000)).bedrag_cent == 22_630_000
    # meer verwacht dan er plekken zijn: alles bezet; niets te verwachten: alles vol
    full = replace(expected, verwachte_dagen=Fraction(900))
    assert crisisplaatsen(full, agreed, 2026, known).bedrag_cent == 22_630_000
    assert crisisplaatsen(replace(expected, verwachte_dagen=None), agreed, 2026, known).bedrag_cent == 22_630_000
