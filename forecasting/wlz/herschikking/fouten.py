"""Open errors of a herschikking: with one of these it can be looked at, but not frozen. And what asks for a look."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from config.words import Groep, Sector
from forecasting.wlz.herschikking.invoer import CORRECTIE_IN_SECTOR, Correctie, Crisisplaatsen, Invoer, Verplichting
from forecasting.wlz.herschikking.uitkomst import Afspraak, Totaal
from forecasting.wlz.outlook import Oordeelsgrond, Signaal
from forecasting.wlz.plaats import Plaats, RegioSector

FOUTEN = {
    "niets_geladen": "over dit jaar is niets geladen; kies een ander jaar, of laad eerst de declaraties",
    "peildatum_in_toekomst": "de peildatum ligt na vandaag: wat dan bekend is, weet nog niemand; kies een eerdere dag",
    "geen_levering": "er is een contracteerruimte, maar over dit jaar is niets ontvangen; laad de declaraties of zet de"
    " ruimte in de tabel contracteerruimte op 0",
    "niet_gedeclareerd": "over de laatste maand is nog niets ontvangen; wacht op de declaraties, kies een eerdere"
    " laatste maand, of leg per aanbieder een raming of melding vast",
    "niets_goedgekeurd": "over de laatste maand is nog niets goedgekeurd; beoordeel de declaraties, kies een eerdere"
    " laatste maand, of leg per aanbieder een raming of melding vast",
    "contracteerruimte_ontbreekt": "geen definitieve contracteerruimte bekend; vul de tabel contracteerruimte aan",
    "verplichtingen_boven_ruimte": "de verplichtingen zijn groter dan de contracteerruimte; verlaag ze of vraag ruimte",
    "ruimte_negatief": "verplichtingen en crisiszorg zijn samen groter dan de contracteerruimte; er blijft niets over",
    "afspraak_zonder_productie": "er is een afspraak maar geen goedgekeurde productie in het jaar; laad de declaraties"
    " of haal de afspraak weg",
    "aanbieder_onbekend": "er is productie, maar de aanbieder staat niet in de tabel aanbieders; vul haar aan",
    "crisis_zonder_afspraak": "er is crisisproductie maar geen afspraak over plekken; vul de tabel crisisafspraken aan",
    "plekken_zonder_dagen": "de crisisafspraak heeft geen dag in het jaar; herstel vanaf en tot in crisisafspraken",
    "crisistarief_ontbreekt": "er is geen crisistarief bekend; vul tarief_eur in de koppeltabel aan",
    "sector_onbekend": "er is productie zonder sector; vul de koppeltabel of de hoofdsector van de aanbieder aan",
    "correctie_negatief": "een maatwerkcorrectie verhoogt de afspraak; schrijf het bedrag als positief getal",
    "correctie_boven_opslag": "de maatwerkcorrecties zijn samen hoger dan de tariefsopslag over de productie, en meer"
    " kan niet worden teruggevorderd; controleer het bedrag of de tabel maatwerkopslag",
    "afspraak_negatief": "de afspraak is lager dan nul; controleer de correcties en de creditregels",
    "registratie_onmogelijk": "een crisisverblijf eindigt voor het begint; herstel crisisregistratie",
}
"""Every kind of open error: what is the matter and what mends it."""
ZONDER_GROND = {"peildatum_in_toekomst", "geen_levering", "niet_gedeclareerd", "niets_goedgekeurd"}
"""The errors of R4.8: there is no ground for a verdict, so none for fixed volumes either."""


def fout(soort: str, agb: str | None = None, uzovi: str | None = None, sector: Sector | None = None) -> Signaal:
    return Signaal(soort, FOUTEN[soort], agb, uzovi, sector)


def fouten(
    invoer: Invoer, afspraken: Sequence[Afspraak], sectoren: Iterable[Totaal], regios: Iterable[Totaal]
) -> tuple[Signaal, ...]:
    """Every open error, each once."""
    found = [] if afspraken or invoer.productie or invoer.ruimte else [fout("niets_geladen")]
    found += [*invoer.fouten, *_productiefouten(invoer), *_crisisfouten(invoer)]
    found += [fout("contracteerruimte_ontbreekt", None, r.uzovi, r.sector) for r in regios if r.ruimte_cent is None]
    found += _ruimtefouten(sectoren if invoer.niveau == "site" else regios, invoer)
    found += [fout("correctie_negatief", c.agb, c.uzovi, c.sector) for c in invoer.correcties if c.bedrag_cent < 0]
    found += _opslagfouten(invoer)
    found += [fout("afspraak_negatief", *a.basis.plaats) for a in afspraken if (a.afspraak_cent or 0) < 0]
    names = {a.agb: a.naam for a in invoer.aanbieders}
    once = {(f.soort, f.agb, f.uzovi, f.sector): f for f in reversed(found)}
    return tuple(
        Signaal(f.soort, f.tekst, f.agb, f.uzovi, f.sector, names.get(f.agb or ""))
        for f in sorted(once.values(), key=lambda f: (list(FOUTEN).index(f.soort), repr(f)))
    )


def _ruimtefouten(potten: Iterable[Totaal], invoer: Invoer) -> list[Signaal]:
    """Commitments, or these and crisis care, above the contracteerruimte. What step 3 took off makes room only where it
    stays in the sector."""
    found = []
    for pot in potten:
        if pot.ruimte_cent is not None and pot.verplichtingen_cent > pot.ruimte_cent:
            found.append(fout("verplichtingen_boven_ruimte", None, pot.uzovi, pot.sector))
        elif (pot.over_cent or 0) < (0 if invoer.lezing_correctie == CORRECTIE_IN_SECTOR else pot.correctie_cent):
            found.append(fout("ruimte_negatief", None, pot.uzovi, pot.sector))
    return found


def _opslagfouten(invoer: Invoer) -> list[Signaal]:
    """Corrections of a provider and sector above its tariefsopslag over all its expected production, where the opslag
    is known.

    Bron: Inkoopbeleid Wlz Zilveren Kruis 2021-2023: "(een deel van) de tariefsopslag terug te vorderen".
    """
    found = []
    for opslag in invoer.opslagen:
        place = opslag.agb, opslag.sector
        taken = sum(c.bedrag_cent for c in invoer.correcties if (c.agb, c.sector) == place)
        made = sum(
            p.verwacht_cent for p in invoer.productie if (p.agb, p.sector) == place and p.groep is not Groep.MEERZORG
        )
        made += sum(a.bedrag_cent for a in invoer.aanpassingen if (a.agb, a.sector) == place)
        if taken > max(0, made) * Fraction(opslag.fractie):
            found.append(fout("correctie_boven_opslag", opslag.agb, None, opslag.sector))
    return found


def _productiefouten(invoer: Invoer) -> list[Signaal]:
    producing = {p.agb for p in invoer.productie if p.goedgekeurd_cent}
    register = {a.agb for a in invoer.aanbieders}
    agreed: list[Verplichting | Crisisplaatsen | Correctie]
    agreed = [*(v for v in invoer.verplichtingen if v.agb), *invoer.crisis, *invoer.correcties]
    found = [fout("afspraak_zonder_productie", x.agb, x.uzovi, x.sector) for x in agreed if x.agb not in producing]
    found += [fout("aanbieder_onbekend", agb) for agb in producing - register]
    found += [
        fout("sector_onbekend", p.agb, p.uzovi)
        for p in invoer.productie
        if p.sector is Sector.ONBEKEND and p.verwacht_cent
    ]
    return found


def _crisisfouten(invoer: Invoer) -> list[Signaal]:
    agreed = {(c.agb, c.uzovi, c.sector) for c in invoer.crisis}
    found = [
        fout("crisis_zonder_afspraak", p.agb, p.uzovi, p.sector)
        for p in invoer.productie
        if p.groep is Groep.CRISIS and p.goedgekeurd_cent and (p.agb, p.uzovi, p.sector) not in agreed
    ]
    for c in invoer.crisis:
        if c.plekken_afgesproken and not c.plaatsdagen and c.plekken:
            found.append(fout("plekken_zonder_dagen", c.agb, c.uzovi, c.sector))
        if c.tarief_cent is None and c.plekken:
            found.append(fout("crisistarief_ontbreekt", c.agb, c.uzovi, c.sector))
    return found


def zonder_grond(
    niet_binnen: Mapping[RegioSector, Oordeelsgrond],
    aanbieders: Mapping[RegioSector, Collection[str]],
    besloten: Collection[Plaats],
    *,
    toekomst: bool,
) -> list[Signaal]:
    """R4.8 in a herschikking: a region and sector over whose L nothing is approved, unless staff decided about every
    provider there; and a peildatum that is still to come."""
    found = [fout("peildatum_in_toekomst")] if toekomst else []
    for (uzovi, sector), grond in niet_binnen.items():
        mine = aanbieders.get((uzovi, sector), ())
        if sector is Sector.ONBEKEND or (mine and all((agb, uzovi, sector) in besloten for agb in mine)):
            continue
        found.append(fout(grond.value, None, uzovi, sector))
    return found


def splits_crisissignalen(
    gezien: Iterable[Signaal], crisis: Sequence[Crisisplaatsen], regios: Sequence[str]
) -> tuple[list[Signaal], list[Signaal]]:
    """What R5 saw: what is an open error here, with its own text, and what only asks for a look.

    Places agreed without a crisis day are an error as long as they go into the agreement.
    """
    paid = {(c.agb, c.uzovi, c.sector) for c in crisis if c.plaatsdagen}
    errors: list[Signaal] = []
    looks: list[Signaal] = []
    for s in gezien:
        if s.uzovi is not None and s.uzovi not in regios:
            continue
        is_error = s.soort in {"crisis_zonder_afspraak", "registratie_onmogelijk"} or (
            s.soort == "afspraak_zonder_productie" and (s.agb, s.uzovi, s.sector) in paid
        )
        (errors if is_error else looks).append(s)
    return errors, looks


def signalen(invoer: Invoer, afspraken: Sequence[Afspraak], regios: Iterable[Totaal]) -> tuple[Signaal, ...]:
    """What is no error but asks for a look: R3.3, fewer crisis places, a region whose agreements pass its own room."""
    names = {a.agb: a.naam for a in invoer.aanbieders}
    fewer = [
        Signaal("minder_crisisplekken", f"{c.plekken} crisisplekken in plaats van {c.plekken_afgesproken}: {c.grond}",
                c.agb, c.uzovi, c.sector, names.get(c.agb))
        for c in invoer.crisis
        if c.plekken != c.plekken_afgesproken
    ]  # fmt: skip
    text = "de afspraken passen niet in de contracteerruimte van de regio zelf; schuif ruimte van een andere regio"
    short = [Signaal("regio_boven_ruimte", text, None, r.uzovi, r.sector) for r in regios if (r.over_cent or 0) < 0]
    negative = [
        Signaal("negatieve_productie", "de verwachte productie is lager dan nul", *a.basis.plaats,
                names.get(a.basis.agb))
        for a in afspraken
        if a.basis.productie_cent < 0
    ]  # fmt: skip
    return (*short, *fewer, *negative, *invoer.signalen)
