"""The units and lists of the weekly paper: townships, departments, what is due next, due steps, wishes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from riskmap.domain.columns import from_day, to_day
from riskmap.metrics import frame as facts
from riskmap.metrics.format import fraction, pct
from riskmap.metrics.index import Index
from riskmap.metrics.own_work import Work
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.metrics.rates import RATES
from riskmap.metrics.weekly import LADDER, NEXT, WISHES, Figures
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.my_work import PROPOSED
from riskmap.views.html.parts import definition, dot, mark
from riskmap.views.html.weekly_lists import said

if TYPE_CHECKING:
    from riskmap.views.html.weekly import Paper

MOST_NEXT, MOST_WISHES, NAMED = 12, 8, 2


def townships(context: Context, f: Figures, *, fixed: bool) -> str:
    """6 Townships by 到期整改率, with their move since the week before, or in the county's own order."""
    t = context.t
    before = {line.code: line.rank for line in f.townships_before.lines}
    lines: Sequence[Line] = f.townships.lines
    if fixed:
        lines = sorted(lines, key=lambda line: line.code)
    rows = [_township(context, f, line, before.get(line.code), fixed=fixed) for line in lines]
    rows.append(_township(context, f, f.townships.total, None, fixed=True, name=context.whole))
    heads = [e(t("Rank")), e(t("Township")), ">" + e(t("Due-item rate")), ">" + e(t("Confirmed / due")),
             ">" + e(t("Overdue")), ">" + e(t("Not due")), ">" + e(t("Up, down"))]  # fmt: skip
    button = definition(context, "due_rate_passed")
    return card(t("6 Townships: due-item rate"), table(heads, rows, "w-small"), button=button)


def _township(
    context: Context, f: Figures, line: Line, before: int | None, *, fixed: bool, name: str = ""
) -> list[str]:
    t, c = context.t, line.counts
    days = {"from_": f.now.from_, "as_of": f.now.as_of}
    only = days if name else {**days, "township": (line.code or "unknown",)}
    n, m = RATES["due_rate_passed"].parts(c)
    few = m < FEWEST_DUE and not name
    rate = span(t("fewer than {n} due", n=FEWEST_DUE), "w-mu") if few else f"<b>{e(t.percent(pct(n, m)))}</b>"
    moved = "—"
    if line.rank is not None and before is not None and before != line.rank:
        moved = f"{'▲' if line.rank < before else '▼'}{abs(before - line.rank)}"
    late = context.count(c["stock_overdue"], "stock_overdue", "township", only=only,
                         cls="w-n w-late w-strong" if c["stock_overdue"] else "w-n")  # fmt: skip
    return [
        "" if fixed else e(line.rank if line.rank is not None else "—"),
        e(name or context.label("township", line.code)), rate, e(fraction(n, m)), late,
        e(t.number(c["not_yet_due"])), e("" if fixed else moved),
    ]  # fmt: skip


def departments(context: Context, f: Figures) -> str:
    """7 Departments by their own work, in the county's order, not ranked."""
    t = context.t
    heads = [e(t("Department")), ">" + e(t("own|Confirmed in time")), ">" + e(t("own|Re-inspected in time")),
             ">" + e(t("own|Orders done in time"))]  # fmt: skip
    rows = [_department(context, f, line) for line in f.departments]
    note = t("In time: confirmed within 3 working days, re-inspected within 10 days, orders by their date.")
    body = table(heads, rows, "w-small") + f'<p class="w-hint">{e(note)}</p>'
    return card(t("7 Departments: their own work"), body, span(t("in the order of the county"), "w-mu"))


