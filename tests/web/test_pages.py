"""Each page × each kind of ledger shows what it must, in one language, without an error."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.i18n import catalogue
from support.small import KINDS, first_id, shown

PAGES = (
    "overview", "battle_map", "closure_rates", "analysis", "ledger", "hazard", "register", "import", "forms",
    "reconcile", "big_screen", "my_work", "responsibility", "tips", "assessment", "visit", "deputies",
)  # fmt: skip
Open = Callable[..., AppTest]
Make = Callable[..., Any]
# page → what must stand on it with hazards (Chinese, English), and what with none
MUST = {
    "overview": (
        ("现存量", "乡镇到期整改率"),
        ("Stock", "Townships: due-item rate"),
        ("台账为空", "The ledger is empty"),
    ),
    "closure_rates": (
        ("分行业", "真实性检查"),
        ("By sector", "Is the rate true?"),
        ("台账为空", "The ledger is empty"),
    ),
    "analysis": (
        ("分析内容", "两种口径的差异", "真实性检查"),
        ("Parts of the analysis", "Two ways of counting", "Is the rate true?"),
        ("台账为空", "The ledger is empty"),
    ),
    "ledger": (("项隐患", "示例煤业一矿"), ("hazards", "示例煤业一矿"), ("台账为空", "The ledger is empty")),
    "hazard": (
        ("登记办理", "办理记录与审计"),
        ("Record a step", "Story and audit trail"),
        ("请在台账中选择", "Choose a hazard"),
    ),
    "import": (("导入隐患台账",), ("Import a ledger",), ("导入隐患台账", "Import a ledger")),
    "forms": (
        ("月报表", "单位负责人（签字）", "上报口径"),
        ("Monthly form", "Head of the unit (signature)", "Reported"),
        ("合计", "Total"),
    ),
    "reconcile": (
        ("与报来的台账对账", "分乡镇平衡表", "平衡"),
        ("Compare a ledger with ours", "Balance by township", "adds up"),
        ("没有隐患", "There are no hazards"),
    ),
    "register": (("一份文书，覆盖以上各项",), ("One paper for all of them",), ("一份文书", "One paper for all")),
    "big_screen": (
        ("现存量", "乡镇到期整改率", "重大隐患", "数据截止"),
        ("Stock", "Townships: due-item rate", "Major hazards", "As of"),
        ("没有未销号的重大隐患", "No open major hazard"),
    ),
    "my_work": (
        ("待办事项", "无待办"),
        ("What waits for you", "Nothing waits:"),
        ("没有待办事项", "Nothing waits for you"),
    ),
    "responsibility": (
        ("责任清单", "监管部门责任人", "未明确责任人"),
        ("Duties", "Department", "nobody named"),
        ("没有须明确此岗位的未销号隐患", "No open item needs this post"),
    ),
    "assessment": (
        ("目标考核", "点击“计算”后才出结果", "窗口太窄"),
        ("Assessment", "Nothing is worked out until you ask", "too narrow"),
        ("点击“计算”后才出结果", "Nothing is worked out until you ask"),
    ),
    "tips": (
        ("举报受理", "尚无举报记录", "严禁录入"),
        ("Reports received", "No report has been received yet", "Never enter classified"),
        ("尚无举报记录", "No report has been received yet"),
    ),
    "visit": (("请从隐患页面打开",), ("Open a visit from",), ("请从隐患页面打开", "Open a visit from")),
    "deputies": (("代理须知",), ("What a deputy may",), ("演示模式没有账号", "in the demo nobody has one")),
    "battle_map": (("挂图作战",), ("Battle map",), ("挂图作战", "Battle map")),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_page_shows_what_it_must(ledger_of: Make, open_at: Open, page: str, kind: str, lang: str) -> None:
    ledger_of(kind)
    query = {"id": first_id()} if page == "hazard" and kind != "empty" else {}
    text = shown(open_at(page, lang=lang, **query))
    chinese, english, nothing = MUST[page]
    wanted = (nothing[lang == "en"],) if kind == "empty" else chinese if lang == "zh_CN" else english
    assert not [word for word in wanted if word not in text]
    assert not re.search(r"\b(nan|NaN|NaT|undefined)\b|>None<", text)


def test_the_numbers_of_the_leader_are_those_of_the_ledger(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    text = shown(open_at(lang="zh_CN"))
    numbers = re.findall(r'class="w-big[^"]*">([^<]+)<', text)
    stock, overdue, major, listed = numbers[:4]
    assert (stock, overdue, major, listed) == ("6", "3", "1", "1")
    opening, new, closed, moved, open_ = (int(one.replace("−", "-")) for one in numbers[4:9])
    assert opening + new - closed + moved == open_ == 6


def test_an_alarm_stands_beside_majors_without_control_measures(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    assert "w-alarm" not in shown(open_at(lang="zh_CN"))


@pytest.mark.parametrize("demo", [True, False])
def test_demo_data_is_marked_exactly_while_demo_rows_are_there(ledger_of: Make, open_at: Open, demo: bool) -> None:
    ledger_of("one", demo=demo)
    for page in ("overview", "ledger", "import"):
        bar = open_at(page, lang="zh_CN").html[0].value
        assert ("演示数据" in bar) is demo


def test_the_first_visit_speaks_chinese_where_nobody_says_otherwise(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    assert "数据截止" in open_at().html[0].value


def test_the_language_of_a_link_stays_for_the_session(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = open_at(lang="en")
    app.query_params.clear()
    app.run()
    assert "As of" in app.html[0].value


def test_no_page_asks_for_a_word_that_the_catalogue_lacks(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking: set[str] = set()
    known, ask = catalogue.msgids(), catalogue.Translator.__call__

    def asked(self: catalogue.Translator, message: str, /, **values: object) -> str:
        if message and message not in known:
            lacking.add(message)
        return ask(self, message, **values)

    monkeypatch.setattr(catalogue.Translator, "__call__", asked)
    ledger_of("several")
    for page in PAGES:
        open_at(page, lang="zh_CN", **({"id": first_id()} if page == "hazard" else {}))
    assert not lacking
