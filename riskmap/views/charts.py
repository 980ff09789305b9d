"""The figures of the pages (DESIGN.md §7): functions of metrics and a language, base by the theme."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from riskmap.metrics.durations import Curve
from riskmap.metrics.stock import Ages
from riskmap.views import theme
from riskmap.views.words import Words

CONFIG = {"displayModeBar": False, "responsive": True}
SIZE = 13
LEAST_SPAN = 0.05


def trend(weeks: pd.DataFrame, t: Words, dates: Sequence[str], tokens: Mapping[str, str] = theme.LIGHT) -> go.Figure:
    """Cumulative due-item rate at each Sunday, confirmed (line) and as declared (dashed); no smoothing, one axis.

    `weeks`: riskmap.metrics.trend.weekly; `dates`: its days as printed. `floor` tells where the axis starts.
    """
    shown = weeks.reset_index(drop=True)
    figure = base(tokens)
    for name, word, colour, dash in (
        ("due_rate", t("as declared"), tokens["second"], "dash"),
        ("due_rate_passed", t("confirmed"), tokens["accent"], "solid"),
    ):
        values = (shown[name] * 100).tolist()
        said = [t("{n} of {m}", n=n, m=m) for n, m in zip(shown[_above(name)], shown["due"], strict=True)]
        figure.add_scatter(
            x=list(dates),
            y=[None if value != value else value for value in values],  # noqa: PLR0124 - NaN
            mode="lines",
            name=word,
            line={"color": colour, "width": 2, "dash": dash},
            customdata=said,
            hovertemplate="%{x}<br>" + word + " %{y:.1f}%<br>%{customdata}<extra></extra>",
        )
    low = floor(weeks)
    figure.update_yaxes(range=[low, 100 + (100 - low) * 0.06], ticksuffix="", nticks=5)
    figure.update_xaxes(type="category", tickmode="array", tickvals=[dates[i] for i in _ticks(len(dates))])
    return figure


def floor(weeks: pd.DataFrame) -> int:
    """Where the axis of the trend starts, in per cent: the ten below the lowest point, at least five below the top."""
    lowest = weeks[["due_rate", "due_rate_passed"]].min().min()
    return 0 if lowest != lowest else max(0, min(90, int(lowest * 10) * 10))  # noqa: PLR0124 - NaN


def closing(curves: Mapping[str, Curve], t: Words, tokens: Mapping[str, str] = theme.LIGHT) -> go.Figure:
    """Share of items found in the period that were closed within so many days; medians marked."""
    figure = base(tokens)
    words = {"general": t("General"), "major": t("Major")}
    most = max(max((curve.days[-1] for curve in curves.values()), default=0), 10)  # whole days on the axis
    for name, colour, dash in (("general", tokens["accent"], "solid"), ("major", tokens["major"], "dash")):
        curve = curves[name]
        if not curve.items:
            continue
        figure.add_scatter(
            x=[*curve.days, most],
            y=[100 * value for value in (*curve.share, curve.share[-1])],
            mode="lines",
            name=words[name],
            line={"color": colour, "width": 2, "dash": dash, "shape": "hv"},
            hovertemplate=words[name] + " · %{x} " + t("days") + "<br>%{y:.0f}%<extra></extra>",
        )
        median = curve.shown_median
        if median is not None:
            figure.add_scatter(
                x=[median],
                y=[100 * next(s for d, s in zip(curve.days, curve.share, strict=True) if d == median)],
                mode="markers",
                marker={"color": colour, "size": 8},
                hovertemplate=t("median {n} days", n=median) + "<extra></extra>",
            )
    figure.update_yaxes(range=[0, 104], tickvals=[0, 25, 50, 75, 100])
    figure.update_xaxes(range=[0, most], nticks=6, ticksuffix="")
    return figure


def ages(found: Ages, t: Words, tokens: Mapping[str, str] = theme.LIGHT) -> go.Figure:
    """Items of the stock by days since they were found, general and major stacked; bars start at 0."""
    names = classes(found.edges)
    figure = base(tokens)
    totals = [a + b for a, b in zip(found.general, found.major, strict=True)]
    for word, values, colour in (
        (t("General"), found.general, theme.RAMP["light"][2]),
        (t("Major"), found.major, theme.RAMP["light"][4]),
    ):
        figure.add_bar(
            x=names,
            y=list(values),
            name=word,
            marker={"color": colour},
            hovertemplate="%{x} " + t("days") + "<br>" + word + " %{y}<extra></extra>",
        )
    most = max(totals, default=0) or 1
    for name, number in zip(names, totals, strict=True):
        figure.add_annotation(x=name, y=number, text=str(number), showarrow=False, yshift=10)
    figure.update_layout(barmode="stack", bargap=0.25)
    figure.update_yaxes(range=[0, most * 1.16], showticklabels=False, showgrid=False, zeroline=True)
    figure.update_xaxes(type="category", showgrid=False, tickangle=0)
    return figure


def classes(edges: Sequence[int]) -> list[str]:
    """Names of age classes: ≤7, ≤30, …, >365."""
    return [*(f"≤{edge}" for edge in edges), f">{edges[-1]}"]


def _above(rate: str) -> str:
    return {"due_rate": "due_rectified", "due_rate_passed": "due_passed"}[rate]


def _ticks(count: int) -> list[int]:
    step = max(1, (count - 1) // 3)
    return sorted({count - 1 - step * back for back in range(4) if count - 1 - step * back >= 0})


def base(tokens: Mapping[str, str]) -> go.Figure:
    """An empty figure in our dress: transparent, no legend, nothing to drag."""
    axis: dict[str, Any] = {
        "fixedrange": True,
        "gridcolor": tokens["grid"],
        "linecolor": tokens["border"],
        "zerolinecolor": tokens["border"],
        "tickfont": {"size": SIZE - 1, "color": tokens["muted"]},
        "automargin": True,
    }
    figure = go.Figure()
    figure.update_layout(
        template=None,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        height=220,
        margin={"l": 4, "r": 8, "t": 8, "b": 4},
        font={"family": theme.FONT, "size": SIZE, "color": tokens["text"]},
        hoverlabel={"font": {"family": theme.FONT, "size": SIZE}, "bgcolor": tokens["surface"]},
        uniformtext={"minsize": 12, "mode": "show"},
        dragmode=False,
    )
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure
