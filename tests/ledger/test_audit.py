"""The chain for who audits it: filters narrow, no row of the ledger is told, heads by day are those of the chain."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.domain.tokens import Token
from riskmap.ledger import audit, maintain, queries
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.audit import Asked
from riskmap.ledger.batch import Actor, Export
from riskmap.ledger.commands import Ledger
from riskmap.ledger.errors import Refused
from riskmap.ledger.tokens import Tokens
from riskmap.store import events
from riskmap.store.engine import reading
from support.facts import OFFICE, found_today

KEEPER = Actor("keeper", "管理员", "admin")
AUDITOR = Actor("sun", "孙某", "auditor")
TOLD = Export("audit", "csv", "内审", {}, date(2026, 11, 26), 3, masked=False)


@pytest.fixture
def county_ledger(ledger: Ledger) -> Ledger:
    """Two hazards of the office, an account, a token."""
    ledger.register(found_today(), OFFICE)
    ledger.register(found_today(2), replace(OFFICE, id="other", name="乙"))
    grant = Grant(Role.TOWNSHIP, Scope(townships=("141034100",)))
    Accounts(ledger.engine, ledger.county).add_person(Person("", "wang", "王某", (grant,)), KEEPER)
    program = Token("", "市平台", Grant(Role.ANALYST, last=date(2026, 12, 1)))
    Tokens(ledger.engine, ledger.county).add(program, date(2026, 11, 26), KEEPER)
    return ledger


def found(ledger: Ledger, **asked: Any) -> list[audit.Line]:
    wanted = Asked(**asked)
    lines = list(audit.lines(ledger.engine, ledger.county, wanted))
    assert audit.count(ledger.engine, ledger.county, wanted) == len(lines)
    return lines


def test_events_are_found_by_person_action_hazard_and_day(county_ledger: Ledger) -> None:
    every = found(county_ledger)
    assert [one.seq for one in every] == [4, 3, 2, 1]
    assert [one.name for one in found(county_ledger, actor="other")] == ["乙"]
    assert [one.action for one in found(county_ledger, action="token_added")] == ["token_added"]
    assert [one.seq for one in found(county_ledger, number=every[3].number)] == [1]
    assert found(county_ledger, number="FX-1999-000001") == found(county_ledger, actor="nobody") == []
    day = every[0].at.date()
    assert len(found(county_ledger, first=day, last=day)) == 4
    assert not found(county_ledger, last=day - timedelta(days=1))
    assert not found(county_ledger, first=day + timedelta(days=1))
    page = audit.lines(county_ledger.engine, county_ledger.county, Asked(), skip=1, most=2)
    assert [one.seq for one in page] == [3, 2]
    assert audit.choices(county_ledger.engine, county_ledger.county).actors["keeper"] == "管理员"


def test_an_event_tells_what_changed_and_persons_are_masked(county_ledger: Ledger) -> None:
    token, person, *rows = found(county_ledger)
    assert {one.field for one in rows[0].told["changes"]} <= {
        "found", "state_of_loop", "grade", "source", "township", "sector", "department"
    }
    one = queries.hazard(county_ledger.engine, county_ledger.county, rows[0].entity_id)
    for field, new in (("responsible_person", "王五"), ("place", "副井"), ("remark", "电话 13912345678")):
        version = queries.hazard(county_ledger.engine, county_ledger.county, one.id).version
        told = {"field": field, "new": new, "reason": "写错"}
        county_ledger.act(one.id, "correct", told, OFFICE, version, one.found)
    said = [[tuple(each) for each in line.told["changes"]] for line in found(county_ledger, action="correct")]
    assert ("remark", "", "电话 139****5678") in said[0]
    assert said[1][0] == ("place", one.place, "副井")
    assert ("reason", "", "写错") in said[1]
    assert said[2][0][2] == "王**"
    assert (person.told["login"], [grant.role for grant in person.told["grants"]]) == ("wang", ["township"])
    assert token.told["name"] == "市平台"
    purpose = replace(TOLD, purpose="交 +8613912345678")
    audit.record_export(county_ledger.engine, county_ledger.county, purpose, AUDITOR)
    assert found(county_ledger)[0].told["purpose"] == "交 +86139****5678"


def test_the_chain_is_proved_and_its_heads_are_those_of_verify(county_ledger: Ledger) -> None:
    whole = maintain.verify(county_ledger.engine, county_ledger.county)
    chain = audit.chain(county_ledger.engine, county_ledger.county)
    assert (chain.events, chain.head, chain.problems) == (4, whole.head, ())
    day = found(county_ledger)[0].at.date()
    assert audit.heads_of_days(county_ledger.engine, county_ledger.county, day) == [(day, whole.head)]
    assert not audit.heads_of_days(county_ledger.engine, county_ledger.county, day + timedelta(days=audit.DAYS))


def test_a_changed_event_is_noticed(county_ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "digest", lambda values: "0" * 64)
    assert len(audit.chain(county_ledger.engine, county_ledger.county).problems) == 4


@pytest.mark.parametrize("role", sorted(set(Role) - RIGHTS[Right.AUDIT]))
def test_only_who_audits_takes_events_out(county_ledger: Ledger, role: Role) -> None:
    with pytest.raises(Refused, match="role:not_allowed"):
        audit.record_export(county_ledger.engine, county_ledger.county, TOLD, Actor("x", "甲", role.value))
    number = audit.record_export(county_ledger.engine, county_ledger.county, TOLD, AUDITOR)
    with reading(county_ledger.engine) as connection:
        (event,) = events.read(connection, county_ledger.county.code, "seq = ?", (number,))
    assert (event.action, event.actor_name, event.role) == ("export", "孙某", "auditor")
