"""The door in front of every address: who asks is found out before anything answers (issue contract, STACK.md).

In `local` and `oidc` nothing but health and ready answers without a session: pages lead to the sign-in, all else is
refused.
A program shows a token with each request to the HTTP API, a screen on a wall the cookie of its own; both only read.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from riskmap.domain.roles import Right
from riskmap.settings import is_address, is_loopback
from riskmap.web import data, identity
from riskmap.web.identity import Reader

OPEN = frozenset({"/api/v1/health", "/api/v1/ready"})
SIGN_IN, SIGN_OUT, PASSWORD, DEVICE = "/sign-in", "/sign-out", "/password", "/door/device"
OIDC, OIDC_BACK = "/door/oidc", "/door/oidc/back"
OWN = frozenset({SIGN_IN, SIGN_OUT, PASSWORD, DEVICE, OIDC, OIDC_BACK})
API, BEARER = "/api/v1/", "bearer "
READING = frozenset({"GET", "HEAD"})
KIOSK = "/big_screen?kiosk=1"
WALL = re.compile(  # all that a wall asks for: outlines and words of the map are no rows
    r"/big_screen|(/big_screen)?/_stcore/(health|host-config|stream)|/api/v1/wall/[a-z]+\.json"
    r"|/api/v1/layers/sheet\.json|/(assets|static)/.+|/favicon\.\w+"
)
ROWS = re.compile(r"/api/v1/(metrics|hazards|layers/(?!sheet\.json).+)")  # figures and rows of hazards
SIGNED_OUT = 4401  # close code of a socket


class Gate:
    """ASGI middleware: finds the reader of a request, lets in or says no; what follows asks riskmap.web.identity."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with the reader known, or answer."""
        if scope["type"] == "lifespan" or (scope["path"] in OPEN and scope.get("method") in READING):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if refused := "cross-site request" if _foreign(scope, headers) else _from_afar(scope, headers):
            await Response(refused, 403)(scope, receive, send)
            return
        shown = _bearer(scope, headers)
        reader = await (_reader(headers) if shown is None else _program(shown))
        if scope["type"] == "websocket":
            if reader is None or (reader.person.must_change and not reader.demo) or _beyond(scope, reader):
                await send({"type": "websocket.close", "code": SIGNED_OUT})
                return
            await self.app(scope, receive, send)  # each run of a page asks again, by the cookie
            return
        refusal = _refusal(scope, headers, reader) if shown is None else _unread(scope, reader)
        if refusal is None and reader is not None and _without_rows(scope, reader):
            refusal = _told("refused", 403)  # zeros would be a false figure
        if refusal is not None:
            await refusal(scope, receive, send)
        elif reader is None:
            await self.app(scope, receive, send)
        else:
            with identity.told(reader):
                await self.app(scope, receive, send)


async def _reader(headers: Headers) -> Reader | None:
    cookies = cookie_parser(headers.get("cookie", ""))
    if data.settings().auth == identity.DEMO:
        return identity.of_cookies(cookies)
    return await run_in_threadpool(identity.of_cookies, cookies)


async def _program(secret: str) -> Reader | None:
    return await run_in_threadpool(identity.of_token, secret, device=False)


def _bearer(scope: Scope, headers: Headers) -> str | None:
    """What a program shows at the HTTP API in place of a session; None where nothing is shown."""
    told = headers.get("authorization", "")
    shows = str(scope["path"]).startswith(API) and told[: len(BEARER)].lower() == BEARER
    return told[len(BEARER) :].strip() if shows else None


def _unread(scope: Scope, program: Reader | None) -> Response | None:
    """What a program is told that may not read: no word of why where its token opens nothing."""
    if program is None:
        return _told("signed_out", 401, {"WWW-Authenticate": "Bearer"})
    return None if scope["method"] in READING else _told("read_only", 405, {"Allow": "GET, HEAD"})


def _without_rows(scope: Scope, reader: Reader) -> bool:
    """Whether rows or figures are asked for by who reads none: who keeps accounts, or audits the trail."""
    return not reader.may(Right.READ) and ROWS.fullmatch(str(scope["path"])) is not None


def _beyond(scope: Scope, reader: Reader) -> bool:
    """Whether a screen asks for more than its wall."""
    reads = scope["type"] == "websocket" or scope["method"] in READING
    return reader.device and not (reads and WALL.fullmatch(str(scope["path"])))


def _told(code: str, status: int, more: Mapping[str, str] | None = None) -> JSONResponse:
    told = {"error": {"code": code, "key": "", "value": "", "message": code}}
    return JSONResponse(told, status, {"Cache-Control": "no-store", **(more or {})})


def _foreign(scope: Scope, headers: Headers) -> bool:
    """Whether another site's page sends this: a form, a socket or a call that would ride on our cookie."""
    if scope["type"] == "http" and scope["method"] in {"GET", "HEAD", "OPTIONS"}:
        return False
    if headers.get("sec-fetch-site", "") == "cross-site":
        return True
    origin = headers.get("origin")  # programs send none; a page without an address of its own sends "null"
    own = {headers.get("host"), headers.get("x-forwarded-host")} - {None, ""}
    return origin is not None and origin.partition("://")[2] not in own


def _from_afar(scope: Scope, headers: Headers) -> str:
    """Why another machine is sent away: without accounts the program is for this one, however it was started.

    A page of the web whose name was made to lead here (DNS rebinding) asks by that name; names with a dot are not ours.
    """
    if data.settings().auth != identity.DEMO:
        return ""
    client, asked = str((scope.get("client") or ("",))[0]), headers.get("host", "").rpartition(":")
    name = asked[0] if asked[2].isdecimal() else "".join(asked)
    if (is_address(client) and not is_loopback(client)) or ("." in name and not is_loopback(name)):
        return "without accounts (RISKMAP_AUTH=demo) nobody comes in from elsewhere"
    return ""


def _refusal(scope: Scope, headers: Headers, reader: Reader | None) -> Response | None:
    path = str(scope["path"])
    if path in OWN:
        return None
    page = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
    if reader is not None and _beyond(scope, reader):
        return RedirectResponse(KIOSK, 303) if page and path == "/" else _told("refused", 403)
    if reader is not None and not (reader.person.must_change and not reader.demo):
        return None
    if not page:
        return _told("signed_out", 401) if reader is None else _told("password_to_change", 403)
    asked = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    to = SIGN_IN if reader is None else PASSWORD
    return RedirectResponse(f"{to}?next={quote(asked, safe='')}", 303, {"Cache-Control": "no-store"})


def within(address: str) -> str:
    """An address of our own to go on to; "/" for any other: browsers leave out tabs and ends of lines in addresses."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if own else "/"
