"""Volledigheid: who has declared which month, who is late, and what that does to the year (R3.3, N7)."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from config.words import Sector
from dashboard import texts
from dashboard.queries import wlz
from dashboard.tables import volledigheid as tabellen
from dashboard.tables.volledigheid import TOON, Toon
from dashboard.texts import volledigheid as woorden
from dashboard.vormen import markup
from dashboard.web import address, choices, frame, tiles
from forecasting.wlz.volledigheid import Aanbiedermaanden, Volgorde, Volledigheid, achterstanden, gekozen, maandsommen
from loaders.grootboek.deliveries import Stand

PER_BLAD = 50


def page() -> None:
    frame.page("Volledigheid", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        peildatum, jaar = choices.peildatum_en_jaar(stand)
        uitkomst = wlz.volledigheid(stand.versie, jaar, peildatum)
        sector = choices.word("sector", "Sector", Sector, texts.SECTOR, woorden.ALLE_SECTOREN)
        regio = choose_region(uitkomst)
        maand = choose_month(uitkomst)
        volgorde = choices.one_of("volgorde", "Volgorde", Volgorde, woorden.VOLGORDE)
    st.html(markup.paragraph(tiles.herkomst_regel(uitkomst.herkomst), "rm-herkomst"))
    rijen = gekozen(uitkomst.aanbieders, sector, regio, maand, volgorde)
    if not rijen:
        st.markdown(woorden.GEEN_AANBIEDERS)
        return
    show_late(uitkomst, rijen, maand, volgorde)
    show_matrix(uitkomst, rijen)


def choose_region(uitkomst: Volledigheid) -> str:
    """UZOVI of a region that has anything, or "" for all; kept in the address."""
    opties = ["", *sorted({a.uzovi for a in uitkomst.aanbieders})]
    address.choice("regio", str, "", opties)
    regio = st.selectbox(
        "Regio",
        opties,
        format_func=lambda code: texts.regio(code) if code else woorden.ALLE_REGIOS,
        key="regio",
        width=choices.BREEDTE,
        persist_state="session",
        placeholder=woorden.ALLE_REGIOS,
    )
    address.keep(regio=regio)
    return regio


def choose_month(uitkomst: Volledigheid) -> date | None:
    """A closed month, or None for all; kept in the address."""
    closed = [date(uitkomst.jaar, m, 1) for m in range(1, uitkomst.herkomst.laatste_maand.month + 1)]
    opties = ["", *(maand.isoformat() for maand in closed)]
    address.choice("maand", str, "", opties)
    gekozen_maand = st.selectbox(
        "Maand",
        opties,
        format_func=lambda iso: texts.maandnaam(date.fromisoformat(iso)) if iso else woorden.ALLE_MAANDEN,
        key="maand",
        width=choices.BREEDTE,
        persist_state="session",
        placeholder=woorden.ALLE_MAANDEN,
    )
    address.keep(maand=gekozen_maand)
    return date.fromisoformat(gekozen_maand) if gekozen_maand else None


def show_late(
    uitkomst: Volledigheid, rijen: Sequence[Aanbiedermaanden], maand: date | None, volgorde: Volgorde
) -> None:
    """N7: the late-declaration list."""
    st.header("Wie moet nog declareren?", anchor=False)
    laat = achterstanden(rijen, maand, volgorde)
    if not laat:
        st.success(woorden.NIEMAND)
    else:
        st.markdown(markup.whole_amounts(tabellen.kop(laat)))
        getoond = choices.sheet(laat, PER_BLAD)
        titel = f"{texts.aantal(len(getoond))} van {texts.aantal(len(laat))} maanden die (deels) ontbreken"
        st.html(markup.table(tabellen.achterstanden(getoond, titel), tall=True))
    afwijking = texts.drempel(uitkomst.afwijking_fractie)
    st.html(markup.paragraph(woorden.UITLEG.format(afwijking=afwijking), "rm-noot"))
    laatste = texts.maandnaam(uitkomst.herkomst.laatste_maand)
    st.html(markup.paragraph(woorden.EFFECT_UITLEG.format(maand=laatste), "rm-noot"))


def show_matrix(uitkomst: Volledigheid, rijen: Sequence[Aanbiedermaanden]) -> None:
    """S-05: providers by month."""
    st.header("Aanbieders per maand", anchor=False)
    with st.container(horizontal=True, key="matrixkeuzes"):
        toon = choices.one_of("toon", "Toon", Toon, TOON)
        getoond = choices.sheet(rijen, PER_BLAD, "matrixblad")
    titel = f"{TOON[toon]}, {texts.aantal(len(getoond))} van {texts.aantal(len(rijen))} rijen, {uitkomst.jaar}"
    st.html(markup.table(tabellen.matrix(getoond, maandsommen(rijen), toon, uitkomst, titel), tall=True))
