"""A county whose review week ends on a Thursday: page, interface, every file and the meeting keep to it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.periods import SUNDAY
from riskmap.ledger import maintain, meetings
from riskmap.ledger.errors import Refused
from riskmap.metrics import briefing, filters
from riskmap.web import book, data
from support.cut_off import THURSDAY
from support.facts import OFFICE
from support.small import shown

Open = Callable[..., AppTest]
WEEK = "2026-W46"  # Friday 6 to Thursday 12 November; today is Wednesday 18


def text(app: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown(app)))


def click(app: AppTest, form: str, label: str = "") -> AppTest:
    buttons = [one for one in app.button if one.form_id == form]
    next(one for one in buttons if not label or one.label == label).click()
    return app.run()


def figures(name: str = WEEK) -> briefing.Figures:
    return briefing.figures(data.view().index, filters.default(data.today()), name, data.today(), ends=THURSDAY)


def test_the_page_shows_friday_to_thursday_and_its_numbers_open_those_days(thursday: Path, open_at: Open) -> None:
    app = open_at("weekly_review", lang="zh_CN")
    said, html = text(app), shown(app)
    assert "2026年第46周" in said
    assert "2026-11-06 至 2026-11-12" in said
    (query, number) = re.search(r'href="ledger\?([^"]*rows=new_in_period[^"]*)"[^>]*>(\d+)</a>', html).groups()  # type: ignore[union-attr]
    asked = dict(part.split("=", 1) for part in query.replace("&amp;", "&").split("&"))
    own = {key: asked.pop(key) for key in ("rows", "among") if key in asked}
    where = filters.parse(asked, data.view().vocabulary, data.today())
    rows = book.rows(data.view(), where, own)
    assert (where.from_, where.as_of, len(rows)) == (date(2026, 11, 6), date(2026, 11, 12), int(number))
    assert set(data.view().index.at(20769).take(rows)["description"]) == {"首日发现"}
    ahead = said.split("九、")[1]
    assert "首日发现" in ahead  # due on the 19th, the seventh day after the week
    assert "临期示例" not in ahead  # due on the 20th
    assert "week=2026-W47" in html  # has begun on Friday 13
    running = text(open_at("weekly_review", week="2026-W47", lang="zh_CN"))
    assert "2026-11-13 至 2026-11-18" in running
    assert "没有这一期" in text(open_at("weekly_review", week="2026-W48", lang="zh_CN"))


def test_a_decision_returns_the_week_after_and_a_closed_meeting_keeps_its_own_days(
    thursday: Path, open_at: Open, use: Callable[..., None]
) -> None:
    app = open_at("weekly_review", week=WEEK, lang="zh_CN")
    app.text_input(key="decide_text").set_value("企业报送施工图")
    app.text_input(key="decide_owner").set_value("县应急局")
    click(app, "decide")
    assert "企业报送施工图" in text(open_at("weekly_review", week="2026-W47", lang="zh_CN")).split("二、现存量")[0]
    app = click(open_at("weekly_review", week=WEEK, lang="zh_CN"), "minutes", "会议定稿（冻结数据）")
    assert not app.error, app.error
    kept = meetings.meeting(data.engine(), data.county(), WEEK)
    assert (kept.as_of, kept.printed["stock"]) == (date(2026, 11, 12), figures().this.counts["stock"])
    assert f"point.{WEEK}.stock" in kept.printed

    use(thursday.parent.parent / "var")  # the county goes back to Sunday
    said = text(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert "2026-11-06 至 2026-11-12" in said
    assert "与定稿材料的差异" not in said
    other = text(open_at("weekly_review", week="2026-W45", lang="zh_CN"))
    assert "2026-11-02 至 2026-11-08" in other
    assert maintain.verify(data.engine(), data.county()).ok


def test_minutes_of_an_open_meeting_follow_the_present_cut_off_and_close_after_it(thursday: Path) -> None:
    ledger, county = data.ledger(), data.county()
    ledger.keep_minutes("2026-W47", {"chair": "某副县长"}, OFFICE, 0, date(2026, 11, 18))
    assert meetings.meeting(data.engine(), county, "2026-W47").as_of == date(2026, 11, 19)
    back = replace(county, week_ends=SUNDAY)
    assert meetings.meeting(data.engine(), back, "2026-W47").as_of == date(2026, 11, 22)
    revision = data.view().snapshot.revision
    with pytest.raises(Refused, match="meeting:early"):
        ledger.close_meeting("2026-W47", {"stock": 1}, revision, OFFICE, 1, date(2026, 11, 18))
    assert meetings.week_ends(data.engine(), county, "2026-11") == THURSDAY
