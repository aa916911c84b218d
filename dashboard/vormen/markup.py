"""Plain, accessible HTML from preformatted text: tables with a caption and headings, status words, definition lists.

Streamlit's own grid draws on a canvas, which screen readers and phones cannot read (X-07, X-08, X-13).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape

import pandas as pd

from dashboard import texts
from forecasting.wlz.distance import Status


def status(waarde: Status) -> str:
    """A status by shape and word, never by colour alone (X-05)."""
    return (
        f'<span class="rm-status rm-{waarde.value}"><span aria-hidden="true">{texts.TEKEN[waarde]}</span> '
        f"{escape(texts.STATUS[waarde])}</span>"
    )


def table(
    data: pd.DataFrame, caption: str, *, text_columns: Collection[str] = (), total_row: bool = False, tall: bool = False
) -> str:
    """A real table: caption, column headings, the first column as row heading; other columns right-aligned.

    `text_columns` are aligned left. A wide table scrolls inside its own box, which the keyboard can reach; a `tall`
    one also scrolls downwards.
    """
    left = {data.columns[0], *text_columns}
    head = "".join(f'<th scope="col"{"" if c in left else RECHTS}>{_heading(str(c))}</th>' for c in data.columns)
    last = len(data) - 1
    body = "".join(
        f"<tr{_total(total_row and number == last)}>"
        + "".join(_cell(str(value), column, position, left) for position, (column, value) in enumerate(row.items()))
        + "</tr>"
        for number, row in enumerate(data.to_dict("records"))
    )
    label = escape(caption, quote=True)
    return (
        f'<div class="rm-tabel{" rm-hoog" if tall else ""}" role="region" aria-label="{label}" tabindex="0">'
        f"<table><caption><span>{escape(caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _heading(name: str) -> str:
    """The number of a step stays with its name.

    >>> _heading("5 Korting")
    '5\\xa0Korting'
    """
    return escape(STAPNUMMER.sub("\\1\N{NO-BREAK SPACE}", name))


def _total(is_total: bool) -> str:
    return ' class="rm-totaal"' if is_total else ""


def _cell(value: str, column: object, position: int, left: Collection[object]) -> str:
    shown = STATUSCELLEN.get(value, sentence(value) if column in left else escape(value))
    if position == 0:
        return f'<th scope="row"{_width(value, LANGE_NAAM)}>{shown}</th>'
    if column in left:
        return f"<td{_width(value, LANGE_TEKST)}>{shown}</td>"
    return f'<td class="rm-getal">{shown}</td>'


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
STAPNUMMER = re.compile(r"^(\d) ")
BEDRAG = re.compile(r"-?€ [\d.]+(,\d+)?( ml[nd])?")
HEEL = re.compile(rf"{BEDRAG.pattern}|\b\d\d-\d\d-\d{{4}}\b")
STATUSCELLEN = {texts.STATUS[waarde]: status(waarde) for waarde in Status}
"""A table cell that holds exactly a status word is shown as that status."""
