"""A visit on its page: several problems in one save, errors beside fields, a draft that comes back, files that stay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import InspectionKind
from riskmap.domain.roles import Role
from riskmap.ingest import uploads
from riskmap.ingest.uploads import Upload
from riskmap.ledger import drafts, maintain, queries, visits
from riskmap.ledger.batch import Actor
from riskmap.web import data, officer, uploading
from support.corpus.pictures import picture
from support.small import FIRM, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
DAY = date(2026, 11, 17)
HEAD: dict[str, Any] = {"enterprise": FIRM.id, "on": DAY, "kind": "routine", "inspectors": "张某、李某"}
ORDERED = {"place": "副井", "description": "信号失灵", "way": "order", "reference": "照片9"}


def put(app: AppTest, **values: Any) -> AppTest:
    """Values into fields by their keys, as the browser sends them."""
    for name, value in values.items():
        kinds = (app.text_input, app.text_area, app.date_input, app.checkbox)
        widget = next((one for kind in kinds for one in kind if one.key == f"visit_{name}"), None)
        if widget is None:
            app.session_state[f"visit_{name}"] = value
        else:
            widget.set_value(value)
        app.run()
    assert not app.exception, app.exception
    return app


def row(app: AppTest, number: int, **values: Any) -> AppTest:
    return put(app, **{f"p{number}_{name}": value for name, value in values.items()})


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    app.run()
    assert not app.exception, app.exception
    return app


def attach(app: AppTest, key: str, raw: bytes, name: str = "IMG_1.jpg") -> Upload:
    """A file as the field takes it."""
    found = uploads.accept(raw, name, 1_000_000)
    assert isinstance(found, Upload)
    app.session_state[f"{key}_files"] = [uploading.stage(found)]
    app.run()
    return found


def hazards() -> Any:
    frame = data.current().hazards
    return frame.sort_values("hazard_no")


def open_form(open_at: Open, lang: str = "zh_CN") -> AppTest:
    return open_at("register", lang=lang)


def test_a_visit_with_three_problems_is_one_save(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = put(open_form(open_at), **HEAD)
    before = data.current()
    row(app, 1, **ORDERED)
    press(app, "add_problem")
    assert app.session_state["visit_p2_way"] == "order"  # as the one before
    row(app, 2, place="主井", description="护栏松动", way="fix", reference="照片10")
    press(app, "add_problem")
    row(app, 3, place="料场", description="通道堵塞", way="register")
    put(app, paper="责改〔2026〕7号", due=date(2026, 12, 1), responsible_person="王某")
    press(app, "save_visit")
    after = data.current()
    assert len(after.hazards) == len(before.hazards) + 3
    assert len(after.inspections) == len(before.inspections) + 1
    assert sorted(after.hazards["status"].tolist()[-3:]) == ["closed", "open", "pending"]
    assert "3 项问题" in shown(app)
    one = queries.hazard(data.engine(), data.county(), str(hazards()["id"].iloc[-3]))
    assert [(str(it.kind), it.reference) for it in one.evidence] == [
        ("photo_before", "照片9"), ("inspection_paper", "责改〔2026〕7号")
    ]  # fmt: skip
    assert (one.due, one.source, one.department) == (date(2026, 12, 1), "department", "emergency")
    assert app.session_state["visit_inspectors"] == "张某、李某"  # the next visit of the day
    assert app.session_state["visit_enterprise"] is None


def test_nothing_found_is_a_visit_too(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = put(open_form(open_at, "en"), **HEAD, nothing=True, paper="检记〔2026〕8号")
    assert not [one for one in app.text_input if one.key == "visit_p1_place"]
    press(app, "save_visit")
    assert "nothing was found" in shown(app)
    assert data.current().inspections["found_nothing"].tolist() == [True]
    visit = visits.visit(data.engine(), data.county(), str(data.current().inspections["id"].iloc[0])).visit
    assert visit.record_no == "检记〔2026〕8号"


def test_what_is_wrong_stands_beside_its_field(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    revision = data.current().revision
    app = put(open_form(open_at), **{**HEAD, "inspectors": "张某"})
    text = shown(press(app, "save_visit"))
    assert "请添加发现的问题" in text
    row(app, 1, description="信号失灵", way="order")
    text = shown(press(app, "save_visit"))
    for said in ("检查人员至少 2 人", "还缺：地点", "整改前照片", "还缺：整改期限"):
        assert said in text
    assert app.session_state["visit_p1_description"] == "信号失灵"
    assert data.current().revision == revision
    assert "还缺：地点" not in shown(row(app, 1, place="副井"))


def test_a_draft_comes_back_in_a_new_session_and_goes_when_it_is_entered(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = row(put(open_form(open_at), **HEAD), 1, **{**ORDERED, "way": "register"})
    attach(app, "visit_p1", picture(3))
    again = open_form(open_at)
    assert "的草稿" in shown(again)
    assert again.session_state["visit_enterprise"] == FIRM.id
    number = again.session_state["_visit_rows"][0]
    assert again.session_state[f"visit_p{number}_description"] == "信号失灵"
    assert again.session_state[f"visit_p{number}_files"][0]["name"] == "IMG_1.jpg"
    press(again, "save_visit")
    assert drafts.latest(data.engine(), data.county(), officer.actor().id) is None
    stands = data.current().revision
    assert "未重复录入" in shown(press(app, "save_visit"))  # the first window still holds the form
    assert data.current().revision == stands
    assert "的草稿" not in shown(open_form(open_at))


def test_another_visit_typed_in_a_second_tab_is_not_thrown_away(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    row(put(open_form(open_at), **HEAD), 1, **{**ORDERED, "way": "register"})
    first, second = open_form(open_at), open_form(open_at)  # the same draft in two tabs
    press(first, "save_visit")
    before = len(hazards())
    number = second.session_state["_visit_rows"][0]
    row(second, number, description="另一处：皮带跑偏")
    assert "暂时无法保存草稿" in shown(second)
    press(second, "save_visit")
    assert "先前已保存" in "".join(one.value for one in second.error)
    assert len(hazards()) == before
    assert second.session_state[f"visit_p{number}_description"] == "另一处：皮带跑偏"
    press(second, "save_visit")  # it is meant
    assert len(hazards()) == before + 1
    assert hazards()["description"].iloc[-1] == "另一处：皮带跑偏"


def test_a_draft_about_an_enterprise_that_is_gone_asks_for_it_anew(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    put(open_form(open_at), **HEAD)
    person = officer.actor().id
    kept = drafts.latest(data.engine(), data.county(), person)
    assert kept is not None
    gone = kept.content.replace(FIRM.id, "0190a000-0000-7000-8000-00000000dead")
    drafts.keep(data.engine(), data.county(), person, kept.token, gone, data.now())
    again = open_form(open_at)
    assert again.session_state["visit_enterprise"] is None
    assert again.session_state["visit_inspectors"] == "张某、李某"


def test_a_silent_database_is_said_and_the_form_stands(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("one")
    app = put(open_form(open_at), **HEAD)
    assert "草稿已于" in shown(app)

    def silent(*_: Any) -> None:
        raise OperationalError("x", None, Exception("silent"))

    monkeypatch.setattr(drafts, "keep", silent)
    row(app, 1, description="信号失灵")
    assert "暂时无法保存草稿" in shown(app)
    assert app.text_area(key="visit_p1_description").value == "信号失灵"


def test_a_draft_is_discarded_by_its_button(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = row(put(open_form(open_at), **HEAD), 1, description="信号失灵")
    attach(app, "visit_p1", picture(3))
    press(app, "discard_visit")
    assert not list(data.uploads().names())
    assert "的草稿" not in shown(open_form(open_at))


def test_a_photo_is_kept_bare_under_its_hash_and_shown_by_the_hazard(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = row(put(open_form(open_at), **HEAD), 1, place="副井", description="信号失灵", way="register")
    photo = attach(app, "visit_p1", picture(3))
    press(app, "save_visit")
    assert list(data.attachments().names()) == [photo.sha256]
    assert not list(data.uploads().names())
    assert maintain.verify(data.engine(), data.county()).ok
    one = str(hazards()["id"].iloc[-1])
    assert f"api/v1/attachments/{photo.sha256}" in shown(open_at("hazard", id=one, lang="zh_CN"))


def test_the_place_of_a_photo_is_offered_and_taken_only_on_request(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = row(put(open_form(open_at), **HEAD), 1, place="副井", description="信号失灵", way="register")
    found = uploads.accept(picture(3), "IMG_1.jpg", 1_000_000)
    assert isinstance(found, Upload)
    told = replace(found, shot=uploads.Shot(None, 111.6, 36.66))
    app.session_state["visit_p1_files"] = [uploading.stage(told)]
    app.run()
    assert app.session_state["visit_p1_lon"] is None
    press(app, "visit_p1_place0")
    press(app, "save_visit")
    frame = hazards()
    assert (frame["lon"].iloc[-1], frame["lat"].iloc[-1]) == (111.6, 36.66)


def test_a_person_who_may_not_enters_nothing_and_loses_nothing(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("one")
    revision = data.current().revision
    app = row(put(open_form(open_at), **HEAD), 1, **{**ORDERED, "way": "register"})
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某人", "auditor"))
    assert "无权" in shown(press(app, "save_visit"))
    assert data.current().revision == revision
    assert app.session_state["visit_p1_description"] == "信号失灵"


def test_an_enterprise_enters_what_it_found_itself_with_a_date_of_its_own(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("one")
    be(Role.ENTERPRISE, enterprises=(FIRM.id,))
    app = open_at("register", lang="zh_CN")
    assert app.session_state["visit_enterprise"] == FIRM.id
    assert app.selectbox(key="visit_kind").options == ["企业自查"]
    assert app.session_state["visit_kind"] == "self"
    put(app, inspectors="赵某", p1_place="副井", p1_description="信号失灵", p1_reference="照片9")
    press(app, "save_visit")
    assert "还缺：整改期限" in shown(app)
    press(put(app, due=date(2026, 12, 1)), "save_visit")
    assert "企业自查发现，待整改 1" in shown(app)
    frame = data.current().hazards
    found = queries.hazard(data.engine(), data.county(), str(frame["id"].iloc[-1]))
    assert (found.description, found.due) == ("信号失灵", date(2026, 12, 1))


def test_a_department_is_offered_every_kind_and_no_enterprise_is_chosen_for_it(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("one")
    be(Role.DEPARTMENT, departments=("emergency",))
    app = open_at("register", lang="zh_CN")
    assert app.session_state["visit_enterprise"] is None
    assert len(app.selectbox(key="visit_kind").options) == len(InspectionKind) - 1
