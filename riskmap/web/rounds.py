"""The page of rounds of filling in: the list, a new one over the filter, and one round by its id."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from riskmap.domain.filling import FillingRound, ReceiverKind, RoundKind
from riskmap.ledger import rounds
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.metrics import sending
from riskmap.views.html import actions
from riskmap.views.html import rounds as drawn
from riskmap.views.html.markup import card, e, empty, link
from riskmap.web import collecting, data, filterbar, form_round, officer, once, session
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

DONE = "round_outcome"
KINDS: tuple[str, ...] = tuple(RoundKind)
BY: dict[RoundKind, tuple[str, ...]] = {
    RoundKind.ITEMS: tuple(ReceiverKind),
    RoundKind.FORM: (ReceiverKind.TOWNSHIP, ReceiverKind.DEPARTMENT),
}
DAYS = 5  # from sending out to the deadline, as the form proposes


def show() -> None:
    """Draw the list, or the round of the address."""
    run = session.current()
    round_id = run.own.get("id", "")
    if not round_id:
        filterbar.show()
        _outcome(run)
        _new(run)
        found = rounds.rounds(data.engine(), data.county())
        st.html(f'<div class="w-stack">{drawn.listed(run.context, found, run.today)}</div>')
        return
    try:
        sent = rounds.one(data.engine(), data.county(), round_id)
    except NotFound:
        back = link(run.context.href("rounds"), e(run.t("← All rounds")), "w-text")
        st.html(card(run.t("Rounds"), empty(run.t("There is no round under this address."), back)))
        return
    _outcome(run)
    collecting.show(run, sent)
    if sent.kind is RoundKind.FORM:
        form_round.show(run, sent)
    else:
        collecting.items(run, sent)


def _new(run: Run) -> None:
    """The form of a new round; the filter bar says over what, the line below how many items go to how many units."""
    t = run.t
    with st.container(key="round_new"):
        st.html(f'<h3 class="w-h3">{e(t("Send out a new round"))}</h3>')
        kind_at, by_at, title_at, deadline_at, notes_at = st.columns([0.8, 0.8, 1.6, 0.8, 1.6])
        word: Callable[[str], str] = lambda one: t(drawn.KIND[RoundKind(one)])  # noqa: E731
        asked = kind_at.selectbox(t("What is asked"), KINDS, key="round_kind", format_func=word)
        kind = RoundKind(asked or RoundKind.ITEMS)
        unit: Callable[[str], str] = lambda one: t(drawn.BY[ReceiverKind(one)])  # noqa: E731
        by = by_at.selectbox(t("Sent to"), BY[kind], key=f"round_by_{kind}", format_func=unit)
        proposed = {
            RoundKind.ITEMS: t("Open items as of {day}", day=t.date(run.where.as_of)),
            RoundKind.FORM: t("Monthly form {month}", month=t.date(run.where.as_of, "month")),
        }
        title_at.text_input(t("Title"), value=proposed[kind], key=_title(run, kind), max_chars=80)
        deadline_at.date_input(
            t("round|Deadline"), value=run.today + timedelta(days=DAYS), min_value=run.today, key="round_deadline",
            format="YYYY-MM-DD",
        )  # fmt: skip
        notes_at.text_input(t("Filling notes"), key="round_notes", max_chars=300)
        with st.container(horizontal=True, vertical_alignment="center", key="round_send"):
            _button(run, kind, str(by))


def _button(run: Run, kind: RoundKind, by: str) -> None:
    t = run.t
    if kind is RoundKind.FORM:
        what, none = t("Send out the form to {k} units", k=len(_units(by))), not _units(by)
        period = t("Period {start} to {end}", start=t.date(run.where.from_), end=t.date(run.where.as_of))
        said = t("{period}; other filters play no part.", period=period)
    else:
        found = sending.scope(run.view.index, run.where, by)
        items = sum(len(own) for own in found.units.values())
        what = t("Send out: {n} items to {k} units", n=t.number(items), k=t.number(len(found.units)))
        said, none = _left_out(run, found), not found.units
    once.sent()
    st.button(what, type="primary", key="round_create", on_click=_create, args=(kind, by), disabled=none)
    st.html(f'<p class="w-mu" style="margin:0">{e(said)}</p>')


def _title(run: Run, kind: str) -> str:
    return f"round_title_{kind}_{run.where.as_of}"


def _units(by: str) -> tuple[str, ...]:
    """Every unit of a kind that fills in the form."""
    county = data.county()
    return county.regions.codes if by == ReceiverKind.TOWNSHIP else county.departments.codes


def _left_out(run: Run, found: sending.Scope) -> str:
    t = run.t
    parts = [t("{n} items stand open in this selection", n=t.number(found.total))]
    if found.higher:
        parts.append(t("{n} supervised by the city or above are no township's", n=t.number(found.higher)))
    if found.nobody:
        parts.append(t("{n} name no such unit and are not sent", n=t.number(found.nobody)))
    return t("; ").join(parts) + t(".")


def _drafted(run: Run, kind: RoundKind, by: str) -> FillingRound:
    state = st.session_state
    order = sending.Order(str(state[_title(run, kind)]), run.today, state["round_deadline"], str(state["round_notes"]))
    if kind is RoundKind.FORM:
        return sending.drafted_form(_units(by), run.where, by, order, lambda code: run.label(by, code))
    found = sending.scope(run.view.index, run.where, by)
    return sending.drafted(found, run.where, by, order, lambda code: run.label(by, code))


def _create(kind: RoundKind, by: str) -> None:
    once.written("round", (kind, by), lambda: _created(kind, by))


def _created(kind: RoundKind, by: str) -> bool:
    run, state = session.current(), st.session_state
    sent = _drafted(run, kind, by)
    try:
        made = data.ledger().create_round(sent, officer.actor())
    except (Stale, NotFound):
        state[DONE] = ("warning", [run.t("The ledger was changed meanwhile. Please check and send out again.")])
        return False
    except Refused as refused:
        state[DONE] = ("error", [run.t("Not sent out:"), *actions.reasons(run.t, refused.codes)])
        return False
    st.query_params["id"] = made.id
    said = run.t("Sent out to {k} units. Download the workbooks and pass them on.", k=len(made.receivers))
    state[DONE] = ("success", [said])
    return True


def _outcome(run: Run) -> None:
    kind, lines = st.session_state.pop(DONE, ("", []))
    if not kind:
        return
    del run
    show_as = {"success": st.success, "warning": st.warning, "error": st.error}[kind]
    head, *rest = lines
    show_as("\n".join([plain(head), *(f"- {plain(one)}" for one in rest)]))
