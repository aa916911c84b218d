"""R1.5 as tables: rows of `dashboard.beelden.sluiting`, the total last, and where the sides part."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from dashboard import texts
from dashboard.beelden.sluiting import Bedragrij, Berichtrij, Per, Sleutel
from dashboard.texts import aansluiting as woorden
from dashboard.vormen.tabel import AANTAL, EURO_EXACT, MAAND, TEKST, Kolom, Tabel, maak
from loaders.reconcile import Cel, LeveringSom

R = TypeVar("R", Berichtrij, Bedragrij)


def naam(sleutel: Sleutel, per: Per, namen: Mapping[str, str]) -> str:
    """A row's name: a provider with its AGB, a month in words, or a file. `namen` by AGB or sha256."""
    if isinstance(sleutel, date):
        return texts.maand(sleutel)
    if sleutel is None:
        return woorden.ONBEKENDE_AANBIEDER if per is Per.AANBIEDER else woorden.ZONDER_DAG
    if per is Per.AANBIEDER:
        return texts.aanbieder(sleutel, namen.get(sleutel))
    return namen.get(sleutel, sleutel)


REGELS: tuple[Kolom[Berichtrij], ...] = (
    Kolom("Leveringen", AANTAL, lambda r: r.leveringen),
    Kolom("Gelezen", AANTAL, lambda r: r.telling.regels),
    Kolom("Geaccepteerd", AANTAL, lambda r: r.telling.regels_geaccepteerd),
    Kolom("Geweigerd", AANTAL, lambda r: r.telling.regels_geweigerd),
    Kolom("Uitval", AANTAL, lambda r: r.telling.regels_uitval),
    Kolom("Sluit?", TEKST, lambda r: woorden.KLOPT[r.klopt]),
)
EUROS: tuple[Kolom[Berichtrij], ...] = (
    Kolom("Gelezen", EURO_EXACT, lambda r: r.telling.gelezen_cent),
    Kolom("Geaccepteerd", EURO_EXACT, lambda r: r.telling.geaccepteerd_cent),
    Kolom("Geweigerd", EURO_EXACT, lambda r: r.telling.geweigerd_cent),
    Kolom("Uitval", EURO_EXACT, lambda r: r.telling.uitval_cent),
    Kolom("Sluit?", TEKST, lambda r: woorden.KLOPT[r.klopt]),
)
BEDRAGEN: tuple[Kolom[Bedragrij], ...] = (
    Kolom("Ingediend", EURO_EXACT, lambda r: r.bedragen.ingediend_cent),
    Kolom("Toegekend", EURO_EXACT, lambda r: r.bedragen.toegekend_cent),
    Kolom("Afgewezen", EURO_EXACT, lambda r: r.bedragen.afgewezen_cent),
    Kolom("In behandeling", EURO_EXACT, lambda r: r.bedragen.in_behandeling_cent),
    Kolom("Archief = PRODUCTIE?", TEKST, lambda r: woorden.KLOPT[r.klopt]),
)


def regels(rijen: Sequence[Berichtrij], alles: Berichtrij, per: Per, namen: Mapping[str, str]) -> Tabel:
    """Lines read = accepted + refused + uitval."""
    return _tabel("Regels: gelezen = geaccepteerd + geweigerd + uitval", REGELS, rijen, alles, per, namen)


def euros(rijen: Sequence[Berichtrij], alles: Berichtrij, per: Per, namen: Mapping[str, str]) -> Tabel:
    """Cents read = accepted + refused + uitval."""
    return _tabel("Euro's: gelezen = geaccepteerd + geweigerd + uitval", EUROS, rijen, alles, per, namen)


def bedragen(rijen: Sequence[Bedragrij], alles: Bedragrij, per: Per, namen: Mapping[str, str]) -> Tabel:
    """Submitted = granted + refused + pending, and whether archive and PRODUCTIE agree on all of it."""
    titel = "Ingediend = toegekend + afgewezen + in behandeling"
    return _tabel(titel, BEDRAGEN, rijen, alles, per, namen)


