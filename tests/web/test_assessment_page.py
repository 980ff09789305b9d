"""The page of the yearly assessment: worked out when asked for, never by itself; tried, exported, changed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.assessment import Unit
from riskmap.domain.assessment_file import write
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import assessing
from riskmap.settings import load_settings
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.web import data, identity, standing
from riskmap.web.routes import assessment as route
from support.small import OFFICE, TODAY, first_id, shown

Make = Callable[..., Any]
Open = Callable[..., AppTest]
Be = Callable[..., None]
HERE, FAR = "141034103", "141034200"
STEM = "scheme_2026-township_0"


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def made(app: AppTest) -> AppTest:
    return press(app, "assess_make")


def exports() -> list[dict[str, Any]]:
    with reading(data.engine()) as connection:
        found = events.read(connection, data.county().code, "entity = ?", (events.EXPORT,))
        return [json.loads(one.payload) for one in found]


def opened() -> None:
    """The county shows units their own sheet."""
    data._process.county = replace(data.county(), own_sheet=True)


def test_nothing_is_worked_out_until_it_is_asked_for_and_then_it_stays(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    app = open_at("assessment", lang="zh_CN")
    assert "点击“计算”后才出结果" in shown(app)
    assert "w-assess" not in shown(app)
    page = shown(made(app))
    assert "乡镇安全生产目标考核（示例方案）" in page
    assert "示例方案，未采用" in page
    assert "2026-01-01 至 " in page
    assert "和平镇" in page
    assert "扣分明细" in page
    assert "w-small-only" in page  # what a phone shows instead

    def never(*_: object, **__: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr("riskmap.metrics.assessment.figures", never)
    assert "w-assess" in shown(app.run())
    app.segmented_control(key="assess_unit").set_value(Unit.DEPARTMENT).run()
    assert "点击“计算”后才出结果" in shown(app)  # another question has no answer yet


def test_a_score_opens_its_derivation_and_every_number_its_rows(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    page = shown(made(open_at("assessment", lang="zh_CN")))
    assert "full * min(1, due_rate_passed / target)" in page
    assert "50 × min(1, 0/1 ÷ 1) = 0.00" in page
    assert "未考核" in page
    words = f"township={HERE}&amp;from=2026-01-01&amp;as_of=2026-11-18&amp;lang=zh_CN&amp;rows=due&amp;among=township"
    assert f'href="ledger?{words}"' in page
    app = open_at("ledger", township=HERE, **{"from": "2026-01-01"}, rows="due", among="township", lang="zh_CN")
    assert "通风系统不可靠" in shown(app)
    assert "护栏缺失" not in shown(app)


def test_departments_stand_by_their_own_work_and_their_numbers_open(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("assessment", lang="en")
    app.segmented_control(key="assess_unit").set_value(Unit.DEPARTMENT).run()
    page = shown(made(app))
    assert "Assessment of departments (sample scheme)" in page
    assert "rows=own.confirmed_of" in page
    app = open_at("ledger", department="emergency", rows="own.confirmed_of", lang="zh_CN")
    assert "应核实（项）" in shown(app)


def test_a_period_that_has_not_begun_is_told(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = open_at("assessment", lang="zh_CN")
    app.date_input(key="assess_as_of").set_value(TODAY.replace(month=3)).run()
    app.segmented_control(key="assess_half").set_value(2).run()
    assert "该考核期尚未开始" in shown(made(app))
    app.segmented_control(key="assess_half").set_value(1).run()
    assert "2026-01-01 至 2026-03-18" in shown(made(app))


def test_a_trial_shows_the_difference_and_saves_nothing(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = made(open_at("assessment", lang="zh_CN"))
    (weight,) = [one for one in app.number_input if str(one.key).startswith("trial_weight_") and one.value == 50]
    weight.set_value(40)
    (unit,) = [one for one in app.selectbox if str(one.key).startswith("trial_unit_")]
    unit.set_value(HERE).run()
    (items,) = [one for one in app.multiselect if str(one.key).startswith("trial_closed_")]
    items.set_value([items.options[0]]).run()
    page = shown(press(app, "trial_make"))
    assert "试算，不保存" in page
    assert "分值 50 → 40" in page
    assert "1 项超期隐患于 2026-11-18 前销号" in page
    assert not assessing.schemes(data.engine(), data.county())
    assert "试算结果" not in shown(made(app))


def test_a_trial_is_not_compared_with_a_sheet_of_another_state(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = made(open_at("assessment", lang="zh_CN"))
    hazard = data.hazard(first_id())
    told = {"field": "place", "new": "副井", "reason": "笔误"}
    data.ledger().act(hazard.id, "correct", told, OFFICE, hazard.version, TODAY)
    page = shown(press(app, "trial_make"))
    assert "计算之后台账有变化，请重新计算" in page
    assert "试算结果" not in page


def test_the_order_of_the_county_may_stand_in_the_place_of_the_ranks(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = made(open_at("assessment", lang="zh_CN"))
    app.toggle(key="assess_fixed").set_value(True).run()
    page = shown(app)
    names = [region.name for region in data.county().regions.townships]
    places = [page.index(f"<td>{name}</td>") for name in names]
    assert places == sorted(places)


def scheme_page(app: AppTest) -> AppTest:
    app.segmented_control(key="assess_view").set_value("scheme").run()
    for one in [one for one in app.toggle if one.key == "scheme_open"]:
        one.set_value(True).run()
    assert not app.exception
    return app


def test_the_office_changes_the_scheme_and_the_next_sheet_says_its_version(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = scheme_page(open_at("assessment", lang="zh_CN"))
    app.text_input(key=f"{STEM}_indicator_0_weight").set_value("60")
    app.text_input(key=f"{STEM}_indicator_3_title").set_value("复查确认")
    app.text_input(key=f"{STEM}_indicator_3_weight").set_value("10")
    app.text_input(key=f"{STEM}_indicator_3_formula").set_value("full × overdue_rate × 0 + full")
    app.text_input(key=f"{STEM}_deduction_1_title").set_value("")
    page = shown(press(app, "scheme_save"))
    assert "已保存：2026-township，第 1 版。" in page
    (kept,) = assessing.schemes(data.engine(), data.county()).values()
    assert ([str(one.weight) for one in kept.indicators], len(kept.deductions)) == (["60", "30", "20", "10"], 1)
    assert "第 1 版：" in page
    app.segmented_control(key="assess_view").set_value("sheet").run()
    assert "第 1 版" in shown(made(app))


def test_fines_are_refused_with_the_law_in_the_readers_language(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    for lang, said in (("zh_CN", "行政处罚法第七十四条"), ("en", "Administrative Penalty Law, art. 74")):
        app = scheme_page(open_at("assessment", lang=lang))
        app.text_input(key=f"{STEM}_indicator_0_formula").set_value("full * penalty_count / 9")
        page = shown(press(app, "scheme_save"))
        assert said in page.replace("\\", "")
        assert ("指标 1：" if lang == "zh_CN" else "Indicator 1") in page.replace("\\", "")
    assert not assessing.schemes(data.engine(), data.county())


def test_a_scheme_comes_in_as_a_file_or_says_why_not(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    shipped = next(one for one in data.county().schemes if one.unit is Unit.DEPARTMENT)
    text = write(replace(shipped, title="部门考核"))
    for content, said in (
        (b"\xff", "文件不是可读的考核方案"), (text.replace('"department"', '"person"'), "不得考核、排名个人"),
        (text.replace("review_late", "登录次数"), "登录次数不得作为考核指标"),
        (text, "已保存：2026-department，第 1 版。"),
    ):  # fmt: skip
        app = scheme_page(open_at("assessment", lang="zh_CN"))
        raw = content if isinstance(content, bytes) else content.encode()
        app.file_uploader(key="scheme_in").set_value(("s.toml", raw, "application/toml")).run()
        assert said in shown(press(app, "scheme_take"))
    (kept,) = assessing.schemes(data.engine(), data.county()).values()
    assert kept.title == "部门考核"


def test_a_leader_reads_sheet_and_scheme_and_changes_neither(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    be(Role.LEADER)
    app = open_at("assessment", lang="zh_CN")
    assert "扣分明细" in shown(made(app))
    page = shown(scheme_page(app))
    assert "满分 100" in page
    assert not [one for one in app.text_input if str(one.key).startswith("scheme_")]
    assert not [one for one in app.button if one.key in {"scheme_save", "scheme_take"}]


def test_nobody_else_opens_the_page_or_finds_it_in_the_menu(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    others: dict[Role, dict[str, tuple[str, ...]]] = {
        Role.TOWNSHIP: {"townships": (HERE,)}, Role.DEPARTMENT: {"departments": ("emergency",)}, Role.ANALYST: {},
    }  # fmt: skip
    for role, scope in others.items():
        be(role, **scope)
        app = open_at("assessment", lang="zh_CN")
        assert "assess_make" not in {one.key for one in app.button}
        assert "点击“计算”" not in shown(app)
        assert "assessment" not in shown(app).split("<nav", 1)[1].split("</nav>", 1)[0]


def test_a_township_reads_its_own_sheet_where_the_county_says_so(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    opened()
    be(Role.TOWNSHIP, townships=(HERE,))
    assert "assessment" in standing.pages(identity.reader())
    app = open_at("assessment", lang="zh_CN")
    assert list(app.segmented_control(key="assess_unit").options) == ["乡镇"]
    page = shown(made(app))
    assert "和平镇" in page
    for other in ("永安镇", "佃坪乡", "名次"):
        assert f"<td>{other}</td>" not in page
        assert f">{other}<" not in page.split('class="w-table', 1)[1]
    be(Role.TOWNSHIP, townships=(FAR,))
    assert "w-assess" not in shown(app.run())  # what another reader asked for is not shown


@pytest.fixture
def ask(ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Ask for a workbook in a role over a part of the ledger `several`."""
    folder = ledger_of("several")
    data.configure(load_settings({"RISKMAP_DATA_DIR": str(folder), "RISKMAP_TODAY": TODAY.isoformat()}))
    client = TestClient(Starlette(routes=route.ROUTES))

    def asked(grant: Grant, name: str = "2026-township", **words: str) -> Any:
        reader = identity.Reader(Person("1", "wang", "=王某", (grant,)), (grant,))
        monkeypatch.setattr(identity, "reader", lambda: reader)
        return client.get(f"/api/v1/assessment/{name}.xlsx", params={"kind": "xlsx", "purpose": "=年度考核", **words})

    yield asked
    data.configure(None)


