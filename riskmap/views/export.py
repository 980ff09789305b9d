"""Hazards as a workbook or as text, in the headers of a county's ledger: what goes out can be read in again."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np
import pandas as pd

from riskmap.domain.columns import NEVER, from_day, to_day
from riskmap.domain.hazard import Statement
from riskmap.metrics import frame as facts
from riskmap.views.names import Label
from riskmap.views.rows import derived
from riskmap.views.words import Words

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDE = {"description": 44, "enterprise": 24, "measure": 34, "place": 18, "remark": 18}
STATED = (  # statements: header and width; no header of a ledger, so that the sheet is never read as one
    ("stated|Of number", 18), ("stated|Of enterprise", 24), ("stated|Said on", 12), ("stated|What was said", 36),
    ("stated|Reason named", 18), ("stated|Day expected", 14), ("stated|To be coordinated", 36), ("stated|Said by", 18),
)  # fmt: skip
SHEET_ROWS = 1_000_000  # a sheet ends at 1,048,576


class Stated(Protocol):
    """A statement of progress with its hazard."""

    @property
    def hazard_id(self) -> str: ...  # noqa: D102
    @property
    def hazard_no(self) -> str: ...  # noqa: D102
    @property
    def enterprise(self) -> str: ...  # noqa: D102
    @property
    def said(self) -> Statement: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Column:
    """One column: message id of its header, the frame's column, and how its values become cells."""

    header: str
    name: str
    kind: str = "text"  # text | code | day | step | number


