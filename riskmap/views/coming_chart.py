"""The figure of what is expected to be crossed off: an interval and its middle for each of the next weeks."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from riskmap.metrics.expected import Expected
from riskmap.views import charts, theme
from riskmap.views.words import Words


def expected(found: Sequence[Expected], t: Words, tokens: Mapping[str, str] = theme.LIGHT) -> go.Figure:
    """Items crossed off within 1 to 4 weeks: a bar from the lower to the upper bound, a mark at the middle."""
    names = [weeks(t, one.weeks) for one in found]
    said = [t("{n} of {m}", n=round(one.expected), m=one.items) for one in found]
    between = [t("{low} to {high}", low=one.low, high=one.high) for one in found]
    figure = charts.base(tokens)
    figure.add_bar(
        x=names,
        y=[max(one.high - one.low, 0) for one in found],
        base=[one.low for one in found],
        marker={"color": theme.RAMP["light"][1]},
        width=0.34,
        customdata=between,
        hovertemplate="%{x}<br>%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=names,
        y=[one.expected for one in found],
        mode="markers",
        marker={"color": tokens["accent"], "size": 11, "symbol": "line-ew-open", "line": {"width": 3}},
        customdata=said,
        hovertemplate="%{x}<br>%{customdata}<extra></extra>",
    )
    for name, one, text in zip(names, found, between, strict=True):
        figure.add_annotation(
            x=name, y=one.high, yshift=20, showarrow=False, text=f"<b>{round(one.expected)}</b><br>{text}"
        )
    most = max(one.high for one in found) or 1
    figure.update_yaxes(range=[0, most * 1.3], nticks=5, zeroline=True)
    figure.update_xaxes(type="category", showgrid=False, tickangle=0)
    return figure


def weeks(t: Words, count: int) -> str:
    """Within how many weeks."""
    return t("1 week") if count == 1 else t("{n} weeks", n=count)
