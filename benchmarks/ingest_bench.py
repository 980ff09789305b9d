"""A workbook of 10^5 rows × 30 columns: dry run and commit beside readers that only read it."""

import gc
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import xlsxwriter

from riskmap.domain.county import load_county
from riskmap.ingest.run import dry_run
from riskmap.ledger.batch import MatchIndex

ROOT = Path(__file__).resolve().parents[1]
HEAD = [
    "序号", "隐患编号", "企业名称", "统一社会信用代码", "所属乡镇", "行业领域", "隐患地点", "隐患描述", "隐患等级",
    "隐患类别", "隐患来源", "检查类型", "检查时间", "检查人", "检查单位", "整改责任单位", "整改责任人", "监管责任部门",
    "监管责任人", "整改措施", "整改资金(万元)", "整改期限", "责令整改时间", "整改完成时间", "整改情况", "复查人",
    "复查时间", "复查结论", "销号日期", "备注",
]  # fmt: skip
TOWNS = ["永安镇", "对竹镇", "勍香镇", "和平镇", "僧念镇", "佃坪乡", "团柏乡", "邢家要乡"]
READ = "import sys, pandas; pandas.read_excel(sys.argv[1], engine=sys.argv[2])"
MEGABYTE = 1_000_000


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Seconds of the dry run and of readers of the same file, and growth of this process in MB."""
    rows = 5_000 if quick else 100_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.xlsx"
        write(file, rows)
        calamine = _reader(file, "calamine")
        openpyxl = _reader(file, "openpyxl")
        began = memory()
        start = time.perf_counter()
        dry = dry_run(
            file,
            county=load_county(ROOT / "data" / "county.toml"),
            match_index=MatchIndex({}, {}, {}, {}, (), lambda _: {}),
            today=date(2026, 11, 22),
        )
        took = time.perf_counter() - start
        grown = memory() - began
    accepted = int(dry.report["accepted"])
    assert accepted == rows, dry.report["issues"][:3]
    peers = {"pandas.read_excel calamine": calamine, "pandas.read_excel openpyxl": openpyxl}
    name = f"dry run, {rows:,} rows × {len(HEAD)} columns xlsx"
    return [
        {
            "work": name,
            "unit": "s",
            "ours": took,
            "peers": peers,
            "target": "≤ 2 × the calamine read",
            "met": took <= 2 * calamine,
        },
        {
            "work": f"{name}: growth of the server process",
            "unit": "MB",
            "ours": grown,
            "peers": {},
            "target": "≤ 150 MB",
            "met": grown <= 150,
        },
    ]


def memory() -> float:
    """Resident memory of this process in MB."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / MEGABYTE


def _reader(file: Path, engine: str) -> float:
    """Seconds a reader takes in a process of its own, without the time to start Python and pandas."""
    idle = _timed([sys.executable, "-c", "import pandas, python_calamine, openpyxl"])
    return _timed([sys.executable, "-c", READ, str(file), engine]) - idle


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def write(file: Path, rows: int) -> None:
    """A ledger as a county office keeps it: real dates, repeated words, texts of their own in every row."""
    chance = random.Random(5)
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEAD)
    for number in range(1, rows + 1):
        for column, value in enumerate(line(number, chance)):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value, day)
            elif value != "":
                sheet.write(number, column, value)
    book.close()


def line(number: int, chance: random.Random) -> list[Any]:
    """One row: four of five are done, two of three of those are crossed off."""
    found = datetime(2024, 1, 1) + timedelta(days=chance.randrange(600))  # noqa: DTZ001 - a cell of a workbook
    due = found + timedelta(days=chance.randrange(3, 40))
    done = found + timedelta(days=chance.randrange(1, 40)) if number % 5 else ""
    closed = done if number % 3 else ""
    firm = f"示例企业{chance.randrange(260)}有限公司"
    return [
        number, f"YH{number:06d}", firm, "", chance.choice(TOWNS), chance.choice(["煤矿", "危化", "建筑施工"]),
        f"{number % 97}号工作面", f"第{number}处 皮带机头护罩缺失，照明不足{number % 1000}",
        "一般" if number % 30 else "重大", chance.choice(["现场管理类", "基础管理类"]), "部门检查", "日常检查", found,
        "张某、李某", "县应急局", firm, f"王某{number % 50}", "应急管理局", "赵某", f"加装护罩并检查{number % 500}",
        round(chance.random() * 10, 2), due, found, done, "已整改" if done else "整改中", "钱某" if done else "", done,
        "合格" if done else "", closed, "",
    ]  # fmt: skip
