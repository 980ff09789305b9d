"""The wall's page of closure rates: sector group × township, each line with its whole and its open items.

Lines stand in the order of the ranks (DOMAIN.md §3.3), so that the weakest crossings gather in one corner. A matrix of
few lines (one sector, one township) leaves half of the page: there stand what is open, what comes due, twelve weeks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from riskmap.metrics.format import fraction
from riskmap.metrics.matrix import AMONG, TOTAL, Matrix
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.metrics.rates import RATES
from riskmap.views import theme
from riskmap.views.html.markup import e, span
from riskmap.views.html.parts import percent
from riskmap.views.html.wall import lists, ranks
from riskmap.views.html.wall.base import Wall, block, fit, nothing
from riskmap.views.html.wall.chart import CLASSES
from riskmap.views.html.wall.choice import Choice
from riskmap.views.shading import ramp_class

WIDTH = Decimal(192)  # of a 16:9 wall in units of its type
AROUND = {"": Decimal(58), "near": Decimal(58), "close": Decimal(42)}  # units of all but the crossings
NARROW = {"zh_CN": Decimal("7.2"), "en": Decimal(9)}  # units of a crossing with its rate over its parts
WIDE = Decimal("12.4")  # units of a crossing with its rate beside its parts
DIMS = ("group", "township")
TITLES = {"group": "Sector group", "township": "Township"}
FEW_ROWS, FEW_COLUMNS = 4, 2  # lines of a matrix that leaves half of the page, below it or beside it
COUNTS = {"stock_overdue": "wall|Late", "not_yet_due": "Not due"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix as it is drawn: which dimension runs down, the lines of both, whether a rate stands over its parts."""

    wall: Wall
    matrix: Matrix
    down: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    stacked: bool
    left_out: int  # columns for which there is no room: the best

    def counts(self, row: str, column: str) -> Mapping[str, int]:
        """Counts of a crossing, or of the end of a line (TOTAL)."""
        group, township = (row, column) if self.down == "group" else (column, row)
        return self.matrix.line(group, township).counts

    def only(self, row: str, column: str) -> dict[str, object]:
        """The filter that a crossing's rows have."""
        across = DIMS[1 - DIMS.index(self.down)]
        return {dim: (code or "unknown",) for dim, code in ((self.down, row), (across, column)) if code != TOTAL}


def grid(wall: Wall, matrix: Matrix, choice: Choice) -> Grid:
    """Groups run down and townships across; the other way round where there is no room for all the townships."""
    groups, townships = matrix.ranked_rows(), matrix.ranked_columns()
    room, narrow = WIDTH / choice.zoom - AROUND[choice.reach], NARROW[wall.t.lang]
    across = len(townships) * narrow <= room or len(townships) <= len(groups)
    down, rows, columns = ("group", groups, townships) if across else ("township", townships, groups)
    left_out = max(0, len(columns) - int(room / narrow))
    shown = columns[left_out:]
    return Grid(wall, matrix, down, rows, shown, stacked=len(shown) * WIDE > room, left_out=left_out)


def page(wall: Wall, matrix: Matrix, choice: Choice) -> str:
    """The matrix in the middle; on three screens the two rank tables of the main page stand beside it."""
    title, also = wall.t("Sector × township: due-item rate (%)"), ""
    if not matrix.rows or not matrix.columns:
        middle = block("matrix", title, _told(wall, 0) + nothing(wall.t("Nothing fell due in the period.")))
    else:
        drawn = grid(wall, matrix, choice)
        middle = block("matrix", title, _told(wall, drawn.left_out) + _table(drawn), _legend(wall))
        also = "below" if len(drawn.rows) <= FEW_ROWS else "beside" if len(drawn.columns) <= FEW_COLUMNS else ""
    if also:
        middle = f'<div class="wa-with">{middle}{_also(wall)}</div>'
    before, after = (f'<div class="wa-beside">{ranks.table(wall, by)}</div>' for by in ("group", "township"))
    kind = f" wa-rates-{also}" if also else ""
    return f'<div class="wa-sheet wa-rates{kind}">{before}{middle}{after}</div>'


def _also(wall: Wall) -> str:
    """What the main page tells of the same hazards; twelve weeks take the room of majors where none is open."""
    kind = "" if wall.figures.counts["stock_major"] else " wa-also-none"
    return f'<div class="wa-also{kind}">{lists.majors(wall)}{lists.warnings(wall)}{lists.trend(wall)}</div>'


def _told(wall: Wall, left_out: int) -> str:
    """The period with its last day, in which order, and what stands apart: with it the sums are those of the whole."""
    t, where, groups = wall.t, wall.context.where, wall.figures.groups
    period = t("{start} to {end}, last day included", start=t.date(where.from_), end=t.date(where.as_of))
    told = [
        f"{t('Period')} {period}",
        t("wall|by rate, then overdue"),
        t("all levels of supervision are in"),
    ]
    if groups.self_found:
        apart, whole = (_parts(wall, line) for line in (groups.self_found, groups.total))
        told.append(t("apart: self-found general items {a}; with them, all: {b}", a=apart, b=whole))
    missing = span(t("{n} columns left out", n=left_out), "wa-left-out") if left_out else ""
    return f'<p class="wa-told">{"".join(span(one) for one in told)}{missing}</p>'


