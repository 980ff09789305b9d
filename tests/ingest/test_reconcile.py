"""A ledger against ours: what is only there, only here, different; and what accepting a difference does."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from riskmap.domain.codes import Source, Status
from riskmap.domain.hazard import Hazard
from riskmap.ingest import accept, child
from riskmap.ingest.reconcile import Reconciled, Scope, reconcile
from riskmap.ledger import maintain, queries, unstored
from riskmap.ledger.batch import Actor
from riskmap.metrics.counts import total
from riskmap.metrics.index import Index
from riskmap.store import events
from riskmap.store.engine import reading
from support.round_trip import ACTOR, TODAY, Office, office

__all__ = ["office"]
FROM = date(2026, 1, 1)
OPEN = Hazard(
    "", "", date(2026, 5, 4), Status.OPEN, enterprise_name="示例一矿", place="主井", description="护栏缺失",
    confirmed=date(2026, 5, 4), due=date(2026, 5, 20), responsible_person="张三", township="141034103", sector="coal",
    source=Source.DEPARTMENT, ledger_no="7",
)  # fmt: skip
CLOSED = replace(
    OPEN, description="通道堵塞", ledger_no="8", status=Status.CLOSED, rectified=date(2026, 5, 10),
    passed=date(2026, 5, 11), closed=date(2026, 5, 12), closed_by_ledger=True,
)  # fmt: skip
OLD = replace(
    CLOSED, description="去年已销", found=date(2025, 3, 1), confirmed=date(2025, 3, 1), ledger_no="9",
    due=date(2025, 3, 9), rectified=date(2025, 3, 5), passed=date(2025, 3, 6), closed=date(2025, 3, 7),
)  # fmt: skip
EXTRA = replace(OPEN, description="消防通道被占用", place="一层东侧", enterprise_name="示例新企业", ledger_no="10")


@pytest.fixture
def ours(office: Office) -> Office:
    office.take([OPEN, CLOSED, OLD])
    return office


@pytest.fixture
def against(ours: Office) -> Callable[[Sequence[Hazard]], Reconciled]:
    """against(hazards): our ledger compared with a file of these, as another office would send it."""

    def go(theirs: Sequence[Hazard], **more: Any) -> Reconciled:
        other = ours.fresh()
        other.take([replace(one, sender="佃坪乡") for one in theirs])
        content = other.export("csv").replace("平台编号".encode(), "别处编号".encode())
        ids = frozenset(one.id for one in ours.hazards() if one.closed is None or one.closed >= FROM)
        scope = Scope(FROM, TODAY, ids, more.pop("codes", {}))
        index = queries.match_index(ours.engine, ours.county)
        return reconcile(content, county=ours.county, index=index, scope=scope, today=TODAY, name="乡镇.csv",
                         reader=child.work, **more)  # fmt: skip

    return go


def event_actions(one: Office) -> list[str]:
    with reading(one.engine) as connection:
        return [event.action for event in events.read(connection, one.county.code)]


def test_the_same_rows_from_another_sender_are_the_same(against: Any) -> None:
    found = against([OPEN, CLOSED, OLD])
    assert (found.same, found.beyond) == (2, 1)
    assert not (found.different or found.there or found.here)


def test_rows_are_only_there_only_here_or_different_field_by_field(ours: Office, against: Any) -> None:
    changed = replace(OPEN, responsible_person="李四", due=date(2026, 6, 1))
    found = against([changed, EXTRA, OLD])
    (one,) = found.different
    names = {hazard.id: hazard.description for hazard in ours.hazards()}
    assert (names[one.hazard_id], one.code, one.row) == ("护栏缺失", "", 2)
    assert {"responsible_person": "李四", "due": date(2026, 6, 1)}.items() <= dict(one.changes).items()
    assert [one.hazard.description for one in found.there] == ["消防通道被占用"]
    assert [names[key] for key in found.here] == ["通道堵塞"]
    rows = found.dry.report["rows"]
    assert rows == found.same + len(found.different) + len(found.there) + found.beyond + found.dry.report["rejected"]


def test_a_filter_leaves_out_rows_of_other_townships(against: Any) -> None:
    away = replace(EXTRA, township="141034101", description="灭火器失压", ledger_no="11")
    found = against([EXTRA, away], codes={"township": frozenset({"141034103"})})
    assert [one.hazard.township for one in found.there] == ["141034103"]
    assert found.beyond == 1


def test_their_figures_are_counted_by_the_same_definition(ours: Office, against: Any) -> None:
    found = against([OPEN, CLOSED, OLD])
    theirs = Index(unstored.frame(found.theirs, ours.county))
    own = Index(queries.snapshot(ours.engine, ours.county).hazards)
    assert total(theirs, TODAY, FROM) == total(own, TODAY, FROM)


def test_accepting_revises_what_nobody_has_touched_and_leaves_an_event(ours: Office, against: Any) -> None:
    found = against([replace(OPEN, responsible_person="李四"), CLOSED])
    outcome = accept.differences(ours.ledger, found, found.different, ACTOR, TODAY, reason="与乡镇对账", demo=False)
    assert (outcome.changed, outcome.refused) == (1, [])
    assert {one.responsible_person for one in ours.hazards() if one.description == "护栏缺失"} == {"李四"}
    assert event_actions(ours)[-2:] == ["revise", "import"]
    assert maintain.verify(ours.engine, ours.county).ok


def test_accepting_corrects_a_closed_hazard_field_by_field_and_says_what_it_refuses(ours: Office, against: Any) -> None:
    other = replace(CLOSED, responsible_person="李四", status=Status.OPEN, rectified=None, passed=None, closed=None)
    found = against([OPEN, other])
    (one,) = found.different
    assert one.code == "closed_not_changed"
    outcome = accept.differences(ours.ledger, found, [one], ACTOR, TODAY, reason="与乡镇对账", demo=False)
    assert outcome.changed == 1
    refused = {name: codes for _, name, codes in outcome.refused}
    assert refused["status"] == ("not_correctable:status",)
    stored = next(one for one in ours.hazards() if one.description == "通道堵塞")
    assert (stored.responsible_person, stored.status) == ("李四", Status.CLOSED)
    with reading(ours.engine) as connection:
        last = list(events.read(connection, ours.county.code))[-1]
    assert (last.action, json.loads(last.payload)["reason"]) == ("correct", "与乡镇对账")


def test_who_may_not_import_or_correct_accepts_nothing(ours: Office, against: Any) -> None:
    found = against([replace(OPEN, responsible_person="李四"), replace(CLOSED, measure="加固"), EXTRA])
    before, outsider = ours.hazards(), Actor("x", "外人", "enterprise")
    outcome = accept.differences(ours.ledger, found, found.different, outsider, TODAY, reason="x", demo=False)
    more = accept.missing(ours.ledger, found, found.there, outsider, sender="", demo=False)
    assert (outcome.changed, more.created) == (0, 0)
    assert {codes for _, _, codes in [*outcome.refused, *more.refused]} == {("role:not_allowed",)}
    assert ours.hazards() == before


def test_what_changed_meanwhile_is_not_overwritten(ours: Office, against: Any) -> None:
    found = against([replace(OPEN, responsible_person="李四")])
    own = next(one for one in ours.hazards() if one.description == "护栏缺失")
    data = {"field": "place", "new": "副井", "reason": "笔误"}
    ours.ledger.act(own.id, "correct", data, ACTOR, own.version, TODAY)
    outcome = accept.differences(ours.ledger, found, found.different, ACTOR, TODAY, reason="x", demo=False)
    assert (outcome.changed, [codes for _, _, codes in outcome.refused]) == (0, [("stale",)])


def test_rows_only_they_have_are_entered_with_their_enterprise_and_sender(ours: Office, against: Any) -> None:
    found = against([OPEN, CLOSED, EXTRA])
    outcome = accept.missing(ours.ledger, found, found.there, ACTOR, sender="佃坪乡", demo=False)
    assert (outcome.created, outcome.refused) == (1, [])
    new = next(one for one in ours.hazards() if one.description == "消防通道被占用")
    assert (new.sender, new.found) == ("佃坪乡", EXTRA.found)
    again = against([OPEN, CLOSED, EXTRA])
    assert (again.same, again.there, again.different) == (3, [], [])
    assert maintain.verify(ours.engine, ours.county).ok


def test_a_file_that_is_none_is_refused_in_words(ours: Office) -> None:
    index = queries.match_index(ours.engine, ours.county)
    scope = Scope(FROM, TODAY, frozenset(), {})
    found = reconcile(b"\x00\x01", county=ours.county, index=index, scope=scope, today=TODAY, name="a.xlsx",
                      reader=child.work)  # fmt: skip
    assert found.refusal
    assert not (found.there or found.here or found.different)


def test_a_hazard_that_ended_before_the_period_or_was_found_after_it_is_not_in_it() -> None:
    scope = Scope(FROM, TODAY, frozenset(), {})
    assert scope.holds(OPEN)
    assert not scope.holds(OLD)
    assert not scope.holds(replace(OPEN, found=TODAY + timedelta(days=1)))
