"""Deliveries as tables: what was read and what became of it, and what is left out and why (R1.5, S-02)."""

from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard import texts
from dashboard.beelden.tellingen import Groepstelling, sluit
from loaders.grootboek.deliveries import Levering, Reden, Soort, Telling
from loaders.tijd.workdays import dag_in_nederland


def controle(groepen: Sequence[Groepstelling]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """R1.5 per kind and in total: in lines, and in euros and cents; each row says whether it adds up."""
    regels, euros = [], []
    for groep in groepen:
        t = groep.telling
        naam = texts.LEVERINGSOORT[groep.soort] if groep.soort else "Totaal"
        klopt = "✓ klopt" if sluit(t) else "▲ klopt niet"
        regels.append(
            (naam, groep.leveringen, t.regels, t.regels_geaccepteerd, t.regels_geweigerd, t.regels_uitval, klopt)
        )
        euros.append((naam, t.gelezen_cent, t.geaccepteerd_cent, t.geweigerd_cent, t.uitval_cent, klopt))
    delen = ["Gelezen", "Geaccepteerd", "Geweigerd", "Uitval", "Gelezen = som"]
    return (
        pd.DataFrame(
            [(r[0], *map(texts.aantal, r[1:6]), r[6]) for r in regels], columns=["Soort", "Leveringen", *delen]
        ),
        pd.DataFrame([(r[0], *map(texts.euro_exact, r[1:5]), r[5]) for r in euros], columns=["Soort", *delen]),
    )


def leveringen(rij: Iterable[Levering]) -> pd.DataFrame:
    """Deliveries as the ledger knows them; nothing of the content of a message."""
    return pd.DataFrame(
        [
            {
                "Naam": v.naam,
                "Soort": f"Tabel {v.tabel}" if v.tabel else v.soort.value,
                "Ontvangen": dag(v),
                "Status": texts.LEVERINGSTATUS[v.status],
                **_tellingcellen(v.telling),
            }
            for v in rij
        ]
    )


def dag(levering: Levering) -> str:
    """The day it came in; a reference table has none, and is placed by the day it was loaded."""
    if levering.ontvangen is None:
        return f"geladen {texts.datum_kort(dag_in_nederland(levering.geladen_op))}"
    return texts.datum_kort(levering.ontvangen)


def _tellingcellen(telling: Telling) -> dict[str, str]:
    """Lines and cents of one delivery; a delivery without lines of its own shows dashes, not zeros."""
    cellen = {
        "Regels gelezen": texts.aantal(telling.regels),
        "Geaccepteerd": texts.aantal(telling.regels_geaccepteerd),
        "Geweigerd": texts.aantal(telling.regels_geweigerd),
        "Uitval": texts.aantal(telling.regels_uitval),
        "Bedrag gelezen": texts.euro_exact(telling.gelezen_cent),
        "Bedrag geaccepteerd": texts.euro_exact(telling.geaccepteerd_cent),
    }
    return dict.fromkeys(cellen, texts.NIETS) if telling == Telling() else cellen


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


def aandacht(rij: Iterable[tuple[Levering, Sequence[Reden]]]) -> pd.DataFrame:
    """Deliveries that do not count whole: how much is left out, and the first reason."""
    return pd.DataFrame(
        [
            {
                "Naam": levering.naam,
                "Ontvangen": dag(levering),
                "Status": texts.LEVERINGSTATUS[levering.status],
                "Regels niet geteld": texts.aantal(levering.telling.regels_geweigerd + levering.telling.regels_uitval),
                "Bedrag niet geteld": texts.euro(levering.telling.geweigerd_cent + levering.telling.uitval_cent),
                "Eerste reden": texts.reden(redenen[0]) if redenen else texts.NIETS,
            }
            for levering, redenen in rij
        ]
    )


def redenen(rij: Iterable[Reden]) -> pd.DataFrame:
    """Reasons by line number and field, as the reader wrote them (no content)."""
    return pd.DataFrame(
        [
            {
                "Regel": "heel bestand" if r.regel is None else texts.aantal(r.regel),
                "Veld": r.veld or "",
                "Reden": r.tekst,
            }
            for r in rij
        ],
        columns=["Regel", "Veld", "Reden"],
    )
