"""The web pages: which there are, in what order, and under which heading."""

from collections.abc import Callable

import streamlit as st

from dashboard.web import menu
from dashboard.web.paginas import (
    aansluiting,
    besluiten,
    crisisbedden,
    herschikking,
    leveringen,
    nacalculatie,
    scenarios,
    trefzekerheid,
    vaste_volumes,
    volledigheid,
    vooruitblik,
    waarom_anders,
    werklijst,
)
from dashboard.web.style import BEELDMERK, CSS

PAGINAS: dict[str, dict[str, Callable[[], None]]] = {
    "Dit jaar": {
        "Vooruitblik": vooruitblik.page,
        "Waarom anders": waarom_anders.page,
        "Werklijst": werklijst.page,
        "Trefzekerheid": trefzekerheid.page,
        "Crisisbedden": crisisbedden.page,
    },
    "Afspraken": {
        "Besluiten": besluiten.page,
        "Herschikking": herschikking.page,
        "Vaste volumes": vaste_volumes.page,
        "Scenario's": scenarios.page,
        "Nacalculatie": nacalculatie.page,
    },
    "Gegevens": {
        "Leveringen": leveringen.page,
        "Volledigheid": volledigheid.page,
        "Aansluiting": aansluiting.page,
    },
}
"""Pages by heading and title; the first one opens at the address without a path."""


def main() -> None:
    paginas = {
        titel: st.Page(page, title=titel, url_path=pad(titel), default=page is vooruitblik.page)
        for onder in PAGINAS.values()
        for titel, page in onder.items()
    }
    gekozen = st.navigation(list(paginas.values()), position="hidden")
    st.set_page_config(page_title=f"{gekozen.title} · Ruimtemonitor", page_icon=BEELDMERK, layout="wide")
    st.html(f"<style>{CSS}</style>")
    menu.draw(
        {kop: [(titel, f"/{paginas[titel].url_path}") for titel in onder] for kop, onder in PAGINAS.items()},
        gekozen.title,
    )
    gekozen.run()


def pad(titel: str) -> str:
    """A page's address.

    >>> pad("Vaste volumes")
    'vaste-volumes'
    """
    return titel.lower().replace(" ", "-").replace("'", "")


if __name__ == "__main__":
    main()
