"""R1.3: nothing takes back more than there was. Sums in cents, worked by hand."""

from collections import Counter
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.grootboek.deliveries import OPEN_EINDE
from loaders.vereffenen.credit import ANDERE_MAANDEN, HOOGSTENS, Deel, Plek, Regel, Stuk, geboekt

JAN, FEB, MEI = date(2026, 1, 1), date(2026, 2, 1), date(2026, 5, 1)
DEBET, CREDIT, TWEEDE = (1, 3), (2, 3), (3, 3)
ONTVANGEN, BEOORDEELD = date(2026, 6, 2), date(2026, 6, 10)
DAGEN = [date(2026, 6, dag) for dag in range(1, 31)]


def regel(plek: Plek, delen: dict[date, tuple[int, int]], *stukken: Stuk, dag: date = ONTVANGEN) -> Regel:
    parts = {maand: Deel(maand, aantal, cent) for maand, (aantal, cent) in delen.items()}
    return Regel(plek, (dag, f"R{plek[0]}", plek[1]), "Z053", None, "14", parts, stukken)


def beoordeeld(
    cent: dict[date, int], dagen: dict[date, int], van: date = ONTVANGEN, op: date = BEOORDEELD, tot: date = OPEN_EINDE
) -> tuple[Stuk, ...]:
    """Pending from the day received, then granted so."""
    return (*([Stuk(van, op, None, {})] if van < op else []), Stuk(op, tot, cent, dagen))


def stand(found: dict[Plek, tuple], plek: Plek, dag: date) -> tuple[dict[date, int], dict[date, int], dict[date, int]]:
    """Granted, pending and granted days by month of what a credit books, known at the end of a day."""
    granted, pending, days = Counter[date](), Counter[date](), Counter[date]()
    for row in found[plek]:
        if row.ontvangen > dag:
            continue
        if row.beoordeeld is not None and row.beoordeeld <= dag:
            granted[row.zorgmaand] += row.toegekend_cent
            days[row.zorgmaand] += row.aantal_toegekend
        else:
            pending[row.zorgmaand] += row.ingediend_cent
    return tuple({m: n for m, n in some.items() if n} for some in (granted, pending, days))  # type: ignore[return-value]


MEI_310 = regel(DEBET, {MEI: (31, 310_000)}, *beoordeeld({MEI: 310_000}, {MEI: 31}))


def credit(cent: int, dagen: int, plek: Plek = CREDIT, maand: date = MEI, dag: date = ONTVANGEN) -> Regel:
    stukken = beoordeeld({maand: -cent}, {maand: -dagen}, van=dag, op=max(dag, BEOORDEELD))
    return regel(plek, {maand: (-dagen, -cent)}, *stukken, dag=dag)


def alleen(*regels: Regel) -> dict[Plek, tuple]:
    return geboekt({r.plek: r for r in regels}, {r.plek: [DEBET] for r in regels if r.plek != DEBET})


def test_a_credit_of_its_whole_line_books_what_it_says():
    assert alleen(MEI_310, credit(310_000, 31)) == {}


def test_a_credit_takes_back_no_more_than_was_granted():
    # 310.000 ingediend, 200.000 toegekend (deels: geen dagen), geheel gecrediteerd: 200.000 terug en geen dag
    deels = regel(DEBET, {MEI: (31, 310_000)}, *beoordeeld({MEI: 200_000}, {MEI: 0}))
    found = alleen(deels, credit(310_000, 31))
    assert stand(found, CREDIT, BEOORDEELD) == ({MEI: -200_000}, {}, {})
    assert {row.reden for row in found[CREDIT]} == {HOOGSTENS}
    assert sum(row.ingediend_cent for row in found[CREDIT]) == -310_000  # the rest is afgewezen
    refused = regel(DEBET, {MEI: (31, 310_000)}, *beoordeeld({MEI: 0}, {MEI: 0}))
    assert stand(alleen(refused, credit(310_000, 31)), CREDIT, BEOORDEELD) == ({}, {}, {})


def test_a_credit_for_twice_its_line_takes_back_the_line():
    assert stand(alleen(MEI_310, credit(620_000, 62)), CREDIT, BEOORDEELD) == ({MEI: -310_000}, {}, {MEI: -31})


def test_of_two_credits_the_one_known_first_takes_first():
    # 310.000: eerst 200.000 terug, dan 310.000: nog 110.000
    first, second = credit(200_000, 20), credit(310_000, 31, TWEEDE, dag=date(2026, 6, 15))
    for order in permutations((MEI_310, first, second)):
        found = alleen(*order)
        assert found.keys() == {TWEEDE}
        assert stand(found, TWEEDE, date(2026, 6, 20)) == ({MEI: -110_000}, {}, {MEI: -11})
    again = credit(310_000, 31, TWEEDE, dag=date(2026, 6, 15))
    found = alleen(MEI_310, credit(310_000, 31), again)
    assert stand(found, TWEEDE, date(2026, 6, 20)) == ({}, {}, {})


