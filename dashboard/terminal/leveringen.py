"""What came in, as text on a terminal: made, loaded, decided about."""

from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import texts
from dashboard.vormen.tabel import AANTAL, EURO_EXACT, TEKST, Kolom, maak
from dashboard.vormen.tekst import table
from loaders.grootboek.deliveries import Intrekbesluit, Levering

if TYPE_CHECKING:  # each is asked for by one command, and costs the others time to import
    from loaders.demo.run import DemoVerslag
    from loaders.intrekken import BesluitVerslag
    from loaders.run import Afkeuring, LaadVerslag

REDENEN_PER_BESTAND = 5
TELLING: tuple[Kolom[tuple[str, int, int]], ...] = (
    Kolom("wat", TEKST, lambda r: r[0]),
    Kolom("regels", AANTAL, lambda r: r[1]),
    Kolom("euro", EURO_EXACT, lambda r: r[2]),
)


def demo(verslag: "DemoVerslag", inbox: Path) -> str:
    """What `ruimte demo` made, and what to do next."""
    made = f"{texts.aantal(verslag.bestanden)} berichten met {texts.aantal(verslag.regels)} regels gemaakt in {inbox}."
    return f"{made}\nLaad ze met: ruimte load {inbox}"


def laadverslag(verslag: "LaadVerslag") -> str:
    """What a load did: read = accepted + refused + uitval (R1.5), and why."""
    t = verslag.telling
    lines = [
        f"{_bestanden(verslag.bestanden)}: {verslag.verwerkt} verwerkt, {verslag.al_bekend} al bekend, "
        f"{len(verslag.geweigerd)} geweigerd.",
        *table(
            maak(
                "Gelezen",
                TELLING,
                [
                    ("gelezen", t.regels, t.gelezen_cent),
                    ("geaccepteerd", t.regels_geaccepteerd, t.geaccepteerd_cent),
                    ("geweigerd", t.regels_geweigerd, t.geweigerd_cent),
                    ("uitval", t.regels_uitval, t.uitval_cent),
                ],
            )
        ),
    ]
    for title, found in (("Geweigerd", verslag.geweigerd), ("Regels in uitval", verslag.uitval)):
        lines += [line for afkeuring in found for line in _afkeuring(title, afkeuring)]
    lines += [f"Let op: {bestand}: {text}" for bestand, text in verslag.opmerkingen]
    if verslag.overgeslagen:
        skipped = f"{_bestanden(verslag.overgeslagen)} van Office, Windows of macOS, of verborgen"
        lines.append(f"Overgeslagen (geen levering): {skipped}.")
    return "\n".join(lines)


def _bestanden(aantal: int) -> str:
    return f"{texts.aantal(aantal)} {'bestand' if aantal == 1 else 'bestanden'}"


def _afkeuring(title: str, afkeuring: "Afkeuring") -> list[str]:
    shown = afkeuring.redenen[:REDENEN_PER_BESTAND]
    lines = [f"{title}: {afkeuring.bestand}"]
    for reden in shown:
        where = " ".join(filter(None, [f"regel {reden.regel}" if reden.regel else "", reden.veld or ""]))
        lines.append(f"  {where}{': ' if where else ''}{reden.tekst}")
    if len(afkeuring.redenen) > len(shown):
        lines.append(f"  en nog {len(afkeuring.redenen) - len(shown)}; zie de pagina Leveringen")
    return lines


def besluit(verslag: "BesluitVerslag") -> str:
    """What a decision changed: the delivery itself, and others that count differently because of it (R1.5)."""
    per = texts.datum(verslag.besluit.per)
    levering = verslag.levering
    if verslag.besluit.besluit is Intrekbesluit.INTREKKING:
        lines = [f"{levering.naam}: ingetrokken per {per}; telt vanaf die dag niet meer, op eerdere peildata wel."]
    else:
        lines = [f"{levering.naam}: hersteld per {per}; nu {_stand(levering)}."]
    lines += [f"Daardoor: {voor.naam}: {_stand(voor)} wordt {_stand(na)}." for voor, na in verslag.veranderd]
    return "\n".join(lines)


def _stand(levering: Levering) -> str:
    geteld = texts.aantal(levering.telling.regels_geaccepteerd)
    return (
        f"{texts.LEVERINGSTATUS[levering.status]} ({geteld} van {texts.aantal(levering.telling.regels)} regels geteld)"
    )
