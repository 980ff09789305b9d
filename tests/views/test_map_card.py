"""The card of one hazard: the right facts for the day, and words of the ledger as words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from riskmap.domain.codes import Control, EvidenceKind, Grade, Item, Post, Status
from riskmap.domain.hazard import ControlRecord, Evidence, FiveItem, Hazard, Responsible
from riskmap.i18n import Translator
from riskmap.views import card
from support.ledgers import HOSTILE

HAZARD = Hazard(
    id="1",
    hazard_no="FX-2026-000003",
    found=date(2026, 6, 9),
    confirmed=date(2026, 6, 10),
    ordered=date(2026, 6, 10),
    due=date(2026, 11, 20),
    status=Status.RECTIFYING,
    grade=Grade.MAJOR,
    enterprise_name="示例煤业一矿",
    description="第二回路线路未按期建成",
    basis="《煤矿重大事故隐患判定标准》",
    five=tuple(FiveItem(item, "内容", "佐证" if number < 2 else "") for number, item in enumerate(Item)),
    controls=(ControlRecord(Control.SUSPENDED, date(2026, 6, 9)),),
    chain=(Responsible(Post.LEADER, "副县长", "赵某"),),
    evidence=(Evidence(EvidenceKind.PHOTO_BEFORE, date(2026, 6, 9), "照片"),),
    funds_planned=Decimal(80),
    funds_paid=Decimal(35),
)


def facts(hazard=HAZARD, **given):
    values = {"hazard": hazard, "day": date(2026, 11, 22), "number": 3, "progress": "overdue", "status": "rectifying"}
    values |= {"left": -2, "level": "county", "alarm": False, "due": date(2026, 11, 20)}
    return card.Facts(**(values | given))


class Tags(HTMLParser):
    """Every tag and attribute of a piece of HTML."""

    def __init__(self):
        super().__init__()
        self.tags, self.names, self.text = set(), set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def parsed(html):
    reader = Tags()
    reader.feed(html)
    return reader


def said(lang="zh_CN", **given):
    return parsed(card.card(facts(**given), Translator(lang), lambda _, code: code)).text


def test_a_card_answers_who_until_when_and_under_control():
    text = said()
    for words in ("示例煤业一矿", "县级挂牌", "超期 2 天", "11-20", "已停产撤人", "副县长 赵某", "到位 2/5", "06-09"):
        assert words in text
    assert "计划 80.0 / 落实 — / 支付 35.0 万元" in text


def test_the_nearest_resources_say_how_far_and_how_that_is_measured():
    text = said(near=[("消防站", "<b>示例站", "7.7 公里")])
    assert "最近的应急资源直线距离" in text
    assert "<b>示例站 · 7.7 公里" in text
    assert "限本人所辖乡镇" in said(near=[("消防站", "示例站", "7.7 公里")], near_part=True)
    assert "最近的应急资源" not in said()


def test_a_kept_photo_is_shown_and_a_paper_is_not():
    photo = Evidence(EvidenceKind.PHOTO_BEFORE, date(2026, 6, 9), "照片", sha256="a" * 64)
    html = card.card(facts(replace(HAZARD, evidence=(photo,))), Translator("zh_CN"), lambda _, code: code)
    assert f'src="api/v1/attachments/{"a" * 64}?size=small"' in html
    for other in (replace(photo, reference="报告.pdf"), replace(photo, sha256="")):
        html = card.card(facts(replace(HAZARD, evidence=(other,))), Translator("zh_CN"), lambda _, code: code)
        assert "attachments" not in html


def test_money_that_is_on_its_way_is_partly_in_place():
    hazard = replace(HAZARD, five=(FiveItem(Item.FUNDS, "计划80.0万元"),))
    assert "部分" in said(hazard=hazard)
    assert "partly" in said("en", hazard=hazard)
    assert "部分" not in said(hazard=replace(hazard, funds_paid=None))


def test_the_record_is_told_latest_first():
    assert said(log=[("11-21", "县应急局：现场核查"), ("11-01", "登记")]).endswith("11-21县应急局：现场核查11-01登记")


def test_a_missing_control_is_said_in_words():
    text = said(hazard=replace(HAZARD, controls=()), alarm=True)
    assert "未采取措施" in text
    assert "重大隐患未销号且未采取管控措施" in text


def test_a_general_hazard_has_no_five_items():
    assert "五落实" not in said(hazard=replace(HAZARD, grade=Grade.GENERAL))


def test_steps_after_the_day_are_not_told():
    later = replace(HAZARD, rectified=date(2026, 11, 23), passed=date(2026, 11, 24), closed=date(2026, 11, 25))
    assert "11-23" not in said(hazard=later) and "11-25" not in said(hazard=later)


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_hostile_words_stay_words_in_a_card(lang):
    words = dict.fromkeys(("enterprise_name", "description", "basis", "place", "responsible_unit"), HOSTILE)
    hostile = replace(
        HAZARD,
        **words,
        five=(FiveItem(Item.FUNDS, HOSTILE, HOSTILE),),
        chain=(Responsible(Post.ENTERPRISE, HOSTILE, HOSTILE),),
        evidence=(Evidence(EvidenceKind.PHOTO_AFTER, None, HOSTILE),),
    )
    html = card.card(facts(hostile), Translator(lang), lambda _, __: HOSTILE)
    seen = parsed(html)
    assert seen.tags <= {"section", "div", "span", "b", "em", "i", "p", "h4", "img", "table", "tr", "th", "td"}
    assert not any(name.startswith("on") or name == "href" for name in seen.names)
    assert html.count("<img") == html.count('<img src="data:image/svg+xml;base64,') == 1
    assert "<script" not in html and "{{" not in html and "${" not in html
