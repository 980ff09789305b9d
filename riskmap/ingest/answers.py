"""Returned sheets → what each row says of its hazard: rows known by id or number, columns by their headers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from riskmap.domain.filling import FillingRound
from riskmap.domain.filling_sheet import COLUMNS, MARK, OPEN, PREFILLED, Column, RowId, Stand, decode
from riskmap.domain.hazard import Hazard
from riskmap.ingest.clean import dates, money
from riskmap.ingest.clean.settling import settle
from riskmap.ingest.clean.text import header_forms, is_blank, text_of, word
from riskmap.ingest.clean.words import code_of
from riskmap.ingest.reading.placing import numbered
from riskmap.ingest.returns import Read
from riskmap.ingest.sheet import Cell, RawSheet
from riskmap.ingest.shots import Shot, Shots

BY_NAME: Final = {column.name: column for column in COLUMNS}
AT: Final = {column.name: at for at, column in enumerate(COLUMNS)}
LOCKED_TEXTS: Final = ("enterprise_name", "place", "description")
HEADERS_NEEDED: Final = 3
STATUS_WORDS: Final = {  # other words than those of the list, by the lexicon of the importer
    "open": Stand.NOT_STARTED, "rectifying": Stand.UNDER_WAY, "done": Stand.DONE, "awaiting_review": Stand.DONE,
    "closed": Stand.DONE,
}  # fmt: skip
SPACE: Final = re.compile(r"\s+")
LISTED: Final = re.compile(r"[、,，;；\s]+")
PHOTO: Final = re.compile(r"\.(jpe?g|png|bmp|gif|webp|tiff?|jfif)$|(?<=\d)(号|项)$", re.IGNORECASE)


class Words(Protocol):
    """Headers and choices as they were written: text → column or code."""

    @property
    def headers(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def stand(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def reason(self) -> Mapping[str, str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an officer should know of a file or a row."""

    code: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""  # name of a column of the sheet
    value: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One row: whose hazard, where it stood, and the typed values of what was filled in."""

    hazard_id: str
    file: str
    sha256: str
    sheet: str
    row: int
    values: Mapping[str, Any]
    pictures: tuple[Shot, ...] = ()  # those in the column of photos, and those of the zip named by the row's number

    @property
    def speaks(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.values or self.pictures)


class Reader:
    """Reads the sheets of one round; `sent`: hazards by id as they went out."""

    def __init__(self, about: FillingRound, sent: Mapping[str, Hazard], words: Words) -> None:
        self.about, self.sent = about, sent
        self.findings: list[Finding] = []
        self.known: dict[str, str] = {}
        for text, name in words.headers.items():
            for form in header_forms(text):
                self.known.setdefault(form, name)
        self.by_number = {one.hazard_no: one.hazard_id for one in about.asked}
        self.number_of = {one.hazard_id: one.hazard_no for one in about.asked}
        self.choices = {
            "stand": {word(text): code for text, code in words.stand.items()},
            "reason": {word(text): code for text, code in words.reason.items()},
        }

    def rows(self, files: Sequence[Read]) -> Iterator[Said]:
        """What every row says, file by file; what cannot be used is a finding."""
        seen: dict[str, str] = {}
        for one in files:
            if one.refusal is not None:
                self._find(one.refusal[0], one.name, value=one.refusal[1])
            elif one.sha256 in seen:
                self._find("same_file_twice", one.name, value=seen[one.sha256])
            else:
                seen[one.sha256] = one.name
                found = [said for sheet in one.sheets for said in self._sheet(one, sheet)]
                if not found and one.sheets:
                    self._find("no_rows_of_round", one.name)
                yield from self._with_photos(one, found)

    def _with_photos(self, file: Read, rows: list[Said]) -> Iterator[Said]:
        """The rows with the photos of the zip that bear their number; of the others it is told."""
        by_number = self._numbers(rows) if file.photos else {}
        own: dict[int, list[Shot]] = defaultdict(list)
        for photo in file.photos:
            at = next((by_number[number] for number in photo.numbers if number in by_number), None)
            if not photo.sha256:
                self._find("picture_not_kept", file.name, value=photo.place)
            elif at is None:
                self._find("photo_of_no_row", file.name, value=photo.place)
            else:
                own[at].append(Shot(photo.name, photo.sha256, photo.kind))
        for at, said in enumerate(rows):
            known = {one.sha256: one for one in (*said.pictures, *own[at])}
            yield replace(said, pictures=tuple(known.values())) if own[at] else said

    def _numbers(self, rows: Sequence[Said]) -> dict[str, int]:
        """Number → row: the platform's, and what stands in the column of photos, a number or the name of a file."""
        told = [(at, one) for at, said in enumerate(rows) for one in LISTED.split(str(said.values.get("photo", "")))]
        stems = [PHOTO.sub("", one) for _, one in told]
        written = {number: told[at][0] for number, at in numbered({"ledger_no": stems}).items()}
        return written | numbered({"hazard_no": [self.number_of.get(said.hazard_id, "") for said in rows]})

    def _find(self, code: str, file: str, **place: Any) -> None:
        self.findings.append(Finding(code, file, **place))

    def _sheet(self, file: Read, sheet: RawSheet) -> Iterator[Said]:
        columns: dict[str, int] = {}
        shots = Shots(sheet)
        name = sheet.name
        for number, cells in enumerate(sheet.rows, 1):
            if header := self._header(cells):
                columns = header
                continue
            place = {"sheet": name, "row": number}
            hazard_id = self._whose(file.name, place, cells, columns)
            if hazard_id:
                own = columns or self._as_sent(cells)
                if not own:
                    self._find("no_header", file.name, **place)
                    continue
                values = self._values(file.name, place, cells, own, self.sent[hazard_id])
                pictures = shots.of(number, own.get("photo"))
                yield Said(hazard_id, file.name, file.sha256, name, number, values, pictures)
        for code, row, value in shots.odd():
            self._find(code, file.name, sheet=name, row=row, value=value)

    def _header(self, cells: Sequence[Cell]) -> dict[str, int]:
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and cell.strip():
                full, plain = header_forms(cell)
                column = self.known.get(full) or self.known.get(plain)
                if column and column not in found:
                    found[column] = at
        return found if len(found) >= HEADERS_NEEDED else {}

    def _as_sent(self, cells: Sequence[Cell]) -> dict[str, int]:
        """The columns of a row without a header above it: those of the sheet that went out, counted from its id."""
        at = next((at for at, cell in enumerate(cells) if decode(str(cell or "")) is not None), None)
        number = AT["hazard_no"]
        if at is None or at + number >= len(cells) or text_of(cells[at + number]) not in self.by_number:
            return {}
        return {name: at + offset for name, offset in AT.items()}

    def _whose(
        self, file: str, place: Mapping[str, Any], cells: Sequence[Cell], columns: Mapping[str, int]
    ) -> str | None:
        """The hazard of a row: people see the number, so the number outweighs a hidden id that says otherwise."""
        marks = [text_of(cell) for cell in cells if isinstance(cell, str) and MARK in cell.upper()]
        row_id = next((found for mark in marks if (found := decode(mark)) is not None), None)
        number = self._number(cells, columns)
        by_number = self.by_number.get(number)
        if row_id is not None and row_id.token != self.about.token:
            self._find("other_round", file, **place, value=number or row_id.token)
            return None
        if row_id is not None and row_id.hazard_id in self.sent:
            return self._agreed(file, place, row_id, number, by_number)
        if by_number:
            self._find("id_damaged" if marks else "matched_by_number", file, **place, value=number)
            return by_number
        if columns and any(not is_blank(cells[at]) for at in columns.values() if at < len(cells)):
            shown = number or next((text_of(cell) for cell in cells if not is_blank(cell)), "")
            self._find("not_of_round", file, **place, value=shown[:60])
        return None

    def _agreed(
        self, file: str, place: Mapping[str, Any], row_id: RowId, number: str, by_number: str | None
    ) -> str | None:
        if number and by_number != row_id.hazard_id:
            self._find("id_and_number_differ", file, **place, value=number)
            return by_number
        return row_id.hazard_id

    def _number(self, cells: Sequence[Cell], columns: Mapping[str, int]) -> str:
        at = columns.get("hazard_no")
        if at is not None:
            return SPACE.sub("", text_of(cells[at])) if at < len(cells) else ""
        return next((text for cell in cells if (text := text_of(cell)) in self.by_number), "")

    def _values(
        self, file: str, place: Mapping[str, Any], cells: Sequence[Cell], columns: Mapping[str, int], sent: Hazard
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, at in columns.items():
            cell = cells[at] if at < len(cells) else None
            if name in LOCKED_TEXTS and not is_blank(cell) and text_of(cell) != text_of(getattr(sent, name)):
                self._find("locked_changed", file, **place, column=name, value=text_of(cell)[:60])
            if name not in OPEN:
                continue
            if is_blank(cell):
                if name in PREFILLED and getattr(sent, name) not in (None, ""):
                    self._find("emptied", file, **place, column=name, value=str(getattr(sent, name)))
                continue
            value, code = self._typed(BY_NAME[name], cell)
            if code:
                self._find(code, file, **place, column=name, value=text_of(cell)[:60])
            if value is not None and not (name in PREFILLED and value == getattr(sent, name)):
                values[name] = value
        return values

    def _typed(self, column: Column, cell: Cell) -> tuple[Any, str]:
        """The value of a cell and a finding; None where it cannot be read."""
        if column.kind == "day":
            return self._day(cell, due=column.name == "expected")
        if column.kind == "number":
            return money.amount(cell, "万")
        if column.kind in self.choices:
            text = text_of(cell)
            code = self.choices[column.kind].get(word(text))
            if code is None and column.kind == "stand":
                code = STATUS_WORDS.get(code_of(text, "status") or "")
            return code, "" if code else "unknown_choice"
        return text_of(cell), ""

    def _day(self, cell: Cell, *, due: bool) -> tuple[date | None, str]:
        parsed = dates.parse(cell, due=due)
        day = settle(parsed, None, self.about.created.year)
        return day, parsed.finding if day else "bad_date"
