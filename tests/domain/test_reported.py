"""External numbers: what a hazard is called in the systems of other levels, and who records it."""

from dataclasses import replace

import pytest

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Status, System
from riskmap.domain.county import CountyError, load_county
from riskmap.domain.hazard import Reported
from riskmap.domain.records import earlier, values
from support.lives import DAY, FOUND, made, refused, take


def test_a_number_is_recorded_with_its_system_and_day() -> None:
    one = take(made(), Action.RECORD_REPORT, FOUND + DAY)
    assert one.reported == (Reported(System.NATIONAL, f"ZD-{FOUND + DAY}", FOUND + DAY),)
    two = take(one, Action.RECORD_REPORT, FOUND + 2 * DAY, system="city", number="市1号")
    assert [held.system for held in two.reported] == [System.NATIONAL, System.CITY]
    assert two.status is one.status


def test_what_a_number_asks_for() -> None:
    assert refused(made(), Action.RECORD_REPORT, FOUND, without=("number",)) == {"missing:number"}
    assert refused(made(), Action.RECORD_REPORT, FOUND, without=("system",)) == {"missing:system"}
    assert refused(made(), Action.RECORD_REPORT, FOUND, system="moon") == {"bad:system"}
    assert refused(made(), Action.RECORD_REPORT, FOUND - DAY) == {"bad_order:on<found"}
    again = take(made(), Action.RECORD_REPORT, FOUND, number="ZD-1")
    assert refused(again, Action.RECORD_REPORT, FOUND + DAY, number="ZD-1") == {"report:known"}


@pytest.mark.parametrize("role", ["township", "enterprise", "inspector", "leader", "analyst", "auditor", "admin"])
def test_only_supervisors_record_a_number(role: str) -> None:
    assert refused(made(), Action.RECORD_REPORT, FOUND, by={"role": role}) == {"role:not_allowed"}
    closed = made(status=Status.CLOSED, grade=Grade.MAJOR)
    assert refused(closed, Action.RECORD_REPORT, FOUND, by={"role": role}) == {"role:not_allowed"}


def test_a_hazard_that_is_crossed_off_still_gets_its_number_and_one_to_be_confirmed_none() -> None:
    closed = made(status=Status.CLOSED, grade=Grade.MAJOR, closed=FOUND + DAY, closed_by="officer")
    after = take(closed, Action.RECORD_REPORT, FOUND + 2 * DAY)
    assert replace(after, reported=(), evidence=(), version=closed.version, touched=closed.touched) == closed
    assert [one.number for one in after.reported] == [f"ZD-{FOUND + 2 * DAY}"]
    pending = made(status=Status.PENDING, confirmed=None)
    assert refused(pending, Action.RECORD_REPORT, FOUND) == {"not_in_state:pending"}


def test_a_number_travels_among_the_earlier_records_of_its_day() -> None:
    one = take(made(), Action.RECORD_REPORT, FOUND + DAY, number="ZD；1")
    assert [kind for kind, _ in earlier(one, FOUND)] == []
    told = [(kind, dict(values(record))) for kind, record in earlier(one, FOUND + DAY)]
    assert ("reported", {"system": "national", "number": "ZD；1", "on": FOUND + DAY}) in told


def test_a_county_names_the_systems_it_reports_to(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("county") / "county.toml"
    file.write_text('code = "1"\nname = "x"\n[report_to]\nsystems = ["national", "city"]\n', encoding="utf-8")
    assert load_county(file).report_to == (System.NATIONAL, System.CITY)
    file.write_text('code = "1"\nname = "x"\n', encoding="utf-8")
    assert load_county(file).report_to == ()
    file.write_text('code = "1"\nname = "x"\n[report_to]\nsystems = ["moon"]\n', encoding="utf-8")
    with pytest.raises(CountyError, match="moon"):
        load_county(file)
