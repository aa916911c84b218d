"""The menu of the pages: plain links in a `nav`, three groups wide, behind one button where it is narrow.

Streamlit's own menu says "App pages" and "Skip to main content" to a screen reader, hides all pages behind drop-downs
and, on a phone, puts headings into a list where only items may be (X-08). These links load a page anew, which takes a
third of a second more; in return they are links like any other: a new tab, the back button and no script.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import texts
from dashboard.web.style import BEELDMERK

GEDEELD = ("site", "peildatum", "jaar")
"""The choices a link carries to the next page."""
MERK = (
    '<span class="rm-merk"><img alt="" width="32" height="32" '
    f'src="data:image/svg+xml;base64,{b64encode(BEELDMERK.encode()).decode()}">Ruimtemonitor</span>'
)


def draw(groepen: Mapping[str, Sequence[tuple[str, str]]], huidig: str) -> None:
    """Draw the menu; `groepen` holds (title, address) by heading, `huidig` is the title of the open page."""
    st.html(html(groepen, huidig, _chosen()))


def html(groepen: Mapping[str, Sequence[tuple[str, str]]], huidig: str, keuzes: Mapping[str, str]) -> str:
    """The menu as HTML; every link carries the choices."""
    zoek = f"?{urlencode(keuzes)}" if keuzes else ""
    lijst = "".join(
        f"<li><span>{escape(kop)}</span><ul>"
        + "".join(_link(titel, pad + zoek, is_huidig=titel == huidig) for titel, pad in onder)
        + "</ul></li>"
        for kop, onder in groepen.items()
    )
    return (
        f'<a class="rm-overslaan" href="#inhoud">{escape(texts.MENU_OVERSLAAN)}</a>'
        f'<nav class="rm-menu" aria-label="{escape(texts.MENU_PAGINAS)}">{MERK}<ul class="rm-breed">{lijst}</ul>'
        f'<details class="rm-smal"><summary>{escape(texts.MENU)}</summary><ul>{lijst}</ul></details></nav>'
        '<span id="inhoud" tabindex="-1"></span>'
    )


def _link(titel: str, adres: str, *, is_huidig: bool) -> str:
    hier = ' aria-current="page"' if is_huidig else ""
    return f'<li><a href="{escape(adres)}"{hier}>{escape(titel)}</a></li>'


def _chosen() -> dict[str, str]:
    """The shared choices as made on this page, or else as they stand in its address."""
    keuzes = {naam: st.session_state.get(naam) or st.query_params.get(naam) for naam in GEDEELD}
    return {naam: str(keuze) for naam, keuze in keuzes.items() if keuze}
