"""A hazard is put on the map through the one door: both coordinates or none, by those who may and reach it."""

from datetime import date
from typing import Any

import pytest

from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger, Refused, Stale
from support.facts import DEPARTMENT, OUTSIDER, found_today

DAY = date(2026, 10, 2)


@pytest.fixture
def hazard(ledger: Ledger) -> Any:
    return ledger.register(found_today(township="141034100", department="emergency"), DEPARTMENT)


def officer(role: Role, **scope: tuple[str, ...]) -> Actor:
    return Actor("a", "某人", role.value, "", (Grant(role, Scope(**scope)),))


def test_both_coordinates_are_corrected_with_their_reason(ledger: Ledger, hazard: Any) -> None:
    mine = officer(Role.DEPARTMENT, departments=("emergency",))
    after = ledger.place(hazard.id, 111.5, 36.6, "现场核对", mine, hazard.version, DAY)
    assert (after.lon, after.lat) == (111.5, 36.6)
    told = [event.action for event in queries.story(ledger.engine, ledger.county, hazard.id)]
    assert told == ["register", "correct", "correct"]
    assert maintain.verify(ledger.engine, ledger.county).ok


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (OUTSIDER, "role:not_allowed"),
        (officer(Role.LEADER), "role:not_allowed"),
        (officer(Role.DEPARTMENT, departments=("housing",)), "scope:outside"),
    ],
)
def test_who_may_not_or_does_not_reach_it_moves_nothing(ledger: Ledger, hazard: Any, who: Actor, says: str) -> None:
    before = queries.revision(ledger.engine, ledger.county)
    with pytest.raises(Refused, match=says):
        ledger.place(hazard.id, 111.5, 36.6, "现场核对", who, hazard.version, DAY)
    assert queries.revision(ledger.engine, ledger.county) == before


@pytest.mark.parametrize(("lon", "lat", "reason"), [(500.0, 36.6, "x"), (float("nan"), 36.6, "x"), (111.5, 36.6, "")])
def test_nowhere_on_earth_or_without_a_reason_is_refused_whole(
    ledger: Ledger, hazard: Any, lon: float, lat: float, reason: str
) -> None:
    with pytest.raises(Refused):
        ledger.place(hazard.id, lon, lat, reason, DEPARTMENT, hazard.version, DAY)
    assert queries.hazard(ledger.engine, ledger.county, hazard.id) == hazard


def test_the_same_point_and_an_old_version_are_refused(ledger: Ledger, hazard: Any) -> None:
    placed = ledger.place(hazard.id, 111.5, 36.6, "核对", DEPARTMENT, hazard.version, DAY)
    with pytest.raises(Refused, match="no_change"):
        ledger.place(hazard.id, 111.5, 36.6, "核对", DEPARTMENT, placed.version, DAY)
    with pytest.raises(Stale):
        ledger.place(hazard.id, 111.6, 36.6, "核对", DEPARTMENT, hazard.version, DAY)
