"""The reading process: a file in, facts on disk out. It keeps the memory of large files away from the server.

Started by process.py: a pickled `Request` on stdin, the answer in the request's folder.
"""

import contextlib
import gc
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from riskmap.ingest import guard, halves, letterhead, pace
from riskmap.ingest.clean.text import flat, text_of
from riskmap.ingest.columns import Columns, clean
from riskmap.ingest.context import Context
from riskmap.ingest.findings import Findings
from riskmap.ingest.notes import is_notes
from riskmap.ingest.pictures import Account
from riskmap.ingest.pictures import Places as Put
from riskmap.ingest.places import Places
from riskmap.ingest.profile import Profile, merged
from riskmap.ingest.reading import placing
from riskmap.ingest.reading.source import Source
from riskmap.ingest.reading.summary import Rows as Repeats
from riskmap.ingest.recognise import DEPTH, Table, mapping, recognise
from riskmap.ingest.recognition import Told, understand
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.register import Firm, Registrar
from riskmap.ingest.rows import rows_of
from riskmap.ingest.sheet import RawSheet
from riskmap.ingest.spool import Writer
from riskmap.ingest.visits import Seen
from riskmap.ingest.whereabouts import look

if TYPE_CHECKING:
    from riskmap.domain.county import County

HEAD_ROWS, HEAD_COLUMNS = 40, 100  # of a sheet, as they are shown


@dataclass(frozen=True, slots=True)
class Request:
    """What the reading process is asked to do. `folder` receives the answer."""

    path: Path
    name: str
    folder: Path
    county: "County"
    profile: Profile
    today: date
    sender: str = ""
    kind: str = "auto"
    sheet: str | None = None
    demo: bool = False
    opening: date | None = None  # 启用日 of an opening import (建账)
    caps: guard.Caps = field(default_factory=guard.Caps)
    profiles: Mapping[str, Profile] = field(default_factory=dict)  # stored ones by sender
    split: bool = False  # several problems in one cell become several hazards
    pictures: Put = field(default_factory=dict)  # where a person put those that no row takes by itself


@dataclass(slots=True)
class SheetSummary:
    """What was recognised on one sheet and how its rows fared.

    `head` are its first rows as they are, the first is sheet row `first`, its first cell sheet column `left` (both from
    0); `fields` the field of each column by index: what it takes to draw the sheet with header and columns marked.
    """

    name: str
    kind: str
    header_row: int
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    top: int = 0  # first row of the header, from 0; `header_row` is its last, from 1
    left: int = 0
    first: int = 0
    head: list[list[str]] = field(default_factory=list)
    fields: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Summary:
    """The answer beside the facts: refusal or what was read."""

    refusal: tuple[str, str] | None = None
    sha256: str = ""
    kind: str = ""
    sender: str = ""
    sheets: list[SheetSummary] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    firms: list[tuple[str, Firm]] = field(default_factory=list)  # sheet, row of a register
    seen: Seen = field(default_factory=Seen)  # enterprises and visits of a ledger
    opening: date | None = None  # as asked for
    legacy: int = 0  # rows of the old ledger that were done (历史台账)
    unproven: int = 0  # of those, without any evidence
    pictures: Account = field(default_factory=Account)
    columns: list[Told] = field(default_factory=list)  # how each column was told
    repeats: Repeats = field(default_factory=Repeats)  # while reading

    def count(self, half: halves.Half) -> None:
        """Add what a table had of the old ledger."""
        self.legacy += half.legacy
        self.unproven += half.unproven


def work(request: Request, processes: int = 1) -> Summary:
    """Read, recognise and clean the file of a request; facts go to its folder, chunk by chunk.

    With two `processes` a copy of this one takes half of the rows of long tables; the answer is the same.
    """
    summary = Summary(opening=request.opening, pictures=Account(request.pictures))
    try:
        kind = guard.kind_of(request.path, request.caps)
        with request.path.open("rb") as file:
            summary.sha256 = file_digest(file, "sha256").hexdigest()
        out = Writer(request.folder)
        note = partial(_note, summary.findings)
        source = Source(
            request.path, request.name, request.folder, request.caps, note, partial(_has_table, request), request.sheet
        )
        for sheet in source.sheets(kind):
            _sheet(request, sheet, summary, out, processes)
        for picture in source.loose:
            if not picture.side:
                summary.pictures.leave("", picture)
        summary.pictures.settle(summary.findings)
        out.close()
        out.write_keys()
        summary.seen.close()
    except Refusal as refusal:
        summary.refusal = (refusal.code, refusal.detail)
        return summary
    for name, where in summary.repeats.repeating():
        summary.findings.add(name, None, "", where, "summary_sheet")
    summary.repeats = Repeats()
    if not summary.sheets:
        summary.refusal = ("no_table", "")
    elif sum(s.rows for s in summary.sheets) and not sum(s.accepted for s in summary.sheets):
        summary.refusal = ("no_row_accepted", "")
    return summary


def _note(findings: Findings, name: str, value: str, code: str) -> None:
    findings.add(name, None, "", value, code)


def _has_table(request: Request, sheet: RawSheet) -> bool:
    return recognise(sheet, _kind(request), request.profile) is not None


