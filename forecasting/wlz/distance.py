"""How far a sector is from the drempel (R4.2, R4.3, N2): small exact sums that pages show and never make themselves."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from forecasting.wlz.outlook import CrisisStand, MaandStand, Oordeelsgrond, SectorOutlook, Toets


class Status(StrEnum):
    """Where a sector stands against the drempel (R4.3, S-08)."""

    ONDER = "onder"
    NADERT = "nadert"
    BOVEN = "boven"
    ONBEKEND = "onbekend"
    """The contracteerruimte of (a part of) the sector is not known."""
    GEEN_OORDEEL = "geen_oordeel"
    """There is no ground for a verdict (R4.8): never shown as good."""
    GEEN_PRODUCTIE = "geen_productie"
    """No approved production up to and including L, so there is nothing to extrapolate."""


def beschikbaar_cent(contracteerruimte_cent: int, verplichtingen_cent: int) -> int:
    """What is left of the contracteerruimte after commitments, in cents (R4.2: they "first lower R").

    >>> beschikbaar_cent(360_000_000, 2_500_000)
    357500000
    """
    return contracteerruimte_cent - verplichtingen_cent


def afstand_tot_drempel_fractie(korting: Fraction, drempel: Fraction) -> Fraction:
    """Distance to the drempel as a fraction of the extrapolated production; negative when passed (N2).

    >>> afstand_tot_drempel_fractie(Fraction("0.0137"), Fraction("0.02"))
    Fraction(63, 10000)
    """
    return drempel - korting


def ruimte_tot_drempel_cent(geextrapoleerd_cent: int, beschikbaar_cent: int, drempel: Fraction) -> int:
    """Cents of extrapolated production that can still be added before the drempel is passed (N2).

    R4.2: "the 2% line is passed when E > R / 0.98"; R4.3: "strictly; not rounded". So this is the largest whole number
    x for which E + x <= R / (1 - drempel), with R the contracteerruimte after commitments. Negative when passed: the
    amount by which E must come down. A contracteerruimte that commitments have used up leaves room for nothing.

    >>> ruimte_tot_drempel_cent(365_000_000, 360_000_000, Fraction("0.02"))
    2346938
    >>> ruimte_tot_drempel_cent(365_000_000, 357_700_000, Fraction("0.02"))
    0
    """
    return max(0, beschikbaar_cent * drempel.denominator // (drempel.denominator - drempel.numerator)) - (
        geextrapoleerd_cent
    )


def basismaand_stijging_fractie(
    geextrapoleerd_cent: int, basismaand_cent: int, rest_cent: int, beschikbaar_cent: int, drempel: Fraction
) -> Fraction | None:
    """How much higher the base month L would have to be for the korting to be exactly the drempel (N2); exact, and
    negative when it is passed.

    The base month counts itself and stands for the rest of the year: E + n (A[L] + rest) = R / (1 - drempel). None
    where nothing rests on it.

    >>> basismaand_stijging_fractie(365_000_000, 31_000_000, 214_000_000, 360_000_000, Fraction("0.02"))
    Fraction(23, 2401)
    """
    steunt_erop = basismaand_cent + rest_cent
    if steunt_erop <= 0:
        return None
    return (max(Fraction(0), beschikbaar_cent / (1 - drempel)) - geextrapoleerd_cent) / steunt_erop


@dataclass(frozen=True)
class Afstand:
    """Distance of the official figure to the drempel (N2), positive below it: in korting, in cents of production, and
    how much higher the base month would have to be (None where nothing rests on it)."""

    korting_fractie: Fraction
    productie_cent: int
    basismaand_fractie: Fraction | None


def afstand(sector: SectorOutlook, laatste_maand: date) -> Afstand | None:
    """N2 for a sector, L being `laatste_maand`; None where its contracteerruimte is not known."""
    ruimte, korting = sector.zonder.contracteerruimte_cent, sector.zonder.korting_fractie
    if ruimte is None or korting is None:
        return None
    beschikbaar = beschikbaar_cent(ruimte, sector.verplichtingen_cent)
    basis = sum(m.goedgekeurd_cent for m in sector.maanden if m.maand == laatste_maand)
    rest = sum(m.rest_cent for m in sector.maanden)
    e, drempel = sector.geextrapoleerd_cent, sector.drempel_fractie
    return Afstand(
        afstand_tot_drempel_fractie(korting, drempel),
        ruimte_tot_drempel_cent(e, beschikbaar, drempel),
        basismaand_stijging_fractie(e, basis, rest, beschikbaar, drempel),
    )


@dataclass(frozen=True)
class Verschil:
    """What the estimate of the year is above the policy's figure, in cents: `samen` = `nakomend` + `rest`.

    `nakomend`: claims and corrections still to come over months up to L; `rest`: the months after L go otherwise than
    L drawn out (N3).
    """

    samen_cent: int
    nakomend_cent: int
    rest_cent: int


def verschil(sector: SectorOutlook, laatste_maand: date) -> Verschil | None:
    """N3 for a sector; None where there is no estimate."""
    verwacht = sector.verwacht
    if verwacht is None or verwacht.totaal_cent is None:
        return None
    samen = int(verwacht.totaal_cent.p50) - sector.geextrapoleerd_cent
    uiteindelijk = sum(m.verwacht_cent for m in verwacht.maanden if m.maand <= laatste_maand)
    return Verschil(samen, uiteindelijk - sector.goedgekeurd_cent, samen - uiteindelijk + sector.goedgekeurd_cent)


def uitnutting_fractie(geextrapoleerd_cent: int, beschikbaar_cent: int) -> Fraction | None:
    """Use of the contracteerruimte after commitments: E / R. None when there is no room to use.

    >>> uitnutting_fractie(365_000_000, 360_000_000)
    Fraction(73, 72)
    """
    return Fraction(geextrapoleerd_cent, beschikbaar_cent) if beschikbaar_cent > 0 else None


def status(sector: SectorOutlook, toets: Toets) -> Status:
    """Status of a sector against one contracteerruimte; decided on unrounded figures (R4.3, X-04)."""
    if sector.geextrapoleerd_cent == 0 and sector.goedgekeurd_cent == 0:
        return Status.GEEN_PRODUCTIE
    grounded = sector.oordeelsgrond in {Oordeelsgrond.OORDEEL, Oordeelsgrond.RUIMTE_ONBEKEND}
    if toets.korting_fractie is None or toets.boven_drempel is None:
        return Status.ONBEKEND if grounded else Status.GEEN_OORDEEL
    if toets.boven_drempel:
        return Status.BOVEN
    if not grounded:
        return Status.GEEN_OORDEEL
    afstand = afstand_tot_drempel_fractie(toets.korting_fractie, sector.drempel_fractie)
    return Status.NADERT if afstand < sector.nadert_fractie else Status.ONDER


@dataclass(frozen=True)
class Jaartotaal:
    """Months of a sector added up, in cents. `telt_mee_cent` is what counts in E (R3.2)."""

    goedgekeurd_cent: int
    in_behandeling_cent: int
    rest_cent: int
    telt_mee_cent: int


def telt_mee_cent(maand: MaandStand, laatste_maand: date) -> int:
    """What a month adds to E, in cents (R3.2): approved up to and including L, the extrapolated rest after it."""
    return maand.rest_cent + (maand.goedgekeurd_cent if maand.maand <= laatste_maand else 0)


def jaartotaal(maanden: Iterable[MaandStand], laatste_maand: date) -> Jaartotaal:
    """All months of a sector together."""
    rij = tuple(maanden)
    return Jaartotaal(
        goedgekeurd_cent=sum(m.goedgekeurd_cent for m in rij),
        in_behandeling_cent=sum(m.in_behandeling_cent for m in rij),
        rest_cent=sum(m.rest_cent for m in rij),
        telt_mee_cent=sum(telt_mee_cent(m, laatste_maand) for m in rij),
    )


def dagen_tot_drempel(stand: CrisisStand, drempel: Fraction) -> int | None:
    """Occupied days still needed this year to reach the drempel, at least 0; None where it is not computed (R5.2)."""
    if stand.bezette_dagen is None or stand.beschikbare_dagen_jaar is None:
        return None
    return max(0, math.ceil(drempel * stand.beschikbare_dagen_jaar) - stand.bezette_dagen)


def is_haalbaar(stand: CrisisStand, nodig: int) -> bool:
    """Whether that many days are still available in the agreed places after L (R5.2)."""
    if stand.beschikbare_dagen is None or stand.beschikbare_dagen_jaar is None:
        return False
    return nodig <= stand.beschikbare_dagen_jaar - stand.beschikbare_dagen
