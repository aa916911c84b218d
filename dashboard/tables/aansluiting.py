"""R1.5 as tables: rows of `dashboard.beelden.sluiting` in preformatted Dutch text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import pandas as pd

from dashboard import texts
from dashboard.beelden.sluiting import Bedragrij, Berichtrij, Per, Sleutel
from dashboard.texts import aansluiting as woorden
from loaders.reconcile import Cel, LeveringSom

KLOPT = "Sluit?"
GELIJK = "Archief = PRODUCTIE?"
GELEZEN = ("Gelezen", "Geaccepteerd", "Geweigerd", "Uitval")
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


def regels(rijen: Sequence[Berichtrij], alles: Berichtrij, per: Per, namen: Mapping[str, str]) -> pd.DataFrame:
    """Lines read = accepted + refused + uitval, and the total."""

    def cells(rij: Berichtrij) -> Iterable[str]:
        t = rij.telling
        return map(texts.aantal, (rij.leveringen, t.regels, t.regels_geaccepteerd, t.regels_geweigerd, t.regels_uitval))

    return _table(["Leveringen", *GELEZEN, KLOPT], rijen, alles, cells, per, namen)


def euros(rijen: Sequence[Berichtrij], alles: Berichtrij, per: Per, namen: Mapping[str, str]) -> pd.DataFrame:
    """Cents read = accepted + refused + uitval, and the total."""

    def cells(rij: Berichtrij) -> Iterable[str]:
        t = rij.telling
        return map(texts.euro_exact, (t.gelezen_cent, t.geaccepteerd_cent, t.geweigerd_cent, t.uitval_cent))

    return _table([*GELEZEN, KLOPT], rijen, alles, cells, per, namen)


def bedragen(rijen: Sequence[Bedragrij], alles: Bedragrij, per: Per, namen: Mapping[str, str]) -> pd.DataFrame:
    """Submitted = granted + refused + pending, and whether archive and PRODUCTIE agree on all of it."""

    def cells(rij: Bedragrij) -> Iterable[str]:
        b = rij.bedragen
        return map(texts.euro_exact, (b.ingediend_cent, b.toegekend_cent, b.afgewezen_cent, b.in_behandeling_cent))

    return _table(["Ingediend", "Toegekend", "Afgewezen", "In behandeling", GELIJK], rijen, alles, cells, per, namen)


def _table(
    columns: Sequence[str],
    rijen: Sequence[R],
    alles: R,
    cells: Callable[[R], Iterable[str]],
    per: Per,
    namen: Mapping[str, str],
) -> pd.DataFrame:
    """A row each, the total last; the last column says whether the row adds up."""

    def row(titel: str, rij: R) -> tuple[str, ...]:
        return (titel, *cells(rij), woorden.KLOPT[rij.klopt])

    found = [*(row(naam(rij.sleutel, per, namen), rij) for rij in rijen), row(woorden.TOTAAL, alles)]
    return pd.DataFrame(found, columns=[per.value.capitalize(), *columns])


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


def verschillende_cellen(cellen: Iterable[Cel], namen: Mapping[str, str]) -> pd.DataFrame:
    """Where archive and PRODUCTIE part: provider, month and cents, on each side."""
    rijen = []
    for cel in cellen:
        for wat, links, rechts in (
            ("Ingediend", cel.archief.ingediend_cent, cel.productie.ingediend_cent),
            ("Toegekend", cel.archief.toegekend_cent, cel.productie.toegekend_cent),
            ("Afgewezen", cel.archief.afgewezen_cent, cel.productie.afgewezen_cent),
            ("In behandeling", cel.archief.in_behandeling_cent, cel.productie.in_behandeling_cent),
        ):
            if links != rechts:
                wie = naam(cel.aanbieder, Per.AANBIEDER, namen)
                cents = (links, rechts, rechts - links)
                rijen.append((wie, texts.maand(cel.zorgmaand), wat, *map(texts.euro_exact, cents)))
    return pd.DataFrame(rijen, columns=["Aanbieder", "Zorgmaand", "Bedrag", "Archief", "PRODUCTIE", "Verschil"])


def verschillende_leveringen(sommen: Iterable[LeveringSom]) -> pd.DataFrame:
    """Where ledger and archive part: delivery, lines and cents, on each side."""
    rijen = [
        (
            som.levering.naam,
            texts.aantal(som.levering.telling.regels),
            texts.aantal(som.regels),
            *map(
                texts.euro_exact,
                (
                    som.levering.telling.gelezen_cent,
                    som.gelezen_cent,
                    som.levering.telling.geaccepteerd_cent,
                    som.bedragen.ingediend_cent,
                ),
            ),
        )
        for som in sommen
    ]
    columns = ["Regels grootboek", "Regels archief", "Gelezen grootboek", "Gelezen archief", "Geaccepteerd", "Geteld"]
    return pd.DataFrame(rijen, columns=["Levering", *columns])
