"""Every number and date format (X-03, X-04). Numbers come in exact and go out as text."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

from loaders.tijd.workdays import dag_in_nederland

TAAL = "nl"
ONBEKEND = "onbekend"
GEEN = "geen"
NIETS = "–"
NVT = "n.v.t."
GEEN_OORDEEL = "geen oordeel"
NABIJ_DREMPEL = Fraction(5, 1000)
"""Within half a percentage point of the drempel a percentage gets two decimals (X-04)."""
MEESTE_DECIMALEN = 12
BIJNA_NUL, BIJNA_ZEKER = 0.01, 0.99


def _afgerond(getal: Fraction, decimalen: int) -> Decimal:
    """Half away from zero, exact: a float or a binary half never decides a digit."""
    schaal = 10**decimalen
    heel = int(abs(getal) * schaal + Fraction(1, 2))
    return Decimal(-heel if getal < 0 else heel).scaleb(-decimalen)


def _getal(waarde: Decimal, decimalen: int = 0) -> str:
    patroon = "#,##0" + ("." + "0" * decimalen if decimalen else "")
    return str(format_decimal(waarde, format=patroon, locale=TAAL, decimal_quantization=False))


def _bedrag(waarde: Decimal, decimalen: int = 0, eenheid: str = "") -> str:
    """The minus stands before the whole amount; nothing is ever "-€ 0"."""
    return f"{'-' if waarde < 0 else ''}€ {_getal(abs(waarde), decimalen)}{eenheid}"


def aantal(waarde: int) -> str:
    """A whole number: 1.234.567."""
    return _getal(Decimal(waarde))


def euro(cent: int) -> str:
    """Whole euros.

    >>> euro(123_456_789), euro(-123_456), euro(-40)
    ('€ 1.234.568', '-€ 1.235', '€ 0')
    """
    return _bedrag(_afgerond(Fraction(cent, 100), 0))


def euro_exact(cent: int) -> str:
    """Euros and cents, for a sum someone wants to check.

    >>> euro_exact(123_456_789)
    '€ 1.234.567,89'
    """
    return _bedrag(_afgerond(Fraction(cent, 100), 2), 2)


def euro_mln(cent: int) -> str:
    """Short, for charts and sentences: mld, mln, or whole euros below a million.

    >>> euro_mln(123_456_789_000), euro_mln(123_456_789), euro_mln(12_345_678)
    ('€ 1,23 mld', '€ 1,2 mln', '€ 123.457')
    """
    if abs(cent) >= 10**11:
        return _bedrag(_afgerond(Fraction(cent, 10**11), 2), 2, " mld")
    if abs(cent) >= 10**8:
        return _bedrag(_afgerond(Fraction(cent, 10**8), 1), 1, " mln")
    return euro(cent)


def euro_as(cent: int) -> str:
    """A round amount on an axis.

    >>> euro_as(0), euro_as(5_000_000_000)
    ('€ 0', '€ 50 mln')
    """
    return euro_mln(cent).replace(",00 ", " ").replace(",0 ", " ")


def as_cents(tekst: str) -> int | None:
    """An amount as people write it, in cents; None when it is not one.

    >>> as_cents("12.345,67"), as_cents("€ 80"), as_cents("veel"), as_cents("1,234")
    (1234567, 8000, None, None)
    """
    whole, _, part = tekst.replace("€", "").replace(" ", "").replace(".", "").partition(",")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 12 and len(part) <= 2 and (part or "0").isdigit()):
        return None
    return int(Decimal(f"{whole}.{part or '0'}") * 100)


def procent(fractie: Fraction, drempel: Fraction | None = None) -> str:
    """One decimal; two within half a percentage point of `drempel`, more where rounding would hide its side (X-04).

    Never three decimals: "1,996" reads as a thousand to many eyes (X-03), so it becomes 1,9960.

    >>> procent(Fraction("0.0137")), procent(Fraction("0.0137"), Fraction("0.02"))
    ('1,4%', '1,4%')
    >>> procent(Fraction("0.0169"), Fraction("0.02")), procent(Fraction("0.01996"), Fraction("0.02"))
    ('1,69%', '1,9960%')
    """
    decimalen = 1
    if drempel is not None and abs(fractie - drempel) < NABIJ_DREMPEL:
        decimalen = _decimalen_die_verschil_tonen(fractie * 100, drempel * 100)
    return f"{_getal(_afgerond(fractie * 100, decimalen), decimalen)}%"


def procent_heel(fractie: Fraction) -> str:
    """Whole percents, towards zero: what is not all in never reads as 100%.

    >>> procent_heel(Fraction("0.9999")), procent_heel(Fraction("1.06"))
    ('99%', '106%')
    """
    return f"{_getal(Decimal(int(fractie * 100)))}%"


def procent_bereik(laag: Fraction | float, hoog: Fraction | float) -> str:
    """A narrow range, from one percentage to another.

    >>> procent_bereik(0.009, 0.026)
    '0,9–2,6%'
    """
    return f"{procent(Fraction(laag)).removesuffix('%')}–{procent(Fraction(hoog))}"


def procent_van_tot(laag: Fraction | float, hoog: Fraction | float) -> str:
    """A wide range; one percentage where both read the same.

    >>> procent_van_tot(0.5812, 0.7391), procent_van_tot(1, 1)
    ('58,1% – 73,9%', '100,0%')
    """
    van, tot = procent(Fraction(laag)), procent(Fraction(hoog))
    return tot if van == tot else f"{van} – {tot}"


def procent_rond(fractie: Fraction | float) -> str:
    """Whole percents, to the nearest.

    >>> procent_rond(0.8133), procent_rond(Fraction("0.666"))
    ('81%', '67%')
    """
    return f"{round(fractie * 100)}%"


def procent_precies(fractie: Fraction) -> str:
    """Six decimals, for a sum someone wants to check; the figure itself stays exact.

    >>> procent_precies(Fraction(50_000, 3_650_000))
    '1,369863%'
    """
    return f"{_getal(_afgerond(fractie * 100, 6), 6)}%"


def procentpunt(fractie: Fraction) -> str:
    """A distance in percentage points, without sign; more decimals where it would read as nothing.

    >>> procentpunt(Fraction("0.0131")), procentpunt(Fraction("0.0031")), procentpunt(Fraction("-0.00004"))
    ('1,3 procentpunt', '0,31 procentpunt', '0,0040 procentpunt')
    """
    punt = abs(fractie) * 100
    decimalen = 1 if punt >= Fraction(1, 2) else _decimalen_die_verschil_tonen(punt, Fraction(0))
    return f"{_getal(_afgerond(punt, decimalen), decimalen)} procentpunt"


def _decimalen_die_verschil_tonen(getal: Fraction, grens: Fraction) -> int:
    if getal == grens:
        return 2
    return next(
        (n for n in range(2, MEESTE_DECIMALEN) if n != 3 and _afgerond(getal, n) != _afgerond(grens, n)),
        MEESTE_DECIMALEN,
    )


def drempel(fractie: Fraction) -> str:
    """The drempel itself, as the policy writes it: 2% or 70%.

    >>> drempel(Fraction("0.02")), drempel(Fraction("0.025"))
    ('2%', '2,5%')
    """
    return procent(fractie).replace(",0%", "%")


def kans(waarde: float) -> str:
    """A small probability; never three decimals, which read as a thousand (X-03).

    >>> kans(0.0234), kans(0.00004)
    ('0,0234', 'minder dan 0,0001')
    """
    afgerond = _afgerond(Fraction(waarde), 4)
    return _getal(afgerond, 4) if afgerond else "minder dan 0,0001"


def kans_procent(waarde: float) -> str:
    """A probability in whole percents, never certain.

    >>> kans_procent(0.374), kans_procent(0.0), kans_procent(1.0)
    ('37%', 'minder dan 1%', 'meer dan 99%')
    """
    if waarde < BIJNA_NUL:
        return "minder dan 1%"
    return "meer dan 99%" if waarde > BIJNA_ZEKER else procent_rond(waarde)


def score(waarde: float) -> str:
    """A score in four decimals, never three (X-03).

    >>> score(0.0894)
    '0,0894'
    """
    return _getal(_afgerond(Fraction(waarde), 4), 4)


def aantal_precies(waarde: Fraction) -> str:
    """A number with one decimal: 1.234,5."""
    return _getal(_afgerond(waarde, 1), 1)


def met_teken(waarde: float, tekst: str) -> str:
    """With a plus before what is more; nothing before what reads as nothing.

    >>> met_teken(0.012, "1,2%"), met_teken(0.0001, "0,0%"), met_teken(-0.012, "-1,2%")
    ('+1,2%', '0,0%', '-1,2%')
    """
    return f"+{tekst}" if waarde > 0 and any(cijfer in tekst for cijfer in "123456789") else tekst


def maand(dag: date) -> str:
    """mei 2026."""
    return str(format_date(dag, "MMMM yyyy", locale=TAAL))


def maand_kort(dag: date) -> str:
    """mei: the label of a month on an axis."""
    return str(format_date(dag, "LLL", locale=TAAL)).rstrip(".")


def maandnaam(dag: date) -> str:
    """mei, september: the month without its year."""
    return str(format_date(dag, "LLLL", locale=TAAL))


def datum(dag: date | datetime) -> str:
    """23 juni 2026; of a moment its day in the Netherlands."""
    return str(format_date(_dag(dag), "d MMMM yyyy", locale=TAAL))


def dag_maand(dag: date) -> str:
    """23 jun: the label of a day on an axis."""
    return str(format_date(dag, "d LLL", locale=TAAL)).rstrip(".")


def datum_kort(dag: date | datetime) -> str:
    """23-06-2026, for tables; of a moment its day in the Netherlands."""
    return str(format_date(_dag(dag), "dd-MM-yyyy", locale=TAAL))


def _dag(dag: date | datetime) -> date:
    return dag_in_nederland(dag) if isinstance(dag, datetime) else dag


def periode(eerste: date, laatste: date) -> str:
    """januari t/m mei 2026, or januari 2026."""
    if (eerste.year, eerste.month) == (laatste.year, laatste.month):
        return maand(laatste)
    return f"{maandnaam(eerste)} t/m {maand(laatste)}"


def punten(fractie: Fraction) -> str:
    """Points of korting.

    >>> punten(Fraction(125, 10_000)), punten(Fraction(-1, 1000))
    ('+1,25 punt', '-0,10 punt')
    """
    honderdsten = round(abs(fractie) * 10_000)
    sign = "-" if fractie < 0 else "+"
    return f"{sign}{honderdsten // 100},{honderdsten % 100:02} punt"
