"""The result of R6: a line per provider, region and sector with every step, and totals that add up."""

import hashlib
import json
from dataclasses import dataclass, field
from fractions import Fraction

from config.words import Sector, Site
from forecasting.wlz.herschikking.invoer import Aanpassing, Correctie, Crisisplaatsen, Invoer, Productie, Verplichting
from forecasting.wlz.outlook import Signaal
from forecasting.wlz.plaats import Plaats


@dataclass(frozen=True)
class Basis:
    """Steps 1 to 4 of one provider, region and sector, in cents, with what they rest on.

    `extrapolatie_cent` is E by R3.2 of all production but crisis and meerzorg. `correctie_cent` lowers the agreement.
    """

    agb: str
    uzovi: str
    sector: Sector
    verplichtingen: tuple[Verplichting, ...] = ()
    crisis: tuple[Crisisplaatsen, ...] = ()
    correcties: tuple[Correctie, ...] = ()
    productie: tuple[Productie, ...] = ()
    aanpassingen: tuple[Aanpassing, ...] = ()

    @property
    def plaats(self) -> Plaats:
        return self.agb, self.uzovi, self.sector

    @property
    def verplichtingen_cent(self) -> int:
        """Step 1."""
        return sum(v.bedrag_cent for v in self.verplichtingen)

    @property
    def crisis_cent(self) -> int:
        """Step 2."""
        return sum(c.bedrag_cent for c in self.crisis)

    @property
    def correctie_cent(self) -> int:
        """Step 3, taken off."""
        return sum(c.bedrag_cent for c in self.correcties)

    @property
    def extrapolatie_cent(self) -> int:
        return sum(p.verwacht_cent for p in self.productie)

    @property
    def aanpassingen_cent(self) -> int:
        return sum(a.bedrag_cent for a in self.aanpassingen)

    @property
    def productie_cent(self) -> int:
        """Step 4: E with accepted trends, meldingen, estimates and the correction of inclusief behandeling."""
        return self.extrapolatie_cent + self.aanpassingen_cent


@dataclass(frozen=True)
class Afspraak:
    """A provider's agreement in one region and sector. None where the contracteerruimte is not known."""

    basis: Basis
    korting_cent: int | None
    """Step 5, taken off."""

    @property
    def na_korting_cent(self) -> int | None:
        return None if self.korting_cent is None else self.basis.productie_cent - self.korting_cent

    @property
    def afspraak_cent(self) -> int | None:
        """Steps 1 to 5 together."""
        b = self.basis
        if self.korting_cent is None:
            return None
        return b.verplichtingen_cent + b.crisis_cent - b.correctie_cent + b.productie_cent - self.korting_cent


@dataclass(frozen=True)
class Totaal:
    """A sector of a site (`uzovi` None) or of one of its regions, in cents.

    ruimte = verplichtingen + crisis - correctie + productie - korting + over (what step 3 took off is over where it
    does not stay in the sector, `lezing_herschikking_correctie`), where `zonder_aanbieder_cent` is the
    part of the commitments that is in no provider's agreement. Under `lezing_herschikking_niveau` site a region may
    be over or short; the site is not short while `korting_fractie` is below 1.
    """

    site: Site
    sector: Sector
    uzovi: str | None
    ruimte_cent: int | None
    verplichtingen_cent: int
    zonder_aanbieder_cent: int
    crisis_cent: int
    correctie_cent: int
    productie_cent: int
    korting_cent: int | None
    korting_fractie: Fraction | None

    @property
    def afspraken_cent(self) -> int | None:
        """All agreements of providers."""
        if self.korting_cent is None:
            return None
        first = self.verplichtingen_cent - self.zonder_aanbieder_cent + self.crisis_cent - self.correctie_cent
        return first + self.productie_cent - self.korting_cent

    @property
    def over_cent(self) -> int | None:
        """What is left of the contracteerruimte; at the level of the percentage, when there is a korting, 0 or what
        step 3 took off."""
        if self.ruimte_cent is None or self.afspraken_cent is None:
            return None
        return self.ruimte_cent - self.afspraken_cent - self.zonder_aanbieder_cent


@dataclass(frozen=True)
class Resultaat:
    """All of a `Herschikking` but the input it rests on: what is kept when it is frozen."""

    afspraken: tuple[Afspraak, ...]
    sectoren: tuple[Totaal, ...]
    regios: tuple[Totaal, ...]
    apart_cent: dict[str, int] = field(hash=False)
    fouten: tuple[Signaal, ...]
    signalen: tuple[Signaal, ...]


@dataclass(frozen=True)
class Herschikking:
    """Every step of R6 over one frozen input. With open errors it can be looked at, but not frozen."""

    invoer: Invoer
    afspraken: tuple[Afspraak, ...]
    sectoren: tuple[Totaal, ...]
    regios: tuple[Totaal, ...]
    apart_cent: dict[str, int] = field(hash=False)
    """Expected production outside R6: meerzorg (its own room) and, in no sector, onbekend."""
    fouten: tuple[Signaal, ...]
    signalen: tuple[Signaal, ...]


def uitkomst_hash(found: Herschikking) -> str:
    """A name for the agreements: SHA-256 of every place with its korting and agreement, in whole cents."""
    rows = [(*a.basis.plaats, a.korting_cent, a.afspraak_cent) for a in found.afspraken]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