def _parts(wall: Wall, line: Line) -> str:
    n, m = RATES["due_rate_passed"].parts(line.counts)
    return f"{percent(wall.context, 'due_rate_passed', line.counts)} {fraction(n, m)}" if m else fraction(n, m)


def _legend(wall: Wall) -> str:
    t = wall.t
    steps = "".join(
        f'<i style="background:{colour}"></i>{span(text)}'
        for colour, text in zip(theme.RAMP["dark"], CLASSES, strict=True)
    )
    return (
        f'<span class="wa-ramp">{steps}<i class="wa-corner"></i>{span(t("has overdue"))}'
        f'<i class="wa-dash"></i>{span(t("fewer than {n} due: counts only", n=FEWEST_DUE))}'
        f"<span><b>/</b> {e(t('nothing due'))}</span></span>"
    )


def _table(g: Grid) -> str:
    t = g.wall.t
    across = DIMS[1 - DIMS.index(g.down)]
    names = "".join(f"<span>{e(g.wall.context.label(across, line.code))}</span>" for line in g.columns)
    tail = "".join(span(t(word)) for word in COUNTS.values())
    head = (
        f'<div class="wa-mx wa-mx-head">{span(t("wall|#"))}{span(t(TITLES[g.down]))}{names}'
        f"{span(t('Total'))}{tail}</div>"
    )
    rows = "".join(_row(g, line) for line in g.rows)
    rows += _row(g, Line(TOTAL, {}), "wa-keep wa-total") + "".join(_count_row(g, name) for name in COUNTS)
    kind = "wa-stacked" if g.stacked else ""
    body = fit(rows, 0, t("wall|{n} lines left out"), head=head, drop="best")
    return f'<div class="wa-grid {kind}" style="--n:{len(g.columns)}">{body}</div>'


def _row(g: Grid, line: Line, cls: str = "") -> str:
    """A line: its rank, its crossings, its whole, what of it is late and what is not due."""
    whole = line.code == TOTAL
    name = g.wall.t("Total") if whole else g.wall.context.label(g.down, line.code)
    place = "" if whole else "—" if line.rank is None else str(line.rank)
    cells = "".join(_cell(g, line.code, code) for code in (*(one.code for one in g.columns), TOTAL))
    counts = "".join(_count(g, measure, line.code, TOTAL) for measure in COUNTS)
    return (
        f'<div class="wa-mx wa-row {cls}"><span class="wa-place">{place}</span>'
        f'<span class="wa-cut">{e(name)}</span>{cells}{counts}</div>'
    )


def _count_row(g: Grid, measure: str) -> str:
    """A count of every column, under the whole."""
    name = g.wall.t(COUNTS[measure])
    cells = "".join(_count(g, measure, TOTAL, code) for code in (*(one.code for one in g.columns), TOTAL))
    return f'<div class="wa-mx wa-row wa-keep"><span></span><span class="wa-cut">{e(name)}</span>{cells}</div>'


def _count(g: Grid, measure: str, row: str, column: str) -> str:
    number = g.counts(row, column)[measure]
    cls = ("wa-late" if measure == "stock_overdue" else "") if number else "wa-zero"
    told = g.wall.count(number, measure, AMONG, cls, g.only(row, column))
    return f'<span class="wa-count">{told}</span>'


def _cell(g: Grid, row: str, column: str) -> str:
    """One rate on the ramp with its parts; fewer than five due: the parts alone, dashed; nothing due: "/"."""
    counts = g.counts(row, column)
    n, m = RATES["due_rate_passed"].parts(counts)
    end = TOTAL in (row, column)
    late = " wa-corner" if counts["stock_overdue"] and not end else ""
    if not m:
        return f'<span class="wa-cell wa-void{late}">/</span>'
    parts = fraction(n, m)
    if g.wall.links:
        only = g.only(row, column)
        parts = (
            f"{g.wall.count(str(n), 'due_passed', AMONG, only=only)}/{g.wall.count(str(m), 'due', AMONG, only=only)}"
        )
    if m < FEWEST_DUE:
        return f'<span class="wa-cell wa-least{late}"><span>{parts}</span></span>'
    colour = ramp_class(n, m)
    style = "" if end else f' style="background:{theme.RAMP["dark"][colour]};color:{theme.INK["dark"][colour]}"'
    rate = e(RATES["due_rate_passed"].text(counts))
    return f'<span class="wa-cell{" wa-end" if end else ""}{late}"{style}><b>{rate}</b><small>{parts}</small></span>'
