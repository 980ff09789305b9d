"""What a file leaves open is decided on the page: columns, enterprises, cells with several problems."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.enterprise import Enterprise
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor
from riskmap.web import data, officer
from support.small import shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
FOREIGN = (
    "厂子,毛病,哪天,看的人\n示例甲有限公司,车间内的防护罩缺失未及时更换,2026-11-03,张某\n"
    "示例乙有限公司,配电箱未按要求接地存在触电风险,2026-11-04,李某\n"
)
KNOWN = "企业名称,隐患描述,检查时间\n山西示例煤业有限公司,防护罩缺失,2026-11-03\n"
SEVERAL = "企业名称,隐患描述,检查时间\n示例丙厂,1.防护罩缺失；2.配电箱未接地,2026-11-03\n"


def upload(app: AppTest, content: str) -> AppTest:
    one = next(one for one in app.file_uploader if one.key.startswith("import_file"))
    one.set_value(("a.csv", content.encode(), "text/csv"))
    return app.run()


def box(app: AppTest, label: str) -> Any:
    return next(one for one in app.selectbox if one.label == label)


def press(app: AppTest, key: str) -> AppTest:
    return next(one for one in app.button if one.key and key in one.key).click().run()


def confirms(app: AppTest) -> list[Any]:
    return [one for one in app.button if one.key == "import_confirm"]


@pytest.fixture
def empty(ledger_of: Make) -> None:
    ledger_of("empty")


@pytest.mark.usefixtures("empty")
def test_columns_that_nobody_knows_are_chosen_and_the_file_is_read_again(open_at: Open) -> None:
    app = upload(open_at("import", lang="zh_CN"), FOREIGN)
    assert not app.exception
    assert not confirms(app)
    assert "可识别的表头太少" in shown(app)
    assert "例：2026-11-03、2026-11-04" in shown(app)
    assert box(app, "毛病").value == "description"
    assert box(app, "看的人").value == "extra"
    box(app, "看的人").set_value("inspectors")
    app = press(app, "columns_read")
    assert not app.exception
    assert "新增 2" in confirms(app)[0].label
    assert box(app, "看的人").value == "inspectors"
    confirms(app)[0].click().run()
    assert sorted(data.current().hazards["inspectors"]) == ["张某", "李某"]
    assert queries.profiles(data.engine(), data.county()) == {}


@pytest.mark.usefixtures("empty")
def test_a_choice_is_remembered_for_the_sender_and_not_asked_again(open_at: Open) -> None:
    app = open_at("import", lang="zh_CN")
    app.text_input(key="import_sender").set_value("甲镇").run()
    app = upload(app, FOREIGN)
    next(one for one in app.checkbox if one.key.startswith("columns_remember")).check()
    app = press(app, "columns_read")
    kept = queries.profiles(data.engine(), data.county())["甲镇"].told["headers"]
    assert kept == {"厂子": "enterprise", "毛病": "description", "哪天": "found", "看的人": "extra"}
    again = open_at("import", lang="zh_CN")
    again.text_input(key="import_sender").set_value("甲镇").run()
    again = upload(again, FOREIGN)
    assert "新增 2" in confirms(again)[0].label
    assert not [one for one in again.selectbox if one.label == "毛病"]
    assert maintain.verify(data.engine(), data.county()).ok


@pytest.mark.usefixtures("empty")
def test_a_kept_profile_is_listed_and_forgotten_by_who_may(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    data.ledger().save_profile("甲镇", {"headers": {"毛病": "description"}}, officer.actor())
    app = open_at("import", lang="zh_CN")
    assert "已记住的报送单位：1" in [one.label for one in app.expander]
    office = officer.actor()
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某人", "analyst"))
    app = press(app, "forget_0")
    assert app.error[0].value
    assert list(queries.profiles(data.engine(), data.county())) == ["甲镇"]
    monkeypatch.setattr(officer, "actor", lambda: office)
    app = press(app, "forget_0")
    assert not app.error
    assert not app.expander
    assert queries.profiles(data.engine(), data.county()) == {}


@pytest.mark.usefixtures("empty")
def test_who_may_not_import_gives_no_enterprise_another_name(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    register()
    app = upload(open_at("import", lang="zh_CN"), KNOWN)
    box(app, "山西示例煤业有限公司").set_value("e2")
    app = press(app, "firms_read")
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某人", "leader"))
    app = confirms(app)[0].click().run()
    assert "未导入" in app.error[0].value
    assert [one.aliases for one in queries.match_index(data.engine(), data.county()).enterprises] == [(), ()]


@pytest.mark.usefixtures("empty")
def test_without_a_sender_nothing_can_be_remembered_and_one_field_goes_to_one_column(open_at: Open) -> None:
    app = upload(open_at("import", lang="en"), FOREIGN)
    assert next(one for one in app.checkbox if one.key.startswith("columns_remember")).disabled
    box(app, "看的人").set_value("enterprise")
    app = press(app, "columns_read")
    assert "Two columns cannot hold the same field: Enterprise" in app.error[-1].value.replace("\\", "")
    assert not confirms(app)


@pytest.mark.usefixtures("empty")
def test_who_may_not_keep_a_profile_is_told_so(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某人", "analyst"))
    app = open_at("import", lang="zh_CN")
    app.text_input(key="import_sender").set_value("甲镇").run()
    app = upload(app, FOREIGN)
    next(one for one in app.checkbox if one.key.startswith("columns_remember")).check()
    app = press(app, "columns_read")
    assert app.error[-1].value
    assert queries.profiles(data.engine(), data.county()) == {}


@pytest.mark.usefixtures("empty")
def test_a_plain_file_asks_nothing(open_at: Open) -> None:
    app = upload(open_at("import", lang="zh_CN"), KNOWN)
    assert confirms(app)
    assert not app.expander


def register() -> str:
    firm = Enterprise("e1", "示例煤业一矿", township="141034100", sector="coal")
    data.ledger().save_enterprises([firm, Enterprise("e2", "示例煤矿有限公司")], officer.actor())
    return firm.id


@pytest.mark.usefixtures("empty")
def test_a_person_says_which_enterprise_is_meant_and_it_is_known_from_then_on(open_at: Open) -> None:
    register()
    app = upload(open_at("import", lang="zh_CN"), KNOWN)
    choice = box(app, "山西示例煤业有限公司")
    assert choice.value is None
    choice.set_value("e2")
    app = press(app, "firms_read")
    assert not app.exception
    assert not [one for one in app.selectbox if one.label == "山西示例煤业有限公司"]
    confirms(app)[0].click().run()
    view = data.current()
    assert list(view.hazards["enterprise_id"]) == ["e2"]
    assert len(view.enterprises) == 2
    (stored,) = [one for one in queries.match_index(data.engine(), data.county()).enterprises if one.id == "e2"]
    assert stored.aliases == ("山西示例煤业有限公司",)
    assert maintain.verify(data.engine(), data.county()).ok
    again = upload(open_at("import", lang="zh_CN"), KNOWN)
    assert "相近" not in shown(again)


@pytest.mark.usefixtures("empty")
def test_a_new_enterprise_stays_one_of_its_own(open_at: Open) -> None:
    register()
    app = upload(open_at("import", lang="zh_CN"), KNOWN)
    box(app, "山西示例煤业有限公司").set_value("")
    app = press(app, "firms_read")
    confirms(app)[0].click().run()
    assert len(data.current().enterprises) == 3


@pytest.mark.usefixtures("empty")
def test_a_cell_with_several_problems_is_split_only_when_it_is_chosen(open_at: Open) -> None:
    app = upload(open_at("import", lang="zh_CN"), SEVERAL)
    assert "新增 1" in confirms(app)[0].label
    assert "<li>配电箱未接地</li>" in "".join(one.value for one in app.html) or "配电箱未接地" in shown(app)
    next(one for one in app.toggle if one.key.startswith("split")).set_value(True).run()
    app.run()
    assert "新增 2" in confirms(app)[0].label
    confirms(app)[0].click().run()
    assert sorted(data.current().hazards["description"]) == ["配电箱未接地", "防护罩缺失"]
