"""The page of one hazard, as it stood on the day of the address; steps and papers are there as of today alone."""

import streamlit as st

from riskmap.domain import separation
from riskmap.domain.escalation import due_steps
from riskmap.domain.hazard import Hazard
from riskmap.domain.papers import PaperKind, drafters
from riskmap.domain.roles import Right
from riskmap.domain.table import OPEN_STATES
from riskmap.ledger import papers
from riskmap.ledger.errors import NotFound
from riskmap.views.html import dossier, my_work
from riskmap.views.html import papers as drawn
from riskmap.views.html.context import address
from riskmap.views.html.course import course
from riskmap.views.html.markup import card, e, empty, link
from riskmap.views.html.story import story
from riskmap.web import cache, data, hazard_around, review, session, steps
from riskmap.web.session import Run


def show() -> None:
    """Draw the hazard of the address."""
    run = session.current()
    hazard = find(run, run.own.get("id", ""))
    back = link(run.context.href("ledger"), e(run.t("← Ledger")), "w-text")
    if hazard is None:
        text = (
            run.t("There is no hazard under this address.")
            if run.own.get("id")
            else run.t("Choose a hazard in the ledger.")
        )
        st.html(card(run.t("Hazard"), empty(text, back)))
        return
    left, right = st.columns([1.62, 1], gap="small")
    left.html(cache.html(run, "hazard", lambda: _left(run, hazard), hazard.id, hazard.version))
    present = run.where.as_of == run.today
    with left:
        if present:
            review.show(run, hazard)
    with right:
        st.html(dossier.chain(run.context, dossier.case(hazard, run.where.as_of)))
        if present:
            _present(run, hazard)
        else:
            st.html(_other_day(run, hazard))
        st.html(cache.html(run, "hazard.story", lambda: _story(run, hazard), hazard.id, hazard.version))


def _present(run: Run, hazard: Hazard) -> None:
    """What can be done about the hazard now: papers and steps."""
    if run.reader.may(Right.PAPERS) and (found := _papers(run, hazard)):
        st.html(found)
    with st.container(key="steps"):
        due = due_steps(hazard, run.today, data.county().ladder())
        title = f'<h3 class="w-h3" id="record-a-step">{e(run.t("Record a step"))}</h3>'
        st.html(f"{title}{my_work.proposals(run.context, due)}")
        steps.show(hazard)


def _other_day(run: Run, hazard: Hazard) -> str:
    """What a page of another day than today says in the place of papers and steps, with the way to today."""
    words = {key: word for key, word in run.context.query.items() if key != "as_of"}
    own = {"id": hazard.id, "action": run.own.get("action", "")}
    way = link(address("hazard", {**words, **own}), e(run.t("Show it as of today")), "w-button")
    day = run.t.date(run.where.as_of)
    said = run.t(
        "This page shows {day}; what was done later is not shown. Steps are recorded, and papers drafted, as of today.",
        day=day,
    )
    return card(run.t("Not as of today"), f'<p id="record-a-step">{e(said)}</p><p>{way}</p>')


def find(run: Run, hazard_id: str) -> Hazard | None:
    """The hazard of an id, or of a permanent number; None where there is none."""
    if not hazard_id:
        return None
    return _stored(hazard_id) or _stored(_of_number(run, hazard_id))


def _of_number(run: Run, number: str) -> str:
    frame = run.view.snapshot.hazards
    place = (frame["hazard_no"] == number).to_numpy().nonzero()[0]
    return str(frame["id"].iloc[int(place[0])]) if len(place) else ""


def _stored(hazard_id: str) -> Hazard | None:
    try:
        return data.hazard(hazard_id)
    except NotFound:
        return None


def _papers(run: Run, hazard: Hazard) -> str:
    found = papers.of_hazard(data.engine(), data.county(), hazard.id)
    roles = {grant.role for grant in run.reader.grants if grant.scope.covers(hazard)}
    may = any(drafters(kind) & roles for kind in PaperKind)
    return drawn.of_hazard(run.context, found, draft=hazard.id if may and hazard.status in OPEN_STATES else "")


def _left(run: Run, hazard: Hazard) -> str:
    case, context = dossier.case(hazard, run.where.as_of, data.story(hazard)), run.context
    blocks = (dossier.head, dossier.five, dossier.facts, dossier.papers, course)
    told = "".join(block(context, case) for block in blocks)
    return f'<div class="w-stack">{told}{hazard_around.cards(run, case)}</div>'


def _story(run: Run, hazard: Hazard) -> str:
    events = dossier.known(data.story(hazard), run.where.as_of)
    alone = separation.was_alone(hazard, events)
    note = run.t("Entered and crossed off by the same person.") if alone else ""
    return story(run.context, events, data.county().time_zone, note)