def _sheet(request: Request, sheet: RawSheet, summary: Summary, out: Writer, processes: int) -> None:
    request = replace(request, profile=_profile(request, sheet))
    table, told_columns = understand(sheet, _kind(request), request.profile)
    summary.columns.extend(told_columns)
    findings = summary.findings
    if table is None:
        _without_table(sheet, summary)
        return
    _about_sheet(sheet, table, findings)
    head = [[text_of(cell) for cell in row[:HEAD_COLUMNS]] for row in sheet.rows[:HEAD_ROWS]]
    rows = rows_of(sheet, table, findings)
    sheet.rows = []
    zone, epoch = request.county.time_zone, sheet.epoch_1904
    columns = clean(sheet.name, table, rows, request.profile, zone, findings, epoch_1904=epoch)
    rows.cells = []
    if sheet.pictures or request.pictures:
        columns.shots = placing.place(sheet, table, columns.numbers, columns.text, summary.pictures)
    look(columns, request.county, findings)
    context = _context(request, sheet, table, columns)
    summary.sender = summary.sender or context.sender
    summary.kind = summary.kind or table.schema.kind
    told = SheetSummary(
        sheet.name, table.schema.kind, sheet.first + table.first, len(columns.numbers), mapping=dict(mapping(table)),
        top=sheet.first + table.top, left=sheet.left, first=sheet.first, head=head,
        fields={column.index: column.field for column in table.columns},
    )  # fmt: skip
    summary.sheets.append(told)
    whole = halves.Half(findings, summary.seen, summary.repeats)
    if table.schema.kind == "register":
        registrar = Registrar(table, columns, context, findings)
        summary.firms.extend((sheet.name, firm) for firm in pace.told(registrar.firms(), told.rows, request.folder))
        told.rejected = registrar.rejected
    else:
        watched = partial(pace.told, of=told.rows, folder=request.folder)
        halves.build(table, columns, context, whole, out, watched, processes=processes)
        told.rejected = whole.rejected
        summary.count(whole)
    told.accepted = told.rows - told.rejected
    _count(sheet, summary, columns)


def _profile(request: Request, sheet: RawSheet) -> Profile:
    """What is told beside the file, over the stored profile of its sender; a file may name its sender above a table."""
    if not request.profiles:
        return request.profile
    above = [sheet.title, *(text_of(cell) for row in sheet.rows[:DEPTH] for cell in row if isinstance(cell, str))]
    sender = request.sender or request.profile.sender or letterhead.sender("\n".join(above))
    stored = request.profiles.get(sender)
    return merged(stored, request.profile) if stored is not None else request.profile


def _without_table(sheet: RawSheet, summary: Summary) -> None:
    if not is_notes(sheet.name, sheet.rows):
        summary.findings.add(sheet.name, None, "", "", "sheet_without_table")
    for picture in sheet.pictures:
        if not picture.numbers:
            summary.pictures.leave(sheet.name, picture)
    _unread(sheet, summary)


def _count(sheet: RawSheet, summary: Summary, columns: Columns) -> None:
    """Pictures with a row and without; those of rejected rows have none."""
    account = summary.pictures
    there = {(columns.numbers[at], shot[2]) for at, shots in columns.shots.items() for shot in shots}
    taken = {name for _, name in there}
    own = {name: one for name, one in account.put.items() if one.sheet == sheet.name}
    account.taken |= {name: one.kind for name, one in own.items() if (one.row, name) in there}
    for picture in sheet.pictures:
        if picture.side and picture.sha256 not in taken:
            picture.side = ""  # its row is none
            if not picture.numbers:
                account.leave(sheet.name, picture)
        if picture.side:
            account.take(picture)
    _unread(sheet, summary)


def _unread(sheet: RawSheet, summary: Summary) -> None:
    if sheet.unread:
        summary.findings.add(sheet.name, None, "", str(sheet.unread), "pictures_not_read")
        summary.pictures.unread += sheet.unread
    if sheet.damaged:
        summary.findings.add(sheet.name, None, "", str(sheet.damaged), "pictures_damaged")
        summary.pictures.unread += sheet.damaged


def _kind(request: Request) -> str:
    return request.kind if request.kind != "auto" else request.profile.kind


def _about_sheet(sheet: RawSheet, table: Table, findings: Findings) -> None:
    told = {
        "hidden_sheet": int(sheet.hidden),
        "hidden_rows": sum(table.first <= row < len(sheet.rows) for row in sheet.hidden_rows),
        "hidden_columns": sum(column.index in sheet.hidden_columns for column in table.columns),
    }
    for code, count in told.items():
        if count:
            findings.add(sheet.name, None, "", str(count), code)
    for column in table.columns:
        if not column.field:
            findings.add(sheet.name, sheet.first + table.first, column.header, "", "unknown_column")
    if table.schema.kind == "ledger":
        for name in ("township", "sector"):
            if not table.has(name) and name not in table.above:
                findings.add(sheet.name, None, "", "", f"no_{name}_column")


def _context(request: Request, sheet: RawSheet, table: Table, columns: Columns) -> Context:
    above = f"{sheet.title}\n{table.title}"
    title = flat(above)
    until = letterhead.cutoff(title)
    sender = request.sender or request.profile.sender or letterhead.sender(above)
    found = (parsed.day for parsed in columns.dates.get("found", ()) if parsed.day)
    year = letterhead.year(title, sheet.name, found, request.today)
    places = Places(request.county, request.profile.values)
    days = (request.today, until or request.today, year)
    return Context(places, request.profile, sender, *days, request.demo, request.split, request.opening)


def main() -> None:
    """Entry point of the process: memory is limited where the system can, the answer is one pickle in the folder."""
    request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
    gc.disable()  # the process lives for one file and makes no cycles to speak of
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        limit = guard.memory_for(request.path, request.caps)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        # A copy that outlives us because we were stopped ends by itself, with a signal that says why.
        resource.setrlimit(resource.RLIMIT_CPU, (request.caps.seconds, request.caps.seconds + 1))
    summary = work(request, halves.processes())
    with (request.folder / "summary.pickle").open("wb") as out:
        pickle.dump(summary, out, protocol=5)
