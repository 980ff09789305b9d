"""The figures over time (DESIGN.md §7): rate, flow and stock by week or month, zoomed in the browser (charts.js)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from riskmap.domain.annotations import Annotation
from riskmap.metrics.rates import ALL
from riskmap.metrics.timeline import FLOWS, Line, Point
from riskmap.views import theme
from riskmap.views.charts import base
from riskmap.views.words import Words

CONFIG = {"displayModeBar": False, "responsive": True, "doubleClick": "reset", "showTips": False}  # tips are English
FOUND = "#A9B5C1"  # finding more is neither good nor bad
HEIGHT = 250


class Band(NamedTuple):
    """Where an annotation lies among the periods of a chart, and its number in the list beside it."""

    first: int
    last: int
    number: int


def bands(lines: Sequence[Line], known: Sequence[Annotation]) -> list[Band]:
    """The annotations that touch the periods shown, numbered in their order from 1."""
    found = []
    for number, one in enumerate(known, 1):
        at = [
            place for place, line in enumerate(lines)
            if one.first <= line.now.period.end and one.last >= line.now.period.start
        ]  # fmt: skip
        if at:
            found.append(Band(at[0], at[-1], number))
    return found


def rates(lines: Sequence[Line], name: str, t: Words, names: Sequence[str], marks: Sequence[Band]) -> go.Figure:
    """A rate as of the end of each period (line) and of the same period a year ago (dashed)."""
    figure = _figure(name)
    colours = theme.LIGHT
    for points, word, colour, dash in (
        ([line.last_year for line in lines], t("a year ago"), colours["second"], "dash"),
        ([line.now for line in lines], t("period|this year"), colours["accent"], "solid"),
    ):
        parts = [_parts(point, name) for point in points]
        figure.add_scatter(
            x=list(names), y=[100 * n / m if m else None for n, m in parts], mode="lines+markers", name=word,
            line={"color": colour, "width": 2, "dash": dash}, marker={"size": 5},
            customdata=[t("{n} of {m}", n=n, m=m) for n, m in parts],
            hovertemplate="%{x}<br>" + word + " %{y:.1f}%<br>%{customdata}<extra></extra>",
        )  # fmt: skip
    low = floor(lines, name)
    figure.update_yaxes(range=[low, 100 + (100 - low) * 0.08], nticks=5)
    return _dressed(figure, names, marks)


def floor(lines: Sequence[Line], name: str) -> int:
    """Where the axis of a rate starts, in per cent: the ten below the lowest point, at least ten below the top."""
    parts = [_parts(point, name) for line in lines for point in (line.now, line.last_year)]
    lowest = min((n / m for n, m in parts if m), default=0.0)
    return max(0, min(90, int(lowest * 10) * 10))


def _parts(point: Point, name: str) -> tuple[int, int]:
    return ALL[name].parts(point.year) if point.year is not None else (0, 0)


def flows(lines: Sequence[Line], t: Words, names: Sequence[str], marks: Sequence[Band]) -> go.Figure:
    """What came and went in each period: found and crossed off as bars, rectified and newly overdue as lines."""
    figure = _figure("flows")
    for name, word, colour in (
        ("new_in_period", t("flow|Found"), FOUND), ("closed_in_period", t("flow|Crossed off"), theme.LIGHT["bar"]),
    ):  # fmt: skip
        figure.add_bar(
            x=list(names), y=[line.now.flows[name] for line in lines], name=word, marker={"color": colour},
            hovertemplate="%{x}<br>" + word + " %{y}<extra></extra>",
        )  # fmt: skip
    for name, word, colour, dash in (
        ("flow.rectified", t("flow|Rectified"), theme.LIGHT["accent"], "dash"),
        ("newly_late", t("flow|Newly overdue"), theme.OVERDUE, "solid"),
    ):
        figure.add_scatter(
            x=list(names), y=[line.now.flows[name] for line in lines], name=word, mode="lines+markers",
            line={"color": colour, "width": 2, "dash": dash}, marker={"size": 5},
            hovertemplate="%{x}<br>" + word + " %{y}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="group", bargap=0.3)
    _items(figure, max((line.now.flows[name] for line in lines for name in FLOWS), default=0))
    return _dressed(figure, names, marks)


def stock(lines: Sequence[Line], t: Words, names: Sequence[str]) -> go.Figure:
    """What stood open on the last day of each period, overdue apart; bars start at 0."""
    figure = _figure("stock")
    late = [line.now.stock["stock_overdue"] for line in lines]
    rest = [line.now.stock["stock"] - number for line, number in zip(lines, late, strict=True)]
    for word, values, colour in (
        (t("Overdue"), late, theme.OVERDUE),
        (t("Others in stock"), rest, theme.RAMP["light"][2]),
    ):
        figure.add_bar(
            x=list(names), y=values, name=word, marker={"color": colour},
            hovertemplate="%{x}<br>" + word + " %{y}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack", bargap=0.3)
    _items(figure, max((line.now.stock["stock"] for line in lines), default=0))
    return _dressed(figure, names, (), 3)  # a narrow card


def _items(figure: go.Figure, most: int) -> None:
    """An axis of items from 0: ticks at whole numbers only."""
    figure.update_yaxes(rangemode="tozero", nticks=5, **({"dtick": 1} if most < 5 else {}))


def _figure(kept: str) -> go.Figure:
    """An empty figure that can be zoomed along its periods; `kept`: what stays the same keeps the reader's zoom."""
    figure = base(theme.LIGHT)
    figure.update_layout(
        height=HEIGHT, uirevision=kept, dragmode="zoom", hovermode="x unified", margin={"t": 18, "b": 4, "l": 4, "r": 8}
    )
    figure.update_xaxes(type="category", fixedrange=False, showgrid=False, tickangle=0)
    return figure


def _dressed(figure: go.Figure, names: Sequence[str], marks: Sequence[Band], ticks: int = 5) -> go.Figure:
    """Ticks that do not crowd, and the numbered bands of annotations behind the figure."""
    step = max(1, (len(names) - 1) // ticks)
    shown = sorted({len(names) - 1 - step * back for back in range(ticks + 1)} & set(range(len(names))))
    figure.update_xaxes(tickmode="array", tickvals=[names[place] for place in shown])
    shapes: list[Mapping[str, Any]] = [
        {
            "type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1,
            "x0": band.first - 0.5, "x1": band.last + 0.5,
            "fillcolor": theme.LIGHT["outline"], "opacity": 0.16, "line": {"width": 0}, "layer": "below",
        }
        for band in marks
    ]  # fmt: skip
    places: dict[float, list[str]] = {}
    for band in marks:
        places.setdefault((band.first + band.last) / 2, []).append(str(band.number))
    labels = [
        {
            "xref": "x", "yref": "paper", "x": place, "y": 1, "yanchor": "bottom",
            "text": ", ".join(numbers), "showarrow": False, "font": {"size": 12, "color": theme.LIGHT["muted"]},
        }
        for place, numbers in places.items()
    ]  # fmt: skip
    figure.update_layout(shapes=shapes, annotations=labels)
    return figure
