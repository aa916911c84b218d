"""What the web server may do: be reached on this machine only, say nothing of itself, and ask nothing outside."""

import os
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from streamlit import config, net_util

from dashboard.web.deur import is_loopback

VERKEERD_GEBRUIK = 2
ALLEEN_VAN_MIJ = 0o077
"""What is written can be read by its owner only: folders 0700, files 0600."""
NIET_HIER = (
    "De Ruimtemonitor kent geen aanmelding en start daarom alleen op deze machine zelf; gevraagd is {adres}. "
    "Start met: ruimte serve (adres 127.0.0.1), of zet server.address op 127.0.0.1."
)
ALLES = "elk adres (server.address is leeg)"


def sluit() -> None:
    """Close what must be closed before anybody is served; ends the process where the server would be open to others."""
    adres = config.get_option("server.address")
    if not is_loopback(adres):
        print(NIET_HIER.format(adres=adres or ALLES), file=sys.stderr)  # noqa: T201 (there is no page to say it on)
        raise SystemExit(VERKEERD_GEBRUIK)
    os.umask(ALLEEN_VAN_MIJ)
    net_util.get_external_ip = lambda: None  # it would ask a server elsewhere for our address
    uvicorn.Server.startup = _nameless(uvicorn.Server.startup)  # type: ignore[method-assign]


def _nameless(startup: Callable[..., Any]) -> Callable[..., Any]:
    """Start a server that does not say in every answer what it is made of (`server: uvicorn`)."""

    async def started(self: uvicorn.Server, *args: Any, **kwargs: Any) -> None:
        self.config.encoded_headers = [h for h in self.config.encoded_headers if h[0] != b"server"]
        await startup(self, *args, **kwargs)

    return started
