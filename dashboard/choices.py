"""The choices pages share: site, peildatum and year, kept in the address and across pages."""

from datetime import date

import streamlit as st

from config.words import Site
from dashboard import address, texts
from loaders.deliveries import Stand

BREEDTE = 190


def site() -> Site:
    """The group of regions with a publication of its own."""
    sites = list(Site)
    address.choice("site", address.as_word(Site), Site.ZILVEREN_KRUIS, sites)
    return st.selectbox(
        "Site",
        sites,
        format_func=lambda s: texts.SITE[s],
        key="site",
        width=BREEDTE,
        persist_state="session",
        placeholder="Kies een site",
    )


def peildatum_en_jaar(stand: Stand) -> tuple[date, int]:
    """Peildatum (default: the last day a message came in) and year (default: the year of that day)."""
    laatste = stand.laatste_ontvangst or date(2000, 1, 1)
    address.choice("peildatum", address.as_date, laatste)
    peildatum = st.date_input(
        "Peildatum",
        value=None,
        key="peildatum",
        format="DD-MM-YYYY",
        width=BREEDTE,
        persist_state="session",
    )
    jaren = years(stand)
    address.choice("jaar", address.as_number, laatste.year, jaren)
    jaar = st.selectbox("Jaar", jaren, key="jaar", width=BREEDTE, persist_state="session", placeholder="Kies een jaar")
    return peildatum or laatste, jaar


def years(stand: Stand) -> list[int]:
    """Years there may be something to say about, newest first: from the year before the first message on."""
    if stand.laatste_ontvangst is None:
        return []
    eerste = stand.eerste_ontvangst or stand.laatste_ontvangst
    return list(range(stand.laatste_ontvangst.year, eerste.year - 2, -1))
