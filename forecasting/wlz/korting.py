"""R4.2 and R4.3: the korting and the 2% line."""

from fractions import Fraction


def korting_fractie(geextrapoleerd_cent: int, beschikbaar_cent: int) -> Fraction:
    """Cut that brings the extrapolated production back to what is available for it; exact, 1/50 means 2%.

    `beschikbaar_cent`: the contracteerruimte less the commitments outside AW319. Without production there is nothing
    to cut. Never more than all of it: commitments above the contracteerruimte are no production.

    Bron: regel R4.2; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 5.9: "de procentuele korting op financiële
    waarde van de geëxtrapoleerde gerealiseerde productie".

    >>> float(round(korting_fractie(3_650_000_00, 3_600_000_00), 6))
    0.013699
    """
    if geextrapoleerd_cent <= 0:
        return Fraction(0)
    return min(Fraction(1), Fraction(max(0, geextrapoleerd_cent - beschikbaar_cent), geextrapoleerd_cent))


def boven_drempel(korting: Fraction, drempel_fractie: Fraction) -> bool:
    """Whether the korting passes the line: strictly, and not rounded.

    Bron: regel R4.3; Inkoopbeleid Wlz Zilveren Kruis 2021-2023, par. 5.9: "groter dreigt te worden dan 2%".

    >>> boven_drempel(korting_fractie(3_650_000_00, 3_577_000_00), Fraction("0.02"))
    False
    >>> boven_drempel(korting_fractie(3_650_000_00, 3_576_999_99), Fraction("0.02"))
    True
    """
    return korting > drempel_fractie
