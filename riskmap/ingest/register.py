"""Rows of an enterprise register → facts of enterprises (DOMAIN.md §6.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from riskmap.ingest.clean import words
from riskmap.ingest.clean.settling import settle
from riskmap.ingest.clean.text import is_blank
from riskmap.ingest.columns import Columns
from riskmap.ingest.context import Context
from riskmap.ingest.findings import Findings
from riskmap.ingest.recognise import Table

TEXTS = (
    "short", "legal_person", "principal", "principal_phone", "safety_person", "safety_phone", "address",
    "industry_code", "economic_type", "size", "standard_grade", "licence", "leader", "plan_filed", "remark",
)  # fmt: skip
FLAGS = ("above_scale", "high_risk", "fire_key", "video", "sensitive")
DAYS = ("standard_to", "licence_to", "last_drill")


@dataclass(slots=True)
class Firm:
    """One accepted row of a register: `facts` by field name, blanks left out."""

    row: int
    facts: dict[str, Any]


class Registrar:
    """Builds the facts of each row of one recognised register table."""

    def __init__(self, table: Table, columns: Columns, context: Context, findings: Findings) -> None:
        self.table, self.columns, self.context, self.findings = table, columns, context, findings
        self.rejected = 0

    def firms(self) -> Iterator[Firm]:
        """The accepted rows; a row without a name is rejected."""
        for i, number in enumerate(self.columns.numbers):
            if is_blank(self._text(i, "name")):
                self._note(i, "no_name", "name")
                self.rejected += 1
            else:
                yield Firm(number, self._facts(i))

    def _text(self, i: int, name: str) -> str:
        cells = self.columns.text.get(name)
        return cells[i] if cells is not None else ""

    def _note(self, i: int, code: str, name: str) -> None:
        header = self.columns.headers.get(name, "")
        self.findings.add(self.columns.sheet, self.columns.numbers[i], header, self._text(i, name), code)

    def _facts(self, i: int) -> dict[str, Any]:
        facts: dict[str, Any] = {"name": self._text(i, "name")}
        for name in TEXTS:
            if not is_blank(told := self._text(i, name)):
                facts[name] = told
        for name in FLAGS:
            if (answer := words.yesno(self._text(i, name))) is not None:
                facts[name] = answer
        for name in DAYS:
            if name in self.columns.dates and (day := self._day(i, name)) is not None:
                facts[name] = day
        if uscc := self._text(i, "uscc").upper().replace(" ", ""):
            facts["uscc"] = uscc
        if (point := self.columns.points[i]) is not None:
            facts["lon"], facts["lat"] = point
        self._codes(i, facts)
        if extra := self.columns.extra[i]:
            facts["extra"] = tuple(extra)
        return facts

    def _day(self, i: int, name: str) -> date | None:
        return settle(self.columns.dates[name][i], None, self.context.year)

    def _codes(self, i: int, facts: dict[str, Any]) -> None:
        places = self.context.places
        if not is_blank(told := self._text(i, "township")):
            facts["township_raw"], facts["township"] = told, places.township(told) or ""
            if not facts["township"]:
                self._note(i, "unknown_township", "township")
        if not is_blank(told := self._text(i, "sector")):
            sector = places.sector(told)
            facts["sector_raw"], facts["sector"] = told, sector or "other"
            if sector is None:
                self._note(i, "unknown_sector", "sector")
        if not is_blank(told := self._text(i, "department")):
            facts["department"] = places.department(told)
        for name, code in (("supervision", words.level(self._text(i, "supervision"))), *self._lists(i)):
            if code:
                facts[name] = code
            elif not is_blank(self._text(i, name)):
                self._note(i, "unknown_word", name)
                self.columns.keep(i, name, self._text(i, name))
        self._amounts(i, facts)

    def _lists(self, i: int) -> Iterator[tuple[str, str | None]]:
        for name in ("state", "risk"):
            told = self._text(i, name)
            yield name, words.code_of(told, name) if told else None

    def _amounts(self, i: int, facts: dict[str, Any]) -> None:
        told = self._text(i, "headcount")
        digits = "".join(c for c in told if c.isdigit())
        if digits:
            facts["headcount"] = int(digits[:9])
        told = self._text(i, "major_source")
        if told:
            facts["major_source"] = words.yesno(told) is not False and not is_blank(told)
            facts["major_source_raw"] = told
