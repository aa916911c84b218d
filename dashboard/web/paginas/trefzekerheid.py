"""Trefzekerheid: what was said, and what became known (R4.6, S-12)."""

from datetime import date

import streamlit as st

from config.words import SECTOREN, Site
from dashboard import texts
from dashboard.figures import trefzekerheid as figuren
from dashboard.queries import wlz
from dashboard.tables import trefzekerheid as tabellen
from dashboard.texts import trefzekerheid as woorden
from dashboard.vormen import markup
from dashboard.web import address, choices, frame
from forecasting.schatting.toets.scores import Backtest
from loaders.grootboek.deliveries import Stand


def page() -> None:
    frame.page("Trefzekerheid", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    site, jaar = choose(stand)
    found = wlz.trefzekerheid(stand.versie, jaar)
    if found is None:
        show_not_made(jaar)
        return
    if found.afgelopen:
        st.html(markup.paragraph(tabellen.samenvatting(found), "rm-kern"))
    st.markdown(woorden.UITLEG)
    st.info(woorden.KORTE_HISTORIE if found.afgelopen else woorden.NOG_NIET_AFGELOPEN)
    show_said(found, site, jaar)
    if found.afgelopen:
        show_errors(found)
        show_chances(found)
    st.html(markup.paragraph(f"{found.bron} · jaar {jaar} · status voorlopig", "rm-herkomst"))


def show_not_made(jaar: int) -> None:
    st.info(woorden.NOG_NIET_BEREKEND.format(jaar=jaar))
    if st.button(woorden.BEREKEN.format(jaar=jaar)):
        with st.spinner(woorden.BEZIG):
            wlz.toets(jaar)
        st.rerun()


def choose(stand: Stand) -> tuple[Site, int]:
    """Site and year; kept in the address. Opens on the last year that is over."""
    with st.container(horizontal=True, key="keuzes"):
        site = choices.site()
        jaren = choices.years(stand)
        laatste = stand.laatste_ontvangst or date(2000, 1, 1)
        address.choice("toetsjaar", address.as_number, laatste.year - 1, jaren)
        jaar = st.selectbox(
            "Jaar", jaren, key="toetsjaar", width=choices.BREEDTE, persist_state="session", placeholder="Kies een jaar"
        )
    address.keep(toetsjaar=str(jaar))
    return site, jaar


def show_said(found: Backtest, site: Site, jaar: int) -> None:
    st.header(f"{texts.SITE[site]} {jaar}: wat zeiden we, wat werd bekend?", anchor=False)
    for sector in SECTOREN:
        gezegd = figuren.gezegd_per_dag(found, sector.value, site.value)
        if len(gezegd):
            st.subheader(figuren.gezegd_titel(sector, gezegd), anchor=False)
            frame.chart(figuren.gezegd(gezegd), f"gezegd_{sector.name}", figuren.gezegd_alt(sector))
            titel = f"{sector.value}: jaartotaal {jaar}, zoals gezegd per peildatum"
            st.html(markup.table(tabellen.gezegd(found, sector.value, site.value, titel)))


def show_errors(found: Backtest) -> None:
    st.header("Hoe ver zaten we ernaast?", anchor=False)
    st.markdown(woorden.FOUT_UITLEG)
    st.html(markup.table(tabellen.per_horizon(found), tall=True))
    st.html(markup.table(tabellen.per_sector(found)))
    st.html(markup.table(tabellen.per_grootte(found)))


def show_chances(found: Backtest) -> None:
    st.header("Klopten de kansen?", anchor=False)
    if not len(found.kansen):
        st.markdown(woorden.GEEN_KANSEN)
        return
    st.markdown(woorden.KANS_UITLEG)
    st.html(markup.table(tabellen.kansen(found)))
    st.markdown(woorden.BETROUWBAAR_UITLEG)
    frame.chart(figuren.betrouwbaarheid(found), "betrouwbaar", figuren.BETROUWBAARHEID_ALT)
    st.html(markup.table(tabellen.betrouwbaarheid(found)))
