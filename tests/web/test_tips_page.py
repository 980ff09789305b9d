"""Reports of whistle-blowers on the page: read and moved by the named receiver; others see that they are there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import Role
from riskmap.domain.tips import Channel, Tip, TipMove, TipState, Words
from riskmap.ledger.accounts import Accounts
from riskmap.web import data, identity, register_draft, tip_record
from support.doors import KEEPER
from support.forging import pages, routes, whole
from support.small import TODAY, ids, shown

Make = Callable[..., Any]
Open = Callable[..., AppTest]
DUE = date(2026, 12, 8)
WORDS = Words("夜班未检测瓦斯\n入井人数超定员", reporter="孙某某", contact="13800138000")
OWN = Grant(Role.COMMITTEE)


@pytest.fixture
def be(monkeypatch: pytest.MonkeyPatch) -> Callable[..., identity.Reader]:
    """be(login, …grants): from now on this account reads; it is made when it is not there."""

    def become(login: str, *grants: Grant) -> identity.Reader:
        made, _ = Accounts(data.engine(), data.county()).add_person(
            Person("", login, f"{login}某", grants or (OWN,), post=f"{login}副主任"), KEEPER
        )
        reader = identity.Reader(made, made.grants)
        monkeypatch.setattr(identity, "reader", lambda: reader)
        return reader

    return become


def enter(app: AppTest, **over: Any) -> AppTest:
    app.selectbox(key="tip_channel").set_value(over.get("channel", Channel.PHONE))
    app.selectbox(key="tip_receiver").set_value(over.get("receiver", identity.reader().person.id))
    app.date_input(key="tip_due").set_value(over.get("due", DUE))
    app.text_area(key="tip_reported").set_value(WORDS.reported)
    app.text_input(key="tip_reporter").set_value(WORDS.reporter)
    app.text_input(key="tip_contact").set_value(WORDS.contact)
    return press(app, "tip_save")


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def only() -> Tip:
    (found,) = tip_record.door().every(identity.reader().actor)
    return found


def received(receiver: identity.Reader) -> Tip:
    plain = Tip("", TODAY, Channel.LETTER, receiver.person.id, DUE)
    return tip_record.door().receive(plain, WORDS, receiver.actor, TODAY)


def test_a_report_is_entered_and_its_receiver_reads_checks_and_answers_it(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("tips", lang="zh_CN")
    assert "严禁录入、上传涉密信息" in shown(app)
    app = enter(app)
    assert "JB\\-2026\\-0001" in app.success[0].value or "JB-2026-0001" in app.success[0].value
    page = shown(app)
    assert "12350 电话" in page
    assert "已受理" in page
    assert "孙某某" not in page
    assert app.text_area(key="tip_reported").value == ""
    app = open_at("tips", lang="zh_CN", id="JB-2026-0001")
    page = shown(app)
    for word in ("入井人数超定员", "孙某某", "13800138000", "加密保存，仅限本人查阅"):
        assert word in page
    press(app, "tip_record")
    assert only().state is TipState.CHECKING
    app.radio(key="tip_move_2").set_value(TipMove.ANSWER).run()
    press(app, "tip_record")
    assert "请填写答复内容" in shown(app)
    app.text_area(key="tip_answer_JB-2026-0001_2").set_value("已责令停产")
    press(app, "tip_record")
    assert only().state is TipState.ANSWERED
    page = shown(app)
    assert "已责令停产" in page
    assert not [one for one in app.button if one.key == "tip_record"]


def test_a_second_click_gives_no_second_number(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = enter(open_at("tips", lang="zh_CN"))
    enter(app)  # the same words, sent once more by the browser
    assert only().number == "JB-2026-0001"
    enter(app, channel=Channel.LETTER)
    assert len(tip_record.door().every(identity.reader().actor)) == 2


def test_what_is_missing_is_said_and_the_words_stay_in_the_form(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = enter(open_at("tips", lang="zh_CN"), due=None)
    assert "请填写答复期限" in shown(app)
    assert app.text_area(key="tip_reported").value == WORDS.reported
    assert not tip_record.door().every(identity.reader().actor)
    app.checkbox(key="tip_anonymous").check().run()
    assert app.text_input(key="tip_reporter").value == ""
    assert app.text_input(key="tip_reporter").disabled


def test_a_reply_cannot_be_due_before_the_day_of_receipt(ledger_of: Make, open_at: Open) -> None:
    ledger_of("one")
    app = enter(open_at("tips", lang="zh_CN"), due=date(2026, 11, 1))
    assert "答复期限不能早于受理日期" in shown(app)


def test_markup_in_a_report_is_text(ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of("one")
    hostile = "<img src=x onerror=alert(1)>{{1234*5678}}${8*8}"
    monkeypatch.setitem(globals(), "WORDS", Words(hostile, reporter=hostile, contact=hostile))
    one = received(identity.demo_reader(""))
    page = shown(open_at("tips", lang="zh_CN", id=one.number))
    assert page.count("&lt;img src=x") == 3
    assert not [sign for sign in ("<img src=x", "{{1", "${8", "7006652") if sign in page]


def test_another_officer_sees_the_record_without_a_word_and_the_deputy_no_more(
    ledger_of: Make, open_at: Open, be: Callable[..., identity.Reader]
) -> None:
    ledger_of("one")
    received(be("wang"))
    for reader in ((OWN,), (Grant(Role.COMMITTEE, deputy_of="wang"),)):
        be(f"li{len(reader[0].deputy_of)}", *reader)
        for address in ({}, {"id": "JB-2026-0001"}):
            app = open_at("tips", lang="zh_CN", **address)
            page = shown(app)
            assert "JB-2026-0001" in page
            assert "来信" in page
            assert "wang副主任" in page
            assert not [word for word in ("瓦斯", "孙某某", "13800138000", "wang某") if word in page]
            assert not [one for one in app.button if one.key in ("tip_record", "tip_link_save", "tip_hand_over_save")]


@pytest.mark.parametrize(
    "role", [Role.LEADER, Role.ANALYST, Role.DEPARTMENT, Role.TOWNSHIP, Role.INSPECTOR, Role.AUDITOR, Role.ADMIN]
)
def test_who_is_not_of_the_committee_has_no_such_page(
    ledger_of: Make, open_at: Open, be: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    ledger_of("one")
    received(be("wang"))
    other = identity.Reader(Person("9", "x", "某人", ()), (Grant(role),))
    monkeypatch.setattr(identity, "reader", lambda: other)
    for address in ({}, {"id": "JB-2026-0001"}):
        app = open_at("tips", lang="zh_CN", **address)
        page = shown(app)
        assert not [word for word in (">JB-2026-0001<", "来信", "副主任", "瓦斯") if word in page]
        assert not (*app.button, *app.text_input)
    assert 'href="tips' not in shown(open_at("overview", lang="zh_CN"))


def test_who_lost_the_role_while_the_page_was_open_changes_nothing(
    ledger_of: Make, open_at: Open, be: Callable[..., identity.Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("one")
    wang = be("wang")
    one = received(wang)
    app = open_at("tips", lang="zh_CN", id=one.number)
    gone = identity.Reader(wang.person, (Grant(Role.LEADER),))
    monkeypatch.setattr(identity, "reader", lambda: gone)
    app.button(key="tip_record").click().run()
    assert "瓦斯" not in shown(app)
    monkeypatch.setattr(identity, "reader", lambda: wang)
    assert only() == one


def test_the_receiver_hands_it_over_and_reads_it_no_more(
    ledger_of: Make, open_at: Open, be: Callable[..., identity.Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("one")
    li, wang = be("li"), be("wang")
    one = received(wang)
    app = open_at("tips", lang="zh_CN", id=one.number)
    app.selectbox(key=f"tip_to_{one.number}_1").set_value(li.person.id)
    press(app, "tip_hand_over_save")
    assert "瓦斯" not in shown(app)
    assert only().receiver == li.person.id
    monkeypatch.setattr(identity, "reader", lambda: li)
    assert "瓦斯" in shown(open_at("tips", lang="zh_CN", id=one.number))


def test_a_receiver_who_left_the_office_is_marked(
    ledger_of: Make, open_at: Open, be: Callable[..., identity.Reader]
) -> None:
    ledger_of("one")
    wang = be("wang")
    received(wang)
    be("li")
    assert "已不在岗" not in shown(open_at("tips", lang="zh_CN"))
    Accounts(data.engine(), data.county()).change_person(replace(wang.person, active=False), KEEPER)
    assert "wang副主任（已不在岗）" in shown(open_at("tips", lang="zh_CN"))


def test_the_hazard_that_came_of_it_is_linked_by_its_number(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    one = received(identity.demo_reader(""))
    app = open_at("tips", lang="zh_CN", id=one.number)
    assert "source=report" in shown(app)
    app.text_input(key=f"tip_hazard_{one.number}_1").set_value("FX-2099-000001")
    press(app, "tip_link_save")
    assert "没有该编号的隐患" in shown(app)
    hazard = ids()["灭火器过期"]
    number = data.hazard(hazard).hazard_no
    app.text_input(key=f"tip_hazard_{one.number}_1").set_value(number)
    press(app, "tip_link_save")
    assert f"id={hazard}" in shown(app)
    form = open_at("register", lang="zh_CN", form="one", source="report")
    assert form.selectbox(key=f"{register_draft.PREFIX}source").value == "report"


@pytest.mark.parametrize(("content", "said"), [(None, "无法读取举报密钥文件"), ("x", "密钥文件与加密时所用的不一致")])
def test_without_its_key_the_page_says_so_in_words(
    ledger_of: Make, open_at: Open, content: str | None, said: str
) -> None:
    ledger_of("one")
    one = received(identity.demo_reader(""))
    file = data.settings().tip_key_file
    file.unlink()
    if content:
        file.write_text(content)
    app = open_at("tips", lang="zh_CN", id=one.number)
    page = shown(app)
    assert said in page
    assert one.number in page
    assert "瓦斯" not in page
    assert said in shown(enter(open_at("tips", lang="zh_CN")))
    assert "Fernet" not in page


def test_no_route_file_log_or_other_page_tells_a_word(
    ledger_of: Make, open_at: Open, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    folder = ledger_of("several")
    caplog.set_level("DEBUG")
    one = received(identity.demo_reader(""))
    tip_record.door().opened(one.number, identity.demo_reader("").actor)
    secret = ("瓦斯", "孙某某", "13800138000")
    client = TestClient(whole(), raise_server_exceptions=False)
    for path in (*pages(), *routes()):
        text = client.get(path, params={"q": "孙某某", "id": one.number, "purpose": "x"}).text
        assert not [word for word in secret if word in text], path
    for page in ("overview", "my_work", "ledger", "audit", "papers", "weekly_review"):
        told = shown(open_at(page, lang="zh_CN"))
        assert not [word for word in secret if word in told], page
        assert page != "audit" or "JB-2026-0001" in told
    assert not [word for word in secret if word in caplog.text]
    for file in folder.rglob("*"):
        if file.is_file():
            assert not [word for word in secret if word.encode() in file.read_bytes()], file.name
