"""The steps that a reader may take with one office paper: a form for the chosen one, kept as a draft of its writer."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from riskmap.domain.papers import FROM, LONGEST, NEEDED, TOLD, Move, Paper, movers, rules
from riskmap.ledger import drafts
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.views import papers as words
from riskmap.web import data, form_draft, officer, once, paper_draft, paper_numbers, seen, session, uploading
from riskmap.web.session import Run

MOVE, SCAN = "paper_move", "paper_scan"
ABOUT, RESUMED, WHOLE = "_paper_step_about", "_paper_step_resumed", "_paper_step_whole"
AREAS: Final = frozenset({"text", "reason"})
DAYS: Final = frozenset({"on", "due"})


def show(run: Run, paper: Paper) -> None:
    """Draw the steps that can be taken in this state, and the form of one; it reruns without the rest of the page."""
    t, held = run.t, frozenset(grant.role for grant in run.reader.grants)
    st.session_state.pop(WHOLE, None)
    can = tuple(move for move in Move if paper.state in FROM[move] and movers(paper.kind, move) & held)
    if not can:
        st.caption(t("No step can be taken in this state."))
        return
    _resume(paper, can)
    with st.container(key="paper_step"):
        st.fragment(_form)(paper, can)


def _form(paper: Paper, can: tuple[Move, ...]) -> None:
    run, state = session.current(), st.session_state
    if state.pop(WHOLE, False):
        st.rerun()  # the paper and its list are others now
    t = run.t
    word: Callable[[str], str] = lambda one: t(words.MOVES[Move(one)])  # noqa: E731
    move = Move(st.radio(t("Step"), can, key=MOVE, format_func=word, horizontal=True) or can[0])
    _begin(run, paper, move)
    form = form_of(paper, move)
    form_draft.told(run, form, _discard)
    if move is Move.SCAN:
        uploading.picker(run, SCAN, t(words.FIELDS["scan"]), single=True)
    asked = _asked(paper, move)
    for name in asked:
        _field(run, paper, move, name)
        if move is Move.ISSUE and name == "number":
            number = str(state.get(_key(move, name)) or "")
            paper_numbers.warn(run, number, paper_numbers.of_hazards(number, seen.of_paper(paper), run.today))
    st.date_input(t("Day of the step"), max_value=run.today, key=_key(move, "on"), format="YYYY-MM-DD")
    if rules()[paper.kind].step is not None and move is Move.ISSUE:
        st.caption(t("Issued, it is a step of the escalation ladder of each of its hazards."))
    form_draft.keep(form)
    if kept := form_draft.standing(run, form):
        st.caption(kept)
    st.button(t("Record"), type="primary", key="paper_record", on_click=_record, args=(paper, move.value))


def form_of(paper: Paper, move: Move) -> form_draft.Form:
    """How the form of a step is kept while it was not recorded."""
    return form_draft.Form(_head(paper) + move, _key(move, ""), SCAN if move is Move.SCAN else "", DAYS, paper.version)


def _head(paper: Paper) -> str:
    return f"paper_step:{paper.id}:"


def _key(move: str, name: str) -> str:
    return f"move_{move}_{name}"


def _resume(paper: Paper, can: tuple[Move, ...]) -> None:
    """Who comes back to a paper finds the step that was begun; else the first that can be taken."""
    state, who = st.session_state, (officer.actor().id, paper.id)
    if state.get(RESUMED) != who:
        state[RESUMED] = who
        found = drafts.tokens(data.engine(), data.county(), who[0], _head(paper))
        begun = [one for token in found if (one := token.removeprefix(_head(paper))) in can]
        state.pop(ABOUT, None)
        state[MOVE] = Move(begun[0]) if begun else can[0]
    if state.get(MOVE) not in can:
        state[MOVE] = can[0]


def _begin(run: Run, paper: Paper, move: Move) -> None:
    """The form of another step opens from its draft; that of a change, from what the paper says."""
    state, before = st.session_state, st.session_state.get(ABOUT)
    if before == (paper, move) and _key(move, "on") in state:
        return
    if before is not None and before[0] == paper and _key(before[1], "on") in state:
        form_draft.keep(form_of(*before))  # its last word came with the choice of this one
    state[ABOUT] = (paper, move)
    known: Mapping[str, Any] = {name: getattr(paper, name) for name in _asked(paper, move)} if move is Move.EDIT else {}
    blank: dict[str, Any] = {name: None if name in DAYS else "" for name in _asked(paper, move)}
    state.update({_key(move, name): value for name, value in {**blank, **known, "on": run.today}.items()})

    def mend(_: dict[str, Any]) -> None:  # what the draft does not name was emptied by hand
        state.update({_key(move, name): value for name, value in blank.items()})

    form_draft.restore(run, form_of(paper, move), mend)


def _field(run: Run, paper: Paper, move: Move, name: str) -> None:
    needed = name in NEEDED.get(move, ()) or name in {"to", "number"} or (name == "due" and rules()[paper.kind].due)
    title = run.t(words.FIELDS[name]) + (" *" if needed else "")
    if name == "due":
        st.date_input(title, key=_key(move, name), format="YYYY-MM-DD")
        return
    area = st.text_area if name in AREAS else st.text_input
    area(title, key=_key(move, name), max_chars=LONGEST.get(name, 200))


def _asked(paper: Paper, move: Move) -> tuple[str, ...]:
    if move is Move.EDIT:
        return tuple(name for name in TOLD[move] if name != "hazards")
    number = ("number",) if move is Move.ISSUE and rules()[paper.kind].enforcement else ()
    return (*number, *(name for name in NEEDED.get(move, ()) if name != "scan"))  # the scan is a file


def _record(paper: Paper, code: str) -> None:
    run, state, move, actor, sent = session.current(), st.session_state, Move(code), officer.actor(), once.sent()
    told = paper_draft.values({name: _key(move, name) for name in TOLD[move]})
    if move is Move.EDIT:
        told = {"title": "", "to": "", "copies": "", "text": "", "due": None} | told
    scans = uploading.files(SCAN) if move is Move.SCAN else []
    told |= {"scan": scans[0]["sha256"], "scan_name": scans[0]["name"][-LONGEST["scan_name"] :]} if scans else {}
    on: date = state.get(_key(move, "on")) or run.today
    token, files = f"{paper.id}:{paper.version}:{code}", uploading.paths(scans)
    state[WHOLE] = True
    form_draft.keep(form_of(paper, move))
    try:
        with sent.writing:
            if sent.became(token) is None:
                data.ledger().move_paper(paper.id, move, told, actor, paper.version, on, files)
                sent.keep(token, code)
    except Refused as refused:
        state[paper_draft.OUTCOME] = ("refused", list(refused.codes))
        return
    except (Stale, NotFound):
        state[paper_draft.OUTCOME] = ("stale", [])
        return
    state[paper_draft.OUTCOME] = (code, [])
    form_draft.drop(form_of(paper, move), files=False)
    uploading.clear(SCAN)
    uploading.forget([one["sha256"] for one in scans])
    _empty(move)


def _discard() -> None:
    paper, move = st.session_state[ABOUT]
    form_draft.drop(form_of(paper, move))
    _empty(move)


def _empty(move: Move) -> None:
    """Forget what was typed; the form opens anew."""
    for name in (*(_key(move, name) for name in (*TOLD[move], "on")), ABOUT):
        st.session_state.pop(name, None)