def _department(context: Context, f: Figures, line: Work) -> list[str]:
    t = context.t
    only: dict[str, Any] = {"from_": f.now.from_, "as_of": f.now.as_of}
    if line.code:
        only = {**only, "department": (line.code,)}
    cells = [e(context.label("department", line.code)) if line.code else f"<b>{e(context.whole)}</b>"]
    for name in ("confirmed", "reviewed", "ordered"):
        n, m = line.counts[name], line.counts[f"{name}_of"]
        above, below = context.count(n, f"own.{name}", only=only), context.count(m, f"own.{name}_of", only=only)
        cells.append(f"<b>{e(t.percent(pct(n, m)))}</b> {f'{above}/{below}' if m else '0/0'}")
    return cells


def next_due(context: Context, index: Index, f: Figures) -> str:
    """8 What falls due in the seven days after the week."""
    t, day = context.t, to_day(f.now.as_of)
    rows = f.next_due[:MOST_NEXT]
    only = {"from_": f.now.from_, "as_of": f.now.as_of}
    aside = context.count(len(f.next_due), NEXT, only=only)
    if not len(rows):
        return card(t("8 Due next week"), empty(t("Nothing falls due within 7 days.")), aside)
    frame = index.at(day).take(rows)
    due = facts.countdown_day(frame)
    lines = []
    for at, row in enumerate(frame.to_dict("records")):
        major = row["grade"] == "major"
        firm = link(context.href("hazard", {"id": str(row["id"])}), e(row["enterprise"] or row["place"]), "w-text")
        lines.append([
            e(t.date(from_day(int(due[at])), "short")), mark("due_soon", size=20) if major else dot("due_soon"), firm,
            e(context.label("township", str(row["township"]))), e(row["description"]),
        ])  # fmt: skip
    heads = [e(t("day|Due")), "", e(t("Enterprise")), e(t("Township")), e(t("Problem"))]
    return card(t("8 Due next week"), table(heads, lines, "w-small"), aside)


def proposed(context: Context, index: Index, paper: "Paper") -> str:
    """9 Steps of the ladder that are due and not taken; proposals until somebody signs."""
    t, f = context.t, paper.figures
    only = {"from_": f.now.from_, "as_of": f.now.as_of}
    lines = []
    for step in LADDER:
        rows = f.steps[step]
        if not len(rows):
            continue
        frame = index.at(to_day(f.now.as_of)).take(rows[:NAMED])
        names = t("list|, ").join(str(row["enterprise"] or row["place"]) for row in frame.to_dict("records"))
        more = "…" if len(rows) > NAMED else ""
        count = context.count(len(rows), f"ladder.{step}", only=only, cls="w-n w-strong")
        lines.append([e(t(PROPOSED[step])), count, e(names + more)])
    if not lines:
        return card(t("9 Due steps not taken"), empty(t("No step is due.")))
    heads = [e(t("Step")), ">" + e(t("Items")), e(t("Such as"))]
    note = f'<p class="w-hint">{e(t("the ladder proposes; nothing is sent until it is signed"))}</p>'
    return card(t("9 Due steps not taken"), table(heads, lines, "w-small") + note)


def wishes(context: Context, index: Index, paper: "Paper") -> str:
    """11 What the county must coordinate, in the words of those who asked; all of them behind the number."""
    t, f = context.t, paper.figures
    aside = context.count(len(f.wished), WISHES, only={"from_": f.now.from_, "as_of": f.now.as_of})
    if not len(f.wished):
        return card(t("11 To be coordinated by the county"), empty(t("Nothing was asked of the county.")), aside)
    ids = index.at(to_day(f.now.as_of))["id"]
    lines = []
    for one in (paper.hazards[key] for key in ids.take(f.wished[:MOST_WISHES]) if key in paper.hazards):
        told = said(one, f.now.as_of)
        firm = link(context.href("hazard", {"id": one.id}), e(one.enterprise_name or one.place), "w-text")
        lines.append([firm, e(told.coordination if told else "")])
    heads = [e(t("Enterprise")), e(t("What the county must solve"))]
    return card(t("11 To be coordinated by the county"), table(heads, lines, "w-small"), aside)
