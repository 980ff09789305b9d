"""Two dimensions crossed: a rate on the discrete ramp, or the departments' own work; a cell narrows the filter."""

from collections.abc import Mapping

from riskmap.metrics import own_work
from riskmap.metrics.breakdown import DEPARTMENT, Counts
from riskmap.metrics.format import pct
from riskmap.metrics.index import Index
from riskmap.metrics.matrix import AMONG, TOTAL, Matrix
from riskmap.metrics.own_work import Work
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.views.html.analysis_choice import WORK, Choice, rate_name
from riskmap.views.html.analysis_rates import narrowed, size_note
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.parts import definition, parts_of, rate
from riskmap.views.html.rates import legend, matrix_cell
from riskmap.views.html.trouble import FILTERS


def matrix(context: Context, found: Matrix, chosen: Choice) -> str:
    """The matrix of a rate; rows and columns in the order of §3.3."""
    t = context.t
    rows, columns = (
        [line.code for line in lines if _says(line, chosen.rate)]
        for lines in (found.ranked_rows(), found.ranked_columns())
    )
    told = definition(context, chosen.rate)
    if not rows or not columns:
        return card(_title(context, chosen), empty(t("Nothing to divide by in the period.")), button=told)
    lines = [
        (code, [_cell(context, found, code, column, chosen) for column in (*columns, TOTAL)]) for code in (*rows, TOTAL)
    ]
    note = f'<p class="w-foot">{e(t("Self-found general items stand apart; all levels of supervision are in."))}</p>'
    body = _table(context, chosen, columns, lines) + note + size_note(context, chosen)
    return card(_title(context, chosen), body, legend(context), button=told)


def _title(context: Context, chosen: Choice) -> str:
    names = (context.t(FILTERS[dim]) for dim in (chosen.by, chosen.across))
    return f"{' × '.join(names)}: {rate_name(context, chosen.rate)} (%)"


def _says(line: Line, name: str) -> bool:
    return bool(rate(name).parts(line.counts)[1] or line.counts["stock_overdue"])


def _table(
    context: Context, chosen: Choice, columns: list[str], lines: list[tuple[str, list[str]]], *, whole: bool = True
) -> str:
    """The crossed table. `whole`: the last cell of each line is that of all columns."""
    heads = "".join(f'<th scope="col">{_narrow(context, chosen, chosen.across, code)}</th>' for code in columns)
    last = f'<th scope="col">{e(context.whole)}</th>' if whole else ""
    top = f"<tr><th></th>{heads}{last}</tr>"
    rows = "".join(
        f'<tr><th scope="row">{_narrow(context, chosen, chosen.by, code)}</th>{"".join(cells)}</tr>'
        for code, cells in lines
    )
    cls, width = "" if whole else " w-endless", 180 + 100 * (len(columns) + whole)
    return (
        f'<div class="w-scroll w-wide"><table class="w-matrix w-crossed{cls}" style="min-width:{width}px">'
        f"<thead>{top}</thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _narrow(context: Context, chosen: Choice, dim: str, code: str) -> str:
    if code == TOTAL:
        return e(context.t("Total"))
    way = context.href("analysis", chosen.own(), **narrowed(dim, code))
    return link(way, e(context.label(dim, code)), "w-only")


def _only(chosen: Choice, row: str, column: str) -> dict[str, object]:
    ends = ((chosen.by, row), (chosen.across, column))
    return {name: value for dim, code in ends if code != TOTAL for name, value in narrowed(dim, code).items()}


def _cell(context: Context, found: Matrix, row: str, column: str, chosen: Choice) -> str:
    counts = found.cells.get((row, column))
    if counts is None or not _says(Line("", dict(counts)), chosen.rate):
        return "<td>/</td>"
    only = _only(chosen, row, column)
    shown = parts_of(context, chosen.rate, counts, AMONG, only)
    parts, total = rate(chosen.rate).parts(counts), TOTAL in (row, column)
    return matrix_cell(
        context, parts, shown, _address(context, chosen, only), total=total, late=counts["stock_overdue"]
    )


def _address(context: Context, chosen: Choice, only: Mapping[str, object]) -> str:
    return context.href("analysis", chosen.own(), **only) if only else ""


def departments(context: Context, lines: list[Work], chosen: Choice) -> str:
    """Departments by their own work, in the county's order, not ranked."""
    t = context.t
    heads = [e(t("Department")), *(">" + e(t(word)) for word in WORK.values())]
    rows = []
    for line in lines:
        only = {} if line.code is None else narrowed(DEPARTMENT, line.code)
        name = e(context.whole)
        if line.code is not None:
            name = link(
                context.href("analysis", chosen.own(), **only), e(context.label(DEPARTMENT, line.code)), "w-only"
            )
        rows.append([name, *(_work(context, line.counts, part, only) for part in own_work.RATES)])
    note = t("In time: confirmed within 3 working days, re-inspected within 10 days, orders by their date.")
    told = table(heads, rows, "w-lines", [*[""] * (len(rows) - 1), "total"])
    body = f'<div class="w-scroll">{told}</div><p class="w-foot">{e(note)}</p>'
    return card(t("Departments: their own work"), body, span(t("in the order of the county, not ranked")))


def _work(context: Context, counts: Counts, part: str, only: Mapping[str, object]) -> str:
    n, m = counts[part], counts[f"{part}_of"]
    printed = "" if m < FEWEST_DUE else f"<b>{e(context.t.percent(pct(n, m)))}</b> "
    return f"{printed}{_work_parts(context, part, n, m, only)}"


def _work_parts(context: Context, part: str, n: int, m: int, only: Mapping[str, object]) -> str:
    if not m:
        return span("/", "w-mu")
    return f"{context.count(n, f'own.{part}', only=only)}/{context.count(m, f'own.{part}_of', only=only)}"


def work_matrix(
    context: Context, index: Index, found: Mapping[tuple[str, str], Counts], lines: list[Work], chosen: Choice
) -> str:
    """A rate of own work crossed with another dimension; found: (department, code) → own_work.PARTS."""
    other = chosen.across if chosen.by == DEPARTMENT else chosen.by
    part = f"{chosen.rate}_of"
    said = {key: row for key, row in found.items() if row[part]}
    down = [line.code for line in lines if line.code is not None and any(key[0] == line.code for key in said)]
    along = [code for code in index.dim(other)[1] if any(key[1] == code for key in said)]
    rows, columns = (down, along) if chosen.by == DEPARTMENT else (along, down)
    told = context.t("In time: confirmed within 3 working days, re-inspected within 10 days, orders by their date.")
    if not rows or not columns:
        return card(_title(context, chosen), empty(context.t("Nothing to divide by in the period.")))
    drawn = []
    for row in rows:
        cells = []
        for column in columns:
            counts = said.get((row, column) if chosen.by == DEPARTMENT else (column, row))
            cells.append(_work_cell(context, chosen, counts, row, column))
        drawn.append((row, cells))
    crossed = _table(context, chosen, columns, drawn, whole=False)
    return card(_title(context, chosen), crossed + f'<p class="w-foot">{e(told)}</p>')


def _work_cell(context: Context, chosen: Choice, counts: Counts | None, row: str, column: str) -> str:
    if counts is None:
        return "<td>/</td>"
    only = _only(chosen, row, column)
    n, m = counts[chosen.rate], counts[f"{chosen.rate}_of"]
    shown = _work_parts(context, chosen.rate, n, m, only)
    return matrix_cell(context, (n, m), shown, _address(context, chosen, only), total=False)
