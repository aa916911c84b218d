"""Web entry: the Streamlit script with its middleware. No logic."""

import plotly.graph_objects  # noqa: F401 (loaded when the server starts: the first visitor does not wait for it)
import streamlit as st
from starlette.middleware import Middleware

import forecasting.wlz.vooruitblik  # noqa: F401 (as plotly)
from dashboard.web.deur import EigenAdres
from dashboard.web.faults import on_script_error
from dashboard.web.middleware import DutchShell, SecurityHeaders
from dashboard.web.server import sluit

sluit()
app = st.App(
    "dashboard/web/app.py",
    middleware=[Middleware(SecurityHeaders), Middleware(EigenAdres), Middleware(DutchShell)],
    on_script_error=on_script_error,
)
