"""Tables as text on a terminal; words and number formats are those of the pages."""

from dashboard.vormen.tabel import Tabel

NVT = "-"


def table(tabel: Tabel) -> list[str]:
    """Columns in line: words to the left, numbers to the right; its notes beneath, no caption."""
    rows = [tabel.koppen, *tabel.getoond()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    right = [number > 0 and kolom.soort.rechts for number, kolom in enumerate(tabel.kolommen)]
    lines = [
        "  ".join(
            cell.rjust(w) if to_right else cell.ljust(w) for cell, w, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
    return [*lines, *tabel.noten]
