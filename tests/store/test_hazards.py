"""Hazards written and read back, whole, on both databases."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from riskmap.domain.hazard import Hazard
from riskmap.store import hazards
from riskmap.store.engine import reading, writing
from riskmap.store.hazards import Entry, Given, row_of
from support.facts import HAZARDS, hazard

COUNTY = "141034"
ON_A_FIXTURE = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def put(engine: Engine, *found: Hazard) -> list[Hazard]:
    """Write these and nothing else."""
    named = [replace(one, id=f"h{at:06d}", hazard_no=f"FX-2026-{at:06d}") for at, one in enumerate(found)]
    entries = [
        Entry(one, row_of(one, Given(one.id, one.hazard_no, one.batch_id, one.demo, one.touched, one.version)), "",
              "2026-11-23", "2026-11-23T08:00:00.000Z", at)
        for at, one in enumerate(named, 1)
    ]  # fmt: skip
    with writing(engine) as connection:
        for table in (*hazards.CHILD_TABLES.values(), "hazard"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        hazards.insert(connection, COUNTY, entries)
    return named


def read(engine: Engine) -> list[Hazard]:
    with reading(engine) as connection:
        return list(hazards.load_where(connection, COUNTY))


@ON_A_FIXTURE
@given(found=st.lists(HAZARDS, max_size=4))
def test_whatever_is_written_is_read(engine: Engine, found: list[Hazard]) -> None:
    assert put(engine, *found) == read(engine)


def test_many_are_written_in_one_go(engine: Engine) -> None:
    assert put(engine, *(hazard(at) for at in range(300))) == read(engine)


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
