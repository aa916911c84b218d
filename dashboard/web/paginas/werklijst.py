"""Werklijst: what asks for attention now, each with the page where it is done (S-01)."""

from datetime import UTC, date, datetime

import streamlit as st

from config.codes import sites
from config.errors import OngeldigeInvoer
from config.policy import policy
from dashboard import texts
from dashboard.beelden.werklijst import punten, werkdagen_tot
from dashboard.queries import wlz
from dashboard.texts import werklijst as woorden
from dashboard.vormen import markup
from dashboard.web import frame
from forecasting.wlz.outlook import Outlook
from forecasting.wlz.volledigheid import Achterstand, Volgorde, achterstanden
from loaders.grootboek.deliveries import Stand
from loaders.tijd.workdays import dag_in_nederland, maanden, sluitdag


def page() -> None:
    frame.page("Werklijst", woorden.INLEIDING, show, needs_messages=False)


def show(stand: Stand) -> None:
    if stand.laatste_ontvangst:
        st.markdown(woorden.STAND.format(dag=texts.datum(stand.laatste_ontvangst)))
    outlooks, laat = fetch(stand)
    gevonden = punten(wlz.leveringen(stand.versie), outlooks, laat)
    if not gevonden:
        st.success(woorden.NIETS)
    zinnen = "\n".join(f"- {woorden.zin(punt)} {woorden.PAGINA[punt.werk]}" for punt in gevonden)
    st.markdown(markup.whole_amounts(zinnen))
    if not outlooks:
        st.markdown(woorden.NOG_GEEN_MAAND)
    show_next_closing(dag_in_nederland(datetime.now(UTC)))


def fetch(stand: Stand) -> tuple[list[Outlook], tuple[Achterstand, ...]]:
    """Outlooks of the sites and late declarations on the last day a message came in; nothing before a month closed."""
    peildatum = stand.laatste_ontvangst
    if peildatum is None:
        return [], ()
    try:
        outlooks = [wlz.outlook(stand.versie, peildatum.year, peildatum, site) for site in sites(peildatum)]
        uitkomst = wlz.volledigheid(stand.versie, peildatum.year, peildatum)
    except OngeldigeInvoer:
        return [], ()
    return outlooks, achterstanden(uitkomst.aanbieders, None, Volgorde.EFFECT)


def show_next_closing(vandaag: date) -> None:
    """The first closing day of claims from today on."""
    closings = [
        (sluitdag(maand, policy("declaratietermijn_werkdagen", jaar, vandaag).geheel), maand)
        for jaar in (vandaag.year - 1, vandaag.year)
        for maand in maanden(jaar)
    ]
    dag, maand = min(pair for pair in closings if pair[0] >= vandaag)
    werkdagen = woorden.werkdagen(werkdagen_tot(vandaag, dag))
    st.markdown(woorden.SLUITDAG.format(maand=texts.maand(maand), dag=texts.datum(dag), werkdagen=werkdagen))
