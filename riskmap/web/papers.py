"""The page of office papers: the list, a new draft, one paper with the steps that its reader may take."""

from collections.abc import Callable

import streamlit as st

from riskmap.domain.codes import Status
from riskmap.domain.hazard import Hazard
from riskmap.domain.papers import FROM, LONGEST, NEEDED, TOLD, Move, Paper, movers, rules
from riskmap.domain.roles import Role
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.views import papers as words
from riskmap.views.html import actions
from riskmap.views.html import papers as drawn
from riskmap.views.html.markup import card, e, empty, link
from riskmap.web import data, officer, once, paper_draft, paper_numbers, seen, session, uploading
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

MOVE, SCAN = "paper_move", "paper_scan"
AREAS = frozenset({"text", "reason"})


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
    lines = words.lines(run.t, run.label, hazards(paper), run.today)
    left.html(drawn.one(run.context, paper, lines, seen.stood_in(run.reader, paper)))
    with right:
        _document(run, paper, back)
        _moves(run, paper)


def hazards(paper: Paper) -> list[Hazard]:
    """The hazards of a paper as who asks may see them; one beyond the reader's part has its number alone."""
    found = []
    for one in paper.hazards:
        try:
            found.append(data.hazard(one))
        except NotFound:
            found.append(Hazard(one, "—", data.today(), Status.OPEN))
    return found


def _roles(run: Run) -> frozenset[Role]:
    return frozenset(grant.role for grant in run.reader.grants)


def _document(run: Run, paper: Paper, back: str) -> None:
    t = run.t
    address = f"/api/v1/papers/{paper.id}.docx?lang={run.lang}"
    way = f'<a class="w-button" href="{e(address)}">{e(t("Word file"))}</a>'  # or the page that says why there is none
    st.html(card("", f"{drawn.scan(run.context, paper)}{way} {back}"))


def _moves(run: Run, paper: Paper) -> None:
    """The steps that the reader may take with a paper, one form for the chosen one."""
    t, roles = run.t, _roles(run)
    can = [
        move for move in Move
        if paper.state in FROM[move] and movers(paper.kind, move) & roles
    ]  # fmt: skip
    if not can:
        st.caption(t("No step can be taken in this state."))
        return
    with st.container(key="paper_step"):
        word: Callable[[str], str] = lambda one: t(words.MOVES[Move(one)])  # noqa: E731
        if st.session_state.get(MOVE) not in can:
            st.session_state[MOVE] = can[0]
        chosen = Move(st.radio(t("Step"), can, key=MOVE, format_func=word, horizontal=True) or can[0])
        if chosen is Move.SCAN:
            uploading.picker(run, SCAN, t(words.FIELDS["scan"]), single=True)
        if chosen is Move.ISSUE and "number" in _asked(paper, chosen):  # at once, for what is said beside it
            _field(run, paper, chosen, "number")
            number = str(st.session_state.get(f"move_{chosen}_number") or "")
            paper_numbers.warn(run, number, paper_numbers.of_hazards(number, hazards(paper), run.today))
        with st.form(f"move_{chosen}", border=False):
            day = t("Day of the step")
            st.date_input(day, value=run.today, max_value=run.today, key="move_on", format="YYYY-MM-DD")
            for name in (name for name in _asked(paper, chosen) if name != "number"):
                _field(run, paper, chosen, name)
            if rules()[paper.kind].step is not None and chosen is Move.ISSUE:
                st.caption(t("Issued, it is a step of the escalation ladder of each of its hazards."))
            told = (paper.id, paper.version, chosen.value)
            st.form_submit_button(t("Record"), type="primary", on_click=_move, args=told)


def _field(run: Run, paper: Paper, move: Move, name: str) -> None:
    """A field of a step; a draft is edited from what it says."""
    needed = name in NEEDED.get(move, ()) or name in {"to", "number"} or (name == "due" and rules()[paper.kind].due)
    title = run.t(words.FIELDS[name]) + (" *" if needed else "")
    key, known = f"move_{move}_{name}", getattr(paper, name) if move is Move.EDIT else None
    if name == "due":
        st.date_input(title, value=known, key=key, format="YYYY-MM-DD")
        return
    area = st.text_area if name in AREAS else st.text_input
    area(title, value=known or "", key=key, max_chars=LONGEST.get(name, 200))


def _asked(paper: Paper, move: Move) -> tuple[str, ...]:
    enforcement = rules()[paper.kind].enforcement
    if move is Move.EDIT:
        return tuple(name for name in TOLD[move] if name != "hazards")
    asked = tuple(name for name in TOLD[move] if not name.startswith("scan"))  # the scan is a file
    return tuple(name for name in asked if name in NEEDED.get(move, ()) or (name == "number" and enforcement))


def _move(paper_id: str, version: int, code: str) -> None:
    run, move, actor, sent = session.current(), Move(code), officer.actor(), once.sent()
    told = paper_draft.values({name: f"move_{move}_{name}" for name in TOLD[move]})
    if move is Move.EDIT:
        told = {"title": "", "to": "", "copies": "", "text": "", "due": None} | told
    scans = uploading.files(SCAN) if move is Move.SCAN else []
    told |= {"scan": scans[0]["sha256"], "scan_name": scans[0]["name"][-LONGEST["scan_name"] :]} if scans else {}
    on, token = st.session_state.get("move_on") or run.today, f"{paper_id}:{version}:{code}"
    files = uploading.paths(scans)
    try:
        with sent.writing:
            if sent.became(token) is None:
                data.ledger().move_paper(paper_id, move, told, actor, version, on, files)
                sent.keep(token, code)
    except Refused as refused:
        st.session_state[paper_draft.OUTCOME] = ("refused", list(refused.codes))
        return
    except (Stale, NotFound):
        st.session_state[paper_draft.OUTCOME] = ("stale", [])
        return
    st.session_state[paper_draft.OUTCOME] = (code, [])
    uploading.clear(SCAN)
    uploading.forget([one["sha256"] for one in scans])
    for name in TOLD[move]:
        st.session_state.pop(f"move_{move}_{name}", None)


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
