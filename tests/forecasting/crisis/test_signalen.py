"""R5: what is wrong or remarkable about crisis beds is named, with whose it is and how much."""

from dataclasses import replace
from datetime import date

from config.words import Sector
from forecasting.wlz.crisis import signalen
from forecasting.wlz.crisis.bezetting import NIETS_IN_L, NOG_NIET_BEGONNEN, Afspraak, binnen_afspraak
from forecasting.wlz.crisis.onbezet import Onbezet
from forecasting.wlz.crisis.registratie import Geregistreerd, Registratie, Verblijf
from forecasting.wlz.outlook import CrisisStand, Signaal

EEN, TWEE = "06000001", "06000002"
NAMEN = {EEN: "Voorbeeldzorg Een"}
JAN, FEB, MRT = (date(2026, m, 1) for m in (1, 2, 3))
EINDE_FEB = date(2026, 2, 28)
HEEL_JAAR = [Afspraak(1, JAN, date(2026, 12, 31))]
STAND = CrisisStand(EEN, NAMEN[EEN], "5515", Sector.VV, 1)


def verblijf(begin: date, eind: date | None) -> Verblijf:
    return Verblijf("licht", begin, eind)


def van(
    bezet: dict[date, int] | None, afspraken: list[Afspraak] = HEEL_JAAR, geteld: Registratie | None = None,
    stand: CrisisStand = STAND,
) -> list[Signaal]:  # fmt: skip
    vraag = geteld.verblijfsdagen if geteld else bezet or {}
    counted = None if bezet is None else bezet if geteld else binnen_afspraak(bezet, afspraken)
    return signalen.van_afspraak(stand, counted, vraag, afspraken, geteld, FEB)


def soorten(
    bezet: dict[date, int] | None, afspraken: list[Afspraak] = HEEL_JAAR, geteld: Registratie | None = None
) -> list[str]:
    return [s.soort for s in van(bezet, afspraken, geteld)]


def test_days_claimed_without_places_are_named_with_their_number():
    # 5 + 2 dagen in 2026; dagen van 2025, en een credit die alles wegneemt, zijn dit jaar niets
    place = (EEN, "5515", Sector.VV)
    claims = {
        place: {JAN: 5, FEB: 2, date(2025, 12, 1): 9},
        (TWEE, "5515", Sector.VV): {date(2025, 12, 1): 9},
        (TWEE, "5521", Sector.VV): {JAN: 3, FEB: -3},
    }
    text = "crisisdagen zonder afspraak over plekken: 7 dagen gedeclareerd"
    found = [Signaal("crisis_zonder_afspraak", text, EEN, "5515", Sector.VV, "Voorbeeldzorg Een")]
    assert signalen.zonder_afspraak(claims, {}, [], 2026, NAMEN) == found
    assert signalen.zonder_afspraak(claims, {}, [(EEN, "5515", Sector.GZ)], 2026, NAMEN) == found
    assert signalen.zonder_afspraak(claims, {}, [place], 2026, NAMEN) == []


def test_stays_without_places_are_those_that_touch_the_year():
    stays = {
        (EEN, "5515"): [
            verblijf(date(2025, 12, 30), date(2026, 1, 1)),
            verblijf(date(2025, 6, 1), None),
            verblijf(date(2026, 12, 31), date(2027, 1, 2)),
            verblijf(date(2025, 6, 1), date(2025, 12, 31)),
            verblijf(date(2027, 1, 1), None),
        ],
        (TWEE, "5515"): [verblijf(date(2025, 1, 1), date(2025, 2, 1))],
    }
    text = "verblijven zonder afspraak over plekken: 3 geregistreerd"
    assert signalen.zonder_afspraak({}, stays, [(EEN, "5515", Sector.VV)], 2026, NAMEN) == [
        Signaal("crisis_zonder_afspraak", text, EEN, "5515", Sector.GZ, "Voorbeeldzorg Een")
    ]
    assert signalen.zonder_afspraak({}, stays, [(EEN, "5515", Sector.GZ)], 2026, NAMEN) == []


def test_what_is_named_comes_by_provider():
    claims = {(agb, "5515", Sector.VV): {JAN: 1} for agb in (TWEE, EEN)}
    stays = {(agb, "5515"): [verblijf(JAN, FEB), verblijf(FEB, JAN)] for agb in (TWEE, EEN)}
    found = signalen.zonder_afspraak(claims, stays, [], 2026, NAMEN)
    assert [(s.agb, s.sector) for s in found] == [
        (EEN, Sector.VV), (TWEE, Sector.VV), (EEN, Sector.GZ), (TWEE, Sector.GZ),
    ]  # fmt: skip
    assert [s.agb for s in signalen.registratie(Geregistreerd(stays, {"5515": MRT}), NAMEN, EINDE_FEB)] == [EEN, TWEE]


