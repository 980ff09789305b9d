"""Streamlit's one HTML document with our style sheet and our link script in its head, so that pages open styled."""

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riskmap.web.routes.static import ADDRESS

ASSETS = Path(__file__).parent / "assets"
STYLE, SCRIPT = "pages.css", "pages.js"
ELSEWHERE = ("/api/", "/assets/", "/static/", "/_stcore/", "/media/", "/component/", "/vendor/")
CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since"}


@lru_cache(maxsize=1)
def head() -> bytes:
    """The lines that go into the document's head; addresses carry a hash of the files' content."""
    digest = hashlib.sha256((ASSETS / STYLE).read_bytes() + (ASSETS / SCRIPT).read_bytes()).hexdigest()[:12]
    own = f"{ADDRESS}/riskmap"
    return (
        f'<link rel="stylesheet" href="{own}/{STYLE}?v={digest}"><script defer src="{own}/{SCRIPT}?v={digest}"></script>'
    ).encode()


class Document:
    """ASGI middleware: adds `head()` to HTML documents of the application, leaves everything else alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a document is held back until it is whole and sent with our lines."""
        if not _asks_for_document(scope):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
        await self.app({**scope, "headers": plain}, receive, _Filling(send))


class _Filling:
    """A `send` that fills the head of an HTML answer."""

    def __init__(self, send: Send) -> None:
        self._send, self._start, self._body = send, None, b""
        self._start: Message | None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if not Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
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
        body = self._body.replace(b"</head>", head() + b"</head>", 1)
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified"):
            del headers[name]
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-cache"
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


def _asks_for_document(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path = str(scope["path"])
    return not path.startswith(ELSEWHERE) and "/_stcore/" not in path and "." not in path.rsplit("/", 1)[-1]
