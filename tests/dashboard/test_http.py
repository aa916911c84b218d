"""The HTML shell and the headers (X-08, U-16), and errors nobody foresaw."""

import asyncio
import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import streamlit
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Scope

from dashboard.web import faults
from dashboard.web.app import PAGINAS, pad
from dashboard.web.middleware import DutchShell, SecurityHeaders, content_security_policy, dutch

SHELL = '<html lang="en"><title>Streamlit</title><script>x = 1</script><noscript>You need</noscript><p>é</p></html>'


def get(app: ASGIApp, method: str = "GET", path: str = "/") -> tuple[int, Headers, bytes]:
    """One request to an ASGI app."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}

    async def call() -> None:
        await app(scope, receive, send)

    asyncio.run(call())
    body = b"".join(m.get("body", b"") for m in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body


def shell(headers: Mapping[str, str] | None = None, content: bytes | None = None) -> ASGIApp:
    body = SHELL.encode() if content is None else content
    return DutchShell(Response(body, media_type="text/html", headers=dict(headers or {})))


def test_the_shell_is_dutch_and_its_length_is_right() -> None:
    status, headers, body = get(shell({"etag": '"a"'}))
    assert status == 200
    assert b'<html lang="nl">' in body
    assert b"<title>Ruimtemonitor</title>" in body
    assert b"You need" not in body
    assert "é" in body.decode()
    assert headers["content-length"] == str(len(body))
    assert "etag" not in headers


def test_a_compressed_shell_is_rewritten_too() -> None:
    _, headers, body = get(shell({"content-encoding": "gzip"}, gzip.compress(SHELL.encode())))
    assert b'lang="nl"' in body
    assert "content-encoding" not in headers
    assert headers["content-length"] == str(len(body))


def test_head_has_no_body_and_no_wrong_length() -> None:
    _, headers, body = get(shell(), "HEAD")
    assert body == b""
    assert "content-length" not in headers


@pytest.mark.parametrize("titel", [titel for onder in PAGINAS.values() for titel in onder if titel != "Vooruitblik"])
def test_every_page_of_the_menu_is_found(titel: str) -> None:
    assert get(shell(), path=f"/{pad(titel)}")[0] == 200


@pytest.mark.parametrize("path", ["/bestaat-niet", "/vooruitblik", "/werklijst/bestaat-niet", "/robots.txt"])
def test_an_address_without_a_page_is_a_404_in_dutch(path: str) -> None:
    status, headers, body = get(shell({"content-encoding": "gzip"}, gzip.compress(SHELL.encode())), path=path)
    assert status == 404
    assert '<html lang="nl">' in body.decode()
    assert "Deze pagina bestaat niet" in body.decode()
    assert headers["content-length"] == str(len(body))


@pytest.mark.parametrize("answer", [PlainTextResponse(SHELL), HTMLResponse(SHELL, status_code=404)])
def test_other_answers_pass_untouched(answer: ASGIApp) -> None:
    assert get(DutchShell(answer))[2] == SHELL.encode()


def test_inline_scripts_are_allowed_by_hash_only() -> None:
    policy = content_security_policy(SHELL.encode())
    digest = base64.b64encode(hashlib.sha256(b"x = 1").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy


def test_every_answer_carries_the_security_headers() -> None:
    _, headers, _ = get(SecurityHeaders(PlainTextResponse("x", headers={"referrer-policy": "no-referrer"})))
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_real_streamlit_shell_is_understood() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    rewritten = dutch(page)
    assert b'<html lang="nl">' in rewritten
    assert b"<title>Ruimtemonitor</title>" in rewritten
    assert b"You need to enable JavaScript" not in rewritten


def test_the_log_of_an_unforeseen_error_holds_no_data(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("geheim 123456782")
    except ValueError as fault:
        faults.log_fault(fault, "abcd1234")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "geheim" not in captured.err
    line = json.loads(captured.err)
    assert (line["nummer"], line["soort"]) == ("abcd1234", "ValueError")
    assert "test_http.py" in line["plaats"][0]
