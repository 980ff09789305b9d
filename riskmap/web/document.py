"""Streamlit's one HTML document with our style sheet and our link script in its head, so that pages open styled.

Its style sheet loses the one font that it carries as a data: address, which our policy forbids (a formula's bracket).
"""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riskmap.views.html import streamlit_words
from riskmap.web.routes.static import ADDRESS

ASSETS = Path(__file__).parent / "assets"
STYLE, SCRIPT, WORDS = "pages.css", "pages.js", "streamlit-words.js"
CHARTS, PICTURES = "charts.js", "pictures.js"
WALL = "/big_screen"
WALL_STYLES = ("wall.css", "wall-pages.css")
WALL_SCRIPTS = (
    "riskmap-marks.js", "riskmap-dots.js", "riskmap-labels.js",
    "wall-map.js", "wall-tour.js", "wall-rotate.js", "wall-present.js", "wall.js",
)  # fmt: skip
ELSEWHERE = (
    "/api/", "/assets/", "/static/", "/_stcore/", "/media/", "/component/", "/vendor/", "/sign-in", "/password",
    "/demo/", "/door/",
)  # fmt: skip
DATA_FONT = re.compile(rb"@font-face\{[^}]*url\(data:font/[^}]*\}")
Change = Callable[[bytes], bytes]
CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since"}


@lru_cache(maxsize=1)
def head() -> bytes:
    """The lines that go into the document's head; addresses carry a hash of the files' content."""
    files = b"".join((ASSETS / name).read_bytes() for name in (STYLE, SCRIPT, CHARTS, PICTURES, WORDS))
    digest = hashlib.sha256(files).hexdigest()[:12]
    own = f"{ADDRESS}/riskmap"
    return (
        f'<link rel="stylesheet" href="{own}/{STYLE}?v={digest}">'
        f'<script type="application/json" id="streamlit-words">{streamlit_words.table()}</script>'
        f'<script src="{own}/{WORDS}?v={digest}"></script>'  # before Streamlit asks for the language
        f'<script defer src="{own}/{SCRIPT}?v={digest}"></script>'
        f'<script defer src="{own}/{CHARTS}?v={digest}"></script>'
        f'<script defer src="{own}/{PICTURES}?v={digest}"></script>'
    ).encode()


@lru_cache(maxsize=1)
def wall_head() -> bytes:
    """What the wall's document has besides: dark from its first byte, the web font, Leaflet and our own scripts."""
    files = b"".join((ASSETS / name).read_bytes() for name in (*WALL_STYLES, *WALL_SCRIPTS))
    digest = hashlib.sha256(files).hexdigest()[:12]
    own, leaflet = f"{ADDRESS}/riskmap", f"{ADDRESS}/leaflet/leaflet"
    scripts = "".join(f'<script defer src="{own}/{name}?v={digest}"></script>' for name in WALL_SCRIPTS)
    styles = "".join(f'<link rel="stylesheet" href="{own}/{name}?v={digest}">' for name in WALL_STYLES)
    return (
        f'<link rel="stylesheet" href="{leaflet}.css">{styles}<script defer src="{leaflet}.js"></script>{scripts}'
    ).encode()


def with_head(document: bytes) -> bytes:
    """The document with our lines at the end of its head."""
    return document.replace(b"</head>", head() + b"</head>", 1)


def with_wall_head(document: bytes) -> bytes:
    """The wall's document: our lines, then its own."""
    return document.replace(b"</head>", head() + wall_head() + b"</head>", 1)


def without_data_fonts(sheet: bytes) -> bytes:
    """The style sheet without fonts in data: addresses."""
    return DATA_FONT.sub(b"", sheet)


class Document:
    """ASGI middleware: changes the HTML document and Streamlit's own style sheet, leaves everything else alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; an answer that is to be changed is held back until it is whole."""
        wanted = _wanted(scope)
        if wanted is None:
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
        await self.app({**scope, "headers": plain}, receive, _Changing(send, *wanted))


class _Changing:
    """A `send` that changes the body of an answer of one content type."""

    def __init__(self, send: Send, kind: str, change: Change) -> None:
        self._send, self._kind, self._change, self._body = send, kind, change, b""
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            ok = message["status"] == 200
            if not ok or not Headers(raw=message["headers"]).get("content-type", "").startswith(self._kind):
                await self._send(message)
                return
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._change(self._body)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified"):
            del headers[name]
        headers["content-length"] = str(len(body))
        if self._kind == "text/html":
            headers["cache-control"] = "no-cache"
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _wanted(scope: Scope) -> tuple[str, Change] | None:
    """The content type to change and how, None for what passes untouched."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path = str(scope["path"])
    if path.startswith("/static/css/"):
        return "text/css", without_data_fonts
    if path.startswith(ELSEWHERE) or "/_stcore/" in path or "." in path.rsplit("/", 1)[-1]:
        return None
    return "text/html", with_wall_head if path == WALL else with_head
