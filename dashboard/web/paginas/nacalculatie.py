"""Nacalculatie: what was made against what was agreed, and settlement within a concern (R6)."""

import streamlit as st

from config.words import Sector
from dashboard import texts
from dashboard.queries import herschikking as queries
from dashboard.tables import nacalculatie as tabellen
from dashboard.texts import nacalculatie as woorden
from dashboard.texts import regio
from dashboard.texts.plat import plat
from dashboard.vormen import markup
from dashboard.web import address, choices, frame, melding
from forecasting.wlz.herschikking.nacalculatie import Regel, Verzoek
from forecasting.wlz.herschikking.nacalculatie_run import Nacalculatie
from loaders.grootboek.deliveries import Stand


def page() -> None:
    frame.page("Nacalculatie", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        peildatum, jaar = choices.peildatum_en_jaar(stand)
        kept = {str(b.nummer): b for b in queries.bevroren(jaar)}
        address.choice("bevroren", str, next(iter(kept), ""), list(kept))
        gekozen = st.selectbox(
            "Herschikking", list(kept), key="bevroren", width=300, persist_state="session",
            format_func=lambda n: f"{n} {kept[n].naam}", placeholder="geen bevroren herschikking",
        )  # fmt: skip
    address.keep(bevroren=gekozen or "")
    if not gekozen:
        st.info(woorden.GEEN_HERSCHIKKING.format(jaar=jaar))
        return
    found = queries.nacalculatie(int(gekozen), peildatum)
    st.header(f"Nacalculatie {jaar}", anchor=False)
    st.html(markup.paragraph(woorden.kop(found), "rm-herkomst"))
    st.html(markup.table(tabellen.regels(found.regels, found.namen), tall=True))
    show_settlement(found)


def show_settlement(found: Nacalculatie) -> None:
    st.header("Verrekenen binnen een concern", anchor=False)
    for verzoek, why in found.geweigerd:
        st.warning(woorden.NIET_VERREKEND.format(nummer=verzoek.nummer, reden=plat(why)))
    concerns = tabellen.concerns(found.regels, found.namen)
    if not len(concerns):
        st.markdown(woorden.GEEN_CONCERNS)
        return
    st.html(markup.table(concerns))
    givers = [r for r in found.regels if r.onder_cent]
    takers = [r for r in found.regels if r.over_cent]

    def label(r: Regel, cent: int) -> str:
        name = " · ".join(filter(None, [found.namen.get(r.agb, r.agb), r.concern]))
        return f"{name}, {regio(r.uzovi)}, {r.sector.value}: {texts.euro_exact(cent)}"

    melding.show()
    with st.form("verrekenen"):
        van = st.selectbox(
            "Van (onderproductie)", givers, format_func=lambda r: label(r, r.onder_cent), index=None,
            placeholder="Kies wie geeft",
        )  # fmt: skip
        naar = st.selectbox(
            "Naar (overproductie)", takers, format_func=lambda r: label(r, r.over_cent), index=None,
            placeholder="Kies wie krijgt",
        )  # fmt: skip
        bedrag = st.text_input("Bedrag in euro", placeholder="12345,67")
        door = st.text_input("Uw naam")
        reden = st.text_input("Reden", placeholder="verzoek van de aanbieder, met datum")
        pressed = st.form_submit_button("Leg de verrekening vast")
    if not pressed:
        return
    if van is None or naar is None:
        st.error(woorden.KIES)
        return
    cents = texts.as_cents(bedrag)
    if cents is None or van.sector is not naar.sector:
        st.error("Schrijf het bedrag als 12345,67 en kies twee regels van dezelfde sector.")
        return
    asked = Verzoek(0, Sector(van.sector), van.agb, van.uzovi, naar.agb, naar.uzovi, cents)
    if frame.attempt(lambda: queries.vraag_verrekening(found, asked, door, reden)):
        melding.rerun(woorden.VERREKEND.format(bedrag=texts.euro_exact(cents)))
