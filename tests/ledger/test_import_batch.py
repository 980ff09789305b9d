"""A prepared file into the ledger: everything or nothing, the demo out, closed hazards left alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.codes import Grade, InspectionKind, Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import FiveItem, Hazard, Item
from riskmap.ledger import batches, maintain, queries
from riskmap.ledger.batch import PreparedBatch, Revision
from riskmap.ledger.commands import Ledger, Refused, Stale
from support.facts import DEPARTMENT, LEADER, OFFICE, OUTSIDER, SYSTEM, found_today, hazard


def batch(creates: Sequence[Hazard] = (), **facts: Any) -> PreparedBatch:
    prints = [f"f{one.ledger_no}" for one in creates]
    return PreparedBatch("台账.xlsx", "0" * 64, "s", creates=creates, fingerprints=prints, **facts)


def stored(ledger: Ledger) -> list[Hazard]:
    index = queries.match_index(ledger.engine, ledger.county)
    return list(index.load(index.known).values())


def sound(ledger: Ledger) -> bool:
    return maintain.verify(ledger.engine, ledger.county).problems == ()


def test_a_file_is_committed_with_one_event_a_hazard(ledger: Ledger) -> None:
    result = ledger.import_batch(batch([hazard(at) for at in range(1, 151)]), OFFICE)
    assert (result.created, result.changed, result.demo_removed) == (150, 0, 0)
    found = stored(ledger)
    assert [one.hazard_no for one in found] == [f"FX-2026-{at:06d}" for at in range(1, 151)]
    assert {(one.version, one.touched, one.batch_id) for one in found} == {(1, False, result.batch_id)}
    assert queries.revision(ledger.engine, ledger.county) == result.revision == 151
    assert sound(ledger)


def test_who_may_not_import_is_refused(ledger: Ledger) -> None:
    for actor in (OUTSIDER, LEADER):
        with pytest.raises(Refused, match="role:not_allowed"):
            ledger.import_batch(batch([hazard()]), actor)
    assert queries.revision(ledger.engine, ledger.county) == 0


def test_enterprises_and_visits_come_with_the_file(ledger: Ledger) -> None:
    firm = Enterprise("e1", "甲厂", aliases=("甲",), confirmed=False)
    visit = Inspection("", date(2026, 10, 1), "e1", "甲厂")
    one = hazard(enterprise_id="e1", enterprise_name="甲厂")
    result = ledger.import_batch(batch([one], enterprises=[firm], inspections=[visit]), SYSTEM)
    assert (result.enterprises_created, result.inspections) == (1, 1)
    (known,) = queries.match_index(ledger.engine, ledger.county).enterprises
    changed = ledger.import_batch(batch(enterprises=[replace(known, name="甲工厂")]), SYSTEM)
    assert (changed.enterprises_created, changed.enterprises_changed) == (0, 1)
    assert sound(ledger)


def test_a_batch_that_fails_half_way_leaves_nothing(ledger: Ledger) -> None:
    good, bad = hazard(1), hazard(2, enterprise_id="nobody")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        ledger.import_batch(batch([good, bad]), OFFICE)
    assert queries.revision(ledger.engine, ledger.county) == 0
    assert ledger.import_batch(batch([good]), OFFICE).created == 1
    assert stored(ledger)[0].hazard_no == "FX-2026-000001"


def test_the_keys_of_a_stored_hazard_find_it(ledger: Ledger) -> None:
    ledger.import_batch(batch([hazard(1), hazard(2), replace(hazard(3), ledger_no="")]), OFFICE)
    index = queries.match_index(ledger.engine, ledger.county)
    one = index.known[index.by_ledger_no["s", "L2"]]
    assert (one.fingerprint, one.place, one.found, one.touched) == ("fL2", "2号车间", date(2026, 10, 1), False)
    assert index.by_hazard_no[one.hazard_no] == one.id
    assert index.by_fingerprint["fL2"] == (one.id,)
    assert len(index.by_ledger_no) == 2


def test_equal_fingerprints_keep_their_order_of_entry(ledger: Ledger) -> None:
    twins = [hazard(at) for at in (1, 2, 3)]
    ledger.import_batch(replace(batch(twins), fingerprints=["same"] * 3), OFFICE)
    index = queries.match_index(ledger.engine, ledger.county)
    assert [index.known[one].ledger_no for one in index.by_fingerprint["same"]] == ["L1", "L2", "L3"]


def test_a_revision_changes_state_and_children_of_an_untouched_hazard(ledger: Ledger) -> None:
    ledger.import_batch(batch([hazard(grade=Grade.MAJOR)]), OFFICE)
    (one,) = stored(ledger)
    five = (FiveItem(Item.FUNDS, "5万元"),)
    changes = {"status": Status.RECTIFYING, "started": date(2026, 10, 3), "five": five, "township": "141034101"}
    result = ledger.import_batch(batch(revises=[Revision(one.id, 1, changes, "new")]), OFFICE)
    assert (result.changed, result.refused) == (1, ())
    (after,) = stored(ledger)
    assert (after.status, after.five, after.version, after.touched) == (Status.RECTIFYING, five, 2, False)
    assert [(move.name, move.old, move.new) for move in after.moves] == [("township", "141034100", "141034101")]
    assert queries.match_index(ledger.engine, ledger.county).by_fingerprint == {"new": (one.id,)}
    assert sound(ledger)


def test_a_revision_without_a_difference_writes_nothing(ledger: Ledger) -> None:
    ledger.import_batch(batch([hazard()]), OFFICE)
    (one,) = stored(ledger)
    assert ledger.import_batch(batch(revises=[(one.id, 1, {"place": one.place})]), OFFICE).changed == 0
    assert stored(ledger) == [one]


def test_no_file_edits_a_closed_touched_or_unknown_hazard(ledger: Ledger) -> None:
    day = date(2026, 10, 9)
    closed = hazard(1, status=Status.CLOSED, rectified=day, passed=day, closed=day, closed_by_ledger=True)
    ledger.import_batch(batch([closed, hazard(2), hazard(3)]), OFFICE)
    first, second, third = stored(ledger)
    ledger.act(second.id, "correct", {"field": "place", "new": "x", "reason": "y"}, DEPARTMENT, 1, day)
    before = stored(ledger)
    revises = [
        Revision(first.id, 1, {"status": Status.OPEN, "closed": None}),
        Revision(second.id, 2, {"status": Status.RECTIFYING}),
        Revision("nobody", 1, {"place": "x"}),
        Revision(third.id, 1, {"hazard_no": "FX-2026-999999"}),
    ]
    result = ledger.import_batch(batch(revises=revises), OFFICE)
    assert result.changed == 0
    assert [code for _, code in result.refused] == ["closed", "touched", "not_found", "fixed_field"]
    assert stored(ledger) == before


def test_a_revision_of_a_row_changed_meanwhile_makes_the_batch_stale(ledger: Ledger) -> None:
    ledger.import_batch(batch([hazard()]), OFFICE)
    (one,) = stored(ledger)
    ledger.import_batch(batch(revises=[(one.id, 1, {"place": "二"})]), OFFICE)
    with pytest.raises(Stale):
        ledger.import_batch(batch([hazard(2)], revises=[(one.id, 1, {"place": "三"})]), OFFICE)
    assert len(stored(ledger)) == 1


def test_the_same_file_committed_twice_at_once_is_stale_the_second_time(ledger: Ledger) -> None:
    seen = queries.match_index(ledger.engine, ledger.county).revision
    ledger.import_batch(batch([hazard()], seen_revision=seen), OFFICE)
    with pytest.raises(Stale):
        ledger.import_batch(batch([hazard()], seen_revision=seen), OFFICE)
    assert len(stored(ledger)) == 1


# The demo


def load_demo(ledger: Ledger) -> None:
    firm = Enterprise("d1", "演示厂", aliases=("演示",))
    visit = Inspection("", date(2026, 10, 1), "d1", "演示厂")
    creates = [hazard(at, enterprise_id="d1", five=(FiveItem(Item.FUNDS, "x"),)) for at in (1, 2, 3)]
    ledger.import_batch(batch(creates, enterprises=[firm], inspections=[visit], demo=True), SYSTEM)


@pytest.mark.parametrize("real", [{"creates": [hazard(9)]}, {"enterprises": [Enterprise("r1", "甲厂")]}])
def test_the_first_real_file_drives_the_demo_out_in_the_same_transaction(ledger: Ledger, real: dict[str, Any]) -> None:
    load_demo(ledger)
    before = queries.snapshot(ledger.engine, ledger.county)
    assert before.demo
    assert ledger.import_batch(batch(**real), OFFICE).demo_removed == 3
    after = queries.snapshot(ledger.engine, ledger.county, before)
    assert not after.demo
    assert (len(after.hazards), len(after.enterprises)) == (
        len(real.get("creates", ())),
        len(real.get("enterprises", ())),
    )
    assert sound(ledger)


def test_a_real_file_that_fails_leaves_the_demo_in_place(ledger: Ledger) -> None:
    load_demo(ledger)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        ledger.import_batch(batch([hazard(enterprise_id="nobody")]), OFFICE)
    assert maintain.demo_state(ledger.engine, ledger.county).demo == 3


def test_the_demo_never_joins_real_hazards(ledger: Ledger) -> None:
    ledger.import_batch(batch([hazard(9)]), OFFICE)
    with pytest.raises(Refused, match="demo_beside_real"):
        load_demo(ledger)


def test_real_files_match_no_demo_row(ledger: Ledger) -> None:
    load_demo(ledger)
    index = queries.match_index(ledger.engine, ledger.county)
    assert (index.known, index.enterprises, index.demo_rows) == ({}, (), 3)
    assert len(queries.match_index(ledger.engine, ledger.county, demo=True).known) == 3


def test_the_demo_can_be_cleared_and_loaded_again_with_new_numbers(ledger: Ledger) -> None:
    load_demo(ledger)
    with pytest.raises(Refused, match="role:not_allowed"):
        maintain.clear_demo(ledger.engine, ledger.county, OUTSIDER)
    assert maintain.clear_demo(ledger.engine, ledger.county, SYSTEM) == 3
    assert maintain.clear_demo(ledger.engine, ledger.county, SYSTEM) == 0
    load_demo(ledger)
    numbers = queries.snapshot(ledger.engine, ledger.county).hazards["hazard_no"]
    assert list(numbers) == ["FX-2026-000004", "FX-2026-000005", "FX-2026-000006"]
    assert sound(ledger)


def test_the_state_of_the_demo_says_what_a_start_needs(ledger: Ledger) -> None:
    load_demo(ledger)
    state = maintain.demo_state(ledger.engine, ledger.county)
    assert (state.demo, state.real, state.touched, state.last_found) == (3, 0, False, date(2026, 10, 1))
    known = next(iter(queries.match_index(ledger.engine, ledger.county, demo=True).known))
    data = {"field": "place", "new": "x", "reason": "y"}
    ledger.act(known, "correct", data, OFFICE, 1, date(2026, 10, 9))
    assert maintain.demo_state(ledger.engine, ledger.county).touched


def test_what_is_entered_by_hand_into_the_demo_goes_with_the_demo(ledger: Ledger) -> None:
    load_demo(ledger)
    assert ledger.register(found_today(7), DEPARTMENT).demo
    ledger.save_enterprises([Enterprise("", "手工厂")], DEPARTMENT)
    ledger.add_inspection(
        Inspection("", date(2026, 10, 2), "d1", "演示厂", InspectionKind.ROUTINE, "张某、李某", found_nothing=True),
        DEPARTMENT,
    )
    assert ledger.import_batch(batch([hazard(9)]), OFFICE).demo_removed == 4
    after = queries.snapshot(ledger.engine, ledger.county)
    assert (len(after.hazards), len(after.enterprises), len(after.inspections)) == (1, 0, 0)
    assert sound(ledger)


def test_the_last_files_are_told_latest_first(ledger: Ledger) -> None:
    assert batches.listed(ledger.engine, ledger.county) == []
    first = ledger.import_batch(batch([hazard(1)], kind="ledger"), OFFICE)
    second = ledger.import_batch(batch([hazard(2), hazard(3)], kind="ledger"), OFFICE)
    told = batches.listed(ledger.engine, ledger.county)
    assert [(one.id, one.counts["created"], one.kind) for one in told] == [
        (second.batch_id, 2, "ledger"),
        (first.batch_id, 1, "ledger"),
    ]
    assert [one.id for one in batches.listed(ledger.engine, ledger.county, limit=1)] == [second.batch_id]
    assert told[0].at.utcoffset() is not None


def test_a_register_is_told_by_the_enterprises_it_brought(ledger: Ledger) -> None:
    ledger.import_batch(batch([], kind="register", enterprises=[Enterprise("e-new", "示例新厂")]), OFFICE)
    assert batches.listed(ledger.engine, ledger.county)[0].counts["created"] == 1


def test_what_the_ledger_refuses_of_a_file_is_not_told_as_changed(ledger: Ledger) -> None:
    ledger.import_batch(batch([hazard(1, status=Status.CLOSED, closed=date(2026, 9, 9))]), OFFICE)
    stored = queries.snapshot(ledger.engine, ledger.county).hazards.iloc[0]
    revision = (stored["id"], int(stored["version"]), {"place": "别处"})
    ledger.import_batch(batch([], revises=[revision], counts={"changed": 1}), OFFICE)
    counts = batches.listed(ledger.engine, ledger.county)[0].counts
    assert (counts["changed"], counts["refused"]) == (0, 1)
