"""The door in front of every address: who asks is found out before anything answers (issue contract, STACK.md).

In `local` nothing but health and ready answers without a session: pages lead to the sign-in, the rest is refused.
"""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from riskmap.web import data, identity
from riskmap.web.identity import Reader

OPEN = frozenset({"/api/v1/health", "/api/v1/ready"})
SIGN_IN, SIGN_OUT, PASSWORD = "/sign-in", "/sign-out", "/password"
OWN = frozenset({SIGN_IN, SIGN_OUT, PASSWORD})
SIGNED_OUT = 4401  # close code of a socket


class Gate:
    """ASGI middleware: finds the reader of a request, lets in or says no; what follows asks riskmap.web.identity."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with the reader known, or answer."""
        if scope["type"] == "lifespan" or scope["path"] in OPEN:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _foreign(scope, headers):
            await Response("cross-site request", 403)(scope, receive, send)
            return
        reader = await _reader(headers)
        if scope["type"] == "websocket":
            if reader is None or (reader.person.must_change and not reader.demo):
                await send({"type": "websocket.close", "code": SIGNED_OUT})
                return
            await self.app(scope, receive, send)  # each run of a page asks again, by the cookie
            return
        refusal = _refusal(scope, headers, reader)
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


def _foreign(scope: Scope, headers: Headers) -> bool:
    """Whether another site's page sends this: a form, a socket or a call that would ride on our cookie."""
    if scope["type"] == "http" and scope["method"] in {"GET", "HEAD", "OPTIONS"}:
        return False
    origin = headers.get("origin", "")
    own = {headers.get("host", ""), headers.get("x-forwarded-host", "")}
    return bool(origin) and origin.partition("://")[2] not in own


def _refusal(scope: Scope, headers: Headers, reader: Reader | None) -> Response | None:
    path = str(scope["path"])
    if path in OWN or (reader is not None and not (reader.person.must_change and not reader.demo)):
        return None
    page = scope["method"] == "GET" and "text/html" in headers.get("accept", "")
    if not page:
        code = "signed_out" if reader is None else "password_to_change"
        told = {"error": {"code": code, "key": "", "value": "", "message": code}}
        return JSONResponse(told, 401 if reader is None else 403, {"Cache-Control": "no-store"})
    asked = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    to = SIGN_IN if reader is None else PASSWORD
    return RedirectResponse(f"{to}?next={quote(asked, safe='')}", 303, {"Cache-Control": "no-store"})


def within(address: str) -> str:
    """An address of our own to go on to; "/" for any other."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
