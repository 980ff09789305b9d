"""Rounds of filling in on both databases: sent out, collected, sent back, closed; by the right person, never twice."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from riskmap.domain.codes import EvidenceKind, LateReason, Level, Status
from riskmap.domain.filling import FillingRound, Reporting, reports, tally
from riskmap.domain.filling_sheet import RowId, decode
from riskmap.ledger import maintain, queries, rounds
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger, NotFound, Refused, Stale
from riskmap.metrics import filters, sending
from support.rounds import DEADLINE, OFFICE, ONE, SENT, books, codes, fill, filled, index, look, outcomes, send, some

DAY = timedelta(days=1)
DONE = {"stand": "已整改完成", "rectified": date(2026, 11, 19), "photo": "1号.jpg"}
LATE = {"late_reason": "设备到货", "expected": date(2026, 12, 1), "coordination": "协调供货"}
OTHERS = [Actor("x", "某", role) for role in ("leader", "department", "township", "enterprise", "admin", "stranger")]


@pytest.fixture
def sent(ledger: Ledger) -> FillingRound:
    fill(ledger, some())
    return send(ledger)


def first(sent: FillingRound) -> str:
    return sent.receivers[0].code


def hazard(ledger: Ledger, sent: FillingRound, place: int = 0) -> Any:
    own = [one for one in sent.asked if one.receiver == first(sent)]
    return queries.hazard(ledger.engine, ledger.county, own[place].hazard_id)


def now(ledger: Ledger, sent: FillingRound) -> FillingRound:
    return rounds.one(ledger.engine, ledger.county, sent.id)


def take(ledger: Ledger, sent: FillingRound, *files: tuple[str, bytes], **more: Any) -> FillingRound:
    return ledger.collect_round(look(ledger, sent, *files, **more).to_confirm, OFFICE)


def test_a_round_asks_every_township_for_what_it_answers_for_and_for_nothing_else(ledger: Ledger) -> None:
    closed = replace(ONE, description="已销号", status=Status.CLOSED, rectified=ONE.found, declared=ONE.found,
                     passed=ONE.found, closed=ONE.found)  # fmt: skip
    city = replace(ONE, description="市级监管", supervision=Level.CITY)
    nowhere = replace(ONE, description="未定位", township="")
    later = replace(ONE, description="其后发现", found=SENT + DAY, ordered=SENT + DAY, confirmed=SENT + DAY, due=None)
    fill(ledger, [*some(), closed, city, nowhere, later])
    found = sending.scope(index(ledger), filters.default(SENT), "township")
    assert (found.total, found.higher, found.nobody) == (8, 1, 1)
    assert sum(len(own) for own in found.units.values()) == 6
    sent = send(ledger)
    assert [one.code for one in sent.receivers] == ["141034100", "141034103", "141034104"]
    assert now(ledger, sent) == sent
    assert maintain.verify(ledger.engine, ledger.county).ok


@pytest.mark.parametrize("by", ["department", "enterprise"])
def test_departments_and_enterprises_are_asked_too(ledger: Ledger, by: str) -> None:
    fill(ledger, [*some(2), replace(ONE, description="甲", department="", enterprise_id=None)])
    sent = send(ledger, by)
    assert [(one.receiver) for one in sent.asked] == [sent.receivers[0].code] * 2


@pytest.mark.parametrize("actor", OTHERS, ids=lambda one: one.role)
def test_the_wrong_person_neither_sends_nor_collects_nor_sends_back_nor_closes(
    ledger: Ledger, sent: FillingRound, actor: Actor
) -> None:
    told = look(ledger, sent, ("a.xlsx", filled(books(ledger, sent)[first(sent)], DONE))).to_confirm
    before = queries.revision(ledger.engine, ledger.county)
    for step in (
        lambda: ledger.create_round(sent, actor),
        lambda: ledger.collect_round(told, actor),
        lambda: ledger.send_back(sent.id, 1, first(sent), "不全", SENT, actor),
        lambda: ledger.close_round(sent.id, 1, SENT, actor),
    ):
        with pytest.raises(Refused, match="role:not_allowed"):
            step()
    assert queries.revision(ledger.engine, ledger.county) == before


def test_each_row_carries_hazard_version_and_round_in_a_hidden_cell(ledger: Ledger, sent: FillingRound) -> None:
    import io

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(books(ledger, sent)[first(sent)])).active
    told = [decode(str(sheet.cell(row, 1).value)) for row in (6, 7)]
    asked = [one for one in sent.asked if one.receiver == first(sent)]
    assert told == [RowId(sent.token, one.hazard_id, one.version) for one in asked]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.cell(6, 2).protection.locked
    assert not sheet.cell(6, 10).protection.locked


def test_a_rectification_is_declared_for_the_enterprise_with_the_file_as_its_paper(
    ledger: Ledger, sent: FillingRound
) -> None:
    content = filled(books(ledger, sent)[first(sent)], DONE | {"responsible_person": "王某", "funds_planned": 2.5})
    preview = look(ledger, sent, ("报表.xlsx", content))
    assert set(outcomes(preview).values()) == {"change"}
    assert hazard(ledger, sent).status is Status.OPEN
    ledger.collect_round(preview.to_confirm, OFFICE)
    one = hazard(ledger, sent)
    assert (one.status, one.rectified, one.declared) == (Status.AWAITING_REVIEW, date(2026, 11, 19), SENT + 2 * DAY)
    assert (one.responsible_person, str(one.funds_planned)) == ("王某", "2.5")
    paper = next(piece for piece in one.evidence if piece.kind is EvidenceKind.ON_BEHALF)
    assert paper.sha256 == preview.units[0].files[0][1]
    event = queries.story(ledger.engine, ledger.county, one.id)[-1]
    assert (event.action, event.on_behalf_of, event.actor) == ("declare", "示例煤业一矿", "office")
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_reason_for_lateness_is_a_statement_of_the_unit(ledger: Ledger, sent: FillingRound) -> None:
    take(ledger, sent, ("a.xlsx", filled(books(ledger, sent)[first(sent)], {"stand": "整改中"} | LATE)))
    one = hazard(ledger, sent)
    (said,) = one.statements
    assert (said.late_reason, said.expected, said.coordination) == (LateReason.EQUIPMENT, date(2026, 12, 1), "协调供货")
    assert said.by == sent.receivers[0].name
    assert one.status is Status.RECTIFYING


def test_the_same_file_twice_changes_nothing_even_after_a_newer_one(ledger: Ledger, sent: FillingRound) -> None:
    book = books(ledger, sent)[first(sent)]
    old, new = filled(book, LATE), filled(book, LATE | {"coordination": "已协调"})
    take(ledger, sent, ("a.xlsx", old))
    told = look(ledger, sent, ("a.xlsx", old)).to_confirm
    assert not told.returns
    take(ledger, sent, ("b.xlsx", new))
    again = look(ledger, sent, ("改名.xlsx", old))
    assert again.empty
    assert codes(again) == ["already_taken"]
    assert [one.coordination for one in hazard(ledger, sent).statements] == ["协调供货", "已协调"]
    with pytest.raises(Refused, match="already_returned"):
        ledger.collect_round(replace(look(ledger, sent, ("c.xlsx", filled(book, DONE))).to_confirm,
                                     returns=now(ledger, sent).returns), OFFICE)  # fmt: skip


def test_a_blank_cell_says_nothing_and_an_emptied_one_deletes_nothing(ledger: Ledger, sent: FillingRound) -> None:
    content = filled(books(ledger, sent)[first(sent)], {"responsible_person": None, "coordination": "盼协调"})
    preview = look(ledger, sent, ("a.xlsx", content))
    assert codes(preview) == ["emptied"]
    ledger.collect_round(preview.to_confirm, OFFICE)
    assert hazard(ledger, sent).responsible_person == "张某"
    untouched = look(ledger, sent, ("b.xlsx", books(ledger, sent)[sent.receivers[1].code]))
    assert untouched.empty
    assert codes(untouched) == ["nothing_filled_in"]


def test_a_newer_change_in_the_ledger_is_a_conflict_and_the_officer_decides(ledger: Ledger, sent: FillingRound) -> None:
    one = hazard(ledger, sent)
    content = filled(books(ledger, sent)[first(sent)], {"responsible_person": "王某"} | LATE)
    correction = {"field": "responsible_person", "new": "李某", "reason": "换人"}
    ledger.act(one.id, "correct", correction, OFFICE, one.version, SENT)
    stated = {"coordination": "请县里拨款", "stated_by": "县应急局"}
    ledger.act(one.id, "state_progress", stated, OFFICE, one.version + 1, SENT)
    preview = look(ledger, sent, ("a.xlsx", content))
    assert outcomes(preview) == {
        "responsible_person": "conflict", "late_reason": "change", "expected": "change", "coordination": "conflict",
    }  # fmt: skip
    assert preview.conflicts == 2
    decided = look(ledger, sent, ("a.xlsx", content), taken=[f"{one.id}:responsible_person"])
    ledger.collect_round(decided.to_confirm, OFFICE)
    after = hazard(ledger, sent)
    assert after.responsible_person == "王某"
    assert [said.coordination for said in after.statements] == ["请县里拨款", ""]


def test_a_sheet_that_did_not_change_a_prefilled_cell_undoes_no_correction(ledger: Ledger, sent: FillingRound) -> None:
    one = hazard(ledger, sent)
    content = filled(books(ledger, sent)[first(sent)], {"stand": "整改中"})
    ledger.act(one.id, "correct", {"field": "responsible_person", "new": "李某", "reason": "换人"}, OFFICE, 1, SENT)
    take(ledger, sent, ("a.xlsx", content))
    assert hazard(ledger, sent).responsible_person == "李某"


def test_a_declared_day_that_differs_is_a_conflict_and_a_failed_review_since_too(
    ledger: Ledger, sent: FillingRound
) -> None:
    book = books(ledger, sent)[first(sent)]
    take(ledger, sent, ("a.xlsx", filled(book, DONE)))
    other = look(ledger, sent, ("b.xlsx", filled(book, DONE | {"rectified": date(2026, 11, 18)})))
    assert outcomes(other)["rectified"] == "conflict"
    one, paper = hazard(ledger, sent), {"kind": "review_paper", "on": "2026-11-21", "reference": "复查1号"}
    failed = {"reviewers": "甲、乙", "opinion": "不合格", "new_due": "2026-12-01", "evidence": [paper]}
    ledger.act(one.id, "fail", failed, OFFICE, one.version, date(2026, 11, 21))
    late = look(ledger, sent, ("c.xlsx", filled(book, DONE | {"progress": "又改"})), on=date(2026, 11, 22))
    assert outcomes(late)["stand"] == "conflict"


def test_what_the_ledger_would_not_take_is_said_before_and_keeps_nothing_else_back(
    ledger: Ledger, sent: FillingRound
) -> None:
    row = {"stand": "已整改完成", "rectified": date(2026, 11, 19), "coordination": "盼协调"}
    preview = look(ledger, sent, ("a.xlsx", filled(books(ledger, sent)[first(sent)], row)))
    assert outcomes(preview) == {"coordination": "change", "stand": "refused", "rectified": "refused"}
    (line,) = [one for one in preview.units[0].proposals[0].lines if one.field == "stand"]
    assert line.codes == ("missing_evidence:photo_after",)
    ledger.collect_round(preview.to_confirm, OFFICE)
    one = hazard(ledger, sent)
    assert (one.status, one.statements[0].coordination) == (Status.OPEN, "盼协调")


def test_a_confirmation_is_all_or_nothing(ledger: Ledger, sent: FillingRound) -> None:
    content = filled(books(ledger, sent)[first(sent)], DONE, {"stand": "整改中"})
    preview = look(ledger, sent, ("a.xlsx", content))
    second = hazard(ledger, sent, 1)
    ledger.act(second.id, "correct", {"field": "place", "new": "副井", "reason": "笔误"}, OFFICE, 1, SENT)
    before = queries.revision(ledger.engine, ledger.county)
    with pytest.raises(Stale):
        ledger.collect_round(preview.to_confirm, OFFICE)
    assert queries.revision(ledger.engine, ledger.county) == before
    assert hazard(ledger, sent).status is Status.OPEN
    assert now(ledger, sent) == sent


def test_reports_are_counted_in_time_late_missing_and_sent_back(ledger: Ledger, sent: FillingRound) -> None:
    book = books(ledger, sent)
    one, two, three = (unit.code for unit in sent.receivers)
    take(ledger, sent, ("a.xlsx", filled(book[one], {"stand": "整改中"})), on=DEADLINE)
    take(ledger, sent, ("b.xlsx", filled(book[two], LATE, LATE)), on=DEADLINE + 2 * DAY)
    found = reports(now(ledger, sent), DEADLINE + 3 * DAY)
    assert [(r.state, r.days_late, r.answered, r.asked) for r in found] == [
        (Reporting.REPORTED, 0, 1, 2), (Reporting.LATE, 2, 2, 2), (Reporting.MISSING, 3, 0, 2),
    ]  # fmt: skip
    ledger.send_back(sent.id, 3, one, "未填完成时间", DEADLINE + DAY, OFFICE)
    found = reports(now(ledger, sent), DEADLINE + 3 * DAY)
    assert tally(found) == {Reporting.REPORTED: 0, Reporting.LATE: 1, Reporting.MISSING: 1, Reporting.SENT_BACK: 1}
    assert found[0].answered == 0
    assert found[0].files[0].reason == "未填完成时间"
    with pytest.raises(Refused, match="nothing_to_send_back"):
        ledger.send_back(sent.id, 4, three, "空", DEADLINE, OFFICE)
    with pytest.raises(Refused, match="missing:reason"):
        ledger.send_back(sent.id, 4, two, " ", DEADLINE, OFFICE)
    take(ledger, sent, ("a2.xlsx", filled(book[one], {"stand": "整改中", "progress": "补"})), on=DEADLINE + 2 * DAY)
    assert reports(now(ledger, sent), DEADLINE + 3 * DAY)[0].state is Reporting.LATE
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_closed_round_takes_nothing_more(ledger: Ledger, sent: FillingRound) -> None:
    told = look(ledger, sent, ("a.xlsx", filled(books(ledger, sent)[first(sent)], DONE))).to_confirm
    ledger.close_round(sent.id, 1, DEADLINE, OFFICE)
    with pytest.raises(Refused, match="round:closed"):
        ledger.collect_round(told, OFFICE)
    assert now(ledger, sent).closed == DEADLINE
    with pytest.raises(NotFound):
        ledger.close_round("nowhere", 1, DEADLINE, OFFICE)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"deadline": SENT - DAY}, "bad_order:deadline<on"),
        ({"created": SENT - DAY, "deadline": SENT}, "bad_order:on<as_of"),
        ({"title": " "}, "missing:title"),
    ],
)
def test_a_round_that_makes_no_sense_does_not_go_out(ledger: Ledger, change: dict[str, Any], code: str) -> None:
    fill(ledger, some(1))
    with pytest.raises(Refused, match=code):
        send(ledger, **change)
    assert rounds.rounds(ledger.engine, ledger.county) == []


def test_verify_sees_a_round_that_was_changed_behind_the_ledgers_back(ledger: Ledger, sent: FillingRound) -> None:
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE filling_round SET deadline = '2026-12-31'")
    (problem,) = maintain.verify(ledger.engine, ledger.county).problems
    assert "does not say what its events say" in problem


def test_a_backup_brings_the_rounds_along(ledger: Ledger, sent: FillingRound, tmp_path: Any) -> None:
    take(ledger, sent, ("a.xlsx", filled(books(ledger, sent)[first(sent)], LATE)))
    before = now(ledger, sent)
    maintain.backup(ledger.engine, tmp_path / "b.sqlite3")
    maintain.restore(ledger.engine, tmp_path / "b.sqlite3", replace=True)
    assert now(ledger, sent) == before


def test_rounds_over_the_demo_go_with_it(ledger: Ledger) -> None:
    from riskmap.ledger.batch import PreparedBatch

    demo = tuple(replace(one, demo=True, enterprise_id=None) for one in some(3))
    ledger.import_batch(PreparedBatch("d", "1" * 64, creates=demo, fingerprints=("a", "b", "c"), demo=True), OFFICE)
    assert send(ledger).demo
    maintain.clear_demo(ledger.engine, ledger.county, OFFICE)
    assert rounds.rounds(ledger.engine, ledger.county) == []
    assert maintain.verify(ledger.engine, ledger.county).ok
