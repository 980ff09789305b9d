"""Hazards written and read back, whole, on both databases."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from riskmap.domain.hazard import FiveItem, Hazard, Item
from riskmap.store import hazards
from riskmap.store.engine import reading, writing
from riskmap.store.hazards import Entry, Given, named, told
from support.facts import HAZARDS, hazard

COUNTY = "141034"
ON_A_FIXTURE = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def put(engine: Engine, *found: Hazard) -> list[Hazard]:
    """Write these and nothing else."""
    stored = [replace(one, id=f"h{at:06d}", hazard_no=f"FX-2026-{at:06d}") for at, one in enumerate(found)]
    entries = []
    for one in stored:
        given = Given(one.id, one.hazard_no, one.batch_id, one.demo, one.touched, one.version)
        entries.append(Entry(named(told(one), given), "", "2026-11-23", "2026-11-23T08:00:00.000Z"))
    with writing(engine) as connection:
        for table in (*hazards.CHILD_TABLES.values(), "hazard"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        if entries:
            hazards.insert(connection, hazards.lay_out(COUNTY, entries), 1)
    return stored


def read(engine: Engine) -> list[Hazard]:
    with reading(engine) as connection:
        return list(hazards.load_where(connection, COUNTY))


@ON_A_FIXTURE
@given(found=st.lists(HAZARDS, max_size=4))
def test_whatever_is_written_is_read(engine: Engine, found: list[Hazard]) -> None:
    assert put(engine, *found) == read(engine)


def test_many_are_written_in_one_go(engine: Engine) -> None:
    assert put(engine, *(hazard(at) for at in range(300))) == read(engine)


def test_many_that_differ_in_what_they_tell_are_written_in_one_go(engine: Engine) -> None:
    day, five = date(2026, 10, 9), (FiveItem(Item.FUNDS, "5万元"),)
    facts = ({}, {"lon": 111.5, "lat": 36.6}, {"suspended": True, "restart_on": day}, {"five": five}, {"place": ""})
    assert put(engine, *(hazard(at, **facts[at % 5]) for at in range(1_500))) == read(engine)


@ON_A_FIXTURE
@given(before=HAZARDS, after=HAZARDS)
def test_an_update_writes_what_changed_and_only_on_the_version_seen(
    engine: Engine, before: Hazard, after: Hazard
) -> None:
    (stored,) = put(engine, before)
    wanted = replace(after, id=stored.id, hazard_no=stored.hazard_no, version=stored.version + 1)
    with writing(engine) as connection:
        assert hazards.update(connection, COUNTY, stored, wanted, 2)
        assert not hazards.update(connection, COUNTY, stored, replace(wanted, place="?"), 3)
    assert read(engine) == [wanted]


def test_other_counties_are_not_seen(engine: Engine) -> None:
    put(engine, hazard())
    with reading(engine) as connection:
        assert list(hazards.load_where(connection, "999999")) == []


def test_load_gives_those_that_exist(engine: Engine) -> None:
    stored = put(engine, *(hazard(at) for at in range(3)))
    with reading(engine) as connection:
        found = hazards.load(connection, COUNTY, [stored[2].id, "none", stored[0].id])
    assert found == {stored[0].id: stored[0], stored[2].id: stored[2]}
