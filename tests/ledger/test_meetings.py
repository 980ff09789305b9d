"""Weekly meetings: decisions return until they are done, minutes stay open until the meeting closes, figures freeze."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from riskmap.domain.meetings import Decision, DecisionKind, DecisionState, Listed, Lists, Row, Subject, last_day
from riskmap.ledger import maintain, meetings, queries
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.ledger.errors import NotFound, Refused, Stale
from support.facts import OFFICE
from support.lives import made

WEEK = "2026-W47"
SUNDAY = date(2026, 11, 22)
ON = date(2026, 11, 23)
WRONG = ("leader", "analyst", "department", "township", "enterprise", "inspector", "admin", "auditor")


@pytest.fixture
def hazard_id(ledger: Ledger) -> str:
    ledger.import_batch(PreparedBatch("f", "0", creates=[made(id="", hazard_no="")], fingerprints=["a"]), OFFICE)
    return str(queries.snapshot(ledger.engine, ledger.county).hazards["id"][0])


def told(hazard_id: str, **over: Any) -> dict[str, Any]:
    return {
        "week": WEEK, "kind": DecisionKind.SUPERVISE, "subject": Subject.HAZARD, "subject_id": hazard_id,
        "text": "企业报送施工图", "owner": "县应急局", "due": "2026-11-27",
    } | over  # fmt: skip


def revision(ledger: Ledger) -> int:
    return queries.revision(ledger.engine, ledger.county)


def test_a_decision_returns_until_it_is_done(ledger: Ledger, hazard_id: str) -> None:
    one = ledger.record_decision(told(hazard_id), OFFICE, ON)
    later = ledger.report_decision(one.id, one.version, "图纸已出", OFFICE, ON + timedelta(days=2))
    assert later.late(date(2026, 11, 28))
    assert not later.late(date(2026, 11, 27))
    done = ledger.report_decision(one.id, later.version, "已报送", OFFICE, date(2026, 11, 30), DecisionState.DONE)
    assert done.open(date(2026, 11, 29))
    assert not done.open(date(2026, 11, 30))
    assert meetings.decisions(ledger.engine, ledger.county) == [done]
    with pytest.raises(Refused, match="decision:ended"):
        ledger.report_decision(one.id, done.version, "又说", OFFICE, date(2026, 12, 1))
    assert not maintain.verify(ledger.engine, ledger.county).problems


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"text": " "}, "missing:text"), ({"owner": ""}, "missing:owner"), ({"week": "2026-47"}, "bad:week"),
        ({"due": "2026-11-22"}, "bad_order:due<decided"), ({"kind": "fine"}, "bad:decision"),
        ({"subject": Subject.TOWNSHIP, "subject_id": ""}, "missing:subject"), ({"text": "x" * 501}, "too_long:text"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_stand_is_refused(
    ledger: Ledger, hazard_id: str, over: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as why:
        ledger.record_decision(told(hazard_id, **over), OFFICE, ON)
    assert code in why.value.codes
    assert meetings.decisions(ledger.engine, ledger.county) == []


def test_unknown_hazards_empty_words_and_stale_versions_are_refused(ledger: Ledger, hazard_id: str) -> None:
    with pytest.raises(NotFound):
        ledger.record_decision(told("nobody"), OFFICE, ON)
    one = ledger.record_decision(told(hazard_id), OFFICE, ON)
    with pytest.raises(Refused, match="missing:progress"):
        ledger.report_decision(one.id, one.version, " ", OFFICE, ON)
    with pytest.raises(Refused, match="bad_order"):
        ledger.report_decision(one.id, one.version, "早了", OFFICE, SUNDAY)
    with pytest.raises(Stale):
        ledger.report_decision(one.id, 7, "图纸已出", OFFICE, ON)
    with pytest.raises(NotFound):
        ledger.report_decision("nobody", 1, "图纸已出", OFFICE, ON)


def test_a_closed_meeting_keeps_its_figures_and_nothing_changes_it(ledger: Ledger, hazard_id: str) -> None:
    kept = ledger.keep_minutes(WEEK, {"chair": "县长", "present": "县应急局", "held": "2026-11-23"}, OFFICE, 0, ON)
    late = Lists((Row(hazard_id, "N1", "major", -3),), (Listed("overdue", (0,)), Listed("wished")))
    closed = ledger.close_meeting(WEEK, {"stock": 71, "overdue": 17}, revision(ledger), OFFICE, kept.version, ON, late)
    assert (closed.closed, closed.printed, closed.chair) == (ON, {"stock": 71, "overdue": 17}, "县长")
    assert closed.listed == {"overdue": late.rows, "wished": ()}
    assert meetings.meeting(ledger.engine, ledger.county, WEEK) == closed
    for again in (
        lambda: ledger.keep_minutes(WEEK, {"chair": "别人"}, OFFICE, closed.version, ON),
        lambda: ledger.close_meeting(WEEK, {}, revision(ledger), OFFICE, closed.version, ON),
    ):
        with pytest.raises(Refused, match="meeting:closed"):
            again()
    assert not maintain.verify(ledger.engine, ledger.county).problems


def test_a_meeting_closes_after_its_week_and_over_the_figures_that_were_seen(ledger: Ledger, hazard_id: str) -> None:
    with pytest.raises(Refused, match="meeting:early"):
        ledger.close_meeting(WEEK, {}, revision(ledger), OFFICE, 0, date(2026, 11, 21))
    seen = revision(ledger)
    ledger.record_decision(told(hazard_id), OFFICE, ON)
    with pytest.raises(Refused, match="meeting:moved"):
        ledger.close_meeting(WEEK, {}, seen, OFFICE, 0, ON)
    with pytest.raises(Refused, match="bad:week"):
        ledger.close_meeting("2026-W99", {}, revision(ledger), OFFICE, 0, ON)
    with pytest.raises(Stale):
        ledger.close_meeting(WEEK, {}, revision(ledger), OFFICE, 3, ON)


def test_late_entries_and_corrections_after_the_freeze_are_told_apart(ledger: Ledger, hazard_id: str) -> None:
    closed = ledger.close_meeting(WEEK, {}, revision(ledger), OFFICE, 0, ON)
    facts = {
        "found": "2026-11-10", "source": "department", "enterprise_name": "示例", "place": "井", "description": "缺",
        "inspectors": "张某、李某",
    }  # fmt: skip
    late = ledger.register(facts, OFFICE)
    stored = queries.hazard(ledger.engine, ledger.county, hazard_id)
    correction = {"field": "place", "new": "副井", "reason": "笔误"}
    ledger.act(hazard_id, "correct", correction, OFFICE, stored.version, date(2026, 11, 20))
    ledger.register(facts | {"found": "2026-11-23", "place": "东"}, OFFICE)
    assert meetings.moved_since(ledger.engine, ledger.county, closed.revision, SUNDAY) == ({late.id}, {hazard_id})


@pytest.mark.parametrize("role", WRONG)
def test_only_the_office_keeps_the_meeting(ledger: Ledger, hazard_id: str, role: str) -> None:
    wrong = Actor("w", "某人", role)
    one = ledger.record_decision(told(hazard_id), OFFICE, ON)
    for attempt in (
        lambda: ledger.record_decision(told(hazard_id), wrong, ON),
        lambda: ledger.report_decision(one.id, one.version, "已办", wrong, ON, DecisionState.DONE),
        lambda: ledger.keep_minutes(WEEK, {"chair": "我"}, wrong, 0, ON),
        lambda: ledger.close_meeting(WEEK, {}, revision(ledger), wrong, 0, ON),
    ):
        with pytest.raises(Refused, match="role:not_allowed"):
            attempt()


def test_meetings_over_demo_rows_go_with_them_and_verify_sees_what_was_changed(ledger: Ledger) -> None:
    demo = replace(made(id="", hazard_no=""), demo=True)
    ledger.import_batch(PreparedBatch("d", "0", creates=[demo], fingerprints=["d"], demo=True), OFFICE)
    county = {"subject": Subject.COUNTY, "subject_id": ""}
    one = ledger.record_decision(told("", **county), OFFICE, ON)
    assert isinstance(one, Decision)
    assert one.demo
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE decision SET told = replace(told, '施工图', '设计图')")
    assert any(one.id in said for said in maintain.verify(ledger.engine, ledger.county).problems)
    ledger.import_batch(PreparedBatch("f", "1", creates=[made(id="", hazard_no="")], fingerprints=["x"]), OFFICE)
    assert meetings.decisions(ledger.engine, ledger.county) == []
    assert not maintain.verify(ledger.engine, ledger.county).problems


def test_the_last_day_of_a_week_is_its_sunday() -> None:
    assert last_day(WEEK) == SUNDAY
    assert last_day("2026-W53") == date(2027, 1, 3)
    for wrong in ("2026-W00", "2026-W54", "2025-W53", "W47"):
        with pytest.raises(ValueError, match=r".*"):
            last_day(wrong)
