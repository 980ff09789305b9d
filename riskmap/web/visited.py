"""The page of one visit, as far as its reader sees it."""

from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.domain.nameless import without_names
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import visits
from riskmap.ledger.errors import NotFound
from riskmap.ledger.visits import Visited
from riskmap.views.html import visited as drawn
from riskmap.views.html.markup import card, e, empty, link
from riskmap.views.html.visited import Seen
from riskmap.web import data, scoped, session, visit_number
from riskmap.web.identity import Reader
from riskmap.web.session import Run


def show() -> None:
    """Draw the visit of the address."""
    run = session.current()
    found = find(run, run.own.get("id", ""))
    if found is None:
        back = link(run.context.href("ledger"), e(run.t("← Ledger")), "w-text")
        st.html(card(run.t("Visit"), empty(_none(run), back)))
        return
    zone = ZoneInfo(data.county().time_zone)
    left, right = st.columns([1.62, 1], gap="small")
    left.html(
        f'<div class="w-stack">{drawn.head(run.context, found)}{drawn.problems(run.context, found, run.today)}</div>'
    )
    with right:
        if not found.hazards and not found.beyond:
            visit_number.show(run, found)
        st.html(f'<div class="w-stack">{drawn.papers(run.context, found)}{drawn.trail(run.context, found, zone)}</div>')


def _none(run: Run) -> str:
    asked = run.own.get("id")
    return run.t("There is no visit under this address." if asked else "Open a visit from one of its hazards.")


def find(run: Run, visit_id: str) -> Seen | None:
    """The visit of an id as the reader sees it; None where there is none in the own part."""
    try:
        stored = visits.visit(data.engine(), data.county(), visit_id)
    except NotFound:
        return None
    return seen(run.reader, stored)


def seen(reader: Reader, stored: Visited) -> Seen | None:
    """What a reader sees of a visit: of the own part, or because a hazard of it is; with those hazards only."""
    hazards = [one for one in stored.hazards if reader.sees(one)]
    inside = reader.scopes is None or any(stored.within(scope) for scope in reader.scopes)
    if not inside and not hazards:
        return None
    names = any(grant.role in RIGHTS[Right.NAMES] and stored.within(grant.scope) for grant in reader.grants)
    names = names or any(reader.sees_names(one) for one in hazards)
    visit, events = stored.visit, stored.events
    if not names:
        visit, events = without_names(visit), tuple(scoped.bare(events))
    firm = stored.firm if names or stored.firm is None else without_names(stored.firm)
    shown = tuple(scoped.named(one, reader) for one in hazards)
    return Seen(visit, firm, shown, len(stored.hazards) - len(shown), events)
