"""The result everything after it shows: frozen, in whole cents, with its provenance."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from config.words import BesluitSoort, Sector, Site


@dataclass(frozen=True)
class Herkomst:
    """Where figures come from: enough to make them again.

    `laatste_ontvangst` is the last day on which a delivery that counts here came in; `productie_hash` names the
    deliveries, reference tables and readings behind the figures. `besluiten` are the numbers of the decisions of staff
    that are in the figures.
    """

    peildatum: date
    laatste_maand: date
    laatste_ontvangst: date | None
    aantal_leveringen: int
    productie_hash: str
    code_versie: str
    gemaakte_gegevens: bool
    besluiten: tuple[int, ...] = ()


@dataclass(frozen=True)
class Toets:
    """Korting of one sector against one contracteerruimte (R4.2, R4.3).

    All None where the contracteerruimte of (a part of) the sector is not known. `korting_fractie` is exact.
    """

    contracteerruimte_cent: int | None
    korting_fractie: Fraction | None
    boven_drempel: bool | None


class Oordeelsgrond(StrEnum):
    """Whether there is ground for a verdict on a sector, and if not, what is missing (R4.8)."""

    OORDEEL = "oordeel"
    TOEKOMST = "toekomst"
    """The peildatum is still to come: nobody knows what will be known then."""
    GEEN_LEVERING = "geen_levering"
    """Nothing was received of the sector in the whole year."""
    NIET_GEDECLAREERD = "niet_gedeclareerd"
    """Nothing was received over L, though there was production before."""
    NIETS_GOEDGEKEURD = "niets_goedgekeurd"
    """Over L was declared, but nothing of it is approved: all of it is pending or refused."""
    IN_BEHANDELING = "in_behandeling"
    """What is declared and not yet assessed would put the sector across the line."""
    ONVOLLEDIG = "onvolledig"
    """Too much of L is missing, or what is missing would put the sector across the line."""
    RUIMTE_ONBEKEND = "ruimte_onbekend"


@dataclass(frozen=True)
class Lezing:
    """What a sector would be on one reading of what is missing: E in cents, and held against both rooms."""

    geextrapoleerd_cent: int
    zonder: Toets
    met_herverdeling: Toets


@dataclass(frozen=True)
class Lezingen:
    """A sector on three readings (R4.8): the policy to the letter; as if all that is pending is granted; and with the
    last month of their own for who has nothing approved in L (`lezing_geen_declaratie_in_l`)."""

    letterlijk: Lezing
    als_beoordeeld: Lezing
    laatste_eigen_maand: Lezing


@dataclass(frozen=True)
class Meerzorg:
    """Meerzorg of a sector against its own earmark (R4.7), of a site (`uzovi` None) or a region. There is no 2% line:
    the policy gives none. `oormerk_cent` is None where it is not known."""

    sector: Sector
    uzovi: str | None
    oormerk_cent: int | None
    geextrapoleerd_cent: int

    @property
    def uitnutting_fractie(self) -> Fraction | None:
        return Fraction(self.geextrapoleerd_cent, self.oormerk_cent) if self.oormerk_cent else None


@dataclass(frozen=True)
class MaandStand:
    """One zorgmaand of a sector, in cents.

    `rest_cent` is the extrapolated amount of a month after L, with what decisions of staff add to it; else 0 (by
    another `lezing_geen_declaratie_in_l` also of the months up to L that a provider has not declared).
    """

    maand: date
    goedgekeurd_cent: int
    in_behandeling_cent: int
    rest_cent: int


@dataclass(frozen=True)
class Bandbreedte:
    """An 80% interval with its middle: p10, p50 and p90 of simulated year totals, or what follows from them."""

    p10: int | Fraction
    p50: int | Fraction
    p90: int | Fraction


@dataclass(frozen=True)
class Kans:
    """R4.6 against one contracteerruimte, on which it is conditioned.

    `boven_drempel`: the probability that the korting of the whole year passes the drempel, 0 to 1. `maand`: the first
    month in which production passes the line at that point of the year in at least half of the simulations.
    """

    boven_drempel: float
    korting: Bandbreedte
    maand: date | None


@dataclass(frozen=True)
class MaandCompleet:
    """One zorgmaand of the year, completed: cents known, cents expected with their 80% range, and the share known."""

    maand: date
    bekend_cent: int
    verwacht_cent: int
    laag_cent: int
    hoog_cent: int

    @property
    def compleet_fractie(self) -> Fraction | None:
        return Fraction(self.bekend_cent, self.verwacht_cent) if self.verwacht_cent > 0 else None


@dataclass(frozen=True)
class Nakomer:
    """A provider that has still to declare (a part of) a month (N7): how much by estimate, and how much narrower the
    80% interval of its sector would be if that were known."""

    agb: str
    naam: str | None
    uzovi: str
    maand: date
    ontbreekt_cent: int
    breedte_cent: int


class Signaalstand(StrEnum):
    """How loud a sector asks for attention (R4.3, R4.6)."""

    NORMAAL = "normaal"
    NADERT = "nadert"
    DREIGT = "dreigt"


@dataclass(frozen=True)
class Sprong:
    """The newest month lies `deel_fractie` above (below 0: under) what was to be expected, and what the year comes to
    when that stays and when it was that month only. One month does not say which; people may know."""

    maand: date
    deel_fractie: float
    blijft_cent: int
    terug_cent: int


@dataclass(frozen=True)
class Verwacht:
    """What a sector is expected to come to, beside the policy's extrapolation, which stays the official figure (R4.6).

    `totaal_cent` is what will have been granted over the whole year in the end. `laatste_maand`: the newest zorgmaand
    it builds on; `nakomers`: a handful, the largest effect first. None everywhere and a reason in `redenen` where the
    past is too short to say anything; `zonder` and `met_herverdeling` are None where the contracteerruimte is unknown;
    `sprong` is None where the newest month is in line.
    """

    totaal_cent: Bandbreedte | None = None
    zonder: Kans | None = None
    met_herverdeling: Kans | None = None
    laatste_maand: date | None = None
    maanden: tuple[MaandCompleet, ...] = ()
    nakomers: tuple[Nakomer, ...] = ()
    redenen: tuple[str, ...] = ()
    sprong: Sprong | None = None


@dataclass(frozen=True)
class SectorOutlook:
    """One sector, of a whole site (`uzovi` None) or of one region.

    Amounts are regular production including crisis, without meerzorg. `goedgekeurd_cent` concerns zorgmaanden up to
    and including L, `na_laatste_maand_cent` is approved production known after L, which does not count in E (R3.2);
    `in_behandeling_cent` is pending in any month of the year. Within `nadert_fractie` below the drempel a sector is
    called near it. `verwacht` is the estimate beside it (R4.6); None where it was not asked for.
    `besluiten_cent` is the part of E that comes from decisions of staff (R3.4-R3.7). `zonder` and `met_herverdeling`
    hold no korting and no verdict where `oordeelsgrond` says that there is no ground for one; `lezingen` always has
    the literal figures beside what they would be. `herschikkingskorting_fractie` is k of R6 on the same day (R4.9):
    what providers are cut by.
    """

    sector: Sector
    uzovi: str | None
    verplichtingen_cent: int
    goedgekeurd_cent: int
    na_laatste_maand_cent: int
    in_behandeling_cent: int
    geextrapoleerd_cent: int
    drempel_fractie: Fraction
    nadert_fractie: Fraction
    zonder: Toets
    met_herverdeling: Toets
    maanden: tuple[MaandStand, ...]
    besluiten_cent: int = 0
    verwacht: Verwacht | None = None
    oordeelsgrond: Oordeelsgrond = Oordeelsgrond.OORDEEL
    lezingen: Lezingen | None = None
    herschikkingskorting_fractie: Fraction | None = None


def letterlijk(sector: SectorOutlook) -> Toets:
    """The policy's figure to the letter against the definite contracteerruimte, judged or not (R4.8)."""
    return sector.lezingen.letterlijk.zonder if sector.lezingen else sector.zonder


