"""A hazard is registered on its page: through the ledger's door, with errors beside fields and nothing lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import InspectionKind
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.web import data, map_data, officer, once, register, registering
from support.small import FIRM, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
FOUND = date(2026, 11, 17)
FULL: dict[str, Any] = {
    "enterprise": FIRM.id, "township": "141034103", "sector": "coal", "place": "副井", "description": "信号失灵",
    "grade": "general", "source": "department", "found": FOUND, "kind": "routine", "inspectors": "张某、李某",
    "paper_photo_before": "照片9",
}  # fmt: skip


def fill(app: AppTest, values: dict[str, Any]) -> AppTest:
    """Put values into the form as a person would, field by field."""
    for name, value in values.items():
        if name == "enterprise":
            app.session_state["register_enterprise"] = value
            app.run()
            continue
        kinds = (app.selectbox, app.text_input, app.text_area, app.date_input)
        widget = next(one for kind in kinds for one in kind if one.key == f"register_{name}")
        widget.set_value(value)
        app.run()
    assert not app.exception, app.exception
    return app


def save(app: AppTest) -> AppTest:
    app.button(key="save_hazard").click()
    app.run()
    assert not app.exception, app.exception
    return app


def way(app: AppTest, chosen: str) -> AppTest:
    app.session_state["register_way"] = chosen
    return app.run()


def latest() -> Any:
    frame = data.current().hazards
    return queries.hazard(data.engine(), data.county(), str(frame["id"].iloc[-1]))


def test_a_registered_hazard_is_in_the_ledger_with_its_visit_and_can_be_opened(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    before = data.current()
    app = save(fill(open_at("register", form="one", lang="zh_CN"), FULL))
    after = data.current()
    assert len(after.hazards) == len(before.hazards) + 1
    assert after.revision == before.revision + 2  # one event a thing: the visit, the registration
    one = latest()
    assert (one.description, one.place, one.enterprise_id, one.found) == ("信号失灵", "副井", FIRM.id, FOUND)
    assert (one.status, one.inspection_kind, one.department) == ("pending", InspectionKind.ROUTINE, "emergency")
    assert f"hazard?lang=zh_CN&amp;id={one.id}" in shown(app)
    assert one.hazard_no in shown(app)


def test_the_next_finding_of_a_visit_joins_it_and_needs_no_second_typing(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = save(fill(open_at("register", form="one", lang="zh_CN"), FULL))
    assert app.text_input(key="register_inspectors").value == "张某、李某"
    assert app.text_area(key="register_description").value == ""
    save(fill(app, {"place": "主井", "description": "另一处", "grade": "general"}))
    rows = data.current()
    assert len(rows.inspections) == 1
    assert latest().inspection_id == rows.inspections["id"].iloc[0]


def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    revision = data.current().revision
    some = {name: FULL[name] for name in ("enterprise", "grade", "source", "found")}
    app = fill(open_at("register", form="one", lang="zh_CN"), some)
    fill(app, {"kind": "routine", "inspectors": "张某"})
    text = shown(save(app))
    assert "还缺：地点" in text
    assert "还缺：问题" in text
    assert "检查人员至少 2 人" in text
    assert "未保存" in text
    assert app.text_input(key="register_inspectors").value == "张某"
    assert app.session_state["register_enterprise"] == FIRM.id
    assert data.current().revision == revision
    fill(app, {"place": "副井"})
    assert "还缺：地点" not in shown(app)


def test_a_major_hazard_is_ordered_at_once_with_its_basis(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = way(fill(open_at("register", form="one", lang="en"), {**FULL, "grade": "major"}), registering.ORDER)
    assert "Still missing: day|Due" not in shown(save(app))
    assert "Still missing: Due" in shown(app)
    fill(app, {"due": date(2026, 12, 20), "responsible_person": "张某"})
    assert "Still missing: Basis of judgement" in shown(save(app))
    save(fill(app, {"basis": "第五条"}))
    one = latest()
    assert (one.status, one.due, one.basis, one.grade) == ("open", date(2026, 12, 20), "第五条", "major")


def test_a_general_one_fixed_on_the_spot_is_closed(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = way(fill(open_at("register", form="one", lang="zh_CN"), FULL), registering.FIX)
    assert "整改后照片" in shown(save(app))
    save(fill(app, {"paper_photo_after": "照片10", "paper_inspection_paper": "检查记录1"}))
    assert (latest().status, latest().closed) == ("closed", FOUND)


def test_an_enterprise_nobody_knows_is_added_to_be_confirmed(ledger_of: Make) -> None:
    ledger_of("one")
    made = registering.read({**FULL, "enterprise": "示例新厂"}, data.view(), map_data.county_shapes())
    assert made.entry is not None
    data.ledger().enter(made.entry, officer.actor())
    firms = data.current().enterprises
    (new,) = firms[firms["name"] == "示例新厂"].to_dict("records")
    assert not new["confirmed"]
    assert latest().enterprise_id == new["id"]


def test_a_typed_name_of_the_register_is_no_new_enterprise(ledger_of: Make) -> None:
    ledger_of("one")
    made = registering.read({**FULL, "enterprise": FIRM.name}, data.view(), map_data.county_shapes())
    assert made.entry is not None
    assert (made.entry.enterprise, made.entry.facts["enterprise_id"]) == (None, FIRM.id)


@pytest.mark.parametrize(
    ("lon", "lat", "said"),
    [
        ("36.66", "111.60", "经度与纬度填反了"),
        ("116.4", "39.9", "不在本县范围内"),
        ("111.60", "", "缺一项"),
        ("东经", "36.66", "坐标无法识别"),
    ],
)
def test_coordinates_are_checked_before_they_are_taken(
    ledger_of: Make, open_at: Open, lon: str, lat: str, said: str
) -> None:
    ledger_of("one")
    revision = data.current().revision
    app = save(fill(open_at("register", form="one", lang="zh_CN"), {**FULL, "lon": lon, "lat": lat}))
    assert said in shown(app)
    assert data.current().revision == revision


def test_a_good_point_is_kept(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    save(fill(open_at("register", form="one", lang="zh_CN"), {**FULL, "lon": "111°36′00″", "lat": "36.66"}))
    assert (latest().lon, latest().lat) == (111.6, 36.66)


def test_a_person_who_may_not_is_told_so_and_writes_nothing(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("one")
    revision = data.current().revision
    app = fill(open_at("register", form="one", lang="zh_CN"), FULL)
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某人", "auditor"))
    assert "无权" in shown(save(app))
    assert data.current().revision == revision
    assert app.text_area(key="register_description").value == "信号失灵"


def test_the_form_warns_of_classified_information(ledger_of: Make, open_at: Open) -> None:
    ledger_of("empty")
    assert "严禁录入、上传涉密信息" in shown(open_at("register", form="one", lang="zh_CN"))


def test_a_half_filled_form_of_one_hazard_is_there_after_a_reload_and_gone_when_saved(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("one")
    fill(open_at("register", form="one", lang="zh_CN"), FULL)
    app = open_at("register", lang="zh_CN")
    assert "的草稿" in shown(app)
    assert app.text_area(key="register_description").value == "信号失灵"
    assert app.date_input(key="register_found").value == FOUND
    save(app)
    assert latest().description == "信号失灵"
    assert app.text_area(key="register_description").value == ""
    assert "的草稿" not in shown(open_at("register", form="one", lang="zh_CN"))


def test_two_tabs_with_one_draft_save_one_hazard_and_another_finding_is_asked_about(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("one")
    fill(open_at("register", form="one", lang="zh_CN"), FULL)
    first, second, third = (open_at("register", lang="zh_CN") for _ in range(3))
    save(first)
    before, number = len(data.current().hazards), latest().hazard_no
    save(second)  # the same form once more, as after a lost answer
    assert len(data.current().hazards) == before
    assert number in shown(second)
    fill(third, {"description": "另一处：皮带跑偏"})
    save(third)
    assert "先前已保存" in "".join(one.value for one in third.error)
    assert len(data.current().hazards) == before
    save(third)
    assert len(data.current().hazards) == before + 1
    assert latest().description == "另一处：皮带跑偏"


def test_a_second_click_saves_no_second_hazard(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = fill(open_at("register", form="one", lang="zh_CN"), FULL)
    before = len(data.current().hazards)
    sent = app.session_state[once.KEY] = once.Sent()
    sent.keep(app.session_state[register.TOKEN], ("1", "FX-2026-000009", "pending"))
    save(app)
    assert len(data.current().hazards) == before
    assert "FX-2026-000009" in shown(app)


def test_the_draft_of_one_hazard_is_discarded(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    fill(open_at("register", form="one", lang="zh_CN"), {"place": "副井"})
    app = open_at("register", lang="zh_CN")
    app.button(key="draft_register_discard").click()
    app.run()
    assert app.text_input(key="register_place").value == ""
    assert "的草稿" not in shown(open_at("register", form="one", lang="zh_CN"))
