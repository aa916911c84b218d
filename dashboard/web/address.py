"""Choices in the address of the page, so that a link reproduces the view (S-15).

Streamlit's own `bind="query-params"` leaves a choice out when it equals the default, and the default peildatum moves
with every delivery; a link has to keep saying what it said. It also writes labels instead of codes.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

import streamlit as st

T = TypeVar("T")
W = TypeVar("W", bound=StrEnum)
_GEZIEN = "_adres_"


def choice(naam: str, lees: Callable[[str], T | None], standaard: T, opties: Sequence[T] | None = None) -> None:
    """Set the widget with key `naam`, before it is drawn.

    A changed address wins, then the last choice, then the default. A choice that is not (or no longer) among `opties`
    falls back to the default.
    """
    tekst = st.query_params.get(naam)
    if tekst is not None and tekst != st.session_state.get(_GEZIEN + naam):
        gelezen = lees(tekst)
        if gelezen is not None:
            st.session_state[naam] = gelezen
    bewaard = st.session_state.get(naam)
    if bewaard is None or (opties is not None and bewaard not in opties):
        st.session_state[naam] = standaard


def keep(**keuzes: str) -> None:
    """Write the choices into the address; an empty choice is left out."""
    for naam, tekst in keuzes.items():
        st.session_state[_GEZIEN + naam] = tekst or None
        if tekst and st.query_params.get(naam) != tekst:
            st.query_params[naam] = tekst
        elif not tekst and naam in st.query_params:
            del st.query_params[naam]


def as_date(tekst: str) -> date | None:
    """An ISO date, or None.

    >>> as_date("2026-06-23"), as_date("23 juni")
    (datetime.date(2026, 6, 23), None)
    """
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None


def as_number(tekst: str) -> int | None:
    """A whole number of at most nine digits, or None."""
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else None


def as_word(soort: type[W]) -> Callable[[str], W | None]:
    """Reader of one of the words of a closed list."""

    def lees(tekst: str) -> W | None:
        return soort(tekst) if tekst in list(soort) else None

    return lees
