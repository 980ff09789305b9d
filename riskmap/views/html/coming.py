"""What is coming: what falls due day by day, and how much is expected to be crossed off."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from riskmap.metrics.due_calendar import LATER, PASSED, UNDATED, WEEKEND, Calendar, DueDay
from riskmap.metrics.expected import LEVEL, Expected
from riskmap.views.coming_chart import weeks
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table
from riskmap.views.html.parts import explained
from riskmap.views.html.tables import pictures, view

MAJOR: Final = {"grade": ("major",)}
WEEK: Final = ("weekday|Mon", "weekday|Tue", "weekday|Wed", "weekday|Thu", "weekday|Fri", "weekday|Sat", "weekday|Sun")
SHADES: Final = (0.25, 0.5)  # of the fullest day: from here on a darker shade


def strip(context: Context, found: Calendar, foretold: Sequence[Expected]) -> str:
    """The figures of the part in one line; all are of the stock."""
    t = context.t
    major = sum(one.major for one in found.days)
    last = len(found.days) - 1
    majors = "" if not major else f"{e(t('of these major'))} {context.count(major, f'soon.{last}', only=MAJOR)}"
    passed = "" if not found.passed else f"{e(t('round late'))} {context.count(found.passed, f'in.{PASSED}')}"
    undated = "" if not found.undated else f"{e(t('no date'))} {context.count(found.undated, f'in.{UNDATED}')}"
    late = "w-n w-late" if found.overdue else "w-n"
    boxes = [
        _box(t("Due within {n} days", n=last), context.count(found.ahead, f"soon.{last}"), majors),
        _box(t("of these on a weekend"), context.count(found.weekend, f"in.{WEEKEND}"), e(t("Saturday, Sunday"))),
        _box(t("Due later"), context.count(found.later, f"in.{LATER}"), undated),
        _box(t("Overdue"), context.count(found.overdue, "stock_overdue", cls=late), passed),
    ]
    for one in (foretold[0], foretold[-1]) if foretold else ():
        title = t("Expected to close, {weeks}", weeks=weeks(t, one.weeks))
        boxes.append(_box(title, e(t.number(round(one.expected))), e(t("{low} to {high}", low=one.low, high=one.high))))
    return f'<section class="w-card w-strip">{"".join(boxes)}</section>'


def _box(title: str, value: str, aside: str) -> str:
    return f'<div><span>{e(title)}</span><b>{value}</b><span class="w-aside">{aside}</span></div>'


def calendar(context: Context, found: Calendar) -> str:
    """The due calendar: a row a week, a cell a day; each number opens its rows."""
    t = context.t
    told = explained(
        context,
        (t("Due calendar"), t("Items of the stock not rectified, by the day on which their time runs out.")),
        (t("Which day"), t("The date of the present round where one is set, else the due date in force.")),
        (t("Not in it"), t("What is overdue already, due later, or has no date stands above.")),
    )
    head = "".join(f'<th scope="col">{e(t(name))}</th>' for name in WEEK)
    most = max((one.items for one in found.days), default=0)
    by_day = {one.day: (number, one) for number, one in enumerate(found.days)}
    monday, last, lines = context.day - timedelta(days=context.day.weekday()), found.days[-1].day, []
    while monday <= last:
        days = [monday + timedelta(days=number) for number in range(7)]
        lines.append("<tr>" + "".join(_cell(context, by_day.get(day), most) for day in days) + "</tr>")
        monday += timedelta(days=7)
    body = f'<table class="w-days"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    if not found.ahead:
        body = empty(t("Nothing falls due in the next {n} days.", n=len(found.days) - 1))
    aside = span(t("darker = more items; line below = weekend"))
    return card(t("Due calendar, next {n} days", n=len(found.days) - 1), body, aside, button=told)


def _cell(context: Context, of: tuple[int, DueDay] | None, most: int) -> str:
    if of is None:
        return '<td class="out"></td>'
    number, one = of
    classes = [name for name, on in (("off", one.weekend), ("now", not number), (_shade(one.items, most), True)) if on]
    t, word = context.t, f"in.{number}"
    first = not number or one.day.day == 1
    date = t.date(one.day, "short") if first else str(one.day.day)
    items = context.count(one.items, word) if one.items else ""
    major = ""
    if one.major:
        major = f'<span class="major">{e(t("grade|major"))} {context.count(one.major, word, only=MAJOR)}</span>'
    return f'<td class="{" ".join(classes)}"><small>{e(date)}</small><b>{items}</b>{major}</td>'


def _shade(items: int, most: int) -> str:
    return "d0" if not items else f"d{1 + sum(items >= share * most for share in SHADES)}"


def expected(context: Context, found: Sequence[Expected]) -> str:
    """Card head of the figure: what is expected to be crossed off, how it was reckoned, how earlier ones fared."""
    t = context.t
    level = t.percent(f"{100 * LEVEL:.0f}")
    told = explained(
        context,
        (t("Expected"), t("The sum over the open items of today of their chance to be crossed off in time.")),
        (t("Chance"), t(
            "The share of the items at the same place in the loop, of the same grade and age, that were crossed "
            "off as fast in the past 52 weeks."
        )),
        (t("Interval"), t(
            "So wide that {level} of the forecasts made in the same way over the past year would have held, never "
            "narrower than for independent items. New finds are not in it.", level=level,
        )),
    )  # fmt: skip
    title = t("Expected to be crossed off")
    if not found:
        return card(title, empty(t("There are fewer than 12 weeks of history: nothing is foretold.")), button=told)
    rows = [
        [
            e(weeks(t, one.weeks)), e(t.number(one.expected, 1)), e(t("{low} to {high}", low=one.low, high=one.high)),
            str(one.items), f"{one.held}/{one.trials}" if one.trials else "/",
        ]
        for one in found
    ]  # fmt: skip
    head = [e(t("Within")), *(">" + e(t(one)) for one in ("Expected", "Interval", "Open", "Earlier ones held"))]
    held, trials = sum(one.held for one in found), sum(one.trials for one in found)
    said = t("Of {n} open today.", n=found[0].items)
    past = t("Of {trials} such forecasts of the past year {held} intervals held what came.", trials=trials, held=held)
    few = t("There are too few past forecasts to say how often the interval holds.")
    body = f'<p class="w-mu w-said">{e(said)} {e(past if trials else few)}</p>'
    return card(title, body, button=told + view(context, table(head, rows)) + pictures(context, title))