def test_a_credit_waits_for_the_verdict_on_its_line():
    # credit toegekend op 10 juni, regel pas op 20 juni: tot dan staat de credit tegenover wat in behandeling is
    late = regel(DEBET, {MEI: (31, 310_000)}, *beoordeeld({MEI: 310_000}, {MEI: 31}, op=date(2026, 6, 20)))
    found = alleen(late, credit(310_000, 31))
    assert stand(found, CREDIT, date(2026, 6, 19)) == ({}, {MEI: -310_000}, {})
    assert stand(found, CREDIT, date(2026, 6, 20)) == ({MEI: -310_000}, {}, {MEI: -31})
    assert {row.reden for row in found[CREDIT]} == {""}


def test_a_credit_with_other_dates_counts_in_the_months_of_its_line():
    # regel over januari en februari (200.000 en 100.000), credit van 300.000 met de datums van mei
    line = regel(
        DEBET, {JAN: (20, 200_000), FEB: (10, 100_000)}, *beoordeeld({JAN: 200_000, FEB: 100_000}, {JAN: 20, FEB: 10})
    )
    found = alleen(line, credit(300_000, 30))
    assert stand(found, CREDIT, ONTVANGEN) == ({}, {JAN: -200_000, FEB: -100_000}, {})
    assert stand(found, CREDIT, BEOORDEELD) == ({JAN: -200_000, FEB: -100_000}, {}, {JAN: -20, FEB: -10})
    assert {row.reden for row in found[CREDIT]} == {ANDERE_MAANDEN}


def test_a_verdict_that_is_put_right_moves_the_credit_from_its_day_on():
    # 310.000 toegekend op 10 juni, herzien naar 100.000 op 20 juni: dan kan nog 100.000 terug
    op = date(2026, 6, 20)
    line = regel(
        DEBET, {MEI: (31, 310_000)},
        *beoordeeld({MEI: 310_000}, {MEI: 31}, tot=op), Stuk(op, OPEN_EINDE, {MEI: 100_000}, {MEI: 0}),
    )  # fmt: skip
    found = alleen(line, credit(310_000, 31))
    assert stand(found, CREDIT, date(2026, 6, 19)) == ({MEI: -310_000}, {}, {MEI: -31})
    assert stand(found, CREDIT, op) == ({MEI: -100_000}, {}, {})


@st.composite
def groepen(draw: st.DrawFn) -> tuple[Regel, list[Regel]]:
    """A line of two months and credits on it, granted in whole or in part on any day."""

    def some(plek: Plek, sign: int) -> Regel:
        maanden = draw(st.lists(st.sampled_from([JAN, FEB, MEI]), min_size=1, max_size=2, unique=True))
        delen = {m: (sign * draw(st.integers(1, 31)), sign * draw(st.integers(1, 500))) for m in sorted(maanden)}
        van = draw(st.sampled_from(DAGEN[:10]))
        op = draw(st.sampled_from([None, *DAGEN[10:]]))
        if op is None:
            return regel(plek, delen, Stuk(van, OPEN_EINDE, None, {}), dag=van)
        whole = draw(st.booleans())
        cent = {m: c if whole else draw(st.integers(min(0, c), max(0, c))) for m, (_, c) in delen.items()}
        whole = sum(cent.values()) == sum(c for _, c in delen.values())
        dagen = {m: a if whole else 0 for m, (a, _) in delen.items()}
        return regel(plek, delen, *beoordeeld(cent, dagen, van=van, op=op), dag=van)

    return some(DEBET, 1), [some((n, 3), -1) for n in range(2, 2 + draw(st.integers(1, 3)))]


@given(groepen())
def test_on_no_day_is_more_taken_back_than_was_granted(groep: tuple[Regel, list[Regel]]):
    line, credits = groep
    found = alleen(line, *credits)
    for dag in DAGEN:
        stuk = line.op(dag)
        left: Counter[date] = Counter(stuk.toegekend_cent or {}) if stuk else Counter()
        for one in credits:
            own = one.op(dag)
            if one.plek in found:
                left.update(stand(found, one.plek, dag)[0])
            elif own and own.toegekend_cent:
                left.update(own.toegekend_cent)
        assert not [cent for cent in left.values() if cent < 0] or stuk is None


@pytest.mark.parametrize("aantal", [1, 2, 3])
def test_the_order_of_the_lines_says_nothing(aantal: int):
    mine = [credit(150_000, 15, (n, 3), dag=date(2026, 6, n)) for n in range(2, 2 + aantal)]
    want = alleen(MEI_310, *mine)
    assert all(alleen(*order) == want for order in permutations((MEI_310, *mine)))