@dataclass(frozen=True)
class Gezegd:
    """What was said on one day of a sector of a whole site (`uzovi` None) or of one region, against the definitive
    contracteerruimte: the official korting, and the estimate (None where the past was too short). `signaal` follows
    from the days before."""

    peildatum: date
    sector: Sector
    uzovi: str | None
    drempel_fractie: Fraction
    korting_fractie: Fraction
    boven_drempel: bool
    kans: Kans | None
    signaal: Signaalstand | None = None


@dataclass(frozen=True)
class Aanpassing:
    """What one decision does to E of a provider in one region and sector, in cents by month after L (R3.4-R3.7)."""

    besluit: int
    soort: BesluitSoort
    agb: str
    uzovi: str
    sector: Sector
    per_maand: tuple[tuple[date, int], ...]

    @property
    def bedrag_cent(self) -> int:
        return sum(cent for _, cent in self.per_maand)


@dataclass(frozen=True)
class Totaal:
    """All sectors of a site together, in cents (R4.4). The contracteerruimte is None where a sector's is not known."""

    geextrapoleerd_cent: int
    verplichtingen_cent: int
    contracteerruimte_cent: int | None


@dataclass(frozen=True)
class Signaal:
    """Something a member of staff should look at (R3.3 and data that are missing).

    `laatste_maand_cent` and `gemiddelde_cent` (of the three months before, rounded) are known where R3.3 speaks.
    """

    soort: str
    tekst: str
    agb: str | None = None
    uzovi: str | None = None
    sector: Sector | None = None
    naam: str | None = None
    laatste_maand_cent: int | None = None
    gemiddelde_cent: int | None = None


