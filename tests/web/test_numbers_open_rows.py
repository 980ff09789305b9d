"""Every number opens its rows: the ledger behind a link holds exactly as many hazards as the link says."""

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.metrics import filters, ranking
from riskmap.web import book, data, map_data
from support.small import TODAY, shown

Open = Callable[..., AppTest]
LINK = re.compile(r'<a href="([^"]+)" class="w-(?:n|big)[^"]*">([^<]+)</a>')
NET = "voided_in_period+transferred"  # a difference, not a count


def numbers(text: str) -> list[tuple[dict[str, str], int]]:
    """(words of the address, printed number) of every number that opens rows."""
    found = []
    for address, said in LINK.findall(text):
        parts = urlsplit(html.unescape(address))
        plain = html.unescape(said).replace(",", "").replace("−", "-")
        if parts.path == "ledger" and re.fullmatch(r"-?\d+", plain):
            found.append((dict(parse_qsl(parts.query)), int(plain)))
    return found


def rows_behind(words: dict[str, str]) -> int:
    """How many rows the ledger shows under an address."""
    view = data.view()
    own = {key: words.pop(key) for key in ("rows", "among", "sort") if key in words}
    return len(book.rows(view, filters.parse(words, view.vocabulary, TODAY), own))


@pytest.mark.parametrize("page", ["overview", "closure_rates"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"grade": "major"},
        {"township": "141034103"},
        {"as_of": "2026-06-30"},
        {"from": "2026-03-01"},
        {"sector": "coal"},
    ],
    ids=str,
)
def test_the_ledger_holds_as_many_rows_as_the_number_says(
    ledger_of: Callable[..., Any], open_at: Open, page: str, query: dict[str, str]
) -> None:
    ledger_of("several")
    said = numbers(shown(open_at(page, lang="zh_CN", **query)))
    assert len(said) > 20
    wrong = [
        (words, n, there) for words, n in said if words.get("rows") != NET and (there := rows_behind(dict(words))) != n
    ]
    assert not wrong


@pytest.mark.parametrize("words", [{"rows": "nonsense"}, {"among": "x"}, {"sort": "x"}, {"page": "x"}])
def test_words_for_rows_that_mean_nothing_are_said(
    ledger_of: Callable[..., Any], open_at: Open, words: dict[str, str]
) -> None:
    ledger_of("one")
    app = open_at("ledger", lang="en", **words)
    assert len(app.error) == 1
    assert next(iter(words.values())) in app.error[0].value


def test_the_map_prints_the_rates_of_the_township_table(ledger_of: Callable[..., Any]) -> None:
    ledger_of("several")  # one self-found item of 永安镇 and one of a city-supervised enterprise stand apart in both
    view = data.view()
    where = filters.default(TODAY)
    table = ranking.table(view.index, "township", where.as_of, where.from_, where)
    shown_rates = {one["code"]: one["rates"]["due_rate_passed"][:2] for one in map_data.picture(where).shades}
    assert shown_rates == {line.code: [line.counts["due_passed"], line.counts["due"]] for line in table.lines}
    assert shown_rates["141034100"] == [1, 1]
