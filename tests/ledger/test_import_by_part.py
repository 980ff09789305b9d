"""Townships and departments take their own files in: each row is judged by itself, in the dry run and by the ledger."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.ingest import child
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger import batches, maintain, queries
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger, NotUndone, Refused
from riskmap.ledger.foreseeing import foresee
from support.commands import open_row, workbook
from support.facts import OFFICE, found_today

OURS, THEIRS = "141034100", "141034101"  # 永安镇, 对竹镇
Read = Callable[..., DryRun]


def of(role: Role, name: str = "li", **scope: tuple[str, ...]) -> Actor:
    return Actor(name, name, role.value, "", (Grant(role, Scope(**scope)),))


TOWNSHIP = of(Role.TOWNSHIP, townships=(OURS,))
OTHER = of(Role.TOWNSHIP, "wang", townships=(THEIRS,))
DEPARTMENT = of(Role.DEPARTMENT, "zhao", sectors=("material",))
NEAR, FAR = {"所属乡镇": "永安镇"}, {"所属乡镇": "对竹镇", "企业名称": "示例乙厂"}


@pytest.fixture
def read(ledger: Ledger, tmp_path: Path) -> Read:
    """read(rows, actor, …): the dry run of a workbook for somebody."""

    def go(rows: list[dict[str, object]] | bytes, actor: Actor, **asked: Any) -> DryRun:
        file = rows if isinstance(rows, bytes) else workbook(tmp_path / "a.xlsx", rows)
        index = queries.match_index(ledger.engine, ledger.county, actor=actor)
        more = {"today": date(2026, 11, 18), "reader": child.work, **asked}
        return dry_run(file, county=ledger.county, match_index=index, **more)

    return go


def counts(dry: DryRun) -> tuple[int, int, int]:
    report = dry.report
    assert report["rows"] == report["accepted"] + report["rejected"]
    assert [report[name] for name in ("rows", "accepted", "rejected")] == [
        sum(one[name] for one in report["sheets"]) for name in ("rows", "accepted", "rejected")
    ]
    return report["rows"], report["accepted"], report["rejected"]


def outside(dry: DryRun) -> list[int]:
    found = [one for one in dry.report["issues"] if one["code"] == "outside_part"]
    assert all(one["severity"] == "error" and one["fix"] for one in found)
    return [one["row"] for one in found]


def test_rows_outside_are_rejected_one_by_one_and_the_rest_goes_in(ledger: Ledger, read: Read) -> None:
    dry = read([open_row(1, **NEAR), open_row(2, **FAR), open_row(3, **NEAR)], TOWNSHIP)
    assert (counts(dry), outside(dry)) == ((3, 2, 1), [3])
    assert [one.name for one in dry.batch.enterprises] == ["示例甲厂"]
    assert ledger.import_batch(dry.batch, TOWNSHIP).created == 2
    frames = queries.snapshot(ledger.engine, ledger.county)
    assert set(frames.hazards["township"]) == {OURS}
    assert list(frames.enterprises["name"]) == ["示例甲厂"]
    assert maintain.verify(ledger.engine, ledger.county).ok
    again = read([open_row(1, **NEAR), open_row(2, **FAR), open_row(3, **NEAR)], TOWNSHIP)
    assert (counts(again), again.report["unchanged"], again.report["created"]) == ((3, 2, 1), 2, 0)


def test_a_department_is_judged_by_its_sectors(ledger: Ledger, read: Read) -> None:
    dry = read([open_row(1), open_row(2, 行业领域="煤矿"), open_row(3, 行业领域="没有的行业")], DEPARTMENT)
    assert (counts(dry), outside(dry)) == ((3, 1, 2), [3, 4])
    assert ledger.import_batch(dry.batch, DEPARTMENT).created == 1


def test_what_a_file_leaves_open_lies_in_the_one_township_of_its_officer(ledger: Ledger, read: Read) -> None:
    rows = [open_row(1, 所属乡镇=None), open_row(2, 所属乡镇="不知何处")]
    dry = read(rows, TOWNSHIP)
    assert (counts(dry), outside(dry)) == ((2, 1, 1), [3])
    assert [one.township for one in dry.batch.creates] == [OURS]
    assert ledger.import_batch(dry.batch, TOWNSHIP).created == 1
    both = of(Role.TOWNSHIP, townships=(OURS, THEIRS))
    assert counts(read([open_row(7, 所属乡镇=None)], both)) == (1, 0, 1)


def test_all_rows_outside_change_nothing(ledger: Ledger, read: Read) -> None:
    dry = read([open_row(1, **FAR)], TOWNSHIP)
    assert (counts(dry), dry.batch.enterprises, list(dry.batch.creates)) == ((1, 0, 1), [], [])
    assert not list(dry.batch.inspections)


def test_a_change_of_a_hazard_outside_is_rejected_in_its_row_and_nothing_of_it_is_told(
    ledger: Ledger, read: Read
) -> None:
    first = [open_row(1, **NEAR), open_row(2, **FAR, 隐患描述="别处的秘密")]
    ledger.import_batch(read(first, OFFICE).batch, OFFICE)
    second = [open_row(1, **NEAR, 整改期限=date(2026, 11, 1)), open_row(2, **FAR, 整改期限=date(2026, 11, 1))]
    dry = read(second, TOWNSHIP)
    assert (counts(dry), outside(dry), dry.report["changed"]) == ((2, 1, 1), [3], 1)
    assert "别处的秘密" not in str(dry.report)
    moved = read([open_row(1, 所属乡镇="对竹镇")], TOWNSHIP)
    assert outside(moved) == [2]
    result = ledger.import_batch(dry.batch, TOWNSHIP)
    assert (result.changed, result.refused) == (1, ())


def test_the_batch_of_one_officer_is_refused_from_the_hand_of_another(ledger: Ledger, read: Read) -> None:
    dry = read([open_row(1, **NEAR)], TOWNSHIP)
    before = maintain.verify(ledger.engine, ledger.county)
    with pytest.raises(Refused) as refused:
        ledger.import_batch(dry.batch, OTHER)
    assert refused.value.codes == ("scope:outside",)
    assert maintain.verify(ledger.engine, ledger.county) == before


@pytest.mark.parametrize("role", sorted(set(Role) - RIGHTS[Right.IMPORT]))
def test_who_may_not_import_takes_nothing_in_and_nothing_back(ledger: Ledger, read: Read, role: Role) -> None:
    batch = read([open_row(1)], OFFICE).batch
    who = Actor("x", "x", role.value, "", (Grant(role, Scope(townships=(OURS,))),))
    for step in (lambda: ledger.import_batch(batch, who), lambda: ledger.undo_batch("any", who)):
        with pytest.raises(Refused, match="role:not_allowed"):
            step()
    assert counts(read([open_row(1)], who)) == (1, 0, 1)


FIRM = Enterprise(id="e1", name="甲厂", township=THEIRS, sector="material")
VISIT = Inspection("v1", date(2026, 10, 1), "e1", inspectors="张某", found_nothing=True)


@pytest.mark.parametrize(
    "forged",
    [
        {"enterprises": [replace(FIRM, id="e9", name="新厂")]},
        {"enterprises": [replace(FIRM, township=OURS, version=1)]},  # drawn over from another township
        {"inspections": [VISIT]},
        {"inspections": [replace(VISIT, enterprise_id=None)]},
        {"creates": [found_today(township=THEIRS)], "fingerprints": ["f"]},
    ],
)
def test_a_forged_batch_reaches_nothing_outside(ledger: Ledger, forged: dict[str, Any]) -> None:
    ledger.save_enterprises([FIRM], OFFICE)
    before = maintain.verify(ledger.engine, ledger.county)
    with pytest.raises(Refused, match="scope:outside"):
        ledger.import_batch(PreparedBatch("a.xlsx", "1" * 64, **forged), TOWNSHIP)
    assert maintain.verify(ledger.engine, ledger.county) == before


def test_a_visit_without_findings_lies_where_its_enterprise_does(ledger: Ledger, read: Read) -> None:
    nothing = {"隐患描述": "未发现隐患"}
    dry = read([open_row(1, **NEAR, **nothing), open_row(2, **FAR, **nothing), open_row(3, **NEAR)], TOWNSHIP)
    assert (counts(dry), outside(dry)) == ((3, 2, 1), [3])
    result = ledger.import_batch(dry.batch, TOWNSHIP)
    assert (result.created, result.inspections) == (1, 1)


def test_a_register_is_judged_row_by_row(ledger: Ledger, read: Read) -> None:
    ledger.save_enterprises([replace(FIRM, name="远处建材厂", uscc="91140000MA0000000X")], OFFICE)
    text = (
        "企业名称,所属乡镇,行业领域,地址\n近处建材厂,永安镇,建材,一号\n远处建材厂,永安镇,建材,二号\n"
        "别处建材厂,对竹镇,建材,三号\n又一厂,,建材,\n"
    )
    dry = read(text.encode(), TOWNSHIP)
    assert (counts(dry), outside(dry)) == ((4, 2, 2), [3, 4])
    assert {one.name: one.township for one in dry.batch.enterprises} == {"近处建材厂": OURS, "又一厂": OURS}
    assert ledger.import_batch(dry.batch, TOWNSHIP).enterprises_created == 2


def test_no_candidate_is_told_that_its_officer_does_not_read(ledger: Ledger, read: Read) -> None:
    firms = [replace(FIRM, name="对竹示例砖厂"), replace(FIRM, id="e2", name="永安示例砖厂", township=OURS)]
    ledger.save_enterprises(firms, OFFICE)
    row = open_row(1, **{**NEAR, "企业名称": "示例砖厂"})

    def candidates(actor: Actor, **asked: Any) -> list[str]:
        told = [one for one in read([row], actor, **asked).report["issues"] if one["code"] == "enterprise_resembles"]
        return [one["id"] for issue in told for one in issue["candidates"]]

    assert set(candidates(OFFICE)) == {"e1", "e2"}
    assert candidates(TOWNSHIP) == ["e2"]
    decided = read([row], TOWNSHIP, decisions={"示例砖厂": "e1"})
    assert "对竹示例砖厂" not in str(decided.report)
    assert [one.id for one in decided.batch.creates[:1]] == [""]
    assert decided.batch.creates[0].enterprise_id not in {"e1", "e2"}
    meant = read([row], TOWNSHIP, decisions={"示例砖厂": "e2"})
    assert ledger.import_batch(meant.batch, TOWNSHIP).created == 1


def test_a_hazard_of_the_own_part_shows_its_enterprise_elsewhere(ledger: Ledger, read: Read) -> None:
    """As on the page of the register: an enterprise is read where a hazard that is read lies there."""
    ledger.save_enterprises([replace(FIRM, name="对竹示例砖厂")], OFFICE)
    ledger.register(found_today(enterprise_id="e1", enterprise_name="对竹示例砖厂", township=OURS), OFFICE)
    dry = read([open_row(1, **{**NEAR, "企业名称": "示例砖厂"})], TOWNSHIP, decisions={"示例砖厂": "e1"})
    assert dry.batch.creates[0].enterprise_id == "e1"
    assert not dry.batch.enterprises  # an alias of an enterprise elsewhere is not theirs to give
    assert ledger.import_batch(dry.batch, TOWNSHIP).created == 1


def test_a_likely_duplicate_elsewhere_is_not_told(ledger: Ledger, read: Read) -> None:
    ledger.import_batch(read([open_row(1, **NEAR)], OFFICE, sender="县").batch, OFFICE)
    row = open_row(1, **NEAR, 检查时间=date(2026, 10, 2))

    def told(actor: Actor) -> int:
        return sum(one["code"] == "probable_duplicate" for one in read([row], actor, sender="镇").report["issues"])

    assert (told(OFFICE), told(TOWNSHIP), told(OTHER)) == (1, 1, 0)


def test_the_own_file_is_taken_back_and_nobody_elses(ledger: Ledger, read: Read) -> None:
    office = ledger.import_batch(read([open_row(1, **NEAR)], OFFICE).batch, OFFICE)
    mine = ledger.import_batch(read([open_row(2, **NEAR)], TOWNSHIP).batch, TOWNSHIP)
    again = ledger.import_batch(read([open_row(3, **NEAR)], TOWNSHIP).batch, TOWNSHIP)
    assert [one.id for one in batches.listed(ledger.engine, ledger.county, actor=TOWNSHIP)] == [
        again.batch_id, mine.batch_id,
    ]  # fmt: skip
    assert not batches.listed(ledger.engine, ledger.county, actor=OTHER)
    assert len(batches.listed(ledger.engine, ledger.county, actor=OFFICE)) == 3
    colleague = replace(TOWNSHIP, id="colleague")
    for batch, who in ((office.batch_id, TOWNSHIP), (mine.batch_id, OTHER), (mine.batch_id, colleague)):
        with pytest.raises(NotUndone) as kept:
            ledger.undo_batch(batch, who)
        assert kept.value.codes == ("undo:others",)
    moved = replace(OTHER, id=TOWNSHIP.id)  # the same person, who answers for another township by now
    with pytest.raises(Refused, match="scope:outside"):
        ledger.undo_batch(mine.batch_id, moved)
    assert ledger.undo_batch(mine.batch_id, TOWNSHIP).hazards == 1
    assert ledger.undo_batch(again.batch_id, OFFICE).hazards == 1
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_the_figures_foretold_are_those_that_come(ledger: Ledger, read: Read) -> None:
    dry = read([open_row(1, **NEAR), open_row(2, **FAR)], TOWNSHIP)
    standing = queries.snapshot(ledger.engine, ledger.county)
    foreseen = foresee(ledger.engine, ledger.county, dry.batch, standing)
    ledger.import_batch(dry.batch, TOWNSHIP)
    after = queries.snapshot(ledger.engine, ledger.county)
    assert len(foreseen.hazards) == len(after.hazards) == 1