def test_places_without_any_day_and_without_one_in_l_are_told_apart():
    assert soorten(None) == []  # there is no occupancy (GGZ), so nothing is missing
    assert soorten({date(2025, 12, 1): 5, MRT: 5}) == ["afspraak_zonder_productie"]  # of another year, and after L
    assert soorten({JAN: 5}) == ["geen_crisisdagen"]
    assert soorten({JAN: 5, FEB: 1}) == []
    assert soorten({JAN: 5}, [Afspraak(1, JAN, date(2026, 1, 31))]) == []  # no places in L: nothing is expected
    later = [Afspraak(1, JAN, date(2026, 1, 31)), Afspraak(1, FEB, EINDE_FEB)]
    assert soorten({JAN: 5}, later) == ["geen_crisisdagen"]
    (one,) = van({JAN: 5})
    assert (one.agb, one.uzovi, one.sector, one.naam) == (EEN, "5515", Sector.VV, "Voorbeeldzorg Een")


def test_days_outside_the_agreement_are_counted_apart():
    # R5.1: afspraak vanaf 15 februari (14 dagen): 20 dagen in januari en 6 van de 20 in februari vallen erbuiten
    found = van({JAN: 20, FEB: 20}, [Afspraak(1, date(2026, 2, 15), date(2026, 12, 31))])
    assert [(s.soort, s.tekst.split()[0]) for s in found] == [("buiten_afspraak", "26")]


def test_no_ground_for_a_judgement_is_said_and_no_day_is_missed_before_the_agreement():
    later = [Afspraak(1, MRT, date(2026, 12, 31))]
    stand = replace(STAND, reden=NOG_NIET_BEGONNEN, beschikbare_dagen=0)
    (one,) = van({}, later, stand=stand)
    assert (one.soort, one.tekst) == ("crisis_niet_te_beoordelen", NOG_NIET_BEGONNEN)
    assert [s.soort for s in van({}, HEEL_JAAR, stand=replace(STAND, reden=NIETS_IN_L))] == [
        "crisis_niet_te_beoordelen", "afspraak_zonder_productie",
    ]  # fmt: skip
    assert [s.soort for s in van({JAN: 5}, stand=replace(STAND, reden=NIETS_IN_L))] == ["crisis_niet_te_beoordelen"]


def test_more_days_than_places_are_counted_month_by_month_up_to_l():
    # 1 plek: januari 33 van 31 en februari 30 van 28 is 4 te veel; maart ligt na L. Volle maanden zijn niets te veel
    (one,) = van({JAN: 33, FEB: 30, MRT: 60})
    assert (one.soort, one.tekst.split()[0]) == ("meer_dan_plekken", "4")
    (one,) = van({JAN: 33, FEB: 1})
    assert one.tekst.split()[0] == "2"  # wat februari overlaat, neemt januari niet weg
    assert soorten({JAN: 31, FEB: 28}) == []


def test_registered_days_above_the_places_are_those_that_were_not_counted():
    # geteld 31 + 28, geregistreerd 40 + 28: 9 verblijfsdagen boven de plekken
    geteld = Registratie({JAN: 31, FEB: 28}, {JAN: 40, FEB: 28, MRT: 99}, ())
    (one,) = van(geteld.bezet, HEEL_JAAR, geteld)
    assert (one.soort, one.tekst.split()[0], "niet mee" in one.tekst) == ("meer_dan_plekken", "9", True)
    assert soorten(geteld.bezet, HEEL_JAAR, replace(geteld, verblijfsdagen=geteld.bezet)) == []
    (none,) = van({JAN: 31}, HEEL_JAAR, Registratie({JAN: 31}, {JAN: 31, FEB: 1}, ()))
    assert none.tekst.startswith("1 verblijfsdagen")  # in februari telde er geen


def test_a_registration_delivered_before_l_was_over_is_old_and_impossible_stays_are_counted():
    stays = {(EEN, "5515"): [verblijf(FEB, JAN), verblijf(FEB, JAN), verblijf(JAN, JAN)]}
    wrong = signalen.registratie(Geregistreerd(stays, {"5515": MRT}), NAMEN, EINDE_FEB)
    text = "2 verblijven eindigen voor zij beginnen; zij tellen niet mee"
    assert wrong == [Signaal("registratie_onmogelijk", text, EEN, "5515", Sector.GZ, "Voorbeeldzorg Een")]
    # by region: that of 5515 is of 1 March, that of 5521 of 28 February; of 5533 the day is not known
    days = {"5515": MRT, "5521": EINDE_FEB, "5533": date.min}
    old, undated = signalen.registratie(Geregistreerd({}, days), NAMEN, EINDE_FEB)
    assert (old.soort, old.sector, old.uzovi) == ("registratie_verouderd", Sector.GZ, "5521")
    assert "28-02-2026" in old.tekst
    assert (undated.soort, undated.uzovi, "niet bekend wanneer" in undated.tekst) == (old.soort, "5533", True)
    assert signalen.registratie(Geregistreerd({}, {}), NAMEN, EINDE_FEB) == []


