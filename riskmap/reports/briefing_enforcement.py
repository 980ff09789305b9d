"""执法情况: visits and measures as the ledger records them, each with its rows.

Never an amount, a fine or a rank (行政处罚法 art. 74): how many measures were taken is told, and never by unit.
"""

from collections.abc import Iterator
from typing import Final

from riskmap.domain.columns import from_day
from riskmap.metrics.briefing import ENFORCED
from riskmap.reports.briefing_lists import measured
from riskmap.reports.briefing_rows import each
from riskmap.reports.briefing_told import Asked, Part, Table
from riskmap.views.briefing import BEFORE, MANY, NAMES, ONE_BY_ONE, THIS, WITHIN, number

FIGURES: Final = ("visits", *ENFORCED)


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
    rows = _rows(asked, ONE_BY_ONE)
    tables = (_counts(asked), *([_table(asked, t("sheet|Measures"), rows)] if rows else []))
    return Part(t("paper|Enforcement"), (said, note), tables)


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


def _rows(asked: Asked, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(row for name in names for row in _taken(asked, name))


def _taken(asked: Asked, name: str) -> Iterator[tuple[str, ...]]:
    title = asked.t(NAMES[f"flow.{name}"])
    for one in each(asked, measured(asked, name)):
        yield title, one.number, one.grade, one.duty, one.firm, one.problem


def _table(asked: Asked, sheet: str, rows: tuple[tuple[str, ...], ...]) -> Table:
    t = asked.t
    heads = (t("enforced|Measure"), t("Number"), t("Grade"), t("Department, township"), t("Enterprise"), t("Problem"))
    return Table(sheet, heads, rows, (1.7, 1.7, 0.8, 2.2, 2.2, 2.8), most=3)


def appendix(asked: Asked) -> tuple[Table, ...]:
    """附件: every visit of the period, and the measures that are too many for the paper."""
    t = asked.t
    label, made = asked.label, asked.register.inspections.take(asked.figures.visits)
    found = [{str(key): value for key, value in one.items()} for one in made.to_dict("records")]
    rows = tuple(
        (t.date(from_day(int(one["on"]))), label("enterprise", str(one["enterprise_id"] or "")),
         label("inspection_kind", str(one["kind"])),
         label("department", str(one["department"])) if one["department"] else "—",
         t("Nothing was found.") if one["found_nothing"] else str(one["result"]) or "—")
        for one in found
    )  # fmt: skip
    heads = (t("visit|Day"), t("Enterprise"), t("visit|Kind"), t("Inspecting unit"), t("visit|Result"))
    visits = Table(t("sheet|Visits"), heads, rows, (1.2, 2.4, 1.2, 1.6, 3))
    many = _table(asked, t("sheet|Orders, re-inspections"), _rows(asked, MANY))
    return tuple(one for one in (visits, many) if one.rows)
