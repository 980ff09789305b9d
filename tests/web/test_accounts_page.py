"""The page of accounts: who keeps it, what each button does, and what stays shut to everybody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.domain.tokens import Token
from riskmap.ledger import people, sessions
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor
from riskmap.ledger.tokens import Tokens
from riskmap.web import account, data, identity, session, token_card
from support.small import TODAY, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
KEEPER = Actor("keeper", "管理员", "admin")
TOWN = Scope(townships=("141034100",))


@pytest.fixture
def keeper(ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> Person:
    """The reader of every run is an administrator of a ledger; wang of Yong'an and li of the office have accounts."""
    ledger_of("several")
    made, _ = door().add_person(Person("", "admin1", "管理员", (Grant(Role.ADMIN),)), KEEPER)
    door().add_person(Person("", "wang", "王某", (Grant(Role.TOWNSHIP, TOWN),), "站长"), KEEPER)
    door().add_person(Person("", "li", "李某", (Grant(Role.COMMITTEE),)), KEEPER)
    become(monkeypatch, identity.Reader(made, made.grants))
    return made


def become(monkeypatch: pytest.MonkeyPatch, reader: identity.Reader) -> None:
    monkeypatch.setattr(identity, "reader", lambda: reader)


def door() -> Accounts:
    return Accounts(data.engine(), data.county())


def person(login: str) -> Person:
    return next(one for one in people.persons(data.engine(), data.county()) if one.login == login)


def secret(app: AppTest) -> str:
    return str(app.code[0].value) if app.code else ""


@pytest.mark.parametrize(("lang", "words"), [
    ("zh_CN", ("新增人员", "王某", "站长", "永安镇", "从未", "初始密码未修改", "程序与大屏设备")),
    ("en", ("Add a person", "王某", "Yong'an Town", "never", "First password not changed yet", "Programs and screens")),
])  # fmt: skip
def test_everybody_stands_there_with_roles_and_state(
    keeper: Person, open_at: Open, lang: str, words: tuple[str, ...]
) -> None:
    page = shown(open_at("accounts", lang=lang)).replace("&#x27;", "'")
    assert not [word for word in words if word not in page]
    assert "配电箱未接地" not in page


def test_the_administrator_is_led_there_and_sees_no_row(keeper: Person, open_at: Open) -> None:
    page = shown(open_at("overview", lang="zh_CN"))
    assert "不查看台账" in page
    assert 'href="accounts?lang=zh_CN"' in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.SYSTEM, Role.DEVICE}))
