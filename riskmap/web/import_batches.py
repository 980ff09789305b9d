"""The imported files on the page of imports: the list, one opened, and taking one back."""

from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.domain.codes import Status
from riskmap.domain.columns import to_day
from riskmap.ingest.messages import sentence
from riskmap.ledger import batches
from riskmap.ledger.batches import Batch
from riskmap.ledger.errors import NotFound, NotUndone, Refused
from riskmap.metrics import filters
from riskmap.metrics.frame import status_at
from riskmap.views.html import actions, batch
from riskmap.web import data, officer
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

DONE, CHOSEN = "batch_done", "batch_chosen"
SHOWN = 20  # hazards of an opened file
COLUMNS = ("id", "hazard_no", "enterprise", "description", "grade", "found", "status")


def show(run: Run) -> None:
    """Draw the choice of a file and, once one is chosen, the file."""
    outcome(run)
    found = {one.id: one for one in batches.listed(data.engine(), data.county(), actor=officer.actor())}
    if not found:
        return
    t = run.t
    with st.container(key="batches"):
        st.selectbox(
            t("Open an imported file"), list(found), index=None, key=CHOSEN, placeholder=t("Choose a file"),
            format_func=lambda key: _name(run, found[key]) if key in found else key,
        )  # fmt: skip
    chosen = found.get(st.session_state.get(CHOSEN) or "")
    if chosen is not None:
        _one(run, chosen)


def _name(run: Run, one: Batch) -> str:
    t = run.t
    day = one.at.astimezone(ZoneInfo(data.county().time_zone))
    said = t("{file}, {day}", file=one.file_name, day=t.moment(day))
    return t("{what} (undone)", what=said) if one.undone else said


def _one(run: Run, one: Batch) -> None:
    t, county = run.t, data.county()
    st.html(batch.shown(run.context, one, _standing(run, one.id), county.time_zone, sentence))
    if one.undone or one.demo:
        return
    with st.container(key="undo", horizontal=True):
        sure = st.checkbox(t("Take this file back: what it brought goes, what it changed stands as before"), key="sure")
        st.button(t("Undo this import"), key="batch_undo", disabled=not sure, on_click=_undo, args=(one.id,))


def _standing(run: Run, batch_id: str) -> batch.Standing:
    """The hazards of a file as the ledger shows them today to who reads."""
    where = filters.changed(filters.default(run.today), batch=(batch_id,))
    frame = run.view.index.select(where)
    by = {code.value: int(n) for code in Status if (n := (status_at(frame, to_day(run.today)) == code).sum())}
    first = frame.sort_values("hazard_no").head(SHOWN)[list(COLUMNS)]
    told = [dict(zip(COLUMNS, row, strict=True)) for row in first.itertuples(index=False)]
    return batch.Standing(len(frame), by, told, where)


def number(run: Run, batch_id: str) -> str:
    """How many hazards of a file stand, opening them (HTML)."""
    standing = _standing(run, batch_id)
    return standing.opens(run.context, standing.total) if standing.total else run.t.number(0)


def _undo(batch_id: str) -> None:
    st.session_state.pop("sure", None)
    try:
        st.session_state[DONE] = data.ledger().undo_batch(batch_id, officer.actor())
    except (Refused, NotFound) as no:
        st.session_state[DONE] = no


def outcome(run: Run) -> None:
    """Say what became of the last undoing."""
    done, t = st.session_state.pop(DONE, None), run.t
    if done is None:
        return
    if isinstance(done, NotUndone):
        rows = batch.kept_by(run.context, done.rows, done.more)
        lines = [t("Not undone:"), *(f"- {plain(one)}" for one in (*actions.reasons(t, done.codes), *rows))]
        st.error("\n".join(lines))
    elif isinstance(done, Refused):
        st.error("\n".join([t("Not undone:"), *(f"- {plain(one)}" for one in actions.reasons(t, done.codes))]))
    elif isinstance(done, NotFound):
        st.error(t("There is no such file."))
    else:
        st.success(
            t("Undone: {a} hazards, {b} enterprises and {c} visits are gone, {d} rows stand as before.",
              a=done.hazards, b=done.enterprises, c=done.inspections, d=done.restored)
        )  # fmt: skip
