"""What is coming, drawn: intervals on an axis from 0, and a sentence that says what was found either way."""

from dataclasses import replace
from datetime import date

import pytest

from riskmap.i18n import Translator
from riskmap.metrics.expected import Expected
from riskmap.metrics.filters import default
from riskmap.metrics.hindsight import Hindsight
from riskmap.views import coming_chart
from riskmap.views.html import check_first, coming
from riskmap.views.html.context import Context

T = Translator("en")
WEEK = Expected(1, 155, 32.1, 27, 37, judged=51, held=44, trials=52)
MONTH = Expected(4, 155, 94.9, 88, 102, judged=48, held=41, trials=49)
BACK = Hindsight(months=6, first=20, late=69, held=30, open_held=25, apart=6, chance=6.0)


@pytest.fixture
def context() -> Context:
    return Context(T, lambda _kind, code: code, default(date(2026, 11, 22)), {})


def test_each_interval_reaches_from_its_lower_to_its_upper_bound_on_an_axis_from_0() -> None:
    figure = coming_chart.expected((WEEK, MONTH), T)
    bars, marks = figure.data
    assert [(base, base + high) for base, high in zip(bars.base, bars.y, strict=True)] == [(27, 37), (88, 102)]
    assert list(marks.y) == [32.1, 94.9]
    assert list(bars.x) == ["1 week", "4 weeks"]
    low, high = figure.layout.yaxis.range
    assert low == 0 < 102 < high
    assert ["27 to 37" in note.text for note in figure.layout.annotations] == [True, False]


def test_the_card_says_how_earlier_intervals_fared_or_that_it_cannot(context: Context) -> None:
    assert "Of 101 such forecasts of the past year 85 intervals held" in coming.expected(context, (WEEK, MONTH))
    few = tuple(replace(one, held=0, trials=0) for one in (WEEK, MONTH))
    assert "too few past forecasts" in coming.expected(context, few)
    assert "fewer than 12 weeks of history" in coming.expected(context, ())


@pytest.mark.parametrize(
    ("held", "verdict"),
    [(30, "the list did better than most open"), (25, "may be chance"), (3, "most open first did better")],
)
def test_the_look_back_says_which_list_held_more_either_way(context: Context, held: int, verdict: str) -> None:
    text = check_first.looked_back(context, replace(BACK, held=held))
    assert f"The first 20 of the list at the start of each month held {held} of them" in text
    assert "it would have been 25, by chance 6.0" in text
    assert verdict in text


def test_where_nobody_fell_behind_no_share_is_printed(context: Context) -> None:
    text = check_first.looked_back(context, replace(BACK, late=0, held=0, open_held=0, chance=0.0))
    assert "No enterprise fell newly behind" in text
    assert "%" not in text
