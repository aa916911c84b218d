"""Waarom anders: what moved a sector since an earlier day, to the cent (R7.5, N4)."""

from datetime import date, timedelta

import streamlit as st

from dashboard import texts
from dashboard.figures import waarom_anders as figuren
from dashboard.queries import wlz
from dashboard.tables import waarom_anders as tabellen
from dashboard.texts import waarom_anders as woorden
from dashboard.texts.plat import plat
from dashboard.vormen import markup
from dashboard.web import address, choices, frame
from forecasting.wlz.brug import Brug, Bruggen
from forecasting.wlz.schatting.run import peildata
from loaders.grootboek.deliveries import Stand

MAAND_EERDER = timedelta(days=20)
"""The first closing day so long before is that of the month before."""


def page() -> None:
    frame.page("Waarom anders", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        site = choices.site()
        peildatum, jaar = choices.peildatum_en_jaar(stand)
        eerder = choose_earlier(jaar, peildatum)
    if eerder is None:
        st.markdown(woorden.GEEN_EERDERE)
        return
    found = frame.attempt(lambda: wlz.brug(stand.versie, jaar, eerder, peildatum, site))
    if found is None:
        return
    st.html(markup.paragraph(woorden.kop(found), "rm-herkomst"))
    for brug in found.sectoren:
        show_sector(found, brug)
    with st.expander("Wat betekenen deze oorzaken?"):
        st.html(markup.definitions(woorden.UITLEG, "rm-begrippen"))


def choose_earlier(jaar: int, peildatum: date) -> date | None:
    """The day to compare with: a closing day before the peildatum, by default of the month before; in the address."""
    days = [dag for dag in reversed(peildata(jaar, peildatum)) if dag < peildatum]
    if not days:
        return None
    standard = next((dag for dag in days if dag <= peildatum - MAAND_EERDER), days[-1])
    address.choice("van", address.as_date, standard, days)
    eerder = st.selectbox(
        woorden.KIES,
        days,
        format_func=texts.datum,
        key="van",
        width=choices.BREEDTE,
        persist_state="session",
        placeholder=woorden.LEGE_KEUS,
    )
    address.keep(van=eerder.isoformat())
    return eerder


def show_sector(found: Bruggen, brug: Brug) -> None:
    naam = texts.SECTOR[brug.sector]
    st.header(naam, anchor=False)
    st.markdown(plat(woorden.zin(brug)))
    if reden := woorden.zonder_korting(brug):
        st.html(markup.paragraph(reden, "rm-herkomst"))
    if not brug.stappen:
        return
    if brug.geextrapoleerd_cent or any(s.geextrapoleerd_cent for s in brug.stappen):
        frame.chart(figuren.waterval(brug), f"brug_{brug.sector.name}", figuren.alt(brug))
    st.html(markup.table(tabellen.stappen(brug, f"{naam}: oorzaken")))
    moved = tabellen.aanbieders(found, brug, woorden.VIJF.format(sector=naam))
    if len(moved):
        st.html(markup.table(moved))
    mine = [r for r in found.regios if r.sector is brug.sector and r.stappen]
    if len(mine) > 1:
        with st.expander(f"{naam} per regio"):
            st.html(markup.table(tabellen.regios(mine, f"{naam}: regio's")))
