"""The page of office papers: the list, a new draft, one paper with the steps that its reader may take."""

import streamlit as st

from riskmap.domain.papers import Move, Paper
from riskmap.domain.roles import Right
from riskmap.views import papers as words
from riskmap.views.html import actions
from riskmap.views.html import papers as drawn
from riskmap.views.html.markup import card, e, empty, link
from riskmap.web import identity, paper_draft, paper_step, seen, session, taking
from riskmap.web.filterbar import plain
from riskmap.web.session import Run


def show() -> None:
    """Draw the list, or the paper of the address."""
    run = session.current()
    _outcome(run)
    paper_id = run.own.get("id", "")
    if not paper_id:
        paper_draft.show(run)
        st.html(drawn.listed(run.context, seen.papers()))
        return
    paper = next((one for one in seen.papers() if one.id == paper_id), None)
    back = link(run.context.href("papers"), e(run.t("← All papers")), "w-text")
    if paper is None:
        st.html(card(run.t("Papers"), empty(run.t("There is no paper under this address."), back)))
        return
    left, right = st.columns([1.62, 1], gap="small")
    lines = words.lines(run.t, run.label, seen.of_paper(paper), run.today)
    left.html(drawn.one(run.context, paper, lines, seen.stood_in(run.reader, paper)))
    with right:
        _document(run, paper, back)
        paper_step.show(run, paper)


def _document(run: Run, paper: Paper, back: str) -> None:
    t = run.t
    address = f"/api/v1/papers/{paper.id}.docx?lang={run.lang}"
    way = ""
    if _leaves(run, paper):  # the address gives the file, or a page that says why there is none
        way = f'<a class="w-button" href="{e(address)}">{e(t("Word file"))}</a>'
    st.html(card("", f"{drawn.scan(run.context, paper)}{way} {back}"))


def _leaves(run: Run, paper: Paper) -> bool:
    """Whether the reader may take a paper out: it may lie beyond what the roles that may export reach."""
    asks = taking.reader(run, Right.PAPERS)
    if asks is None:
        return False
    with identity.told(asks):
        return any(one.id == paper.id for one in seen.papers())


def _outcome(run: Run) -> None:
    said = st.session_state.pop(paper_draft.OUTCOME, None)
    if said is None:
        return
    t, (what, codes) = run.t, said
    if what == "refused":
        reasons = actions.reasons(t, codes, actions.PAPER)
        st.error("\n".join([t("Not recorded:"), *(f"- {plain(one)}" for one in reasons)]))
    elif what == "stale":
        st.warning(t("Somebody else changed this meanwhile; please save again."))
    elif what == "drafted":
        st.success(t("The draft is saved."))
    else:
        st.success(plain(t("Recorded: {what}.", what=t(words.MOVES[Move(what)]))))
