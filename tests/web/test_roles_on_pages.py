"""Pages as different people see them: the own part, the own buttons, nothing of what the role does not reach."""

from collections.abc import Callable
from typing import Any

import pytest

from riskmap.domain.roles import Role
from riskmap.web import data
from riskmap.web.step_choice import CHOSEN
from support.facts import OFFICE
from support.small import shown

Make = Callable[..., Any]
Open = Callable[..., Any]


def test_a_township_officer_sees_the_own_township_and_no_word_of_the_whole_county(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    be(Role.TOWNSHIP, townships=("141034200",))
    page = shown(open_at("ledger", lang="zh_CN"))
    assert "临期示例" in page
    assert "通风系统不可靠" not in page
    overview = shown(open_at("overview", lang="zh_CN"))
    assert "佃坪乡" in overview
    assert "全县" not in overview
    assert "对账" not in overview  # the menu offers what the role reaches
    assert "导入" in overview


def test_the_buttons_of_a_hazard_are_those_of_the_reader(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    hazard = str(data.whole().snapshot.hazards["id"].iloc[0])
    be(Role.DEPARTMENT, departments=("emergency",))
    app = open_at("hazard", lang="zh_CN", id=hazard)
    assert app.pills(key=CHOSEN).options
    be(Role.LEADER)
    app = open_at("hazard", lang="zh_CN", id=hazard)
    assert "配电箱未接地" in shown(app) or "张某" in shown(app)
    assert not list(app.pills)
    be(Role.DEPARTMENT, departments=("housing",))
    assert "没有" in shown(open_at("hazard", lang="zh_CN", id=hazard))


def test_an_analyst_reads_no_name_on_the_page_of_a_hazard(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("one")
    hazard = str(data.whole().snapshot.hazards["id"].iloc[0])
    be(Role.COMMITTEE)
    assert "张某" in shown(open_at("hazard", lang="zh_CN", id=hazard))
    be(Role.ANALYST)
    page = shown(open_at("hazard", lang="zh_CN", id=hazard))
    assert "张**" in page
    assert "张某" not in page


NAMES = "企业名称,所属乡镇,行业领域,隐患描述,隐患等级,检查时间\n"
BOTH = NAMES + "甲厂,佃坪乡,建材,近处无护罩,一般,2026-10-01\n乙厂,永安镇,建材,远处无护罩,一般,2026-10-01\n"


def test_a_township_officer_takes_in_and_takes_back_the_rows_of_the_own_township(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    before = len(data.whole().snapshot.hazards)
    be(Role.TOWNSHIP, townships=("141034200",))
    app = open_at("import", lang="zh_CN")
    assert "不在您负责范围内的行逐行不予采用" in shown(app)
    next(one for one in app.file_uploader if one.key.startswith("import_file")).set_value(
        ("本乡.csv", BOTH.encode(), "text/csv")
    )
    app.run()
    assert "未采用：不在您负责的行业或乡镇范围内" in shown(app)
    app.button(key="import_confirm").click().run()
    assert not app.exception
    assert "新增 1" in shown(app)
    assert len(data.whole().snapshot.hazards) == before + 1
    app = open_at("import", lang="zh_CN")
    app.selectbox(key="batch_chosen").select_index(0).run()
    app.checkbox(key="sure").check().run()
    app.button(key="batch_undo").click().run()
    assert "已撤销：移除隐患 1 项" in shown(app)
    assert len(data.whole().snapshot.hazards) == before


def test_keeping_profiles_stays_with_the_office(ledger_of: Make, open_at: Open, be: Callable[..., None]) -> None:
    ledger_of("one")
    data.ledger().save_profile("某集团", {"headers": {"单位": "enterprise"}}, OFFICE)
    be(Role.COMMITTEE)
    assert "某集团" in shown(open_at("import", lang="zh_CN"))
    be(Role.TOWNSHIP, townships=("141034200",))
    app = open_at("import", lang="zh_CN")
    assert "某集团" not in shown(app)
    assert not [one for one in app.button if (one.key or "").startswith("forget")]


@pytest.mark.parametrize("page", ["import", "rounds", "reconcile", "register"])
def test_a_page_beyond_the_role_says_so(ledger_of: Make, open_at: Open, be: Callable[..., None], page: str) -> None:
    ledger_of("one")
    be(Role.LEADER)
    app = open_at(page, lang="zh_CN")
    assert "无权访问此页面" in shown(app)
    assert not app.button


@pytest.mark.parametrize("page", ["overview", "ledger", "hazard", "forms", "battle_map", "import"])
def test_a_screen_that_asks_for_another_page_sees_no_word_of_it(
    ledger_of: Make, open_at: Open, be: Callable[..., None], page: str
) -> None:
    ledger_of("several")
    be(Role.DEVICE)
    app = open_at(page, lang="zh_CN", id=str(data.whole().snapshot.hazards["id"].iloc[0]))
    assert "无权访问此页面" in shown(app)
    assert "w-top" not in shown(app)
    assert not (*app.button, *app.selectbox, *app.text_input)
    wall = shown(open_at("big_screen", lang="zh_CN"))
    assert "wa-kpis" in wall
    assert "张某" not in wall
    assert "href" not in wall  # nothing can be clicked, whether the address says kiosk or not


def test_keepers_of_accounts_see_no_row_and_nobody_sees_the_door(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    be(Role.ADMIN)
    assert "不查看台账" in shown(open_at("overview", lang="zh_CN"))
    assert not len(data.view().snapshot.hazards)
    app = open_at("overview", lang="zh_CN")
    be(None)
    app.run()
    assert "data-signed-out" in shown(app)
    assert "现存" not in shown(app)
