"""The way in through the county's identity provider (RISKMAP_AUTH=oidc): out to it, and back with a session of ours.

What follows is the same as with passwords: our row of a session, our HttpOnly cookie, so that signing out, putting out
and running out are felt at once. Streamlit's own st.login is not used: its cookie lives for 30 days and asks nobody.
"""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from riskmap.ledger import sessions
from riskmap.settings import Oidc
from riskmap.views.html import door as pages
from riskmap.web import data, identity
from riskmap.web.gate import OIDC, OIDC_BACK, SIGN_IN, within
from riskmap.web.routes import door

COOKIE = "riskmap_oidc"  # binds what was begun to the browser that began it
logger = logging.getLogger("riskmap.oidc")


async def out(request: Request) -> Response:
    """To the identity provider, with the address to go on to kept here."""
    from riskmap.web import oidc

    provider = data.settings().oidc
    if provider is None:
        return RedirectResponse(SIGN_IN, 303)
    onward = within(request.query_params.get("next", door.HOME))
    try:
        address, browser = await run_in_threadpool(oidc.begin, provider, _back(provider), onward, data.now())
    except oidc.NotProved:
        logger.exception("the identity provider does not answer")
        return _refused(request, "oidc:provider", 502)
    answer = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
    secure = provider.url.startswith("https:")
    answer.set_cookie(COOKIE, browser, 600, path=OIDC, httponly=True, samesite="lax", secure=secure)
    return answer


async def back(request: Request) -> Response:
    """Back from it: a session for a person of ours whom it proved, words for everybody else."""
    from riskmap.web import oidc

    provider, query = data.settings().oidc, request.query_params
    if provider is None:
        return RedirectResponse(SIGN_IN, 303)
    begun = oidc.taken(query.get("state", ""), request.cookies.get(COOKIE, ""), data.now())
    if begun is None:
        return _refused(request, "oidc:state")
    if "code" not in query:
        return _refused(request, "oidc:provider")
    try:
        login = await run_in_threadpool(oidc.login, provider, _back(provider), query["code"], begun, data.now())
    except oidc.NotProved as error:
        logger.warning("the identity provider proved nobody: %s", error)
        return _refused(request, "oidc:provider")
    found = await run_in_threadpool(sessions.sign_in_as, data.engine(), data.county(), login, data.now())
    if found is None:
        logger.warning("the identity provider proved %r, who has no open account", login)
        return _refused(request, "oidc:unknown")
    if identity.of_person(found.person) is None:
        await run_in_threadpool(sessions.sign_out, data.engine(), data.county(), found.token, data.now())
        return _refused(request, "no_role")
    # A page of ours leads on: a redirect would still be the other site's, and a strict cookie stay behind.
    answer = door.document(pages.onward(door.words(request), begun.onward))
    door.keep(request, answer, found.token)
    answer.delete_cookie(COOKIE, path=OIDC, httponly=True, samesite="lax")
    return answer


def _back(provider: Oidc) -> str:
    return provider.url + OIDC_BACK


def _refused(request: Request, code: str, status: int = 403) -> Response:
    t = door.words(request)
    return door.document(pages.sign_in_elsewhere(t, data.county().label(t.lang), door.HOME, code), status)


ROUTES = [Route(OIDC, out, methods=["GET"]), Route(OIDC_BACK, back, methods=["GET"])]
