"""Steps recorded on the page go through the ledger's door; a refusal says what is missing, a stale page says so."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.actions import Action
from riskmap.domain.codes import Status
from riskmap.domain.forms import FORMS
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.ingest import uploads
from riskmap.ingest.uploads import Upload
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.views.html import actions
from riskmap.web import data, identity, officer, once, steps, uploading
from support.corpus.pictures import picture
from support.small import FIRM, MAJOR, fill, first_id, ids, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]


def hazard(hazard_id: str) -> Any:
    return queries.hazard(data.engine(), data.county(), hazard_id)


def choose(app: AppTest, action: Action) -> AppTest:
    app.pills(key=steps.CHOSEN).set_value(action)
    return app.run()


def submit(app: AppTest) -> AppTest:
    app.button(key="record_step").click()
    return app.run()


def test_a_refused_step_says_in_the_readers_words_what_is_missing(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = submit(choose(open_at("hazard", id=ids()["配电箱未接地"], lang="zh_CN"), Action.DECLARE))
    assert "还缺：整改完成日" in app.error[0].value.replace("\\", "")
    assert hazard(ids()["配电箱未接地"]).declared is None


def test_a_recorded_step_changes_the_hazard_and_its_story(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = choose(open_at("hazard", id=number, lang="zh_CN"), Action.DECLARE)
    app.date_input(key="step_field_rectified").set_value(date(2026, 11, 16))
    app.text_area(key="step_field_report").set_value("已接地")
    app.text_input(key="step_field_paper_photo_after").set_value("照片一")
    app.text_input(key="step_field_paper_on_behalf").set_value("企业报告扫描件")
    submit(app)
    assert not app.error, app.error[0].value
    assert app.success
    assert hazard(number).declared == date(2026, 11, 18)
    assert hazard(number).rectified == date(2026, 11, 16)
    text = shown(app)
    assert "申请复查" in text
    assert "代 示例煤业一矿 录入" in text


def test_a_page_that_is_no_longer_new_does_not_write(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = choose(open_at("hazard", id=number, lang="en"), Action.ADD_EVIDENCE)
    app.selectbox(key="step_field_other_kind").set_value("photo_before")
    app.text_input(key="step_field_other_reference").set_value("ref")
    told = {"evidence": [{"kind": "other", "on": "2026-11-18", "reference": "x"}]}
    version = hazard(number).version
    data.ledger().act(number, "add_evidence", told, Actor("b", "Bob", "committee"), version, date(2026, 11, 18))
    submit(app)
    assert "Not recorded yet" in shown(app)
    assert hazard(number).version == version + 1


def test_a_correction_offers_codes_where_the_field_has_codes(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = choose(open_at("hazard", id=number, lang="zh_CN"), Action.CORRECT)
    app.selectbox(key="step_field_field").set_value("township")
    app.run()
    app.selectbox(key="step_field_new").set_value("141034100")
    app.text_area(key="step_field_reason").set_value("属地有误")
    submit(app)
    assert not app.error
    assert hazard(number).township == "141034100"
    assert "永安镇" in shown(app)
    assert "141034" not in re.sub(r'href="[^"]*"', "", shown(app))  # names in the story, never codes


def test_closed_hazards_offer_no_step_of_the_loop(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("hazard", id=ids()["护栏缺失"], lang="zh_CN")
    offered = set(app.pills(key=steps.CHOSEN).options)
    assert "销号" not in offered
    assert "更正" in offered


@pytest.mark.parametrize("action", [one for one in Action if one not in {Action.REGISTER, Action.FIX, Action.REVISE}])
def test_every_field_of_every_step_has_a_name(action: Action) -> None:
    assert actions.ACTIONS[action]
    assert not [name for name in FORMS[action] if name not in actions.FIELDS]


def test_the_approval_of_a_restart_asks_for_its_own_number_and_a_listing_for_that_of_the_notice() -> None:
    chinese, english = Translator("zh_CN"), Translator("en")
    assert actions.field(chinese, "number", Action.APPROVE_RESTART) == "恢复生产批复文号"
    assert actions.field(english, "number", Action.APPROVE_RESTART) == "Number of the restart approval"
    assert actions.field(chinese, "number", Action.LIST) == "通知书文号"
    (said,) = actions.reasons(chinese, ["missing:number"], Action.APPROVE_RESTART)
    assert said == "还缺：恢复生产批复文号。"


@pytest.mark.parametrize(
    ("code", "zh"),
    [
        ("extension:beyond_request", "批准的延期日期不得晚于申请延期至的日期。"),
        ("bad_order:approved_to<=due", "批准的延期日期必须晚于现行整改期限。"),
    ],
)
def test_a_refused_approval_of_an_extension_says_which_date_is_wrong(code: str, zh: str) -> None:
    assert actions.reasons(Translator("zh_CN"), [code]) == [zh]
    assert "must be later" in actions.reasons(Translator("en"), [code])[0] or "later date" in actions.WHOLE[code]


CODES = [
    "role:not_allowed", "missing:due", "bad:level", "missing_evidence:photo_after", "missing_five:funds", "touched",
    "no_figure:deadline", "missing_plan:goals", "missing_reviewers:2", "bad_order:found<=rectified", "judged:passed",
    "not_in_state:closed", "coal:area_not_stopped", "chain:broken", "extension:beyond_request",
    "bad_order:approved_to<=due",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_is_a_sentence_in_both_languages(code: str) -> None:
    for lang in ("zh_CN", "en"):
        (said,) = actions.reasons(Translator(lang), [code])
        assert said != code
        assert "_" not in said


def test_a_step_takes_its_photo_and_its_paper(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = choose(open_at("hazard", id=number, lang="zh_CN"), Action.DECLARE)
    photo, paper = (
        uploads.accept(raw, name, 1_000_000)
        for raw, name in ((picture(5), "整改后.jpg"), (b"%PDF-1.4\n%%EOF\n", "企业报告.pdf"))
    )
    assert isinstance(photo, Upload) and isinstance(paper, Upload)
    app.session_state[f"step_files_{number}_files"] = [uploading.stage(photo), uploading.stage(paper)]
    app.run()
    app.date_input(key="step_field_rectified").set_value(date(2026, 11, 16))
    app.text_area(key="step_field_report").set_value("已接地")
    app.selectbox(key=f"step_files_{number}_kind_{paper.sha256[:16]}").set_value("on_behalf")
    submit(app)
    assert not app.error, app.error[0].value
    told = {(str(one.kind), one.reference, one.sha256) for one in hazard(number).evidence}
    assert told >= {
        ("photo_after", "整改后.jpg", photo.sha256), ("on_behalf", "企业报告.pdf", paper.sha256),
    }  # fmt: skip
    assert set(data.attachments().names()) == {photo.sha256, paper.sha256}
    assert not list(data.uploads().names())
    assert f'href="api/v1/attachments/{paper.sha256}"' in shown(app)
    assert f"{photo.sha256}?size=small" in shown(app)
    assert f"{paper.sha256}?size=small" not in shown(app)


def test_a_refused_step_keeps_its_files_for_the_next_try_and_nothing_in_the_ledger(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = choose(open_at("hazard", id=number, lang="zh_CN"), Action.DECLARE)
    photo = uploads.accept(picture(5), "x.jpg", 1_000_000)
    assert isinstance(photo, Upload)
    app.session_state[f"step_files_{number}_files"] = [uploading.stage(photo)]
    app.run()
    assert submit(app).error
    assert list(data.uploads().names()) == [photo.sha256]
    assert not list(data.attachments().names())


def test_a_hash_alone_brings_no_file(ledger_of: Make) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    told = {"evidence": [{"kind": "other", "on": "2026-11-18", "reference": "x", "sha256": "0" * 64}]}
    with pytest.raises(Refused, match="bad:evidence"):
        data.ledger().act(
            number, "add_evidence", told, Actor("b", "Bob", "committee"), hazard(number).version, date(2026, 11, 18)
        )


def test_the_place_of_a_photo_is_offered_where_the_hazard_has_none(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["灭火器过期"]
    app = open_at("hazard", id=number, lang="zh_CN")
    found = uploads.accept(picture(5), "x.jpg", 1_000_000)
    assert isinstance(found, Upload)
    told = replace(found, shot=uploads.Shot(None, 111.6, 36.66))
    app.session_state[f"step_files_{number}_files"] = [uploading.stage(told)]
    app.run()
    app.button(key=f"step_files_{number}_place0").click()
    app.run()
    assert (hazard(number).lon, hazard(number).lat) == (111.6, 36.66)


def test_an_enterprises_own_people_are_not_asked_on_whose_behalf(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = choose(open_at("hazard", id=number, lang="zh_CN"), Action.DECLARE)
    assert app.text_input(key="step_field_on_behalf_of").value == FIRM.name
    grant = Grant(Role.ENTERPRISE, Scope(enterprises=(FIRM.id,)))
    monkeypatch.setattr(identity, "reader", lambda: identity.Reader(Person("1", "x", "赵某", ()), (grant,)))
    app = choose(open_at("hazard", id=number, lang="zh_CN"), Action.DECLARE)
    assert "step_field_on_behalf_of" not in [one.key for one in app.text_input]
    assert "step_field_paper_on_behalf" not in [one.key for one in app.text_input]
    app.date_input(key="step_field_rectified").set_value(date(2026, 11, 16))
    app.text_area(key="step_field_report").set_value("已接地")
    app.text_input(key="step_field_paper_photo_after").set_value("照片一")
    submit(app)
    assert not app.error, app.error[0].value
    (*_, last) = queries.story(data.engine(), data.county(), number)
    assert (last.action, last.role, last.on_behalf_of) == ("declare", "enterprise", "")


@pytest.mark.parametrize("alone", [True, False])
def test_who_entered_a_major_hazard_is_warned_before_he_crosses_it_off(
    tmp_path: Any, use: Callable[..., None], open_at: Open, monkeypatch: pytest.MonkeyPatch, alone: bool
) -> None:
    fill(tmp_path / "var", (replace(MAJOR, status=Status.VERIFIED, listings=(), passed=date(2026, 11, 1)),))
    use(tmp_path / "var")
    monkeypatch.setattr(steps.separation, "would_be_alone", lambda *_: alone)
    app = choose(open_at("hazard", id=first_id(), lang="zh_CN"), Action.CLOSE)
    assert ("宜由他人办理销号" in shown(app)) is alone


def test_a_second_click_on_its_way_hears_what_the_first_one_did(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = choose(open_at("hazard", id=number, lang="zh_CN"), Action.STATE_PROGRESS)
    version, (_, _, token) = hazard(number).version, press(app)
    told = {"progress": "已购材料", "stated_by": "赵某"}
    sent = app.session_state[once.KEY] = once.Sent()
    sent.keep(token, steps.Outcome(number, "state_progress"))  # the first one was cut off after
    data.ledger().act(number, "state_progress", told, officer.actor(), version, date(2026, 11, 18))  # it had written
    submit(app)
    assert app.success
    assert "尚未提交" not in shown(app)
    assert hazard(number).version == version + 1
    assert app.text_area(key="step_field_progress").value == ""


def press(app: AppTest) -> tuple[Any, ...]:
    """What the button of the open form is given."""
    for name, value in {"progress": "已购材料"}.items():
        app.text_area(key=f"step_field_{name}").set_value(value)
    app.run()
    return ("", "", app.session_state[steps.TOKEN])


def test_a_half_filled_step_is_there_again_after_a_reload_for_its_writer_alone(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    be(Role.DEPARTMENT, departments=("emergency",))
    press(choose(open_at("hazard", id=number, lang="zh_CN"), Action.STATE_PROGRESS))
    app = open_at("hazard", id=number, lang="zh_CN")
    assert "的草稿" in shown(app)
    assert app.pills(key=steps.CHOSEN).value == Action.STATE_PROGRESS
    assert app.text_area(key="step_field_progress").value == "已购材料"
    submit(app)
    assert not app.error, app.error[0].value
    assert "的草稿" not in shown(open_at("hazard", id=number, lang="zh_CN"))


def test_a_draft_is_discarded_and_is_nobody_elses(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    for who in ("甲", "乙"):
        asks = identity.Reader(Person(who, who, who, ()), (Grant(Role.COMMITTEE),))
        monkeypatch.setattr(identity, "reader", lambda asks=asks: asks)
        app = open_at("hazard", id=number, lang="zh_CN")
        assert "的草稿" not in shown(app)
        press(choose(app, Action.STATE_PROGRESS))
    app = open_at("hazard", id=number, lang="zh_CN")
    app.button(key="draft_step_field_discard").click()
    app.run()
    assert app.text_area(key="step_field_progress").value == ""
    assert "的草稿" not in shown(open_at("hazard", id=number, lang="zh_CN"))


def test_the_commonest_step_of_a_reader_comes_first_and_those_that_wait_say_what_for(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    number = ids()["配电箱未接地"]
    app = open_at("hazard", id=number, lang="zh_CN")
    assert app.pills(key=steps.CHOSEN).options[0] not in {"开始整改", "申请复查"}  # the enterprise's, on its behalf
    assert "暂不能办理" in shown(app)
    be(Role.ENTERPRISE, enterprises=(FIRM.id,))
    app = open_at("hazard", id=number, lang="zh_CN")
    assert app.pills(key=steps.CHOSEN).value in {Action.START, Action.DECLARE, Action.RESUME}


def test_a_recurrence_is_told_with_its_number_and_linked(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    old = ids()["护栏缺失"]
    app = choose(open_at("hazard", id=old, lang="zh_CN"), Action.RECUR)
    app.date_input(key="step_field_found").set_value(date(2026, 11, 17))
    submit(app)
    assert not app.error, app.error[0].value
    frame = data.view().snapshot.hazards
    new = str(frame.loc[frame["recurs_of"] == old, "id"].iloc[0])
    assert f"已重新登记为 {hazard(new).hazard_no}" in shown(app)
    assert f"id={new}" in shown(app)
    assert hazard(old).hazard_no in shown(open_at("hazard", id=new, lang="zh_CN"))


def test_the_end_of_a_double_click_does_not_take_the_next_step(
    tmp_path: Any, use: Callable[..., None], open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "var", (replace(MAJOR, status=Status.VERIFIED, listings=(), passed=date(2026, 11, 1)),))
    use(tmp_path / "var")
    app = choose(open_at("hazard", id=first_id(), lang="zh_CN"), Action.CLOSE)
    sent = app.session_state[once.KEY] = once.Sent()
    sent.keep("the one before", steps.Outcome(first_id(), "pass"), first_id(), "what it said")
    submit(app)
    assert hazard(first_id()).status is Status.VERIFIED
    assert "复查合格" in app.success[0].value
    moment = data.now() + 2 * once.MOMENT
    monkeypatch.setattr(data, "now", lambda: moment)
    submit(app)
    assert "未登记" in app.error[0].value  # it was sent to the ledger, which asks for more
