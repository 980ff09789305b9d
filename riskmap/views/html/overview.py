"""The leader's screen (DOMAIN.md §7): stock, the year's balance, this week; then majors, ranks, what falls due."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from riskmap.domain.codes import Level, Progress
from riskmap.domain.columns import to_day
from riskmap.metrics import drill, ranking
from riskmap.metrics.counts import total
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.ranking import RankTable
from riskmap.metrics.stock import due_within
from riskmap.metrics.trend import weekly
from riskmap.views.html import overview_lists
from riskmap.views.html.context import Context, address
from riskmap.views.html.markup import card, e, empty, link, span, why
from riskmap.views.html.parts import apart, definition, rank_head, rank_row
from riskmap.views.scene import Scene

LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page prints, computed once a question."""

    counts: dict[str, int]  # the period to the as-of day, and the stock
    week: dict[str, int]
    before: dict[str, int]  # the same days of the week before
    monday: date
    soon: dict[int, int]
    carried_major: int
    carried_overdue: int
    alarm: int
    levels: dict[Level, int]
    townships: RankTable
    groups: RankTable
    weeks: pd.DataFrame
    scene: Scene


def figures(index: Index, where: Filter, scene: Scene) -> Figures:
    """Figures of a filter; `scene`: the same filter's scene, whose numbers the lists share with the map."""
    day, start = where.as_of, where.from_
    monday = day - timedelta(days=day.isoweekday() - 1)
    week = timedelta(days=7)

    def count(measure: str) -> int:
        return int(np.count_nonzero(drill.rows(index, where, measure)))

    return Figures(
        counts=total(index, day, start, where),
        week=total(index, day, monday, where),
        before=total(index, day - week, monday - week, where),
        monday=monday,
        soon={days: int(np.count_nonzero(due_within(index, where, days))) for days in (3, 7)},
        carried_major=count("carried_in,stock_major"),
        carried_overdue=count("carried_in,stock_overdue"),
        alarm=count(drill.ALARM),
        levels=_levels(index, where),
        townships=ranking.table(index, "township", day, start, where),
        groups=ranking.table(index, "group", day, start, where),
        weeks=weekly(index, day, start, where),
        scene=scene,
    )


def _levels(index: Index, where: Filter) -> dict[Level, int]:
    frame = index.at(to_day(where.as_of)).loc[drill.rows(index, where, "stock_listed"), "listed_level"]
    counted = frame.value_counts()
    return {level: int(counted.get(level.value, 0)) for level in LEVELS}


def page(context: Context, f: Figures) -> str:
    """The whole page."""
    if not f.scene.total:
        return card("", empty(*nothing(context, "overview")))
    top = f'<div class="w-grid w-kpis">{_stock(context, f)}{_balance(context, f)}{_week(context, f)}</div>'
    left = (
        f'<div class="w-two-rows">{_ranks(context, f.townships, "township")}{_ranks(context, f.groups, "group")}</div>'
    )
    right = f'<div class="w-two-rows">{overview_lists.soon(context, f)}{overview_lists.flow(context, f)}</div>'
    middle = overview_lists.majors(context, f)
    return f'{top}<div class="w-grid w-three" style="margin-top:12px">{left}{middle}{right}</div>'


def nothing(context: Context, page: str) -> tuple[str, str]:
    """What an empty page says, and the way on: reset the filter, or bring in a ledger."""
    t, lang = context.t, context.query.get("lang", "")
    where = context.where
    if where.narrows:
        late = where.overdue or where.progress == (Progress.OVERDUE.value,)
        said = t("There are no hazards under this filter.")
        if late:
            said = t("Nothing overdue (as of {day}).", day=t.date(context.day, "short"))
        return said, link(address(page, {"lang": lang}), e(t("Reset")), "w-text")
    if where.set_as_of or where.set_from:
        return t("Nothing was found by {day}.", day=t.date(context.day)), link(
            address(page, {"lang": lang}), e(t("Reset")), "w-text"
        )
    return t("The ledger is empty."), link(context.href("import"), e(t("Import a ledger")), "w-text")


def _kpi(name: str, value: str, unit: str, below: str, cls: str = "") -> str:
    return f'<div class="w-kpi"><span>{e(name)}</span>{value}<i>{e(unit)}</i><small class="{cls}">{below}</small></div>'


