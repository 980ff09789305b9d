"""One round of filling in: who has reported, the workbooks, the box for what comes back, and what it would change."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from riskmap.domain.filling import FillingRound, Returned, RoundKind, reports
from riskmap.ingest import collecting, returns
from riskmap.ingest.collecting import Preview
from riskmap.ingest.collecting_words import sentence, severity
from riskmap.ingest.proposals import Desk, Outcome
from riskmap.ingest.reading.album import FOLDER
from riskmap.ingest.returns import File, Read
from riskmap.ingest.spool import Spool
from riskmap.ledger import rounds
from riskmap.ledger.errors import LedgerError, Refused
from riskmap.ledger.filling import Collected
from riskmap.views import filling
from riskmap.views.html import actions, returned
from riskmap.views.html import rounds as drawn
from riskmap.views.html.markup import e
from riskmap.views.html.trouble import FILTERS
from riskmap.web import data, officer
from riskmap.web.session import Run

KINDS = ["xlsx", "xls", "et", "csv", "txt", "ods", "zip"]
HELD, DONE, TURN, TAKE = "round_held", "round_outcome", "round_turn", "round_take_"


@dataclass(frozen=True, slots=True)
class Held:
    """Files that were read and wait for the officer's word."""

    ids: tuple[str, ...]
    files: tuple[Read, ...]
    spool: Spool  # their pictures


def show(run: Run, sent: FillingRound) -> None:
    """Draw how the units of a round stand, whom to chase, and what the office may do."""
    found = reports(sent, run.today)
    st.html(drawn.head(run.context, sent, found, _scope(run, sent)))
    _office(run, sent)
    if sent.closed is None:
        left, right = st.columns([1.45, 1], gap="small")
        left.html(drawn.standing(run.context, sent, found, run.today))
        right.html(drawn.chase(run.context, sent, found))
    else:
        st.html(drawn.standing(run.context, sent, found, run.today))


def _scope(run: Run, sent: FillingRound) -> str:
    """The filter of a round in words."""
    t, parts = run.t, []
    if sent.kind is RoundKind.FORM:
        return t("Period {start} to {end}", start=t.date(sent.from_), end=t.date(sent.as_of))
    for key, value in sent.where:
        named = value if key in {"q", "overdue"} else t(", ").join(run.label(key, one) for one in value.split(","))
        parts.append(t(FILTERS[key]) if key == "overdue" else f"{t(FILTERS[key])}: {named}")
    return t("; ").join(parts) or t("everything that stands open")


def _office(run: Run, sent: FillingRound) -> None:
    """Workbooks, sending back, closing."""
    t = run.t
    with st.container(key="round_office", horizontal=True, vertical_alignment="center"):
        address = f"api/v1/rounds/{sent.id}.zip?lang={t.lang}"
        words = e(t("Download all workbooks (zip)"))
        st.html(f'<a class="w-button" href="{e(address)}" download>{words}</a>', width="content")
        if sent.closed is not None:
            return
        with st.popover(t("Send a unit's report back"), key="open_back"):
            names = {one.code: drawn.unit_name(run.context, sent, one.code) for one in sent.receivers}
            st.selectbox(t("filling|Unit"), tuple(names), key="back_unit", format_func=lambda one: names[one])
            st.text_input(t("Reason"), key="back_reason", max_chars=200)
            st.caption(t("What was taken over from its file stays in the ledger."))
            st.button(t("Send back"), key="back_do", on_click=_send_back, args=(sent,))
        st.button(t("Close this round"), key="round_close", on_click=_close, args=(sent,))


def box(run: Run, sent: FillingRound) -> tuple[Held, date] | None:
    """The box for returned files: what was dropped in, read, and the day it came back; None while it is empty."""
    t = run.t
    turn = st.session_state.get(TURN, 0)
    with st.container(key="upload"):
        st.html(
            f'<h3 class="w-h3">{e(t("Drop in what came back"))}</h3><p class="w-mu" style="margin:2px 0 0">'
            f"{e(t('Any number of files, also as a zip; sorted, renamed and copied rows are found by their mark.'))} "
            f"{e(t('Nothing is written before you confirm. Never upload classified information.'))}</p>"
        )
        left, right = st.columns([3, 1])
        files = left.file_uploader(
            t("Returned files"), type=KINDS, accept_multiple_files=True, key=f"round_files_{sent.id}_{turn}"
        )
        on = right.date_input(
            t("Came back on"), value=run.today, min_value=sent.created, max_value=run.today, key="round_on",
            format="YYYY-MM-DD",
        )  # fmt: skip
    if not files:
        st.session_state.pop(HELD, None)
        return None
    ids = tuple(one.file_id for one in files)
    held: Held | None = st.session_state.get(HELD)
    if held is None or held.ids != ids:
        with st.spinner(t("Reading {n} files …", n=len(files))):
            spool = Spool()
            read = returns.read([File(one.name, one.getvalue()) for one in files], folder=spool.folder)
            held = Held(ids, tuple(read), spool)
        st.session_state[HELD] = held
    return held, on


def decide(run: Run, sent: FillingRound, told: Collected, changes: int, *, empty: bool) -> None:
    """The second word: confirm, discard, or send a unit's file back without taking it."""
    t = run.t
    with st.container(key="confirm", horizontal=True):
        units = len({one.receiver for one in told.returns})
        what = t("Confirm: {n} fields of {k} units", n=changes, k=units)
        st.button(
            what, type="primary", key="round_confirm", on_click=_confirm, args=(told, changes, units), disabled=empty
        )
        st.button(t("Discard"), key="round_discard", on_click=_discard)
        if told.returns:
            with st.popover(t("Send back without taking it"), key="open_untaken"):
                files = {one.sha256 + one.receiver: one for one in told.returns}
                named = {key: drawn.unit_name(run.context, sent, one.receiver) for key, one in files.items()}
                word: Callable[[str], str] = lambda key: f"{named[key]} · {files[key].file_name}"  # noqa: E731
                key = st.selectbox(t("filling|File"), tuple(files), key="untaken_file", format_func=word)
                st.text_input(t("Reason"), key="untaken_reason", max_chars=200)
                st.button(t("Send back"), key="untaken_do", on_click=_send_untaken, args=(sent, files[str(key)]))
        if empty:
            st.html(f'<p class="w-mu" style="margin:8px 0">{e(t("There is nothing new in these files."))}</p>')


def items(run: Run, sent: FillingRound) -> None:
    """Returned items: the box, and what the files would change."""
    dropped = box(run, sent) if sent.closed is None else None
    if dropped is None:
        return
    held, on = dropped
    context = run.context
    taken = {str(key).removeprefix(TAKE) for key, on_ in st.session_state.items() if str(key).startswith(TAKE) and on_}
    desk = Desk(on, officer.actor(), data.county().gates(), taken)
    asked = rounds.items(data.engine(), data.county(), sent)
    found = collecting.preview(held.files, sent, asked, filling.vocabulary(), desk, held.spool.files(FOLDER))
    st.html(returned.counts(context, _figures(held, found)))
    changes = sum(one.changes for one in found.units)
    decide(run, sent, found.to_confirm, changes, empty=found.empty)
    _conflicts(run, found)
    blocks = [
        returned.unit(
            context,
            drawn.unit_name(context, sent, one.code),
            [(row.item.now, row.lines) for row in one.proposals],
        )
        for one in found.units
    ]
    blocks.append(returned.findings(context, found.findings, sentence, severity))
    st.html(f'<div class="w-stack">{"".join(blocks)}</div>')


