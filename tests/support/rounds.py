"""A round of filling in for tests: a small ledger, its workbooks, and sheets as units send them back."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import openpyxl
from openpyxl.drawing.image import Image as Drawn

from riskmap.domain.codes import Grade, Level, Source, Status
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.filling import FillingRound, Returned
from riskmap.domain.filling_sheet import COLUMNS
from riskmap.domain.hazard import Hazard
from riskmap.i18n import Translator
from riskmap.ingest import collecting
from riskmap.ingest.collecting import Preview
from riskmap.ingest.proposals import Desk
from riskmap.ingest.reading.album import FOLDER, Album
from riskmap.ingest.returns import File, Read, unpacked
from riskmap.ingest.spool import Spool
from riskmap.ledger import queries, rounds
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.metrics import filters, sending
from riskmap.metrics.index import Index
from riskmap.views.filling import HEAD, vocabulary
from riskmap.views.filling_pack import pack
from riskmap.views.names import labels
from support.corpus.pictures import picture

SENT = date(2026, 11, 18)
DEADLINE = date(2026, 11, 23)
OFFICE = Actor("office", "县安委办", "committee")
FIRM = Enterprise("0190a000-0000-7000-8000-0000000000a1", "示例煤业一矿", township="141034103", sector="coal")
T = Translator("zh_CN")
WORDS = vocabulary()
AT = {column.name: at + 1 for at, column in enumerate(COLUMNS)}  # as openpyxl counts
ONE = Hazard(
    "", "", date(2026, 11, 2), Status.OPEN, enterprise_id=FIRM.id, enterprise_name=FIRM.name, township="141034103",
    sector="coal", department="emergency", place="主井", description="配电箱未接地", source=Source.DEPARTMENT,
    ordered=date(2026, 11, 2), confirmed=date(2026, 11, 2), due=date(2026, 11, 10), responsible_person="张某",
)  # fmt: skip


def some(n: int = 6) -> list[Hazard]:
    """Open general hazards of three townships."""
    towns = ("141034103", "141034100", "141034104")
    return [replace(ONE, description=f"隐患{k}号", township=towns[k % 3], place=f"{k}号点") for k in range(n)]


def fill(ledger: Ledger, hazards: Sequence[Hazard]) -> None:
    """Enter hazards as a file brings them."""
    prints = tuple(f"p{number}" for number in range(len(hazards)))
    batch = PreparedBatch("x.xlsx", "0" * 64, creates=tuple(hazards), fingerprints=prints, enterprises=(FIRM,))
    ledger.import_batch(batch, OFFICE)


def index(ledger: Ledger) -> Index:
    snapshot = queries.snapshot(ledger.engine, ledger.county)
    return Index(snapshot.hazards, snapshot.spells, {"township": list(ledger.county.regions.codes)})


def send(ledger: Ledger, by: str = "township", *, as_of: date = SENT, **order: Any) -> FillingRound:
    """Send out a round over everything that stands open."""
    label = labels(ledger.county, "zh_CN", {FIRM.id: FIRM.name})
    where = filters.default(as_of)
    found = sending.scope(index(ledger), where, by)
    told = sending.Order(**({"title": "第一次", "created": SENT, "deadline": DEADLINE} | order))
    return ledger.create_round(sending.drafted(found, where, by, told, lambda code: label(by, code)), OFFICE)


def books(ledger: Ledger, sent: FillingRound) -> dict[str, bytes]:
    """The workbooks of a round by the code of the unit."""
    hazards = {key: one.sent for key, one in rounds.items(ledger.engine, ledger.county, sent).items()}
    content = pack(sent, hazards, labels(ledger.county, "zh_CN", {}), T, who="某", moment="now")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = sorted(archive.namelist())[1:]
        return {one.code: archive.read(name) for one, name in zip(sent.receivers, names, strict=True)}


def filled(content: bytes, *rows: Mapping[str, Any], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with the open cells of its first rows filled in, then changed as a unit might."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    for number, values in enumerate(rows, HEAD + 2):
        for name, value in values.items():
            cell = sheet.cell(number, AT[name])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # words that look like a formula are words
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shot(sheet: Any, row: int, number: int, column: str = "photo", high: int = 15) -> None:
    """A picture over the cell of a column in the row of an item (from 0), as a unit drops it there."""
    drawn = Drawn(io.BytesIO(picture(number)))
    drawn.width, drawn.height = 40, high
    drawn.anchor = f"{openpyxl.utils.get_column_letter(AT[column])}{HEAD + 2 + row}"
    sheet.add_image(drawn)


def read(*files: tuple[str, bytes], album: Album | None = None) -> list[Read]:
    """Files as read, in this process."""
    return [one for name, content in files for one in unpacked(File(name, content), album=album)]


def look(
    ledger: Ledger, sent: FillingRound, *files: tuple[str, bytes], on: date = SENT + timedelta(days=2),
    taken: Sequence[str] = (), actor: Actor = OFFICE, spool: Spool | None = None,
) -> Preview:  # fmt: skip
    """What these files would do to the round as it stands now; their pictures are kept in `spool`."""
    now = rounds.one(ledger.engine, ledger.county, sent.id)
    items = rounds.items(ledger.engine, ledger.county, now)
    album = Album(spool.folder, 10_000_000) if spool else None
    told, desk = read(*files, album=album), Desk(on, actor, ledger.gates, taken)
    return collecting.preview(told, now, items, WORDS, desk, spool.files(FOLDER) if spool else ())


def codes(found: Preview) -> list[str]:
    return sorted(one.code for one in found.findings)


def outcomes(found: Preview) -> dict[str, str]:
    """Field → outcome of the only row that came back."""
    ((line,),) = [[one.lines for unit in found.units for one in unit.proposals]]
    return {one.field: one.outcome.value for one in line}


__all__ = ["DEADLINE", "FIRM", "OFFICE", "ONE", "SENT", "Grade", "Level", "Returned"]
