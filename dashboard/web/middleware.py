"""HTTP around Streamlit, as plain ASGI: security headers, and a Dutch HTML shell (X-08, U-16)."""

import base64
import gzip
import hashlib
import pkgutil
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.web import paginas

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
ADRESSEN = {m.name.replace("_", "-") for m in pkgutil.iter_modules(paginas.__path__)} - {"vooruitblik"} | {""}
"""Addresses at which there is a page, without slashes; the first page stands at the empty one only."""
NIET_GEVONDEN = """<!doctype html><html lang="nl"><head><meta charset="utf-8">
<title>Niet gevonden · Ruimtemonitor</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { font: 1.1rem/1.5 sans-serif; color: #1f2933; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
a { color: #1b5578; }</style></head><body><main><h1>Deze pagina bestaat niet</h1>
<p>Controleer het adres, of ga naar de <a href="/">vooruitblik</a>; van daar brengt het menu u naar elke pagina.</p>
</main></body></html>""".encode()
BASIS = b"<script>window.__streamlit={BACKEND_BASE_URL:location.origin}</script>"
"""Tells Streamlit's page where its server is; it would ask at every path below which it stands, and get a 404."""
NOSCRIPT_NL = b"<noscript><p>De Ruimtemonitor heeft JavaScript nodig.</p></noscript>"


class SecurityHeaders:
    """Adds the headers that hold for every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class DutchShell:
    """Rewrites the HTML page in which Streamlit runs: its language, its words without JavaScript, and what it may load.

    Streamlit answers every address with its page; where we have none the answer is a 404 in Dutch (X-10). It fixes
    `<html lang="en">`. Other answers pass untouched. The page is sent whole and uncompressed (it is a few kB), without
    validators of the page it was made from.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()
        is_known = scope["path"].strip("/") in ADRESSEN

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message if is_known else {**message, "status": 404}
            elif start is None:
                await send(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _send_page(start, bytes(body), send, is_head=scope["method"] == "HEAD")

        # pathsend would let the server read the file past us
        extensions = {k: v for k, v in (scope.get("extensions") or {}).items() if k != "http.response.pathsend"}
        await self.app({**scope, "extensions": extensions}, receive, rewrite)


def _is_page(start: Message) -> bool:
    return start["status"] == 200 and Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


async def _send_page(start: Message, body: bytes, send: Send, *, is_head: bool) -> None:
    headers = MutableHeaders(scope=start)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body) if body else body
        del headers["content-encoding"]
    page = dutch(body) if start["status"] == 200 else NIET_GEVONDEN
    for name in ("etag", "last-modified", "accept-ranges", "content-length"):
        del headers[name]
    if not is_head:
        headers["content-length"] = str(len(page))
        headers["content-security-policy"] = content_security_policy(page)
    await send(start)
    await send({"type": "http.response.body", "body": b"" if is_head else page})


def dutch(page: bytes) -> bytes:
    """The shell with Dutch as its language, name and words, and where its server is.

    >>> dutch(b'<html lang="en"><title>Streamlit</title>')
    b'<html lang="nl"><title>Ruimtemonitor</title>'
    """
    page = page.replace(b"<head>", b"<head>" + BASIS, 1)
    page = page.replace(b'<html lang="en">', b'<html lang="nl">', 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>Ruimtemonitor</title>", 1)
    return NOSCRIPT.sub(NOSCRIPT_NL, page, count=1)


def content_security_policy(page: bytes) -> str:
    """What the page may load: our own host only. Its inline scripts are allowed by their hash.

    Streamlit sets styles from scripts, so inline styles stay allowed.
    """
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in INLINE_SCRIPT.findall(page)
    )
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )
