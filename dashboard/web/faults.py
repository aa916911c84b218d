"""Errors nobody foresaw: a Dutch message with a reference number on screen, the place of the error in the log.

The log holds the kind of error and where it happened, never its text: that could hold data (R1.6).
"""

import secrets
import sys
import traceback

import streamlit as st
import structlog

from dashboard import texts


def on_script_error(fault: Exception) -> bool:
    """Show and log an uncaught error; True tells Streamlit not to add its own English message."""
    nummer = secrets.token_hex(4)
    log_fault(fault, nummer)
    st.error(texts.ONVERWACHT.format(nummer=nummer))
    return True


def log_fault(fault: Exception, nummer: str) -> None:
    """One JSON line on stderr: reference number, kind of error, place."""
    log = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
    )
    frames = traceback.extract_tb(fault.__traceback__)
    log.error(
        "onverwachte_fout",
        nummer=nummer,
        soort=type(fault).__name__,
        plaats=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )
