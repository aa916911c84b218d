"""Besluiten: what there is to decide, by effect in euros; decided here, and the register of what was decided."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from config.words import BesluitSoort, Uitkomst
from dashboard import texts
from dashboard.figures import besluiten as figuren
from dashboard.queries import wlz
from dashboard.tables import besluiten as tabellen
from dashboard.texts import besluiten as woorden
from dashboard.vormen import markup
from dashboard.web import address, choices, frame, melding, tiles
from forecasting.wlz.besluiten.trend import Trend
from forecasting.wlz.besluiten.voorstellen import Voorstel, Voorstellen
from loaders.grootboek.deliveries import Stand
from loaders.grootboek.waarden import Bedrag, Plekken, Waarde

ALLE_SOORTEN = ""
GENOMEN = "besluit_genomen"


def page() -> None:
    frame.page("Besluiten", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        site = choices.site()
        peildatum, jaar = choices.peildatum_en_jaar(stand)
    gevonden = wlz.voorstellen(stand.versie, jaar, peildatum, site)
    if st.session_state.pop(GENOMEN, False):
        st.session_state["voorstel"] = None
    st.header(f"Voorstellen {texts.SITE[site]} {jaar}", anchor=False)
    st.html(markup.paragraph(tiles.herkomst_regel(gevonden.herkomst), "rm-herkomst"))
    if gevonden.voorstellen:
        show_voorstellen(gevonden)
    else:
        st.markdown(woorden.GEEN_VOORSTELLEN)
    melding.show()
    show_register(gevonden)


def show_voorstellen(gevonden: Voorstellen) -> None:
    st.markdown(woorden.VOORSTELLEN_UITLEG)
    soorten = [ALLE_SOORTEN, *sorted({v.soort for v in gevonden.voorstellen})]
    address.choice("waarover", str, ALLE_SOORTEN, soorten)
    soort = st.selectbox(
        "Waarover",
        soorten,
        format_func=lambda s: woorden.SOORT[BesluitSoort(s)] if s else "Alle voorstellen",
        key="waarover",
        width=360,
        persist_state="session",
        placeholder="Kies een soort",
    )
    address.keep(waarover=soort)
    gekozen = [v for v in gevonden.voorstellen if soort in (ALLE_SOORTEN, v.soort)]
    titel = f"{texts.aantal(len(gekozen))} van {texts.aantal(len(gevonden.voorstellen))} voorstellen, naar effect"
    st.html(markup.table(tabellen.voorstellen(gekozen, titel), tall=True))
    show_keuze(gekozen, gevonden)


def show_keuze(voorstellen: Sequence[Voorstel], gevonden: Voorstellen) -> None:
    st.subheader("Besluiten over een voorstel", anchor=False)
    plek = st.selectbox(
        woorden.KIES,
        range(len(voorstellen)),
        format_func=lambda n: tabellen.keuzetekst(voorstellen[n]),
        index=None,
        placeholder="Kies een voorstel",
        key="voorstel",
    )
    if plek is None:
        return
    voorstel = voorstellen[plek]
    st.markdown(woorden.uitgebreid(voorstel))
    if isinstance(voorstel.gegevens, Trend):
        frame.chart(
            figuren.trend(voorstel.gegevens, gevonden.herkomst.laatste_maand),
            "trend",
            figuren.trend_alt(voorstel.gegevens),
        )
    with st.form("besluit", clear_on_submit=False):
        keuzes = woorden.KEUZE_BEHANDELING if voorstel.soort is BesluitSoort.BEHANDELING else woorden.KEUZE
        uitkomst = st.radio("Besluit", list(keuzes), format_func=keuzes.__getitem__, index=None)
        waarde = vraag_waarde(voorstel)
        vanaf = st.date_input("Telt vanaf", value="today", format="DD-MM-YYYY", width=choices.BREEDTE)
        door = st.text_input("Uw naam", max_chars=80)
        reden = st.text_area("Reden", placeholder=woorden.GEEN_CLIENTEN, max_chars=500)
        if st.form_submit_button("Leg het besluit vast", type="primary"):
            leg_vast(voorstel, uitkomst, gevonden.jaar, vanaf, waarde, door, reden)


def vraag_waarde(voorstel: Voorstel) -> Waarde | None:
    """What accepting records: as proposed, or as filled in where someone has to say how much (None: not yet)."""
    if voorstel.soort is BesluitSoort.RAMING:
        euro = st.number_input("Raming voor het hele jaar, in euro's", min_value=0, value=None, step=1000)
        return None if euro is None else Bedrag(int(euro) * 100)
    if isinstance(voorstel.waarde, Plekken):
        plekken = st.number_input("Aantal plekken", min_value=0, value=voorstel.waarde.plekken, step=1)
        return Plekken(int(plekken))
    return voorstel.waarde


def leg_vast(
    voorstel: Voorstel,
    uitkomst: Uitkomst | None,
    jaar: int,
    vanaf: date,
    waarde: Waarde | None,
    door: str,
    reden: str,
) -> None:
    if uitkomst is None:
        st.error(woorden.KIES_BESLUIT)
        return
    besluit = frame.attempt(lambda: wlz.neem_besluit(voorstel, uitkomst, jaar, vanaf, waarde, door, reden))
    if besluit:
        st.session_state[GENOMEN] = True
        melding.rerun(woorden.VASTGELEGD.format(nummer=besluit.nummer, dag=texts.datum(besluit.telt_vanaf)))


def show_register(gevonden: Voorstellen) -> None:
    st.header(f"Register {gevonden.jaar}", anchor=False)
    if not gevonden.register:
        st.markdown(woorden.GEEN_BESLUITEN)
        return
    st.markdown(woorden.REGISTER_UITLEG)
    st.html(markup.table(tabellen.register(gevonden.register, gevonden.jaar), tall=True))
