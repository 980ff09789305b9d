"""A workbook of 10^5 rows × 30 columns: dry run and commit beside readers that only read it."""

import gc
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import xlsxwriter

from riskmap.domain.county import load_county
from riskmap.domain.gates import load_gates
from riskmap.ingest.run import dry_run
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger
from riskmap.store.engine import open_engine
from riskmap.store.migrate import upgrade

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
    """Seconds of the dry run and of readers of the same file, seconds of the commit, growth of this process in MB."""
    rows = 5_000 if quick else 100_000
    county = load_county(ROOT / "data" / "county.toml")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.xlsx"
        write(file, rows)
        calamine = _reader(file, "calamine")
        openpyxl = _reader(file, "openpyxl")
        engine = open_engine(f"sqlite:///{Path(folder) / 'ledger.sqlite3'}")
        upgrade(engine)
        index = queries.match_index(engine, county)
        with Growth() as growth:
            start = time.perf_counter()
            dry = dry_run(file, county=county, match_index=index, today=date(2026, 11, 22))
            read = time.perf_counter() - start
            start = time.perf_counter()
            done = Ledger(engine, county, load_gates()).import_batch(dry.batch, Actor("bench", "bench", "system"))
            committed = time.perf_counter() - start
        engine.dispose()
    assert dry.report["accepted"] == done.created == rows, dry.report["issues"][:3]
    peers = {"pandas.read_excel calamine": calamine, "pandas.read_excel openpyxl": openpyxl}
    size = f"{rows:,} rows × {len(HEAD)} columns xlsx"
    note = f"with {done.inspections:,} visits, SQLite, one transaction"
    return [
        _row(f"dry run, {size}", "s", read, peers, "≤ 2 × the calamine read", met=read <= 2 * calamine),
        {**_row(f"commit, {size}", "s", committed, peers, "≤ 10 s", met=committed <= 10), "note": note},
        _row(f"server grows, dry run and commit of {size}", "MB", growth.most, {}, "≤ 150 MB", met=growth.most <= 150),
    ]


def _row(work: str, unit: str, ours: float, peers: dict[str, float], target: str, *, met: bool) -> dict[str, Any]:
    return {"work": work, "unit": unit, "ours": ours, "peers": peers, "target": target, "met": met}


class Growth:
    """The most that this process grew within a block, looked at ten times a second; MB in `most`."""

    def __enter__(self) -> "Growth":
        self._before = self._high = memory()
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self._high = max(self._high, _resident())

    def __exit__(self, *told: object) -> None:
        self._over.set()
        self._watch.join()
        self.most = max(self._high, _resident()) - self._before


def memory() -> float:
    """Resident memory of this process in MB."""
    gc.collect()
    return _resident()


def _resident() -> float:
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
