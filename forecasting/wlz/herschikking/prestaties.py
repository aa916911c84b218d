"""An agreement per prestatie: numbers and amounts, as the NZa form asks for them."""

from dataclasses import dataclass
from fractions import Fraction

from forecasting.wlz.herschikking.uitkomst import Afspraak
from forecasting.wlz.herschikking.verdeling import verdeel_naar_rato


@dataclass(frozen=True)
class Prestatie:
    """One prestatie of an agreement. `aantal` and `verwacht_cent` by R3.2, before the korting.

    `aantal_afspraak` is the number in proportion to the amount; None where either is not known.
    """

    prestatiegroep: str
    prestatiecode: str
    omschrijving: str
    tijdseenheid: str
    aantal: int
    verwacht_cent: int
    afspraak_cent: int | None

    @property
    def aantal_afspraak(self) -> Fraction | None:
        if self.afspraak_cent is None:
            return None
        return Fraction(self.aantal * self.afspraak_cent, self.verwacht_cent) if self.verwacht_cent else Fraction(0)


def prestaties(afspraak: Afspraak) -> tuple[Prestatie, ...]:
    """Steps 2, 4 and 5 of an agreement by prestatie; they add up to crisis + what is left after the korting.

    What staff decided (step 4) and the korting are spread over the prestaties in proportion to their expected amount.
    Credits (negative amounts) stay what they are. Where decisions take off more than is expected nothing can be spread,
    and the amounts are None. Commitments and corrections are no prestaties.
    """
    b = afspraak.basis
    rows = [Prestatie("crisis", "", c.grond, "14", c.plaatsdagen, c.bedrag_cent, c.bedrag_cent) for c in b.crisis]
    weights = [max(0, p.verwacht_cent) for p in b.productie]
    credit = sum(p.verwacht_cent for p in b.productie) - sum(weights)
    left = None if afspraak.na_korting_cent is None else afspraak.na_korting_cent - credit
    parts: list[int] | None = None
    if left is not None and (left >= 0 or not any(weights)):
        parts = verdeel_naar_rato(left, weights)
    for place, p in enumerate(b.productie):
        amount = None if parts is None else (parts[place] if weights[place] else p.verwacht_cent)
        rows.append(
            Prestatie(
                p.prestatiegroep, p.prestatiecode, p.omschrijving, p.tijdseenheid, p.aantal, p.verwacht_cent, amount
            )
        )
    if left and not any(weights):  # an estimate without production: nothing to spread it over
        rows.append(Prestatie("regulier", "", "nog niet per prestatie te verdelen", "", 0, left, left))
    return tuple(rows)