@dataclass(frozen=True)
class Outlook:
    """The outlook of a site for a year, as of a peildatum."""

    jaar: int
    site: Site
    herkomst: Herkomst
    sectoren: tuple[SectorOutlook, ...]
    regios: tuple[SectorOutlook, ...]
    totaal: Totaal
    onbekend_geextrapoleerd_cent: int
    meerzorg_geextrapoleerd_cent: int
    signalen: tuple[Signaal, ...]
    aanpassingen: tuple[Aanpassing, ...] = ()
    meerzorg: tuple[Meerzorg, ...] = ()


@dataclass(frozen=True)
class Bezettingsband:
    """Occupancy between which `kans` of the drawn outcomes lie, from that many months of history."""

    laag_fractie: float
    hoog_fractie: float
    kans: Fraction
    maanden: int


@dataclass(frozen=True)
class VolgendJaar:
    """Places for next year (R5.3), how the last twelve months stand to the line, and their occupancy with its range."""

    plekken: int
    oordeel: str
    bezetting_fractie: Fraction
    bandbreedte: Bezettingsband


@dataclass(frozen=True)
class CrisisStand:
    """Crisis beds of one provider in one region and sector (R5.1, R5.2); days are whole days of stay.

    `plekken` is the number agreed on the last day of L (or on the last agreed day before it). Where the occupancy
    is not computed, every figure about days is None and `reden` says why; where the days are known but give no ground
    for a judgement on the year, what is expected, the verdict and the proposal are None and `reden` says why.
    `verblijfsdagen` and `per_zwaarte` tell all registered days of stay (GZ), also those above the agreed places.
    `besluit` is the number of the decision about the places, and `besloten_plekken` what it says (None when the
    proposal was refused).
    """

    agb: str
    naam: str | None
    uzovi: str
    sector: Sector
    plekken: int
    bezette_dagen: int | None = None
    beschikbare_dagen: int | None = None
    bezetting_fractie: Fraction | None = None
    verwachte_dagen: Fraction | None = None
    beschikbare_dagen_jaar: int | None = None
    verwachte_bezetting_fractie: Fraction | None = None
    onder_drempel: bool | None = None
    voorstel_plekken: int | None = None
    reden: str | None = None
    verblijfsdagen: int | None = None
    per_zwaarte: tuple[tuple[str, int], ...] = ()
    bandbreedte: Bezettingsband | None = None
    volgend_jaar: VolgendJaar | None = None
    besluit: int | None = None
    besloten_plekken: int | None = None


@dataclass(frozen=True)
class CrisisOutlook:
    """Crisis beds of a year, as of a peildatum. `registratie_van` is the day on which the GZ registration
    that counts came in, of the region that delivered longest ago; None when none has a day."""

    jaar: int
    herkomst: Herkomst
    drempel_fractie: Fraction
    afspraken: tuple[CrisisStand, ...]
    signalen: tuple[Signaal, ...]
    registratie_van: date | None = None
