"""Two people at one hazard: the second is told who did what meanwhile, keeps what was typed, and decides."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.actions import Action
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.web import data, identity, officer, steps
from support.small import FIRM, ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
DAY = date(2026, 11, 18)
BOB = Actor("bob", "李某", "committee")
STEP = {"record_step", "meanwhile_record", "meanwhile_leave"}
ANYWAY, LEAVE = "仍然提交", "放弃本次填写"


def hazard(hazard_id: str) -> Hazard:
    return queries.hazard(data.engine(), data.county(), hazard_id)


def form(open_at: Open, number: str, action: Action, lang: str = "zh_CN") -> AppTest:
    app = open_at("hazard", id=number, lang=lang)
    app.pills(key=steps.CHOSEN).set_value(action)
    return app.run()


def press(app: AppTest, label: str = "提交") -> AppTest:
    next(one for one in app.button if one.key in STEP and one.label == label).click()
    app.run()
    assert not app.exception, app.exception
    return app


def labels(app: AppTest) -> set[str]:
    return {one.label for one in app.button if one.key in STEP}


def bob(number: str, action: str, told: dict[str, Any], actor: Actor = BOB) -> None:
    """Another person acts between the opening of a form and its recording."""
    data.ledger().act(number, action, told, actor, hazard(number).version, DAY)


def state(app: AppTest, **values: Any) -> AppTest:
    """The words of a statement of progress into its fields."""
    for name, value in values.items():
        app.text_area(key=f"step_field_{name}").set_value(value)
    return app


def corrected(number: str, new: str = "二号井", actor: Actor = BOB) -> None:
    bob(number, "correct", {"field": "place", "new": new, "reason": "写错"}, actor)


def declared(number: str) -> None:
    evidence = [
        {"kind": kind, "on": "2026-11-17", "reference": "x"} for kind in ("photo_after", "on_behalf")
    ]  # fmt: skip
    told = {"rectified": "2026-11-16", "report": "已接地", "evidence": evidence}
    bob(number, "declare", told, Actor("bob", "李某", "committee", FIRM.name))


@pytest.mark.parametrize(
    ("lang", "record", "anyway", "words"),
    [
        ("zh_CN", "提交", ANYWAY, ("尚未提交", "李某（县安委办）", "更正", "地点：主井 → 二号井", "写错", "仍可提交")),
        (
            "en", "Record", "Record it all the same",
            ("Not recorded yet", "李某 (Safety committee office)", "Correct a fact", "Place: 主井 → 二号井", "still"),
        ),
    ],
)  # fmt: skip
def test_the_second_person_is_told_what_changed_and_records_all_the_same(
    ledger_of: Make, open_at: Open, lang: str, record: str, anyway: str, words: tuple[str, ...]
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = state(form(open_at, number, Action.STATE_PROGRESS, lang), progress="设备已到货")
    corrected(number)
    stands = hazard(number)
    press(app, record)
    text = shown(app)
    assert not [word for word in words if word not in text]
    assert hazard(number) == stands
    assert app.text_area(key="step_field_progress").value == "设备已到货"
    assert record not in labels(app)
    press(app, anyway)
    after = hazard(number)
    assert (after.place, after.statements[-1].progress, after.version) == ("二号井", "设备已到货", stands.version + 1)
    assert "w-meanwhile" not in shown(app)
    assert app.success


def test_who_leaves_it_records_nothing_and_gets_an_empty_form(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = state(form(open_at, number, Action.STATE_PROGRESS), progress="设备已到货")
    corrected(number)
    stands = hazard(number)
    press(press(app), LEAVE)
    assert "w-meanwhile" not in shown(app)
    assert app.text_area(key="step_field_progress").value == ""
    assert hazard(number) == stands
    press(state(app, progress="另行填写"))
    assert hazard(number).statements[-1].progress == "另行填写"


def test_a_step_that_cannot_be_taken_any_more_says_why_and_keeps_what_was_typed(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = form(open_at, number, Action.DECLARE)
    app.text_area(key="step_field_report").set_value("我写的报告")
    app.date_input(key="step_field_rectified").set_value(date(2026, 11, 17))
    declared(number)
    stands = hazard(number)
    press(app)
    text = shown(app)
    for said in (
        "已不能提交",
        "“待复查”状态",
        "<td>状态</td><td>整改中</td><td><b>待复查</b></td>",
        "代 示例煤业一矿 录入",
    ):
        assert said in text, said
    assert labels(app) == {LEAVE}
    assert app.text_area(key="step_field_report").value == "我写的报告"
    assert hazard(number) == stands
    press(app, LEAVE)
    assert app.pills(key=steps.CHOSEN).value != Action.DECLARE
    assert "w-meanwhile" not in shown(app)


def test_a_page_that_runs_again_tells_at_once_and_never_moves_on_in_silence(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = form(open_at, number, Action.STATE_PROGRESS)
    corrected(number)
    app.run()
    assert "打开本表单后，李某已更新此项隐患" in shown(app)
    press(state(app, progress="设备已到货"), ANYWAY)
    assert hazard(number).statements[-1].progress == "设备已到货"


def test_what_happens_after_the_card_was_read_is_told_as_well(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = state(form(open_at, number, Action.STATE_PROGRESS), progress="设备已到货")
    corrected(number)
    press(app)
    corrected(number, "三号井", Actor("c", "王五", "committee"))
    stands = hazard(number)
    press(app, ANYWAY)
    text = shown(app)
    assert "王五已更新" in text
    assert "二号井 → 三号井" in text
    assert "主井 → 二号井" not in text.split("w-meanwhile")[1].split("</div><p>")[0]  # that was told before
    assert hazard(number) == stands
    assert app.text_area(key="step_field_progress").value == "设备已到货"


def test_a_refusal_after_the_decision_is_said_and_nothing_typed_is_lost(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = form(open_at, number, Action.DECLARE)
    app.text_area(key="step_field_report").set_value("已接地")
    corrected(number)
    press(press(app), ANYWAY)
    assert "还缺：整改完成日" in app.error[0].value.replace("\\", "")
    assert app.text_area(key="step_field_report").value == "已接地"
    assert "w-meanwhile" not in shown(app)


def test_the_own_step_in_another_window_is_called_so(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = form(open_at, number, Action.STATE_PROGRESS)
    corrected(number, actor=officer.actor())
    press(app)
    assert "您本人（另一窗口）已更新" in shown(app)


def test_who_may_not_any_more_is_told_and_the_ledger_takes_nothing(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    be(Role.COMMITTEE)
    app = state(form(open_at, number, Action.STATE_PROGRESS), progress="设备已到货")
    corrected(number)
    be(Role.INSPECTOR)
    stands = hazard(number)
    app.run()
    assert "您的岗位无权办理此步骤" in shown(app)
    assert labels(app) == {LEAVE}
    with pytest.raises(Refused, match="role:not_allowed"):
        data.ledger().act(number, "state_progress", {"progress": "x"}, officer.actor(), stands.version, DAY)
    assert hazard(number) == stands


def test_names_are_told_as_the_reader_may_read_them(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    grants = (Grant(Role.INSPECTOR, Scope(townships=("141034103",))), Grant(Role.ANALYST))
    monkeypatch.setattr(identity, "reader", lambda: identity.Reader(Person("1", "x", "赵某", ()), grants))
    app = form(open_at, number, Action.ADD_EVIDENCE)
    bob(number, "correct", {"field": "responsible_person", "new": "钱某", "reason": "换人"})
    assert "责任人：张某 → 钱某" in shown(app.run())
    app = form(open_at, number, Action.ADD_EVIDENCE)
    bob(number, "correct", {"field": "township", "new": "141034200", "reason": "属地有误"})
    text = shown(app.run())  # which put it beyond the part in which the reader reads names
    assert "李**" in text
    assert "钱" not in text.replace("钱**", "")


def test_names_and_words_stay_words(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    hostile = "<img src=x onerror=alert(1)>${pwned}"
    number = ids()["配电箱未接地"]
    app = form(open_at, number, Action.STATE_PROGRESS)
    corrected(number, hostile, Actor("bob", hostile, "committee"))
    text = shown(press(app))
    assert "&lt;img src=x" in text
    assert "<img src=x" not in text
    assert "${" not in text
