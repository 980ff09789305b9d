"""Several hazards at once on the ledger page: ticked, looked at, recorded, told; by whom it may be, and once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.codes import EvidenceKind, Grade, Status
from riskmap.domain.hazard import Evidence
from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import Role
from riskmap.ledger import queries
from riskmap.views.html import my_work as work
from riskmap.web import bulk, data, identity, officer
from support.ledgers import HOSTILE
from support.small import MAJOR, ONE, TODAY, fill, ids, shown

Open = Callable[..., AppTest]
PHOTO = Evidence(EvidenceKind.PHOTO_BEFORE, date(2026, 11, 2), "照片")
WAITS = replace(ONE, status=Status.AWAITING_REVIEW, declared=date(2026, 11, 10), rectified=date(2026, 11, 9),
                rectified_by="王某")  # fmt: skip
PENDING = replace(ONE, status=Status.PENDING, confirmed=None, ordered=None, due=None, started=None)
ROWS = (
    *(replace(WAITS, description=f"复查{name}") for name in "甲乙丙"),
    replace(WAITS, description="复查重大", grade=Grade.MAJOR),
    replace(PENDING, description="核实甲", evidence=(PHOTO,)),
    replace(PENDING, description="核实乙", responsible_person=""),
    replace(MAJOR, description="重大超期"),
)


@pytest.fixture
def county(tmp_path: Path, use: Callable[[Path], None]) -> dict[str, str]:
    """The hazards of ROWS served, by their words."""
    fill(tmp_path / "var", ROWS)
    use(tmp_path / "var")
    return ids()


def press(app: AppTest, key: str) -> AppTest:
    next(one for one in app.button if one.key == key).click()
    app.run()
    assert not app.exception, app.exception
    return app


def tick(app: AppTest, step: str, *hazards: str) -> AppTest:
    for one in hazards:
        app.checkbox(key=f"bulk_tick_{one}").check()
    return press(app, f"bulk_{step}")


def put(app: AppTest, **values: Any) -> AppTest:
    for name, value in values.items():
        kinds = (app.text_input, app.date_input)
        widget = next((one for kind in kinds for one in kind if one.key == f"bulk_field_{name}"), None)
        if widget is None:
            app.session_state[f"bulk_field_{name}"] = value
        else:
            widget.set_value(value)
        app.run()
    assert not app.exception, app.exception
    return app


def status(hazard_id: str) -> str:
    return str(queries.hazard(data.engine(), data.county(), hazard_id).status)


def reviewing(app: AppTest, county: dict[str, str]) -> AppTest:
    """The preview of a re-inspection: one passes, one fails, one has no result, one is a major one."""
    one, two, three, major = (county[f"复查{name}"] for name in ("甲", "乙", "丙", "重大"))
    tick(app, "review", one, two, three, major)
    put(app, reviewers="张某、李某", number="复3号", **{f"{one}_result": "passed", f"{two}_result": "failed"})
    put(app, **{f"{two}_opinion": "未见护罩", f"{two}_due": date(2026, 12, 1)})
    return press(app, "bulk_preview")


def test_a_re_inspection_is_previewed_recorded_and_told_hazard_by_hazard(county: dict[str, str], open_at: Open) -> None:
    app = open_at("ledger", lang="zh_CN", bulk="1")
    page = shown(app)
    assert "每次最多 50 项" in page
    assert "复查甲" in page
    before = data.current().revision
    text = shown(reviewing(app, county))
    assert "可登记 2 项，不能登记 2 项。目前尚未写入台账" in text
    assert "重大隐患不能批量下达或复查" in text
    assert "未勾选合格或不合格" in text
    assert data.current().revision == before
    text = shown(press(app, "bulk_record"))
    assert "已登记 2 项，未登记 2 项" in text
    assert [status(county[f"复查{name}"]) for name in "甲乙丙"] == ["verified", "rejected", "awaiting_review"]
    assert data.current().revision == before + 2
    assert "已登记 2 项" in shown(app.run())  # it stays until it is closed
    assert any(one.key == f"bulk_tick_{county['复查甲']}" for one in app.checkbox)  # and the list is there again
    assert not app.checkbox(key=f"bulk_tick_{county['复查甲']}").value
    assert "已登记 2 项" not in shown(press(app, "bulk_close"))


def test_an_order_asks_a_row_for_what_it_lacks_and_takes_what_it_has(county: dict[str, str], open_at: Open) -> None:
    app, (one, two) = open_at("ledger", lang="zh_CN", bulk="1"), (county["核实甲"], county["核实乙"])
    tick(app, "confirm", one, two, county["复查甲"])
    assert "1 项不能办理" in shown(app)
    assert "在“待复查”状态下" in shown(app) or "待复查" in shown(app)
    put(app, due=date(2026, 12, 20), inspectors="张某、李某", person="刘某", number="责改7号")
    text = shown(press(app, "bulk_preview"))
    assert "整改前照片" in text  # of the one that has none
    press(app, "bulk_change")
    assert next(one for one in app.text_input if one.key == "bulk_field_number").value == "责改7号"
    put(app, **{f"{two}_proof_photo_before": "照片12"})
    press(press(app, "bulk_preview"), "bulk_record")
    found = [queries.hazard(data.engine(), data.county(), name) for name in (one, two)]
    assert [x.status for x in found] == [Status.OPEN] * 2
    assert [x.responsible_person for x in found] == ["张某", "刘某"]
    assert [x.evidence[-1].reference for x in found] == ["责改7号", "照片12"]


def test_a_reminder_goes_to_the_ticked_ones(county: dict[str, str], open_at: Open) -> None:
    app = tick(open_at("ledger", lang="en", bulk="1"), "remind", county["重大超期"])
    put(app, signed_by="县安委办主任", number="汾安函3号")
    press(press(app, "bulk_preview"), "bulk_record")
    one = queries.hazard(data.engine(), data.county(), county["重大超期"])
    assert [taken.step for taken in one.escalations] == ["remind"]
    assert "1 recorded, 0 not." in shown(app)


def test_words_of_the_data_are_nothing_but_words(tmp_path: Path, use: Callable[[Path], None], open_at: Open) -> None:
    words = {"description": f"甲 {HOSTILE}", "place": HOSTILE, "enterprise_id": None, "enterprise_name": HOSTILE}
    fill(tmp_path / "hostile", (replace(WAITS, **words), replace(PENDING, **words)))
    use(tmp_path / "hostile")
    app = open_at("ledger", lang="zh_CN", bulk="1")
    assert all("\\<img" in one.label for one in app.checkbox if str(one.key).startswith("bulk_tick_"))
    seen = shown(press(app, "bulk_all")) + shown(press(app, "bulk_review"))
    waits = str(data.current().hazards.query("status == 'awaiting_review'")["id"].iloc[0])
    put(app, reviewers="张某、李某", number="1号", **{f"{waits}_result": "passed"})
    seen += shown(press(app, "bulk_preview")) + shown(press(app, "bulk_record"))
    assert "已登记 1 项，未登记 1 项" in seen
    assert "<img src=x" not in seen
    assert "{{" not in seen


def test_nothing_ticked_is_said_and_opens_nothing(county: dict[str, str], open_at: Open) -> None:
    app = tick(open_at("ledger", lang="zh_CN", bulk="1"), "review")
    assert app.warning[0].value == "请至少勾选一项隐患。"
    press(app, "bulk_all")
    assert all(one.value for one in app.checkbox if one.key.startswith("bulk_tick_"))


def test_what_somebody_else_changed_after_the_preview_is_told_and_the_rest_recorded(
    county: dict[str, str], open_at: Open
) -> None:
    app = reviewing(open_at("ledger", lang="zh_CN", bulk="1"), county)
    one = queries.hazard(data.engine(), data.county(), county["复查甲"])
    told = {"field": "place", "new": "副井", "reason": "写错"}
    data.ledger().act(one.id, "correct", told, officer.actor(), one.version, TODAY)
    text = shown(press(app, "bulk_record"))
    assert "已登记 1 项，未登记 3 项" in text
    assert "其间已被他人更新" in text
    assert [status(county[f"复查{name}"]) for name in "甲乙"] == ["awaiting_review", "rejected"]


def test_of_one_that_changed_after_the_preview_the_result_is_asked_anew(county: dict[str, str], open_at: Open) -> None:
    app = reviewing(open_at("ledger", lang="zh_CN", bulk="1"), county)
    one, two = (queries.hazard(data.engine(), data.county(), county[f"复查{name}"]) for name in "甲乙")
    told = {"field": "place", "new": "副井", "reason": "写错"}
    data.ledger().act(one.id, "correct", told, officer.actor(), one.version, TODAY)
    press(app, "bulk_change")
    asked = f"bulk_field_{one.id}_result"
    assert asked not in app.session_state or not app.session_state[asked]
    assert app.session_state[f"bulk_field_{two.id}_result"] == "failed"
    assert "可登记 1 项，不能登记 3 项" in shown(press(app, "bulk_preview"))
    press(press(app, "bulk_change"), "bulk_back")
    assert any(str(one.key).startswith("bulk_tick_") for one in app.checkbox)


def test_a_second_click_and_a_replayed_form_record_nothing(county: dict[str, str], open_at: Open) -> None:
    app = reviewing(open_at("ledger", lang="zh_CN", bulk="1"), county)
    desk = app.session_state[bulk.DESK]
    press(app, "bulk_record")
    stands = data.current().revision
    app.session_state[bulk.DESK] = desk  # the page as it was before the click
    app.run()
    text = shown(press(app, "bulk_record"))
    assert "未重复写入" in text
    assert data.current().revision == stands


def test_ticked_rows_and_what_was_typed_are_there_again_after_a_reload(
    county: dict[str, str], open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (county[f"复查{name}"] for name in "甲乙丙")
    tick(open_at("ledger", lang="zh_CN", bulk="1"), "review", one, two, three)  # nothing was typed yet
    app = open_at("ledger", lang="zh_CN", bulk="1")
    assert "的草稿" in shown(app)
    put(app, reviewers="张某、李某", number="复3号", **{f"{one}_result": "passed", f"{two}_result": "failed"})
    put(app, **{f"{two}_opinion": "未见护罩", f"{two}_due": date(2026, 12, 1)})
    press(app, "bulk_preview")  # lost on the way to the last click
    stood = queries.hazard(data.engine(), data.county(), one)
    data.ledger().act(one, "correct", {"field": "place", "new": "副井", "reason": "写错"}, officer.actor(),
                      stood.version, TODAY)  # fmt: skip
    app = open_at("ledger", lang="en", bulk="1", sort="found")
    page = shown(app)
    assert "restored" in page
    assert "has changed since then" in page
    assert all(f"复查{name}" in page for name in "甲乙丙")
    assert f"bulk_field_{one}_result" not in app.session_state or not app.session_state[f"bulk_field_{one}_result"]
    assert app.session_state[f"bulk_field_{two}_due"] == date(2026, 12, 1)
    other = open_at("ledger", lang="zh_CN", bulk="1", grade="major")
    assert "的草稿" not in shown(other)  # another list has its own
    stranger = identity.Reader(Person("9", "y", "他人", ()), (Grant(Role.COMMITTEE),))
    with monkeypatch.context() as patched:
        patched.setattr(identity, "reader", lambda: stranger)
        assert "的草稿" not in shown(open_at("ledger", lang="zh_CN", bulk="1"))
    press(press(app, "bulk_preview"), "bulk_record")
    assert [status(each) for each in (one, two)] == ["awaiting_review", "rejected"]
    assert "的草稿" not in shown(open_at("ledger", lang="zh_CN", bulk="1"))


def test_a_discarded_draft_of_several_is_gone_and_one_out_of_reach_brings_no_row_back(
    county: dict[str, str], open_at: Open, be: Callable[..., None]
) -> None:
    tick(open_at("ledger", lang="zh_CN", bulk="1"), "review", county["复查甲"])
    be(Role.DEPARTMENT, departments=("housing",))
    held = identity.reader()
    assert "复查甲" not in shown(open_at("ledger", lang="zh_CN", bulk="1"))
    be(Role.COMMITTEE)
    assert identity.reader().person == held.person  # the draft of the office was somebody else's
    tick(open_at("ledger", lang="zh_CN", bulk="1"), "review", county["复查乙"])
    be(Role.DEPARTMENT, departments=("housing",))  # the same person in an office that does not see it
    assert "复查乙" not in shown(open_at("ledger", lang="zh_CN", bulk="1"))
    be(Role.COMMITTEE)
    press(open_at("ledger", lang="zh_CN", bulk="1"), "bulk_back")  # the draft stood open again
    app = tick(open_at("ledger", lang="zh_CN", bulk="1"), "review", county["复查丙"])
    app = open_at("ledger", lang="zh_CN", bulk="1")
    press(app, "draft_bulk_field_discard")
    assert any(str(one.key).startswith("bulk_tick_") for one in app.checkbox)
    assert "的草稿" not in shown(open_at("ledger", lang="zh_CN", bulk="1"))


@pytest.mark.parametrize("role", [Role.LEADER, Role.ANALYST, Role.INSPECTOR])
def test_who_may_not_is_not_offered_it_and_a_forged_address_opens_the_plain_list(
    county: dict[str, str], open_at: Open, be: Callable[..., None], role: Role
) -> None:
    assert "批量办理" in shown(open_at("ledger", lang="zh_CN"))
    be(role)
    for more in ({}, {"bulk": "1"}):
        app = open_at("ledger", lang="zh_CN", **more)
        assert "复查甲" in shown(app)
        assert "批量办理" not in shown(app)
        assert not [one for one in app.checkbox if str(one.key).startswith("bulk_")]
        assert not [one for one in app.button if str(one.key).startswith("bulk_")]


def test_a_form_that_was_opened_by_one_who_may_records_nothing_for_one_who_may_not(
    county: dict[str, str], open_at: Open, be: Callable[..., None]
) -> None:
    app = reviewing(open_at("ledger", lang="zh_CN", bulk="1"), county)
    before = data.whole().snapshot.revision
    be(Role.TOWNSHIP, townships=("141034103",))
    next(one for one in app.button if one.key == "bulk_record").click()
    app.run()
    assert data.whole().snapshot.revision == before
    assert status(county["复查甲"]) == "awaiting_review"
    assert not [one for one in app.button if str(one.key).startswith("bulk_")]


def test_a_department_is_told_what_lies_outside_its_part(
    county: dict[str, str], open_at: Open, be: Callable[..., None]
) -> None:
    be(Role.DEPARTMENT, departments=("housing",))
    app = open_at("ledger", lang="zh_CN", bulk="1")
    assert not [one for one in app.checkbox if str(one.key).startswith("bulk_tick_")]


def test_an_earlier_day_is_read_and_not_written(county: dict[str, str], open_at: Open) -> None:
    app = open_at("ledger", lang="zh_CN", bulk="1", as_of="2026-11-17")
    assert not [one for one in app.checkbox if str(one.key).startswith("bulk_")]
    assert "批量办理" not in shown(app)


def test_queues_of_such_steps_lead_there(county: dict[str, str], open_at: Open, be: Callable[..., None]) -> None:
    page = shown(open_at("my_work", lang="zh_CN"))
    assert page.count("批量办理") == len(work.MANY & {"confirm", "review"}) + ("rows=ladder.remind&amp;bulk=1" in page)
    assert "status=awaiting_review" in page
    be(Role.LEADER)
    assert "批量办理" not in shown(open_at("my_work", lang="zh_CN"))
