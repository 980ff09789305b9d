"""Small ledgers to feed the command line, and what a command answered."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from riskmap.cli import main
from support import databases

HEADERS = (
    "序号",
    "隐患编号",
    "企业名称",
    "所属乡镇",
    "行业领域",
    "隐患地点",
    "隐患描述",
    "隐患等级",
    "检查时间",
    "整改期限",
    "整改情况",
    "整改完成时间",
    "复查时间",
    "复查结论",
    "是否销号",
    "销号日期",
)


def row(number: int, **changes: object) -> dict[str, object]:
    """One row of a ledger: found 1 October 2026 and closed in time unless `changes` says otherwise."""
    facts: dict[str, object] = {
        "序号": number,
        "隐患编号": f"T{number:03d}",
        "企业名称": "示例甲厂",
        "所属乡镇": "永安镇",
        "行业领域": "建材",
        "隐患地点": "车间",
        "隐患描述": f"第{number}处防护罩缺失",
        "隐患等级": "一般",
        "检查时间": date(2026, 10, 1),
        "整改期限": date(2026, 10, 15),
        "整改情况": "已销号",
        "整改完成时间": date(2026, 10, 10),
        "复查时间": date(2026, 10, 12),
        "复查结论": "合格",
        "是否销号": "是",
        "销号日期": date(2026, 10, 13),
    }
    return facts | changes


def open_row(number: int, **changes: object) -> dict[str, object]:
    """One row that is still open."""
    nothing = dict.fromkeys(("整改完成时间", "复查时间", "复查结论", "销号日期"))
    return row(number, **{"整改情况": "未整改", "是否销号": "否", **nothing, **changes})


def workbook(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    """A one-sheet ledger."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append(HEADERS)
    for facts in rows:
        cells = [facts.get(header) for header in HEADERS]
        sheet.append([datetime(c.year, c.month, c.day) if isinstance(c, date) else c for c in cells])  # noqa: DTZ001
    for cell in (cell for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)):
        cell.data_type = "s"  # words that look like a formula are words
    book.save(path)
    return path


@dataclass
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def riskmap(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run one command on a fresh data folder; today is a fixed Wednesday unless `RISKMAP_TODAY` is set otherwise."""
    (tmp_path / "var").mkdir()
    databases.copy_sqlite(sqlite_template, tmp_path / "var")
    monkeypatch.setenv("RISKMAP_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("RISKMAP_TODAY", "2026-11-18")
    for name in ("DATABASE_URL", "COUNTY", "LANG", "DEMO"):
        monkeypatch.delenv(f"RISKMAP_{name}", raising=False)

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as end:  # argparse
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


_KEPT: dict[str, Path] = {}  # what was taken in → the data folder that holds it


@pytest.fixture
def holding(riskmap: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """holding(rows, …) is the command line on a ledger that took these workbooks in; each ledger is made once."""

    def made(*books: Sequence[dict[str, object]]) -> Run:
        key = repr(books)
        if key in _KEPT:
            shutil.copytree(_KEPT[key], tmp_path / "var", dirs_exist_ok=True)
            return riskmap
        for name, rows in zip("abc", books, strict=False):
            answer = riskmap("import", workbook(tmp_path / f"{name}.xlsx", rows))
            assert answer.code == 0, answer.err
        _KEPT[key] = tmp_path_factory.mktemp("holding") / "var"
        shutil.copytree(tmp_path / "var", _KEPT[key])
        return riskmap

    return made
