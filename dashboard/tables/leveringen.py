"""Deliveries as tables: what was read and what became of it, and what is left out and why (R1.5, S-02)."""

from collections.abc import Callable, Iterable, Sequence

from dashboard import texts
from dashboard.beelden.tellingen import Groepstelling, sluit
from dashboard.vormen.tabel import AANTAL, DATUM, EURO, EURO_EXACT, TEKST, Kolom, Tabel, Waarde, maak
from loaders.grootboek.deliveries import Levering, Reden, Soort, Telling

SOORT = Kolom[Groepstelling]("Soort", TEKST, lambda g: texts.LEVERINGSOORT[g.soort] if g.soort else "Totaal")
KLOPT = Kolom[Groepstelling]("Gelezen = som", TEKST, lambda g: "✓ klopt" if sluit(g.telling) else "▲ klopt niet")
REGELS: tuple[Kolom[Groepstelling], ...] = (
    SOORT,
    Kolom("Leveringen", AANTAL, lambda g: g.leveringen),
    Kolom("Gelezen", AANTAL, lambda g: g.telling.regels),
    Kolom("Geaccepteerd", AANTAL, lambda g: g.telling.regels_geaccepteerd),
    Kolom("Geweigerd", AANTAL, lambda g: g.telling.regels_geweigerd),
    Kolom("Uitval", AANTAL, lambda g: g.telling.regels_uitval),
    KLOPT,
)
EUROS: tuple[Kolom[Groepstelling], ...] = (
    SOORT,
    Kolom("Gelezen", EURO_EXACT, lambda g: g.telling.gelezen_cent),
    Kolom("Geaccepteerd", EURO_EXACT, lambda g: g.telling.geaccepteerd_cent),
    Kolom("Geweigerd", EURO_EXACT, lambda g: g.telling.geweigerd_cent),
    Kolom("Uitval", EURO_EXACT, lambda g: g.telling.uitval_cent),
    KLOPT,
)


def controle(groepen: Sequence[Groepstelling]) -> tuple[Tabel, Tabel]:
    """R1.5 per kind and in total: in lines, and in euros and cents; each row says whether it adds up."""
    per_soort, totaal = [g for g in groepen if g.soort], next(g for g in groepen if not g.soort)
    return (
        maak("Regels, per soort levering", REGELS, per_soort, totaal=totaal),
        maak("Euro's, per soort levering", EUROS, per_soort, totaal=totaal),
    )


def _uit_telling(uit: Callable[[Telling], Waarde]) -> Callable[[Levering], Waarde]:
    """Of one delivery; a delivery without lines of its own shows dashes, not zeros."""
    return lambda v: texts.NIETS if v.telling == Telling() else uit(v.telling)


NAAM = Kolom[Levering]("Naam", TEKST, lambda v: v.naam)
ONTVANGEN = Kolom[Levering]("Ontvangen", DATUM, lambda v: v.ontvangen or dag(v))
STATUS = Kolom[Levering]("Status", TEKST, lambda v: texts.LEVERINGSTATUS[v.status])
LEVERINGKOLOMMEN: tuple[Kolom[Levering], ...] = (
    NAAM,
    Kolom("Soort", TEKST, lambda v: f"Tabel {v.tabel}" if v.tabel else v.soort.value),
    ONTVANGEN,
    STATUS,
    Kolom("Regels gelezen", AANTAL, _uit_telling(lambda t: t.regels)),
    Kolom("Geaccepteerd", AANTAL, _uit_telling(lambda t: t.regels_geaccepteerd)),
    Kolom("Geweigerd", AANTAL, _uit_telling(lambda t: t.regels_geweigerd)),
    Kolom("Uitval", AANTAL, _uit_telling(lambda t: t.regels_uitval)),
    Kolom("Bedrag gelezen", EURO_EXACT, _uit_telling(lambda t: t.gelezen_cent)),
    Kolom("Bedrag geaccepteerd", EURO_EXACT, _uit_telling(lambda t: t.geaccepteerd_cent)),
)


def leveringen(rij: Iterable[Levering], titel: str) -> Tabel:
    """Deliveries as the ledger knows them; nothing of the content of a message."""
    return maak(titel, LEVERINGKOLOMMEN, rij)


def dag(levering: Levering) -> str:
    """The day it came in; a reference table has none, and is placed by the day it was loaded."""
    if levering.ontvangen is None:
        return f"geladen {texts.datum_kort(levering.geladen_op)}"
    return texts.datum_kort(levering.ontvangen)


def laadverslag(v: Levering) -> dict[str, str]:
    """What became of one delivery: its lines by kind of reason, its totals, and how the terminal names it (S-02)."""
    feiten = {"Levering": v.naam, "Kenmerk": v.sha256[:KENMERK], "Status": texts.LEVERINGSTATUS[v.status]}
    if v.soort is not Soort.AW319:
        return feiten
    t, u = v.telling, v.uitval
    return {
        **feiten,
        "Tellingen en totalen van record 99": "✓ klopt" if v.leesbaar else "▲ niet te lezen of klopt niet",
        "Gelezen": _regels(t.regels, t.gelezen_cent),
        "Geaccepteerd": _regels(t.regels_geaccepteerd, t.geaccepteerd_cent),
        "Geweigerd of ingetrokken": _regels(t.regels_geweigerd, t.geweigerd_cent),
        "Uitval": _regels(t.regels_uitval, t.uitval_cent),
        "waarvan niet te plaatsen": texts.aantal(u.niet_te_plaatsen),
        "waarvan al bekend": texts.aantal(u.al_bekend),
        "waarvan credit zonder regel die meetelt": texts.aantal(u.credit_zonder_regel),
    }


KENMERK = 16
"""Characters of a delivery's sha256 that name it."""


def _regels(regels: int, cent: int) -> str:
    return f"{texts.aantal(regels)} {'regel' if regels == 1 else 'regels'}, {texts.euro_exact(cent)}"


Aandacht = tuple[Levering, Sequence[Reden]]


def _levering(gezien: Aandacht) -> Levering:
    return gezien[0]


AANDACHT: tuple[Kolom[Aandacht], ...] = (
    *(kolom.bij(_levering) for kolom in (NAAM, ONTVANGEN, STATUS)),
    Kolom("Regels niet geteld", AANTAL, lambda a: a[0].telling.regels_geweigerd + a[0].telling.regels_uitval),
    Kolom("Bedrag niet geteld", EURO, lambda a: a[0].telling.geweigerd_cent + a[0].telling.uitval_cent),
    Kolom("Eerste reden", TEKST, lambda a: texts.reden(a[1][0]) if a[1] else None, texts.NIETS),
)


def aandacht(rij: Iterable[Aandacht], titel: str) -> Tabel:
    """Deliveries that do not count whole: how much is left out, and the first reason."""
    return maak(titel, AANDACHT, rij)


REDENKOLOMMEN: tuple[Kolom[Reden], ...] = (
    Kolom("Regel", AANTAL, lambda r: r.regel, "heel bestand"),
    Kolom("Veld", TEKST, lambda r: r.veld, ""),
    Kolom("Reden", TEKST, lambda r: r.tekst),
)


def redenen(rij: Sequence[Reden], levering: str) -> Tabel:
    """Reasons by line number and field, as the reader wrote them (no content)."""
    aantal = len(rij)
    return maak(f"{texts.aantal(aantal)} {'reden' if aantal == 1 else 'redenen'} bij {levering}", REDENKOLOMMEN, rij)
