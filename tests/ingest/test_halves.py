"""A long table is read by two processes; what comes of it is what one makes of it."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from riskmap.domain.county import County
from riskmap.ingest import child, findings, halves, spool
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger.batch import MatchIndex

HEAD = [
    "隐患编号", "企业名称", "统一社会信用代码", "所属乡镇", "行业领域", "隐患地点", "隐患描述", "隐患等级", "隐患来源",
    "检查类型", "检查时间", "检查人", "检查单位", "整改期限", "整改完成时间", "整改情况", "自编列",
]  # fmt: skip
NOTHING = MatchIndex({}, {}, {}, {}, (), lambda _: {})
DAY = date(2026, 1, 5)


def line(number: int) -> list[Any]:
    """Rows of every fate: rejected, silent, repeated, of a visit told of before, with words that nobody knows."""
    found = "" if number % 11 == 3 else DAY + timedelta(days=number % 7)
    told = "未发现隐患" if number % 5 == 4 else f"第{number % 40}处护罩缺失"
    return [
        f"A{number % 55}", f"示例{number % 6}厂", "91140000X" if number % 9 == 1 else "",
        "何处镇" if number % 4 else "永安镇", "机械", f"{number % 3}号线", told, "重大" if number % 8 else "甲", "",
        "日常检查" if number % 13 == 7 else "", found,
        "王某" if number % 10 == 9 else "李某、张某" if number % 2 else "张某 李某", "应急局",
        "不知何时" if number % 6 == 5 else DAY, DAY + timedelta(days=9) if number % 3 else "",
        "已整改" if number % 3 else "怪", f"另记{number}",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sheets, the second repeating rows of the first."""
    book = openpyxl.Workbook()
    for name, rows in (("一", range(1, 61)), ("二", range(31, 91))):
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        for number in rows:
            sheet.append(line(number))
    del book["Sheet"]
    path = tmp_path_factory.mktemp("halves") / "台账.xlsx"
    book.save(path)
    return path


def told(dry: DryRun) -> tuple[Any, ...]:
    """Everything a dry run says; ids of enterprises are new each time, so they go by name."""
    names = {firm.id: firm.name for firm in dry.batch.enterprises}
    creates = [
        {**facts, "enterprise_id": names[facts["enterprise_id"]], "inspection_id": None}
        for facts in dry.batch.creates.facts()  # type: ignore[attr-defined]
    ]
    visits = [(names[v.enterprise_id], v.on, v.inspectors, v.kind, v.result, v.remark, v.township, v.department)
              for v in dry.batch.inspections]  # fmt: skip
    at = {visit.id: place for place, visit in enumerate(dry.batch.inspections)}
    of = [at[facts["inspection_id"]] for facts in dry.batch.creates.facts()]  # type: ignore[attr-defined]
    firms = [(f.name, f.uscc, f.township, f.sector, f.department) for f in dry.batch.enterprises]
    return dry.report, dry.counts, list(dry.batch.fingerprints), creates, of, visits, firms


@pytest.mark.skipif(sys.platform != "linux", reason="only there two processes read")
def test_two_processes_tell_what_one_tells(county: County, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "PER_CODE", 12)  # some codes are cut off in the first half, some in the second
    monkeypatch.setattr(halves, "MANY", 4)
    monkeypatch.setattr(spool, "CHUNK", 7)
    forked: list[int] = []
    real = halves._forked
    monkeypatch.setattr(halves, "_forked", lambda work: forked.append(1) or real(work))  # type: ignore[func-returns-value]

    def run(processes: int) -> tuple[Any, ...]:
        def reader(request: child.Request) -> child.Summary:
            return child.work(request, processes)

        return told(dry_run(ledger, county=county, match_index=NOTHING, today=date(2026, 11, 22), reader=reader))

    alone = run(1)
    assert not forked
    together = run(2)
    assert len(forked) == 2
    assert together == alone
    report, counts, *_, visits, _ = alone
    assert report["rejected"]
    assert max(counts.values()) > 12
    assert any(visit[4] == "未发现隐患" for visit in visits)


def test_a_second_process_that_fails_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    if halves.processes() < 2:
        pytest.skip("only one process reads here")

    def fail() -> None:
        raise SystemExit(3)

    with pytest.raises(EOFError):
        halves._forked(fail)()
