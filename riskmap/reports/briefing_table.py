"""One table of a paper as a file of its own: text for programs, or a workbook with its charts."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Final

from riskmap.reports import briefing_xlsx
from riskmap.reports.briefing_content import content
from riskmap.reports.briefing_told import Asked, Content, Table
from riskmap.reports.exports import KINDS as MEDIA
from riskmap.views.briefing import SHEETS
from riskmap.views.export import neutral

KINDS: Final[dict[str, Callable[[Content, Sequence[Table], str], bytes]]] = {
    "csv": lambda _, tables, __: text(tables), "xlsx": briefing_xlsx.some,
}  # fmt: skip


def file(asked: Asked, code: str, kind: str) -> tuple[bytes, str, int] | None:
    """A table by its word (SHEETS) as a file, its media type and rows; None where the paper has no such table.

    `kind`: one of KINDS. Raises KeyError for another one.
    """
    make, told, name = KINDS[kind], content(asked), SHEETS.get(code, "")
    table = next((one for one in told.tables if name and one.sheet == asked.t(name)), None)
    if table is None:
        return None
    later = next((one for one in told.tables if one.of == table.sheet), None)
    return make(told, (table, later) if later else (table,), asked.t.lang), MEDIA[kind], len(table.rows)


def text(tables: Sequence[Table]) -> bytes:
    """UTF-8 with a byte order mark; counts as bare numbers, rates as printed, formulas made harmless.

    What came since a list was frozen stands under its rows and says so in the last column.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(neutral, tables[0].heads))
    right = tables[0].right
    for row in (row for table in tables for row in table.rows):
        writer.writerow([briefing_xlsx.bare(one) if at in right else neutral(one) for at, one in enumerate(row)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
