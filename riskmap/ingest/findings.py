"""Findings: what is odd in a file, by sheet, row and column. Long runs of one code are counted, not listed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from riskmap.ingest.messages import severity

PER_CODE = 2_000
VALUE = 200


class Issue(NamedTuple):
    """One finding. `row` counts from 1 as in the sheet; None where it concerns the sheet as a whole."""

    sheet: str
    row: int | None
    column: str
    value: str
    code: str
    severity: str

    def as_json(self) -> dict[str, str | int | None]:
        """The finding in the report."""
        return dict(self._asdict())


@dataclass(slots=True)
class Findings:
    """A collector of issues."""

    issues: list[Issue] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, sheet: str, row: int | None, column: str, value: str, code: str) -> None:
        """Record one finding; beyond PER_CODE of its kind it is only counted."""
        self.counts[code] += 1
        if self.counts[code] <= PER_CODE:
            self.issues.append(Issue(sheet, row, column, value[:VALUE], code, severity(code)))

    def merge(self, other: "Findings") -> None:
        """Take over the findings of another collector, as if they had been added here one after another."""
        more = other.counts - Counter(issue.code for issue in other.issues)
        for issue in other.issues:
            self.add(issue.sheet, issue.row, issue.column, issue.value, issue.code)
        self.counts.update(more)

    def listed(self) -> list[Issue]:
        """All issues in reading order, with one line for each code that was cut off."""
        shown = Counter(issue.code for issue in self.issues)
        more = [
            Issue("", None, code, str(count - shown[code]), "more_of_the_same", severity("more_of_the_same"))
            for code, count in self.counts.items()
            if count > shown[code]
        ]
        return [*self.issues, *more]
