"""An empty workbook of ours, filled in from its own notes, is read without a single question."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from riskmap.domain.county import load_county
from riskmap.ingest.run import dry_run
from riskmap.ingest.template import NOTES, template
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger
from riskmap.store import migrate
from riskmap.store.engine import open_engine

ROOT = Path(__file__).resolve().parents[2]
COUNTY = load_county(ROOT / "data" / "county.toml")
OFFICE = Actor("office", "县安委办", "committee")


def examples(notes: Any) -> dict[str, str]:
    """Header → example, as the sheet of notes has them."""
    rows = list(notes.iter_rows(values_only=True))
    first = next(at for at, row in enumerate(rows) if row[4] == "示例 / Example")
    return {row[0]: row[4] for row in rows[first + 1 :] if row[0]}


def filled(kind: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template(kind, COUNTY)))
    sheet, told = book.worksheets[0], examples(book[NOTES])
    for cell in sheet[1]:
        value = told.get(cell.value) or ""
        dated = len(value) == 10 and value[4] == value[7] == "-"
        sheet.cell(2, cell.column, date.fromisoformat(value) if dated else value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ledger(folder: Path) -> Ledger:
    engine = open_engine(f"sqlite:///{folder.as_posix()}/l.sqlite3")
    migrate.upgrade(engine)
    return Ledger(engine, COUNTY, COUNTY.gates())


def read(book: Ledger, content: bytes, name: str) -> Any:
    match = queries.match_index(book.engine, COUNTY)
    return dry_run(content, name=name, county=COUNTY, match_index=match, today=date(2026, 11, 20))


def test_filled_templates_are_read_without_a_finding(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    for kind in ("register", "ledger"):
        dry = read(book, filled(kind), f"{kind}.xlsx")
        assert (dry.refusal, dry.report["issues"]) == ("", [])
        assert (dry.report["rows"], dry.report["accepted"], dry.batch.kind) == (1, 1, kind)
        assert "" not in dry.report["sheets"][0]["columns"].values()
        book.import_batch(dry.batch, OFFICE)
    index = queries.match_index(book.engine, COUNTY)
    (firm,) = index.enterprises
    assert (firm.standard_grade, firm.standard_to, firm.licence_to) == ("三级", date(2028, 6, 30), date(2027, 12, 31))
    assert (firm.supervision, firm.state, firm.risk) == ("county", "producing", "general")
    assert firm.licence
    assert firm.township
    assert firm.sector != "other"
    (hazard,) = index.load(index.known).values()
    assert (hazard.status, hazard.enterprise_id, hazard.closed) == ("closed", firm.id, date(2026, 3, 13))
    assert hazard.township
    assert hazard.department


@pytest.mark.parametrize("kind", ["ledger", "register"])
def test_an_empty_template_brings_no_row(tmp_path: Path, kind: str) -> None:
    dry = read(ledger(tmp_path), template(kind, COUNTY), "t.xlsx")
    assert (dry.refusal, dry.report["rows"], dry.report["created"], dry.report["issues"]) == ("", 0, 0, [])


def test_every_list_is_one_that_the_reader_understands() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("ledger", COUNTY)))
    rules = [rule for rule in book.worksheets[0].data_validations.dataValidation if rule.type == "list"]
    assert len(rules) == 7
    sectors = [row[0] for row in book[NOTES].iter_rows(min_row=2, min_col=9, max_col=9, values_only=True) if row[0]]
    assert len(sectors) == len(COUNTY.sectors.codes)
