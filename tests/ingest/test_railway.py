"""The real railway ledger and a synthetic look-alike of it: the figures of its README."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import Grade, Status
from riskmap.domain.hazard import Hazard
from riskmap.ingest.run import DryRun

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "railway_ledger.xlsx"
DONE = {Status.VERIFIED, Status.CLOSED}
Run = Callable[..., DryRun]
TOP = [
    "序号",
    "检查时间",
    "检查单位",
    "检查人",
    "检查项目",
    "检查工点",
    "隐患问题描述",
    "隐患类型",
    "隐患等级",
    "整改要求（措施）",
    "整改期限",
    "整改责任单位",
    None,
    None,
    None,
    "整改责任人",
    "整改完成日期",
    "销号情况",
]
PARTIES = [*[None] * 11, "建设", "设计", "施工", "监理", None, None, None]


def late(hazards: list[Hazard]) -> list[date]:
    dated = [h for h in hazards if h.rectified and h.due and not h.undated]
    return [h.rectified for h in dated if h.rectified and h.due and h.rectified > h.due]


@pytest.fixture(scope="module")
def _real() -> Path:
    if not REAL.is_file():
        pytest.skip("shared/cases/railway_ledger.xlsx is not on this machine")
    return REAL


def test_the_real_summary_sheet_gives_its_figures(run: Run, _real: Path) -> None:
    dry = run(_real, sheet="建设系统 (总表)")
    hazards = list(dry.batch.creates)
    states = Counter(h.status for h in hazards)
    assert (dry.report["rows"], dry.report["accepted"], dry.report["rejected"]) == (105, 105, 0)
    assert (states[Status.VERIFIED], states[Status.CLOSED], states[Status.RECTIFYING], states[Status.OPEN]) == (
        96,
        5,
        3,
        1,
    )
    undated = [h for h in hazards if h.undated]
    assert [(h.found, h.due) for h in undated] == [(date(2025, 3, 13), date(2025, 3, 14))]
    assert late(hazards) == [date(2025, 3, 17)] * 2
    dated = [h for h in hazards if h.rectified and not h.undated]
    assert len(dated) == 100
    assert sum(h.rectified <= h.due for h in dated if h.rectified and h.due) == 98
    assert [h.due for h in hazards if h.status is Status.RECTIFYING] == [date(2025, 4, d) for d in (22, 24, 24)]
    assert {h.grade for h in hazards} == {Grade.GENERAL}
    assert {h.township for h in hazards} == {""}


def test_the_real_second_sheet_gives_its_figures(run: Run, _real: Path) -> None:
    dry = run(_real, sheet="建设系统（2025）")
    hazards = list(dry.batch.creates)
    assert (dry.report["rows"], dry.report["rejected"]) == (30, 0)
    assert sum(h.status in DONE for h in hazards) == 28
    assert [h.found for h in hazards if h.status is Status.OPEN] == [date(2025, 6, 19), date(2025, 8, 4)]
    assert len(late(hazards)) == 2


def test_the_real_file_as_a_whole_is_read_once_and_unchanged_the_second_time(run: Run, shelf: Any, _real: Path) -> None:
    dry = run(_real)
    codes = Counter(issue["code"] for issue in dry.report["issues"])
    assert (dry.report["rows"], dry.report["created"]) == (135, 135)
    assert codes["duplicate_in_file"] >= 2
    assert codes["major_clause_under_general"] >= 1
    assert codes["several_in_cell"] >= 1
    shelf.commit(dry.batch)
    again = run(_real).report
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 135)


def _line(number: int, **cells: Any) -> list[Any]:
    found = date(2025, 1, 1) + timedelta(days=number)
    base = [
        number,
        found,
        "甲建指",
        "人员001、人员002",
        "1标段",
        f"{number}号墩",
        f"{number}号墩临边防护缺失",
        "临边\n防护",
        [3, "3级", "一般3级"][number % 3],
        "加装防护",
        found + timedelta(days=7),
        "甲建指",
        None,
        "乙局",
        "丙监理",
        "人员003",
        found + timedelta(days=6),
        "已整改",
    ]
    named = dict(zip([c or f"_{i}" for i, c in enumerate(TOP)], base, strict=True))
    return list({**named, **cells}.values())


@pytest.fixture
def lookalike(xlsx: Callable[..., Path]) -> Path:
    """Two sheets like the real ones: header over four rows, header over two; notes below; the same kinds of mess."""
    blank: list[Any] = [None] * len(TOP)
    note = ["填写要求：1.此表填写的为一般安全隐患问题，重大安全隐患问题按重大安全隐患库格式要求填写。", *blank[1:]]
    first = [
        ["建设系统安全隐患问题库", *blank[1:]],
        TOP,
        blank,
        PARTIES,
        blank,
        *(_line(n) for n in range(1, 6)),
        _line(6, 销号情况="已整改销号"),
        _line(7, 销号情况="现场处置", 整改完成日期=None),
        _line(8, 整改完成日期=None),
        _line(9, 整改完成日期=date(2025, 2, 1)),
        _line(10, 整改完成日期=None, 销号情况="整改中"),
        _line(11, 整改完成日期=None, 销号情况=None),
        blank,
        note,
    ]
    second = [
        TOP,
        PARTIES,
        _line(12, 检查时间="2025.7.17", 整改期限="2025.7.27", 整改完成日期="2025.7.27", 销号情况="已销号"),
        _line(13, 整改完成日期="已整改", 销号情况="已销号"),
        _line(1),
        note,
    ]
    tall = [f"{c}2:{c}5" for c in "ABCDEFGHIJKPQR"] + [f"{c}4:{c}5" for c in "LMNO"] + ["L2:O3", "A1:R1", "A18:R20"]
    flat = [f"{c}1:{c}2" for c in "ABCDEFGHIJKPQR"] + ["L1:O1", "A6:R8"]
    return xlsx({"总表": first, "2025": second}, merged={"总表": tall, "2025": flat})


def test_the_look_alike_gives_the_same_kinds_of_figures(run: Run, lookalike: Path) -> None:
    dry = run(lookalike)
    hazards = list(dry.batch.creates)
    assert [(s["rows"], s["rejected"]) for s in dry.report["sheets"]] == [(11, 0), (3, 0)]
    states = Counter(h.status for h in hazards)
    assert states == {Status.VERIFIED: 9, Status.CLOSED: 3, Status.RECTIFYING: 1, Status.OPEN: 1}
    assert [h.place for h in hazards if h.undated] == ["8号墩", "13号墩"]
    assert late(hazards) == [date(2025, 2, 1)]
    assert hazards[0].responsible_unit == "建设:甲建指；施工:乙局；监理:丙监理"
    assert {h.grade for h in hazards} == {Grade.GENERAL}
    assert hazards[11].found == date(2025, 7, 17)
    assert {"duplicate_in_file", "status_in_date", "note_row", "undated", "no_township_column"} <= set(dry.counts)