def test_nobody_else_opens_it(ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    ledger_of("one")
    become(monkeypatch, identity.Reader(Person("1", "x", "某人", ()), (Grant(role, TOWN),)))
    app = open_at("accounts", lang="zh_CN")
    assert not app.button
    assert "新增人员" not in shown(app)


def test_a_person_is_added_and_the_first_password_is_shown_once(keeper: Person, open_at: Open) -> None:
    app = open_at("accounts", lang="zh_CN")
    app.text_input(key="account_login").set_value("Zhao")
    app.text_input(key="account_name").set_value("赵某")
    app.selectbox(key="account_role").set_value(Role.TOWNSHIP).run()
    app.button(key="account_add").click().run()
    assert "须指定所辖范围" in app.error[0].value
    app.multiselect(key="account_part_township").set_value(["townships:141034200"])
    app.button(key="account_add").click().run()
    password = secret(app)
    assert len(password) >= 12
    assert person("zhao").grants == (Grant(Role.TOWNSHIP, Scope(townships=("141034200",))),)
    assert sessions.sign_in(data.engine(), data.county(), "zhao", password, data.now())
    app.run()
    assert not secret(app)
    app.button(key="account_add").click().run()
    assert app.error


def test_roles_are_given_and_taken_and_a_deputy_is_named(keeper: Person, open_at: Open) -> None:
    wang = person("wang")
    app = open_at("accounts", lang="zh_CN", id=wang.id)
    app.selectbox(key="more_role").set_value(Role.ANALYST).run()
    app.button(key="role_add").click().run()
    assert [grant.role for grant in person("wang").grants] == ["township", "analyst"]
    app.button(key="role_remove_1").click().run()
    assert [grant.role for grant in person("wang").grants] == ["township"]
    app.button(key="role_remove_0").click().run()
    assert "至少选择或保留一个角色" in app.error[0].value
    app.button(key="deputy_add").click().run()
    assert "1 至 93 天" in app.error[0].value
    app.selectbox(key="deputy").set_value(person("li").id).run()
    app.date_input(key="deputy_last").set_value(TODAY + timedelta(days=9))
    app.button(key="deputy_add").click().run()
    assert [(one.role, one.deputy_of, one.last) for one in person("li").grants[1:]] == [
        ("township", "wang", TODAY + timedelta(days=9))
    ]
    assert "代理 wang" in shown(open_at("accounts", lang="zh_CN"))


def test_disabling_unlocking_and_a_new_password(keeper: Person, open_at: Open) -> None:
    wang = person("wang")
    for _ in range(sessions.FAILURES):
        sessions.sign_in(data.engine(), data.county(), "wang", "guess", data.now())
    app = open_at("accounts", lang="zh_CN", id=wang.id)
    assert "锁定至" in shown(app)
    app.button(key="account_unlock").click().run()
    assert "锁定至" not in shown(app)
    app.button(key="account_reset").click().run()
    assert sessions.sign_in(data.engine(), data.county(), "wang", secret(app), data.now())
    app.button(key="account_disable").click().run()
    assert not person("wang").active
    app.button(key="account_enable").click().run()
    app.text_input(key=f"post_{person('wang').version}").set_value("副镇长")
    app.button(key="account_save").click().run()
    assert (person("wang").active, person("wang").post) == (True, "副镇长")


def test_with_an_identity_provider_no_password_is_shown_or_renewed(
    keeper: Person, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "passwords", lambda: False)
    app = open_at("accounts", lang="zh_CN")
    assert "初始密码未修改" not in shown(app)
    assert 'href="/password"' not in shown(app)
    app.text_input(key="account_login").set_value("zhao")
    app.text_input(key="account_name").set_value("赵某")
    app.selectbox(key="account_role").set_value(Role.LEADER).run()
    app.button(key="account_add").click().run()
    assert person("zhao").name == "赵某"
    assert "赵某 可用登录名 zhao 登录" in app.success[0].value
    assert not secret(app)
    one = open_at("accounts", lang="zh_CN", id=person("zhao").id)
    assert not [button for button in one.button if button.key == "account_reset"]
    one.button(key="account_disable").click().run()
    assert not person("zhao").active


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(keeper: Person, open_at: Open) -> None:
    from dataclasses import replace

    app = open_at("accounts", lang="zh_CN", id=person("wang").id)
    door().change_person(replace(person("wang"), post="镇长"), KEEPER)
    app.button(key="account_disable").click().run()
    assert "他人已先行修改" in app.error[0].value
    assert person("wang").active


def test_names_stay_words(keeper: Person, open_at: Open) -> None:
    hostile = "<img src=x onerror=alert(1)>${pwned}"
    made, _ = door().add_person(Person("", "zhao", hostile, (Grant(Role.LEADER),), hostile), KEEPER)
    token = Token("", hostile, Grant(Role.ANALYST, last=TODAY))
    Tokens(data.engine(), data.county()).add(token, TODAY, Actor("x", hostile, "admin"))
    for page, query in (("accounts", {}), ("accounts", {"id": made.id})):
        text = shown(open_at(page, lang="zh_CN", **query))
        assert "&lt;img src=x" in text
        assert "<img" not in text
        assert "${" not in text


def test_the_own_roles_stay_as_they_are(keeper: Person, open_at: Open) -> None:
    app = open_at("accounts", lang="zh_CN", id=keeper.id)
    assert "本人的角色由其他管理员调整" in shown(app)
    assert app.button(key="account_disable").disabled
    assert app.button(key="role_remove_0").disabled
    assert not [one for one in app.button if one.key == "role_add"]


def test_a_visitor_of_the_demo_looks_but_leaves_no_way_in(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    become(monkeypatch, identity.demo_reader("admin"))
    app = open_at("accounts", lang="zh_CN")
    assert "演示模式无需登录" in shown(app)
    app.text_input(key="account_login").set_value("zhao")
    app.text_input(key="account_name").set_value("赵某")
    app.selectbox(key="account_role").set_value(Role.LEADER).run()
    app.button(key="account_add").click().run()
    app.text_input(key="token_name").set_value("x")
    app.selectbox(key="token_role").set_value(Role.ANALYST).run()
    app.button(key="token_add").click().run()
    assert "演示模式无需登录" in app.error[0].value
    assert not people.persons(data.engine(), data.county())
    assert not Tokens(data.engine(), data.county()).listed()


def test_who_lost_the_role_meanwhile_changes_nothing(
    keeper: Person, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A callback that arrives late is judged in the write path, by the reader of that moment."""
    app = open_at("accounts", lang="zh_CN")
    run = app.session_state["_run"]
    become(monkeypatch, identity.Reader(keeper, (Grant(Role.LEADER),)))
    monkeypatch.setattr(session, "current", lambda: run)
    before = people.persons(data.engine(), data.county())
    state: dict[str, Any] = {"token_name": "x", "token_days": 9, "token_role": Role.ANALYST, "token_chosen": ""}
    monkeypatch.setattr("streamlit.session_state", state)
    account._switch(person("wang"), False)
    assert state["house_outcome"] == ["您的角色无权进行此操作。"]
    token_card._add()
    assert state["house_outcome"] == ["您的角色无权进行此操作。"]
    assert people.persons(data.engine(), data.county()) == before
    assert not Tokens(data.engine(), data.county()).listed()


def test_tokens_are_made_shown_once_and_revoked(keeper: Person, open_at: Open) -> None:
    app = open_at("accounts", lang="zh_CN")
    for name, role in (("市平台", Role.ANALYST), ("大厅", Role.DEVICE)):
        app.text_input(key="token_name").set_value(name)
        app.selectbox(key="token_role").set_value(role).run()
        app.button(key="token_add").click().run()
        assert secret(app)
    screen, program = (one.token for one in Tokens(data.engine(), data.county()).listed())
    assert "/door/device#" in secret(app)
    assert (screen.name, program.name, program.by) == ("大厅", "市平台", "管理员")
    assert "待大屏启用" in shown(app)
    assert app.button(key="token_revoke").disabled
    app.selectbox(key="token_chosen").set_value(program.id).run()
    app.button(key="token_revoke").click().run()
    assert "已撤销" in shown(app)
    app.run()
    assert not secret(app)
