"""The figures of the analysis of durations and origins (DESIGN.md §7): one hue, bars from 0, no second axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from riskmap.metrics.durations import Curve
from riskmap.views import theme
from riskmap.views.charts import base
from riskmap.views.words import Words

LIGHTER = theme.RAMP["light"][1]
ROW = 30  # px a bar of a list


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar: name, value, what stands behind its end; `more`: a lighter part that goes on from it."""

    name: str
    value: float
    said: str
    more: float = 0.0


def plain(text: str) -> str:
    """Data text for a chart, which reads a few tags: no tag, no template sign."""
    return escape(text, quote=False).replace("%{", "% {")


def durations(
    curves: Mapping[str, Curve], t: Words, limit: int | None = None, tokens: Mapping[str, str] = theme.LIGHT
) -> go.Figure:
    """Share done within so many days, general (line) and major (dashed), each in its 95 % interval; medians marked.

    `limit`: the last day drawn; by default the last day on which anything ended, or was seen waiting.
    """
    figure = base(tokens)
    most = max(limit or 0, *(curve.days[-1] for curve in curves.values()), 10)
    named = {"general": (t("General"), tokens["accent"], "solid"), "major": (t("Major"), tokens["major"], "dash")}
    for name, (word, colour, dash) in named.items():
        curve = curves[name]
        if curve.items:
            _band(figure, curve, most, colour)
            _stairs(figure, curve, most, (word, colour, dash), t)
    figure.update_yaxes(range=[0, 104], tickvals=[0, 25, 50, 75, 100])
    figure.update_xaxes(range=[0, most], nticks=6)
    return figure


def _band(figure: go.Figure, curve: Curve, most: int, colour: str) -> None:
    """The interval as a pale ground, as far as the estimate has one."""
    known = [place for place, low in enumerate(curve.low) if low == low]  # noqa: PLR0124 - NaN
    if not known:
        return
    days = [curve.days[place] for place in known]
    end = most if known[-1] == len(curve.days) - 1 else curve.days[known[-1] + 1]
    for bounds, fill in ((curve.low, None), (curve.high, "tonexty")):
        figure.add_scatter(
            x=[*days, end],
            y=[100 * value for value in (*(bounds[place] for place in known), bounds[known[-1]])],
            mode="lines",
            line={"width": 0, "shape": "hv", "color": colour},
            fill=fill,
            fillcolor=_pale(colour),
            hoverinfo="skip",
        )


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.12)"


def _stairs(figure: go.Figure, curve: Curve, most: int, dress: tuple[str, str, str], t: Words) -> None:
    word, colour, dash = dress
    figure.add_scatter(
        x=[*curve.days, most],
        y=[100 * value for value in (*curve.share, curve.share[-1])],
        mode="lines",
        name=word,
        line={"color": colour, "width": 2, "dash": dash, "shape": "hv"},
        hovertemplate=word + " · %{x} " + t("days") + "<br>%{y:.0f}%<extra></extra>",
    )
    median = curve.shown_median
    if median is not None:
        share = max(value for day, value in zip(curve.days, curve.share, strict=True) if day <= median)
        figure.add_scatter(
            x=[median],
            y=[100 * share],
            mode="markers",
            marker={"color": colour, "size": 8},
            hovertemplate=t("median {n} days", n=median) + "<extra></extra>",
        )


def medians(units: Sequence[tuple[str, Curve]], t: Words, tokens: Mapping[str, str] = theme.LIGHT) -> go.Figure:
    """Median days of each unit with its interval; an interval without an end runs to the edge."""
    figure = base(tokens)
    shown = [(plain(name), curve) for name, curve in units]
    edge = max(
        (value for _, one in shown for value in (one.shown_median, *one.between) if value is not None), default=0
    )
    edge = max(int(edge * 1.1) + 1, 10)
    known = [(name, one, one.shown_median) for name, one in shown if one.shown_median is not None]
    figure.add_scatter(
        x=[median for _, _, median in known],
        y=[name for name, _, _ in known],
        mode="markers+text",
        text=[f"<b>{median}</b>" for _, _, median in known],
        textposition="top center",
        marker={"color": tokens["accent"], "size": 9},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [(edge if one.between[1] is None else one.between[1]) - median for _, one, median in known],
            "arrayminus": [median - (one.between[0] or 0) for _, one, median in known],
            "color": tokens["bar"],
            "thickness": 2,
            "width": 5,
        },
        hovertemplate="%{y} · " + t("median {n} days", n="%{x}") + "<extra></extra>",
    )
    _without(figure, [name for name, one in shown if one.shown_median is None], t, tokens)
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=[name for name, _ in reversed(shown)], showgrid=False,
        range=[-0.6, len(shown) - 0.3],
    )  # fmt: skip
    figure.update_xaxes(range=[0, edge], nticks=6, showticklabels=bool(known))
    figure.update_layout(height=max(140, 34 * len(shown) + 40))
    return figure


def _without(figure: go.Figure, few: Sequence[str], t: Words, tokens: Mapping[str, str]) -> None:
    """Units with too few ends, in words where their median would stand."""
    figure.add_scatter(
        x=[0] * len(few),
        y=list(few),
        mode="text",
        text=["&nbsp;" + t("too few ends for a median")] * len(few),
        textposition="middle right",
        textfont={"color": tokens["muted"], "size": 12},
        hoverinfo="skip",
    )


def bars(rows: Sequence[Bar], tokens: Mapping[str, str] = theme.LIGHT) -> go.Figure:
    """Horizontal bars from 0, the first on top; what is said of each stands behind its end."""
    figure = base(tokens)
    names = [plain(row.name) for row in rows]
    most = max((row.value + row.more for row in rows), default=0) or 1
    for values, colour in (
        ([row.value for row in rows], tokens["bar"]),
        ([row.more for row in rows], LIGHTER),
    ):
        if any(values):
            figure.add_bar(
                x=values, y=names, orientation="h", marker={"color": colour}, hoverinfo="skip", showlegend=False
            )
    for name, row in zip(names, rows, strict=True):
        figure.add_annotation(
            x=row.value + row.more, y=name, text=plain(row.said), showarrow=False, xanchor="left", xshift=6
        )
    figure.update_layout(barmode="stack", bargap=0.35, height=max(120, ROW * len(rows) + 16))
    room = 1 + 0.05 * max((len(row.said) for row in rows), default=0)  # for what stands behind the longest bar
    figure.update_xaxes(range=[0, most * room], showticklabels=False, showgrid=False, zeroline=True)
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=list(reversed(names)), showgrid=False)
    return figure
