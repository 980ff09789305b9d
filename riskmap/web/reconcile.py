"""The page of reconciling: a ledger file against ours for a period; differences are accepted through the one door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from riskmap.domain.columns import to_day
from riskmap.ingest import accept
from riskmap.ingest.accept import Outcome
from riskmap.ingest.messages import sentence
from riskmap.ingest.reconcile import Reconciled
from riskmap.metrics.balance import balance
from riskmap.metrics.counts import total
from riskmap.views import reconcile as words
from riskmap.views.html import reconcile as drawn
from riskmap.views.html.markup import card, e, empty
from riskmap.web import cache, data, officer, reconcile_data, session
from riskmap.web.filterbar import plain
from riskmap.web.importing import KINDS
from riskmap.web.session import Run

HELD, SAID, ROUND = "reconcile_held", "reconcile_said", "reconcile_round"
PICKED, MISSING = "reconcile_picked", "reconcile_missing"


@dataclass(frozen=True, slots=True)
class Held:
    """A comparison that is on the screen; made anew when the file, the ledger or the filter changes."""

    key: tuple[Any, ...]
    found: Reconciled
    sender: str


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    t = run.t
    _said(run)
    with st.container(key="upload"):
        advice = t("The file is read and compared for the period and the filter above; nothing is written.")
        title = t("Compare a ledger with ours")
        st.html(f'<h3 class="w-h3">{e(title)}</h3><p class="w-mu" style="margin:2px 0 0">{e(advice)}</p>')
        left, right = st.columns([2, 1])
        with left.container(key="file"):
            file = st.file_uploader(t("File (Excel, WPS, Word, text, zip)"), type=KINDS, key="reconcile_file")
        help_ = t("Ledger numbers are compared with those of this sender; other rows by their content.")
        sender = right.text_input(t("Who sent the file"), key="reconcile_sender", max_chars=80, help=help_).strip()
    if file is None:
        st.session_state.pop(HELD, None)
        st.html(_balances(run))
        return
    key = (file.file_id, sender, *run.key)
    held: Held | None = st.session_state.get(HELD)
    if held is None or held.key != key:
        with st.spinner(t("Reading {file} …", file=plain(file.name))):
            held = Held(key, reconcile_data.compared(run.view, run.where, file.getvalue(), file.name, sender), sender)
        st.session_state[HELD] = held
    _draw(run, held)


def _draw(run: Run, held: Held) -> None:
    t, found = run.t, held.found
    if found.refusal:
        detail = found.dry.detail
        st.error(plain(f"{t('The file cannot be compared.')} {t(sentence(found.refusal))} {detail}".strip()))
        return
    context, report = run.context, found.dry.report
    counts = {
        "rows": report["rows"], "rejected": report["rejected"], "same": found.same, "beyond": found.beyond,
        "different": len(found.different), "there": len(found.there), "here": len(found.here),
    }  # fmt: skip
    st.html(drawn.head(context, report["file"], counts))
    _one_township(run, found)
    where = run.where
    theirs = total(reconcile_data.index_of(found), where.as_of, where.from_, where)
    ours = total(run.view.index, where.as_of, where.from_, where)
    left, right = st.columns([1, 1.7], gap="small")
    left.html(drawn.totals(context, theirs, ours))
    rules = drawn.rules(context) if where.township else ""  # few lines beside the totals: room for words
    right.html(f'<div class="w-stack">{_balance(run, "township")}{rules}</div>')
    st.html(drawn.different(context, reconcile_data.told(run.view, found, drawn.MOST), len(found.different)))
    _accept(run, held)
    rows = [((one.sheet, one.row), one.hazard) for one in found.there[: drawn.MOST]]
    st.html(drawn.there(context, rows, len(found.there)))
    _enter(run, held)
    frame = run.view.index.at(to_day(where.as_of))
    shown = frame[np.isin(frame["id"].to_numpy(dtype=object).astype(str), list(found.here[: drawn.MOST]))]
    st.html(drawn.here(context, shown, len(found.here)) + _balance(run, "sector"))


def _one_township(run: Run, found: Reconciled) -> None:
    """A file of one township against the whole county says little: offer that township."""
    codes = {one.township for one in found.theirs}
    if run.where.township or len(codes) != 1 or not (code := codes.pop()):
        return
    name = run.label("township", code)
    said = run.t("The file holds {township} only: compare it with {township}", township=name)
    st.button(said, key="reconcile_township", on_click=_narrow, args=(code,))


def _narrow(code: str) -> None:
    st.query_params["township"] = code


def _balances(run: Run) -> str:
    if not run.view.index.mask(run.where).any():
        return card(run.t("Balance"), empty(run.t("There are no hazards under this filter.")))
    left = f'<div class="w-stack">{_balance(run, "township")}{drawn.rules(run.context)}</div>'
    return f'<div class="w-grid w-pair w-start">{left}{_balance(run, "sector")}</div>'


BALANCES = {"township": "Balance by township", "sector": "Balance by sector"}


def _balance(run: Run, dim: str) -> str:
    def make() -> str:
        return drawn.balance(run.context, BALANCES[dim], dim, *balance(run.view.index, run.where, dim))

    return cache.html(run, "balance", make, dim)


def _accept(run: Run, held: Held) -> None:
    t, numbers = run.t, reconcile_data.numbers(run.view)
    offered = {one.hazard_id: numbers.get(one.hazard_id, one.hazard_id) for one in held.found.different}
    chosen = t("Accept {n} chosen", n=len(st.session_state.get(PICKED, [])))
    said = (t("Accept their values for"), t("Choose hazards"), chosen, t("Accept all {n}", n=len(offered)))
    _choose("accept", PICKED, offered, said, _take)


def _enter(run: Run, held: Held) -> None:
    t = run.t
    offered = {at: _row_of(run, held, at) for at in range(len(held.found.there))}
    chosen = t("Enter {n} chosen", n=len(st.session_state.get(MISSING, [])))
    said = (t("Enter in our ledger"), t("Choose rows"), chosen, t("Enter all {n}", n=len(offered)))
    _choose("enter", MISSING, offered, said, _add)


def _choose(
    name: str, key: str, offered: Mapping[Any, str], said: tuple[str, str, str, str], act: Callable[..., None]
) -> None:
    """Some of a list, or all of it, for one act. `said`: label, placeholder, button of the chosen, button of all."""
    if not offered:
        return
    label, placeholder, some, every = said
    with st.container(key=name, horizontal=True, vertical_alignment="bottom"):
        st.multiselect(
            label, list(offered), key=key, width=640, format_func=lambda one: offered.get(one, str(one)),
            placeholder=placeholder,
        )  # fmt: skip
        none = not st.session_state.get(key)
        st.button(some, key=f"reconcile_{name}", on_click=act, disabled=none, type="primary")
        st.button(every, key=f"reconcile_{name}_all", on_click=act, args=(True,))


def _row_of(run: Run, held: Held, at: int) -> str:
    one = held.found.there[at]
    return f"{run.t('row {row}', row=one.row)} · {words.short(one.hazard)}"


def _take(every: bool = False) -> None:
    run, held = session.current(), st.session_state[HELD]
    found: Reconciled = held.found
    chosen: Sequence[Any] = found.different
    if not every:
        chosen = accept.chosen_of(found, st.session_state.get(PICKED, []))
    reason = run.t("Reconciled with {file}", file=found.dry.report["file"])
    outcome = accept.differences(
        data.ledger(), found, chosen, officer.actor(), run.today, reason=reason, demo=run.view.snapshot.demo
    )
    _remember(outcome)


def _add(every: bool = False) -> None:
    run, held = session.current(), st.session_state[HELD]
    there = held.found.there
    chosen = there if every else [there[at] for at in st.session_state.get(MISSING, [])]
    outcome = accept.missing(
        data.ledger(), held.found, chosen, officer.actor(), sender=held.sender, demo=run.view.snapshot.demo
    )
    _remember(outcome)


def _remember(outcome: Outcome) -> None:
    st.session_state[SAID] = outcome
    for key in (HELD, PICKED, MISSING):
        st.session_state.pop(key, None)


def _said(run: Run) -> None:
    outcome: Outcome | None = st.session_state.pop(SAID, None)
    if outcome is None:
        return
    t = run.t
    if outcome.changed or outcome.created:
        st.success(t("{a} hazards changed, {b} entered; each with its event.", a=outcome.changed, b=outcome.created))
    if outcome.refused:
        told = drawn.refusals(run.context, outcome.refused, reconcile_data.numbers(run.view))
        st.error("\n".join([t("Not accepted:"), *(f"- {plain(one)}" for one in told[:20])]))
