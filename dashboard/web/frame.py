"""What every page shares: demo banner, empty state, errors a user can mend, definitions."""

from collections.abc import Callable
from typing import TypeVar

import plotly.graph_objects as go
import streamlit as st

from config.errors import RuimteFout
from dashboard import texts
from dashboard.queries import wlz
from dashboard.texts.plat import plat
from dashboard.vormen import markup
from dashboard.web.faults import on_script_error
from loaders.grootboek.deliveries import Stand

T = TypeVar("T")


def page(titel: str, inleiding: str, show: Callable[[Stand], None], *, needs_messages: bool = True) -> None:
    """Draw one page: title, banner, and its content or what to do when there is nothing to show (X-10)."""
    st.title(titel, anchor=False)
    try:
        stand = wlz.stand()
        if stand.gemaakt:
            st.html(markup.paragraph(texts.BANNER_GEMAAKT, "rm-banner"))
        for jaar, site, sector, dag in stand.vaste_volumes:
            st.html(markup.paragraph(texts.banner_vaste_volumes(jaar, site, sector, dag), "rm-banner"))
        if stand.leveringen == 0 or (needs_messages and stand.laatste_ontvangst is None):
            _empty()
        else:
            st.markdown(inleiding)
            show(stand)
    except RuimteFout as fout:
        st.error(plat(str(fout)))
    except Exception as fault:  # here, because Streamlit would log its text, which could hold data (R1.6)
        on_script_error(fault)
    _definitions()


def attempt(action: Callable[[], T]) -> T | None:
    """What an action gave; an error a user can mend is shown where it happened."""
    try:
        return action()
    except RuimteFout as fout:
        st.error(plat(str(fout)))
        return None


def chart(figure: go.Figure, key: str, alt: str) -> None:
    """A figure in its own colours, without a bar of tools; `alt` tells it in words (X-06)."""
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False, "responsive": True}, key=key, alt=alt)


def _empty() -> None:
    inbox = wlz.inbox()
    st.header(texts.LEEG_TITEL, anchor=False)
    st.markdown(texts.LEEG_UITLEG.format(inbox=inbox))
    st.code(texts.LEEG_OPDRACHTEN.format(inbox=inbox), language=None, wrap_lines=True)
    st.markdown(texts.LEEG_SLOT)


def _definitions() -> None:
    with st.expander("Wat betekenen deze woorden?"):
        st.html(markup.definitions(texts.BEGRIPPEN, "rm-begrippen"))
