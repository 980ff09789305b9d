"""Signing in and out, one's own password, the way in of a wall, and in the demo: as whom to look.

Plain forms, HttpOnly cookies.
"""

from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from riskmap.domain.tokens import Token
from riskmap.i18n import Translator, choose
from riskmap.ledger import sessions
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.errors import Refused
from riskmap.ledger.tokens import Tokens
from riskmap.views.html import door
from riskmap.web import data, identity
from riskmap.web.gate import DEVICE, KIOSK, PASSWORD, SIGN_IN, SIGN_OUT, within

LARGEST = 4_096  # bytes of a form of ours
HOME, WALL = "/", KIOSK.partition("?")[0]


async def sign_in(request: Request) -> Response:
    """The form; or, posted, a session and on to where the reader was going."""
    if data.settings().auth == identity.DEMO:
        return RedirectResponse(HOME, 303)
    elsewhere = data.settings().auth == identity.OIDC
    if request.method == "GET" or elsewhere:
        onward, page = (
            within(request.query_params.get("next", HOME)),
            door.sign_in_elsewhere if elsewhere else door.sign_in,
        )
        return document(page(words(request), _county(request), onward), 200 if request.method == "GET" else 403)
    form = await _form(request)
    onward, t = within(form.get("next", HOME)), Translator(form.get("tongue", ""))
    login, password = form.get("login", ""), form.get("password", "")
    found = await run_in_threadpool(sessions.sign_in, data.engine(), data.county(), login, password, data.now())
    if found is not None and identity.of_person(found.person) is None:
        await run_in_threadpool(sessions.sign_out, data.engine(), data.county(), found.token, data.now())
        return document(door.sign_in(t, data.county().label(t.lang), onward, "no_role"), 403)
    if found is None:
        return document(door.sign_in(t, data.county().label(t.lang), onward, "failed"), 403)
    answer = RedirectResponse(onward, 303, {"Cache-Control": "no-store"})
    keep(request, answer, found.token)
    return answer


async def sign_out(request: Request) -> Response:
    """End this session, or every session of the person (`everywhere`)."""
    form, token = await _form(request), request.cookies.get(identity.COOKIE, "")
    if data.settings().auth != identity.DEMO and token:
        await run_in_threadpool(_end, token, everywhere=bool(form.get("everywhere")))
    answer = RedirectResponse(SIGN_IN, 303, {"Cache-Control": "no-store"})
    answer.delete_cookie(identity.COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def _end(token: str, *, everywhere: bool) -> None:
    engine, county, at = data.engine(), data.county(), data.now()
    person = sessions.who(engine, county, token, at) if everywhere else None
    sessions.sign_out(engine, county, token, at)
    if person is not None:
        sessions.sign_out_everywhere(engine, county, person.id, at)


async def password(request: Request) -> Response:
    """The form of a new password; or, posted, the new one, after which everybody signs in anew."""
    try:
        reader = identity.reader()
    except identity.SignedOut:
        return RedirectResponse(SIGN_IN, 303)
    if reader.demo or data.settings().auth == identity.OIDC:
        return RedirectResponse(HOME, 303)
    first = reader.person.must_change
    if request.method == "GET":
        onward = within(request.query_params.get("next", HOME))
        return document(door.password(words(request), _county(request), onward, [], first=first))
    form = await _form(request)
    onward, t = within(form.get("next", HOME)), Translator(form.get("tongue", ""))
    chosen, accounts = form.get("password", ""), Accounts(data.engine(), data.county())
    problems: tuple[str, ...] = () if chosen == form.get("again", "") else ("password:twice",)
    if not problems:
        try:
            await run_in_threadpool(accounts.choose_password, form.get("present", ""), chosen, reader.actor)
        except Refused as refused:
            problems = refused.codes
    if problems:
        return document(door.password(t, data.county().label(t.lang), onward, problems, first=first), 403)
    return RedirectResponse(f"{SIGN_IN}?lang={t.lang}&next={quote(onward, safe='')}", 303)


async def device(request: Request) -> Response:
    """The way in of a screen: its token is posted once, for a cookie; the address never holds it (door.device)."""
    if data.settings().auth == identity.DEMO:
        return RedirectResponse(KIOSK, 303)
    if request.method == "GET":
        onward = _wall(request.query_params.get("next", KIOSK))
        return document(door.device(words(request), _county(request), onward))
    form = await _form(request)
    onward, t = _wall(form.get("next", KIOSK)), Translator(form.get("tongue", ""))
    found = await run_in_threadpool(_claimed, form.get("token", "").strip())
    if found is None:
        return document(door.device(t, data.county().label(t.lang), onward, "device"), 401)
    token, secret = found
    answer = RedirectResponse(onward, 303, {"Cache-Control": "no-store"})
    assert token.grant.last is not None
    days = (token.grant.last - data.today()).days + 1
    keep(request, answer, secret, name=identity.DEVICE_COOKIE, seconds=days * 86_400)
    answer.delete_cookie(identity.COOKIE, path="/", httponly=True, samesite="strict")  # from now on it is the screen
    return answer


def _claimed(secret: str) -> tuple[Token, str] | None:
    try:
        return Tokens(data.engine(), data.county()).claim(secret, data.today(), data.now())
    except Refused:  # a broken chain takes no event
        return None


def _wall(address: str) -> str:
    """An address of the wall to go on to; the wall itself for any other."""
    return address if address.partition("?")[0] == WALL else KIOSK


async def demo(request: Request) -> Response:
    """Look at the demo as another officer."""
    if data.settings().auth != identity.DEMO:
        return RedirectResponse(HOME, 303)
    answer = RedirectResponse(within(request.query_params.get("next", HOME)), 303, {"Cache-Control": "no-store"})
    login = identity.demo_reader(request.path_params["login"]).person.login
    answer.set_cookie(identity.DEMO_COOKIE, login, path="/", httponly=True, samesite="strict")
    return answer


async def _form(request: Request) -> dict[str, str]:
    """The fields of a posted form; one that is too large or no form has none."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return {}
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def keep(
    request: Request, answer: Response, secret: str, *, name: str = identity.COOKIE, seconds: int | None = None
) -> None:
    """Let the browser keep a secret that scripts and other sites do not reach; `seconds`: None, until it is closed."""
    secure = "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}
    answer.set_cookie(name, secret, seconds, path="/", httponly=True, samesite="strict", secure=secure)


def words(request: Request) -> Translator:
    """The language of somebody who is not signed in."""
    asked = request.query_params.get("lang") or None
    return Translator(choose(asked, request.headers.get("accept-language", ""), data.settings().lang))


def _county(request: Request) -> str:
    return data.county().label(words(request).lang)


def document(html: str, status: int = 200) -> HTMLResponse:
    """A page that no cache keeps."""
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


ROUTES = [
    Route(SIGN_IN, sign_in, methods=["GET", "POST"]),
    Route(SIGN_OUT, sign_out, methods=["POST"]),
    Route(PASSWORD, password, methods=["GET", "POST"]),
    Route(DEVICE, device, methods=["GET", "POST"]),
    Route("/demo/{login}", demo, methods=["GET"]),
]
