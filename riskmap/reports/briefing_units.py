"""The units of a paper: sectors and townships by their due-item rate, departments by their own work."""

from collections.abc import Iterator, Sequence
from typing import Final

from riskmap.metrics.briefing import Figures
from riskmap.metrics.format import fraction, pct
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.metrics.rates import RATES
from riskmap.reports import briefing_charts as charts
from riskmap.reports.briefing_told import Asked, Behind, Part, Table
from riskmap.views.briefing import SHEETS
from riskmap.views.html.weekly_units import AMONG, in_order

NAMED: Final = 3  # units that a sentence names


def part(asked: Asked) -> Part:
    """Tables with ranks, or in the county's own order where the chair asks for it."""
    t, f = asked.t, asked.figures
    late = sorted((line for line in f.townships.lines if line.counts["stock_overdue"]),
                  key=lambda line: -line.counts["stock_overdue"])[:NAMED]  # fmt: skip
    named = t(", ").join(
        t("paper|{unit} {n}", unit=asked.label("township", line.code), n=line.counts["stock_overdue"]) for line in late
    )
    sentence = t("paper|Most overdue items, where help is needed first: {units}.", units=named) if named else t(
        "paper|No township has an overdue item.")  # fmt: skip
    groups, townships = _order(asked, "group", f.groups.lines), _order(asked, "township", f.townships.lines)
    tables = (
        _rank(asked, "group", groups, f.groups.total), _rank(asked, "township", townships, f.townships.total),
        _departments(asked),
    )  # fmt: skip
    pictures = tuple(charts.units(asked, by, lines) for by, lines in (("group", groups), ("township", townships)))
    return Part(t("paper|Sectors, townships, departments"), (sentence,), tables, pictures)


def _order(asked: Asked, by: str, lines: Sequence[Line]) -> list[Line]:
    return in_order(asked.index, by, lines) if asked.meeting.fixed_order else list(lines)


def _rank(asked: Asked, by: str, lines: Sequence[Line], whole: Line) -> Table:
    t, fixed = asked.t, asked.meeting.fixed_order
    rows = [_ranked(asked, by, line, "—" if line.rank is None else str(line.rank)) for line in lines]
    rows.append(_ranked(asked, by, whole, "", t("Whole county")))
    unit = t("Township") if by == "township" else t("Sector group")
    heads: tuple[str, ...] = (t("Rank"), unit, t("Due-item rate"), t("Confirmed / due"), t("Overdue"), t("Not due"))
    sheet = t(SHEETS[by])
    widths: tuple[float, ...] = (0.7, 2.4, 1.4, 1.4, 0.9, 0.9)
    if fixed:  # no ranks at all
        heads, rows, widths = heads[1:], [row[1:] for row in rows], widths[1:]
    behind = () if asked.live else tuple(_behind(asked.figures, by, lines, len(heads)))
    return Table(sheet, heads, tuple(rows), widths, frozenset(range(len(heads) - 4, len(heads))), behind=behind)


def _behind(f: Figures, by: str, lines: Sequence[Line], columns: int) -> Iterator[Behind]:
    """Overdue and not due of a unit open their rows in its table, those of the county all of them."""
    days = (("from_", f.now.from_), ("as_of", f.now.as_of))
    for row, code in enumerate([*(line.code or "unknown" for line in lines), ""]):
        only = ((by, (code,)), *days) if code else days
        for column, name in ((columns - 2, "stock_overdue"), (columns - 1, "not_yet_due")):
            yield Behind(row, column, name, AMONG[by] if code else "", only)


def _ranked(asked: Asked, by: str, line: Line, place: str, name: str = "") -> tuple[str, ...]:
    t, c = asked.t, line.counts
    n, m = RATES["due_rate_passed"].parts(c)
    rate = t("fewer than {n} due", n=FEWEST_DUE) if m < FEWEST_DUE and not name else t.percent(pct(n, m))
    return (place, name or asked.label(by, line.code), rate, fraction(n, m), t.number(c["stock_overdue"]),
            t.number(c["not_yet_due"]))  # fmt: skip


def _departments(asked: Asked) -> Table:
    t = asked.t
    rows = []
    for line in asked.figures.departments:
        cells = [t("Whole county") if line.code is None else asked.label("department", line.code)]
        for name in ("confirmed", "reviewed", "ordered"):
            n, m = line.counts[name], line.counts[f"{name}_of"]
            cells.append(f"{t.percent(pct(n, m))} {fraction(n, m)}")
        rows.append(tuple(cells))
    heads = (t("Department"), t("own|Confirmed in time"), t("own|Re-inspected in time"), t("own|Orders done in time"))
    return Table(t("sheet|Departments"), heads, tuple(rows), (2.4, 1.8, 1.8, 1.8), frozenset({1, 2, 3}))