def _tabel(
    titel: str, kolommen: Sequence[Kolom[R]], rijen: Sequence[R], alles: R, per: Per, namen: Mapping[str, str]
) -> Tabel:
    def wie(rij: R) -> str:
        return woorden.TOTAAL if rij is alles else naam(rij.sleutel, per, namen)

    return maak(titel, [Kolom[Any](per.value.capitalize(), TEKST, wie), *kolommen], rijen, totaal=alles)


def gelezen(alles: Berichtrij) -> dict[str, str]:
    """What was read in all, by what became of it."""
    t = alles.telling
    return {
        "Gelezen uit berichten": texts.euro_exact(t.gelezen_cent),
        "= geaccepteerd": texts.euro_exact(t.geaccepteerd_cent),
        "+ geweigerd": texts.euro_exact(t.geweigerd_cent),
        "+ uitval": texts.euro_exact(t.uitval_cent),
    }


def ingediend(alles: Bedragrij) -> dict[str, str]:
    """What was claimed in all, by what became of it."""
    b = alles.bedragen
    return {
        "Ingediend": texts.euro_exact(b.ingediend_cent),
        "= toegekend": texts.euro_exact(b.toegekend_cent),
        "+ afgewezen": texts.euro_exact(b.afgewezen_cent),
        "+ in behandeling": texts.euro_exact(b.in_behandeling_cent),
    }


class _Verschil(NamedTuple):
    cel: Cel
    wat: str
    archief_cent: int
    productie_cent: int


def verschillende_cellen(cellen: Iterable[Cel], namen: Mapping[str, str]) -> Tabel:
    """Where archive and PRODUCTIE part: provider, month and cents, on each side."""
    verschillen = (
        _Verschil(cel, wat, getattr(cel.archief, veld), getattr(cel.productie, veld))
        for cel in cellen
        for wat, veld in (
            ("Ingediend", "ingediend_cent"),
            ("Toegekend", "toegekend_cent"),
            ("Afgewezen", "afgewezen_cent"),
            ("In behandeling", "in_behandeling_cent"),
        )
    )
    return maak(
        "Archief en PRODUCTIE verschillen",
        [
            Kolom("Aanbieder", TEKST, lambda v: naam(v.cel.aanbieder, Per.AANBIEDER, namen)),
            Kolom("Zorgmaand", MAAND, lambda v: v.cel.zorgmaand),
            Kolom("Bedrag", TEKST, lambda v: v.wat),
            Kolom("Archief", EURO_EXACT, lambda v: v.archief_cent),
            Kolom("PRODUCTIE", EURO_EXACT, lambda v: v.productie_cent),
            Kolom("Verschil", EURO_EXACT, lambda v: v.productie_cent - v.archief_cent),
        ],
        (v for v in verschillen if v.archief_cent != v.productie_cent),
    )


SOMMEN: tuple[Kolom[LeveringSom], ...] = (
    Kolom("Levering", TEKST, lambda s: s.levering.naam),
    Kolom("Regels grootboek", AANTAL, lambda s: s.levering.telling.regels),
    Kolom("Regels archief", AANTAL, lambda s: s.regels),
    Kolom("Gelezen grootboek", EURO_EXACT, lambda s: s.levering.telling.gelezen_cent),
    Kolom("Gelezen archief", EURO_EXACT, lambda s: s.gelezen_cent),
    Kolom("Geaccepteerd", EURO_EXACT, lambda s: s.levering.telling.geaccepteerd_cent),
    Kolom("Geteld", EURO_EXACT, lambda s: s.bedragen.ingediend_cent),
)


def verschillende_leveringen(sommen: Iterable[LeveringSom]) -> Tabel:
    """Where ledger and archive part: delivery, lines and cents, on each side."""
    return maak("Grootboek en archief verschillen", SOMMEN, sommen)
