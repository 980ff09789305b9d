"""A hazard entered by hand with what comes with it: all of it in one transaction, or none of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.codes import InspectionKind, Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.ledger import maintain, queries
from riskmap.ledger.commands import Entry, Ledger, Refused
from support.facts import DEPARTMENT, OUTSIDER

DAY = date(2026, 10, 1)
FACTS = {
    "found": DAY, "place": "主井", "description": "电缆拖地", "source": "department", "grade": "major",
    "township": "141034103", "sector": "coal", "inspectors": "张某、李某",
    "evidence": [{"kind": "photo_before", "on": "2026-10-01", "reference": "照片1"}],
}  # fmt: skip
ORDER = {
    "grade": "major", "due": "2026-10-20", "responsible_person": "王某", "inspectors": "张某、李某", "basis": "第五条",
}  # fmt: skip
VISIT = Inspection("", DAY, enterprise_name="甲厂", kind=InspectionKind.SPECIAL, inspectors="张某、李某")


def entry(**more: Any) -> Entry:
    told: dict[str, Any] = {
        "facts": FACTS | {"enterprise_name": "甲厂"}, "on": DAY, "enterprise": Enterprise("", "甲厂"), "visit": VISIT,
        "order": (date(2026, 10, 2), ORDER),
    }  # fmt: skip
    return Entry(**(told | more))


def test_a_hazard_its_new_enterprise_its_visit_and_its_order_are_written_together(ledger: Ledger) -> None:
    one = ledger.enter(entry(), DEPARTMENT)
    assert (one.status, one.due, one.confirmed) == (Status.OPEN, date(2026, 10, 20), date(2026, 10, 2))
    frames = queries.snapshot(ledger.engine, ledger.county)
    (firm,) = frames.enterprises.to_dict("records")
    (visit,) = frames.inspections.to_dict("records")
    assert (firm["name"], firm["confirmed"], firm["id"]) == ("甲厂", False, one.enterprise_id)
    assert (visit["id"], visit["enterprise_id"], visit["kind"]) == (one.inspection_id, firm["id"], "special")
    assert one.inspection_kind is InspectionKind.SPECIAL
    assert frames.revision == 4  # one event a thing: enterprise, visit, registration, confirmation
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_form_is_entered_once_from_whatever_session_it_comes(ledger: Ledger) -> None:
    first = ledger.enter(entry(token="t"), DEPARTMENT)
    number = queries.revision(ledger.engine, ledger.county)
    assert ledger.enter(entry(token="t"), DEPARTMENT) == first
    with pytest.raises(Refused, match="form:entered"):  # another finding, typed into what a second tab had restored
        ledger.enter(entry(token="t", facts={**FACTS, "enterprise_name": "乙厂"}), DEPARTMENT)
    assert queries.revision(ledger.engine, ledger.county) == number
    other = ledger.enter(entry(token="t"), replace(DEPARTMENT, id="another"))  # a token is its writer's own
    again = ledger.enter(entry(token="u"), DEPARTMENT)
    assert len({first.id, other.id, again.id}) == 3


def test_a_form_that_was_refused_may_be_sent_again(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="missing:place"):
        ledger.enter(entry(token="t", facts={**FACTS, "place": "", "enterprise_name": "甲厂"}), DEPARTMENT)
    assert ledger.enter(entry(token="t"), DEPARTMENT).place == "主井"


def test_all_that_is_missing_is_said_at_once_and_nothing_is_written(ledger: Ledger) -> None:
    facts = {name: value for name, value in FACTS.items() if name not in {"place", "evidence"}}
    order = {name: value for name, value in ORDER.items() if name not in {"basis", "due"}}
    with pytest.raises(Refused) as refused:
        ledger.enter(entry(facts=facts, visit=Inspection("", DAY), order=(DAY, order)), DEPARTMENT)
    assert {"missing:kind", "missing_inspectors:2", "missing:place", "missing:due"} <= set(refused.value.codes)
    assert queries.revision(ledger.engine, ledger.county) == 0


def test_an_order_that_is_refused_takes_the_registration_with_it(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="missing:basis"):
        ledger.enter(entry(order=(DAY, {**ORDER, "basis": ""})), DEPARTMENT)
    assert queries.revision(ledger.engine, ledger.county) == 0


def test_who_may_not_enters_nothing_and_who_may_not_order_does_not_register_either(ledger: Ledger) -> None:
    from riskmap.ledger.batch import Actor

    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.enter(entry(order=None), OUTSIDER)
    township = Actor("t", "赵某", "township")
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.enter(entry(), township)
    assert queries.revision(ledger.engine, ledger.county) == 0
    assert ledger.enter(entry(order=None), township).status is Status.PENDING


def test_a_visit_that_found_nothing_learns_that_it_found_something(ledger: Ledger) -> None:
    ledger.save_enterprises([Enterprise("", "甲厂")], DEPARTMENT)
    firm = str(queries.snapshot(ledger.engine, ledger.county).enterprises["id"].iloc[0])
    told = Inspection("", DAY, firm, "甲厂", InspectionKind.SPECIAL, "张某、李某", found_nothing=True)
    visit, _ = ledger.add_inspection(told, DEPARTMENT)
    again = Inspection(visit.id, DAY, firm, "甲厂", InspectionKind.SPECIAL, "张某、李某")
    facts = FACTS | {"enterprise_id": firm, "enterprise_name": "甲厂"}
    one = ledger.enter(entry(facts=facts, enterprise=None, visit=again, order=None), DEPARTMENT)
    (stored,) = queries.snapshot(ledger.engine, ledger.county).inspections.to_dict("records")
    assert one.inspection_id == visit.id
    assert not stored["found_nothing"]
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_fixed_on_the_spot_is_closed_in_the_same_step(ledger: Ledger) -> None:
    papers = [{"kind": kind, "on": "2026-10-01", "reference": "x"} for kind in ("photo_after", "inspection_paper")]
    facts = FACTS | {"grade": "general", "evidence": papers, "enterprise_name": "甲厂"}
    one = ledger.enter(entry(facts=facts, action="fix", order=None), DEPARTMENT)
    assert (one.status, one.closed) == (Status.CLOSED, DAY)
