"""The page of analysis: its parts, what it is asked beside the filter, and numbers that open their rows."""

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from riskmap.domain.roles import Role
from riskmap.metrics.breakdown import DIMENSIONS
from riskmap.views.html.analysis_choice import RATES, choice
from riskmap.web import analysis
from support.behind import numbers, rows_behind
from support.small import shown

Make = Callable[..., Any]
Open = Callable[..., Any]


def narrowing(text: str) -> list[dict[str, str]]:
    """Words of the addresses that narrow the filter on the page itself."""
    found = re.findall(r'<a (?:class="w-whole" )?href="(analysis\?[^"]+)"(?: class="w-only"| aria-label)', text)
    return [dict(parse_qsl(urlsplit(html.unescape(address)).query)) for address in found]


def test_a_part_of_the_address_is_shown_and_an_unknown_one_is_the_first(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    for part in analysis.PARTS:
        page = shown(open_at("analysis", lang="en", part=part.key))
        name = part.title.split("|")[-1]
        assert f'class="on">{name}</a>' in page
    assert f'class="on">{analysis.PARTS[0].title}</a>' in shown(open_at("analysis", lang="en", part="nowhere"))


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_number_of_every_dimension_opens_its_rows(ledger_of: Make, open_at: Open, by: str) -> None:
    ledger_of("several")
    across = DIMENSIONS[(DIMENSIONS.index(by) + 2) % len(DIMENSIONS)]
    rate = RATES[DIMENSIONS.index(by) % len(RATES)]
    page = shown(open_at("analysis", lang="zh_CN", by=by, across=across, rate=rate))
    said = numbers(page)
    assert len(said) > 40
    some = said[:: len(said) // 60 or 1]
    assert not [(words, n) for words, n in some if rows_behind(dict(words)) != n]


def test_a_name_and_a_cell_narrow_the_filter_and_keep_what_is_asked(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    words = {"by": "township", "across": "group", "rate": "closing_rate"}
    links = narrowing(shown(open_at("analysis", lang="en", grade="general", **words)))
    kept = {"part": "rates", "lang": "en", "grade": "general", **words}
    assert all(kept.items() <= one.items() for one in links)
    extra = [one.keys() - kept.keys() for one in links]
    assert {"township"} in extra  # a name
    assert {"township", "group"} in extra  # a cell
    chosen = next(one for one in links if one.keys() - kept.keys() == {"township"})
    page = shown(open_at("analysis", **chosen))
    assert {one["township"] for one in narrowing(page) if "township" in one} == {chosen["township"]}


def test_departments_are_told_by_their_own_work_and_never_by_a_rate_of_their_enterprises(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("several")
    for words in ({"by": "department"}, {"by": "township", "across": "department", "rate": "closing_rate"}):
        page = shown(open_at("analysis", lang="en", **words))
        assert "Departments: their own work" in page
        assert "not ranked" in page
        crossed = page[page.index("Departments: their own work") :]
        assert "rate=closing_rate" not in crossed
        assert "Confirmed in time (%)" in crossed


def test_words_of_the_address_that_are_none_take_their_defaults() -> None:
    assert choice({}).own() == {"part": "rates", "by": "group", "across": "township", "rate": "due_rate_passed"}
    assert choice({"by": "township", "across": "township"}).across == "group"
    assert choice({"by": "x", "across": "y", "rate": "confirmed"}).rate == "due_rate_passed"
    assert choice({"by": "department", "rate": "due_rate"}).rate == "confirmed"


def test_the_five_rates_stand_in_both_forms_with_what_stands_apart(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    page = shown(open_at("analysis", lang="zh_CN"))
    for word in ("五项指标", "企业报告", "到期未确认", "一般（非自查）", "一般（企业自查）", "重大", "口径"):
        assert word in page


def test_a_reset_of_the_filter_keeps_what_is_asked(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("analysis", lang="en", part="rates", by="township", grade="major")
    reset = next(one.value for one in app.html if "w-reset" in one.value)
    assert dict(parse_qsl(urlsplit(html.unescape(re.findall('href="([^"]+)"', reset)[0])).query)) == {
        "lang": "en", "part": "rates", "by": "township",
    }  # fmt: skip


def test_a_township_officer_sees_the_own_part_only(ledger_of: Make, open_at: Open, be: Callable[..., None]) -> None:
    ledger_of("several")
    be(Role.TOWNSHIP, townships=("141034200",))
    page = shown(open_at("analysis", lang="zh_CN", by="township"))
    assert "佃坪乡" in page
    assert "永安镇" not in page
    assert "全县" not in page


def test_the_page_is_closed_to_who_reads_no_rows(ledger_of: Make, open_at: Open, be: Callable[..., None]) -> None:
    ledger_of("several")
    be(Role.ADMIN)
    page = shown(open_at("analysis", lang="zh_CN"))
    assert "五项指标" not in page
    assert "w-facets" not in page
