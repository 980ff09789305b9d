"""执法情况: visits and measures as the ledger records them, each with its rows.

Never an amount, a fine or a rank (行政处罚法 art. 74): how many measures were taken is told, and never by unit.
"""

from collections.abc import Iterator
from typing import Final

from riskmap.domain.columns import from_day
from riskmap.metrics.briefing import ENFORCED
from riskmap.metrics.drill import FLOW
from riskmap.metrics.frame import Ints
from riskmap.metrics.frozen_lists import NOWHERE, VISITS
from riskmap.reports import briefing_since as since
from riskmap.reports.briefing_rows import Row
from riskmap.reports.briefing_told import Asked, Part, Table
from riskmap.views.briefing import BEFORE, MANY, NAMES, ONE_BY_ONE, THIS, WITHIN, number
from riskmap.views.frozen import LATE, SINCE

FIGURES: Final = (VISITS, *ENFORCED)


def part(asked: Asked) -> Part:
    """Counts of the period, of the one before and of the year, then the graver measures one by one."""
    t, f = asked.t, asked.figures
    said = t(
        "paper|{visits} visits were made {this} to {firms} enterprises; {ordered} hazards were ordered to be rectified "
        "by a date, {spot} fixed on the spot, {reviewed} re-inspected; {stopped} with production stopped and people "
        "withdrawn, {listed} listed, {handed} handed over.",
        this=t(WITHIN["this"][f.kind]), visits=t.number(f.this.visits), firms=t.number(_firms(asked)),
        ordered=f.this.flows["flow.ordered"], spot=f.this.flows["flow.on_the_spot"],
        reviewed=f.this.flows["flow.reviewed"], stopped=f.this.flows["flow.stopped"],
        listed=f.this.flows["flow.listed"], handed=f.this.flows["flow.handed_over"],
    )  # fmt: skip
    note = t("paper|As recorded in the ledger; the papers of the enforcement system hold.")
    moved = since.sentence(asked, (VISITS, *(f"{FLOW}{name}" for name in (*ONE_BY_ONE, *MANY))))
    tables = (_counts(asked), *_measures(asked, t("sheet|Measures"), ONE_BY_ONE))
    return Part(t("paper|Enforcement"), (said, note, *moved), tables)


def _firms(asked: Asked) -> int:
    """How many enterprises were visited."""
    return int(asked.register.inspections["enterprise_id"].take(asked.figures.visits).nunique())


def _counts(asked: Asked) -> Table:
    t, f = asked.t, asked.figures
    rows = []
    for name in FIGURES:
        before = t.number(number(f.before, name)) if f.before.known else "—"
        rows.append((t(NAMES[name]), t.number(number(f.this, name)), before, t.number(f.year[name])))
    heads = (t("Figure"), t(THIS[f.kind]), t(BEFORE[f.kind]), t("paper|This year"))
    return Table(t("sheet|Enforcement"), heads, tuple(rows), (3, 1, 1, 1), frozenset({1, 2, 3}))


def _measures(asked: Asked, sheet: str, names: tuple[str, ...]) -> tuple[Table, ...]:
    t = asked.t
    heads = (t("enforced|Measure"), t("Number"), t("Grade"), t("Department, township"), t("Enterprise"), t("Problem"))
    lists = [(f"{FLOW}{name}", _taken(t(NAMES[f"{FLOW}{name}"]))) for name in names]
    return since.tables(asked, lists, Table(sheet, heads, (), (1.7, 1.7, 0.8, 2.2, 2.2, 2.8), most=3))


def _taken(title: str) -> since.Cells:
    def cells(one: Row) -> tuple[str, ...]:
        return title, one.number, one.grade, one.duty, one.firm, one.problem

    return cells


def appendix(asked: Asked) -> tuple[Table, ...]:
    """附件: every visit of the period, and the measures that are too many for the paper."""
    t = asked.t
    heads = (t("visit|Day"), t("Enterprise"), t("visit|Kind"), t("Inspecting unit"), t("visit|Result"))
    shape = Table(t("sheet|Visits"), heads, (), (1.2, 2.4, 1.2, 1.6, 3))
    return (*_visits(asked, shape), *_measures(asked, t("sheet|Orders, re-inspections"), MANY))


def _visits(asked: Asked, shape: Table) -> tuple[Table, ...]:
    """The visits as they were frozen, and those that were entered since apart."""
    t, held = asked.t, asked.lists.get(VISITS)
    if held is None:
        return since.told(asked, shape, [(*row, "") for row in _made(asked, asked.figures.visits)], ())
    there = iter(_made(asked, held.there))
    kept = [
        (*(("—",) * len(shape.heads) if at == NOWHERE else next(there)), t(SINCE[state]) if state else "")
        for at, state in zip(held.at, held.states, strict=True)
    ]
    return since.told(asked, shape, kept, [(*row, t(LATE)) for row in _made(asked, held.came)])


def _made(asked: Asked, at: Ints) -> Iterator[tuple[str, ...]]:
    t, label = asked.t, asked.label
    for row in asked.register.inspections.take(at).to_dict("records"):
        one = {str(key): value for key, value in row.items()}
        unit = label("department", str(one["department"])) if one["department"] else "—"
        yield (
            t.date(from_day(int(one["on"]))), asked.words(label("enterprise", str(one["enterprise_id"] or ""))),
            label("inspection_kind", str(one["kind"])), unit,
            t("Nothing was found.") if one["found_nothing"] else asked.words(str(one["result"])) or "—",
        )  # fmt: skip
