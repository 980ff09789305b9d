"""Closure rates: the strip of rates, rank tables of sectors and townships, sector × township."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskmap.metrics import counts as counting
from riskmap.metrics import matrix as matrices
from riskmap.metrics import ranking
from riskmap.metrics.filters import Filter
from riskmap.metrics.format import half_up, pct
from riskmap.metrics.index import Index
from riskmap.metrics.matrix import TOTAL, Matrix
from riskmap.metrics.quality import Quality, quality
from riskmap.metrics.ranking import FEWEST_DUE, Line, RankTable
from riskmap.metrics.rates import RATES
from riskmap.views.html.analysis import FILES, ROUTE
from riskmap.views.html.context import Context
from riskmap.views.html.exporting import form
from riskmap.views.html.markup import card, e, empty, span
from riskmap.views.html.parts import apart, definition, narrowing, parts_of, percent, rank_head, rank_row
from riskmap.views.shading import ramp_class

STRIP = (  # rate shown, its other form where it has one, and what that form is called
    ("due_rate_passed", "due_rate", "as declared"),
    ("on_time_rate", "on_time_rate_passed", "confirmed"),
    ("rectification_rate", "reported_rate", "as declared"),
    ("major_rate", "", ""),
    ("closing_rate", "", ""),
)
PAGE = "closure_rates"  # whose filter a name or a cell narrows
CLASSES = ("<85", "85–90", "90–95", "95–98", "≥98")


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the tables print, computed once a question."""

    counts: dict[str, int]
    quality: Quality
    groups: RankTable
    sectors: RankTable
    townships: RankTable
    matrix: Matrix


def figures(index: Index, where: Filter) -> Figures:
    """Figures of a filter."""
    day, start = where.as_of, where.from_
    return Figures(
        counts=counting.total(index, day, start, where),
        quality=quality(index, where),
        groups=ranking.table(index, "group", day, start, where),
        sectors=ranking.table(index, "sector", day, start, where),
        townships=ranking.table(index, "township", day, start, where),
        matrix=matrices.matrix(index, where),
    )


def strip(context: Context, f: Figures, *, taken: str | None) -> str:
    """Five rates with definition, n/m, and the other form of those that have two; the file to take out.

    `taken`: of how much the figures of the file are where not of all ("" = of all), None where there is no file.
    """
    t, boxes = context.t, []
    for name, other, word in STRIP:
        second = ""
        if other:
            second = f'<small class="w-mu">{e(t(word))} {e(percent(context, other, f.counts))}</small>'
        names = (name, other) if other else (name,)
        boxes.append(
            f"<div><span>{e(_short(context, name))}</span>{definition(context, *names, end=name == 'closing_rate')}"
            f"<b>{e(percent(context, name, f.counts))}</b>{second}"
            f'<span class="w-aside">{parts_of(context, name, f.counts)}</span></div>'
        )
    mean = "/" if f.quality.mean_days is None else t("{n} days", n=t.number(f.quality.mean_days, 1))
    median = "/" if f.quality.median_days is None else t.number(f.quality.median_days)
    boxes.append(
        f"<div><span>{e(t('Mean days to rectify'))}</span><b>{e(mean)}</b>"
        f'<span class="w-aside">{e(t("median {n}", n=median))}</span></div>'
    )
    if taken is not None:
        words = {**context.query, "by": "group", "across": "township", "lang": t.lang}
        boxes.append(f'<div class="w-taking">{form(t, f"{ROUTE}rates", words, FILES, taken)}</div>')
    return f'<section class="w-card w-strip">{"".join(boxes)}</section>'


def _short(context: Context, name: str) -> str:
    words = {"due_rate_passed": "Due-item rate", "major_rate": "Major rate"}
    from riskmap.metrics.words import RATES as NAMES

    return context.t(words.get(name, NAMES[name]))


def sectors(context: Context, f: Figures, group_of: Mapping[str, str]) -> str:
    """Rank table of sector groups; a group with several sectors opens into them."""
    t = context.t
    inner: dict[str, list[Line]] = {}
    for line in f.sectors.lines:
        inner.setdefault(group_of.get(line.code, line.code), []).append(line)
    rows = [_group(context, line, inner.get(line.code, [])) for line in f.groups.lines]
    rows.append(apart(context, f.groups.self_found, "self_found"))
    rows.append(rank_row(context, f.groups.total, context.whole, "", cls="total"))
    return card(
        t("By sector"),
        rank_head(context, "Sector group") + "".join(rows),
        span(t("by rate, then overdue; ties share a rank")),
        button=definition(context, "due_rate_passed", "rectification_rate"),
    )


def _group(context: Context, line: Line, sectors: Sequence[Line]) -> str:
    only = {"group": (line.code or "unknown",)}
    name = context.label("group", line.code)
    if len(sectors) < 2:
        return rank_row(context, line, name, "sector", only=only, page=PAGE)
    head = rank_row(context, line, name, "sector", tag="summary", only=only, page=PAGE)
    rows = [
        rank_row(
            context,
            one,
            context.label("sector", one.code),
            "sector",
            cls="sub",
            only={"sector": (one.code or "unknown",)},
            page=PAGE,
        )
        for one in sectors
    ]
    return f'<details class="w-open">{head}{"".join(rows)}</details>'


