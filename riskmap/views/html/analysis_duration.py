"""How long it takes, in cards: curves to rectify and to close, units, and the stages with whose desk they lie on."""

from collections.abc import Mapping, Sequence
from typing import Final

from riskmap.metrics.durations import CLOSED, FEWEST_ENDS, RECTIFIED, Curve, Unit
from riskmap.metrics.filters import Filter
from riskmap.metrics.format import pct
from riskmap.metrics.stages import Days, Stage
from riskmap.views import charts_analysis
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table, why
from riskmap.views.html.tables import key, pictures, view

TITLES: Final = {RECTIFIED: "curve|Days to rectify", CLOSED: "Days to closing"}
ENDS: Final = {RECTIFIED: "Declared rectified", CLOSED: "Closed"}
STAGES: Final = {
    "order": "stage|Found → ordered",
    "rectify": "stage|Ordered → rectified",
    "review": "stage|Rectified → passed",
    "close": "stage|Passed → closed",
}
DESKS: Final = {
    "enterprise": "desk|Enterprise",
    "department": "desk|Department",
    "township": "desk|Township",
    "higher": "desk|City and above",
    "office": "desk|Committee office",
}
UNITS: Final = {"group": "Sector group", "sector": "Sector", "township": "Township"}
MEDIANS: Final = {
    "group": "Median days to rectify by sector group", "sector": "Median days to rectify by sector",
    "township": "Median days to rectify by township",
}  # fmt: skip
DEFINITIONS: Final = {
    "Curve": "one minus the Kaplan–Meier estimate: share of what was found in the period that was done within so "
    "many days",
    "Open items": "count as long as they were seen open, then leave the count (censored); void and unconfirmed ones "
    "are left out",
    "Interval": "95 %, log-log, Greenwood's variance; of the median: the days on which it holds one half",
}
STAGE_DEFINITIONS: Final = {
    "Days of a stage": "what was found in the period; several rounds of one hazard add up on each desk",
    "Running": "not done by the day: its days so far, counted apart; the median with them is a Kaplan–Meier estimate",
    "Over the term": "order 3 working days, rectification the due date in force, re-inspection 10 days; closing has "
    "no term",
    "Without dates": "a step whose day the ledger does not tell: in no median, never 0 days",
    "Desk": "self-found general items stay with the enterprise; crossing off a major one lies with the committee "
    "office",
}


def definition(context: Context, lines: Mapping[str, str]) -> str:
    """A button that opens definitions, and the period."""
    t = context.t
    period = t("{start} to {end}, last day included", start=t.date(context.where.from_), end=t.date(context.day))
    told = [(t(name), t(text)) for name, text in lines.items()]
    return why(t("Definition"), [*told, (t("Period"), period)])


def curve(context: Context, curves: Mapping[str, Curve], event: str) -> str:
    """Head of the card of a curve: medians with intervals, and the same as a table."""
    t = context.t
    title = t(TITLES[event])
    told = definition(context, DEFINITIONS)
    if not curves["all"].items:
        return card(title, empty(t("Nothing was found in the period.")), button=told)
    rows = []
    for name, word, only in (
        ("all", t("All"), {}),
        ("general", t("General"), {"grade": ("general",)}),
        ("major", t("Major"), {"grade": ("major",)}),
    ):
        if only and context.where.grade and name not in context.where.grade:
            continue
        one = curves[name]
        items, ends = context.count(one.items, "found", only=only), context.count(one.ends, event, only=only)
        rows.append([e(word), items, ends, e(median(context, one))])
    head = ["", ">" + e(t("Found")), ">" + e(t(ENDS[event])), ">" + e(t("median (95 % interval)"))]
    keys = key(t("General"), "#1B6394") + key(t("Major"), "#17222E", "dashed")
    said = " · ".join(
        f"{e(word)} <b>{e(median(context, curves[name]))}</b>"
        for name, word in (("general", t("General")), ("major", t("Major")))
        if curves[name].items
    )
    body = f'<p class="w-mu" style="margin:0">{e(t("median (95 % interval)"))}: {said}</p>'
    return card(
        title,
        body,
        f"{e(t('cumulative %'))}{keys}",
        button=told + view(context, table(head, rows)) + pictures(context, title),
    )


def median(context: Context, one: Curve) -> str:
    """A median with its interval; why there is none."""
    t = context.t
    if one.ends < FEWEST_ENDS:
        return t("fewer than {n} done", n=FEWEST_ENDS)
    if one.median is not None and one.days[-1] == one.median and one.ends == one.items:
        return t("{n} days", n=t.number(one.median))  # all were done by then: nothing to estimate
    low, high = ("…" if value is None else t.number(value) for value in one.between)
    if one.median is None:
        return t("not reached (from {low})", low=low) if one.between[0] is not None else t("not reached")
    return t("{n} days ({low}–{high})", n=t.number(one.median), low=low, high=high)


def dims(where: Filter) -> tuple[str, str]:
    """The dimensions whose units are told: sector groups, or sectors once the filter asks for some; townships."""
    return ("sector" if where.group or where.sector else "group", "township")


