"""The office's forms of the weekly meeting: decisions and how they stand, attendance, minutes, the closing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import streamlit as st

from riskmap.domain.meetings import LONGEST, DecisionKind, DecisionState, Meeting, Subject
from riskmap.ledger import meetings
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.metrics import briefing, filters, frozen, frozen_lists
from riskmap.metrics.forms import Register
from riskmap.views.html import actions
from riskmap.views.html.markup import card, e
from riskmap.views.html.weekly import Paper
from riskmap.views.html.weekly_lists import KINDS
from riskmap.web import book, data, officer, once, session
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

OUTCOME = "meeting_outcome"
FOCUS = "meeting_focus"  # the hazard of the agenda's item
SUBJECTS = {
    Subject.COUNTY: "subject|County", Subject.HAZARD: "subject|Hazard", Subject.ENTERPRISE: "subject|Enterprise",
    Subject.TOWNSHIP: "subject|Township", Subject.DEPARTMENT: "subject|Department",
}  # fmt: skip
MOST = 200


def focus(hazard_id: str) -> None:
    """What a decision is about, before anybody chooses: the hazard that the meeting has turned to."""
    state = st.session_state
    if hazard_id and state.get(FOCUS) != hazard_id:
        state["decide_subject"] = Subject.HAZARD
        state[f"decide_id_{Subject.HAZARD}"] = hazard_id
    elif not hazard_id and state.get(FOCUS):
        state["decide_subject"] = Subject.COUNTY
    state[FOCUS] = hazard_id


def decide(run: Run, paper: Paper) -> None:
    """The form of a decision: what kind, about what, what is to be done, by whom, by when."""
    t = run.t
    with st.container(key="decide"):
        st.html(f'<h3 class="w-h3">{e(t("Record what the meeting decided"))}</h3>')
        kind_at, subject_at, which_at = st.columns([1, 1, 2])
        kind_at.selectbox(t("Kind"), tuple(DecisionKind), key="decide_kind", format_func=lambda one: t(KINDS[one]))
        word: Callable[[Subject], str] = lambda one: t(SUBJECTS[one])  # noqa: E731
        chosen = subject_at.selectbox(t("About"), tuple(SUBJECTS), key="decide_subject", format_func=word)
        subject = Subject(chosen or Subject.COUNTY)
        known = _subjects(run, paper, subject)
        if known:
            name: Callable[[str], str] = lambda one: known.get(one, one)  # noqa: E731
            which_at.selectbox(t("Which"), tuple(known), index=None, key=f"decide_id_{subject}", format_func=name,
                               placeholder=t("choose"))  # fmt: skip
        with st.form("decide", border=False):
            text_at, owner_at, due_at = st.columns([2.4, 1, 0.8])
            text_at.text_input(t("What is to be done") + " *", key="decide_text", max_chars=LONGEST["text"])
            owner_at.text_input(t("Unit that answers for it") + " *", key="decide_owner", max_chars=LONGEST["owner"])
            due_at.date_input(t("Due by") + " *", value=run.today + timedelta(days=7), min_value=run.today,
                              key="decide_due", format="YYYY-MM-DD")  # fmt: skip
            st.caption(t("Never enter classified information."))
            args = (paper.figures.name, subject.value)
            once.sent()
            st.form_submit_button(t("Record"), type="primary", on_click=_record, args=args)


def _subjects(run: Run, paper: Paper, subject: Subject) -> dict[str, str]:
    """What a decision may be about → how it is named: of hazards the late and the major ones first."""
    index = run.view.index
    if subject is Subject.HAZARD:
        rows = dict.fromkeys([*paper.figures.overdue[:MOST], *paper.figures.majors[:MOST]])
        return book.named(run.view, paper.figures.now.as_of, [int(row) for row in rows])
    if subject is Subject.ENTERPRISE:
        frame = run.view.snapshot.enterprises
        return dict(zip(frame["id"], frame["name"], strict=True))
    if subject in {Subject.TOWNSHIP, Subject.DEPARTMENT}:
        return {code: run.label(subject.value, code) for code in index.dim(subject.value)[1] if code}
    return {}


def ended(run: Run, paper: Paper) -> None:
    """How an open decision stands, or that it is done."""
    t, day = run.t, run.today
    still = {one.id: one for one in paper.decisions if one.state is DecisionState.OPEN and one.open(day)}
    if not still:
        return
    with st.container(key="decision_report"), st.form("decision_report", border=False):
        st.html(f'<h3 class="w-h3">{e(t("How a decision stands"))}</h3>')
        which_at, said_at, state_at = st.columns([1.6, 1.8, 0.8])
        names = {key: f"{one.owner} · {one.text}" for key, one in still.items()}
        which_at.selectbox(t("Decision"), tuple(names), key="report_id", index=None, placeholder=t("choose"),
                           format_func=lambda one: names.get(one, one))  # fmt: skip
        said_at.text_input(t("How it stands") + " *", key="report_progress", max_chars=LONGEST["progress"])
        words = {"": t("decision|still open"), "done": t("decision|done"), "dropped": t("decision|dropped")}
        state_at.selectbox(t("State"), tuple(words), key="report_state", format_func=lambda one: words[one])
        st.form_submit_button(t("Record"), on_click=_report)


def minutes(run: Run, paper: Paper) -> None:
    """Who was there and what was said, until the meeting is closed; then nothing changes it any more."""
    t, meeting = run.t, paper.meeting
    if meeting.closed:
        _closed(run, meeting)
        return
    with st.container(key="minutes"), st.form("minutes", border=False):
        st.html(f'<h3 class="w-h3">{e(t("Attendance and minutes"))}</h3>')
        held_at, chair_at, fixed_at = st.columns([0.8, 1.2, 1.6])
        held_at.date_input(t("Held on"), value=meeting.held or run.today, key="minutes_held", format="YYYY-MM-DD")
        chair_at.text_input(t("Chair"), value=meeting.chair, key="minutes_chair", max_chars=LONGEST["chair"])
        fixed = t("Units in fixed order instead of ranks")
        fixed_at.checkbox(fixed, value=meeting.fixed_order, key="minutes_fixed_order")
        there_at, absent_at = st.columns(2)
        there_at.text_area(t("Present"), value=meeting.present, key="minutes_present", height=68)
        absent_at.text_area(t("Absent"), value=meeting.absent, key="minutes_absent", height=68)
        most = LONGEST["minutes"]
        st.text_area(t("Minutes"), value=meeting.minutes, key="minutes_minutes", height=110, max_chars=most)
        keep_at, close_at = st.columns([1, 5])
        args = (paper.figures.name, meeting.version)
        keep_at.form_submit_button(t("Save"), type="primary", on_click=_keep, args=args)
        if not paper.figures.running:
            close_at.form_submit_button(t("Close the meeting and freeze its figures"), on_click=_close, args=args)


def _closed(run: Run, meeting: Meeting) -> None:
    t = run.t
    facts = [(t("Held on"), t.date(meeting.held)), (t("Chair"), meeting.chair), (t("Present"), meeting.present),
             (t("Absent"), meeting.absent), (t("Minutes"), meeting.minutes)]  # fmt: skip
    told = "".join(
        f"<dt>{e(name)}</dt><dd>{'<br>'.join(map(e, (value or '—').splitlines()))}</dd>" for name, value in facts
    )
    st.html(card(t("Attendance and minutes"), f'<dl class="w-minutes">{told}</dl>'))


def _try(write: Any, done: str) -> bool:
    try:
        write()
    except Refused as refused:
        st.session_state[OUTCOME] = ("refused", list(refused.codes))
        return False
    except (Stale, NotFound):
        st.session_state[OUTCOME] = ("stale", [])
        return False
    st.session_state[OUTCOME] = ("done", [done])
    return True


def _record(week: str, subject: str) -> None:
    run, state = session.current(), st.session_state
    due = state.get("decide_due")
    told = {
        "week": week, "kind": str(state.get("decide_kind") or DecisionKind.OTHER), "subject": subject,
        "subject_id": str(state.get(f"decide_id_{subject}") or ""), "text": str(state.get("decide_text") or ""),
        "owner": str(state.get("decide_owner") or ""), "due": due.isoformat() if isinstance(due, date) else "",
    }  # fmt: skip

    def write() -> bool:
        ledger, who = data.ledger(), officer.actor()
        return _try(lambda: ledger.record_decision(told, who, run.today), "The decision is recorded.")

    if once.written("decision", told, write):
        state.update(decide_text="", decide_owner="")  # a browser keeps a text whose key is only forgotten
        if f"decide_id_{subject}" in state and subject != Subject.HAZARD:
            state[f"decide_id_{subject}"] = None


def _report() -> None:
    run, state = session.current(), st.session_state
    found = meetings.decisions(data.engine(), data.county())
    one = next((one for one in found if one.id == state.get("report_id")), None)
    if one is None:
        state[OUTCOME] = ("refused", ["missing:decision"])
        return
    ended = DecisionState(state["report_state"]) if state.get("report_state") else None
    said = str(state.get("report_progress") or "")

    def write() -> None:
        data.ledger().report_decision(one.id, one.version, said, officer.actor(), run.today, ended)

    if _try(write, "How it stands is recorded."):
        state.update(report_id=None, report_progress="", report_state="")


def _keep(week: str, version: int) -> None:
    run, state = session.current(), st.session_state
    held = state.get("minutes_held")
    told: dict[str, Any] = {"held": held.isoformat()} if isinstance(held, date) else {}
    told |= {name: str(state.get(f"minutes_{name}") or "") for name in ("chair", "present", "absent", "minutes")}
    told["fixed_order"] = bool(state.get("minutes_fixed_order"))
    _try(lambda: data.ledger().keep_minutes(week, told, officer.actor(), version, run.today), "The minutes are saved.")


def _close(week: str, version: int) -> None:
    """Freeze what the page shows: the figures of the whole county at the revision they were counted from."""
    run = session.current()
    _keep(week, version)
    if st.session_state[OUTCOME][0] != "done":
        return
    view = data.whole()
    register = Register(view.snapshot.enterprises, view.snapshot.inspections)
    ends = meetings.week_ends(data.engine(), data.county(), week)
    told = briefing.figures(view.index, filters.default(run.today), week, run.today, register, ends=ends)
    figures, lists = frozen.printed(told), frozen_lists.lists(view.index, told, register)
    revision, kept = view.snapshot.revision, meetings.meeting(data.engine(), data.county(), week)

    def write() -> None:
        data.ledger().close_meeting(week, figures, revision, officer.actor(), kept.version, run.today, lists)

    _try(write, "The meeting is closed; its figures are frozen.")


def outcome(run: Run) -> None:
    """Tell what became of what was sent."""
    said = st.session_state.pop(OUTCOME, None)
    if said is None:
        return
    t, (what, lines) = run.t, said
    if what == "done":
        st.success(t(lines[0]))
    elif what == "stale":
        st.warning(t("Somebody else changed this meanwhile; please save again."))
    else:
        reasons = actions.reasons(t, lines, actions.MEETING)
        st.error("\n".join([t("Not recorded:"), *(f"- {plain(one)}" for one in reasons)]))
