"""The web pages: which there are, in what order, and under which heading."""

from collections.abc import Callable

import streamlit as st

from dashboard.paginas import (
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
    werklijst,
)
from dashboard.style import BEELDMERK, WOORDMERK

PAGINAS: dict[str, dict[str, Callable[[], None]]] = {
    "Dit jaar": {
        "Vooruitblik": vooruitblik.page,
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
    gekozen = st.navigation(
        {
            kop: [
                st.Page(page, title=titel, url_path=pad(titel), default=page is vooruitblik.page)
                for titel, page in onder.items()
            ]
            for kop, onder in PAGINAS.items()
        },
        position="top",
    )
    st.set_page_config(page_title=f"{gekozen.title} · Ruimtemonitor", page_icon=BEELDMERK, layout="wide")
    st.logo(WOORDMERK, size="large")
    gekozen.run()


def pad(titel: str) -> str:
    """A page's address.

    >>> pad("Vaste volumes")
    'vaste-volumes'
    """
    return titel.lower().replace(" ", "-").replace("'", "")


if __name__ == "__main__":
    main()
