"""Files made for a test, and a ledger in memory that an import can be repeated against."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from riskmap.domain.county import County, load_county
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Hazard
from riskmap.ingest import child
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger.batch import Known, MatchIndex, PreparedBatch

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
Rows = Sequence[Sequence[Any]]


@pytest.fixture(scope="session")
def county() -> County:
    return load_county(ROOT / "data" / "county.toml")


@dataclass
class Shelf:
    """Stored hazards and enterprises, without a database."""

    hazards: dict[str, Hazard] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)
    enterprises: dict[str, Enterprise] = field(default_factory=dict)

    def commit(self, batch: PreparedBatch) -> None:
        for hazard, fingerprint in zip(batch.creates, batch.fingerprints, strict=True):
            number = len(self.hazards) + 1
            stored = replace(hazard, id=f"h{number}", hazard_no=f"FX-2026-{number:06d}", version=1)
            self.hazards[stored.id], self.prints[stored.id] = stored, fingerprint
        for hazard_id, seen, changes, fingerprint in batch.revises:  # type: ignore[misc]
            assert self.hazards[hazard_id].version == seen
            self.prints[hazard_id] = fingerprint or self.prints[hazard_id]
            self.hazards[hazard_id] = replace(self.hazards[hazard_id], version=seen + 1, **changes)
        self.enterprises.update((one.id, one) for one in batch.enterprises)

    def index(self) -> MatchIndex:
        known = {
            h.id: Known(
                h.id,
                h.hazard_no,
                h.sender,
                h.ledger_no,
                self.prints[h.id],
                h.version,
                h.status.value,
                h.touched,
                h.enterprise_name,
                h.place,
                h.description,
                h.found,
            )
            for h in self.hazards.values()
        }
        prints: dict[str, tuple[str, ...]] = {}
        for hazard_id, fingerprint in self.prints.items():
            prints[fingerprint] = (*prints.get(fingerprint, ()), hazard_id)
        return MatchIndex(
            known=known,
            by_hazard_no={h.hazard_no: h.id for h in self.hazards.values()},
            by_ledger_no={(h.sender, h.ledger_no): h.id for h in self.hazards.values() if h.ledger_no},
            by_fingerprint=prints,
            enterprises=list(self.enterprises.values()),
            load=lambda ids: {one: self.hazards[one] for one in ids},
        )


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def run(county: County, shelf: Shelf) -> Callable[..., DryRun]:
    """A dry run against the shelf, read in this process."""

    def go(path: Path | bytes, **options: Any) -> DryRun:
        asked = {"today": TODAY, "reader": child.work, **options}
        return dry_run(path, county=county, match_index=shelf.index(), **asked)

    return go


def write_xlsx(
    path: Path, sheets: dict[str, Rows], merged: dict[str, Iterable[str]] | None = None, hidden_row: int = 0
) -> Path:
    """A workbook of literal rows; `merged` ranges by sheet, in Excel's notation."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for box in (merged or {}).get(name, ()):
            sheet.merge_cells(box)
        if hidden_row:
            sheet.row_dimensions[hidden_row].hidden = True
    book.save(path)
    return path


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook with one sheet (rows) or several (a dict)."""

    def make(rows: Rows | dict[str, Rows], merged: Any = None, **options: Any) -> Path:
        sheets = rows if isinstance(rows, dict) else {"台账": rows}
        boxes = merged if isinstance(merged, dict) or merged is None else {"台账": merged}
        return write_xlsx(tmp_path / "ledger.xlsx", sheets, boxes, **options)

    return make
