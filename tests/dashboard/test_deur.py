"""Who may come in: a browser on this machine, at our own address, from our own pages (no DNS rebinding)."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from dashboard.web.deur import EigenAdres

ROOT = Path(__file__).parents[2]
POORT = 8501


def ask(path: str = "/", soort: str = "http", client: str = "127.0.0.1", **headers: str) -> list[Message]:
    """What the door answers; the app behind it says 'binnen' (200) or takes the websocket."""
    sent: list[Message] = []

    async def app(scope: Scope, receive: object, send: object) -> None:
        if scope["type"] == "websocket":
            sent.append({"type": "websocket.accept"})
        else:
            await PlainTextResponse("binnen")(scope, receive, send)  # type: ignore[arg-type]

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    found = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope: Scope = {
        "type": soort, "method": "GET", "path": path, "headers": found, "query_string": b"",
        "server": ("127.0.0.1", POORT), "client": (client, 50_000),
    }  # fmt: skip
    asyncio.run(EigenAdres(app)(scope, receive, send))  # type: ignore[arg-type]
    return sent


EIGEN = ("127.0.0.1:8501", "localhost:8501", "[::1]:8501", "LOCALHOST:8501")
VREEMD = (
    "evil.example",
    "evil.example:8501",
    "localhost:3000",
    "localhost",
    "127.0.0.1",
    "127.0.0.1.evil.example:8501",
    "",
)


@pytest.mark.parametrize("host", EIGEN)
def test_our_own_address_is_let_in(host: str) -> None:
    assert ask(host=host)[0]["status"] == 200
    assert ask(host=host, origin=f"http://{host}")[0]["status"] == 200
    assert ask(soort="websocket", host=host, origin=f"http://{host}")[0]["type"] == "websocket.accept"


@pytest.mark.parametrize("vreemd", VREEMD)
def test_another_name_or_page_is_kept_out_of_pages_and_websocket(vreemd: str) -> None:
    for headers in (
        {"host": vreemd},
        {"host": vreemd, "origin": f"http://{vreemd}"},
        {"host": EIGEN[0], "origin": f"http://{vreemd}"},
        {"host": EIGEN[0], "origin": "null"},
        {"host": EIGEN[0], "origin": f"https://{EIGEN[0]}"},
    ):
        (start, body) = ask(**headers)
        assert start["status"] == 403
        assert b"antwoordt alleen op deze machine" in body["body"]
        assert [m["type"] for m in ask(soort="websocket", **headers)] == ["websocket.close"]


def test_no_host_at_all_and_another_machine_are_kept_out() -> None:
    assert ask()[0]["status"] == 403
    assert ask(host=EIGEN[0], client="10.0.0.5")[0]["status"] == 403
    assert ask(host=EIGEN[0], client="::1")[0]["status"] == 200


def test_what_nobody_here_needs_is_closed() -> None:
    assert ask("/_stcore/metrics", host=EIGEN[0])[0]["status"] == 404
    start, body = ask("/_stcore/host-config", host=EIGEN[0])
    assert start["status"] == 200
    assert b'"allowedOrigins": []' in body["body"]


@pytest.mark.parametrize("adres", ["0.0.0.0", "192.0.2.7"])  # noqa: S104 (that is what it is about)
def test_it_does_not_start_where_others_could_reach_it(adres: str) -> None:
    # how Streamlit is told: on the command line, by a variable or in its file, it comes to the same option
    script = f"from streamlit import config; config.set_option('server.address', {adres!r}); import streamlit_app"
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert found.returncode == 2
    assert f"start daarom alleen op deze machine zelf; gevraagd is {adres}" in found.stderr
