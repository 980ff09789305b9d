"""The one door: who may, what is written, and that somebody faster is never overwritten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.codes import InspectionKind, Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from riskmap.ledger import maintain, queries
from riskmap.ledger.commands import Ledger, NotFound, Refused, Stale
from support.facts import DEPARTMENT, OFFICE, OUTSIDER, found_today

DAY = date(2026, 10, 2)
CONFIRM = {
    "grade": "general", "due": "2026-10-20", "responsible_person": "王某", "inspectors": "张某、李某",
    "evidence": [{"kind": "photo_before", "on": "2026-10-02", "reference": "照片1"}],
}  # fmt: skip


def registered(ledger: Ledger, **facts: Any) -> Hazard:
    return ledger.register(found_today(**facts), DEPARTMENT)


def correct(ledger: Ledger, one: Hazard, place: str) -> Hazard:
    return ledger.act(
        one.id, "correct", {"field": "place", "new": place, "reason": "写错"}, DEPARTMENT, one.version, DAY
    )


def test_a_registered_hazard_has_an_id_a_number_and_one_event(ledger: Ledger) -> None:
    one = registered(ledger)
    assert (one.hazard_no, one.status, one.version, one.touched) == ("FX-2026-000001", Status.PENDING, 1, True)
    assert queries.hazard(ledger.engine, ledger.county, one.id) == one
    (event,) = queries.story(ledger.engine, ledger.county, one.id)
    assert (event.action, event.on_date, event.actor, event.role) == ("register", "2026-10-01", "dept", "department")


def test_numbers_count_by_the_year_a_hazard_was_found(ledger: Ledger) -> None:
    found = [registered(ledger, found=date(year, 3, 1)) for year in (2025, 2026, 2025)]
    assert [one.hazard_no for one in found] == ["FX-2025-000001", "FX-2026-000001", "FX-2025-000002"]


def test_a_step_is_written_with_its_event(ledger: Ledger) -> None:
    one = registered(ledger)
    after = ledger.act(one.id, "confirm", CONFIRM, DEPARTMENT, 1, DAY)
    assert (after.status, after.confirmed, after.due, after.version) == (Status.OPEN, DAY, date(2026, 10, 20), 2)
    assert queries.hazard(ledger.engine, ledger.county, one.id) == after
    assert [event.action for event in queries.story(ledger.engine, ledger.county, one.id)] == ["register", "confirm"]
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_who_may_not_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    one = registered(ledger)
    before = queries.revision(ledger.engine, ledger.county)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.register(found_today(2), OUTSIDER)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.act(one.id, "confirm", CONFIRM, OUTSIDER, 1, DAY)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.save_enterprises([Enterprise("", "甲厂")], OUTSIDER)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.add_inspection(Inspection("", DAY), OUTSIDER)
    assert queries.revision(ledger.engine, ledger.county) == before


def test_a_step_against_the_rules_is_refused_with_what_is_missing(ledger: Ledger) -> None:
    one = registered(ledger)
    with pytest.raises(Refused) as refused:
        ledger.act(one.id, "confirm", {**CONFIRM, "evidence": []}, DEPARTMENT, 1, DAY)
    assert refused.value.codes == ("missing_evidence:photo_before",)
    with pytest.raises(Refused, match="not_in_state:pending"):
        ledger.act(one.id, "close", {}, DEPARTMENT, 1, DAY)
    assert queries.hazard(ledger.engine, ledger.county, one.id) == one


def test_a_hazard_changed_meanwhile_is_stale_and_stays_as_it_is(ledger: Ledger) -> None:
    one = registered(ledger)
    after = correct(ledger, one, "二号车间")
    with pytest.raises(Stale) as stale:
        correct(ledger, one, "三号车间")
    assert stale.value.current_version == 2
    assert queries.hazard(ledger.engine, ledger.county, one.id) == after


def test_an_unknown_hazard_is_not_found(ledger: Ledger) -> None:
    with pytest.raises(NotFound):
        ledger.act("none", "close", {}, OFFICE, 1, DAY)
    with pytest.raises(NotFound):
        queries.hazard(ledger.engine, ledger.county, "none")


def test_a_hazard_of_another_county_is_not_found(ledger: Ledger) -> None:
    one = registered(ledger)
    other = Ledger(ledger.engine, replace(ledger.county, code="999999"), ledger.gates)
    with pytest.raises(NotFound):
        correct(other, one, "x")


def test_an_enterprise_outside_the_register_is_refused(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="bad:enterprise_id"):
        registered(ledger, enterprise_id="none")
    one = registered(ledger)
    with pytest.raises(Refused, match="bad:enterprise_id"):
        ledger.act(one.id, "correct", {"field": "enterprise_id", "new": "none", "reason": "x"}, DEPARTMENT, 1, DAY)


def test_enterprises_are_added_then_changed_by_version(ledger: Ledger) -> None:
    assert ledger.save_enterprises([Enterprise("e1", "甲厂", aliases=("甲",))], DEPARTMENT) == (1, 0)
    (stored,) = queries.match_index(ledger.engine, ledger.county).enterprises
    assert (stored.version, stored.aliases) == (1, ("甲",))
    assert ledger.save_enterprises([replace(stored, name="乙厂", aliases=("甲厂",))], DEPARTMENT) == (0, 1)
    assert ledger.save_enterprises([replace(stored, version=2, name="乙厂", aliases=("甲厂",))], DEPARTMENT) == (0, 0)
    with pytest.raises(Stale):
        ledger.save_enterprises([replace(stored, name="丙厂")], DEPARTMENT)
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_visit_brings_its_hazards_in_one_transaction(ledger: Ledger) -> None:
    ledger.save_enterprises([Enterprise("e1", "甲厂")], DEPARTMENT)
    visit = Inspection("", DAY, "e1", "甲厂", InspectionKind.ROUTINE, "张某、李某")
    stored, found = ledger.add_inspection(visit, DEPARTMENT, [found_today(1), found_today(2)])
    assert {one.inspection_id for one in found} == {stored.id}
    assert {one.inspection_kind for one in found} == {InspectionKind.ROUTINE}
    with pytest.raises(Refused, match="neither_nothing_nor_hazards"):
        ledger.add_inspection(visit, DEPARTMENT)
    frame = queries.snapshot(ledger.engine, ledger.county).inspections
    assert list(frame["id"]) == [stored.id]
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_sixteen_people_correct_one_hazard_and_no_correction_is_lost(ledger: Ledger) -> None:
    one = registered(ledger)

    def work(person: int) -> int:
        done = 0
        while done < 3:
            seen = queries.hazard(ledger.engine, ledger.county, one.id)
            try:
                correct(ledger, seen, f"{seen.place}|{person}")
            except Stale:
                continue
            done += 1
        return done

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(work, range(16))) == 48
    last = queries.hazard(ledger.engine, ledger.county, one.id)
    assert last.version == 49
    assert sorted(last.place.split("|")[1:]) == sorted(str(person) for person in range(16) for _ in range(3))
    assert maintain.verify(ledger.engine, ledger.county).ok
