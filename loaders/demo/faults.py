"""Deliveries that go wrong, as they do in real life: made from a good claim, none of them changes a figure."""

from collections.abc import Iterator

from config.layouts import aw319
from loaders.berichten.record import edit

NIEUW = "FOUT"
"""Start of the invoice numbers that are not those of the good claim."""


def foutieve_berichten(claim: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and contents: refused whole (R1.5), or all its lines in uitval. `claim` is a good AW319."""
    head, *body, last = claim.removesuffix(b"\r\n").split(b"\r\n")
    layout = aw319()

    def message(number: int, changed_head: bytes, records: list[bytes], changed_last: bytes) -> bytes:
        if number:
            changed_head = edit(layout, changed_head, "factuurnummer", f"{NIEUW}{number:08d}")
        return b"".join(record + b"\r\n" for record in (changed_head, *records, changed_last))

    yield "testbericht", message(1, edit(layout, head, "soort_bericht", "T"), body, last)
    yield "afgebroken", message(2, head, body, last)[: len(claim) // 2]
    yield "totaal", message(3, head, body, edit(layout, last, "totaal_declaratiebedrag", 1))
    yield "andere_versie", message(4, edit(layout, head, "subversie", 3), body, last)
    yield "factuur_bekend", message(0, edit(layout, head, "dagtekening", 20250101), body, last)
    yield "regels_bekend", message(5, head, body, last)
    impossible = [edit(layout, r, "einddatum_prestatie", 20260231) if r.startswith(b"04") else r for r in body]
    yield "onmogelijke_datum", message(6, head, impossible, last)
