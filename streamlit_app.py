"""Web entry: the Streamlit script with its middleware. No logic."""

import streamlit as st
from starlette.middleware import Middleware

from dashboard.faults import on_script_error
from dashboard.middleware import DutchShell, SecurityHeaders

app = st.App(
    "dashboard/app.py",
    middleware=[Middleware(SecurityHeaders), Middleware(DutchShell)],
    on_script_error=on_script_error,
)
