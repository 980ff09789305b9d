"""Accounts: one event a change, secrets in none, sessions that end at once, five failures and the door is shut."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from argon2 import DEFAULT_MEMORY_COST, DEFAULT_TIME_COST, PasswordHasher, Type

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import maintain, people, sessions
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import NotFound, Refused, Stale
from riskmap.store import events
from riskmap.store.engine import reading
from support.facts import OFFICE, OUTSIDER, SYSTEM

KEEPER = Actor("keeper", "管理员", "admin")
NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
OURS = Scope(townships=("141034100",))
CHOSEN = "correct horse battery"


@pytest.fixture
def accounts(engine: Any, county: Any) -> Accounts:
    return Accounts(engine, county)


def add(accounts: Accounts, login: str = "wang", *grants: Grant) -> tuple[Person, str]:
    made = Person("", login, "王某", grants or (Grant(Role.TOWNSHIP, OURS),), post="安监站站长")
    return accounts.add_person(made, KEEPER)


def signed_in(accounts: Accounts, login: str, password: str, at: datetime = NOW) -> str:
    found = sessions.sign_in(accounts.engine, accounts.county, login, password, at)
    assert found is not None
    return found.token


def who(accounts: Accounts, token: str, at: datetime = NOW) -> str:
    found = sessions.who(accounts.engine, accounts.county, token, at)
    return found.login if found else ""


def payloads(accounts: Accounts) -> list[tuple[str, str]]:
    with reading(accounts.engine) as connection:
        found = events.read(connection, accounts.county.code, "entity = ?", (events.PERSON,))
        return [(event.action, event.payload) for event in found]


def test_who_waits_with_a_password_that_is_changed_meanwhile_does_not_come_in(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, first = add(accounts)
    proves, own = sessions.proves, Actor(person.id, person.name, Role.TOWNSHIP.value)

    def changed_meanwhile(known: str, password: str) -> bool:
        right = proves(known, password)
        monkeypatch.setattr(sessions, "proves", proves)
        accounts.choose_password(first, CHOSEN, own)
        return right

    monkeypatch.setattr(sessions, "proves", changed_meanwhile)
    assert sessions.sign_in(accounts.engine, accounts.county, "wang", first, NOW) is None
    assert who(accounts, signed_in(accounts, "wang", CHOSEN)) == "wang"


def test_passwords_are_hashed_with_the_present_parameters_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PasswordHasher", PasswordHasher)
    people.hasher.cache_clear()
    made = people.hasher()
    people.hasher.cache_clear()
    assert (made.type, made.memory_cost, made.time_cost) == (
        Type.ID, DEFAULT_MEMORY_COST, DEFAULT_TIME_COST,
    )  # fmt: skip
    assert made.memory_cost >= 46 * 1024


def test_a_person_is_added_with_a_first_password_that_no_event_knows(accounts: Accounts) -> None:
    person, password = add(accounts)
    assert (person.login, person.must_change, person.version) == ("wang", True, 1)
    ((action, payload),) = payloads(accounts)
    assert action == "person_added"
    assert "141034100" in payload
    assert password not in payload
    assert "argon2" not in payload
    assert who(accounts, signed_in(accounts, " WANG ", password)) == "wang"


@pytest.mark.parametrize("outsider", [OFFICE, OUTSIDER, Actor("x", "甲", "township")])
def test_only_keepers_of_accounts_keep_them(accounts: Accounts, outsider: Actor) -> None:
    person, _ = add(accounts)
    with pytest.raises(Refused, match="role:not_allowed"):
        accounts.add_person(replace(person, login="li"), outsider)
    with pytest.raises(Refused, match="role:not_allowed"):
        accounts.change_person(replace(person, grants=(Grant(Role.LEADER),)), outsider)
    with pytest.raises(Refused, match="role:not_allowed"):
        accounts.reset_password(person.id, outsider)
    with pytest.raises(Refused, match="role:not_allowed"):
        accounts.deputise(person.id, person.id + "x", date(2026, 11, 26), date(2026, 11, 27), outsider)
    with pytest.raises(Refused, match="role:not_allowed"):
        accounts.unlock(person.id, outsider)
    with pytest.raises(Refused, match="role:not_allowed"):
        accounts.end_sessions(person.id, outsider)
    assert len(payloads(accounts)) == 1


def test_nobody_raises_himself_or_puts_himself_out(accounts: Accounts) -> None:
    keeper, _ = accounts.add_person(Person("", "admin1", "甲", (Grant(Role.ADMIN),)), SYSTEM)
    office, _ = add(accounts, "li", Grant(Role.COMMITTEE))
    own = Actor(keeper.id, "甲", "admin", grants=keeper.grants)
    first, last = date(2026, 11, 26), date(2026, 12, 2)
    for step in (
        lambda: accounts.change_person(replace(keeper, grants=(*keeper.grants, Grant(Role.COMMITTEE))), own),
        lambda: accounts.change_person(replace(keeper, active=False), own),
        lambda: accounts.deputise(keeper.id, office.id, first, last, own),
    ):
        with pytest.raises(Refused, match="own:account"):
            step()
    assert accounts.change_person(replace(keeper, post="科员"), own).post == "科员"
    other, _ = accounts.add_person(Person("", "admin2", "乙", (Grant(Role.ADMIN),)), own)
    with pytest.raises(Refused, match="deputy:no_hazards"):
        accounts.deputise(keeper.id, office.id, first, last, Actor(other.id, "乙", "admin"))
    reads, _ = add(accounts, "sun", Grant(Role.ANALYST))
    raised = accounts.deputise(reads.id, office.id, first, last, Actor(other.id, "乙", "admin"))
    assert [grant.role for grant in raised.grants] == ["analyst", "committee"]


def test_the_keeper_opens_a_shut_door_and_ends_sessions(accounts: Accounts) -> None:
    person, password = add(accounts)
    for _ in range(sessions.FAILURES):
        sessions.sign_in(accounts.engine, accounts.county, "wang", "guess", NOW)
    shut = people.standings(accounts.engine, accounts.county)[person.id]
    assert (shut.last, bool(shut.locked_until)) == ("", True)
    accounts.unlock(person.id, KEEPER)
    token = signed_in(accounts, "wang", password)
    assert people.standings(accounts.engine, accounts.county)[person.id] == (NOW.isoformat(), "")
    assert accounts.end_sessions(person.id, KEEPER) == 1
    assert who(accounts, token) == ""
    assert [action for action, _ in payloads(accounts)][1:] == ["person_unlocked", "person_signed_out"]
    assert maintain.verify(accounts.engine, accounts.county).ok


def test_a_login_is_taken_once_and_stays(accounts: Accounts) -> None:
    person, _ = add(accounts)
    with pytest.raises(Refused, match="taken:login"):
        add(accounts)
    with pytest.raises(Refused, match="fixed:login"):
        accounts.change_person(replace(person, login="other"), SYSTEM)


def test_a_change_is_judged_by_its_version(accounts: Accounts) -> None:
    person, _ = add(accounts)
    after = accounts.change_person(replace(person, post="副镇长"), KEEPER)
    assert (after.post, after.version) == ("副镇长", 2)
    with pytest.raises(Stale):
        accounts.change_person(replace(person, post="镇长"), KEEPER)
    assert accounts.change_person(after, KEEPER) == after  # nothing new, no event
    assert [action for action, _ in payloads(accounts)] == ["person_added", "person_changed"]
    with pytest.raises(NotFound):
        accounts.reset_password("nobody", KEEPER)


def test_who_is_put_out_is_out_at_the_next_look(accounts: Accounts) -> None:
    person, password = add(accounts)
    token = signed_in(accounts, "wang", password)
    accounts.change_person(replace(person, active=False), KEEPER)
    assert who(accounts, token) == ""
    assert sessions.sign_in(accounts.engine, accounts.county, "wang", password, NOW) is None


def test_a_session_ends_by_itself_by_hand_and_everywhere(accounts: Accounts) -> None:
    person, password = add(accounts)
    first, second, third = (signed_in(accounts, "wang", password) for _ in range(3))
    assert who(accounts, first, NOW + sessions.IDLE - timedelta(seconds=1)) == "wang"  # which counts as use
    assert who(accounts, first, NOW + sessions.IDLE + timedelta(minutes=30)) == "wang"
    assert who(accounts, second, NOW + sessions.IDLE) == ""
    assert who(accounts, first, NOW + sessions.ABSOLUTE) == ""
    sessions.sign_out(accounts.engine, accounts.county, third, NOW)
    assert who(accounts, third) == ""
    fourth = signed_in(accounts, "wang", password)
    assert sessions.sign_out_everywhere(accounts.engine, accounts.county, person.id, NOW) >= 1
    assert who(accounts, fourth) == ""
    assert who(accounts, "forged") == who(accounts, "") == ""


def test_five_failures_shut_the_door_for_a_quarter_of_an_hour(accounts: Accounts) -> None:
    _, password = add(accounts)
    for _ in range(sessions.FAILURES):
        assert sessions.sign_in(accounts.engine, accounts.county, "wang", "guess", NOW) is None
    assert sessions.sign_in(accounts.engine, accounts.county, "wang", password, NOW + timedelta(minutes=14)) is None
    assert sessions.sign_in(accounts.engine, accounts.county, "wang", password, NOW + sessions.LOCK) is not None
    assert sessions.sign_in(accounts.engine, accounts.county, "nobody", password, NOW) is None


def test_a_success_forgets_the_failures_before(accounts: Accounts) -> None:
    _, password = add(accounts)
    for _ in range(2):
        for _ in range(sessions.FAILURES - 1):
            assert sessions.sign_in(accounts.engine, accounts.county, "wang", "guess", NOW) is None
        signed_in(accounts, "wang", password)


def test_the_first_password_is_changed_by_its_owner(accounts: Accounts) -> None:
    person, password = add(accounts)
    token, own = signed_in(accounts, "wang", password), Actor(person.id, person.name, "township")
    for present, new, code in (
        ("guess", CHOSEN, "password:wrong"),
        (password, "short", "password:short"),
        (password, password, "password:same"),
    ):
        with pytest.raises(Refused, match=code):
            accounts.choose_password(present, new, own)
    assert not accounts.choose_password(password, CHOSEN, own).must_change
    assert who(accounts, token) == ""  # signed in anew with the new one
    assert who(accounts, signed_in(accounts, "wang", CHOSEN)) == "wang"
    assert accounts.reset_password(person.id, KEEPER) != CHOSEN
    assert sessions.sign_in(accounts.engine, accounts.county, "wang", CHOSEN, NOW) is None


def test_a_deputy_is_named_by_the_one_stood_in_for_or_the_keeper(accounts: Accounts) -> None:
    person, _ = add(accounts)
    other, _ = add(accounts, "li", Grant(Role.ANALYST))
    first, last = date(2026, 11, 26), date(2026, 12, 2)
    own = Actor(person.id, person.name, "township")
    after = accounts.deputise(other.id, person.id, first, last, own)
    assert [(grant.role, grant.deputy_of, grant.last) for grant in after.grants[1:]] == [("township", "wang", last)]
    with pytest.raises(Refused, match="role:not_allowed"):
        accounts.deputise(person.id, other.id, first, last, own)
    again = accounts.deputise(other.id, person.id, first, first, KEEPER)
    assert len(again.grants) == 2  # the new days take the place of the old ones
    assert maintain.verify(accounts.engine, accounts.county).ok


def test_a_deputy_is_withdrawn_by_the_one_stood_in_for_or_the_keeper(accounts: Accounts) -> None:
    person, _ = add(accounts)
    other, _ = add(accounts, "li", Grant(Role.ANALYST))
    third, _ = add(accounts, "sun", Grant(Role.COMMITTEE))
    first, last = date(2026, 11, 26), date(2026, 12, 2)
    own = Actor(person.id, person.name, "township")
    accounts.deputise(other.id, third.id, first, last, KEEPER)
    accounts.deputise(other.id, person.id, first, last, own)
    for outsider in (Actor(third.id, third.name, "committee"), OFFICE, OUTSIDER):
        with pytest.raises(Refused, match="role:not_allowed"):
            accounts.withdraw(other.id, person.id, outsider)
    with pytest.raises(Refused, match="role:not_allowed"):  # nor does the deputy give it up for the other
        accounts.withdraw(other.id, person.id, Actor(other.id, other.name, "analyst"))
    after = accounts.withdraw(other.id, person.id, own)
    assert [grant.deputy_of for grant in after.grants] == ["", "sun"]
    with pytest.raises(Refused, match="deputy:none"):
        accounts.withdraw(other.id, person.id, own)
    assert [grant.deputy_of for grant in accounts.withdraw(other.id, third.id, KEEPER).grants] == [""]
    assert [action for action, _ in payloads(accounts)][3:] == ["person_changed"] * 4
    with pytest.raises(NotFound):
        accounts.withdraw("nobody", person.id, own)
    assert maintain.verify(accounts.engine, accounts.county).ok


def test_a_deputy_never_gets_more_than_the_other_holds(accounts: Accounts) -> None:
    first, last = date(2026, 11, 26), date(2026, 12, 20)
    short = Grant(Role.LEADER, last=date(2026, 12, 1))
    person, _ = add(accounts, "wang", Grant(Role.TOWNSHIP, OURS), Grant(Role.ADMIN), short)
    other, _ = add(accounts, "li", Grant(Role.ANALYST))
    third, _ = add(accounts, "sun", Grant(Role.ANALYST))
    own = Actor(person.id, person.name, "township")
    after = accounts.deputise(other.id, person.id, first, last, own)
    assert after.grants[1:] == (
        Grant(Role.TOWNSHIP, OURS, first, last, "wang"), Grant(Role.LEADER, short.scope, first, short.last, "wang"),
    )  # fmt: skip
    on = accounts.deputise(third.id, other.id, first, last, Actor(other.id, other.name, "analyst"))
    assert [(grant.role, grant.deputy_of) for grant in on.grants] == [("analyst", ""), ("analyst", "li")]
    for days in ((last, first), (first, first + timedelta(93))):
        with pytest.raises(Refused, match="bad:deputy"):
            accounts.deputise(other.id, person.id, *days, own)


def test_what_the_other_loses_is_lost_to_the_deputy(accounts: Accounts) -> None:
    first, last = date(2026, 11, 26), date(2026, 12, 2)
    person, _ = add(accounts, "wang", Grant(Role.TOWNSHIP, OURS), Grant(Role.LEADER))
    other, _ = add(accounts, "li", Grant(Role.ANALYST))
    accounts.deputise(other.id, person.id, first, last, KEEPER)
    person = accounts.change_person(replace(person, post="副镇长"), KEEPER)
    assert lent(accounts, "li") == ["township", "leader"]
    person = accounts.change_person(replace(person, grants=person.grants[:1]), KEEPER)
    assert lent(accounts, "li") == ["township"]
    accounts.change_person(replace(person, active=False), KEEPER)
    assert lent(accounts, "li") == []
    assert [action for action, _ in payloads(accounts)][2:] == ["person_changed"] * 6
    assert maintain.verify(accounts.engine, accounts.county).ok


def lent(accounts: Accounts, login: str) -> list[str]:
    found = next(one for one in people.persons(accounts.engine, accounts.county) if one.login == login)
    return [grant.role.value for grant in found.grants if grant.deputy_of]


def test_an_office_and_an_enterprise_do_not_stand_in_for_each_other(accounts: Accounts) -> None:
    first, last = date(2026, 11, 26), date(2026, 12, 2)
    mine, another = (Grant(Role.ENTERPRISE, Scope(enterprises=(firm,))) for firm in ("firm1", "firm2"))
    office, _ = add(accounts)
    one, _ = add(accounts, "zhao", mine)
    same, _ = add(accounts, "qian", mine)
    far, _ = add(accounts, "wu", another)
    put_out = accounts.change_person(replace(add(accounts, "zhou", mine)[0], active=False), KEEPER)
    before = payloads(accounts)
    for deputy, principal in ((one, office), (office, one), (far, one)):
        own = Actor(principal.id, principal.name, "township")
        with pytest.raises(Refused, match="deputy:other_house"):
            accounts.deputise(deputy.id, principal.id, first, last, own)
    with pytest.raises(Refused, match="bad:deputy"):
        accounts.deputise(put_out.id, one.id, first, last, Actor(one.id, one.name, "enterprise"))
    assert payloads(accounts) == before
    after = accounts.deputise(same.id, one.id, first, last, Actor(one.id, one.name, "enterprise"))
    assert [grant.deputy_of for grant in after.grants] == ["", "zhao"]


def test_verify_notices_a_role_that_was_given_past_the_door(accounts: Accounts) -> None:
    add(accounts)
    with accounts.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET name = '别人'")
    (problem,) = maintain.verify(accounts.engine, accounts.county).problems
    assert "wang" in problem
