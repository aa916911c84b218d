"""Leveringen: what came in, what became of it, and whether the sums close (R1.5)."""

from collections.abc import Sequence

import streamlit as st

from dashboard import texts
from dashboard.beelden import tellingen
from dashboard.queries import wlz
from dashboard.tables import intrekkingen as besluiten
from dashboard.tables import leveringen as tabellen
from dashboard.texts import intrekkingen as woorden
from dashboard.vormen import markup
from dashboard.web import address, choices, frame
from loaders.grootboek.deliveries import Levering, Soort, Stand, Status

INLEIDING = "Elke levering die is geladen, wat ervan is geteld en waarom iets niet is geteld."
PER_BLAD = 50
BREEDTE = 220


def page() -> None:
    frame.page("Leveringen", INLEIDING, show, needs_messages=False)


def show(stand: Stand) -> None:
    leveringen = wlz.leveringen(stand.versie)
    show_totals(leveringen)
    show_attention(stand, leveringen)
    st.header("Alle leveringen", anchor=False)
    getoond = show_list(leveringen, choose(leveringen))
    show_reasons(stand, leveringen, getoond)
    show_withdrawals(stand, leveringen)


def show_totals(leveringen: Sequence[Levering]) -> None:
    st.header("Gaat er niets verloren?", anchor=False)
    groepen = tellingen.per_soort(leveringen)
    alles = groepen[-1].telling
    zin = texts.CONTROLE_KLOPT if tellingen.sluit(alles) else texts.CONTROLE_KLOPT_NIET
    if tellingen.sluit(alles):
        st.success(zin)
    else:
        st.error(zin)
    regels, euros = tabellen.controle(groepen)
    st.html(markup.paragraph(texts.CONTROLE_UITLEG, "rm-noot"))
    st.html(markup.table(regels))
    st.html(markup.table(euros))


def show_attention(stand: Stand, leveringen: Sequence[Levering]) -> None:
    """Deliveries that do not count, or not whole, each with its first reason."""
    st.header("Vraagt aandacht", anchor=False)
    gekozen = tellingen.niet_geheel_geteld(leveringen)
    if not gekozen:
        st.markdown("Alle leveringen tellen geheel mee.")
        return
    getoond = gekozen[:PER_BLAD]
    redenen = [(levering, wlz.redenen(stand.versie, levering.sha256)) for levering in getoond]
    titel = f"{texts.aantal(len(getoond))} van {texts.aantal(len(gekozen))} leveringen die niet (geheel) meetellen"
    st.html(markup.table(tabellen.aandacht(redenen, titel), tall=True))


def choose(leveringen: Sequence[Levering]) -> tuple[Levering, ...]:
    """Deliveries of the chosen kind and status that hold the text sought; kept in the address."""
    with st.container(horizontal=True, key="keuzes"):
        soort = choices.word("soort", "Soort", Soort, texts.LEVERINGSOORT, "Alle soorten")
        status = choices.word("status", "Status", Status, texts.LEVERINGSTATUS, "Alle statussen")
        address.choice("zoek", str, "")
        zoek = st.text_input(
            "Zoek", key="zoek", width=BREEDTE, persist_state="session", placeholder="naam, AGB of factuurnummer"
        )
    address.keep(zoek=zoek)
    return tellingen.gefilterd(leveringen, soort, status, zoek)


def show_list(alle: Sequence[Levering], gekozen: Sequence[Levering]) -> Sequence[Levering]:
    """The chosen sheet of the list; gives the deliveries on it."""
    if not gekozen:
        st.markdown("Geen leveringen bij deze keuze.")
        return ()
    getoond = choices.sheet(gekozen, PER_BLAD)
    titel = f"{texts.aantal(len(gekozen))} van {texts.aantal(len(alle))} leveringen, nieuwste eerst"
    st.html(markup.table(tabellen.leveringen(getoond, titel), tall=True))
    return getoond


def show_reasons(stand: Stand, alle: Sequence[Levering], getoond: Sequence[Levering]) -> None:
    """Reasons of one delivery, chosen from the sheet on screen or named in the address."""
    st.header("Waarom is iets niet geteld?", anchor=False)
    gevraagd = st.query_params.get("levering", "")
    keuze = {v.sha256: v for v in alle if v.sha256 == gevraagd} | {v.sha256: v for v in getoond}
    address.choice("levering", str, "", ["", *keuze])
    sha256 = st.selectbox(
        "Levering",
        ["", *keuze],
        format_func=lambda s: label(keuze[s]) if s else "Kies een levering uit de tabel hierboven",
        key="levering",
        placeholder="Kies een levering",
    )
    address.keep(levering=sha256)
    if not sha256:
        return
    st.html(markup.definitions(tabellen.laadverslag(keuze[sha256])))
    redenen = wlz.redenen(stand.versie, sha256)
    if not redenen:
        st.markdown("Bij deze levering is niets geweigerd of uitgevallen.")
        return
    st.html(markup.table(tabellen.redenen(redenen, keuze[sha256].naam), tall=True))


def show_withdrawals(stand: Stand, alle: Sequence[Levering]) -> None:
    """Decisions of staff about deliveries (R1.5), and how one is taken."""
    st.header("Ingetrokken leveringen", anchor=False)
    genomen = wlz.intrekkingen(stand.versie)
    if genomen:
        st.html(markup.table(besluiten.intrekkingen(genomen, {v.sha256: v.naam for v in alle}), tall=True))
    else:
        st.markdown(woorden.GEEN_INTREKKINGEN)
    st.markdown(woorden.INTREKKEN)
    gekozen = str(st.session_state.get("levering") or "LEVERING")
    st.code(woorden.INTREKKEN_OPDRACHT.format(kenmerk=gekozen[:16]), language=None, wrap_lines=True)


def label(levering: Levering) -> str:
    return f"{levering.naam} · {tabellen.dag(levering)} · {texts.LEVERINGSTATUS[levering.status]}"
