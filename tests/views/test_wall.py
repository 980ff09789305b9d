"""The wall: the overview's own figures, no person's name, whole rows, words in one language."""

import re
from datetime import datetime
from typing import Any

import pytest

from riskmap.metrics import changes, filters
from riskmap.metrics.index import Index
from riskmap.views.html.top import Standing, Who
from riskmap.views.html.wall import chart, foot, lists, numbers, ranks, top
from riskmap.views.html.wall.base import Change, Wall
from riskmap.views.html.wall.choice import Choice, choose
from support.hazard_frames import AS_OF, T, facts, frame, random_rows
from support.wall_blocks import plain, wall

WHO = Who("甲", "安委办", "", frozenset())
BEAT = top.Beat(30, "03:30", "Asia/Shanghai")


def standing(**more: Any) -> Standing:
    return Standing("汾西县", False, datetime(2026, 11, 22, 8, 0), 3, WHO, **more)  # noqa: DTZ001


def test_the_numbers_are_those_of_the_overview() -> None:
    one = wall(*random_rows(7, 120))
    printed = [
        int(text.replace(",", "").replace("−", "-"))
        for text in re.findall(r'class="wa-big[^"]*">([^<]+)<', numbers.row(one))
    ]
    counts = one.figures.counts
    assert printed[:4] == [counts["stock"], counts["stock_overdue"], counts["stock_major"], counts["stock_listed"]]
    opening, new, closed, moved, stock = printed[4:9]
    assert opening + new - closed + moved == stock == counts["stock"]
    assert printed[9:] == [one.figures.week["new_in_period"], one.figures.week["closed_in_period"]]


def test_a_kiosk_has_no_link_and_a_desk_has_them() -> None:
    rows = random_rows(7, 60)
    for links in (False, True):
        one = wall(*rows, links=links)
        html = (
            numbers.row(one) + ranks.table(one, "township") + lists.majors(one) + lists.trend(one) + foot.foot(one, {})
        )
        assert ("<a " in html) is links


def test_no_personal_name_stands_on_a_wall() -> None:
    one = wall(
        facts(1, grade="major", responsible_person="张某某", regulator_person="李某某", description="通风不可靠")
    )
    html = lists.majors(one) + lists.warnings(one) + lists.news(one)
    assert "通风不可靠" in html
    assert "张某某" not in html
    assert "李某某" not in html


def test_text_of_data_stays_text() -> None:
    one = wall(facts(1, grade="major", enterprise="<img src=x onerror=alert(1)>", description="{{7*7}}${x}"))
    html = lists.majors(one)
    assert "<img src=x" not in html
    assert "{{" not in html
    assert "${" not in html


def test_majors_beyond_those_sent_are_counted() -> None:
    one = wall(*(facts(n, grade="major") for n in range(1, 61)))
    html = lists.majors(one)
    assert html.count("wa-major wa-row") == lists.MOST
    assert f'data-rest="{60 - lists.MOST}"' in html


def test_every_line_of_the_rank_tables_is_there_with_its_parts() -> None:
    one = wall(*random_rows(7, 150))
    html = ranks.table(one, "township")
    table = one.figures.townships
    beside = sum(line is not None for line in (table.higher, table.self_found))
    assert html.count("wa-rank wa-row") == len(table.lines) + beside + 1
    assert f"{table.total.counts['due_passed']}/{table.total.counts['due']}" in html
    assert ranks.table(one, "group").count("wa-rank wa-row") == len(one.figures.groups.lines)


@pytest.mark.parametrize(("lang", "other"), [("zh_CN", r"[A-Za-z]{3,}"), ("en", r"[\u4e00-\u9fff]")])
def test_a_wall_speaks_one_language(lang: str, other: str) -> None:
    one = wall(facts(1, grade="major", enterprise="X", description="x", place="", group="coal"), lang=lang)
    html = (
        numbers.row(one) + ranks.table(one, "township") + ranks.table(one, "group") + lists.warnings(one)
        + lists.trend(one) + lists.majors(one) + chart.over(one, "U", real=False) + foot.foot(one, {})
    )  # fmt: skip
    assert not re.findall(other, plain(html))


def test_an_empty_wall_says_so_and_divides_by_nothing() -> None:
    one = wall()
    assert "没有未销号的重大隐患" in lists.majors(one)
    assert "/" in plain(ranks.table(one, "township"))
    assert "无超期" in numbers.row(one)


def test_the_head_says_when_the_data_is_old_or_the_database_silent() -> None:
    one = wall(facts(1))
    fresh = top.head(one.context, standing(), BEAT, "1", top.State(Choice()))
    assert "wa-stale" not in fresh
    old = Standing("汾西县", False, datetime(2026, 11, 20, 8, 0), 48, WHO)  # noqa: DTZ001
    assert "数据已 48 小时未更新" in top.head(one.context, old, BEAT, "1", top.State(Choice()))
    assert "wa-stale" in top.head(one.context, standing(failed=True), BEAT, "1", top.State(Choice()))
    assert "wa-stale" not in top.head(
        one.context, Standing("汾西县", False, None, 48, WHO, limit=72), BEAT, "1", top.State(Choice())
    )


def test_the_head_names_the_scope_of_the_filter() -> None:
    assert "全县" in top.head(wall().context, standing(), BEAT, "1", top.State(Choice()))
    assert "永安镇" in top.head(wall(township=("141034100",)).context, standing(), BEAT, "1", top.State(Choice()))


def test_words_of_the_address_cannot_leave_their_attribute() -> None:
    html = top.head(wall().context, standing(), BEAT, "1", top.State(choose({"tour": '"><script>', "dwell": "'x<b>"})))
    assert "<script>" not in html
    assert "<b>'x" not in html
    assert "x&lt;b&gt;" in html


def test_majors_that_came_or_went_today_are_news() -> None:
    rows = (
        facts(1, grade="major", found=T, confirmed=T),
        facts(2, grade="major", closed=T),
        facts(3, found=T, confirmed=T),
    )
    index = Index(frame(*rows))
    found = changes.majors_of_day(index, filters.default(AS_OF))
    assert (found.new.tolist(), found.closed.tolist()) == ([0], [1])
    one = wall(*rows)
    told = Wall(one.context, one.figures, 0, (Change("永安镇", "甲矿"),), (Change("对竹镇", "乙矿"),) * 3)
    html = lists.news(told)
    assert "今日新增重大隐患 1 项" in html
    assert "今日销号重大隐患 3 项" in html
    assert "…" in html
    assert lists.news(one) == ""


def test_the_head_says_which_part_of_the_county_its_reader_sees() -> None:
    part = Standing("汾西县", False, None, 1, Who("甲", "乡镇", "永安镇", frozenset()))
    html = top.head(wall().context, part, BEAT, "1", top.State(Choice()))
    assert "永安镇" in html
    assert "全县" not in html


def test_the_legend_of_the_wall_counts_as_that_of_the_map_does() -> None:
    """With or without a position: the same progress, the same alarms (riskmap.views.compact)."""
    lost = {"lon": float("nan"), "lat": float("nan")}
    rows = [facts(1, grade="major", due=T - 3, control=""), facts(2, grade="major", due=T - 3, control="", **lost)]
    rows += [facts(3, due=T - 3, **lost)]
    words = plain(chart.over(wall(*rows), "U", real=False))
    assert re.search(r"超期未整改\s+2\s+/ 1\s", words)
    assert re.search(r"未采取\S*\s+2\s", words)
