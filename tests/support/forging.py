"""All addresses of the program behind its real door, and forged attempts that are counted."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from riskmap.web import application
from support.doors import socket
from support.small import ROOT

SOCKETS = ("/_stcore/stream", "/ledger/_stcore/stream", "/big_screen/_stcore/stream")
STREAMLIT = ("/_stcore/health", "/_stcore/metrics", "/_stcore/host-config", "/_stcore/upload_file/x/y", "/media/x.jpg",
             "/component/x/index.html", "/static/js/x.js", "/vendor/x.js", "/favicon.png")  # fmt: skip
METHODS = ("POST", "PUT", "PATCH", "DELETE")
NAMED = re.compile(r"\{(\w+)(?::(\w+))?\}")


def pages() -> list[str]:
    """The address of every page; the first one is also the root."""
    return ["/", *(f"/{file.stem}" for file in sorted((ROOT / "pages").glob("*.py")))]


def routes() -> list[str]:
    """An address of every route of our own, and of everything that Streamlit answers itself."""
    return [*(_address(route) for route in application.routes()), *STREAMLIT]


def _address(route: BaseRoute) -> str:
    if isinstance(route, Mount):
        return f"{route.path}/x.css"
    assert isinstance(route, Route)
    return NAMED.sub(lambda found: "1" if found[2] == "int" else "csv" if found[1] == "form" else "x", route.path)


def whole() -> Starlette:
    """Every route with the real middleware; in the place of Streamlit something that answers everything."""
    own = application.routes()
    shown = [Route(path, lambda _: HTMLResponse("<head></head>page")) for path in pages()]
    sockets = [WebSocketRoute(path, socket) for path in SOCKETS]
    rest = Route("/{rest:path}", lambda _: PlainTextResponse("served"), methods=["GET", *METHODS])
    return Starlette(routes=[*sockets, *own[:-1], *shown, own[-1], rest], middleware=application.middleware())


@dataclass
class Attempts:
    """What was tried, by kind, and what of it went through."""

    tried: dict[str, int] = field(default_factory=dict)
    through: list[str] = field(default_factory=list)

    def note(self, kind: str, what: str, *, succeeded: bool) -> None:
        """One attempt."""
        self.tried[kind] = self.tried.get(kind, 0) + 1
        if succeeded:
            self.through.append(f"{kind}: {what}")

    def lines(self) -> Iterator[str]:
        """How many of how many succeeded: by kind, then of all."""
        for kind, count in self.tried.items():
            gone = sum(one.startswith(f"{kind}: ") for one in self.through)
            yield f"{gone} of {count} succeed: {kind}"
        yield f"{len(self.through)} of {sum(self.tried.values())} succeed"


def listens(client: TestClient, path: str, **more: Any) -> bool:
    """Whether a socket opens."""
    try:
        with client.websocket_connect(path, **more) as opened:
            return opened.receive_text() == "in"
    except (WebSocketDisconnect, WebSocketDenialResponse):
        return False


@pytest.fixture
def attempts(capsys: pytest.CaptureFixture[str]) -> Iterator[Attempts]:
    """Counts; the test fails on what went through, and says how much was tried."""
    tried = Attempts()
    yield tried
    if not tried.tried:
        return  # the test itself failed
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *tried.lines(), ""]))
    assert not tried.through, tried.through
    assert sum(tried.tried.values()) > 20
