"""Crisisbedden: occupancy to date and expected, against the 70% line, and places for next year (R5)."""

from collections.abc import Sequence

import streamlit as st

from config.words import Sector
from dashboard import tables, texts
from dashboard.figures import crisisbedden as figuren
from dashboard.queries import wlz
from dashboard.tables import crisisbedden as tabellen
from dashboard.texts import crisisbedden as woorden
from dashboard.texts.plat import plat
from dashboard.vormen import markup
from dashboard.web import choices, frame, tiles
from forecasting.wlz.outlook import CrisisOutlook, CrisisStand
from loaders.grootboek.deliveries import Stand

INLEIDING = "Worden de afgesproken crisisplekken dit jaar naar verwachting voldoende gebruikt?"


def page() -> None:
    frame.page("Crisisbedden", INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        peildatum, jaar = choices.peildatum_en_jaar(stand)
    uitkomst = wlz.crisis(stand.versie, jaar, peildatum)
    berekend = [s for s in uitkomst.afspraken if s.reden is None]
    st.html(markup.paragraph(tiles.herkomst_regel(uitkomst.herkomst), "rm-herkomst"))
    for sector in (Sector.VV, Sector.GZ):
        show_sector(uitkomst, sector, [s for s in berekend if s.sector == sector])
    show_notes(uitkomst, berekend)
    show_apart([s for s in uitkomst.afspraken if s not in berekend], jaar)
    show_volgend_jaar(uitkomst, berekend)
    st.header("GGZ", anchor=False)
    st.markdown(texts.GGZ_CRISIS)
    show_signals(uitkomst)


def show_sector(uitkomst: CrisisOutlook, sector: Sector, standen: Sequence[CrisisStand]) -> None:
    st.header(f"{sector.value} {uitkomst.jaar}", anchor=False)
    if not standen:
        st.markdown(texts.GEEN_CRISISAFSPRAKEN.format(jaar=uitkomst.jaar, sector=texts.SECTOR[sector].lower()))
        return
    if sector == Sector.GZ:
        dag = uitkomst.registratie_van
        st.markdown(woorden.GZ_UITLEG.format(dag=texts.datum(dag) if dag else texts.ONBEKEND))
    st.subheader(figuren.titel(uitkomst, standen), anchor=False)
    frame.chart(figuren.bezetting(uitkomst, standen), f"crisis_{sector.name}", figuren.alt(uitkomst, standen))
    titel = f"Crisisplekken {sector.value}, {uitkomst.jaar}"
    st.html(markup.table(tabellen.bezetting(standen, uitkomst.drempel_fractie, titel)))
    verblijven = tabellen.verblijven(standen, uitkomst.jaar)
    if len(verblijven):
        st.html(markup.table(verblijven))


def show_notes(uitkomst: CrisisOutlook, standen: Sequence[CrisisStand]) -> None:
    """What the columns of both sectors mean, said once."""
    if not standen:
        return
    uitleg = texts.VOORSTEL_UITLEG.format(drempel=texts.drempel(uitkomst.drempel_fractie))
    st.html(markup.paragraph(uitleg, "rm-noot"))
    if kans := next((s.bandbreedte.kans for s in standen if s.bandbreedte), None):
        st.html(markup.paragraph(woorden.BANDBREEDTE_UITLEG.format(kans=texts.drempel(kans)), "rm-noot"))


def show_volgend_jaar(uitkomst: CrisisOutlook, standen: Sequence[CrisisStand]) -> None:
    if not standen:
        return
    st.header(f"Plekken voor {uitkomst.jaar + 1}", anchor=False)
    drempel = texts.drempel(uitkomst.drempel_fractie)
    if kans := next((s.volgend_jaar.bandbreedte.kans for s in standen if s.volgend_jaar), None):
        st.markdown(woorden.VOLGEND_JAAR_UITLEG.format(drempel=drempel, kans=texts.drempel(kans)))
    st.html(markup.table(tabellen.volgend_jaar(standen, uitkomst.drempel_fractie, uitkomst.jaar + 1)))


def show_apart(standen: Sequence[CrisisStand], jaar: int) -> None:
    for reden in dict.fromkeys(stand.reden or "" for stand in standen):
        st.markdown(plat(reden))
        deze = [stand for stand in standen if (stand.reden or "") == reden]
        st.html(markup.table(tabellen.niet_berekend(deze, jaar)))


def show_signals(uitkomst: CrisisOutlook) -> None:
    if uitkomst.signalen:
        st.header("Signalen", anchor=False)
        titel = f"{texts.aantal(len(uitkomst.signalen))} signalen"
        st.html(markup.table(tables.signalen(uitkomst.signalen, titel), tall=True))
