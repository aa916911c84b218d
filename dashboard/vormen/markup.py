"""Plain, accessible HTML: tables with a caption and headings, status words, definition lists.

Streamlit's own grid draws on a canvas, which screen readers and phones cannot read (X-07, X-08, X-13).
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboard import texts
from dashboard.vormen.tabel import Kolom, Rij, Tabel, Waarde
from forecasting.wlz.distance import Status


def status(waarde: Status) -> str:
    """A status by shape and word, never by colour alone (X-05)."""
    return (
        f'<span class="rm-status rm-{waarde.value}"><span aria-hidden="true">{texts.TEKEN[waarde]}</span> '
        f"{escape(texts.STATUS[waarde])}</span>"
    )


def table(tabel: Tabel, *, tall: bool = False) -> str:
    """A real table: caption, column headings, the first column as row heading; numbers right-aligned.

    A wide table scrolls inside its own box, which the keyboard can reach; a `tall` one also scrolls downwards.
    """
    head = "".join(
        f'<th scope="col"{RECHTS if number and k.soort.rechts else ""}>{_heading(k.kop)}</th>'
        for number, k in enumerate(tabel.kolommen)
    )
    body = "".join(_row(tabel, rij) for rij in tabel.rijen)
    if tabel.totaal is not None:
        body += _row(tabel, tabel.totaal, ' class="rm-totaal"')
    title = escape(tabel.titel)
    return (
        f'<div class="rm-tabel{" rm-hoog" if tall else ""}" role="region" aria-label="{title}" tabindex="0">'
        f"<table><caption><span>{title}</span></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + "".join(paragraph(noot, "rm-noot") for noot in tabel.noten)
    )


def _heading(name: str) -> str:
    """The number of a step stays with its name.

    >>> _heading("5 Korting"), _heading("Telt mee")
    ('5\\xa0Korting', 'Telt mee')
    """
    return escape(name.replace(" ", "\N{NO-BREAK SPACE}", 1) if name[:1].isdigit() else name)


def _row(tabel: Tabel, rij: Rij, css: str = "") -> str:
    return f"<tr{css}>{''.join(map(_cell, tabel.kolommen, rij, range(len(rij))))}</tr>"


def _cell(kolom: Kolom[Any], waarde: Waarde, position: int) -> str:
    """A cell by the kind of its column and the type of its value, never by what its text looks like."""
    text = kolom.toon(waarde)
    if isinstance(waarde, Status):
        shown = status(waarde)
    else:
        shown = escape(text) if kolom.soort.rechts and position else sentence(text)
    if position == 0:
        return f'<th scope="row"{_width(text, LANGE_NAAM)}>{shown}</th>'
    if kolom.soort.rechts:
        return f'<td class="rm-getal">{shown}</td>'
    return f"<td{_width(text, LANGE_TEKST)}>{shown}</td>"


def _width(value: str, long: int) -> str:
    """A short text (a day, a month, a code) stays on one line; a long one gets a column that can be read."""
    if len(value) <= KORTE_TEKST:
        return ' class="rm-heel"'
    return ' class="rm-lang"' if len(value) > long else ""


def definitions(rows: Mapping[str, str], css_class: str = "rm-feiten") -> str:
    """Names with their value; values are plain text."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows.items())
    return f'<dl class="{css_class}">{items}</dl>'


def paragraph(text: str, css_class: str) -> str:
    return f'<p class="{css_class}">{sentence(text)}</p>'


def bullets(zinnen: Sequence[str]) -> str:
    """Sentences below each other."""
    return f'<ul class="rm-zinnen">{"".join(f"<li>{sentence(zin)}</li>" for zin in zinnen)}</ul>' if zinnen else ""


def sentence(text: str) -> str:
    """Text in which an amount or a day is not broken over two lines.

    >>> sentence("nog € 1.234 bij")
    'nog <span class="rm-heel">€ 1.234</span> bij'
    """
    return HEEL.sub(r'<span class="rm-heel">\g<0></span>', escape(text))


def whole_amounts(text: str) -> str:
    """Markdown in which an amount is not broken over two lines.

    >>> whole_amounts("nog € 1.234 bij")
    'nog €\\xa01.234 bij'
    """
    return BEDRAG.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def grid(parts: Sequence[str]) -> str:
    """Parts beside each other where there is room, below each other on a phone (X-13)."""
    return f'<div class="rm-tegels">{"".join(parts)}</div>'


RECHTS = ' class="rm-getal"'
KORTE_TEKST, LANGE_NAAM, LANGE_TEKST = 14, 20, 40
BEDRAG = re.compile(r"-?€ [\d.]+(,\d+)?( ml[nd])?")
HEEL = re.compile(rf"{BEDRAG.pattern}|\b\d\d-\d\d-\d{{4}}\b")
