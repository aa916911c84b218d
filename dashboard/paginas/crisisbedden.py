"""Crisisbedden: occupancy to date and expected, against the 70% line (R5)."""

from collections.abc import Sequence

import streamlit as st

from config.words import Sector
from dashboard import address, choices, figures, frame, markup, queries, tables, texts, tiles
from forecasting.outlook import CrisisOutlook, CrisisStand
from loaders.deliveries import Stand

INLEIDING = "Worden de afgesproken crisisplekken dit jaar naar verwachting voldoende gebruikt?"
GRAFIEK = {"displayModeBar": False, "responsive": True}


def page() -> None:
    frame.page("Crisisbedden", INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        peildatum, jaar = choices.peildatum_en_jaar(stand)
    address.keep(peildatum=peildatum.isoformat(), jaar=str(jaar))
    uitkomst = queries.crisis(stand.versie, jaar, peildatum)
    berekend = [s for s in uitkomst.afspraken if s.reden is None and s.sector == Sector.VV]
    apart = [s for s in uitkomst.afspraken if s not in berekend]
    show_vv(uitkomst, berekend)
    show_apart(apart, jaar)
    st.header("GGZ", anchor=False)
    st.markdown(texts.GGZ_CRISIS)
    show_signals(uitkomst)


def show_vv(uitkomst: CrisisOutlook, standen: Sequence[CrisisStand]) -> None:
    st.header(f"V&V {uitkomst.jaar}", anchor=False)
    st.html(markup.paragraph(tiles.herkomst_regel(uitkomst.herkomst), "rm-herkomst"))
    if not standen:
        st.markdown(texts.GEEN_CRISISAFSPRAKEN.format(jaar=uitkomst.jaar))
        return
    st.subheader(figures.crisis_titel(uitkomst, standen), anchor=False)
    st.plotly_chart(
        figures.crisis(uitkomst, standen),
        theme=None,
        config=GRAFIEK,
        key="crisis_vv",
        alt=figures.crisis_alt(uitkomst, standen),
    )
    data = tables.crisis(standen, uitkomst.drempel_fractie)
    st.html(markup.table(data, f"Crisisplekken V&V, {uitkomst.jaar}", text_columns=["Regio"]))
    uitleg = texts.VOORSTEL_UITLEG.format(drempel=texts.drempel(uitkomst.drempel_fractie))
    st.html(markup.paragraph(uitleg, "rm-noot"))


def show_apart(standen: Sequence[CrisisStand], jaar: int) -> None:
    st.header("GZ en overige crisisafspraken", anchor=False)
    if not standen:
        st.markdown(texts.GEEN_OVERIGE_AFSPRAKEN.format(jaar=jaar))
        return
    for reden in dict.fromkeys(stand.reden or "" for stand in standen):
        data = tables.crisis_niet_berekend(stand for stand in standen if (stand.reden or "") == reden)
        st.markdown(reden)
        titel = f"{texts.aantal(len(data))} crisisafspraken zonder berekende bezetting"
        st.html(markup.table(data, titel, text_columns=["Regio", "Sector"]))


def show_signals(uitkomst: CrisisOutlook) -> None:
    if uitkomst.signalen:
        st.header("Signalen", anchor=False)
        data = tables.signalen(uitkomst.signalen)
        titel = f"{texts.aantal(len(data))} signalen"
        st.html(markup.table(data, titel, text_columns=tables.SIGNAALTEKST, tall=True))
