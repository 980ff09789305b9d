"""Questions at the edge: a day to come, a day before the first hazard, thousands, shares that are whole, few items."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from riskmap.domain.periods import Kind
from riskmap.i18n import Translator
from riskmap.metrics import filters, timeline
from riskmap.metrics.counts import total
from riskmap.metrics.scope import Figure
from riskmap.metrics.truth import truth
from riskmap.views import charts_time
from riskmap.views.html import honesty
from riskmap.views.html.context import Context
from riskmap.web import data
from support.small import TODAY, shown

Make = Callable[..., Any]
Open = Callable[..., Any]


def test_a_day_to_come_is_told_to_be_no_fact(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    told = "尚未到来"
    assert told in shown(open_at("analysis", lang="zh_CN", as_of=date(TODAY.year + 1, 3, 1).isoformat()))
    assert told not in shown(open_at("analysis", lang="zh_CN", as_of=TODAY.isoformat()))


@pytest.mark.parametrize("page", ["analysis", "closure_rates"])
def test_a_day_before_the_first_hazard_is_no_empty_ledger(ledger_of: Make, open_at: Open, page: str) -> None:
    ledger_of("several")
    text = shown(open_at(page, lang="en", as_of="2001-01-01"))
    assert "Nothing was found by 1 Jan 2001" in text
    assert "The ledger is empty" not in text


def test_shares_of_the_checks_are_exact_and_have_thousands_apart(ledger_of: Make) -> None:
    ledger_of("several")
    index, where = data.whole().index, filters.default(TODAY)
    found = truth(index, where)
    every = replace(found, closed_by_ledger=Figure(1441, found.closed_by_ledger.rows), found=1441)
    context = Context(Translator("en"), lambda _, code: code, where, {})
    said = honesty.truth(context, every, total(index, where.as_of, where.from_, where), twice=0)
    assert '100.0% <span class="w-mu">1,441/1,441</span>' in said


def test_an_axis_of_few_items_has_whole_numbers_only(ledger_of: Make) -> None:
    ledger_of("several")
    index, ticks = data.view().index, set()
    for where in (filters.default(TODAY), filters.Filter(TODAY, date(TODAY.year, 1, 1), grade=("major",))):
        lines = timeline.timeline(index, where, Kind.WEEK, 8)
        figure = charts_time.stock(lines, Translator("en"), [line.now.name for line in lines])
        few = max(line.now.stock["stock"] for line in lines) < 5
        ticks.add((few, figure.layout.yaxis.dtick))
    assert ticks == {(False, None), (True, 1)}


def test_a_name_and_a_cell_of_the_closure_rates_narrow_the_filter(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    text = html.unescape(shown(open_at("closure_rates", lang="en", grade="general")))
    names = re.findall(r'<a href="(closure_rates\?[^"]+)" class="w-only"', text)
    cells = re.findall(r'<a class="w-whole" href="(closure_rates\?[^"]+)"', text)
    asked = [dict(parse_qsl(urlsplit(one).query)) for one in (*names, *cells)]
    assert {"group", "township"} <= {key for one in asked for key in one}
    assert any({"group", "township"} <= set(one) for one in asked)  # a cell: both
    assert all(one["grade"] == "general" for one in asked)
    one = next(one for one in asked if {"group", "township"} <= set(one))
    where = filters.parse(one, data.whole().vocabulary, TODAY)
    found = total(data.whole().index, where.as_of, where.from_, where)["found"]
    assert f">{found}</a>" in shown(open_at("closure_rates", **one))
