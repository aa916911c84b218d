"""Vaste volumes: what would be fixed, the decision of a person, and production above what was fixed (R4.5, S-09)."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import texts
from dashboard.queries import herschikking as queries
from dashboard.queries.wlz import outlook
from dashboard.tables import vaste_volumes as tabellen
from dashboard.texts import vaste_volumes as woorden
from dashboard.texts.plat import plat
from dashboard.vormen import markup
from dashboard.web import choices, frame
from forecasting.wlz.herschikking.invoer import Invoer
from forecasting.wlz.herschikking.volumes import SectorVolumes, Volume, gebruik
from loaders.grootboek.besluiten import Besluit
from loaders.grootboek.deliveries import Stand
from loaders.grootboek.waarden import VasteVolumes, onderdeel


def page() -> None:
    frame.page("Vaste volumes", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        site = choices.site()
        peildatum, jaar = choices.peildatum_en_jaar(stand)
    found, invoer = queries.volumes(stand.versie, jaar, peildatum)
    fixed = {b.sector: (b, amounts) for b, amounts in queries.gefixeerd(jaar) if onderdeel(b.waarde)[1] is site}
    names = {a.agb: a.naam for a in invoer.aanbieders}
    sectoren = [s for s in found if s.site == site]
    if not sectoren:
        st.info(texts.NIETS_GELADEN.format(plaats=texts.SITE[site], jaar=jaar))
    for sector in sectoren:
        st.header(f"{sector.sector.value} {jaar}", anchor=False)
        if sector.sector in fixed:
            show_fixed(*fixed[sector.sector], invoer, names)
        else:
            show_proposal(sector, jaar, peildatum, names)
            show_weighing(stand, sector, jaar, peildatum)
            show_decide(sector, jaar, peildatum)


def show_proposal(sector: SectorVolumes, jaar: int, peildatum: date, names: dict[str, str]) -> None:
    st.markdown(woorden.stand(sector))
    if not sector.boven_drempel:
        return
    st.html(markup.table(tabellen.volumes(sector.volumes, names), tall=True))


def show_weighing(stand: Stand, sector: SectorVolumes, jaar: int, peildatum: date) -> None:
    """The same sector with expected herverdelingsmiddelen, which are weighed first (R4.3)."""
    same = next(s for s in outlook(stand.versie, jaar, peildatum, sector.site).sectoren if s.sector is sector.sector)
    korting = same.met_herverdeling.korting_fractie
    if sector.boven_drempel and korting is not None:
        st.markdown(woorden.MET_HERVERDELING.format(korting=texts.procent(korting, sector.drempel_fractie)))


def show_decide(sector: SectorVolumes, jaar: int, peildatum: date) -> None:
    if not sector.boven_drempel:
        return
    with st.expander("Besluit vastleggen"), st.form(f"besluit_{sector.sector.name}"):
        door = st.text_input("Uw naam")
        reden = st.text_input("Reden", placeholder="ook hoe herverdelingsmiddelen zijn meegewogen")
        pressed = st.form_submit_button(f"Stel de vaste volumes van {sector.sector.value} vast")
    if not pressed:
        return
    nummer = frame.attempt(lambda: queries.fixeer(jaar, peildatum, sector.site, sector.sector, door, reden))
    if nummer is not None:
        st.rerun()


def show_fixed(besluit: Besluit, amounts: Sequence[Volume], invoer: Invoer, names: dict[str, str]) -> None:
    made_on = besluit.waarde.peildatum if isinstance(besluit.waarde, VasteVolumes) else None
    st.markdown(
        woorden.BESLOTEN.format(
            nummer=besluit.nummer,
            sector=besluit.sector,
            door=plat(besluit.door),
            dag=texts.datum(besluit.genomen_op),
            peildatum=texts.datum(made_on) if made_on else texts.ONBEKEND,
        )
    )
    st.markdown(woorden.REDEN.format(reden=plat(besluit.reden)))
    st.html(markup.table(tabellen.gebruik(gebruik(amounts, invoer), names, str(besluit.sector)), tall=True))
    st.markdown(woorden.BRIEVEN)
    st.code(f"ruimte volumebrieven {besluit.nummer} --jaar {besluit.jaar}", language=None, wrap_lines=True)
    st.markdown(woorden.INTREKKEN)
    st.code(
        f"ruimte besluit vaste_volumes weigeren --jaar {besluit.jaar} --sector '{besluit.sector}' "
        f"--waarde site={onderdeel(besluit.waarde)[1]} --door NAAM --reden TEKST",
        language=None,
        wrap_lines=True,
    )
