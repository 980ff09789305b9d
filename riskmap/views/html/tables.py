"""Heads of the charts' cards: what is drawn, in which colour, and the same figures as a table."""

from collections.abc import Mapping

import pandas as pd

from riskmap.metrics.durations import FEWEST_ENDS, Curve
from riskmap.metrics.format import pct
from riskmap.metrics.stock import Ages
from riskmap.views import charts
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table
from riskmap.views.html.parts import definition, n_of_m


def view(context: Context, inner: str) -> str:
    """The table view of a chart, behind a button."""
    return (
        f'<details class="w-why end w-tableview"><summary>{e(context.t("Table"))}</summary><dl>{inner}</dl></details>'
    )


def pictures(context: Context, title: str) -> str:
    """Buttons that make a picture of the chart in the browser (assets/pictures.js)."""
    told = f"{title} · {context.t('As of')} {context.t.date(context.day)}"
    return "".join(
        f'<button type="button" class="w-picture" data-picture="{kind}" data-title="{e(told)}">{kind.upper()}</button>'
        for kind in ("png", "svg")
    )


def key(text: str, colour: str, style: str = "solid") -> str:
    """The key of a line in a chart."""
    line = f"border-top:2px {style} {colour};height:0"
    return f'<span class="w-key"><i style="{line}"></i>{e(text)}</span>'


def trend(context: Context, weeks: pd.DataFrame) -> str:
    """Card head of the weekly trend."""
    t = context.t
    rows = [
        [
            e(t.date(row["as_of"], "short")),
            e(t.percent(pct(int(row["due_passed"]), int(row["due"])))),
            e(n_of_m(context, int(row["due_passed"]), int(row["due"]))),
            e(t.percent(pct(int(row["due_rectified"]), int(row["due"])))),
            str(int(row["stock_overdue"])),
        ]
        for row in weeks.to_dict("records")
    ]
    head = [e(t("Sunday")), ">" + e(t("confirmed")), ">n/m", ">" + e(t("as declared")), ">" + e(t("Overdue"))]
    keys = key(t("confirmed"), "#1B6394") + key(t("as declared"), "#536374", "dashed")
    low = charts.floor(weeks)
    start = t("from {n}%", n=low) if low else ""
    none = "" if weeks["due_rate"].notna().any() else empty(t("Nothing fell due in the period."))
    aside = f"{e(t('12 weeks'))} {e(start)}{keys}"
    title = t("Due-item rate by week")
    button = definition(context, "due_rate_passed", "due_rate") + view(context, table(head, rows))
    return card(title, none, aside, button=button + ("" if none else pictures(context, title)))


def curve(context: Context, curves: Mapping[str, Curve]) -> str:
    """Card head of the closing curve."""
    t, rows = context.t, []
    for name, word in (("general", t("General")), ("major", t("Major"))):
        one = curves[name]
        median = "/" if one.shown_median is None else t("{n} days", n=one.shown_median)
        if one.ends < FEWEST_ENDS:
            median = t("fewer than {n} done", n=FEWEST_ENDS)
        rows.append([e(word), str(one.items), str(one.ends), e(median)])
    head = ["", ">" + e(t("Found")), ">" + e(t("Closed")), ">" + e(t("median"))]
    keys = key(t("General"), "#1B6394") + key(t("Major"), "#17222E", "dashed")
    none = "" if any(one.items for one in curves.values()) else empty(t("Nothing was found in the period."))
    medians = " · ".join(
        t("{grade}: median {n} days", grade=word, n=curves[name].shown_median)
        for name, word in (("general", t("General")), ("major", t("Major")))
        if curves[name].shown_median is not None
    )
    body = none or f'<p class="w-mu" style="margin:0">{e(medians)}</p>'
    title = t("Days to closing")
    button = view(context, table(head, rows)) + ("" if none else pictures(context, title))
    return card(title, body, f"{e(t('cumulative %'))}{keys}", button=button)


def ages(context: Context, found: Ages) -> str:
    """Card head of the ages of the stock."""
    t = context.t
    rows = [
        [e(name), str(general), str(major)]
        for name, general, major in zip(charts.classes(found.edges), found.general, found.major, strict=True)
    ]
    head = [e(t("days")), ">" + e(t("General")), ">" + e(t("Major"))]
    n = len(found.rows)
    keys = "".join(
        f'<span class="w-key"><i style="background:{colour}"></i>{e(word)}</span>'
        for word, colour in ((t("General"), "#9CC4DB"), (t("Major"), "#2A7199"))
    )
    median = "" if found.median_days is None else t("median {n} days", n=t.number(found.median_days))
    body = span(median, "w-mu") if n else empty(t("Nothing stands open."))
    title = t("Open items by age (days)")
    past = sum(found.overdue)
    late = context.count(past, "stock_overdue", cls="w-n w-late w-strong" if past else "w-n")
    overdue = f'<span class="w-mu"> · {e(t("Overdue"))} {late}</span>' if n else ""
    button = view(context, table(head, rows)) + (pictures(context, title) if n else "")
    return card(title, f"<div>{body}{overdue}</div>", keys, button=button)
