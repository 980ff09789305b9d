"""Findings: what is odd in a file, by sheet, row and column. Long runs of one code are counted, not listed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from riskmap.ingest.fixes import fix
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
    more: Mapping[str, Any] = {}  # what this kind tells besides: candidates, parts, the number of the other

    def as_json(self) -> dict[str, Any]:
        """The finding in the report, with its suggested fix."""
        told = self._asdict()
        del told["more"]
        return told | {"fix": fix(self.code)} | dict(self.more)


@dataclass(slots=True)
class Findings:
    """A collector of issues."""

    issues: list[Issue] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(
        self, sheet: str, row: int | None, column: str, value: str, code: str, more: Mapping[str, Any] | None = None
    ) -> None:
        """Record one finding; beyond PER_CODE of its kind it is only counted."""
        self.counts[code] += 1
        if self.counts[code] <= PER_CODE:
            self.issues.append(Issue(sheet, row, column, value[:VALUE], code, severity(code), more or {}))

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
