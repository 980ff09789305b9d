"""The units of the weekly paper: townships and sector groups by their due-item rate, departments by their own work."""

from collections.abc import Sequence
from typing import Any, Final

from riskmap.metrics.briefing import Figures
from riskmap.metrics.filters import UNKNOWN
from riskmap.metrics.format import fraction, pct
from riskmap.metrics.index import Index
from riskmap.metrics.own_work import Work
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.metrics.rates import RATES
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, span, table
from riskmap.views.html.parts import definition

AMONG: Final = {"township": "township", "group": "sector"}  # the part of a rank table that a line counts


def townships(context: Context, index: Index, f: Figures, *, fixed: bool) -> str:
    """Townships by 到期整改率, with their move since the period before, or in the county's own order."""
    before = {line.code: line.rank for line in f.townships_before.lines}
    lines = in_order(index, "township", f.townships.lines) if fixed else f.townships.lines
    rows = [_line(context, f, "township", line) for line in lines]
    for row, line in zip(rows, lines, strict=True):
        row.append(e(_moved(line, before.get(line.code))))
    rows.append([*_line(context, f, "township", f.townships.total, name=context.whole), ""])
    heads = [*_heads(context, "Township"), ">" + e(context.t("Up, down"))]
    if fixed:  # no ranks at all
        heads, rows = heads[1:-1], [row[1:-1] for row in rows]
    title = context.t("3 Townships: due-item rate")
    return card(title, table(heads, rows, "w-small"), button=definition(context, "due_rate_passed"))


def groups(context: Context, index: Index, f: Figures, *, fixed: bool) -> str:
    """Sector groups by the same rate."""
    lines = in_order(index, "group", f.groups.lines) if fixed else f.groups.lines
    rows = [_line(context, f, "group", line) for line in lines]
    rows.append(_line(context, f, "group", f.groups.total, name=context.whole))
    heads = _heads(context, "Sector group")
    if fixed:
        heads, rows = heads[1:], [row[1:] for row in rows]
    return card(context.t("Sectors: due-item rate"), table(heads, rows, "w-small"))


def in_order(index: Index, by: str, lines: Sequence[Line]) -> list[Line]:
    """Lines in the county's own order instead of ranks, as the chair may ask for."""
    order = {code: place for place, code in enumerate(index.dim(by)[1])}
    return sorted(lines, key=lambda line: order.get(line.code, len(order)))


def _heads(context: Context, unit: str) -> list[str]:
    t = context.t
    return [e(t("Rank")), e(t(unit)), ">" + e(t("Due-item rate")), ">" + e(t("Confirmed / due")),
            ">" + e(t("Overdue")), ">" + e(t("Not due"))]  # fmt: skip


def _moved(line: Line, before: int | None) -> str:
    if line.rank is None or before is None or before == line.rank:
        return "—"
    return f"{'▲' if line.rank < before else '▼'}{abs(before - line.rank)}"


def _line(context: Context, f: Figures, by: str, line: Line, *, name: str = "") -> list[str]:
    t, c = context.t, line.counts
    only: dict[str, object] = {"from_": f.now.from_, "as_of": f.now.as_of}
    if not name:
        only[by] = (line.code or UNKNOWN,)
    among = "" if name else AMONG[by]
    n, m = RATES["due_rate_passed"].parts(c)
    few = m < FEWEST_DUE and not name
    rate = span(t("fewer than {n} due", n=FEWEST_DUE), "w-mu") if few else f"<b>{e(t.percent(pct(n, m)))}</b>"
    late = context.count(c["stock_overdue"], "stock_overdue", among, only=only,
                         cls="w-n w-late w-strong" if c["stock_overdue"] else "w-n")  # fmt: skip
    return [
        "" if name else e(line.rank if line.rank is not None else "—"), e(name or context.label(by, line.code)), rate,
        e(fraction(n, m)), late, context.count(c["not_yet_due"], "not_yet_due", among, only=only),
    ]  # fmt: skip


def departments(context: Context, f: Figures) -> str:
    """Departments by their own work, in the county's order, not ranked."""
    t = context.t
    heads = [e(t("Department")), ">" + e(t("own|Confirmed in time")), ">" + e(t("own|Re-inspected in time")),
             ">" + e(t("own|Orders done in time"))]  # fmt: skip
    rows = [_department(context, f, line) for line in f.departments]
    note = t("In time: confirmed within 3 working days, re-inspected within 10 days, orders by their date.")
    body = table(heads, rows, "w-small") + f'<p class="w-hint">{e(note)}</p>'
    return card(t("week|Departments: their own work"), body, span(t("in the order of the county"), "w-mu"))


def _department(context: Context, f: Figures, line: Work) -> list[str]:
    t = context.t
    only: dict[str, Any] = {"from_": f.now.from_, "as_of": f.now.as_of}
    cells = [f"<b>{e(context.whole)}</b>" if line.code is None else e(context.label("department", line.code))]
    if line.code is not None:
        only = {**only, "department": (line.code or UNKNOWN,)}
    for name in ("confirmed", "reviewed", "ordered"):
        n, m = line.counts[name], line.counts[f"{name}_of"]
        above, below = context.count(n, f"own.{name}", only=only), context.count(m, f"own.{name}_of", only=only)
        cells.append(f"<b>{e(t.percent(pct(n, m)))}</b> {f'{above}/{below}' if m else '0/0'}")
    return cells
