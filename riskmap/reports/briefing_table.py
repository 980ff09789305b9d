"""One table of a paper as a file of its own: text for programs, or a workbook with its charts."""

import csv
import io
from collections.abc import Callable
from typing import Final

from riskmap.reports import briefing_xlsx
from riskmap.reports.briefing_content import content
from riskmap.reports.briefing_told import Asked, Content, Table
from riskmap.reports.exports import KINDS as MEDIA
from riskmap.views.briefing import SHEETS
from riskmap.views.export import neutral

KINDS: Final[dict[str, Callable[[Content, Table, str], bytes]]] = {
    "csv": lambda _, table, __: text(table), "xlsx": briefing_xlsx.one,
}  # fmt: skip


def file(asked: Asked, code: str, kind: str) -> tuple[bytes, str, int] | None:
    """A table by its word (SHEETS) as a file, its media type and rows; None where the paper has no such table.

    `kind`: one of KINDS. Raises KeyError for another one.
    """
    make, told, name = KINDS[kind], content(asked), SHEETS.get(code, "")
    table = next((one for one in told.tables if name and one.sheet == asked.t(name)), None)
    return None if table is None else (make(told, table, asked.t.lang), MEDIA[kind], len(table.rows))


def text(table: Table) -> bytes:
    """UTF-8 with a byte order mark; counts as bare numbers, rates as printed, formulas made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(neutral, table.heads))
    for row in table.rows:
        writer.writerow([briefing_xlsx.bare(one) if at in table.right else neutral(one) for at, one in enumerate(row)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
