"""Letters to providers as PDF (tagged, Dutch): the agreement, and the sheet with every step."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from dashboard import texts
from dashboard.tables.herschikking import stapregels
from dashboard.tables.vaste_volumes import stappen
from dashboard.texts import herschikking as woorden
from dashboard.texts import regio
from dashboard.texts import vaste_volumes as volumewoorden
from dashboard.vormen.tabel import EURO_EXACT, TEKST, Kolom, Tabel, maak
from forecasting.wlz.herschikking.uitkomst import Herschikking
from forecasting.wlz.herschikking.volumes import Volume
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.herschikkingen import Bevroren
from loaders.grootboek.waarden import VasteVolumes

SJABLONEN = Path(__file__).parent / "sjablonen"


def in_css(text: str) -> Markup:
    """A text as it stands between quotes in a stylesheet, where no HTML is read: every other sign by its number.

    >>> print(in_css('Repetitie "juli" & co'))
    Repetitie \\22 juli\\22  \\26  co
    """
    return Markup("".join(c if c.isalnum() or c in " ,.-" else f"\\{ord(c):x} " for c in text))  # noqa: S704 (as said)


@cache
def _sjabloon(name: str) -> Template:
    return Environment(loader=FileSystemLoader(SJABLONEN), autoescape=True, undefined=StrictUndefined).get_template(
        name
    )


def herschikkingsbrief(found: Herschikking, bevroren: Bevroren, agb: str, dag: date) -> str:
    """The letter of one provider as HTML, dated `dag`."""
    mine = [a for a in found.afspraken if a.basis.agb == agb]
    name = next((a.naam for a in found.invoer.aanbieders if a.agb == agb), f"AGB {agb}")
    total = sum(a.afspraak_cent or 0 for a in mine)
    rows = [(f"{regio(a.basis.uzovi)}, {a.basis.sector.value}", a.afspraak_cent) for a in mine]
    return _sjabloon("brief.html").render(
        onderwerp=woorden.BRIEF_ONDERWERP.format(jaar=found.invoer.jaar),
        gemaakt=texts.BANNER_GEMAAKT if found.invoer.gemaakte_gegevens else "",
        aanbieder=name,
        agb=agb,
        datum=texts.datum(dag),
        voet=in_css(f"Herschikking {found.invoer.jaar}, {bevroren.naam}, code {bevroren.invoer_hash[:12]}"),
        alineas=[
            woorden.BRIEF_AANHEF,
            woorden.BRIEF_INLEIDING.format(
                jaar=found.invoer.jaar,
                peildatum=texts.datum(found.invoer.peildatum),
                maand=texts.maand(found.invoer.laatste_maand),
            ),
        ],
        totaal_naam=woorden.BRIEF_TOTAAL.format(jaar=found.invoer.jaar),
        totaal=woorden.bedrag(total),
        overzicht=_overzicht(woorden.BRIEF_OVERZICHT, "Regio en sector", "Afspraak", rows, total),
        slot=[woorden.BRIEF_SLOT, woorden.BRIEF_GROET],
        blad_titel=woorden.BRIEF_BLAD.format(jaar=found.invoer.jaar),
        blad_uitleg=woorden.STAP_UITLEG,
        bladen=[
            stapregels(found, a, f"{regio(a.basis.uzovi)}, {texts.SECTOR[a.basis.sector]}")
            for a in mine
        ],
        afronden=woorden.AFRONDEN,
    )  # fmt: skip


def volumebrief(besluit: Besluit, volumes: Sequence[Volume], naam: str, dag: date, *, gemaakt: bool) -> str:
    """The letter about the fixed volumes of one provider as HTML, dated `dag`. `volumes`: only its own."""
    agb, total = volumes[0].agb, sum(v.volume_cent for v in volumes)
    said = besluit.waarde
    sector = texts.SECTOR[volumes[0].sector]
    return _sjabloon("brief.html").render(
        onderwerp=volumewoorden.BRIEF_ONDERWERP.format(jaar=besluit.jaar),
        gemaakt=texts.BANNER_GEMAAKT if gemaakt else "",
        aanbieder=naam,
        agb=agb,
        datum=texts.datum(dag),
        voet=in_css(f"Vaste volumes {besluit.jaar}, besluit {besluit.nummer}"),
        alineas=[
            woorden.BRIEF_AANHEF,
            volumewoorden.BRIEF_INLEIDING.format(
                sector=sector.lower(), jaar=besluit.jaar, dag=texts.datum(besluit.genomen_op),
                peildatum=texts.datum(said.peildatum) if isinstance(said, VasteVolumes) else texts.ONBEKEND,
            ),
        ],
        totaal_naam=volumewoorden.BRIEF_TOTAAL.format(jaar=besluit.jaar),
        totaal=woorden.bedrag(total),
        overzicht=_overzicht(
            volumewoorden.BRIEF_OVERZICHT, "Regio", "Vast volume",
            [(regio(v.uzovi), v.volume_cent) for v in volumes], total,
        ),
        slot=[volumewoorden.BRIEF_SLOT, woorden.BRIEF_GROET],
        blad_titel=volumewoorden.BRIEF_BLAD,
        blad_uitleg=volumewoorden.STAP_UITLEG,
        bladen=[stappen(v, f"{regio(v.uzovi)}, {sector}") for v in volumes],
        afronden="",
    )  # fmt: skip


def _overzicht(titel: str, wat: str, bedrag: str, rows: Sequence[tuple[str, int | None]], total: int) -> Tabel:
    """What it comes to per line, and in all."""
    kolommen: tuple[Kolom[tuple[str, int | None]], ...] = (
        Kolom(wat, TEKST, lambda regel: regel[0]),
        Kolom(bedrag, EURO_EXACT, lambda regel: regel[1]),
    )
    return maak(titel, kolommen, rows, totaal=("Totaal", total))


def pdf(html: str) -> bytes:
    """A letter as PDF/UA: tagged, with its language and title."""
    from weasyprint import HTML  # noqa: PLC0415 (slow to import; only letters need it)

    made = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made or b"")
