"""Returned monthly forms against a round: figures unit by unit, what changes, what is odd. Nothing is written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riskmap.domain.filling import Figure, FillingRound, Returned
from riskmap.domain.filling_form import BY_NAME, FILLED, cells
from riskmap.domain.filling_sheet import RowId, decode
from riskmap.ingest.answers import Finding
from riskmap.ingest.clean import money
from riskmap.ingest.clean.text import header_forms, is_blank, text_of
from riskmap.ingest.returns import Read
from riskmap.ingest.sheet import Cell
from riskmap.ledger.filling import Collected

Key = tuple[str, str, str]
HEADERS_NEEDED = 3


@dataclass(frozen=True, slots=True)
class FormPreview:
    """What the files of one drop would do: figures by (unit, row, column), old → new, and what to confirm."""

    sent: FillingRound
    told: Mapping[Key, Decimal]
    changes: Mapping[Key, tuple[Decimal | None, Decimal]]
    findings: tuple[Finding, ...]
    to_confirm: Collected

    @property
    def empty(self) -> bool:
        """Whether there is nothing to confirm."""
        return not self.to_confirm.returns


class FormReader:
    """Reads the forms of one round."""

    def __init__(self, sent: FillingRound, headers: Mapping[str, str]) -> None:
        self.sent = sent
        self.known = {form: name for text, name in headers.items() for form in header_forms(text)[:1]}
        self.units = {one.code.lower(): one.code for one in sent.receivers}
        self.findings: list[Finding] = []
        self.files: dict[str, set[tuple[str, str]]] = defaultdict(set)  # unit → (file, hash)
        self.told: dict[Key, tuple[Decimal, str]] = {}
        self.differ: set[Key] = set()

    def read(self, files: Sequence[Read]) -> None:
        """Take in every file; a cell that two files fill in differently counts for neither."""
        seen: set[str] = set()
        for one in files:
            if one.refusal is not None:
                self._find(one.refusal[0], one.name, value=one.refusal[1])
            elif one.sha256 in seen:
                self._find("same_file_twice", one.name)
            elif one.sheets and not [True for sheet in one.sheets if self._sheet(one, sheet.name, sheet.rows)]:
                self._find("no_rows_of_round", one.name)
            seen.add(one.sha256)
            for photo in one.photos:
                self._find("photo_of_no_row", one.name, value=photo.place)
        for key in self.differ:
            self.told.pop(key)

    def _find(
        self, code: str, file: str, sheet: str = "", row: int | None = None, column: str = "", value: str = ""
    ) -> None:
        self.findings.append(Finding(code, file, sheet, row, column, value))

    def _sheet(self, file: Read, name: str, rows: Sequence[Sequence[Cell]]) -> bool:
        columns: dict[str, int] = {}
        found = False
        for number, line in enumerate(rows, 1):
            if header := self._header(line):
                columns = header
                continue
            row_id = next((own for cell in line if (own := decode(str(cell or ""))) is not None), None)
            if row_id is None:
                continue
            found = self._row(file, name, number, line, columns, row_id) or found
        return found

    def _header(self, line: Sequence[Cell]) -> dict[str, int]:
        found = {self.known[form]: at for at, cell in enumerate(line)
                 if isinstance(cell, str) and (form := header_forms(cell)[0]) in self.known}  # fmt: skip
        return found if len(found) >= HEADERS_NEEDED else {}

    def _row(
        self, file: Read, sheet: str, number: int, line: Sequence[Cell], columns: Mapping[str, int], row_id: RowId
    ) -> bool:
        unit, _, row = row_id.hazard_id.partition("/")
        if row_id.token != self.sent.token or unit not in self.units or not row:
            self._find("other_round", file.name, sheet, number)
            return False
        if not columns:
            self._find("no_header", file.name, sheet, number)
            return True
        values = {}
        for column in FILLED:
            at = columns.get(column.name)
            cell = line[at] if at is not None and at < len(line) else None
            if is_blank(cell):
                continue
            value, code = money.amount(cell, "万")
            whole = column.kind == "money" or (value is not None and value == value.to_integral())
            if value is None or value < 0 or not whole:
                self._find(code or "bad_number", file.name, sheet, number, column.header, text_of(cell)[:40])
                continue
            values[column.name] = value
        self._take(file, sheet, number, (self.units[unit], row), values)
        return True

    def _take(self, file: Read, sheet: str, number: int, where: tuple[str, str], values: Mapping[str, Decimal]) -> None:
        if values:
            self.files[where[0]].add((file.name, file.sha256))
        for name, value in values.items():
            header, key = BY_NAME[name].header, (*where, name)
            bound = values.get(BY_NAME[name].within)
            if bound is not None and value > bound:
                self._find("more_than_whole", file.name, sheet, number, header, f"{value} > {bound}")
            known = self.told.get(key)
            if known is not None and known[0] != value:
                self.differ.add(key)
                self._find("files_differ", file.name, sheet, number, header, f"{known[1]}: {known[0]} / {value}")
            self.told.setdefault(key, (value, file.name))


def preview(files: Sequence[Read], sent: FillingRound, headers: Mapping[str, str], on: date) -> FormPreview:
    """What would be taken over. A file that stands in the round already changes nothing."""
    known = {(one.receiver, one.sha256) for one in sent.returns if one.sent_back is None}
    stale = {sha for _, sha in known}
    reader = FormReader(sent, headers)
    reader.read([one for one in files if one.sha256 not in stale])
    again = [Finding("already_taken", one.name) for one in files if one.sha256 in stale]
    told = {key: value for key, (value, _) in reader.told.items()}
    before = cells(sent.figures)
    changes = {key: (before.get(key), value) for key, value in told.items() if before.get(key) != value}
    units = {unit for unit, _, _ in told}
    kept = {key: value for key, value in before.items() if key[0] in units}  # a blank cell says nothing
    figures = tuple(Figure(*key, value) for key, value in sorted((kept | told).items()))
    returns = tuple(
        Returned(unit, on, name, sha, changes=sum(key[0] == unit for key in changes))
        for unit in sorted(reader.files)
        if unit in units
        for name, sha in sorted(reader.files[unit])
    )
    confirm = Collected(sent.id, sent.version, on, returns, (), figures)
    return FormPreview(sent, told, changes, (*reader.findings, *again), confirm)