def townships(context: Context, f: Figures) -> str:
    """Rank table of townships, with what they do not answer for beside it."""
    t = context.t
    rows = [
        rank_row(
            context,
            line,
            context.label("township", line.code),
            "township",
            only={"township": (line.code or "unknown",)},
            page=PAGE,
        )
        for line in f.townships.lines
    ]
    rows += [apart(context, f.townships.higher, "higher"), apart(context, f.townships.self_found, "self_found")]
    rows.append(rank_row(context, f.townships.total, context.whole, "", cls="total"))
    told = definition(context, "due_rate_passed", "rectification_rate")
    aside = span(t("county and township supervision"))
    return card(t("By township"), rank_head(context, "Township") + "".join(rows), aside, button=told)


def matrix(context: Context, f: Figures) -> str:
    """Sector group × township: rate and n/m on a discrete ramp, a corner where something is overdue (DESIGN.md §7)."""
    t = context.t
    title, told = t("Sector × township: due-item rate (%)"), definition(context, "due_rate_passed")
    if not f.matrix.rows or not f.matrix.columns:
        return card(title, empty(t("Nothing fell due in the period.")), button=told)
    top = "".join(f'<th scope="col">{_end(context, "township", code)}</th>' for code in f.matrix.columns)
    head = f'<tr><th></th>{top}<th scope="col">{e(context.whole)}</th></tr>'
    lines = [_matrix_row(context, f, code) for code in (*f.matrix.rows, TOTAL)]
    body = f"<thead>{head}</thead><tbody>{''.join(lines)}</tbody>"
    table = f'<div class="w-scroll"><table class="w-matrix">{body}</table></div>'
    note = f'<p class="w-foot">{e(t("Self-found general items stand apart; all levels of supervision are in."))}</p>'
    return card(title, table + note, legend(context), button=told)


def _matrix_row(context: Context, f: Figures, group: str) -> str:
    name = e(context.t("Total")) if group == TOTAL else _end(context, "group", group)
    cells = "".join(
        _cell(context, f.matrix.cells.get((group, code)), group, code) for code in (*f.matrix.columns, TOTAL)
    )
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _end(context: Context, dim: str, code: str) -> str:
    return narrowing(context, PAGE, e(context.label(dim, code)), {dim: (code or "unknown",)})


def _cell(context: Context, counts: Mapping[str, int] | None, group: str, township: str) -> str:
    if counts is None or not any(counts[name] for name in ("due", "stock_overdue")):
        return "<td>/</td>"
    n, m = RATES["due_rate_passed"].parts(counts)
    only: dict[str, object] = {}
    if group != TOTAL:
        only["group"] = (group or "unknown",)
    if township != TOTAL:
        only["township"] = (township or "unknown",)
    total = TOTAL in (group, township)
    shown = parts_of(context, "due_rate_passed", counts, "sector", only)
    address = context.href(PAGE, {}, **only) if only else ""
    return matrix_cell(context, (n, m), shown, address, total=total, late=counts["stock_overdue"])


def matrix_cell(
    context: Context, parts: tuple[int, int], shown: str, address: str, *, total: bool, late: int | None = None
) -> str:
    """A cell: its rate leads to `address`, `shown` (n/m) opens its rows, a corner says that some are overdue.

    `total`: at an end of the table, where no corner is drawn; `late`: overdue items, None where they are not told.
    """
    n, m = parts
    few = m < FEWEST_DUE
    kind = "few" if few else "sum" if total else f"c{ramp_class(n, m)}"
    inner = "" if few else f"<b>{e(pct(n, m))}</b>"
    if address:
        word = e(context.t("Narrow the filter to this"))
        inner = f'<a class="w-whole" href="{e(address)}" aria-label="{word}">{inner}</a>'
    told = "" if late is None else context.t("{n} overdue", n=context.t.number(late))
    corner = " late" if late and not total else ""
    return f'<td class="{kind}{corner}" title="{e(told)}"><div>{inner}{shown}</div></td>'


def legend(context: Context) -> str:
    """Classes of the ramp and the two signs of the matrix."""
    t = context.t
    colours = ("#EAF1F6", "#C9DEEB", "#9CC4DB", "#5F9FC2", "#2A7199")
    steps = "".join(f'<span><i style="background:{c}"></i>{e(w)}</span>' for c, w in zip(colours, CLASSES, strict=True))
    late = f'<span><b class="w-late">◥</b>{e(t("has overdue"))}</span>'
    few = f'<span><i style="border-style:dashed"></i>{e(t("fewer than {n} due: counts only", n=FEWEST_DUE))}</span>'
    return f'<span class="w-ramp">{steps}{late}{few}</span>'


def share(n: int, m: int) -> str:
    """A plain share in per cent, "/" of nothing."""
    return f"{half_up(n, m)}%" if m else "/"
