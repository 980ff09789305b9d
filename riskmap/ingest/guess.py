"""What a column means by its values alone, where its header says nothing (issue of recognition: dates, codes, words).

A guess is a field and a confidence from 0 to 1. What a wrong guess would spoil (a date taken for another one) is
weighed against the neighbours of the column and against their values.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from riskmap.domain.uscc import is_valid
from riskmap.ingest.clean import dates, points, words
from riskmap.ingest.clean.text import flat, is_blank, text_of
from riskmap.ingest.clean.words import code_of
from riskmap.ingest.recognise import Column, Table
from riskmap.ingest.sheet import Cell, RawSheet

LOOKED = 500  # rows that are looked at
COURSE = ("found", "due", "rectified", "passed", "closed")  # the days of a hazard, in the order of its course
MOST, NEARLY = 0.8, 0.9
OTHER_DAY = re.compile(r"开始|启动|接收|下达|通知|申请|移送|录入|有效|到期|出生|发证|成立|培训|演练|发文|打印")
DAY_HEADER = re.compile(r"日期|时间|期限|时限|日")
TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{1,8}(?:镇|乡|街道)(?:办事处)?")
FIRM = re.compile(r".{2,}(?:公司|厂|矿|煤业|集团|加油站|加气站|合作社|超市|商店|学校|幼儿园|医院|酒店|宾馆|饭店)")
GRADE = re.compile(r"一般|重大|较大")
LONG_TEXT = 12


@dataclass(frozen=True, slots=True)
class Guess:
    """A field with its confidence."""

    field: str
    confidence: float


def values_of(sheet: RawSheet, first: int, index: int) -> list[Cell]:
    """The cells of a column below the header, blank ones as None, of the first LOOKED rows."""
    rows = sheet.rows[first : first + LOOKED]
    cells = (row[index] if index < len(row) else None for row in rows)
    return [None if is_blank(cell) else cell for cell in cells]


def guesses(sheet: RawSheet, table: Table, columns: Sequence[Column]) -> Mapping[int, Guess]:
    """A guess for each of these columns (by index) that has one; each field is given once, to the surest."""
    taken = {column.field for column in table.columns} | table.above.keys()
    fields = table.schema.fields.keys()
    found: list[tuple[float, int, Guess]] = []
    for column in columns:
        cells = values_of(sheet, table.first, column.index)
        told = [cell for cell in cells if cell is not None]
        if len(told) < 2:
            continue
        guess = _of_words(told) or (_day(sheet, table, column, cells) if "found" in fields else None)
        if guess is not None and guess.field in fields and guess.field not in taken:
            found.append((guess.confidence, column.index, guess))
    kept: dict[str, tuple[int, Guess]] = {}
    for _, index, guess in sorted(found, key=lambda one: (-one[0], one[1])):
        kept.setdefault(guess.field, (index, guess))
    return dict(_paired(kept, taken).values())


def _paired(kept: dict[str, tuple[int, Guess]], taken: set[str]) -> dict[str, tuple[int, Guess]]:
    """Half a point is none: a longitude without a latitude beside it is not certain."""
    for name, other in (("lon", "lat"), ("lat", "lon")):
        if name in kept and other not in kept and other not in taken:
            kept[name] = (kept[name][0], Guess(name, 0.5))
    return kept


def _share(cells: Sequence[Cell], test: Callable[[str], object]) -> float:
    return sum(bool(test(flat(text_of(cell)))) for cell in cells) / len(cells)


def _of_words(cells: Sequence[Cell]) -> Guess | None:
    """The fields that are told by the look of single values, the surest look first."""
    for name, least, weight, test in LOOKS:
        share = _share(cells, test)
        if share >= least:
            return Guess(name, round(weight * share, 2))
    texts = [text_of(cell) for cell in cells]
    if sum(map(len, texts)) >= LONG_TEXT * len(texts) and len(set(texts)) * 2 > len(texts):
        return Guess("description", 0.6) if not _share(cells, _is_day) >= MOST else None
    return None


def _degree(text: str, least: float, most: float) -> bool:
    """A coordinate has decimals or marks of degrees: a bare 36 may count anything."""
    value = points.degrees(text)
    return value is not None and least <= value <= most and bool(re.search(r"\.\d{3,}|[°度]", text))


def _state(text: str) -> bool:
    code = code_of(text, "status")
    return code is not None and code not in {"yes", "no"}


LOOKS: tuple[tuple[str, float, float, Callable[[str], object]], ...] = (
    ("uscc", MOST, 0.99, lambda text: is_valid(text.upper())),
    ("point", MOST, 0.95, points.pair),
    ("lon", MOST, 0.95, lambda text: _degree(text, 73, 136)),
    ("lat", MOST, 0.95, lambda text: _degree(text, 18, 54)),
    ("grade", NEARLY, 0.9, lambda text: len(text) < 12 and GRADE.search(text) and words.grade(text)[1] == ""),
    ("status", MOST, 0.9, _state),
    ("township", MOST, 0.9, TOWNSHIP.fullmatch),
    ("enterprise", MOST, 0.85, FIRM.fullmatch),
    ("closed_mark", NEARLY, 0.4, lambda text: words.yesno(text) is not None),
)


def _is_day(text: str) -> bool:
    return dates.parse(text).day is not None


def _day_of(cell: Cell, *, serial: bool) -> date | None:
    """The day of a cell; a bare number only counts as one under a header that speaks of days."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str) or serial:
        return dates.parse(cell).day
    return None


def _day(sheet: RawSheet, table: Table, column: Column, cells: Sequence[Cell]) -> Guess | None:
    """Which day of the course a column of dates holds, by the columns beside it and by the order of the values."""
    serial = DAY_HEADER.search(column.header) is not None
    own = [_day_of(cell, serial=serial) if cell is not None else None for cell in cells]
    if sum(day is not None for day in own) < MOST * sum(cell is not None for cell in cells):
        return None
    known = {c.field: c.index for c in table.columns if c.field in COURSE}
    open_fields = [name for name in COURSE if name not in known and _fits(name, column.index, known)]
    if not open_fields:
        return None
    name = open_fields[0]
    order = _agree(sheet, table, own, name, known)
    sure = name == "found" or len(open_fields) == 1
    confidence = round((0.86 if sure else 0.55) * order, 2)
    return Guess(name, min(confidence, 0.5) if OTHER_DAY.search(column.header) else confidence)


def _fits(name: str, index: int, known: Mapping[str, int]) -> bool:
    """Whether the column stands where this day of the course stands in ledgers: between its earlier and later ones."""
    at = COURSE.index(name)
    return all((other < index) == (COURSE.index(field) < at) for field, other in known.items())


def _agree(
    sheet: RawSheet, table: Table, own: Sequence[date | None], name: str, known: Mapping[str, int]
) -> float:  # fmt: skip
    """The share of rows in which the days stand in order; a due day may come after the rectification or before it."""
    good = seen = 0
    for field, index in known.items():
        if {name, field} == {"due", "rectified"} or ("due" in {name, field} and "found" not in {name, field}):
            continue
        others = values_of(sheet, table.first, index)
        earlier = COURSE.index(field) < COURSE.index(name)
        for day, cell in zip(own, others, strict=True):
            other = _day_of(cell, serial=True) if cell is not None else None
            if day is not None and other is not None:
                seen += 1
                good += other <= day if earlier else day <= other
    return good / seen if seen else 1.0
