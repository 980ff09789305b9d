"""The monthly form of a round: what units reported, summed, held against our ledger; the box for what comes back."""

from datetime import date
from decimal import Decimal

import streamlit as st

from riskmap.domain.filling import CHASED, FillingRound, reports
from riskmap.domain.filling_form import DECLARED, cells, consolidated, differences
from riskmap.ingest import form_returns
from riskmap.ingest.collecting_words import sentence, severity
from riskmap.metrics import filters, form_figures
from riskmap.metrics.forms import Register
from riskmap.metrics.index import Memory
from riskmap.views.filling_form import vocabulary
from riskmap.views.html import form_round as drawn
from riskmap.views.html import returned
from riskmap.views.html.markup import e
from riskmap.views.html.rounds import unit_name
from riskmap.web import collecting, data, form_data
from riskmap.web.data import View
from riskmap.web.session import Run

Cells = dict[tuple[str, str, str], Decimal]  # (unit, sector, column) → figure
_counted = Memory(8)


def show(run: Run, sent: FillingRound) -> None:
    """Draw the consolidated form, its differences, and what a drop would change."""
    if sent.closed is None:
        _collect(run, sent)
    t, context = run.t, run.context
    standing, told, ledger = reported(run.view, sent, run.today)
    names = {"": t("All units that reported"), **{one: unit_name(context, sent, one) for one in sorted(standing)}}
    with st.container(key="round_unit", width=360):
        chosen = st.selectbox(t("Form of"), tuple(names), key="form_unit", format_func=lambda one: names[one])
    units = standing if not chosen else {str(chosen)}
    sums, ours = consolidated(told, units), consolidated(ledger, units)
    title = t("{title}: {unit}", title=sent.title, unit=names[str(chosen)])
    counted = form_figures.counted(form_data.forms().get(DECLARED))
    order = data.county().sectors.codes
    mine = {key: value for key, value in told.items() if key[0] in units}
    theirs = {key: value for key, value in ledger.items() if key[0] in units}
    blocks = [
        drawn.consolidated(context, title, sums, ours, counted, order),
        drawn.differences(context, sent, differences(mine, theirs, counted)),
    ]
    st.html(f'<div class="w-stack">{"".join(blocks)}</div>')
    address = f"/api/v1/rounds/{sent.id}/form.xlsx?lang={run.lang}"
    st.html(f'<a class="w-button" href="{e(address)}" download>{e(t("The consolidated form as Excel"))}</a>')


def reported(view: View, sent: FillingRound, today: date) -> tuple[set[str], Cells, Cells]:
    """The units whose form stands on a day, what they reported, and what our ledger counts for them."""
    standing = {one.receiver.code for one in reports(sent, today) if one.state not in CHASED}
    told = {key: value for key, value in cells(sent.figures).items() if key[0] in standing}
    return standing, told, _ledger(view, sent, tuple(sorted(standing)), today)


def _ledger(view: View, sent: FillingRound, units: tuple[str, ...], today: date) -> Cells:
    period = {"as_of": sent.as_of.isoformat(), "from": sent.from_.isoformat() if sent.from_ else ""}
    where = filters.parse({key: word for key, word in period.items() if word}, view.vocabulary, today)
    snapshot, form = view.snapshot, form_data.forms().get(DECLARED)
    register = Register(snapshot.enterprises, snapshot.inspections)
    return _counted.get(
        (view.key, sent.id, units),
        lambda: form_figures.figures(form, view.index, where, sent.by, units, register),
    )


def _collect(run: Run, sent: FillingRound) -> None:
    dropped = collecting.box(run, sent)
    if dropped is None:
        return
    held, on = dropped
    found = form_returns.preview(held.files, sent, vocabulary(), on)
    collecting.decide(run, sent, found.to_confirm, len(found.changes), empty=found.empty)
    blocks = [
        drawn.changes(run.context, sent, found.changes),
        returned.findings(run.context, found.findings, sentence, severity),
    ]
    st.html(f'<div class="w-stack">{"".join(blocks)}</div>')
