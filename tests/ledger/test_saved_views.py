"""Saved views: one event a change, one's own to change, shared with a role; beside one plain table of who may what."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.domain.saved_views import LONGEST, MOST, NAME, SavedView
from riskmap.ledger import maintain
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.saved_views import SavedViews
from riskmap.store import events
from riskmap.store.engine import reading
from support.facts import SYSTEM, hazard

COAL = SavedView("", "煤矿超期", "ledger", (("overdue", "1"), ("sector", "coal")))
ANALYST = Actor("1", "分析", "analyst", grants=(Grant(Role.ANALYST),))
LEADER = Actor("2", "领导", "leader", grants=(Grant(Role.LEADER),))
OFFICER = Actor("3", "安委办", "committee", grants=(Grant(Role.COMMITTEE),))
TOWNSHIP = Actor("4", "乡镇", "township", grants=(Grant(Role.TOWNSHIP, Scope(townships=("141034100",))),))
# Who keeps views of his own, and who shares them; written out here, it knows nothing of riskmap.domain.roles.
TABLE = """
step   committee department township enterprise inspector leader analyst admin auditor device system
keep   yes       yes        yes      yes        yes       yes    yes     .     .       .      yes
share  yes       yes        yes      .          .         yes    yes     .     .       .      yes
"""


@pytest.fixture
def views(engine: Any, county: Any) -> SavedViews:
    return SavedViews(engine, county)


def noted(views: SavedViews) -> list[str]:
    with reading(views.engine) as connection:
        found = list(events.read(connection, views.county.code, "entity = ?", (events.VIEW,)))
    return [one.action for one in found]


def seen(views: SavedViews, actor: Actor) -> list[str]:
    return [one.name for one in views.seen(actor)]


def test_a_view_is_kept_renamed_shared_and_forgotten(views: SavedViews) -> None:
    kept = views.keep(COAL, ANALYST)
    assert (kept.owner, kept.shared, kept.version) == ("1", "", 1)
    assert seen(views, ANALYST) == ["煤矿超期"]
    assert seen(views, LEADER) == []
    named = views.rename(kept.id, " 煤矿 ", ANALYST, 1)
    shared = views.share(kept.id, "leader", ANALYST, named.version)
    assert views.seen(LEADER) == (shared,) == views.seen(ANALYST)
    assert (shared.name, shared.words) == ("煤矿", COAL.words)
    assert seen(views, TOWNSHIP) == []
    views.share(kept.id, "", ANALYST, shared.version)
    assert seen(views, LEADER) == []
    views.forget(kept.id, ANALYST)
    assert seen(views, ANALYST) == []
    assert noted(views) == ["view_saved", "view_renamed", "view_shared", "view_shared", "view_removed"]
    assert maintain.verify(views.engine, views.county).ok


def test_nobody_changes_anothers_view(views: SavedViews) -> None:
    kept = views.keep(replace(COAL, shared="leader"), ANALYST)
    for other in (LEADER, replace(LEADER, id="9"), OFFICER, TOWNSHIP):
        what = Refused if other.role == "leader" else NotFound  # who does not see it does not hear that it is there
        with pytest.raises(what):
            views.rename(kept.id, "别的", other, 1)
        with pytest.raises(what):
            views.share(kept.id, "township", other, 1)
    for other in (LEADER, TOWNSHIP):
        with pytest.raises((Refused, NotFound)):
            views.forget(kept.id, other)
    assert views.seen(ANALYST) == (kept,)
    assert noted(views) == ["view_saved"]


def test_the_office_clears_away_what_is_shared_and_nothing_else(views: SavedViews) -> None:
    shared, private = (
        views.keep(replace(COAL, shared="leader"), ANALYST),
        views.keep(replace(COAL, name="自用"), ANALYST),
    )
    views.forget(shared.id, OFFICER)
    with pytest.raises(NotFound):
        views.forget(private.id, OFFICER)
    assert views.seen(ANALYST) == (private,)


def test_each_role_does_what_the_table_says(views: SavedViews) -> None:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    told = {line[0]: dict(zip(map(Role, head[1:]), line[1:], strict=True)) for line in lines}
    assert set(told["keep"]) == set(Role)
    for role in Role:
        actor = Actor(f"{role}", "甲", role.value, grants=(Grant(role),))
        for step, view in {"keep": COAL, "share": replace(COAL, name="共享", shared="leader")}.items():
            if told[step][role] == "yes":
                views.keep(view, actor)
                continue
            with pytest.raises(Refused, match="role:not_allowed"):
                views.keep(view, actor)
        if told["keep"][role] == "yes" and told["share"][role] != "yes":
            with pytest.raises(Refused, match="role:not_allowed"):
                views.share(views.seen(actor)[0].id, "leader", actor, 1)


def test_what_was_changed_meanwhile_is_not_changed_again(views: SavedViews) -> None:
    kept = views.keep(COAL, ANALYST)
    views.rename(kept.id, "新名", ANALYST, 1)
    with pytest.raises(Stale):
        views.share(kept.id, "leader", ANALYST, 1)
    with pytest.raises(NotFound):
        views.rename("nothing", "x", ANALYST, 1)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": " "}, "missing:name"),
        ({"name": "长" * (NAME + 1)}, "too_long:name"),
        ({"page": "accounts"}, "bad:page"),
        ({"page": "//evil.example"}, "bad:page"),
        ({"words": (("b", "1"), ("a", "1"))}, "bad:words"),
        ({"words": (("a b", "1"),)}, "bad:words"),
        ({"words": (("q", "x" * LONGEST),)}, "bad:words"),
        ({"shared": "device"}, "bad:role"),
        ({"shared": "everybody"}, "bad:role"),
        ({"name": "煤矿超期"}, "taken:name"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_codes(views: SavedViews, told: dict[str, Any], code: str) -> None:
    views.keep(COAL, ANALYST)
    with pytest.raises(Refused, match=code):
        views.keep(replace(COAL, **{"name": "别的", **told}), ANALYST)
    assert noted(views) == ["view_saved"]


def test_one_person_keeps_no_endless_list(views: SavedViews) -> None:
    for number in range(MOST):
        views.keep(replace(COAL, name=f"第{number}个"), ANALYST)
    with pytest.raises(Refused, match="too_many:views"):
        views.keep(COAL, ANALYST)
    views.keep(COAL, LEADER)  # each has a list of his own


def test_verify_notices_a_view_that_was_changed_past_the_door(views: SavedViews) -> None:
    one, two = views.keep(COAL, ANALYST), views.keep(replace(COAL, name="另一个"), ANALYST)
    with views.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM saved_view WHERE id = '{one.id}'")
        connection.exec_driver_sql(f"UPDATE saved_view SET last_event = 1 WHERE id = '{two.id}'")
    gone, changed = sorted(maintain.verify(views.engine, views.county).problems, reverse=True)
    assert one.id in gone or one.id in changed
    assert two.id in gone or two.id in changed


def test_views_come_back_from_a_backup(views: SavedViews, tmp_path: Path) -> None:
    kept = views.keep(replace(COAL, shared="leader"), ANALYST)
    file = tmp_path / "copy.sqlite3"
    maintain.backup(views.engine, file)
    views.forget(kept.id, ANALYST)
    maintain.restore(views.engine, file, replace=True)
    assert views.seen(LEADER) == (kept,)
    assert maintain.verify(views.engine, views.county).ok


def test_a_view_of_the_demo_goes_with_it(views: SavedViews, ledger: Ledger) -> None:
    ledger.import_batch(PreparedBatch("f", "0", creates=[hazard(1)], fingerprints=["x"], demo=True), SYSTEM)
    assert views.keep(COAL, ANALYST).demo
    maintain.clear_demo(ledger.engine, ledger.county, SYSTEM)
    assert views.seen(ANALYST) == ()
    assert maintain.verify(views.engine, views.county).ok