def test_unoccupied_days_that_do_not_count_are_told_in_euros():
    # R5.4: 31 x 240,00 = 7.440 telt; 9 x 240,00 = 2.160 kwam na de peildatum
    jan, feb = (Onbezet(EEN, "5515", maand, dagen, 24_000) for maand, dagen in ((JAN, 31), (FEB, 9)))
    later, missing = signalen.onbezet([jan, feb], [jan], FEB)
    assert (later.soort, later.tekst.endswith(": € 2.160,00")) == ("nog_niet_geteld", True)
    assert missing.soort == "onbezet_onvolledig"  # niets over L, dus ook niets in de rest van het jaar
    assert signalen.onbezet([jan], [jan], JAN) == signalen.onbezet([], [], JAN) == []
    granted = [replace(rij, toegekend_cent=rij.bedrag_cent, is_gedeclareerd=True) for rij in (jan, feb)]
    (twice,) = signalen.onbezet([jan, feb], granted, FEB)
    assert (twice.soort, twice.tekst[:9], twice.tekst.endswith(": € 9.600,00")) == (
        "onbezet_dubbel", "2 maanden", True,
    )  # fmt: skip


def test_an_agreement_is_for_the_whole_year_and_with_who_had_one():
    # par. 10.5: 1 april t/m 30 november mist 90 + 31 = 121 dagen van 2026; zonder afspraak in 2025 is zij nieuw
    part = [Afspraak(1, date(2026, 4, 1), date(2026, 11, 30))]
    here, other = (EEN, "5515", Sector.VV), (TWEE, "5515", Sector.VV)
    found = signalen.over_de_afspraak(STAND, part, 2026, [other])
    assert [(s.soort, s.agb) for s in found] == [
        ("crisisafspraak_nieuw", EEN), ("crisisafspraak_deel_van_het_jaar", EEN),
    ]  # fmt: skip
    assert found[1].tekst.startswith("op 121 dagen van 2026")
    assert [s.soort for s in signalen.over_de_afspraak(STAND, part, 2026, [here])] == [
        "crisisafspraak_deel_van_het_jaar"
    ]
    assert signalen.over_de_afspraak(STAND, HEEL_JAAR, 2026, [here]) == []
    assert signalen.over_de_afspraak(STAND, HEEL_JAAR, 2026, []) == []  # over 2025 is niets bekend
    # geen plekken is geen afspraak voor een deel van het jaar; twee perioden die aansluiten zijn het hele jaar
    assert signalen.over_de_afspraak(STAND, [replace(part[0], plekken=0)], 2026, [here]) == []
    halves = [Afspraak(1, JAN, date(2026, 6, 30)), Afspraak(2, date(2026, 7, 1), date(2026, 12, 31))]
    assert signalen.over_de_afspraak(STAND, halves, 2026, [here]) == []


def test_more_unoccupied_days_than_the_places_have_are_told():
    # R5.4: 2 plekken in mei zijn 62 dagen; van 1 tot en met 10 mei 20
    row = Onbezet("06000001", "5515", date(2026, 5, 1), 62, 24_000)
    place = ("06000001", "5515", Sector.VV)
    whole = {place: [Afspraak(2, date(2026, 1, 1), date(2026, 12, 31))]}
    part = {place: [Afspraak(2, date(2026, 5, 1), date(2026, 5, 10))]}
    other = {("06000001", "5515", Sector.GZ): [Afspraak(1, date(2026, 1, 1), date(2026, 12, 31))]}
    assert signalen.te_veel_onbezet([row], whole) == []
    (told,) = signalen.te_veel_onbezet([replace(row, dagen=63)], whole)
    assert (told.soort, told.agb, told.uzovi) == ("te_veel_onbezet", "06000001", "5515")
    assert told.tekst.startswith("63 betaalde onbezette dagen in 05-2026, en de afgesproken plekken hebben er 62;")
    (told,) = signalen.te_veel_onbezet([row], part)
    assert "hebben er 20" in told.tekst
    assert signalen.te_veel_onbezet([replace(row, dagen=93)], whole | other) == []  # places of all sectors together
    assert signalen.te_veel_onbezet([row], {}) == []  # of places nothing is known
