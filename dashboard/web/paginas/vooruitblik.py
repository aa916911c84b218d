"""Vooruitblik: use of the contracteerruimte over the year, per sector, against the drempel (R4)."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from config.codes import regios
from config.words import SECTOREN, Site
from dashboard import figures, tables, texts
from dashboard.figures import vooruitblik as vooruitblik_figures
from dashboard.queries import wlz
from dashboard.tables import besluiten as besluittabellen
from dashboard.tables import vooruitblik as vooruitblik_tables
from dashboard.texts import besluiten as besluitwoorden
from dashboard.texts import vooruitblik as woorden
from dashboard.vormen import markup
from dashboard.web import address, choices, frame, tiles
from forecasting.wlz.outlook import Gezegd, Outlook, SectorOutlook, Signaal
from loaders.grootboek.deliveries import Stand

INLEIDING = (
    "Past de verwachte productie van het jaar binnen de contracteerruimte? "
    "Per sector, met wat op de peildatum bekend was."
)
ALLE_REGIOS = ""


def page() -> None:
    frame.page("Vooruitblik", INLEIDING, show)


def show(stand: Stand) -> None:
    site, regio, peildatum, jaar = choose(stand)
    outlook = wlz.outlook(stand.versie, jaar, peildatum, site)
    sectoren = outlook.sectoren if regio == ALLE_REGIOS else [s for s in outlook.regios if s.uzovi == regio]
    show_tiles(outlook, sectoren, regio)
    if sectoren:
        show_expected(outlook, sectoren)
        show_months(outlook, sectoren)
        show_late(sectoren)
        show_movement(wlz.verloop(stand.versie, jaar, peildatum, site), sectoren, outlook)
    show_regions(outlook)
    show_apart(outlook)
    show_decisions(stand, outlook)
    show_signals(outlook.signalen)


def choose(stand: Stand) -> tuple[Site, str, date, int]:
    """Site, region, peildatum and year; kept in the address."""
    with st.container(horizontal=True, key="keuzes"):
        site = choices.site()
        opties = [ALLE_REGIOS, *regios(site)]
        address.choice("regio", str, ALLE_REGIOS, opties)
        regio = st.selectbox(
            "Regio",
            opties,
            format_func=lambda code: texts.regio(code) if code else "Alle regio's",
            key="regio",
            width=choices.BREEDTE,
            persist_state="session",
            placeholder="Kies een regio",
        )
        peildatum, jaar = choices.peildatum_en_jaar(stand)
    address.keep(regio=regio)
    return site, regio, peildatum, jaar


def show_tiles(outlook: Outlook, sectoren: Sequence[SectorOutlook], regio: str) -> None:
    plaats = texts.regio(regio) if regio else texts.SITE[outlook.site]
    st.header(f"{plaats} {outlook.jaar}: korting per sector", anchor=False)
    if not sectoren:
        st.info(texts.NIETS_GELADEN.format(plaats=plaats, jaar=outlook.jaar))
        return
    if regio:
        st.info(texts.REGIOBEELD.format(site=texts.SITE[outlook.site]))
    st.html(markup.grid([tiles.sector(s, outlook.herkomst) for s in sectoren]))
    st.html(markup.paragraph(texts.SIGNALEERT, "rm-noot"))


def show_expected(outlook: Outlook, sectoren: Sequence[SectorOutlook]) -> None:
    st.header(woorden.NAAST_ELKAAR, anchor=False)
    st.markdown(woorden.NAAST_ELKAAR_UITLEG)
    st.html(markup.table(vooruitblik_tables.naast_elkaar(sectoren, outlook.jaar)))
    laatste = outlook.herkomst.laatste_maand
    if zinnen := [zin for s in sectoren if (zin := woorden.toelichting(s, laatste))]:
        st.html(markup.bullets(zinnen))
    voorwaarden = {reden for s in sectoren if s.verwacht and s.verwacht.zonder for reden in s.verwacht.redenen}
    for reden in sorted(voorwaarden):
        st.html(markup.paragraph(woorden.VOORWAARDEN.format(voorwaarden=reden), "rm-noot"))


def show_late(sectoren: Sequence[SectorOutlook]) -> None:
    nakomers = vooruitblik_tables.nakomers(sectoren)
    if len(nakomers):
        st.header(woorden.NAKOMERS, anchor=False)
        st.markdown(woorden.NAKOMERS_UITLEG)
        st.html(markup.table(nakomers, tall=True))


def show_movement(verloop: Sequence[Gezegd], sectoren: Sequence[SectorOutlook], outlook: Outlook) -> None:
    st.header(woorden.BEWOOG, anchor=False)
    reeksen = [(s, vooruitblik_tables.punten(verloop, s.sector, s.uzovi)) for s in sectoren]
    if not any(len(punten) > 1 for _, punten in reeksen):
        st.markdown(woorden.BEWOOG_ONTBREEKT.format(jaar=outlook.jaar))
        return
    st.markdown(woorden.BEWOOG_UITLEG)
    for sector, punten in reeksen:
        if len(punten) > 1:
            st.subheader(vooruitblik_figures.bewoog_titel(sector.sector, punten), anchor=False)
            frame.chart(
                vooruitblik_figures.bewoog(punten),
                f"bewoog_{sector.sector.name}",
                vooruitblik_figures.bewoog_alt(sector.sector),
            )
            titel = f"{sector.sector.value} per peildatum, {outlook.jaar}"
            st.html(markup.table(vooruitblik_tables.bewoog(punten, titel)))


def show_months(outlook: Outlook, sectoren: Sequence[SectorOutlook]) -> None:
    st.header("Verloop per maand", anchor=False)
    laatste = outlook.herkomst.laatste_maand
    st.markdown(texts.MAANDEN_UITLEG.format(maand=texts.maand(laatste)))
    for sector in sectoren:
        st.subheader(figures.maanden_titel(sector), anchor=False)
        frame.chart(
            figures.maanden(sector, laatste),
            f"maanden_{sector.sector.name}",
            figures.maanden_alt(sector, outlook.herkomst),
        )
        st.html(markup.table(tables.maanden(sector, laatste)))


def show_regions(outlook: Outlook) -> None:
    st.header("Alle regio's", anchor=False)
    st.markdown(texts.REGIOS_UITLEG)
    for sector in SECTOREN:
        st.html(markup.table(tables.regios(outlook, sector)))


def show_apart(outlook: Outlook) -> None:
    st.header("Samen en apart", anchor=False)
    st.markdown(texts.APART_UITLEG)
    ruimte = outlook.totaal.contracteerruimte_cent
    st.html(
        markup.definitions(
            {
                "Alle sectoren samen, verwachte productie": texts.euro(outlook.totaal.geextrapoleerd_cent),
                "Alle sectoren samen, contracteerruimte": texts.ONBEKEND if ruimte is None else texts.euro(ruimte),
                "Meerzorg, verwachte productie": texts.euro(outlook.meerzorg_geextrapoleerd_cent),
                "Onbekende sector, verwachte productie": texts.euro(outlook.onbekend_geextrapoleerd_cent),
            },
            "rm-apart",
        )
    )


def show_decisions(stand: Stand, outlook: Outlook) -> None:
    """Which decisions of staff are in these figures; nothing where there are none."""
    if outlook.aanpassingen:
        st.header("Besluiten in deze cijfers", anchor=False)
        st.markdown(besluitwoorden.IN_CIJFERS)
        register = wlz.register(stand.versie, outlook.jaar)
        st.html(markup.table(besluittabellen.aanpassingen(outlook.aanpassingen, register)))


def show_signals(signalen: Sequence[Signaal]) -> None:
    st.header("Signalen", anchor=False)
    if not signalen:
        st.markdown("Er zijn geen signalen bij deze peildatum.")
        return
    soorten = ["", *sorted({s.soort for s in signalen})]
    address.choice("signaal", str, "", soorten)
    soort = st.selectbox(
        "Soort signaal",
        soorten,
        format_func=lambda s: texts.soort_signaal(s) if s else "Alle soorten",
        key="signaal",
        width=360,
        persist_state="session",
        placeholder="Kies een soort",
    )
    address.keep(signaal=soort)
    gekozen = [s for s in signalen if soort in ("", s.soort)]
    titel = f"{texts.aantal(len(gekozen))} van {texts.aantal(len(signalen))} signalen"
    st.html(markup.table(tables.signalen(gekozen, titel), tall=True))
