"""Aansluiting: is everything that was read counted, and do archive and PRODUCTIE say the same (R1.5)?"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.beelden import sluiting
from dashboard.beelden.sluiting import Bedragrij, Berichtrij, Per
from dashboard.queries import wlz
from dashboard.tables import aansluiting as tabellen
from dashboard.texts import aansluiting as woorden
from dashboard.vormen import markup
from dashboard.web import choices, frame
from loaders.grootboek.deliveries import Stand
from loaders.reconcile import Aansluiting

PER_BLAD = 100


def page() -> None:
    frame.page("Aansluiting", woorden.INLEIDING, show, needs_messages=False)


def show(stand: Stand) -> None:
    leveringen = wlz.leveringen(stand.versie)
    uitkomst = wlz.aansluiting(stand.versie)
    aanbieders = wlz.aanbiedernamen(stand.versie)
    if sluiting.alles_sluit(leveringen, uitkomst):
        st.success(woorden.SLUIT)
    else:
        st.error(woorden.SLUIT_NIET)
        show_differences(uitkomst, aanbieders)
    st.html(markup.definitions(tabellen.gelezen(sluiting.alle_berichten(leveringen)), "rm-apart"))
    st.html(markup.definitions(tabellen.ingediend(sluiting.alle_bedragen(uitkomst)), "rm-apart"))
    with st.container(horizontal=True, key="keuzes"):
        per = choices.one_of("per", "Opgeteld", Per, woorden.PER)
        berichten, bedragen = sluiting.berichten(leveringen, per), sluiting.bedragen(uitkomst, per)
        getoond = choices.sheet(sluiting.sleutels([*berichten, *bedragen]), PER_BLAD)
    namen = {v.sha256: v.naam for v in leveringen} if per is Per.LEVERING else aanbieders
    show_messages(sluiting.van(berichten, getoond), sluiting.alle_berichten(leveringen), per, namen)
    show_amounts(sluiting.van(bedragen, getoond), sluiting.alle_bedragen(uitkomst), per, namen)


def show_differences(uitkomst: Aansluiting, aanbieders: Mapping[str, str]) -> None:
    """Where the sides part, in cents."""
    if uitkomst.verschillende_cellen:
        cellen = uitkomst.verschillende_cellen
        st.html(markup.table(tabellen.verschillende_cellen(cellen, aanbieders), tall=True))
    if uitkomst.verschillende_leveringen:
        st.html(markup.table(tabellen.verschillende_leveringen(uitkomst.verschillende_leveringen), tall=True))


def show_messages(rijen: Sequence[Berichtrij], alles: Berichtrij, per: Per, namen: Mapping[str, str]) -> None:
    """Read = accepted + refused + uitval, in lines and in euros."""
    st.header("Van bericht naar telling", anchor=False)
    if per is Per.ZORGMAAND:
        st.markdown(woorden.GEEN_ZORGMAAND)
    for tabel in (tabellen.regels, tabellen.euros):
        st.html(markup.table(tabel(rijen, alles, per, namen), tall=True))


def show_amounts(rijen: Sequence[Bedragrij], alles: Bedragrij, per: Per, namen: Mapping[str, str]) -> None:
    """Submitted = granted + refused + pending, and archive = PRODUCTIE."""
    st.header("Van ingediend naar toegekend", anchor=False)
    st.html(markup.paragraph(woorden.UITLEG, "rm-noot"))
    if per is Per.ONTVANGSTMAAND:
        st.markdown(woorden.GEEN_ONTVANGSTMAAND)
    st.html(markup.table(tabellen.bedragen(rijen, alles, per, namen), tall=True))
