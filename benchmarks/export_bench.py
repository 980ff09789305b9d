"""The ledger as a workbook: seconds of processor from stored hazards to the file, beside its cells written one by one.

The peer is xlsxwriter itself, which writes the same rows cell after cell; what comes before is the same for both.
"""

import io
import time
from pathlib import Path
from typing import Any

import xlsxwriter

from benchmarks.bench_ledger import LAST, database
from riskmap.domain.columns import to_day
from riskmap.domain.county import load_county
from riskmap.i18n import Translator
from riskmap.ledger import queries
from riskmap.metrics.filters import default
from riskmap.metrics.index import Index
from riskmap.reports import exports
from riskmap.store.engine import open_engine
from riskmap.views import export
from riskmap.views.cover import Cover
from riskmap.views.names import labels

ROOT = Path(__file__).resolve().parents[1]
COUNTY = load_county(ROOT / "data" / "county.toml")
SIZE, QUICK, MOST = 100_000, 10_000, 30.0  # hazards, hazards of a quick run, seconds that are borne
Row = dict[str, Any]


def taken(engine: Any, snapshot: Any) -> export.Ledger:
    """All hazards, to be read from the database as they are written."""
    day = to_day(LAST)
    frame = Index(snapshot.hazards, snapshot.spells).at(day)
    stream = queries.hazards(engine, COUNTY, map(str, frame["id"]))
    return export.Ledger(frame, day, labels(COUNTY, "zh_CN", {}), stream, "committee")


def ours(ledger: export.Ledger) -> int:
    """Bytes of the workbook as the page gives it."""
    told = Cover("t", "c", (), len(ledger.frame), exports.overdue(ledger), "p", "w", "committee", "m")
    return len(exports.content("xlsx", ledger, told, default(LAST), Translator("zh_CN"), ()))


def single(ledger: export.Ledger) -> int:
    """Bytes of a workbook of the same cells, written one after another."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(export.table(ledger, Translator("zh_CN")).rows):
        for at, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, at, value)
            elif value is not None:
                sheet.write(number, at, value)
    book.close()
    return out.tell()


def run(*, quick: bool = False) -> list[Row]:
    """One row: the workbook of a county's ledger of many years."""
    size = QUICK if quick else SIZE
    engine = open_engine(database(size, ROOT / "var" / "bench"))
    snapshot = queries.snapshot(engine, COUNTY)
    took: list[float] = []
    for work in (ours, single):
        began = time.process_time()
        work(taken(engine, snapshot))
        took.append(time.process_time() - began)
    most = MOST * size / SIZE
    return [
        {"work": f"export xlsx, {size} hazards", "unit": "s CPU", "ours": took[0], "peers": {"xlsxwriter": took[1]},
         "target": f"<= {most:g} s", "met": took[0] <= most}
    ]  # fmt: skip
