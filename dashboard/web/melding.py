"""What an action did, told where it was asked, after the page has been drawn anew with its result."""

from typing import NoReturn

import streamlit as st

from dashboard.texts.plat import plat

_NAAM = "melding"


def rerun(text: str) -> NoReturn:
    """Draw the page anew; `show` tells `text` then, once."""
    st.session_state[_NAAM] = text
    st.rerun()


def show() -> None:
    if text := st.session_state.pop(_NAAM, None):
        st.success(plat(text))