def units(context: Context, dim: str, found: Mapping[str, Sequence[Unit]]) -> str:
    """Head of the card of a dimension: medians of both events by unit as a table."""
    t = context.t
    closed = {one.code: one.curve for one in found[CLOSED]}
    rows = []
    for one in found[RECTIFIED]:
        only, until = {dim: (one.code or "unknown",)}, closed[one.code]
        rows.append([
            e(context.label(dim, one.code)), context.count(one.curve.items, "found", only=only),
            context.count(one.curve.ends, "rectified", only=only), e(median(context, one.curve)),
            context.count(until.ends, "closed", only=only), e(median(context, until)),
        ])  # fmt: skip
    head = [
        e(t(UNITS[dim])), ">" + e(t("Found")), ">" + e(t("Declared rectified")), ">" + e(t("unit|Days to rectify")),
        ">" + e(t("Closed")), ">" + e(t("unit|Days to closing")),
    ]  # fmt: skip
    title = t(MEDIANS[dim])
    button = definition(context, DEFINITIONS) + view(context, table(head, rows)) + pictures(context, title)
    body = "" if rows else empty(t("Nothing was found in the period."))
    return card(title, body, span(t("in the county's order, not ranked")), button=button)


def stages(context: Context, found: Sequence[Stage]) -> str:
    """The card of the stages: one line a stage, the desks below it."""
    t = context.t
    whole = sum(one.done.total + one.running.total for one in found if not one.desk)
    rows, classes = [], []
    for one in found:
        if one.desk and sum(other.code == one.code for other in found) == 2:  # one desk only: named in its stage's line
            continue
        rows.append(_stage(context, one, found, whole))
        classes.append("apart" if one.desk else "")
    head = [
        e(t("Stage, desk")), ">" + e(t("Done")), ">" + e(t("mean")), ">" + e(t("median")), ">" + e(t("Running")),
        ">" + e(t("so far, median")), ">" + e(t("With running ones")), ">" + e(t("Over the term")),
        ">" + e(t("Without dates")), ">" + e(t("Share of days")),
    ]  # fmt: skip
    body = f'<div class="w-scroll">{table(head, rows, classes=classes)}</div>'
    aside = span(t("days an item; every count opens its rows"))
    return card(t("Where in the loop time is lost"), body, aside, "w-spread", definition(context, STAGE_DEFINITIONS))


def _stage(context: Context, one: Stage, found: Sequence[Stage], whole: int) -> list[str]:
    t = context.t
    lone = [other.desk for other in found if other.code == one.code and other.desk]
    desk = one.desk or (lone[0] if len(lone) == 1 else "")
    name = e(t(DESKS[one.desk])) if one.desk else f"<b>{e(t(STAGES[one.code]))}</b>"
    if not one.desk and desk:
        name += f' <span class="w-mu">{e(t(DESKS[desk]))}</span>'
    days = one.done.total + one.running.total
    return [
        f'<span style="padding-left:14px">{name}</span>' if one.desk else name,
        _count(context, one, one.done.n, "done"), _mean(context, one.done), _median(context, one.done),
        _count(context, one, one.running.n, "running"), _median(context, one.running),
        e(median(context, one.curve)), _over(context, one), _count(context, one, one.unknown, "unknown"),
        f"{e(t.percent(pct(days, whole)))} <span class='w-mu'>{e(t.number(days))}</span>" if whole else "/",
    ]  # fmt: skip


def _count(context: Context, one: Stage, n: int, part: str) -> str:
    word = f"stage.{one.code}.{part}" + (f".{one.desk}" if one.desk else "")
    return context.count(n, word)


def _mean(context: Context, days: Days) -> str:
    return "/" if days.mean is None else e(context.t.number(days.mean, 1))


def _median(context: Context, days: Days) -> str:
    return "/" if days.median is None else e(context.t.number(days.median, 0 if days.median == int(days.median) else 1))


def _over(context: Context, one: Stage) -> str:
    if not one.judged:
        return "/" if one.code != "close" else span(context.t("no term"), "w-mu")
    n, m = _count(context, one, one.over, "over"), _count(context, one, one.judged, "judged")
    return f"{e(context.t.percent(pct(one.over, one.judged)))} <span class='w-mu'>{n}/{m}</span>"


def stage_bars(context: Context, found: Sequence[Stage]) -> list[charts_analysis.Bar]:
    """Days together of each stage and desk, done and still running."""
    t = context.t
    desks = [one for one in found if one.desk and (one.done.total or one.running.total)]
    return [
        charts_analysis.Bar(
            name=f"{t(STAGES[one.code])} · {t(DESKS[one.desk])}",
            value=one.done.total,
            said=t("{n} days", n=t.number(one.done.total + one.running.total)),
            more=one.running.total,
        )
        for one in desks
    ]


def stage_head(context: Context, found: Sequence[Stage]) -> str:
    """Head of the card of the days by stage and desk."""
    t = context.t
    rows = [
        [e(t(STAGES[one.code])), e(t(DESKS[one.desk])), e(t.number(one.done.total)), e(t.number(one.running.total))]
        for one in found
        if one.desk
    ]
    head = [e(t("Stage")), e(t("Desk")), ">" + e(t("Days, done")), ">" + e(t("Days, running"))]
    keys = "".join(
        f'<span class="w-key"><i style="background:{colour}"></i>{e(word)}</span>'
        for word, colour in ((t("Done"), "#5F9FC2"), (t("Running"), charts_analysis.LIGHTER))
    )
    body = "" if rows else empty(t("Nothing was found in the period."))
    title = t("Days by stage and desk")
    button = definition(context, STAGE_DEFINITIONS) + view(context, table(head, rows)) + pictures(context, title)
    return card(title, body, keys, button=button)


def note(context: Context) -> str:
    """What the part counts, as of when, and how shares are written."""
    t = context.t
    text = t(
        "Counted: what was found from {start} to {end}, as of {end}; ages: what stands open on that day. "
        'A share stands with its parts, "/" where there is nothing to divide by.',
        start=t.date(context.where.from_), end=t.date(context.day),
    )  # fmt: skip
    return f'<p class="w-foot">{e(text)}</p>'
