"""What completes the facts of a row on its way to a hazard. Few imports: a process may begin with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from riskmap.domain.codes import InspectionKind
from riskmap.domain.hazard import Hazard
from riskmap.ingest.fact import Fact
from riskmap.ingest.visits import Visits

NUMBER = "隐患编号"  # under this header a number that another hazard bears stays with the row


@dataclass(frozen=True, slots=True)
class Finisher:
    """Completes the facts of a row on its way to a hazard; a number that belongs to another one goes to the extras."""

    firm_ids: Mapping[tuple[str, str], str]
    visits: Visits
    unnumbered: set[tuple[int, int]]
    loose: frozenset[str] = frozenset()  # hashes of the file's pictures that no row takes this time
    told: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None  # adds what a new row leaves open, if anything

    def named(self, fact: Fact) -> dict[str, Any]:
        """The facts of a row with its enterprise and its visit."""
        facts = dict(fact.facts)
        if firm := self.firm_ids.get((facts.get("enterprise_name", ""), fact.uscc)):
            facts["enterprise_id"] = firm
        if fact.visit >= 0:
            facts["inspection_id"] = self.visits.ids[fact.visit]
            if "inspection_kind" not in facts and (kind := self.visits.seen.about(fact.visit).kind):
                facts["inspection_kind"] = InspectionKind(kind)
        return facts

    def beside(self, fact: Fact, old: Hazard) -> dict[str, Any]:
        """The facts of a row as they compare with a stored hazard, which may keep the row's number as an extra."""
        facts = self.named(fact)
        kept = (NUMBER, facts.get("ledger_no", ""))
        if kept in old.extra:
            facts["extra"] = (*facts.get("extra", ()), kept)
        if self.loose and "evidence" in facts:  # what a person put there before stays
            facts["evidence"] += tuple(one for one in old.evidence if one.sha256 and one.sha256 in self.loose)
        return facts

    def __call__(self, chunk: int, fact: Fact) -> dict[str, Any]:
        """The facts of a new hazard."""
        facts = self.named(fact)
        if self.told is not None:
            facts = self.told(facts)
        if (chunk, fact.row) in self.unnumbered and (number := facts.pop("ledger_no", "")):
            facts["extra"] = (*facts.get("extra", ()), (NUMBER, number))
        return facts
