"""Words of the register of decisions and of the page Besluiten."""

from config.words import BesluitSoort, Uitkomst
from dashboard import texts
from dashboard.texts.plat import plat
from forecasting.wlz.besluiten.behandeling import Correctie
from forecasting.wlz.besluiten.trend import Trend
from forecasting.wlz.besluiten.voorstellen import Maatwerk, Melding, Nieuw, Voorstel
from forecasting.wlz.outlook import CrisisStand
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.waarden import (
    Aandeel,
    Bedrag,
    Helling,
    Maand,
    Maandbedrag,
    Niets,
    Plekken,
    VasteVolumes,
    VolumesVan,
    Waarde,
)

SOORT = {
    BesluitSoort.TREND: "Trend",
    BesluitSoort.MELDING: "Melding van de aanbieder",
    BesluitSoort.RAMING: "Raming voor een nieuwe aanbieder",
    BesluitSoort.BEHANDELING: "Afspraak over meer inclusief behandeling",
    BesluitSoort.CRISIS: "Aantal crisisplekken",
    BesluitSoort.CORRECTIE: "Correctie maatwerkafspraak",
    BesluitSoort.VASTE_VOLUMES: "Vaste volumes",
}
UITKOMST = {Uitkomst.ACCEPTEREN: "geaccepteerd", Uitkomst.WEIGEREN: "geweigerd"}
TELT_VANAF = "Het telt mee op peildata vanaf {dag}."
INLEIDING = (
    "Wat stelt de monitor voor, en wat is erover besloten? Zonder besluit geldt de gewone regel van het beleid. "
    "Een besluit telt mee vanaf de dag waarop het is genomen; eerdere peildata veranderen niet."
)
VOORSTELLEN_UITLEG = (
    "Het grootste effect op de verwachte productie van het jaar staat boven. Bij de grens van 5% lijkt ongeveer 1 op "
    "de 20 aanbieders zonder trend toch een trend te hebben: kijk naar de oorzaak voor u accepteert. Crisisplekken en "
    "correcties tellen in de herschikking, de andere besluiten ook in de vooruitblik."
)
GEEN_VOORSTELLEN = "Op deze peildatum is er niets voor te stellen."
KIES_BESLUIT = "Kies of u accepteert of weigert."
KIES = "Kies een voorstel om erover te besluiten"
IN_CIJFERS = "Deze besluiten van medewerkers veranderen de rest van het jaar; wie en waarom staat in het register."
REGISTER_UITLEG = (
    "Het register wordt alleen aangevuld. Een later besluit over hetzelfde vervangt het eerdere vanaf zijn dag."
)
NOG_TE_RAMEN = "nog te ramen"
VASTGELEGD = "Besluit {nummer} is vastgelegd. Het telt mee op peildata vanaf {dag}."
GEEN_CLIENTEN = "Waarom? Noem geen cliënten."
KEUZE = {
    Uitkomst.ACCEPTEREN: "Accepteren: het telt mee",
    Uitkomst.WEIGEREN: "Weigeren: het telt niet mee",
}
KEUZE_BEHANDELING = {
    Uitkomst.ACCEPTEREN: "Er is een afspraak: geen correctie",
    Uitkomst.WEIGEREN: "Er is geen afspraak: de correctie telt mee",
}
"""For a share inclusief behandeling the question is whether passing it was agreed (R3.5)."""
GEEN_BESLUITEN = "Er zijn nog geen besluiten genomen."


def besluit(genomen: Besluit) -> str:
    """What was decided, in words: "Trend geaccepteerd, € 12,50 per dag, elke maand erbij"."""
    kop = f"{SOORT[genomen.soort]} {UITKOMST[genomen.uitkomst]}"
    return ", ".join([kop, *delen(genomen.waarde), *(f"{naam} {waarde}" for naam, waarde in genomen.overig)])


