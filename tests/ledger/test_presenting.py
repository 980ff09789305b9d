"""What the office shows on the walls: one event a change, the latest word wins, the clock ends it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from riskmap.domain.people import Grant, Scope
from riskmap.domain.presenting import EVERY, MINUTES, USUAL, Scene, Show
from riskmap.domain.roles import Role
from riskmap.domain.tokens import Token
from riskmap.ledger import maintain
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger
from riskmap.ledger.errors import NotFound, Refused
from riskmap.ledger.presenting import Walls
from riskmap.ledger.tokens import Tokens
from riskmap.store import events
from riskmap.store.engine import reading
from support.facts import OFFICE, found_today

DAY = date(2026, 11, 26)
SCREEN = Token("", "大厅", Grant(Role.DEVICE, last=DAY + timedelta(days=9)))
KEEPER = Actor("keeper", "管理员", "admin")
TOWN = "141034100"


@pytest.fixture
def walls(engine: Any, county: Any) -> Walls:
    return Walls(engine, county)


def screen(walls: Walls, name: str = "大厅") -> str:
    return Tokens(walls.engine, walls.county).add(replace(SCREEN, name=name), DAY, KEEPER)[0].id


def test_a_scene_stands_until_its_time_is_over_and_leaves_one_event(walls: Walls) -> None:
    wall = screen(walls)
    scene = Scene(Show.MAIN, township=TOWN, place=TOWN)
    made = walls.present(wall, scene, USUAL, OFFICE)
    assert walls.told(wall) == made
    assert (made.scene, made.by) == (scene, OFFICE.name)
    end = datetime.fromisoformat(made.until)
    assert made.stands(end - timedelta(seconds=1))
    assert not made.stands(end)
    assert end - datetime.fromisoformat(made.at) == timedelta(minutes=USUAL)
    assert walls.told(EVERY) is None
    with reading(walls.engine) as connection:
        found = list(events.read(connection, walls.county.code, "entity = ?", (events.WALL,)))
    assert [(one.action, one.entity_id, one.actor) for one in found] == [("wall_presented", wall, OFFICE.id)]
    assert maintain.verify(walls.engine, walls.county).ok


def test_the_latest_word_wins_whether_for_one_wall_or_for_all(walls: Walls) -> None:
    hall, room = screen(walls), screen(walls, "会议室")
    walls.present(hall, Scene(Show.LISTED), USUAL, OFFICE)
    walls.present(EVERY, Scene(Show.RATES), USUAL, OFFICE)
    assert [walls.told(one).scene.show for one in (hall, room, EVERY)] == [Show.RATES] * 3  # type: ignore[union-attr]
    walls.present(room, Scene(Show.BLANK), USUAL, OFFICE)
    told = walls.all_told((hall, room, EVERY))
    assert {wall: one.scene.show for wall, one in told.items()} == {
        hall: Show.RATES, room: Show.BLANK, EVERY: Show.RATES,
    }  # fmt: skip
    walls.release(hall, OFFICE)  # from what all were told, too
    assert set(walls.all_told((hall, room))) == {room, EVERY}
    walls.release(EVERY, OFFICE)
    assert walls.all_told((hall, room)) == {}


@pytest.mark.parametrize(("scene", "minutes", "code"), [
    (Scene(sector="none"), USUAL, "bad:sector"),
    (Scene(township="141034999"), USUAL, "bad:township"),
    (Scene(Show.BLANK, township=TOWN), USUAL, "bad:township"),
    (Scene(place="141034999"), USUAL, "bad:focus"),
    (Scene(Show.RATES, place=TOWN), USUAL, "bad:focus"),
    (Scene(place=TOWN, hazard="x"), USUAL, "bad:focus"),
    (Scene(), MINUTES[0] - 1, "bad:minutes"),
    (Scene(), MINUTES[1] + 1, "bad:minutes"),
])  # fmt: skip
def test_a_scene_that_no_wall_has_is_refused(walls: Walls, scene: Scene, minutes: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        walls.present(EVERY, scene, minutes, OFFICE)
    assert refused.value.codes == (code,)
    assert walls.told(EVERY) is None


def test_a_wall_or_hazard_that_is_not_there_is_not_found(walls: Walls) -> None:
    program = replace(SCREEN, name="市平台", grant=replace(SCREEN.grant, role=Role.ANALYST))
    token = Tokens(walls.engine, walls.county).add(program, DAY, KEEPER)[0].id
    gone = screen(walls)
    Tokens(walls.engine, walls.county).revoke(gone, KEEPER)
    for wall in ("none", token, gone):
        with pytest.raises(NotFound):
            walls.present(wall, Scene(), USUAL, OFFICE)
        with pytest.raises(NotFound):
            walls.release(wall, OFFICE)
    with pytest.raises(NotFound):
        walls.present(EVERY, Scene(hazard="none"), USUAL, OFFICE)


@pytest.mark.parametrize("grant", [
    Grant(Role.LEADER), Grant(Role.ANALYST), Grant(Role.TOWNSHIP, Scope(townships=(TOWN,))), Grant(Role.AUDITOR),
    Grant(Role.DEPARTMENT, Scope(departments=("emergency",))), Grant(Role.DEVICE), Grant(Role.INSPECTOR),
])  # fmt: skip
def test_nobody_but_who_keeps_screens_drives_a_wall(walls: Walls, grant: Grant) -> None:
    walls.present(EVERY, Scene(), USUAL, OFFICE)
    other = Actor("o", "某人", grant.role.value, "", (grant,))
    for step in (lambda: walls.present(EVERY, Scene(Show.BLANK), USUAL, other), lambda: walls.release(EVERY, other)):
        with pytest.raises(Refused) as refused:
            step()
        assert refused.value.codes == ("role:not_allowed",)
    assert walls.told(EVERY).scene == Scene()  # type: ignore[union-attr]


def test_who_reads_no_rows_brings_no_hazard_into_focus(walls: Walls, ledger: Ledger) -> None:
    hazard = ledger.register(found_today(), OFFICE)
    other = next(one.code for one in walls.county.regions.townships if one.code != hazard.township)
    admin = Actor("a", "管理员", "admin", "", (Grant(Role.ADMIN),))
    walls.present(EVERY, Scene(Show.BLANK), USUAL, admin)
    with pytest.raises(Refused) as refused:
        walls.present(EVERY, Scene(hazard=hazard.id), USUAL, admin)
    assert refused.value.codes == ("scope:outside",)
    walls.present(EVERY, Scene(hazard=hazard.id), USUAL, OFFICE)
    with pytest.raises(Refused) as refused:
        walls.present(EVERY, Scene(hazard=hazard.id, township=other), USUAL, OFFICE)
    assert refused.value.codes == ("bad:focus",)


def test_moments_are_in_utc(walls: Walls) -> None:
    made = walls.present(EVERY, Scene(), USUAL, OFFICE)
    assert datetime.fromisoformat(made.until).utcoffset() == timedelta(0)
    assert made.stands(datetime.now(UTC))
