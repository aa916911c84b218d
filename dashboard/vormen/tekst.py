"""Results as text on a terminal, by subject as the commands are; words and number formats are those of the pages."""

from collections.abc import Sequence

NVT = "-"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns in line: the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return [
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
