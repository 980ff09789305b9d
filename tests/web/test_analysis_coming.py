"""What is coming: the part of the page, each number with its rows, and the list of enterprises as a file."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.metrics import filters
from riskmap.metrics.check_first import check_first
from riskmap.web import data
from support.behind import numbers, rows_behind
from support.small import TODAY, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
EXPORT = "/api/v1/export/check_first"


def part(open_at: Open, **query: str) -> AppTest:
    return open_at("analysis", **{"part": "coming", "lang": "en", **query})


def test_the_part_shows_its_cards_in_both_languages(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    english, chinese = shown(part(open_at)), shown(part(open_at, lang="zh_CN"))
    for words, text in (
        (
            ("Due calendar, next 30 days", "Expected to be crossed off", "Check first: ", "How the points are counted"),
            english,
        ),
        (("到期日历（未来30天）", "预计销号", "建议先查企业", "分值表", "回看：名单是否管用"), chinese),
    ):
        assert not [word for word in words if word not in text]
    assert "示例煤业一矿" in chinese
    assert re.search(r"Of \d open today", english)


@pytest.mark.parametrize("query", [{}, {"grade": "major"}, {"as_of": "2026-06-30"}, {"township": "141034103"}], ids=str)
def test_every_number_opens_its_rows(ledger_of: Make, open_at: Open, query: dict[str, str]) -> None:
    ledger_of("several")
    said = numbers(shown(part(open_at, **query)))
    assert len(said) > 5
    assert not [(words, n) for words, n in said if rows_behind(dict(words)) != n]


def test_an_enterprise_is_not_told_whom_the_office_visits_first(ledger_of: Make, open_at: Open, be: Any) -> None:
    ledger_of("several")
    firm = str(data.current().hazards["enterprise_id"].iloc[0])
    be(Role.ENTERPRISE, enterprises=(firm,))
    text = shown(part(open_at))
    assert "Due calendar" in text
    assert "Check first" not in text
    be(Role.TOWNSHIP, townships=("141034103",))
    assert "Check first" in shown(part(open_at))


def test_nothing_on_it_names_a_person(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    text = shown(part(open_at))
    assert not re.search("张某|李某|王某", text)


def test_the_list_leaves_as_a_file_and_the_chain_says_so(ledger_of: Make, sign: Callable[..., TestClient]) -> None:
    client = sign(Grant(Role.COMMITTEE))
    answer = client.get(EXPORT, params={"kind": "csv", "query": "grade=major", "purpose": "安排检查"})
    assert answer.status_code == 200
    view = data.whole()
    where = filters.parse({"grade": "major"}, view.vocabulary, TODAY)
    (head, *lines) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    firms = check_first(view.index, where)
    assert [(line[0], line[5]) for line in lines] == [(str(one.rank), str(one.score)) for one in firms]
    assert lines
    assert len({len(line) for line in (head, *lines)}) == 1
    sheet = client.get(f"{EXPORT}.xlsx", params={"lang": "zh_CN", "purpose": "x"}).content
    book = load_workbook(io.BytesIO(sheet)).active
    assert book["B2"].value == "企业"
    assert book.max_row - 2 == len(check_first(view.index, filters.default(TODAY)))


@pytest.mark.parametrize(
    "grant", [Grant(Role.ENTERPRISE, Scope(enterprises=("x",))), Grant(Role.INSPECTOR), Grant(Role.AUDITOR)], ids=str
)
def test_who_may_take_nothing_out_gets_no_list(ledger_of: Make, sign: Callable[..., TestClient], grant: Grant) -> None:
    client = sign(grant)
    assert client.get(f"{EXPORT}.csv").status_code == 403
    assert client.get(f"{EXPORT}.geojson").status_code == 403


def test_the_list_does_not_leave_without_a_purpose(ledger_of: Make, sign: Callable[..., TestClient]) -> None:
    assert sign(Grant(Role.COMMITTEE)).get(f"{EXPORT}.csv").status_code == 400


def test_a_township_takes_out_its_own_part(ledger_of: Make, sign: Callable[..., TestClient]) -> None:
    own = "141034103"
    client = sign(Grant(Role.TOWNSHIP, Scope(townships=(own,))))
    body = client.get(f"{EXPORT}.csv?purpose=x").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(body)))[1:]
    view = data.whole()
    theirs = check_first(view.index, filters.parse({"township": own}, view.vocabulary, TODAY))
    (ours,), (whole,) = theirs, check_first(view.index, filters.default(TODAY))
    assert [int(line[5]) for line in lines] == [ours.score]
    assert ours.score < whole.score


def test_a_word_that_is_no_filter_is_an_error(ledger_of: Make, sign: Callable[..., TestClient]) -> None:
    client = sign(Grant(Role.COMMITTEE))
    assert client.get(f"{EXPORT}.csv", params={"colour": "red"}).status_code == 400