def _figures(held: Held, found: Preview) -> Mapping[str, int]:
    lines = Counter(str(line.outcome) for unit in found.units for one in unit.proposals for line in one.lines)
    rows = sum(len(unit.proposals) for unit in found.units)
    taken = (line for unit in found.units for one in unit.proposals for line in one.lines if line.field == "pictures")
    photos = sum(line.new for line in taken if line.outcome is Outcome.CHANGE)
    counted = {name: lines[name] for name in map(str, Outcome)}
    files = sum(bool(one.sheets or one.refusal) for one in held.files)  # photos without a table stand with their zip
    return {"files": files, "units": len(found.units), "rows": rows, "photos": photos, **counted}


def _conflicts(run: Run, found: Preview) -> None:
    """One box a conflict: ticked, the file's word is taken. Boxes that were ticked stay until the drop is over."""
    t = run.t
    boxes: dict[str, str] = {}
    for unit in found.units:
        for one in unit.proposals:
            for line in one.lines:
                key = f"{one.item.now.id}:{line.field}"
                if line.outcome is Outcome.CONFLICT or st.session_state.get(TAKE + key):
                    old, new = (returned.value(run.context, line.field, value) for value in (line.old, line.new))
                    boxes[key] = t("{number} · {field}: ledger {old}, file {new}", number=one.item.now.hazard_no,
                                   field=t(returned.HEADERS[line.field]), old=old, new=new)  # fmt: skip
    if not boxes:
        return
    with st.container(key="round_conflicts"):
        title = t("The ledger changed after the sheet went out. Tick what the file says better; the rest stays.")
        st.html(f'<h3 class="w-h3">{e(t("Conflicts"))}</h3><p class="w-mu" style="margin:0">{e(title)}</p>')
        for key, words in boxes.items():
            st.checkbox(words, key=TAKE + key)


def _confirm(told: Collected, changes: int, units: int) -> None:
    t = _t()
    try:
        data.ledger().collect_round(told, officer.actor())
    except Refused as refused:
        st.session_state[DONE] = ("error", [t("Not taken over:"), *actions.reasons(t, refused.codes)])
        return
    except OSError:
        said = t("The photos cannot be kept: the disk is full or may not be written to. Nothing was taken over.")
        st.session_state[DONE] = ("error", [said])
        return
    except LedgerError:
        said = t("The ledger was changed meanwhile; the files were compared anew. Please check and confirm again.")
        st.session_state[DONE] = ("warning", [said])
        return
    st.session_state[DONE] = ("success", [t("Taken over: {n} fields of {k} units.", n=changes, k=units)])
    _discard()


def _discard() -> None:
    st.session_state.pop(HELD, None)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    for key in [key for key in st.session_state if str(key).startswith(TAKE)]:
        del st.session_state[key]


def _send_back(sent: FillingRound) -> None:
    t, state = _t(), st.session_state
    _do(
        lambda: data.ledger().send_back(
            sent.id, sent.version, state["back_unit"], str(state["back_reason"]), data.today(), officer.actor()
        ),
        t("Sent back."),
    )


def _send_untaken(sent: FillingRound, file: Returned) -> None:
    reason = str(st.session_state["untaken_reason"])
    _do(
        lambda: data.ledger().send_back(
            sent.id, sent.version, file.receiver, reason, file.on, officer.actor(), replace(file, changes=0)
        ),
        _t()("Sent back."),
    )
    if st.session_state[DONE][0] == "success":
        _discard()


def _close(sent: FillingRound) -> None:
    _do(lambda: data.ledger().close_round(sent.id, sent.version, data.today(), officer.actor()), _t()("Closed."))


def _do(step: Any, said: str) -> None:
    t = _t()
    try:
        step()
    except Refused as refused:
        st.session_state[DONE] = ("error", [t("Not recorded:"), *actions.reasons(t, refused.codes)])
    except LedgerError:
        again = t("Somebody else changed this round meanwhile. Please check and record again.")
        st.session_state[DONE] = ("warning", [again])
    else:
        st.session_state[DONE] = ("success", [said])


def _t() -> Any:
    from riskmap.web.session import current

    return current().t
