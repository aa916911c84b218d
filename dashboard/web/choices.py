"""The choices pages share, kept in the address: site, peildatum and year (also across pages), a word, a sheet."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from config.codes import regiodag, sites_per_regio
from config.words import Site
from dashboard import texts
from dashboard.beelden import tellingen
from dashboard.web import address
from loaders.grootboek.deliveries import Stand

BREEDTE = 190
BREED = 260
W = TypeVar("W", bound=StrEnum)
T = TypeVar("T")


def site() -> Site:
    """The group of regions with a publication of its own."""
    sites = list(Site)
    address.choice("site", address.as_word(Site), sites[0], sites)
    gekozen = st.selectbox(
        "Site",
        sites,
        format_func=lambda s: texts.SITE[s],
        key="site",
        width=BREEDTE,
        persist_state="session",
        placeholder="Kies een site",
    )
    address.keep(site=gekozen.value)
    return gekozen


def regiokeuze(stand: Stand, site: Site) -> tuple[str, ...]:
    """The regions of a site on the peildatum and in the year that are chosen, before those choices are drawn (R4.4)."""
    _ready(stand)
    dag = regiodag(st.session_state["jaar"], st.session_state["peildatum"])
    return tuple(uzovi for uzovi, own in sites_per_regio(dag).items() if own is site)


def _ready(stand: Stand) -> date:
    """Peildatum and year as the address, the last choice or the default has them; the default of the peildatum."""
    laatste = stand.laatste_ontvangst or date(2000, 1, 1)
    address.choice("peildatum", address.as_date, laatste)
    address.choice("jaar", address.as_number, laatste.year, years(stand))
    return laatste


def peildatum_en_jaar(stand: Stand) -> tuple[date, int]:
    """Peildatum (default: the last day a message came in) and year (default: the year of that day)."""
    laatste = _ready(stand)
    peildatum = st.date_input(
        "Peildatum",
        value=None,
        key="peildatum",
        format="DD-MM-YYYY",
        width=BREEDTE,
        persist_state="session",
    )
    jaren = years(stand)
    jaar = st.selectbox("Jaar", jaren, key="jaar", width=BREEDTE, persist_state="session", placeholder="Kies een jaar")
    address.keep(peildatum=(peildatum or laatste).isoformat(), jaar=str(jaar))
    return peildatum or laatste, jaar


def years(stand: Stand) -> list[int]:
    """Years there may be something to say about, newest first: from the year before the first message on."""
    if stand.laatste_ontvangst is None:
        return []
    eerste = stand.eerste_ontvangst or stand.laatste_ontvangst
    return list(range(stand.laatste_ontvangst.year, eerste.year - 2, -1))


def word(naam: str, titel: str, woorden: type[W], teksten: Mapping[W, str], alle: str) -> W | None:
    """One word of a closed list, or None for all of them."""
    address.choice(naam, address.as_word(woorden), "", ["", *woorden])
    gekozen = st.selectbox(
        titel,
        ["", *woorden],
        format_func=lambda woord: teksten[woorden(woord)] if woord else alle,
        key=naam,
        width=BREED,
        persist_state="session",
        placeholder=alle,
    )
    address.keep(**{naam: gekozen})
    return woorden(gekozen) if gekozen else None


def one_of(naam: str, titel: str, woorden: type[W], teksten: Mapping[W, str]) -> W:
    """One word of a closed list; the first of the list is the default."""
    address.choice(naam, address.as_word(woorden), next(iter(woorden)), list(woorden))
    gekozen = st.selectbox(
        titel,
        [*woorden],
        format_func=lambda woord: teksten[woorden(woord)],
        key=naam,
        width=BREED,
        persist_state="session",
        placeholder=titel,
    )
    address.keep(**{naam: gekozen})
    return woorden(gekozen)


def sheet(rijen: Sequence[T], per_blad: int, naam: str = "blad") -> Sequence[T]:
    """The rows on the chosen sheet of a long list; `naam` where a page has more than one."""
    bladen = list(range(1, tellingen.bladen(len(rijen), per_blad) + 1))
    blad = 1
    if len(bladen) > 1:
        address.choice(naam, address.as_number, 1, bladen)
        blad = st.selectbox(
            "Blad",
            bladen,
            format_func=lambda n: f"{n} van {len(bladen)}",
            key=naam,
            width=BREEDTE,
            placeholder="Kies een blad",
        )
    address.keep(**{naam: str(blad) if blad > 1 else ""})
    return rijen[(blad - 1) * per_blad : blad * per_blad]
