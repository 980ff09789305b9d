"""The page of office papers: the list, a new draft, one paper with the steps that its reader may take."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.codes import Status
from riskmap.domain.hazard import Hazard
from riskmap.domain.papers import FROM, LONGEST, NEEDED, TOLD, Move, Paper, PaperKind, drafters, movers, rules
from riskmap.domain.roles import Role
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.views import papers as words
from riskmap.views.html import actions
from riskmap.views.html import papers as drawn
from riskmap.views.html.markup import card, e, empty, link
from riskmap.web import book, data, officer, once, seen, session, uploading
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

OUTCOME, KIND, MOVE, SCAN = "paper_outcome", "paper_kind", "paper_move", "paper_scan"
TOKEN, REFUSED = "_paper_token", "_paper_refused"
MOST = 200  # hazards offered for one draft; a narrower filter brings the others
AREAS = frozenset({"text", "reason"})


def show() -> None:
    """Draw the list, or the paper of the address."""
    run = session.current()
    _outcome(run)
    paper_id = run.own.get("id", "")
    if not paper_id:
        _draft(run)
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


def _draft(run: Run) -> None:
    """The form of a new draft: the filter bar says of which hazards, the kind what it has to say."""
    t = run.t
    kinds = tuple(kind for kind in PaperKind if drafters(kind) & _roles(run))
    if not kinds:
        return
    offered = _offered(run)
    again = st.session_state.get(REFUSED, False)  # what was typed is in sight with the word of why it was not taken
    opened = bool(run.own.get("hazard")) or again
    with st.expander(t("Draft a paper"), expanded=opened, key=f"paper_new_{opened}"), st.container(key="paper_draft"):
        if not offered:
            st.caption(t("No open hazard under this filter."))
            return
        word: Callable[[str], str] = lambda one: t(words.KINDS[PaperKind(one)])  # noqa: E731
        kind = PaperKind(st.selectbox(t(words.FIELDS["kind"]), kinds, key=KIND, format_func=word) or kinds[0])
        with st.form(f"draft_{kind}", border=False):
            own = run.own.get("hazard", "")
            chosen = [own] if own in offered else []
            name: Callable[[str], str] = lambda one: offered.get(one, one)  # noqa: E731
            title = t(words.FIELDS["hazards"]) + " *"
            st.multiselect(title, tuple(offered), default=chosen, key=_key("hazards", kind), format_func=name,
                           placeholder=t("choose"))  # fmt: skip
            left, right = st.columns(2)
            places = {"title": (left, word(kind), ""), "to": (right, "", " *"), "copies": (left, "", "")}
            for field, (at, value, star) in places.items():
                said, most = t(words.FIELDS[field]) + star, LONGEST[field]
                at.text_input(said, value=value, key=_key(field, kind), max_chars=most)
            due = t(words.FIELDS["due"]) + (" *" if rules()[kind].due else "")
            right.date_input(due, value=None, key=_key("due", kind), min_value=run.today, format="YYYY-MM-DD")
            st.text_area(t(words.FIELDS["text"]), key=_key("text", kind), height=90, max_chars=LONGEST["text"])
            st.caption(t("Never enter classified information."))
            token = st.session_state.setdefault(TOKEN, once.token())
            st.form_submit_button(t("Save the draft"), type="primary", on_click=_save, args=(kind.value, token))


def _offered(run: Run) -> dict[str, str]:
    """Open hazards of the filter → how they are named in the list of choices; the one of the address first."""
    rows = book.rows(run.view, run.where, {"rows": "stock", "sort": "urgency"})[:MOST]
    found = book.named(run.view, run.where.as_of, rows)
    own = run.own.get("hazard", "")
    if own and own not in found:
        try:
            seen = data.hazard(own)
        except NotFound:
            return found
        return {own: book.call(seen.hazard_no, seen.enterprise_name or seen.place, seen.description), **found}
    return found


def _key(name: str, kind: str) -> str:
    return f"paper_{kind}_{name}"


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
        with st.form(f"move_{chosen}", border=False):
            day = t("Day of the step")
            st.date_input(day, value=run.today, max_value=run.today, key="move_on", format="YYYY-MM-DD")
            for name in _asked(paper, chosen):
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


def _values(names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key in names.items():
        value = st.session_state.get(key)
        if value:
            found[name] = value.isoformat() if isinstance(value, date) else list(value) if name == "hazards" else value
    return found


def _save(kind: str, token: str) -> None:
    run = session.current()
    names = {name: _key(name, kind) for name in TOLD[Move.EDIT]}
    told = {"kind": kind, "hazards": [], "to": "", **_values(names)}
    state, actor = st.session_state, officer.actor()
    state[REFUSED] = True
    try:
        paper = data.ledger().draft_paper(told, actor, run.today, token)
    except Refused as refused:
        state[OUTCOME] = ("refused", list(refused.codes))
        return
    except NotFound:
        state[OUTCOME] = ("stale", [])
        return
    state[OUTCOME] = ("drafted", [])
    for key in (*names.values(), KIND, TOKEN, REFUSED):
        state.pop(key, None)
    st.query_params.pop("hazard", None)
    st.query_params["id"] = paper.id


def _move(paper_id: str, version: int, code: str) -> None:
    run, move, actor, sent = session.current(), Move(code), officer.actor(), once.sent()
    told = _values({name: f"move_{move}_{name}" for name in TOLD[move]})
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
        st.session_state[OUTCOME] = ("refused", list(refused.codes))
        return
    except (Stale, NotFound):
        st.session_state[OUTCOME] = ("stale", [])
        return
    st.session_state[OUTCOME] = (code, [])
    uploading.clear(SCAN)
    uploading.forget([one["sha256"] for one in scans])
    for name in TOLD[move]:
        st.session_state.pop(f"move_{move}_{name}", None)


def _outcome(run: Run) -> None:
    said = st.session_state.pop(OUTCOME, None)
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