COLUMNS = (
    Column("export|Hazard number", "hazard_no"),
    Column("export|Ledger number", "ledger_no"),
    Column("export|Enterprise", "enterprise"),
    Column("export|Township", "township", "code"),
    Column("export|Sector", "sector", "code"),
    Column("export|Place", "place"),
    Column("export|Description", "description"),
    Column("export|Grade", "grade", "code"),
    Column("export|Category", "category"),
    Column("export|Source", "source", "code"),
    Column("export|Kind of inspection", "inspection_kind", "code"),
    Column("export|Found on", "found", "day"),
    Column("export|Inspectors", "inspectors"),
    Column("export|Measure", "measure"),
    Column("export|Responsible unit", "responsible_unit"),
    Column("export|Responsible person", "responsible_person"),
    Column("export|Supervising department", "department", "code"),
    Column("export|Supervising person", "regulator_person"),
    Column("export|Level of supervision", "supervision", "code"),
    Column("export|Funds planned (10,000 yuan)", "funds_planned", "number"),
    Column("export|Funds secured (10,000 yuan)", "funds_secured", "number"),
    Column("export|Funds paid (10,000 yuan)", "funds_paid", "number"),
    Column("export|Confirmed on", "confirmed", "step"),
    Column("export|Ordered on", "ordered", "step"),
    Column("export|Due on", "due_original", "day"),
    Column("export|Status", "status", "code"),
    Column("export|Re-inspection asked for on", "declared", "step"),
    Column("export|Rectified on", "rectified", "step"),
    Column("export|Re-inspection passed on", "passed", "step"),
    Column("export|Closed on", "closed", "step"),
    Column("export|Voided on", "voided", "step"),
    Column("export|Level of listing", "listed", "code"),
    Column("export|Control status", "control", "code"),
    Column("export|Basis of judgement", "basis"),
    Column("export|Longitude", "lon", "number"),
    Column("export|Latitude", "lat", "number"),
    Column("export|Remark", "remark"),
    Column("export|Due on with extensions", "due", "day"),
    Column("export|Progress", "progress", "code"),
    Column("export|Days left", "days_left", "number"),
)


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quotation mark before = + - @ (DOMAIN.md §6.3)."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def hazards_csv(frame: pd.DataFrame, day: int, label: Label, t: Words) -> bytes:
    """The rows of a frame of `day` as UTF-8 text with a byte order mark, which Excel needs to read Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([t(column.header) for column in COLUMNS])
    written = [_plain(values) for values in _columns(frame, day, label)]
    writer.writerows(zip(*written, strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def hazards_xlsx(
    frame: pd.DataFrame, day: int, label: Label, t: Words, *, title: str, statements: Iterable[Stated] = ()
) -> bytes:
    """The same as a workbook: a title line (who, when, for internal use), a frozen header, real dates, a filter.

    `statements` of progress up to the day stand on a sheet of their own, for the hazards of the frame.
    """
    import xlsxwriter

    out = io.BytesIO()
    # Row by row: a long sheet never stands in memory as a whole.
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    forms = {
        "head": book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    }
    columns = _columns(frame, day, label)
    for number, start in enumerate(range(0, max(len(frame), 1), SHEET_ROWS), 1):
        sheet = book.add_worksheet(f"{t('export|Hazards')}{'' if number == 1 else number}")
        sheet.write_string(0, 0, neutral(title))
        _fill(sheet, [values[start : start + SHEET_ROWS] for values in columns], forms, t)
    _stated(book, frame, day, label, t, forms, statements)
    book.close()
    return out.getvalue()


def _stated(
    book: Any, frame: pd.DataFrame, day: int, label: Label, t: Words, forms: dict[str, Any], told: Iterable[Stated]
) -> None:
    """The sheet of statements; none where nothing was stated."""
    shown = set(frame["id"].tolist())
    lines = [one for one in told if one.hazard_id in shown and to_day(one.said.on) <= day]
    if not lines:
        return
    sheet = book.add_worksheet(t("Progress and reasons for lateness"))
    for at, (head, width) in enumerate(STATED):
        sheet.write_string(0, at, t(head), forms["head"])
        sheet.set_column(at, at, width)
    for row, one in enumerate(lines, 1):
        said = one.said
        reason = label("late_reason", said.late_reason) if said.late_reason else ""
        texts = {0: one.hazard_no, 1: one.enterprise, 3: said.progress, 4: reason, 6: said.coordination, 7: said.by}
        for at, text in texts.items():
            sheet.write_string(row, at, neutral(text))
        for at, moment in {2: said.on, 5: said.expected}.items():
            if moment is not None:
                sheet.write_datetime(row, at, moment, forms["day"])
    sheet.freeze_panes(1, 1)


def _fill(sheet: Any, columns: Sequence[Sequence[Any]], forms: dict[str, Any], t: Words) -> None:
    for at, column in enumerate(COLUMNS):
        sheet.write_string(1, at, t(column.header), forms["head"])
        sheet.set_column(at, at, WIDE.get(column.name, 12))
    for number, values in enumerate(zip(*columns, strict=True), 2):
        for at, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(number, at, neutral(value))
            elif isinstance(value, date):
                sheet.write_datetime(number, at, value, forms["day"])
            else:
                sheet.write_number(number, at, value)
    sheet.freeze_panes(2, 3)
    sheet.autofilter(1, 0, max(len(columns[0]) + 1, 2), len(COLUMNS) - 1)


def _plain(values: Sequence[Any]) -> list[str]:
    """Cells of a text file."""
    return [neutral(one) if isinstance(one, str) else "" if one is None else str(one) for one in values]


def _columns(frame: pd.DataFrame, day: int, label: Label) -> list[list[Any]]:
    """The values of every column: text, dates, numbers or None."""
    held = derived(frame, day)
    left = np.asarray(facts.days_left(frame, day)).tolist()
    special: dict[str, list[Any]] = {"days_left": [None if one == NEVER else int(one) for one in left]}
    return [
        special[column.name] if column.name in special else _values(frame, column, day, label, held)
        for column in COLUMNS
    ]


def _values(frame: pd.DataFrame, column: Column, day: int, label: Label, held: dict[str, list[str]]) -> list[Any]:
    if column.kind == "code":
        stored = column.name not in held
        codes = [str(one) for one in frame[column.name].tolist()] if stored else held[column.name]
        return _named(codes, "listed_level" if column.name == "listed" else column.name, label)
    if column.kind in {"day", "step"}:
        values = frame[column.name].to_numpy(np.int64)
        return _dates(np.where(values > day, NEVER, values) if column.kind == "step" else values)
    if column.kind == "number":
        return [None if one != one else one for one in frame[column.name].to_numpy(np.float64).tolist()]  # noqa: PLR0124
    return [str(one) for one in frame[column.name].to_numpy(dtype=object).tolist()]


def _named(codes: Sequence[str], dimension: str, label: Callable[[str, str], str]) -> list[str]:
    names = {code: label(dimension, code) if code not in {"", "unknown"} else "" for code in set(codes)}
    return [names[code] for code in codes]


def _dates(values: "np.ndarray[Any, np.dtype[np.int64]]") -> list[date | None]:
    table = {one: None if one == NEVER else from_day(one) for one in np.unique(values).tolist()}
    return [table[one] for one in values.tolist()]
