"""One re-inspection paper for several hazards: each with its own result, all of it or none of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.codes import Grade, Status
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger, Refused, ReviewPaper
from riskmap.ledger.errors import PartsRefused
from riskmap.ledger.reviewing import Outcome
from support.facts import DEPARTMENT, OFFICE, waiting

DAY = date(2026, 10, 12)
FIRMS = (
    Enterprise(id="e1", name="甲厂", township="141034100", department="emergency"),
    Enterprise(id="e2", name="乙厂", township="141034101", department="emergency"),
)
PAPERS = [
    {"kind": kind, "on": "2026-10-01", "reference": "x"} for kind in ("photo_before", "photo_after", "inspection_paper")
]


@pytest.fixture
def four(ledger: Ledger) -> list[Hazard]:
    """Three of one enterprise (the last a major one), one of another, all waiting for their re-inspection."""
    rows = (
        waiting(1),
        waiting(2),
        waiting(3, grade=Grade.MAJOR),
        waiting(4, enterprise_id="e2", enterprise_name="乙厂"),
    )
    prints = tuple(f"p{number}" for number in range(4))
    ledger.import_batch(PreparedBatch("x", "0" * 64, creates=rows, fingerprints=prints, enterprises=FIRMS), OFFICE)
    found = queries.snapshot(ledger.engine, ledger.county).hazards.sort_values("hazard_no")["id"]
    return [stored(ledger, str(one)) for one in found]


def stored(ledger: Ledger, hazard_id: str) -> Hazard:
    return queries.hazard(ledger.engine, ledger.county, hazard_id)


def paper(*items: tuple[Hazard, bool], **more: Any) -> ReviewPaper:
    outcomes = tuple(
        Outcome(one.id, one.version, passed, "已整改" if passed else "未见护罩", None if passed else date(2026, 10, 25))
        for one, passed in items
    )
    told = {"on": DAY, "reviewers": "张某、李某", "number": "复〔2026〕3号", "outcomes": outcomes}
    return ReviewPaper(**{**told, **more})


def revision(ledger: Ledger) -> int:
    return queries.revision(ledger.engine, ledger.county)


def test_each_item_has_its_own_result_and_the_same_paper(ledger: Ledger, four: list[Hazard]) -> None:
    before = revision(ledger)
    first, second, _, _ = four
    found = ledger.review(paper((first, True), (second, False)), DEPARTMENT)
    assert [one.status for one in found] == [Status.VERIFIED, Status.REJECTED]
    assert {one.evidence[-1].reference for one in found} == {"复〔2026〕3号"}
    assert found[1].rounds[-1].new_due == date(2026, 10, 25)
    assert found[1].rounds[-1].opinion == "未见护罩"
    assert revision(ledger) == before + 2
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_general_ones_that_passed_are_closed_at_once_where_their_evidence_is_complete(
    ledger: Ledger, four: list[Hazard]
) -> None:
    first, second, major, _ = four
    ledger.act(first.id, "add_evidence", {"evidence": PAPERS}, DEPARTMENT, first.version, DAY)
    first = stored(ledger, first.id)
    with pytest.raises(PartsRefused) as refused:
        ledger.review(paper((first, True), (second, True), close=True), DEPARTMENT)
    assert set(refused.value.parts) == {second.id}
    assert "missing_evidence:photo_after" in refused.value.parts[second.id]
    found = ledger.review(paper((first, True), (major, True), close=True), DEPARTMENT)
    assert [one.status for one in found] == [Status.CLOSED, Status.VERIFIED]


def test_one_wrong_item_takes_all_others_with_it_and_is_named(ledger: Ledger, four: list[Hazard]) -> None:
    before = revision(ledger)
    first, second, _, _ = four
    wrong = paper((first, True), (replace(second, version=second.version - 1), True))
    with pytest.raises(PartsRefused) as refused:
        ledger.review(wrong, DEPARTMENT)
    assert refused.value.parts == {second.id: ("stale",)}
    assert revision(ledger) == before
    assert stored(ledger, first.id).status is Status.AWAITING_REVIEW


def test_a_paper_sent_twice_is_written_once(ledger: Ledger, four: list[Hazard]) -> None:
    told = paper((four[0], True), (four[1], True))
    ledger.review(told, DEPARTMENT)
    stands = revision(ledger)
    with pytest.raises(PartsRefused, match="stale"):
        ledger.review(told, DEPARTMENT)
    assert revision(ledger) == stands


def test_who_rectified_does_not_accept(ledger: Ledger, four: list[Hazard]) -> None:
    with pytest.raises(PartsRefused, match="same_person:rectifier"):
        ledger.review(paper((four[0], True), reviewers="张某、王某"), DEPARTMENT)
    with pytest.raises(PartsRefused, match="same_person:rectifier"):
        ledger.review(paper((four[0], True)), replace(DEPARTMENT, name="王某"))
    with pytest.raises(PartsRefused, match="missing_reviewers:2"):
        ledger.review(paper((four[0], True), reviewers="张某"), DEPARTMENT)


@pytest.mark.parametrize(
    ("role", "scope", "code"),
    [
        (Role.TOWNSHIP, Scope(townships=("141034100",)), "role:not_allowed"),
        (Role.TOWNSHIP, Scope(townships=("141034101",)), "scope:outside"),
        (Role.DEPARTMENT, Scope(departments=("housing",)), "scope:outside"),
        (Role.ENTERPRISE, Scope(enterprises=("e1",)), "role:not_allowed"),
        (Role.LEADER, Scope(), "role:not_allowed"),
        (Role.ANALYST, Scope(), "role:not_allowed"),
    ],
)
def test_who_may_not_reviews_nothing(ledger: Ledger, four: list[Hazard], role: Role, scope: Scope, code: str) -> None:
    before = revision(ledger)
    who = Actor("x", "某人", role.value, "", (Grant(role, scope),))
    with pytest.raises(Refused, match=code):
        ledger.review(paper((four[0], True), (four[1], False)), who)
    assert revision(ledger) == before


def test_a_paper_is_about_one_enterprise_and_says_something(ledger: Ledger, four: list[Hazard]) -> None:
    for told, code in (
        (paper((four[0], True), (four[3], True)), "review:several_enterprises"),
        (paper(), "review:nothing"),
        (paper((four[0], True), (four[0], False)), "review:unknown"),
        (paper((four[0], True), number=""), "missing_evidence:review_paper"),
    ):
        with pytest.raises(PartsRefused, match=code):
            ledger.review(told, DEPARTMENT)
