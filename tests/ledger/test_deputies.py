"""A deputy acts with the roles of the one stood in for, on these days, within their part; the story names both."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.codes import InspectionKind
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.papers import Move
from riskmap.domain.people import Grant, Person, Scope, held
from riskmap.domain.roles import Role
from riskmap.ledger import audit, batches, maintain, papers, people, queries
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger, Refused
from riskmap.ledger.visiting import VisitEntry
from support.facts import OFFICE, hazard

KEEPER = Actor("keeper", "管理员", "admin")
FIRST, LAST, AFTER = date(2026, 11, 26), date(2026, 12, 2), date(2026, 12, 3)
OURS, THEIRS = "141034100", "141034101"
TOLD = {"progress": "设备已到货"}


def persons(ledger: Ledger) -> dict[str, Person]:
    return {one.login: one for one in people.persons(ledger.engine, ledger.county)}


def acting(ledger: Ledger, login: str, on: date, behalf: str = "") -> Actor:
    """A person who signed in, with what he holds on a day."""
    one = persons(ledger)[login]
    grants = held(one.grants, on)
    return Actor(one.id, one.name, grants[0].role.value, behalf, grants)


@pytest.fixture
def stored(ledger: Ledger) -> str:
    """A hazard of wang's township, for whom li of another stands in, who keeps the own role there; its id."""
    row = hazard(1, township=OURS, enterprise_name="甲厂")
    ledger.import_batch(PreparedBatch("a.xlsx", "0" * 64, creates=[row], fingerprints=["x"]), OFFICE)
    accounts = Accounts(ledger.engine, ledger.county)
    for login, name, township in (("wang", "王某", OURS), ("li", "李某", THEIRS), ("sun", "孙某", OURS)):
        accounts.add_person(Person("", login, name, (Grant(Role.TOWNSHIP, Scope(townships=(township,))),)), KEEPER)
    known = persons(ledger)
    accounts.deputise(known["li"].id, known["wang"].id, FIRST, LAST, acting(ledger, "wang", FIRST))
    accounts.deputise(known["sun"].id, known["wang"].id, FIRST, LAST, acting(ledger, "wang", FIRST))
    return str(queries.snapshot(ledger.engine, ledger.county).hazards["id"].iloc[0])


def state(ledger: Ledger, hazard_id: str, actor: Actor, on: date = FIRST) -> Any:
    version = queries.hazard(ledger.engine, ledger.county, hazard_id).version
    ledger.act(hazard_id, "state_progress", TOLD, actor, version, on)
    return queries.story(ledger.engine, ledger.county, hazard_id)[-1]


def test_a_step_of_a_deputy_names_both_and_the_chain_holds(ledger: Ledger, stored: str) -> None:
    event = state(ledger, stored, acting(ledger, "li", FIRST))
    assert (event.actor_name, event.role, event.on_behalf_of) == ("李某", "township", "")
    assert json.loads(event.payload)["deputy_of"] == "王某"
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_who_may_by_the_own_role_stands_in_for_nobody(ledger: Ledger, stored: str) -> None:
    event = state(ledger, stored, acting(ledger, "sun", FIRST))
    assert "deputy_of" not in json.loads(event.payload)


def test_before_after_and_withdrawn_a_deputy_reaches_nothing(ledger: Ledger, stored: str) -> None:
    for day in (date(2026, 11, 25), AFTER):
        with pytest.raises(Refused, match="scope:outside"):
            state(ledger, stored, acting(ledger, "li", day), day)
    known = persons(ledger)
    accounts = Accounts(ledger.engine, ledger.county)
    accounts.withdraw(known["li"].id, known["wang"].id, acting(ledger, "wang", FIRST))
    with pytest.raises(Refused, match="scope:outside"):
        state(ledger, stored, acting(ledger, "li", FIRST))


def last(ledger: Ledger) -> audit.Line:
    """The latest event as the page of the audit trail tells it."""
    return next(audit.lines(ledger.engine, ledger.county, audit.Asked(), most=1))


def visited(ledger: Ledger, login: str, township: str) -> audit.Line:
    """A visit of an enterprise of a township by somebody, as the audit trail tells it."""
    firm = Enterprise("", f"{login}厂", township=township)
    visit = Inspection("", FIRST, enterprise_name=firm.name, kind=InspectionKind.ROUTINE, inspectors="甲、乙")
    told = VisitEntry(login + township, replace(visit, found_nothing=True), enterprise=firm)
    ledger.enter_visit(told, acting(ledger, login, FIRST))
    return last(ledger)


def test_a_visit_by_a_deputy_names_both_and_one_in_the_own_part_does_not(ledger: Ledger, stored: str) -> None:
    assert [getattr(visited(ledger, "li", OURS), name) for name in ("name", "deputy_of")] == ["李某", "王某"]
    assert visited(ledger, "li", THEIRS).deputy_of == ""
    assert visited(ledger, "sun", OURS).deputy_of == ""
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_paper_by_a_deputy_names_both_in_every_step(ledger: Ledger, stored: str) -> None:
    told = {"kind": "notice", "hazards": [stored], "title": "通知", "to": "甲厂", "due": "2026-12-10"}
    li = acting(ledger, "li", FIRST)
    paper = ledger.draft_paper(told, li, FIRST)
    assert last(ledger).deputy_of == "王某"
    ledger.move_paper(paper.id, Move.EDIT, {"text": "限期整改"}, acting(ledger, "wang", FIRST), paper.version, FIRST)
    assert last(ledger).deputy_of == ""
    assert papers.stood_in(ledger.engine, ledger.county, paper.id) == {"paper_drafted": ("李某", "王某")}
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_file_that_a_deputy_takes_in_names_both(ledger: Ledger, stored: str) -> None:
    for number, (township, whose) in enumerate(((OURS, "王某"), (THEIRS, "")), start=2):
        row = hazard(number, township=township, enterprise_name="甲厂")
        batch = PreparedBatch("b.xlsx", f"{number}" * 64, creates=[row], fingerprints=[f"{number}"])
        ledger.import_batch(batch, acting(ledger, "li", FIRST))
        assert (last(ledger).action, last(ledger).deputy_of) == ("import", whose)
    assert [one.stood_in for one in batches.listed(ledger.engine, ledger.county)][:2] == ["", "王某"]
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_deputy_may_no_more_than_the_other(ledger: Ledger, stored: str) -> None:
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.act(stored, "upgrade", {"basis": "x"}, acting(ledger, "li", FIRST), 1, FIRST)
