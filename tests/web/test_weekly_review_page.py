"""The weekly review: its numbers are those of the ledger, decisions come back, a closed meeting keeps its figures."""

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.meetings import DecisionKind, DecisionState, Subject
from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.ledger import meetings, queries
from riskmap.ledger.batch import Actor
from riskmap.metrics import briefing, filters
from riskmap.metrics.rates import RATES
from riskmap.reports.briefing_content import content
from riskmap.web import book, data, identity, weekly_data
from support.availability import ALL
from support.facts import OFFICE
from support.small import ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
WEEK = "2026-W46"  # the last that is over on the day of these tests
LATE = "灭火器过期"


def text(app: AppTest) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown(app)))


def click(app: AppTest, form: str, label: str = "") -> AppTest:
    buttons = [one for one in app.button if one.form_id == form]
    next(one for one in buttons if not label or one.label == label).click()
    return app.run()


def decide(app: AppTest, said: str = "企业报送施工图", owner: str = "县应急局") -> AppTest:
    app.text_input(key="decide_text").set_value(said)
    app.text_input(key="decide_owner").set_value(owner)
    return click(app, "decide")


def test_a_second_click_records_no_second_decision(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = decide(decide(open_at("weekly_review", week=WEEK, lang="zh_CN")))
    assert len(meetings.decisions(data.engine(), data.county())) == 1
    decide(app, "另一件事")
    assert len(meetings.decisions(data.engine(), data.county())) == 2


def test_the_paper_prints_the_figures_of_the_week_that_is_over(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("weekly_review", lang="zh_CN")
    view = data.view()
    f = briefing.figures(view.index, filters.default(data.today()), WEEK, data.today())
    assert f.now.as_of == date(2026, 11, 15)
    said = text(app)
    assert "2026年第46周" in said
    assert re.search(rf"超期未整改 {f.this.counts['stock_overdue']} ", said)
    assert f"共 {f.this.counts['stock_overdue']} 项" in said
    assert LATE in said
    assert said.index("一、上周议定未办结") < said.index("二、现存量") < said.index("五、超期未整改清单")
    b = f.this.alone
    gone = b["closed_in_period"] + b["voided_in_period"]
    assert b["opening"] + b["new_in_period"] - gone + b["transferred"] == b["stock"]


def test_every_number_of_the_paper_is_what_its_link_opens(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    html = shown(open_at("weekly_review", lang="zh_CN"))
    links = re.findall(r'<a href="ledger\?([^"]*)"[^>]*>([\d,]+)</a>', html.replace("&amp;", "&"))
    assert len(links) > 12
    view = data.view()
    for query, number in links:
        words = dict(part.split("=", 1) for part in query.split("&"))
        own = {key: words.pop(key) for key in ("rows", "among") if key in words}
        where = filters.parse(words, view.vocabulary, data.today())
        assert len(book.rows(view, where, own)) == int(number.replace(",", "")), query


def test_numbers_of_the_meeting_open_their_rows_and_lists_the_hazard(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = int(re.search(r"1 / (\d+)", shown(open_at("weekly_review", week=WEEK, meeting="1"))).group(1))  # type: ignore[union-attr]
    pages = [shown(open_at("weekly_review", week=WEEK, meeting=str(at), lang="zh_CN")) for at in range(1, number + 1)]
    view, links = data.view(), []
    for page in pages:
        body = page.split('class="w-meeting"')[1].replace("&amp;", "&")
        links += re.findall(r'<a href="ledger\?([^"]*)"[^>]*>([\d,]+)</a>', body)
    assert len(links) > 30
    for query, printed in links:
        words = dict(part.split("=", 1) for part in query.split("&"))
        own = {key: words.pop(key) for key in ("rows", "among") if key in words}
        where = filters.parse(words, view.vocabulary, data.today())
        assert len(book.rows(view, where, own)) == int(printed.replace(",", "")), query
    (late,) = [page for page in pages if "超期清单" in page]
    assert re.search(rf'href="hazard\?[^"]*id={ids()[LATE]}"[^>]*>FX-', late)


def test_a_decision_comes_first_the_week_after_until_it_is_done(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = decide(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert "议定事项已登记" in app.success[0].value
    assert [app.text_input(key=f"decide_{name}").value for name in ("text", "owner")] == ["", ""]
    assert "企业报送施工图" in text(app).split("十、本次议定事项")[1]
    later = open_at("weekly_review", week="2026-W47", lang="zh_CN")
    assert "企业报送施工图" in text(later).split("二、现存量")[0]
    (one,) = meetings.decisions(data.engine(), data.county())
    later.selectbox(key="report_id").set_value(one.id)
    later.text_input(key="report_progress").set_value("已报送")
    later.selectbox(key="report_state").set_value("done")
    later = click(later, "decision_report")
    assert meetings.decisions(data.engine(), data.county())[0].state is DecisionState.DONE
    assert "本周办结 1" in text(later)


@pytest.mark.parametrize("subject", [Subject.DEPARTMENT, *((Subject.ENTERPRISE, Subject.TOWNSHIP) if ALL else ())])
def test_a_decision_is_about_an_enterprise_a_township_or_a_department(
    ledger_of: Make, open_at: Open, subject: Subject
) -> None:
    ledger_of("several")
    app = open_at("weekly_review", week=WEEK, lang="zh_CN")
    app.selectbox(key="decide_subject").set_value(subject)
    app.run()
    box = app.selectbox(key=f"decide_id_{subject}")
    name = str(box.options[0])
    box.select_index(0)
    app = decide(app, "约谈主要负责人")
    (one,) = meetings.decisions(data.engine(), data.county())
    assert (one.subject, bool(one.subject_id)) == (subject, True)
    later = text(open_at("weekly_review", week="2026-W47", lang="zh_CN")).split("二、现存量")[0]
    assert f"约谈主要负责人 {name} 县应急局" in later
    first = text(open_at("weekly_review", week="2026-W47", meeting="1", lang="zh_CN"))
    assert "约谈主要负责人" in first  # the meeting begins with it


def test_the_chair_may_show_units_in_the_order_of_the_county_without_ranks(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    index = data.view().index
    app = open_at("weekly_review", week=WEEK, lang="zh_CN")
    assert "名次" in text(app)
    app.checkbox(key="minutes_fixed_order").check()
    click(app, "minutes", "保存")
    order = {code: at for at, code in enumerate(index.dim("township")[1])}
    page = text(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert "名次" not in page
    assert "升降" not in page
    pages = [text(open_at("weekly_review", week=WEEK, meeting=str(at), lang="zh_CN")) for at in range(3, 9)]
    assert not [one for one in pages if "名次" in one]
    paper = weekly_data.paper(data.view(), identity.reader(), WEEK, data.today())
    assert paper
    told = content(weekly_data.asked(data.view(), paper, Translator("zh_CN"), lambda _kind, code: code))
    (table,) = [one for one in told.tables if one.sheet == "分乡镇"]
    codes = [row[0] for row in table.rows[:-1]]
    assert codes == sorted(codes, key=lambda code: order.get(code, len(order)))
    assert "名次" not in table.heads


def test_what_is_missing_is_said_in_words(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = decide(open_at("weekly_review", week=WEEK, lang="zh_CN"), said="")
    assert "议定内容" in app.error[0].value
    app = open_at("weekly_review", week=WEEK, lang="zh_CN")
    app.selectbox(key="decide_subject").set_value(Subject.HAZARD)
    app = decide(app.run())
    assert "具体对象" in app.error[0].value
    assert meetings.decisions(data.engine(), data.county()) == []


def test_a_closed_meeting_keeps_its_figures_and_shows_what_came_later(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("weekly_review", week=WEEK, lang="zh_CN")
    app.text_input(key="minutes_chair").set_value("某副县长")
    app = click(app, "minutes", "会议定稿（冻结数据）")
    assert not app.error, app.error
    kept = meetings.meeting(data.engine(), data.county(), WEEK)
    stock = kept.printed["stock"]
    assert (kept.chair, kept.closed) == ("某副县长", data.today())
    facts = {
        "found": "2026-11-11", "source": "department", "enterprise_name": "示例", "place": "井",
        "inspectors": "张某、李某", "description": "补录的一项", "township": "141034100",
    }  # fmt: skip
    late = data.ledger().register(facts, OFFICE, on=date(2026, 11, 11))
    confirm = {"grade": "general", "due": "2026-11-30", "responsible_person": "王某", "inspectors": "张某、李某",
               "evidence": [{"kind": "photo_before", "on": "2026-11-11", "reference": "照片"}]}  # fmt: skip
    data.ledger().act(late.id, "confirm", confirm, OFFICE, late.version, date(2026, 11, 12))
    said = text(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert "补录 1 项、更正 0 项" in said
    page = shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert re.search(rf'<b>补录 1</b> <a href="hazard\?[^"]*id={late.id}"', page)
    assert re.search(rf"未销号 {stock} {stock + 1} \+1 ", said.split("与定稿材料的差异")[1])
    assert not open_at("weekly_review", week=WEEK, lang="zh_CN").text_area  # minutes are closed
    told = text(open_at("weekly_review", week=WEEK, meeting="2", lang="zh_CN"))
    assert f"现存 {stock} 项" in told  # the meeting has what it froze, and says so
    assert re.search(r"此后补录 1 项、更正 0 项，有 \d+ 个数据与现台账不同", told)
    assert "定稿" in told.split("数据截至")[1]


def test_a_township_is_not_told_the_frozen_figures_of_the_county(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    click(open_at("weekly_review", week=WEEK, lang="zh_CN"), "minutes", "会议定稿（冻结数据）")
    be(Role.TOWNSHIP, townships=("141034200",))
    for words in ({}, {"meeting": "2"}):
        said = text(open_at("weekly_review", week=WEEK, lang="zh_CN", **words))
        assert "与定稿材料的差异" not in said
        assert "个数据与现台账不同" not in said


def test_the_meeting_has_charts_beside_the_tables_of_stock_and_units(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    f = briefing.figures(data.view().index, filters.default(data.today()), WEEK, data.today())
    pages = [shown(open_at("weekly_review", week=WEEK, meeting=str(at), lang="zh_CN")) for at in range(3, 9)]
    drawn = {title: page for page in pages for title in re.findall(r"<figcaption>(.*?)</figcaption>", page)}
    assert [title.split("（")[0] for title in drawn] == [
        "各期末本年到期整改率", "各期末未销号与超期未整改隐患", "各期新增与销号隐患", "现存隐患已存在天数",
        "各行业到期整改率", "各乡镇到期整改率",
    ]  # fmt: skip
    picture = drawn["各期末未销号与超期未整改隐患（项）"]
    (svg, *_) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', picture)
    numbers = re.findall(r">([\d,]+)</text>", base64.b64decode(svg).decode())
    assert str(f.this.counts["stock"]) in numbers
    bars = drawn["各乡镇到期整改率（本年）"]
    for line in f.townships.lines:
        n, m = RATES["due_rate_passed"].parts(line.counts)
        assert re.search(rf'class="w-num[^"]*">[^<]* {n}/{m}</span>', bars)


def test_the_meeting_goes_item_by_item_and_each_major_hazard_is_one(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    first = shown(open_at("weekly_review", week=WEEK, meeting="1", lang="zh_CN"))
    assert "上周议定未办结事项" in first
    assert 'data-meeting="back"' not in first
    number = int(re.search(r"1 / (\d+)", first).group(1))  # type: ignore[union-attr]
    pages = [shown(open_at("weekly_review", week=WEEK, meeting=str(at), lang="zh_CN")) for at in range(1, number + 1)]
    (major,) = [one for one in pages if "w-one-item" in one]
    assert "通风系统不可靠" in major
    assert f"id={ids()['通风系统不可靠']}" in major
    assert 'data-meeting="next"' not in pages[-1]
    assert any(LATE in one and "超期未整改清单" in one for one in pages)
    for odd in ("99", "0", "x", "９"):
        assert "w-meeting" in shown(open_at("weekly_review", week=WEEK, meeting=odd, lang="zh_CN"))


def test_a_week_that_is_none_or_has_not_begun_is_said(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    for week in ("2026-47", "2027-W01", "x"):
        assert "没有这一期" in shown(open_at("weekly_review", week=week, lang="zh_CN"))


@pytest.mark.parametrize("role", [Role.LEADER, Role.ANALYST, Role.DEPARTMENT, Role.TOWNSHIP])
def test_others_read_the_paper_and_decide_nothing(
    ledger_of: Make, open_at: Open, be: Callable[..., None], role: Role
) -> None:
    ledger_of("several")
    office = open_at("weekly_review", week=WEEK, lang="zh_CN")
    office.text_input(key="decide_text").set_value("越权")
    office.text_input(key="decide_owner").set_value("某局")
    be(role, **({"townships": ("141034200",)} if role is Role.TOWNSHIP else {}))
    app = open_at("weekly_review", week=WEEK, lang="zh_CN")
    assert "现存量" in shown(app)
    assert not app.text_input
    click(office, "decide")  # the office's form, sent by somebody else
    assert meetings.decisions(data.engine(), data.county()) == []


def test_a_township_reads_decisions_about_its_own_things_alone(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    told = {
        "week": "2026-W45", "kind": DecisionKind.SUPERVISE, "subject": Subject.HAZARD, "text": "别乡镇的事",
        "owner": "某镇", "due": "2026-11-20",
    }  # fmt: skip
    data.ledger().record_decision(told | {"subject_id": ids()[LATE]}, OFFICE, date(2026, 11, 9))
    data.ledger().record_decision(
        told | {"subject": Subject.TOWNSHIP, "subject_id": "141034200", "text": "本乡镇的事"}, OFFICE, date(2026, 11, 9)
    )
    be(Role.TOWNSHIP, townships=("141034200",))
    said = text(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert "本乡镇的事" in said
    assert "别乡镇的事" not in said


def test_reasons_are_those_known_at_the_weeks_end(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    one = queries.hazard(data.engine(), data.county(), ids()[LATE])
    actor = Actor("office", "安委办", "committee")
    told = {"progress": "设备在途", "late_reason": "equipment", "coordination": "请县里协调供货"}
    data.ledger().act(one.id, "state_progress", told, actor, one.version, date(2026, 11, 17))
    assert "请县里协调供货" not in text(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    assert "请县里协调供货" in text(open_at("weekly_review", week="2026-W47", lang="zh_CN"))


def test_a_wish_of_the_county_stands_behind_its_number_until_the_next_statement(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    one = queries.hazard(data.engine(), data.county(), ids()[LATE])
    actor = Actor("office", "安委办", "committee")
    told = {"progress": "设备在途", "late_reason": "equipment", "coordination": "请县里协调供货"}
    data.ledger().act(one.id, "state_progress", told, actor, one.version, date(2026, 11, 17))
    behind = re.compile(r'rows=waiting\.wished"[^>]*>(\d+)</a>')
    assert behind.findall(shown(open_at("weekly_review", week="2026-W47", lang="zh_CN"))) == ["1"]
    told |= {"progress": "设备已到", "coordination": ""}  # the same day, later
    data.ledger().act(one.id, "state_progress", told, actor, one.version + 1, date(2026, 11, 17))
    html = shown(open_at("weekly_review", week="2026-W47", lang="zh_CN"))
    assert behind.findall(html) == ["0"]
    assert "请县里协调供货" not in html
    assert "没有需县里协调的事项。" in html


def test_a_month_and_a_quarter_have_the_same_paper(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    for name, title in (("2026-11", "月报（2026年11月）"), ("2026-Q4", "季报（2026年第4季度）")):
        app = open_at("weekly_review", period=name, lang="zh_CN")
        f = briefing.figures(data.view().index, filters.default(data.today()), name, data.today())
        said = text(app)
        assert title in said
        assert "期内尚未结束" in said
        assert re.search(rf"新增 {f.this.flows['new_in_period']} ", said)
        assert said.index("七、执法情况") < said.index("以执法系统文书为准") < said.index("八、需县政府协调事项")
        assert not app.text_input  # no meeting of a month
    assert "没有这一期" in shown(open_at("weekly_review", period="2026-H2", lang="zh_CN"))


def test_another_week_is_chosen_to_compare_with(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("weekly_review", week=WEEK, lang="zh_CN")
    other = app.selectbox(key=f"against_{WEEK}")
    assert "对比 · 上期 · 2026年第45周 · 11-02 至 11-08" in other.options
    other.set_value("2026-W12")
    app.run()
    assert app.query_params["against"] in ("2026-W12", ["2026-W12"])
    said = text(app)
    f = briefing.figures(data.view().index, filters.default(data.today()), WEEK, data.today(), against="2026-W12")
    now, then = f.this.counts["stock"], f.beside.counts["stock"]
    assert f"未销号 {now} {then} ▲{now - then} 变差" in said
    assert "against=2026-W12" in shown(app)  # the files as well
    assert "没有这一期" in shown(open_at("weekly_review", week=WEEK, against="2026-10", lang="zh_CN"))


def test_a_major_hazard_of_the_meeting_has_its_map_and_is_what_is_decided_on(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    pages = range(9, 30)  # after the figures and the units
    opened = (open_at("weekly_review", week=WEEK, meeting=str(one), lang="zh_CN") for one in pages)
    app = next(one for one in opened if "w-one-item" in shown(one))
    html = shown(app)
    assert re.search(r'class="w-place" alt="所在位置：[^"]+" src="data:image/svg', html)
    assert "不作划界依据" in html
    assert app.selectbox(key="decide_subject").value == Subject.HAZARD
    decide(app, "限期治理")
    (one,) = meetings.decisions(data.engine(), data.county())
    assert (one.subject, one.subject_id) == (Subject.HAZARD, ids()["通风系统不可靠"])


def test_attendance_is_noted_in_the_meeting_itself(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("weekly_review", week=WEEK, meeting="1", lang="zh_CN")
    app.text_area(key="minutes_present").set_value("各成员单位")
    click(app, "minutes", "保存")
    assert meetings.meeting(data.engine(), data.county(), WEEK).present == "各成员单位"


def test_units_below_the_countys_threshold_are_proposed_in_the_paper_of_the_whole_county(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch, be: Callable[..., None]
) -> None:
    ledger_of("several")
    assert "建议约谈的单位" not in shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))  # no threshold
    own = replace(data.county(), escalation={"units": {"below": 90, "least": 1, "weeks": 1}})
    monkeypatch.setattr(data, "county", lambda: own)
    data._process.view = None
    page = shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))
    card = page.partition("建议约谈的单位")[2].partition("</section>")[0]
    (late,) = re.findall(r'<a href="ledger\?(?=[^"]*rows=stock_overdue)(?=[^"]*sector=coal)[^"]*"[^>]*>(\d+)</a>', card)
    f = briefing.figures(data.view().index, filters.default(data.today()), WEEK, data.today())
    assert int(late) == next(one.overdue for one in f.units if one.code == "coal")
    told = weekly_data.paper(data.view(), identity.reader(), WEEK, data.today())
    assert told is not None
    for lang, word in (("zh_CN", "签批后方为约谈"), ("en", "not an interview until it is signed")):
        paper = content(weekly_data.asked(data.view(), told, Translator(lang), lambda _, code: code))
        sheets = {"建议约谈单位", "Units proposed"}
        (part,) = [one for one in paper.parts if sheets.intersection(table.sheet for table in one.tables)]
        assert any(word in sentence for sentence in part.sentences)
    be(Role.DEPARTMENT, departments=("emergency",))
    assert "建议约谈的单位" not in shown(open_at("weekly_review", week=WEEK, lang="zh_CN"))
