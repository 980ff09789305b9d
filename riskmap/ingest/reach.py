"""The part of the county for which somebody imports: which rows of a file lie within, each judged by itself.

What lies outside is rejected in its row, and nothing is told of stored rows beyond what their officer reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Scope
from riskmap.ingest.fact import Fact
from riskmap.ingest.findings import Findings
from riskmap.ledger import permission

if TYPE_CHECKING:
    from riskmap.ingest.child import Summary
    from riskmap.ledger.batch import MatchIndex

OUTSIDE: Final = "outside_part"
PARTS: Final = {"sectors": "sector", "departments": "department", "townships": "township"}  # of a scope → of a row


@dataclass(slots=True)
class Reach:
    """Judges rows by the part of an index; `rejected` collects those that lie outside, by sheet and row.

    `own`: what a row that leaves it open lies in, where the part is one township, department or sector.
    """

    scopes: tuple[Scope, ...] = ()
    hazards: frozenset[str] | None = None  # stored ones within; None = all
    firms: frozenset[str] | None = None  # stored ones of which something may be told; None = all
    own: Mapping[str, str] = field(default_factory=dict)
    rejected: dict[tuple[str, int], None] = field(default_factory=dict)

    @classmethod
    def of(cls, index: "MatchIndex") -> "Reach":
        """The reach of the person for whom the index was made."""
        return cls(index.part, index.own, index.seen_firms, _only(index.part))

    @property
    def whole(self) -> bool:
        """Whether it is the whole county."""
        return not self.scopes

    def told(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts of a new row, with what it leaves open taken from the part; a word that nobody knows stays."""
        left = {name: code for name, code in self.own.items() if not (facts.get(name) or facts.get(f"{name}_raw"))}
        return {**facts, **left}

    def row(self, facts: Mapping[str, Any], firm: str | None = None) -> bool:
        """Whether the facts of a row lie within; `firm`: id of its enterprise."""
        told = self.told(facts)
        codes = (told.get(name) or "" for name in ("sector", "department", "township"))
        return permission.covered(self.scopes, *codes, firm)

    def firm(self, firm: Enterprise) -> bool:
        """Whether an enterprise lies within."""
        return permission.holds(self.scopes, firm)

    def change(self, old: Hazard, changed: Mapping[str, Any]) -> bool:
        """Whether a stored hazard lies within, and stays there with a change."""
        return all(permission.within(self.scopes, one) for one in (old, replace(old, **changed)))

    def tells(self, firm: str) -> bool:
        """Whether something may be told of a stored enterprise."""
        return self.firms is None or firm in self.firms

    def reject(self, sheet: str, row: int, value: str, findings: Findings) -> None:
        """Note a row that lies outside, once."""
        if (sheet, row) not in self.rejected:
            self.rejected[sheet, row] = None
            findings.add(sheet, row, "", value, OUTSIDE)

    def forget(self, fact: Fact, summary: "Summary") -> None:
        """A row of the old ledger that is rejected is none of its done items."""
        if fact.facts.get("legacy"):
            summary.legacy -= 1
            summary.unproven -= "evidence" not in fact.facts

    def settle(self, summary: "Summary") -> None:
        """Count the rejected rows with their sheets: accepted and rejected stay the rows of the file."""
        sheets = {one.name: one for one in summary.sheets}
        for name, _ in self.rejected:
            sheets[name].accepted -= 1
            sheets[name].rejected += 1


def _only(scopes: Sequence[Scope]) -> dict[str, str]:
    """Field → code where a part is one scope that names one code of it."""
    if len(scopes) != 1:
        return {}
    told = {name: getattr(scopes[0], own) for own, name in PARTS.items()}
    return {name: codes[0] for name, codes in told.items() if len(codes) == 1}
