"""Role × action × scope through the commands: whoever does not reach a hazard changes nothing of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.actions import ENTERPRISE_STEPS, Action
from riskmap.domain.codec import hazard_to_json
from riskmap.domain.codes import InspectionKind, Source
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import FIELD, MAY, Role
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor, PreparedBatch, Revision
from riskmap.ledger.commands import Ledger, Refused
from riskmap.ledger.entering import Entry
from riskmap.store import register
from riskmap.store.engine import reading
from support.facts import OFFICE, found_today

DAY = date(2026, 10, 2)
OURS, THEIRS = "141034100", "141034101"
SCOPES = {
    Role.DEPARTMENT: (Scope(departments=("emergency",)), Scope(departments=("housing",))),
    Role.TOWNSHIP: (Scope(townships=(OURS,)), Scope(townships=(THEIRS,))),
    Role.ENTERPRISE: (Scope(enterprises=("e1",)), Scope(enterprises=("e2",))),
}


def actor(role: Role, *, near: bool, behalf: str = "") -> Actor:
    scope = SCOPES.get(role, (Scope(), Scope()))[0 if near else 1]
    return Actor(f"{role}", f"{role}", role.value, behalf, (Grant(role, scope),))


@pytest.fixture
def hazard(ledger: Ledger) -> Any:
    firm = Enterprise(id="e1", name="甲厂", township=OURS, sector="material", department="emergency")
    ledger.save_enterprises([firm, Enterprise(id="e2", name="乙厂", township=THEIRS, sector="coal")], OFFICE)
    return ledger.register(found_today(enterprise_id="e1", enterprise_name="甲厂"), OFFICE)


def test_nobody_reaches_beyond_the_own_part(ledger: Ledger, hazard: Any) -> None:
    """Every role × every action × own and foreign part."""
    version, refused = hazard.version, 0
    for role in Role:
        if role is Role.SYSTEM:
            continue
        for action in Action:
            behalf = "甲厂" if action in ENTERPRISE_STEPS and role is not Role.ENTERPRISE else ""
            for near in (True, False):
                codes = why(ledger, hazard, action, actor(role, near=near, behalf=behalf), version)
                foreign = not near and role in SCOPES
                if foreign and action in set(Action):
                    assert codes == ("scope:outside",), (role, action)
                    refused += 1
                elif role not in MAY[action]:
                    assert codes, (role, action)
                    refused += 1
    assert refused > 200
    assert queries.hazard(ledger.engine, ledger.county, hazard.id) == hazard
    assert maintain.verify(ledger.engine, ledger.county).ok


def why(ledger: Ledger, hazard: Any, action: Action, who: Actor, version: int) -> tuple[str, ...]:
    """Codes of a refusal; steps with an empty form never pass, so that the hazard stays as it is."""
    try:
        ledger.act(hazard.id, action.value, {}, who, version, DAY)
    except Refused as refused:
        return refused.codes
    raise AssertionError(f"{action} passed with an empty form")


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.TOWNSHIP, Role.ENTERPRISE])
def test_a_hazard_is_registered_within_the_own_part_only(ledger: Ledger, hazard: Any, role: Role) -> None:
    source = Source.SELF if role is Role.ENTERPRISE else Source.DEPARTMENT
    facts = found_today(2, enterprise_id="e1", enterprise_name="甲厂", source=source)
    with pytest.raises(Refused, match="scope:outside"):
        ledger.register(facts, actor(role, near=False))
    with pytest.raises(Refused, match="scope:outside"):
        ledger.enter(Entry(hazard_to_json(facts), facts.found), actor(role, near=False))
    made = ledger.register(facts, actor(role, near=True))
    (event,) = queries.story(ledger.engine, ledger.county, made.id)
    assert event.role == role.value


def test_a_visit_is_entered_where_one_may_go(ledger: Ledger, hazard: Any) -> None:
    visit = Inspection("", DAY, "e1", kind=InspectionKind.ROUTINE, inspectors="张某、李某", found_nothing=True)
    with pytest.raises(Refused, match="scope:outside"):
        ledger.add_inspection(visit, actor(Role.TOWNSHIP, near=False))
    stored, _ = ledger.add_inspection(visit, actor(Role.TOWNSHIP, near=True))
    assert stored.id


def test_an_enterprise_is_changed_by_its_own_department(ledger: Ledger, hazard: Any) -> None:
    with reading(ledger.engine) as connection:
        firm = register.enterprises(connection, ledger.county.code)["e1"]
    with pytest.raises(Refused, match="scope:outside"):
        ledger.save_enterprises([firm], actor(Role.DEPARTMENT, near=False))
    assert ledger.save_enterprises([firm], actor(Role.DEPARTMENT, near=True)) == (0, 0)


def test_the_signature_names_the_role_that_was_used(ledger: Ledger, hazard: Any) -> None:
    both = Actor("li", "李某", "township", "", (Grant(Role.TOWNSHIP, SCOPES[Role.TOWNSHIP][0]), Grant(Role.COMMITTEE)))
    after = ledger.act(
        hazard.id, "correct", {"field": "place", "new": "二号车间", "reason": "写错"}, both, hazard.version, DAY
    )
    assert after.place == "二号车间"
    assert queries.story(ledger.engine, ledger.county, hazard.id)[-1].role == "committee"


@pytest.mark.parametrize("role", sorted(set(Role) - FIELD))
def test_who_does_not_work_in_the_field_registers_nothing(ledger: Ledger, role: Role) -> None:
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.register(found_today(), actor(role, near=True))


def test_a_file_reaches_no_further_than_who_takes_it_in(ledger: Ledger, hazard: Any) -> None:
    """An office of one township: what is new outside refuses the file, a change outside is refused in its row."""
    ours, theirs = (
        Actor("c", "安委办", "committee", "", (Grant(Role.COMMITTEE, Scope(townships=(code,))),))
        for code in (hazard.township, THEIRS if hazard.township == OURS else OURS)
    )
    new = replace(hazard, id="", hazard_no="", description="另一处", version=0)
    batch = PreparedBatch("a.xlsx", "1" * 64, creates=[new], fingerprints=["f1"])
    before = maintain.verify(ledger.engine, ledger.county)
    with pytest.raises(Refused) as refused:
        ledger.import_batch(batch, theirs)
    assert refused.value.codes == ("scope:outside",)
    assert maintain.verify(ledger.engine, ledger.county) == before
    result = ledger.import_batch(batch, ours)
    assert result.created == 1
    (fresh,) = (h for h in queries.hazards(ledger.engine, ledger.county, ids(ledger)) if h.description == "另一处")
    change = Revision(fresh.id, fresh.version, {"place": "三楼"}, "")
    move = Revision(fresh.id, fresh.version, {"township": THEIRS}, "")
    for actor, one in ((theirs, change), (ours, move)):
        told = ledger.import_batch(PreparedBatch("b.xlsx", "2" * 64, revises=[one]), actor)
        assert (told.changed, told.refused) == (0, ((fresh.id, "scope:outside"),))
    told = ledger.import_batch(PreparedBatch("c.xlsx", "3" * 64, revises=[change]), ours)
    assert (told.changed, told.refused) == (1, ())


def ids(ledger: Ledger) -> list[str]:
    return [str(one) for one in queries.snapshot(ledger.engine, ledger.county).hazards["id"]]
