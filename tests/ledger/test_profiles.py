"""The profile of a sender: kept, replaced, removed through the one door, verified, carried by a backup."""

from pathlib import Path

import pytest

from riskmap.ledger import maintain, queries
from riskmap.ledger.commands import Ledger, NotFound, Refused
from riskmap.store import events
from riskmap.store.engine import open_engine, reading
from support.facts import DEPARTMENT, OFFICE, OUTSIDER

TOLD = {"headers": {"毛病": "description"}, "dates": {"formats": ["%d/%m/%Y"]}}


def actions(ledger: Ledger) -> list[str]:
    with reading(ledger.engine) as connection:
        return [one.action for one in events.read(connection, ledger.county.code)]


def test_a_profile_is_kept_once_replaced_and_removed_each_with_one_event(ledger: Ledger) -> None:
    ledger.save_profile("甲镇", TOLD, OFFICE)
    ledger.save_profile(" 甲镇 ", TOLD, OFFICE)
    assert queries.profiles(ledger.engine, ledger.county)["甲镇"].told == TOLD
    assert actions(ledger) == ["profile_saved"]
    ledger.save_profile("甲镇", {"headers": {"毛病": "place"}}, OFFICE)
    assert queries.profiles(ledger.engine, ledger.county)["甲镇"].told == {"headers": {"毛病": "place"}}
    assert maintain.verify(ledger.engine, ledger.county).ok
    ledger.remove_profile("甲镇", OFFICE)
    assert queries.profiles(ledger.engine, ledger.county) == {}
    assert actions(ledger) == ["profile_saved", "profile_saved", "profile_removed"]
    assert maintain.verify(ledger.engine, ledger.county).ok
    with pytest.raises(NotFound):
        ledger.remove_profile("甲镇", OFFICE)


@pytest.mark.parametrize("who", [DEPARTMENT, OUTSIDER])
def test_who_may_not_keeps_and_removes_nothing(ledger: Ledger, who: object) -> None:
    ledger.save_profile("甲镇", TOLD, OFFICE)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.save_profile("乙镇", TOLD, who)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.remove_profile("甲镇", who)  # type: ignore[arg-type]
    assert list(queries.profiles(ledger.engine, ledger.county)) == ["甲镇"]
    assert actions(ledger) == ["profile_saved"]


@pytest.mark.parametrize(
    ("sender", "told", "code"),
    [
        (" ", TOLD, "missing:sender"),
        ("甲" * 81, TOLD, "too_long:sender"),
        ("甲", {}, "missing:profile"),
        ("甲", {"headers": {str(n): "place" for n in range(2001)}}, "too_long:profile"),
    ],
)
def test_a_profile_that_cannot_be_kept_is_refused(ledger: Ledger, sender: str, told: dict, code: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(Refused, match=code):
        ledger.save_profile(sender, told, OFFICE)
    assert actions(ledger) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('UPDATE sender_profile SET told = \'{"headers": {"x": "due"}}\'', "does not say what event 1 says"),
        ("UPDATE sender_profile SET last_event = 7", "does not say what event 1 says"),
        ("DELETE FROM sender_profile", "of event 1 is missing"),
        ("INSERT INTO sender_profile SELECT county_code, '乙', told, at, 1 FROM sender_profile", "has no event"),
    ],
)
def test_verify_notices_a_profile_changed_behind_the_door(ledger: Ledger, statement: str, said: str) -> None:
    ledger.save_profile("甲镇", TOLD, OFFICE)
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    (problem,) = maintain.verify(ledger.engine, ledger.county).problems
    assert said in problem


def test_a_backup_carries_profiles(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save_profile("甲镇", TOLD, OFFICE)
    maintain.backup(ledger.engine, tmp_path / "b.sqlite3")
    other = open_engine(f"sqlite:///{(tmp_path / 'o.sqlite3').as_posix()}")
    from riskmap.store import migrate

    migrate.upgrade(other)
    maintain.restore(other, tmp_path / "b.sqlite3")
    assert queries.profiles(other, ledger.county) == queries.profiles(ledger.engine, ledger.county)
    other.dispose()
