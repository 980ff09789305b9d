"""The own deputy on its page: named, withdrawn, told to both; the demo has no accounts; nobody reaches another's."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import people
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor
from riskmap.web import data, deputies, identity, session
from support.small import FIRM, TODAY, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
KEEPER = Actor("keeper", "管理员", "admin")
TOWN = Scope(townships=("141034100",))
ROLES = {
    "wang": ("王某", Grant(Role.TOWNSHIP, TOWN), "站长"),
    "li": ("李某", Grant(Role.TOWNSHIP, Scope(townships=("141034200",))), "科员"),
    "zhao": ("赵某", Grant(Role.ENTERPRISE, Scope(enterprises=(FIRM.id,))), ""),
    "admin1": ("管理员", Grant(Role.ADMIN), ""),
    "sun": ("孙某", Grant(Role.AUDITOR), ""),
}


@pytest.fixture
def be_signed_in(ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Person]]:
    """be_signed_in(login): from now on the reader of every run is this person, with what he holds at that moment."""
    ledger_of("several")
    for login, (name, grant, post) in ROLES.items():
        door().add_person(Person("", login, name, (grant,), post), KEEPER)

    def become(login: str) -> Person:
        def reader() -> identity.Reader:
            found = identity.of_person(person(login))
            assert found is not None
            return found

        monkeypatch.setattr(identity, "reader", reader)
        return person(login)

    yield become


def door() -> Accounts:
    return Accounts(data.engine(), data.county())


def person(login: str) -> Person:
    return next(one for one in people.persons(data.engine(), data.county()) if one.login == login)


def name(app: AppTest, login: str, days: int = 3) -> AppTest:
    app.selectbox(key="my_deputy").set_value(person(login).id)
    app.date_input(key="my_deputy_last").set_value(TODAY + timedelta(days))
    app.button(key="my_deputy_add").click().run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize(
    ("lang", "empty", "done", "words"),
    [
        (
            "zh_CN",
            "尚未指定代理人",
            "已指定",
            ("李某", "科员", "正在代理", "乡镇 · 永安镇", "2026-11-21"),
        ),
        ("en", "Nobody stands in for you", "Named", ("李某", "Stands in today", "18 Nov 2026 to 21 Nov 2026")),
    ],
)
def test_a_person_names_a_deputy_who_sees_it_and_withdraws_again(
    be_signed_in: Callable[[str], Person], open_at: Open, lang: str, empty: str, done: str, words: tuple[str, ...]
) -> None:
    wang = be_signed_in("wang")
    app = open_at("deputies", lang=lang)
    assert empty in shown(app)
    text = shown(name(app, "li")).replace("&#x27;", "'")
    assert not [word for word in (*words, done) if word not in text]
    lent = Grant(Role.TOWNSHIP, TOWN, TODAY, TODAY + timedelta(3), "wang")
    assert person("li").grants[1:] == (lent,)
    assert person("wang") == wang
    be_signed_in("li")
    assert "王某" in shown(open_at("deputies", lang=lang))
    assert not [one for one in open_at("deputies", lang=lang).button if str(one.key).startswith("deputies_out")]
    be_signed_in("wang")
    app = open_at("deputies", lang=lang)
    app.button(key=f"deputies_out_{person('li').id}").click().run()
    assert person("li").grants == (ROLES["li"][1],)
    assert empty in shown(app)


def test_the_menu_at_the_own_name_leads_there(be_signed_in: Callable[[str], Person], open_at: Open) -> None:
    for login in ("wang", "sun", "admin1"):
        be_signed_in(login)
        assert 'href="deputies?lang=zh_CN"' in shown(open_at("overview", lang="zh_CN"))


def test_an_enterprises_person_is_not_offered_to_an_office_nor_the_own_name(
    be_signed_in: Callable[[str], Person], open_at: Open
) -> None:
    be_signed_in("wang")
    offered = open_at("deputies", lang="zh_CN").selectbox(key="my_deputy").options
    assert [one.split(" ")[0] for one in offered] == ["李某"]  # who keeps accounts or audits is not offered either
    be_signed_in("zhao")
    assert "没有可以代理您的人员" in shown(open_at("deputies", lang="zh_CN"))


def test_who_keeps_accounts_only_has_nothing_to_lend(be_signed_in: Callable[[str], Person], open_at: Open) -> None:
    be_signed_in("admin1")
    app = open_at("deputies", lang="zh_CN")
    assert "没有可由他人代理的角色" in shown(app)
    assert not app.button


def test_a_form_without_a_person_or_with_days_in_the_wrong_order_names_nobody(
    be_signed_in: Callable[[str], Person], open_at: Open
) -> None:
    be_signed_in("wang")
    before = people.persons(data.engine(), data.county())
    app = open_at("deputies", lang="zh_CN")
    app.button(key="my_deputy_add").click().run()
    assert "1 至 93 天" in app.error[0].value
    app = open_at("deputies", lang="zh_CN")
    app.date_input(key="my_deputy_first").set_value(TODAY + timedelta(9))
    assert "1 至 93 天" in name(app, "li").error[0].value
    assert "1 至 93 天" in name(open_at("deputies", lang="zh_CN"), "li", 120).error[0].value
    assert people.persons(data.engine(), data.county()) == before


def test_a_late_click_of_somebody_else_withdraws_nobody(
    be_signed_in: Callable[[str], Person], open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The callback acts for the reader of that moment, who names no other person's deputies and ends none."""
    wang, li = be_signed_in("wang"), person("li")
    app = name(open_at("deputies", lang="zh_CN"), "li")
    run, before = app.session_state["_run"], people.persons(data.engine(), data.county())
    monkeypatch.setattr(session, "current", lambda: run)
    for login in ("sun", "zhao"):
        be_signed_in(login)
        state: dict[str, Any] = {"my_deputy": wang.id, "my_deputy_first": TODAY, "my_deputy_last": TODAY}
        monkeypatch.setattr("streamlit.session_state", state)
        deputies._withdraw(li.id)
        assert state["house_outcome"] == ["该代理已不存在。"]
    deputies._name()  # zhao of an enterprise, about wang of an office
    assert state["house_outcome"] == ["企业人员须由本企业人员代理，机关人员须由机关人员代理。"]
    assert people.persons(data.engine(), data.county()) == before


def test_the_demo_says_calmly_that_deputies_belong_to_accounts(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    for lang, said in (("zh_CN", "演示模式没有账号"), ("en", "in the demo nobody has one")):
        app = open_at("deputies", lang=lang)
        assert said in shown(app)
        assert not app.button


def test_names_stay_words(be_signed_in: Callable[[str], Person], open_at: Open) -> None:
    hostile = "<img src=x onerror=alert(1)>${pwned}"
    door().add_person(Person("", "zhou", hostile, (Grant(Role.LEADER),), hostile), KEEPER)
    be_signed_in("wang")
    text = shown(name(open_at("deputies", lang="zh_CN"), "zhou"))
    assert "&lt;img src=x" in text
    assert "<img src=x" not in text
    assert "${" not in text