def _stock(context: Context, f: Figures) -> str:
    t, c, item = context.t, f.counts, context.t("unit|items")
    late = "w-big w-late" if c["stock_overdue"] else "w-big"
    levels = " ".join(
        f'<span class="w-nobr">{e(context.label("listed_level", level.value))} '
        f"{context.count(n, 'stock_listed', only={'listed': (level.value,)})}</span>"
        for level, n in f.levels.items()
    )
    carried = f"{e(t('carried over'))} {context.count(c['carried_in'], 'carried_in')}"
    alarm = context.count(f.alarm, drill.ALARM, cls="w-n w-alarm" if f.alarm else "w-n")
    free = t("none overdue (as of {day})", day=t.date(context.day, "short"))
    none = "" if c["stock_overdue"] else f'<span class="w-done w-nobr">{e(free)}</span><br>'
    cells = [
        _kpi(t("Open (not closed)"), context.count(c["stock"], "stock", cls="w-big"), item, carried),
        _kpi(
            t("Overdue, not rectified"),
            context.count(c["stock_overdue"], "stock_overdue", cls=late),
            item,
            f"{none}{e(t('due within 7 days'))} {context.count(f.soon[7], 'soon.7')}",
        ),
        _kpi(
            t("Major, open"),
            context.count(c["stock_major"], "stock_major", cls="w-big"),
            item,
            f"{e(t('carried over'))} {context.count(f.carried_major, 'carried_in,stock_major')}　"
            f'<span class="w-nobr">{e(t("no control measures"))} {alarm}</span>',
        ),
        _kpi(t("Listed, not delisted"), context.count(c["stock_listed"], "stock_listed", cls="w-big"), item, levels),
    ]
    body = f'<div class="w-line">{"".join(cells)}</div>'
    return card(t("Stock"), body, e(t("whenever found")), button=_stock_told(context))


def _stock_told(context: Context) -> str:
    t = context.t
    return why(
        t("Definition"),
        [
            (
                t("Open (not closed)"),
                t("Confirmed, not void, found by the as-of day, not closed on it; whenever found."),
            ),
            (t("Overdue, not rectified"), t("Of these: the effective due date is past and no rectification stands.")),
            (t("carried over"), t("Of these: found before the period ({start}).", start=t.date(context.where.from_))),
            (
                t("no control measures"),
                t("Open major hazards without a control status or with none taken: an alarm of its own."),
            ),
        ],
    )


def _balance(context: Context, f: Figures) -> str:
    t, c = context.t, f.counts

    def part(title: str, figure: int | str, rows: str, note: str) -> str:
        return _kpi(title, context.count(figure, rows, cls="w-big"), "", e(note))

    moved = _signed(c["transferred"] - c["voided_in_period"])
    moves = t("moved {a}, void {b}", a=_signed(c["transferred"]), b=c["voided_in_period"])
    cells = [
        part(t("Opening"), c["opening"], "opening", t("open the day before")),
        "<em>+</em>",
        part(t("New"), c["new_in_period"], "new_in_period", t("entered the stock in the period")),
        "<em>−</em>",
        part(t("flow|Closed"), c["closed_in_period"], "closed_in_period", t("crossed off")),
        "<em>±</em>",
        part(t("Moved, void"), moved, "voided_in_period+transferred", moves),
        "<em>=</em>",
        part(t("Open"), c["stock"], "stock", t("as on the left")),
    ]
    told = why(
        t("Definition"),
        [
            (t("Balance"), t("Opening + new − closed − void ± moved = open; flows count on the day they happened.")),
            (
                t("New"),
                t("Confirmed in the period, whenever it was found; what was voided since is taken out beside it."),
            ),
            (t("Moved"), t("Township, sector or grade corrected in the period.")),
        ],
    )
    period = f"{t.date(context.where.from_)} — {t.date(context.day)}"
    return card(t("Balance of the period"), f'<div class="w-sum">{"".join(cells)}</div>', e(period), button=told)


def _signed(number: int) -> str:
    """A number with its sign, 0 without one."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def _week(context: Context, f: Figures) -> str:
    t, item = context.t, context.t("unit|items")
    cells = "".join(
        _kpi(
            t(name),
            context.count(f.week[measure], measure, cls="w-big", only={"from_": f.monday}),
            item,
            e(t("same days last week {n}", n=t.number(f.before[measure]))),
        )
        for name, measure in (("New", "new_in_period"), ("flow|Closed", "closed_in_period"))
    )
    period = f"{t.date(f.monday, 'short')} — {t.date(context.day, 'short')}"
    return card(t("This week"), f'<div class="w-line">{cells}</div>', e(period))


def _ranks(context: Context, table: RankTable, by: str) -> str:
    t = context.t
    title, first = (
        (t("Townships: due-item rate"), "Township")
        if by == "township"
        else (t("Sector groups: due-item rate"), "Sector group")
    )
    among = "township" if by == "township" else "sector"
    rows = [
        rank_row(context, line, context.label(by, line.code), among, only={by: (line.code or "unknown",)})
        for line in table.lines
    ]
    rows += [apart(context, table.higher, "higher"), apart(context, table.self_found, "self_found")]
    rows.append(rank_row(context, table.total, context.whole, "", cls="total"))
    button = definition(context, "due_rate_passed", "rectification_rate")
    aside = span(t("by rate, then overdue; ties share a rank"))
    return card(title, rank_head(context, first) + "".join(rows), aside, button=button)
