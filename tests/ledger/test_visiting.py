"""A visit is entered with all its problems in one transaction, once, by whoever may go there; drafts outlive forms."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import InspectionKind, Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.people import EVERYTHING, Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import drafts, maintain, queries
from riskmap.ledger.attached import problems as file_problems
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Attachments, Entry, Ledger, Refused, VisitEntry
from riskmap.ledger.errors import NotFound, PartsRefused, Stale
from riskmap.store.engine import reading
from support.facts import DEPARTMENT, OFFICE

DAY = date(2026, 10, 1)
FIRM = Enterprise(id="e1", name="甲厂", township="141034100", sector="material", department="emergency")
VISIT = Inspection("", DAY, "e1", "甲厂", InspectionKind.ROUTINE, "张某、李某", township="141034100")
FACTS = {"place": "一车间", "source": "department", "grade": "general", "township": "141034100", "sector": "material",
         "department": "emergency"}  # fmt: skip
FORM = {"grade": "general", "due": "2026-10-20", "responsible_person": "王某", "inspectors": "张某、李某"}
MOMENT = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


def paper(kind: str, sha: str = "") -> dict[str, str]:
    return {"kind": kind, "on": "2026-10-01", "reference": "x", **({"sha256": sha} if sha else {})}


def problem(number: int, way: str = "register", *kinds: str, **more: Any) -> Entry:
    evidence = [paper(kind) for kind in kinds]
    facts = {**FACTS, "description": f"第{number}处", "evidence": evidence, **more}
    if way == "fix":
        return Entry(facts, DAY, "fix", {"reviewers": "张某、李某"})
    return Entry(facts, DAY, order=(DAY, FORM) if way == "order" else None)


SIX = (
    *(problem(number, "order", "photo_before", "inspection_paper") for number in range(3)),
    *(problem(number, "fix", "photo_after", "inspection_paper") for number in range(3, 5)),
    problem(5),
)


@pytest.fixture
def county_ledger(ledger: Ledger) -> Ledger:
    ledger.save_enterprises([FIRM, replace(FIRM, id="e2", name="乙厂", township="141034101")], OFFICE)
    return ledger


def revision(ledger: Ledger) -> int:
    return queries.revision(ledger.engine, ledger.county)


def actor(role: Role, scope: Scope = EVERYTHING) -> Actor:
    return Actor(f"{role}", f"{role}", role.value, "", (Grant(role, scope),))


def test_six_problems_and_their_visit_are_written_together(county_ledger: Ledger) -> None:
    before = revision(county_ledger)
    made = county_ledger.enter_visit(VisitEntry("t", VISIT, SIX), DEPARTMENT)
    assert [one.status for one in made.hazards] == [Status.OPEN] * 3 + [Status.CLOSED] * 2 + [Status.PENDING]
    assert {one.inspection_id for one in made.hazards} == {made.visit.id}
    assert {one.found for one in made.hazards} == {DAY}
    assert revision(county_ledger) == before + 1 + 6 + 3  # the visit, each problem, each order
    assert maintain.verify(county_ledger.engine, county_ledger.county).ok


def test_a_visit_without_problems_is_told_as_such(county_ledger: Ledger) -> None:
    made = county_ledger.enter_visit(VisitEntry("t", replace(VISIT, found_nothing=True)), DEPARTMENT)
    assert (made.hazards, made.visit.found_nothing) == ((), True)
    with pytest.raises(PartsRefused, match="neither_nothing_nor_hazards"):
        county_ledger.enter_visit(VisitEntry("u", VISIT), DEPARTMENT)


def test_a_new_enterprise_comes_with_the_visit(county_ledger: Ledger) -> None:
    visit = replace(VISIT, enterprise_id=None, enterprise_name="丙厂")
    told = VisitEntry("t", visit, SIX[:1], Enterprise("", "丙厂", township="141034100"))
    made = county_ledger.enter_visit(told, DEPARTMENT)
    assert made.hazards[0].enterprise_id == made.visit.enterprise_id not in {None, "e1", "e2"}


def test_what_is_wrong_is_told_problem_by_problem_and_nothing_is_written(county_ledger: Ledger) -> None:
    before = revision(county_ledger)
    wrong = (problem(0, "order"), problem(1, place=" "), SIX[0], problem(3, "fix", "photo_after"))
    with pytest.raises(PartsRefused) as refused:
        county_ledger.enter_visit(VisitEntry("t", replace(VISIT, inspectors="张某"), wrong), DEPARTMENT)
    parts = refused.value.parts
    assert parts[""] == ("missing_inspectors:2",)
    assert "missing_evidence:photo_before" in parts["0"]
    assert parts["1"] == ("missing:place",)
    assert "2" not in parts
    assert "missing_evidence:inspection_paper" in parts["3"]
    assert revision(county_ledger) == before


def test_a_form_that_is_sent_twice_enters_nothing_twice(county_ledger: Ledger) -> None:
    first = county_ledger.enter_visit(VisitEntry("t", VISIT, SIX), DEPARTMENT)
    stands = revision(county_ledger)
    again = county_ledger.enter_visit(VisitEntry("t", VISIT, SIX), DEPARTMENT)
    assert again.again
    assert {one.id for one in again.hazards} == {one.id for one in first.hazards}
    assert revision(county_ledger) == stands
    with pytest.raises(Refused, match="form:entered"):  # another visit, typed into what a second tab had restored
        county_ledger.enter_visit(VisitEntry("t", VISIT, SIX[:1]), DEPARTMENT)
    assert revision(county_ledger) == stands
    other = county_ledger.enter_visit(VisitEntry("t", VISIT, SIX[:1]), OFFICE)  # another person's form
    assert not other.again


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (actor(Role.TOWNSHIP, Scope(townships=("141034101",))), "scope:outside"),
        (actor(Role.DEPARTMENT, Scope(departments=("housing",))), "scope:outside"),
        (actor(Role.LEADER), "role:not_allowed"),
        (actor(Role.ANALYST), "role:not_allowed"),
        (actor(Role.AUDITOR), "role:not_allowed"),
        (actor(Role.ENTERPRISE, Scope(enterprises=("e2",))), "scope:outside"),
        (actor(Role.ENTERPRISE, Scope(enterprises=("e1",))), "source:not_self"),
    ],
)
def test_who_may_not_go_there_enters_nothing(county_ledger: Ledger, who: Actor, code: str) -> None:
    before = revision(county_ledger)
    for told in (VisitEntry("t", VISIT, (problem(1),)), VisitEntry("t", replace(VISIT, found_nothing=True))):
        with pytest.raises(Refused, match=code):
            county_ledger.enter_visit(told, who)
    assert revision(county_ledger) == before


def test_a_township_enters_its_own_but_orders_nothing(county_ledger: Ledger) -> None:
    own = actor(Role.TOWNSHIP, Scope(townships=("141034100",)))
    with pytest.raises(PartsRefused) as refused:
        county_ledger.enter_visit(VisitEntry("t", VISIT, SIX), own)
    assert set(refused.value.parts) == {"0", "1", "2"}
    assert refused.value.parts["0"] == ("role:not_allowed",)
    made = county_ledger.enter_visit(VisitEntry("t", VISIT, SIX[3:]), own)
    assert len(made.hazards) == 3


def test_a_problem_of_another_township_is_not_smuggled_in(county_ledger: Ledger) -> None:
    own = actor(Role.TOWNSHIP, Scope(townships=("141034100",)))
    with pytest.raises(PartsRefused) as refused:
        county_ledger.enter_visit(VisitEntry("t", VISIT, (problem(1), problem(2, township="141034101"))), own)
    assert refused.value.parts == {"1": ("scope:outside",)}


def test_an_enterprise_enters_its_own_inspection(county_ledger: Ledger) -> None:
    own = actor(Role.ENTERPRISE, Scope(enterprises=("e1",)))
    visit = replace(VISIT, kind=InspectionKind.SELF, inspectors="王某")
    made = county_ledger.enter_visit(VisitEntry("t", visit, (problem(1, source="self"),)), own)
    assert made.hazards[0].status is Status.OPEN


def test_files_are_kept_with_the_visit_or_not_at_all(county_ledger: Ledger, tmp_path: Path) -> None:
    kept = Attachments(tmp_path / "kept")
    ledger = Ledger(county_ledger.engine, county_ledger.county, county_ledger.gates, kept)
    name = sha256(b"x").hexdigest()
    file = tmp_path / name
    file.write_bytes(b"x")
    one = problem(0, "order", evidence=[paper("photo_before", name)])
    with pytest.raises(Refused, match="bad:evidence"):  # a hash alone brings no file
        ledger.enter_visit(VisitEntry("t", VISIT, (one,)), DEPARTMENT)
    with pytest.raises(Refused):
        ledger.enter_visit(VisitEntry("t", replace(VISIT, inspectors=""), (one,), files=(file,)), DEPARTMENT)
    assert not list(kept.names())
    ledger.enter_visit(VisitEntry("t", VISIT, (one, one), files=(file,)), DEPARTMENT)
    assert list(kept.names()) == [name]
    with reading(ledger.engine) as connection:
        assert not list(file_problems(connection, kept))


def test_a_draft_is_its_writers_and_goes_when_it_is_entered(county_ledger: Ledger) -> None:
    engine, county = county_ledger.engine, county_ledger.county
    drafts.keep(engine, county, DEPARTMENT.id, "t", '{"place": "一"}', MOMENT)
    drafts.keep(engine, county, DEPARTMENT.id, "t", '{"place": "二"}', MOMENT)
    found = drafts.latest(engine, county, DEPARTMENT.id)
    assert found is not None
    assert (found.content, found.saved) == ('{"place": "二"}', MOMENT.isoformat())
    assert drafts.latest(engine, county, OFFICE.id) is None
    county_ledger.enter_visit(VisitEntry("t", VISIT, SIX[:1]), DEPARTMENT)
    drafts.keep(engine, county, DEPARTMENT.id, "t", '{"place": "三"}', MOMENT)  # a late rerun of the same form
    assert drafts.latest(engine, county, DEPARTMENT.id) is None
    assert maintain.verify(engine, county).ok


def test_a_draft_is_discarded_on_request(county_ledger: Ledger) -> None:
    engine, county = county_ledger.engine, county_ledger.county
    drafts.keep(engine, county, DEPARTMENT.id, "t", "{}", MOMENT)
    drafts.discard(engine, county, OFFICE.id, "t")
    assert drafts.latest(engine, county, DEPARTMENT.id) is not None
    drafts.discard(engine, county, DEPARTMENT.id, "t")
    assert drafts.latest(engine, county, DEPARTMENT.id) is None


def test_the_record_of_a_visit_is_numbered_once_by_each_who_saw_it_and_nobody_beyond_it(county_ledger: Ledger) -> None:
    made = county_ledger.enter_visit(VisitEntry("t", replace(VISIT, found_nothing=True)), DEPARTMENT).visit
    ours = actor(Role.TOWNSHIP, Scope(townships=(FIRM.township,)))
    assert county_ledger.number_visit(made.id, " 检记〔2026〕8号 ", ours, "").record_no == "检记〔2026〕8号"
    assert maintain.verify(county_ledger.engine, county_ledger.county).ok
    before = revision(county_ledger)
    with pytest.raises(Stale):
        county_ledger.number_visit(made.id, "检记〔2026〕9号", ours, "")
    with pytest.raises(Refused, match="no_change"):
        county_ledger.number_visit(made.id, "检记〔2026〕8号", ours, "检记〔2026〕8号")
    theirs = actor(Role.TOWNSHIP, Scope(townships=("141034101",)))
    for who, why in ((theirs, "scope:outside"), (actor(Role.LEADER), "role:not_allowed")):
        with pytest.raises(Refused, match=why):
            county_ledger.number_visit(made.id, "检记〔2026〕9号", who, "检记〔2026〕8号")
    with pytest.raises(NotFound):
        county_ledger.number_visit("0190a000-0000-7000-8000-00000000dead", "1", ours, "")
    assert revision(county_ledger) == before


def test_an_enterprise_without_a_department_is_that_of_its_sector(county_ledger: Ledger) -> None:
    county_ledger.save_enterprises([replace(FIRM, id="e3", name="丙厂", sector="coal", department="")], OFFICE)
    visit = replace(VISIT, enterprise_id="e3", enterprise_name="丙厂", found_nothing=True)
    own = actor(Role.DEPARTMENT, Scope(departments=("emergency",)))
    assert county_ledger.enter_visit(VisitEntry("own", visit), own).visit.id
    with pytest.raises(PartsRefused, match="scope:outside"):
        county_ledger.enter_visit(VisitEntry("other", visit), actor(Role.DEPARTMENT, Scope(departments=("housing",))))
