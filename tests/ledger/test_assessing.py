"""Schemes of the yearly assessment through the door: versions, refusals, who may, the chain, backup, the demo."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from riskmap.domain.assessment import Indicator, Scheme, Unit
from riskmap.domain.county import County
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import assessing, maintain
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.ledger.errors import PartsRefused, Refused, Stale
from riskmap.store import events
from riskmap.store.engine import open_engine, reading, writing
from riskmap.store.migrate import upgrade
from support.facts import OFFICE
from support.lives import made

ONE = Indicator("到期整改率", Decimal(100), "full * due_rate_passed")
SCHEME = Scheme(2026, Unit.TOWNSHIP, "乡镇考核", (ONE,))
TODAY = date(2026, 11, 22)
WRONG = tuple(role for role in Role if role not in {Role.COMMITTEE, Role.SYSTEM})
HERE, FAR = "141034103", "141034200"


def problems(ledger: Ledger) -> tuple[str, ...]:
    return maintain.verify(ledger.engine, ledger.county).problems


def saved(ledger: Ledger) -> dict[str, Scheme]:
    return assessing.schemes(ledger.engine, ledger.county)


def test_a_scheme_is_saved_changed_and_every_version_stays_in_the_chain(ledger: Ledger) -> None:
    first = ledger.save_scheme(replace(SCHEME, version=7, sample=True), OFFICE, 0, TODAY)
    assert (first.version, first.sample) == (1, False)
    second = ledger.save_scheme(replace(first, indicators=(replace(ONE, weight=Decimal(90)),)), OFFICE, 1, TODAY)
    other = ledger.save_scheme(replace(SCHEME, year=2025), OFFICE, 0, TODAY)
    assert saved(ledger) == {"2025-township": other, "2026-township": second}
    told = assessing.versions(ledger.engine, ledger.county, "2026-township")
    assert [(one.scheme, one.actor) for one in told] == [(second, OFFICE.name), (first, OFFICE.name)]
    assert assessing.of(ledger.engine, ledger.county, 2026, Unit.TOWNSHIP) == second
    assert not problems(ledger)


def test_until_the_office_saves_one_the_shipped_sample_stands_for_any_year(ledger: Ledger) -> None:
    for unit in Unit:
        found = assessing.of(ledger.engine, ledger.county, 2024, unit)
        assert found is not None
        assert (found.year, found.unit, found.version, found.sample) == (2024, unit, 0, True)
    bare = replace(ledger.county, schemes=())
    assert assessing.of(ledger.engine, bare, 2026, Unit.TOWNSHIP) is None


def test_whoever_is_not_of_the_office_changes_no_scheme(ledger: Ledger) -> None:
    for role in WRONG:
        with pytest.raises(Refused, match="role:not_allowed"):
            ledger.save_scheme(SCHEME, Actor("x", "某人", role.value), 0, TODAY)
    assert saved(ledger) == {}


def test_what_cannot_stand_is_refused_where_it_stands_and_nothing_is_written(ledger: Ledger) -> None:
    wrong = replace(SCHEME, title="", indicators=(ONE, replace(ONE, formula="full - 罚款金额")))
    with pytest.raises(PartsRefused) as why:
        ledger.save_scheme(wrong, OFFICE, 0, TODAY)
    assert why.value.parts == {"": ("missing:title",), "indicator.1": ("fence:fines:罚款金额",)}
    assert saved(ledger) == {}
    with reading(ledger.engine) as connection:
        assert events.last(connection, ledger.county.code)[0] == 0


def test_a_version_that_was_not_seen_is_not_overwritten_and_the_same_is_not_saved_twice(ledger: Ledger) -> None:
    first = ledger.save_scheme(SCHEME, OFFICE, 0, TODAY)
    with pytest.raises(Stale):
        ledger.save_scheme(replace(SCHEME, title="另一份"), OFFICE, 0, TODAY)
    with pytest.raises(Refused, match="no_change"):
        ledger.save_scheme(first, OFFICE, 1, TODAY)
    assert saved(ledger) == {first.id: first}


PAST = {
    "UPDATE assessment_scheme SET last_event = 9": "does not say",
    "UPDATE assessment_scheme SET last_event = 1, told = replace(told, '100', '999')": "does not say",
    "UPDATE assessment_scheme SET id = '2027-township'": "has no events", "DELETE FROM assessment_scheme": "is missing",
}  # fmt: skip


def test_a_scheme_changed_past_the_door_is_found(ledger: Ledger) -> None:
    ledger.save_scheme(SCHEME, OFFICE, 0, TODAY)
    for statement, told in PAST.items():
        with writing(ledger.engine) as connection:
            connection.exec_driver_sql(statement)
        assert any(told in line for line in problems(ledger))


def test_a_backup_brings_the_scheme_back(ledger: Ledger, tmp_path: Path) -> None:
    first = ledger.save_scheme(SCHEME, OFFICE, 0, TODAY)
    maintain.backup(ledger.engine, tmp_path / "kept.riskmap")
    elsewhere = open_engine(f"sqlite:///{(tmp_path / 'elsewhere.sqlite3').as_posix()}")
    upgrade(elsewhere)
    maintain.restore(elsewhere, tmp_path / "kept.riskmap")
    assert assessing.schemes(elsewhere, ledger.county) == {first.id: first}
    assert not maintain.verify(elsewhere, ledger.county).problems
    elsewhere.dispose()


def test_a_scheme_saved_over_the_demo_goes_with_it(ledger: Ledger) -> None:
    demo = replace(made(id="", hazard_no=""), demo=True)
    ledger.import_batch(PreparedBatch("d", "0", creates=[demo], fingerprints=["d"], demo=True), OFFICE)
    assert ledger.save_scheme(SCHEME, OFFICE, 0, TODAY).demo
    maintain.clear_demo(ledger.engine, ledger.county, OFFICE)
    assert saved(ledger) == {}
    assert not problems(ledger)


def test_the_event_holds_the_whole_scheme(ledger: Ledger) -> None:
    first = ledger.save_scheme(SCHEME, OFFICE, 0, TODAY)
    with reading(ledger.engine) as connection:
        (event,) = events.read(connection, ledger.county.code, "entity = ?", (events.SCHEME,))
    assert (event.action, event.entity_id, event.on_date) == ("scheme_saved", first.id, TODAY.isoformat())
    assert json.loads(event.payload)["indicators"][0]["formula"] == ONE.formula


def test_units_see_the_sheets_that_the_county_opens_to_them(county: County) -> None:
    def seen(of: County, unit: Unit, role: Role, **scope: tuple[str, ...]) -> tuple[str, ...]:
        return assessing.seen(of, (Grant(role, Scope(**scope)),), unit)

    every = {unit: assessing.units(county, unit) for unit in Unit}
    whole: Callable[[Role], bool] = lambda role: all(seen(county, unit, role) == every[unit] for unit in Unit)  # noqa: E731
    assert {role for role in Role if whole(role)} == {Role.COMMITTEE, Role.SYSTEM, Role.LEADER}
    assert seen(county, Unit.TOWNSHIP, Role.LEADER, townships=(HERE,)) == (HERE,)
    shown = replace(county, own_sheet=True)
    for of, own in ((county, ()), (shown, (HERE,))):
        assert seen(of, Unit.TOWNSHIP, Role.TOWNSHIP, townships=(HERE,)) == own
        assert seen(of, Unit.DEPARTMENT, Role.TOWNSHIP, townships=(HERE,)) == ()
        for role in set(Role) - {Role.COMMITTEE, Role.SYSTEM, Role.LEADER, Role.TOWNSHIP}:
            assert seen(of, Unit.TOWNSHIP, role, townships=(HERE, FAR)) == ()
    assert seen(shown, Unit.DEPARTMENT, Role.DEPARTMENT, departments=("emergency",)) == ("emergency",)
    assert seen(shown, Unit.TOWNSHIP, Role.DEPARTMENT, departments=("emergency",)) == ()
