"""Tables for machines: tidy CSV (UTF-8, comma, decimal point, ISO dates; U-10) and JSON, with the values themselves."""

import csv
from io import StringIO
from typing import Any

from dashboard.vormen.tabel import Tabel, gegeven

FORMULE = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula; tabs and line ends are spaces by then."""


def als_csv(tabel: Tabel) -> str:
    """Keys with their unit as header, then every row, the total last. Not known is empty.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, the sign for text.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(kolom.sleutel for kolom in tabel.kolommen)
    writer.writerows([_cel(gegeven(waarde)) for waarde in rij] for rij in tabel.alle)
    return out.getvalue()


def _cel(waarde: Any) -> Any:
    """
    >>> _cel("=1+1"), _cel(" @som"), _cel(-100), _cel([1, 2])
    ("'=1+1", "' @som", -100, '1 – 2')
    """
    if isinstance(waarde, list):
        return " – ".join(map(str, waarde))
    return f"'{waarde}" if isinstance(waarde, str) and waarde.lstrip().startswith(FORMULE) else waarde


def als_json(tabel: Tabel) -> dict[str, Any]:
    """Caption, columns (key, heading, unit), rows by key, total and notes. Not known is null."""
    sleutels = [kolom.sleutel for kolom in tabel.kolommen]

    def rij(waarden: Any) -> dict[str, Any]:
        return dict(zip(sleutels, map(gegeven, waarden), strict=True))

    return {
        "titel": tabel.titel,
        "kolommen": [{"sleutel": k.sleutel, "kop": k.kop, "eenheid": k.soort.eenheid} for k in tabel.kolommen],
        "rijen": [rij(waarden) for waarden in tabel.rijen],
        "totaal": None if tabel.totaal is None else rij(tabel.totaal),
        "noten": list(tabel.noten),
    }
