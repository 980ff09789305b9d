"""Figures by their spec: what is drawn, from where, in which colour, and that nothing can be dragged."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from riskmap.i18n import Translator
from riskmap.metrics.durations import Curve, curve
from riskmap.metrics.stock import Ages
from riskmap.views import charts, theme

T = Translator("zh_CN")
WEEKS = pd.DataFrame(
    {
        "as_of": [date(2026, 11, 8), date(2026, 11, 15), date(2026, 11, 18)],
        "due": [0, 20, 40],
        "due_passed": [0, 15, 36],
        "due_rectified": [0, 18, 38],
        "due_rate_passed": [np.nan, 0.75, 0.9],
        "due_rate": [np.nan, 0.9, 0.95],
    }
)


def test_the_trend_leaves_out_weeks_in_which_nothing_was_due() -> None:
    figure = charts.trend(WEEKS, T, ["11-08", "11-15", "11-18"])
    confirmed = figure.data[1]
    assert confirmed.name == "复查确认"
    assert list(confirmed.y) == [None, 75.0, 90.0]
    assert figure.data[0].line.dash == "dash"
    assert confirmed.line.color == theme.LIGHT["accent"]


def test_the_trends_axis_starts_at_a_round_number_below_its_lowest_point() -> None:
    assert charts.floor(WEEKS) == 70
    assert charts.trend(WEEKS, T, ["a", "b", "c"]).layout.yaxis.range[0] == 70
    assert charts.floor(WEEKS.assign(due_rate=1.0, due_rate_passed=1.0)) == 90


def test_ages_start_at_zero_and_print_their_totals() -> None:
    ages = Ages((7, 30), (5, 2, 0), (1, 0, 3), (0, 0, 0), 4.0, np.arange(11))
    figure = charts.ages(ages, T)
    assert [list(bar.y) for bar in figure.data] == [[5, 2, 0], [1, 0, 3]]
    assert list(figure.data[0].x) == ["≤7", "≤30", ">30"]
    assert [note.text for note in figure.layout.annotations] == ["6", "2", "3"]
    assert figure.layout.yaxis.range[0] == 0


def test_the_closing_curve_is_a_staircase_with_its_median() -> None:
    curves = {"general": Curve((0, 3, 9), (0.0, 0.5, 0.75), 8, 6, 3), "major": Curve((0, 9), (0.0, 1.0), 1, 1, 9)}
    figure = charts.closing(curves, T)
    line, point, _ = figure.data  # the major one ended once: that is no median
    assert line.line.shape == "hv"
    assert (point.x[0], point.y[0]) == (3, 50)


@pytest.mark.parametrize("figure", [charts.trend(WEEKS, T, ["a", "b", "c"]), charts.closing({
    "general": Curve((0, 3), (0.0, 1.0), 1, 1, 3), "major": Curve((0, 5), (0.0, 0.5), 2, 1, 5)}, T)])  # fmt: skip
def test_no_figure_can_be_dragged_or_brings_a_legend(figure: charts.go.Figure) -> None:
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.showlegend is False
    assert figure.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.font.family == theme.FONT


def test_the_curve_agrees_with_counting_where_nothing_is_open() -> None:
    waited = np.array([1, 2, 2, 5, 9])
    found = curve(waited, np.ones(5, dtype=bool))
    assert found.days == (0, 1, 2, 5, 9)
    assert np.allclose(found.share, (0, 0.2, 0.6, 0.8, 1))
    assert found.median == 2


def test_open_items_are_censored_not_counted_as_closed() -> None:
    found = curve(np.array([1, 3, 3, 10]), np.array([True, False, True, False]))
    assert np.allclose(found.share, (0, 0.25, 0.5))
    assert found.ends == 2
    assert curve(np.array([], dtype=np.int64), np.array([], dtype=bool)).median is None
