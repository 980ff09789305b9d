"""One re-inspection paper (整改复查意见书) for several hazards of an enterprise: each with its result, or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, Grade
from riskmap.domain.gates import Gates
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Refusal, decide
from riskmap.ledger import permission, writing
from riskmap.ledger.errors import PartsRefused, Refused
from riskmap.ledger.journal import Journal
from riskmap.store import hazards as hazard_store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a re-inspection says of one hazard, judged against the version seen; `new_due` of one that failed."""

    hazard_id: str
    seen_version: int
    passed: bool
    opinion: str
    new_due: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """A paper: its day, who re-inspected, its number, what it says of each hazard.

    `scans`: (hash, name) of its files, `files`: these themselves, named by their hash;
    `close`: general hazards that passed are crossed off at once, where their evidence is complete.
    """

    on: date
    reviewers: str
    number: str
    outcomes: tuple[Outcome, ...]
    close: bool = False
    scans: tuple[tuple[str, str], ...] = ()
    files: Sequence[Path] = ()

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The paper as evidence of each of its hazards; none where neither number nor scan is told."""
        number = self.number.strip()
        own = {"kind": EvidenceKind.REVIEW_PAPER.value, "on": self.on.isoformat(), "reference": number}
        found = [
            {**own, "sha256": sha256, "reference": " · ".join(part for part in (number, name) if part)}
            for sha256, name in self.scans
        ]
        return found or ([own] if number else [])


def review(book: Journal, paper: ReviewPaper, gates: Gates) -> tuple[Hazard, ...]:
    """Write what a paper says; the hazards as they stand then.

    Raises PartsRefused: "" the paper, else by the id of a hazard; `stale` for one that somebody else changed.
    """
    stored = hazard_store.load(book.connection, book.county.code, [one.hazard_id for one in paper.outcomes])
    if codes := tuple(_of_the_paper(paper, stored)):
        raise PartsRefused({"": codes})
    found, refused = [], {}
    for one in paper.outcomes:
        try:
            found.append(_outcome(book, stored[one.hazard_id], one, paper, gates))
        except Refused as why:
            late = () if one.passed or one.new_due else ("missing:new_due",)  # said together with what else is missing
            refused[one.hazard_id] = tuple(dict.fromkeys((*why.codes, *late)))
    if refused:
        raise PartsRefused(refused)
    return tuple(found)


def _of_the_paper(paper: ReviewPaper, stored: Mapping[str, Hazard]) -> Iterator[str]:
    ids = [one.hazard_id for one in paper.outcomes]
    if not ids:
        yield "review:nothing"
    if len(set(ids)) < len(ids) or not set(ids) <= stored.keys():
        yield "review:unknown"
    if len({one.enterprise_id or one.enterprise_name for one in stored.values()}) > 1:
        yield "review:several_enterprises"


def _outcome(book: Journal, hazard: Hazard, one: Outcome, paper: ReviewPaper, gates: Gates) -> Hazard:
    if hazard.version != one.seen_version:
        raise Refused(("stale",))
    form: dict[str, Any] = {"reviewers": paper.reviewers, "opinion": one.opinion, "evidence": paper.evidence}
    if not one.passed:
        return _step(book, hazard, Action.FAIL, {**form, "new_due": one.new_due}, paper.on, gates)
    after = _step(book, hazard, Action.PASS, form, paper.on, gates)
    if not paper.close or after.grade is not Grade.GENERAL:
        return after
    return _step(book, after, Action.CLOSE, {}, paper.on, gates)


def _step(book: Journal, hazard: Hazard, action: Action, form: Mapping[str, Any], on: date, gates: Gates) -> Hazard:
    own = permission.step(book, action.value, hazard)
    actor = own.actor
    judged = decide(
        hazard, action.value, form, actor.role, on, actor=actor.name, on_behalf_of=actor.on_behalf_of,
        gates=book.seeded(gates, action),
    )  # fmt: skip
    if isinstance(judged, Refusal):
        raise Refused(judged.codes)
    return writing.change(own, hazard, judged)
