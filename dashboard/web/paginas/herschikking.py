"""Herschikking: the workspace in which a year becomes definite agreements (R6, S-14, N10)."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import texts
from dashboard.queries import herschikking as queries
from dashboard.tables import herschikking as tabellen
from dashboard.texts import herschikking as woorden
from dashboard.texts.plat import plat
from dashboard.vormen import markup
from dashboard.web import address, choices, frame, melding
from forecasting.wlz.herschikking.invoer import invoer_hash, to_json
from forecasting.wlz.herschikking.uitkomst import Herschikking
from loaders.grootboek.deliveries import Stand
from loaders.grootboek.handelingsoorten import Ronde
from loaders.grootboek.herschikkingen import Bevroren
from loaders.tijd.workdays import dag_in_nederland, maanden

BREED = 300


def page() -> None:
    frame.page("Herschikking", woorden.INLEIDING, show)


def show(stand: Stand) -> None:
    with st.container(horizontal=True, key="keuzes"):
        peildatum, jaar = choices.peildatum_en_jaar(stand)
        kept = queries.bevroren(jaar)
        maand = choose_month(jaar)
        tot = choose_decisions(peildatum)
        bevroren = choose_frozen(kept)
        eerder = choose_earlier(kept)
    found = queries.lees(bevroren.nummer) if bevroren else queries.bereken(stand.versie, jaar, peildatum, maand, tot)
    before = earlier(stand, kept, bevroren, eerder, jaar, maand)
    verschil = queries.verschil(found, before and before[0])
    st.header(f"{woorden.WERKBOEK_TITEL.format(jaar=jaar)}: past het in de ruimte?", anchor=False)
    st.html(markup.paragraph(woorden.kop(found.invoer, bevroren), "rm-herkomst"))
    if found.fouten or bevroren is None:
        show_errors(found)
    if not found.sectoren:
        return
    show_totals(found)
    show_agreements(found, verschil, before and before[1])
    show_sheet(found, verschil)
    show_signals(found)
    if bevroren is None:
        show_freeze(found, kept)
    else:
        show_frozen(bevroren)
        show_rounds(found, bevroren)
        show_files(bevroren)


def choose_month(jaar: int) -> date | None:
    """L by the rule (R3.1), or as the procedure fixes it."""
    opties = ["", *(m.isoformat()[:7] for m in maanden(jaar))]
    address.choice("laatste_maand", str, "", opties)
    gekozen = st.selectbox(
        "Laatste maand", opties, key="laatste_maand", width=choices.BREEDTE, persist_state="session",
        format_func=lambda m: texts.maandnaam(date.fromisoformat(f"{m}-01")) if m else "volgens de regel",
        placeholder="Kies een maand",
    )  # fmt: skip
    address.keep(laatste_maand=gekozen)
    return date.fromisoformat(f"{gekozen}-01") if gekozen else None


def choose_decisions(peildatum: date) -> date:
    """The last day of which decisions count: staff decide in September about claims of August."""
    address.choice("besluiten_tot", address.as_date, peildatum)
    dag = st.date_input("Besluiten t/m", value=None, key="besluiten_tot", format="DD-MM-YYYY", width=choices.BREEDTE)
    address.keep(besluiten_tot=dag.isoformat() if dag and dag != peildatum else "")
    return dag or peildatum


def choose_frozen(kept: Sequence[Bevroren]) -> Bevroren | None:
    """What to look at: computed now, or one that was frozen."""
    by_number = {str(b.nummer): b for b in kept}
    opties = ["", *by_number]
    address.choice("herschikking", str, "", opties)
    gekozen = st.selectbox(
        "Herschikking", opties, key="herschikking", width=BREED, persist_state="session",
        format_func=lambda n: _label(by_number[n]) if n else "repetitie, nu",
        placeholder="Kies een herschikking",
    )  # fmt: skip
    address.keep(herschikking=gekozen)
    return by_number.get(gekozen)


def _label(bevroren: Bevroren) -> str:
    return f"{bevroren.nummer} {bevroren.naam} ({texts.datum_kort(bevroren.peildatum)})"


def choose_earlier(kept: Sequence[Bevroren]) -> str:
    """What to compare with: the last one frozen before, or an earlier peildatum."""
    opties = ["vorige", "peildatum"]
    address.choice("vergelijk", str, "vorige", opties)
    gekozen = st.selectbox(
        "Vergelijk met", opties, key="vergelijk", width=BREED, persist_state="session",
        format_func=lambda v: {"vorige": "de vorige bevroren", "peildatum": "een eerdere peildatum"}[v],
        placeholder="Kies een vergelijking",
    )  # fmt: skip
    address.keep(vergelijk=gekozen)
    return gekozen


def earlier(
    stand: Stand, kept: Sequence[Bevroren], bevroren: Bevroren | None, how: str, jaar: int, maand: date | None
) -> tuple[Herschikking, str] | None:
    """The herschikking to compare with, and what it is in words; None when there is none."""
    if how == "vorige":
        before = [b for b in kept if bevroren is None or b.nummer < bevroren.nummer]
        if not before:
            return None
        found = queries.lees(before[0].nummer)
        return found, woorden.waarover(found.invoer, before[0])
    address.choice("eerder", address.as_date, date(jaar, 6, 30))
    dag = st.date_input("Eerdere peildatum", value=None, key="eerder", format="DD-MM-YYYY", width=choices.BREEDTE)
    address.keep(eerder=dag.isoformat() if dag else "")
    if dag is None:
        return None
    found = queries.bereken(stand.versie, jaar, dag, maand, None)
    return found, woorden.waarover(found.invoer)


def show_errors(found: Herschikking) -> None:
    if not found.fouten:
        st.success(woorden.GEEN_FOUTEN)
        return
    st.error(woorden.WEL_FOUTEN.format(aantal=woorden.aantal_fouten(len(found.fouten))))
    titel = woorden.aantal_fouten(len(found.fouten))
    st.html(markup.table(tabellen.fouten(found.fouten, titel), tall=True))


def show_totals(found: Herschikking) -> None:
    st.html(markup.table(tabellen.totalen(found.sectoren)))
    st.html(markup.paragraph(f"{woorden.OPGETELD} {woorden.NIVEAU[found.invoer.niveau]}", "rm-noot"))
    apart = {name: texts.euro_exact(cent) for name, cent in found.apart_cent.items()}
    st.html(markup.paragraph(woorden.APART.format(**apart), "rm-noot"))
    with st.expander("Per regio"):
        for sector in found.sectoren:
            st.html(markup.table(tabellen.per_regio(found, sector)))
    with st.expander("Wat gebeurt er in elke stap?"):
        st.html(markup.definitions({**woorden.STAP_UITLEG, "Afronden": woorden.AFRONDEN}, "rm-begrippen"))


def show_agreements(found: Herschikking, verschil: queries.Verschillen, before: str | None) -> None:
    st.header("Afspraken per aanbieder", anchor=False)
    sectors = ["", *dict.fromkeys(a.basis.sector.value for a in found.afspraken)]
    address.choice("sector", str, "", sectors)
    sector = st.selectbox(
        "Sector", sectors, key="sector", format_func=lambda s: s or "Alle sectoren", width=choices.BREEDTE,
        persist_state="session", placeholder="Alle sectoren",
    )  # fmt: skip
    address.keep(sector=sector)
    chosen = [a for a in found.afspraken if sector in ("", a.basis.sector.value)]
    st.html(markup.paragraph(f"{tabellen.VERSCHIL}: {before or woorden.NIETS_EERDER}", "rm-noot"))
    st.html(markup.table(tabellen.afspraken(found, chosen, verschil), tall=True))


def show_sheet(found: Herschikking, verschil: queries.Verschillen) -> None:
    """One provider, every step to the cent."""
    st.header("Blad van een aanbieder", anchor=False)
    providers = list(dict.fromkeys(a.basis.agb for a in sorted(found.afspraken, key=lambda a: a.basis.agb)))
    address.choice("aanbieder", str, "", ["", *providers])
    agb = st.selectbox(
        "Aanbieder", ["", *providers], key="aanbieder", persist_state="session",
        format_func=lambda a: tabellen.naam(found, a) if a else "Kies een aanbieder", placeholder="Kies een aanbieder",
    )  # fmt: skip
    address.keep(aanbieder=agb)
    if agb:
        st.html(markup.grid([markup.table(sheet) for sheet in tabellen.blad(found, agb)]))
        changes = [v for v in verschil.values() if v.agb == agb]
        if changes:
            st.html(markup.table(tabellen.verschillen(changes)))
        mine = [s for s in found.signalen if s.agb == agb]
        if mine:
            st.html(markup.table(tabellen.fouten(mine, "Signalen")))


def show_signals(found: Herschikking) -> None:
    with st.expander(f"Signalen ({texts.aantal(len(found.signalen))})"):
        st.html(markup.table(tabellen.fouten(found.signalen, woorden.SIGNALEN), tall=True))


def show_freeze(found: Herschikking, kept: Sequence[Bevroren]) -> None:
    st.header("Bevriezen", anchor=False)
    st.markdown(woorden.BEVRIES_UITLEG)
    st.code(invoer_hash(to_json(found.invoer)), language=None, wrap_lines=True)
    if found.fouten:
        st.info(woorden.EERST_OPLOSSEN)
    else:
        with st.form("bevriezen"):
            naam = st.text_input("Naam van de herschikking", placeholder="bijvoorbeeld: repetitie juli")
            door = st.text_input("Uw naam")
            reden = st.text_input("Reden", placeholder="zonder namen van cliënten")
            pressed = st.form_submit_button("Bevries deze herschikking")
        if pressed:
            done = frame.attempt(lambda: queries.bevries(found, naam, door, reden))
            if done:
                st.success(woorden.BEVROREN_ALS.format(nummer=done.nummer, naam=plat(done.naam)))
                kept = [done, *kept]
    if not kept:
        st.markdown(woorden.NOG_NIETS_BEVROREN)
    else:
        st.html(markup.table(tabellen.bevroren(kept)))


def show_frozen(bevroren: Bevroren) -> None:
    st.header("Bevroren", anchor=False)
    st.html(
        markup.definitions(
            {
                "Naam": bevroren.naam,
                "Code van de invoer": bevroren.invoer_hash,
                "Door": bevroren.door,
                "Reden": bevroren.reden,
                "Bevroren op": texts.datum(bevroren.bevroren_op),
            },
            "rm-feiten rm-lang-feit",
        )
    )


def show_rounds(found: Herschikking, bevroren: Bevroren) -> None:
    """Where the agreement with every provider stands, and a step to add."""
    st.header("Afstemming met aanbieders", anchor=False)
    rounds = queries.afstemmingen(bevroren.nummer)
    st.html(markup.table(tabellen.afstemming(found, rounds), tall=True))
    melding.show()
    with st.form("afstemming"):
        agb = st.selectbox(
            "Aanbieder", list(dict.fromkeys(a.basis.agb for a in found.afspraken)),
            format_func=lambda a: tabellen.naam(found, a), placeholder="Kies een aanbieder",
        )  # fmt: skip
        ronde = st.selectbox("Stap", list(Ronde), format_func=lambda r: woorden.RONDE[r], placeholder="Kies een stap")
        datum = st.date_input("Datum", value=dag_in_nederland(bevroren.bevroren_op), format="DD-MM-YYYY")
        door = st.text_input("Uw naam")
        toelichting = st.text_input("Toelichting", placeholder="zonder namen van cliënten")
        pressed = st.form_submit_button("Leg deze stap vast")
    if (
        pressed
        and agb
        and ronde
        and frame.attempt(lambda: queries.leg_vast(bevroren.nummer, agb, ronde, datum, door, toelichting))
    ):
        melding.rerun(woorden.stap_vastgelegd(ronde, tabellen.naam(found, agb), datum))


def show_files(bevroren: Bevroren) -> None:
    st.header("Werkboek, brieven en bladen", anchor=False)
    st.markdown(woorden.UITVOER_UITLEG)
    st.code(f"ruimte brieven {bevroren.nummer}", language=None, wrap_lines=True)
    if st.button("Schrijf de bestanden nu") and (written := frame.attempt(lambda: queries.schrijf(bevroren.nummer))):
        paths, folder = written
        st.success(plat(woorden.geschreven(len(paths), folder)))