def test_the_workbook_says_what_the_page_says_and_leaves_an_event(ask: Callable[..., Any]) -> None:
    answer = ask(Grant(Role.COMMITTEE), half="0", lang="zh_CN")
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["得分表", "推导", "扣分", "方案"]
    cells = [str(cell.value) for line in book["推导"].iter_rows() for cell in line if cell.value is not None]
    assert "50 × min(1, 0/1 ÷ 1) = 0.00" in cells
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert any("=王某" in cell and "=年度考核" in cell for cell in cells)
    (told,) = exports()
    assert (told["what"], told["form"], told["purpose"], told["count"]) == ("assessment", "xlsx", "=年度考核", 7)
    assert told["filter"] == {"scheme": "2026-township", "version": "0", "from": "2026-01-01", "as_of": "2026-11-18"}


def test_nobody_else_takes_a_workbook_out(ask: Callable[..., Any]) -> None:
    others = (
        Grant(Role.TOWNSHIP, Scope(townships=(HERE,))), Grant(Role.DEPARTMENT, Scope(departments=("emergency",))),
        *map(Grant, (Role.ANALYST, Role.DEVICE, Role.INSPECTOR, Role.AUDITOR, Role.ADMIN, Role.ENTERPRISE)),
    )  # fmt: skip
    assert [ask(grant).status_code for grant in others] == [403] * len(others)
    assert exports() == []


