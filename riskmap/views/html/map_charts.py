"""Charts beside the map: what its view or selection holds, as bars whose figures open their rows."""

from collections.abc import Callable, Sequence

from riskmap.domain.codes import Grade, Progress
from riskmap.metrics import stock
from riskmap.metrics.drill import LATE, SHOWN
from riskmap.metrics.ranking import Line, RankTable
from riskmap.metrics.selection import Selection
from riskmap.views import names
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span
from riskmap.views.html.parts import apart, definition, mark, rank_cells, rank_head, rank_line
from riskmap.views.marks import ORDER

COLUMNS = 7  # of a rank table: all but the rate as declared
GENERAL, MAJOR = "#9CC4DB", "#2A7199"
Only = dict[str, tuple[str, ...]]


def charts(context: Context, found: Selection) -> str:
    """Four cards of a selection: progress by grade, days late, townships and sector groups by closure rate."""
    t = context.t
    if not found.shown and not any(found.counts.values()):
        return f'<p class="rm-blank">{e(t("No hazards in this selection"))}</p>'
    period = t("{start} to {end}", start=t.date(context.where.from_), end=t.date(context.day))
    told = t("Stock as of {day}; rates of {period}", day=t.date(context.day), period=period)
    cards = (_progress(context, found), _late(context, found), _townships(context, found), _groups(context, found))
    return f'<p class="rm-dated">{e(told)}</p><div class="rm-charts">{"".join(cards)}</div>'


def _progress(context: Context, found: Selection) -> str:
    t = context.t
    most = max(sum(pair) for pair in found.progress.values()) or 1
    rows = []
    for code in ORDER:
        general, major = found.progress[code]
        only: Only = {"progress": (code.value,)}
        bars = _bar(100 * major / most, MAJOR) + _bar(100 * general / most, GENERAL)
        name = t("mark|Closed, last 90 days") if code == Progress.CLOSED else t(names.PROGRESS[code])
        figures = [
            _number(context, number, SHOWN, {**only, "grade": (grade.value,)})
            for number, grade in ((major, Grade.MAJOR), (general, Grade.GENERAL))
        ]
        rows.append(_row(mark(code, size=20), name, bars, figures))
    keys = "".join(
        f'<span class="w-key"><i style="background:{colour}"></i>{e(word)}</span>'
        for word, colour in ((t("Major"), MAJOR), (t("General"), GENERAL))
    )
    head = _head(["", "", "", t("Major"), t("General")])
    aside = f"{context.count(found.shown, SHOWN)} {e(t('on the map or without coordinates'))}{keys}"
    return card(t("By progress"), head + "".join(rows), aside, "rm-bars")


def _late(context: Context, found: Selection) -> str:
    t, late = context.t, found.counts["stock_overdue"]
    title = t("Overdue, by days late")
    of = f"{context.count(late, 'stock_overdue')}/{context.count(found.counts['stock'], 'stock')}"
    aside = f"{e(t('overdue / stock'))} {of}"
    if not late:
        return card(title, empty(t("Nothing is overdue as of {day}", day=t.date(context.day))), aside, "rm-bars")
    most, rows = max(found.late), []
    for first, last, number in zip(*_classes(), found.late, strict=True):
        name = t("{first} to {last} days", first=first, last=last) if last else t("{n} days and more", n=first)
        bar = _bar(100 * number / most, "var(--rm-late)")
        rows.append(_row("", name, bar, [_number(context, number, f"{LATE}{first}")]))
    return card(title, "".join(rows), aside, "rm-bars one")


def _classes() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last day of each class of days late; the last one has no end (0)."""
    return stock.late_from(), (*stock.EDGES, 0)


def _townships(context: Context, found: Selection) -> str:
    def row(line: Line) -> str:
        only = {"township": (line.code or "unknown",)}
        return _short(rank_cells(context, line, context.label("township", line.code), "township", only=only))

    return _ranks(context, found.townships, "By township", "Township", row)


def _groups(context: Context, found: Selection) -> str:
    def row(line: Line) -> str:
        only = {"group": (line.code or "unknown",)}
        return _short(rank_cells(context, line, context.label("group", line.code), "sector", only=only))

    return _ranks(context, found.groups, "By sector", "Sector group", row)


def _ranks(context: Context, table: RankTable, title: str, first: str, row: Callable[[Line], str]) -> str:
    rows = [row(line) for line in table.lines if any(line.counts.values())]
    rows += [apart(context, line, code, COLUMNS) for line, code in _beside(table)]
    rows.append(_short(rank_cells(context, table.total, context.t("Total"), "", "total"), "total"))
    body = rank_head(context, first, COLUMNS) + "".join(rows)
    return card(context.t(title), body, button=definition(context, "due_rate_passed"))


def _short(cells: Sequence[str], cls: str = "") -> str:
    return rank_line(cells[:COLUMNS], cls=cls)


def _beside(table: RankTable) -> Sequence[tuple[Line | None, str]]:
    return (table.higher, "higher"), (table.self_found, "self_found")


def _row(mark: str, name: str, bars: str, figures: Sequence[str]) -> str:
    cells = "".join(f"<span>{figure}</span>" for figure in figures)
    return f'<div class="rm-line"><span>{mark}</span>{span(name)}<span class="rm-track">{bars}</span>{cells}</div>'


def _head(titles: Sequence[str]) -> str:
    return f'<div class="rm-line head">{"".join(span(title) for title in titles)}</div>'


def _bar(width: float, colour: str) -> str:
    return f'<i style="width:{width:.1f}%;background:{colour}"></i>' if width else ""


def _number(context: Context, number: int, measure: str, only: Only | None = None) -> str:
    """A count that opens its rows; nothing opens nothing, whatever else the filter asks."""
    return context.count(number, measure, only=only) if number else span("0", "w-mu")
