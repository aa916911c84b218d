"""Nacalculatie: after the year, what was made against what was agreed, and settlement within one concern."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from config.words import Sector
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.plaats import Plaats


@dataclass(frozen=True)
class Regel:
    """One provider, region and sector after the year, in cents.

    `afspraak_cent`: the agreement for production (steps 2 to 5); `overig_cent`: commitments, which are no production.
    `verrekend_cent`: agreement taken over from (or, negative, given to) another region of the same concern.
    """

    agb: str
    uzovi: str
    sector: Sector
    concern: str
    afspraak_cent: int
    overig_cent: int
    gerealiseerd_cent: int
    verrekend_cent: int = 0

    @property
    def plaats(self) -> Plaats:
        return self.agb, self.uzovi, self.sector

    @property
    def kader_cent(self) -> int:
        """The agreement for production after settlement."""
        return self.afspraak_cent + self.verrekend_cent

    @property
    def past_cent(self) -> int:
        """Realised production that fits: all that is paid for production."""
        return min(self.gerealiseerd_cent, self.kader_cent)

    @property
    def over_cent(self) -> int:
        """Overproduction: made, and not paid."""
        return max(0, self.gerealiseerd_cent - self.kader_cent)

    @property
    def onder_cent(self) -> int:
        """Underproduction: agreed, and not made."""
        return max(0, self.kader_cent - self.gerealiseerd_cent)

    @property
    def vastgesteld_cent(self) -> int:
        """What the nacalculatie comes to: what fits, and the commitments."""
        return self.past_cent + self.overig_cent


@dataclass(frozen=True)
class Verzoek:
    """A request to settle: `van` gives agreement it did not use to `naar`, which made more than was agreed."""

    nummer: int
    sector: Sector
    van_agb: str
    van_uzovi: str
    naar_agb: str
    naar_uzovi: str
    bedrag_cent: int

    @property
    def van(self) -> Plaats:
        return self.van_agb, self.van_uzovi, self.sector

    @property
    def naar(self) -> Plaats:
        return self.naar_agb, self.naar_uzovi, self.sector


def nacalculatie(afgesproken: Herschikking, gerealiseerd: Mapping[Plaats, int]) -> tuple[Regel, ...]:
    """Realised against agreed, of everyone who has either.

    `gerealiseerd`: approved production of the whole year without meerzorg, by provider, region and sector.

    Bron: regel R6, nacalculatie ("of production only what fits inside the agreement counts"); Inkoopbeleid Wlz Zilveren
    Kruis 2021-2023: "De gerealiseerde productie passende binnen de herschikkingsafspraak en overige kosten ... vormen
    het uitgangspunt voor de nacalculatie".
    """
    concern = {a.agb: a.concern for a in afgesproken.invoer.aanbieders}
    agreed = {a.basis.plaats: a for a in afgesproken.afspraken}
    found = []
    for place in sorted(agreed.keys() | gerealiseerd.keys()):
        a = agreed.get(place)
        overig = a.basis.verplichtingen_cent if a else 0
        production = (a.afspraak_cent or 0) - overig if a else 0
        found.append(Regel(*place, concern.get(place[0], ""), production, overig, gerealiseerd.get(place, 0)))
    return tuple(found)


def bezwaar(regels: Mapping[Plaats, Regel], verzoek: Verzoek) -> str | None:
    """Why a request cannot be met, in Dutch; None when it can.

    Bron: regel R6 ("under- and overproduction may be settled within one concern, across regions, on request"). Each
    sector has its own contracteerruimte (R4.1), so within one sector: **lezing**.
    """
    van, naar = regels.get(verzoek.van), regels.get(verzoek.naar)
    if van is None or naar is None:
        return "er is geen afspraak of productie bij een van beide; controleer AGB, regio en sector"
    same = van.agb == naar.agb or (bool(van.concern) and van.concern == naar.concern)
    reasons = (
        (verzoek.van == verzoek.naar, "van en naar zijn dezelfde"),
        (not same, "van en naar horen niet bij hetzelfde concern; zie de tabel aanbieders"),
        (verzoek.bedrag_cent <= 0, "het bedrag is niet groter dan nul"),
        (verzoek.bedrag_cent > van.onder_cent, "van heeft niet zoveel onderproductie"),
        (verzoek.bedrag_cent > naar.over_cent, "naar heeft niet zoveel overproductie"),
    )
    return next((text for applies, text in reasons if applies), None)


def verreken(
    regels: Iterable[Regel], verzoeken: Sequence[Verzoek]
) -> tuple[tuple[Regel, ...], tuple[tuple[Verzoek, str], ...]]:
    """The lines after every request that can be met, in order of number, and the others with the reason.

    What one gives the other gets, so the agreements of a concern together stay what they were.
    """
    by_place = {r.plaats: r for r in regels}
    refused = []
    for verzoek in sorted(verzoeken, key=lambda v: v.nummer):
        if why := bezwaar(by_place, verzoek):
            refused.append((verzoek, why))
            continue
        van, naar = by_place[verzoek.van], by_place[verzoek.naar]
        by_place[verzoek.van] = replace(van, verrekend_cent=van.verrekend_cent - verzoek.bedrag_cent)
        by_place[verzoek.naar] = replace(naar, verrekend_cent=naar.verrekend_cent + verzoek.bedrag_cent)
    return tuple(by_place.values()), tuple(refused)


@dataclass(frozen=True)
class ConcernStand:
    """A concern in one sector, all regions together, in cents. A provider without a concern stands on its own."""

    naam: str
    sector: Sector
    afspraak_cent: int
    gerealiseerd_cent: int
    past_cent: int
    onder_cent: int
    over_cent: int

    @property
    def te_verrekenen_cent(self) -> int:
        """The most that can still be settled within it."""
        return min(self.onder_cent, self.over_cent)


def concerns(regels: Iterable[Regel]) -> tuple[ConcernStand, ...]:
    """Every concern and sector with more than one line, the most to settle first."""
    groups: dict[tuple[str, Sector], list[Regel]] = {}
    for r in regels:
        groups.setdefault((r.concern or r.agb, r.sector), []).append(r)
    found = [
        ConcernStand(
            name,
            sector,
            sum(r.kader_cent for r in mine),
            sum(r.gerealiseerd_cent for r in mine),
            sum(r.past_cent for r in mine),
            sum(r.onder_cent for r in mine),
            sum(r.over_cent for r in mine),
        )
        for (name, sector), mine in groups.items()
        if len(mine) > 1
    ]
    return tuple(sorted(found, key=lambda c: (-c.te_verrekenen_cent, c.naam, c.sector)))