def test_the_own_workbook_holds_the_own_line_alone(ask: Callable[..., Any]) -> None:
    opened()
    answer = ask(Grant(Role.TOWNSHIP, Scope(townships=(HERE,))), lang="zh_CN")
    text = str([line for sheet in openpyxl.load_workbook(BytesIO(answer.content)) for line in sheet.values])
    assert "和平镇" in text
    assert not [name for name in ("永安镇", "佃坪乡", "名次") if name in text]
    assert ask(Grant(Role.TOWNSHIP, Scope(townships=(HERE,))), "2026-department").status_code == 403


NOTHING: tuple[tuple[str, dict[str, str], int], ...] = (
    ("2026-person", {}, 404), ("x-township", {}, 404), ("2026-township", {"half": "3"}, 400),
    ("2026-township", {"as_of": "soon"}, 400), ("2026-township", {"sector": "coal"}, 400), ("2027-township", {}, 400),
    ("2026-township", {"half": "1", "as_of": "2026-09-01"}, 400),
)  # fmt: skip


def test_an_address_that_asks_for_nothing_is_told_so(ask: Callable[..., Any]) -> None:
    for name, words, status in NOTHING:
        assert ask(Grant(Role.COMMITTEE), name, **words).status_code == status, (name, words)
    assert exports() == []