def delen(waarde: Waarde) -> list[str]:
    """What was decided beside yes or no, as a reader writes it.

    >>> from datetime import date
    >>> delen(Plekken(1)), delen(Maandbedrag(date(2026, 9, 1), -12_500))
    (['1 plek'], ['vanaf september 2026', '-€ 125,00 per maand'])
    """
    match waarde:
        case Niets():
            found = []
        case Helling():
            found = [f"{texts.euro_exact(waarde.helling_cent)} per dag, elke maand erbij"]
        case Maand():
            found = [f"vanaf {texts.maand(waarde.maand)}"]
        case Maandbedrag():
            found = [
                f"vanaf {texts.maand(waarde.maand)}",
                f"{texts.euro_exact(waarde.bedrag_per_maand_cent)} per maand",
            ]
        case Bedrag():
            found = [texts.euro_exact(waarde.bedrag_cent)]
        case Aandeel():
            found = [f"aandeel {texts.procent(waarde.aandeel)}"]
        case Plekken():
            found = [f"{waarde.plekken} {'plek' if waarde.plekken == 1 else 'plekken'}"]
        case VolumesVan():
            found = [texts.SITE[waarde.site]]
        case VasteVolumes():
            found = [texts.SITE[waarde.site], f"peildatum {texts.datum(waarde.peildatum)}"]
    return found


def effect(cent: int | None) -> str:
    """What E becomes more or less, always with its sign.

    >>> effect(123_456), effect(-50), effect(None)
    ('+€ 1.235', '-€ 1', 'nog te ramen')
    """
    if cent is None:
        return NOG_TE_RAMEN
    return f"+{texts.euro(cent)}" if cent > 0 else texts.euro(cent)


def waarom(voorstel: Voorstel) -> str:
    """What the proposal rests on, in one sentence with its own figures."""
    g = voorstel.gegevens
    match g:
        case Trend():
            richting = "meer" if g.helling_cent > 0 else "minder"
            van, tot = (texts.euro(round(dag)) for dag in (g.dagbedragen_cent[0], g.dagbedragen_cent[-1]))
            return (
                f"{len(g.dagbedragen_cent)} maanden, per dag van {van} naar {tot}; per maand "
                f"{texts.euro_exact(abs(g.helling_cent))} per dag {richting} (p = {texts.kans(g.p_waarde)})"
            )
        case Correctie():
            zonder = f"; zonder tarief exclusief: {', '.join(g.zonder_tarief)}" if g.zonder_tarief else ""
            return (
                f"{texts.procent(g.aandeel)} inclusief behandeling tegen {texts.procent(g.afgesproken)} afgesproken: "
                f"{texts.aantal(round(g.dagen_boven))} dagen erboven{zonder}"
            )
        case Melding():
            return (
                f"vanaf {texts.maand(g.vanaf_maand)} {effect(g.bedrag_per_maand_cent)} per maand: {g.reden} "
                f"(gemeld op {texts.datum(g.gemeld_op)})"
            )
        case Nieuw():
            return f"gestart op {texts.datum(g.gestart_op)}; zonder raming telt {texts.euro(g.verwacht_cent)}"
        case CrisisStand():
            bezetting = texts.ONBEKEND if (f := g.verwachte_bezetting_fractie) is None else texts.procent(f)
            return f"verwachte bezetting {bezetting}: van {g.plekken} naar {g.voorstel_plekken} plekken"
        case Maatwerk():
            return g.reden


def uitgebreid(voorstel: Voorstel) -> str:
    """The chosen proposal: what it is, what it does, and why."""
    zin = (
        f"**{SOORT[voorstel.soort]}**, effect op het jaar **{effect(voorstel.effect_cent)}**: {plat(waarom(voorstel))}."
    )
    return zin if voorstel.besluit is None else f"{zin} Laatste besluit: {stand(voorstel)}."


def stand(voorstel: Voorstel) -> str:
    """What was last decided about it."""
    if voorstel.besluit is None:
        return texts.NIETS
    b = voorstel.besluit
    return f"{UITKOMST[b.uitkomst]} (nr {b.nummer}), telt vanaf {texts.datum_kort(b.telt_vanaf)}"


def verantwoording(genomen: Besluit) -> str:
    """Who, when, from when, and why."""
    return (
        f"door {genomen.door} op {texts.datum(genomen.genomen_op)}, telt vanaf {texts.datum(genomen.telt_vanaf)}: "
        f"{genomen.reden}"
    )
