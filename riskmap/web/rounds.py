"""The page of rounds of filling in: the list, a new one over the filter, and one round by its id."""

from datetime import timedelta

import streamlit as st

from riskmap.domain.filling import ReceiverKind
from riskmap.ledger import rounds
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.metrics import sending
from riskmap.views.html import actions
from riskmap.views.html import rounds as drawn
from riskmap.views.html.markup import card, e, empty, link
from riskmap.web import collecting, data, filterbar, officer, session
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

DONE = "round_outcome"
DAYS = 5  # from sending out to the deadline, as the form proposes


def show() -> None:
    """Draw the list, or the round of the address."""
    run = session.current()
    round_id = run.own.get("id", "")
    if not round_id:
        filterbar.show(run)
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


def _new(run: Run) -> None:
    """The form of a new round; the filter bar says over what, the line below how many items go to how many units."""
    t = run.t
    with st.container(key="round_new"):
        st.html(f'<h3 class="w-h3">{e(t("Send out a new round"))}</h3>')
        first, second, third, fourth = st.columns([1.5, 0.9, 0.7, 1.9])
        first.text_input(
            t("Title"),
            value=t("Open items as of {day}", day=t.date(run.where.as_of)),
            key=f"round_title_{run.where.as_of}",
            max_chars=80,
        )
        by = second.selectbox(
            t("Sent to"), tuple(ReceiverKind), key="round_by", format_func=lambda one: t(drawn.BY[ReceiverKind(one)])
        )
        third.date_input(
            t("round|Deadline"), value=run.today + timedelta(days=DAYS), min_value=run.today, key="round_deadline",
            format="YYYY-MM-DD",
        )  # fmt: skip
        fourth.text_input(t("Filling notes"), key="round_notes", max_chars=300)
        found = sending.scope(run.view.index, run.where, str(by))
        items = sum(len(own) for own in found.units.values())
        with st.container(horizontal=True, vertical_alignment="center", key="round_send"):
            what = t("Send out: {n} items to {k} units", n=t.number(items), k=t.number(len(found.units)))
            st.button(what, type="primary", key="round_create", on_click=_create, disabled=not found.units)
            st.html(f'<p class="w-mu" style="margin:0">{e(_left_out(run, found))}</p>')


def _left_out(run: Run, found: sending.Scope) -> str:
    t = run.t
    parts = [t("{n} items stand open in this selection", n=t.number(found.total))]
    if found.higher:
        parts.append(t("{n} supervised by the city or above are no township's", n=t.number(found.higher)))
    if found.nobody:
        parts.append(t("{n} name no such unit and are not sent", n=t.number(found.nobody)))
    return t("; ").join(parts) + t(".")


def _create() -> None:
    run = session.current()
    by, state = str(st.session_state["round_by"]), st.session_state
    order = sending.Order(
        str(state[f"round_title_{run.where.as_of}"]), run.today, state["round_deadline"], str(state["round_notes"])
    )
    found = sending.scope(run.view.index, run.where, by)
    sent = sending.drafted(found, run.where, by, order, lambda code: run.label(by, code))
    try:
        made = data.ledger().create_round(sent, officer.OFFICER)
    except (Stale, NotFound):
        state[DONE] = ("warning", [run.t("The ledger was changed meanwhile. Please check and send out again.")])
        return
    except Refused as refused:
        state[DONE] = ("error", [run.t("Not sent out:"), *actions.reasons(run.t, refused.codes)])
        return
    st.query_params["id"] = made.id
    said = run.t("Sent out: {n} items to {k} units. Download the workbooks and pass them on.",
                 n=len(made.asked), k=len(made.receivers))  # fmt: skip
    state[DONE] = ("success", [said])


def _outcome(run: Run) -> None:
    kind, lines = st.session_state.pop(DONE, ("", []))
    if not kind:
        return
    del run
    show_as = {"success": st.success, "warning": st.warning, "error": st.error}[kind]
    head, *rest = lines
    show_as("\n".join([plain(head), *(f"- {plain(one)}" for one in rest)]))
