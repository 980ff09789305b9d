"""同上 and 〃: a cell that stands for the one above it in the same table and section."""

from collections.abc import Mapping, Sequence
from typing import Final

from riskmap.ingest.clean.text import is_blank
from riskmap.ingest.findings import Findings
from riskmap.ingest.recognise import Table
from riskmap.ingest.sheet import Cell

AS_ABOVE: Final = frozenset({"同上", "同上行", "同前", "如上", "〃", "ditto"})
EDGE: Final = " \t\n\u3000。.;；"
OWN: Final = frozenset({"seq", "hazard_no", "ledger_no"})  # one number is of one row
ONCE: Final = frozenset({"money", "count"})  # told once, not once a row


def once_told(table: Table) -> set[int]:
    """The columns whose values are sums of rows: amounts and counts."""
    known = table.schema.fields
    return {c.index for c in table.columns if c.field in known and known[c.field].kind in ONCE}


class Ditto:
    """Puts the cell above in the place of 同上, row by row."""

    def __init__(self, sheet: str, table: Table, findings: Findings) -> None:
        self._sheet, self._findings = sheet, findings
        self._headers: Mapping[int, str] = {c.index: c.header for c in table.columns}
        self._kept = once_told(table)
        self._own = {c.index for c in table.columns if c.field in OWN}
        self._above: Sequence[Cell] = ()

    def section(self) -> None:
        """What follows is another section: nothing stands above its first row."""
        self._above = ()

    def resolve(self, row: list[Cell], filled: Sequence[int], number: int) -> None:
        """Replace in place what stands for the cell above; without one the cell is blank. Both are findings.

        An amount stays as written: whether it is told again or shared is not certain. A number is left blank.
        """
        for i in filled:
            cell = row[i]
            if not isinstance(cell, str) or len(cell) > 8 or cell.strip(EDGE) not in AS_ABOVE or i in self._kept:
                continue
            above = self._above[i] if i < len(self._above) and i not in self._own else None
            row[i] = None if is_blank(above) else above
            code = "ditto_without_above" if is_blank(above) else "as_above"
            self._findings.add(self._sheet, number, self._headers.get(i, ""), cell, code)
        self._above = row
