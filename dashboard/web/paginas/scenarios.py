"""Scenario's: what if, beside the policy run and never over it (S-06)."""

from datetime import date

import streamlit as st

from config.codes import ONZE_REGIOS
from config.words import SECTOREN, Sector
from dashboard import texts
from dashboard.queries import herschikking as queries
from dashboard.tables import scenarios as tabellen
from dashboard.texts import regio
from dashboard.texts import scenarios as woorden
from dashboard.vormen import markup
from dashboard.web import choices, frame, melding
from forecasting.wlz.herschikking.scenarios import Aannames, Groei, Herverdeling, Ruimte, Start, Stop, Tarief
from loaders.grootboek.deliveries import Stand
from loaders.tijd.workdays import maanden


def page() -> None:
    frame.page("Scenario's", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        peildatum, jaar = choices.peildatum_en_jaar(stand)
    kept = queries.scenarios(jaar)
    st.header(f"Naast het beleid, {jaar}", anchor=False)
    uitwerkingen = queries.uitwerkingen(stand.versie, jaar, peildatum, len(kept))
    vergelijking = tabellen.vergelijking(uitwerkingen, f"Per sector, peildatum {texts.datum(peildatum)}")
    if not len(vergelijking):
        st.info(texts.NIETS_TE_TOETSEN)
        return
    if not kept:
        st.markdown(woorden.NOG_GEEN.format(jaar=jaar))
    st.html(markup.table(vergelijking))
    if kept:
        st.html(markup.table(tabellen.scenarios(kept)))
    make(jaar)


def make(jaar: int) -> None:
    """A form of which only what differs from the policy is filled in."""
    st.header("Nieuw scenario", anchor=False)
    melding.show()
    st.markdown(woorden.MAAK_UITLEG)
    with st.form("scenario"):
        wie, waar, wat = st.columns(3), st.columns(2), st.columns(2)
        naam, door, reden = (kolom.text_input(n) for kolom, n in zip(wie, woorden.WIE, strict=True))
        uzovi = waar[0].selectbox("Regio", ONZE_REGIOS, format_func=regio, placeholder="Kies een regio")
        sector = waar[1].selectbox("Sector", list(SECTOREN), placeholder="Kies een sector")
        herverdeling = wat[0].text_input("Herverdelingsmiddelen in deze regio en sector, in euro")
        bekend = wat[1].date_input("Bekend op", value=date(jaar, 11, 1), format="DD-MM-YYYY")
        groei_ruimte, tarieven, bedrijf = st.columns(2), st.columns(2), st.columns(3)
        ruimte = groei_ruimte[0].text_input("Andere contracteerruimte in deze regio en sector, in euro")
        groei = groei_ruimte[1].text_input("Groei van deze sector na de laatste maand, in procent")
        tarief = tarieven[0].text_input("Verandering van tarieven van deze sector, in procent")
        vanaf = tarieven[1].date_input("Tarief vanaf", value=date(jaar, 10, 1), format="DD-MM-YYYY")
        agb = bedrijf[0].text_input("AGB-code van een aanbieder die start of stopt")
        bedrag = bedrijf[1].text_input("Start, in euro per maand (leeg: de aanbieder stopt)")
        dag = bedrijf[2].date_input("Eerste of laatste dag", value=date(jaar, 10, 1), format="DD-MM-YYYY")
        maand = st.selectbox(
            "Laatste maand", ["", *maanden(jaar)], placeholder="volgens de regel", width=choices.BREED,
            format_func=lambda m: texts.maandnaam(m) if m else "volgens de regel",
        )  # fmt: skip
        pressed = st.form_submit_button("Bewaar dit scenario")
    if not pressed:
        return
    place = (str(uzovi), Sector(str(sector)))
    money = {
        name: texts.as_cents(text) for name, text in (("h", herverdeling), ("r", ruimte), ("b", bedrag)) if text.strip()
    }
    if any(cents is None for cents in money.values()):
        st.error("Schrijf een bedrag als 12345,67.")
        return
    amounts = {name: cents for name, cents in money.items() if cents is not None}
    starts, stops = agb.strip() and "b" in amounts, agb.strip() and "b" not in amounts
    found = Aannames(
        herverdeling=(Herverdeling(*place, amounts["h"], bekend),) if "h" in amounts else (),
        ruimte=(Ruimte(*place, amounts["r"]),) if "r" in amounts else (),
        groei=(Groei(groei, sector=place[1]),) if groei.strip() else (),
        tarief=(Tarief(tarief, vanaf, sector=place[1]),) if tarief.strip() else (),
        start=(Start(agb.strip(), *place, dag, amounts["b"]),) if starts else (),
        stop=(Stop(agb.strip(), dag),) if stops else (),
        laatste_maand=maand if isinstance(maand, date) else None,
    )
    if found == Aannames():
        st.error(woorden.LEEG)
        return
    if kept := frame.attempt(lambda: queries.bewaar_scenario(jaar, naam, found, door, reden)):
        melding.rerun(woorden.BEWAARD.format(nummer=kept.nummer, naam=kept.naam))
