"""Who may come in over HTTP: a browser on this machine, at our own address, from our own pages.

A page elsewhere can give its own name the address 127.0.0.1 and so reach this server from a browser here (DNS
rebinding), and any page may open a websocket. What gives it away is the name it asks for (Host) and where it comes from
(Origin); both are looked at before Streamlit sees anything. Plain ASGI, for requests and websockets.
"""

import json
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMEN = ("127.0.0.1", "localhost", "[::1]")
"""What this machine is called by itself."""
HTTP_POORT = 80
GEWEIGERD = (
    "Geweigerd: de Ruimtemonitor antwoordt alleen op deze machine zelf, op het adres dat bij het starten is getoond "
    "(http://127.0.0.1 met haar poort)."
)
DICHT = ("/_stcore/metrics",)
"""Addresses of Streamlit that nobody here needs."""
HOST_CONFIG = "/_stcore/host-config"
GEEN_GASTHEER = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": False,
    "resourceCrossOriginMode": None,
}
"""What Streamlit asks at its start: no page may hold ours in a frame and speak to it."""


class EigenAdres:
    """Refuses what was not asked of our own address, by our own pages, from this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif not is_eigen(scope):
            await _refuse(scope, send)
        elif scope["type"] == "http" and scope["path"] in DICHT:
            await _answer(send, 404, b"", "text/plain; charset=utf-8")
        elif scope["type"] == "http" and scope["path"] == HOST_CONFIG:
            await _answer(send, 200, json.dumps(GEEN_GASTHEER).encode(), "application/json")
        else:
            await self.app(scope, receive, send)


def is_eigen(scope: Scope) -> bool:
    """Whether a request or websocket is for our own address, from this machine, and of one of our own pages or of none.

    >>> head = [(b"host", b"127.0.0.1:8501"), (b"origin", b"http://localhost:3000")]
    >>> is_eigen({"server": ("127.0.0.1", 8501), "headers": head[:1]})
    True
    >>> is_eigen({"server": ("127.0.0.1", 8501), "headers": head})
    False
    """
    server, client = scope.get("server"), scope.get("client")
    if not server or not server[1] or (client and not is_loopback(client[0])):
        return False
    port = server[1]
    names = {f"{naam}:{port}" for naam in NAMEN} | (set(NAMEN) if port == HTTP_POORT else set())
    headers = Headers(scope=scope)
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    at_home = len(hosts) == 1 and hosts[0].lower() in names
    return at_home and all(origin.lower() in {f"http://{naam}" for naam in names} for origin in origins)


def is_loopback(adres: str | None) -> bool:
    """Whether this is an address that only this machine can reach.

    >>> [is_loopback(adres) for adres in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.5", "", None)]
    [True, True, True, False, False, False, False]
    """
    if adres == "localhost":
        return True
    try:
        return ip_address(adres or "").is_loopback
    except ValueError:
        return False


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
    else:
        await _answer(send, 403, GEWEIGERD.encode(), "text/plain; charset=utf-8")


async def _answer(send: Send, status: int, body: bytes, soort: str) -> None:
    headers = [(b"content-type", soort.encode()), (b"content-length", str(len(body)).encode())]
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": [*headers, (b"cache-control", b"no-store")],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
