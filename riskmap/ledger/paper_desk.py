"""The part of the one door that office papers pass through."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from riskmap.domain.codec import decode_field
from riskmap.domain.papers import Move, Paper
from riskmap.ledger import once, papers
from riskmap.ledger.batch import Actor
from riskmap.ledger.desk import Desk
from riskmap.ledger.errors import NotFound
from riskmap.ledger.journal import Journal, journal
from riskmap.store import events
from riskmap.store import papers as store


class PaperDesk(Desk):
    """Drafts papers and takes steps with them; `ledger.commands.Ledger` is one."""

    def draft_paper(self, told: Mapping[str, Any], actor: Actor, on: date, token: str = "") -> Paper:
        """Draft an office paper over hazards (拟稿); `told`: kind, hazards, to, and what else it says.

        `token`: of the form, so that it is drafted once: sent again, it gives the paper that it became.
        """
        with journal(self.engine, self.county, actor) as book:
            if before := once.before(book, token, told):
                return _stored(book, before)
            paper = papers.draft(book, told, on)
            once.became(book, token, told, paper.id)
            return paper

    def move_paper(
        self, paper_id: str, step: Move, told: Mapping[str, Any], actor: Actor, seen_version: int, on: date,
        files: Sequence[Path] = (),
    ) -> Paper:  # fmt: skip
        """Edit, review, return, issue, deliver or withdraw a paper, or add its stamped scan (`files`, named by hash).

        Issued, it bears its number, and the step of escalation that it is has been taken for each of its hazards; a
        scan becomes evidence of those that are not crossed off. A step that the same person sends again as the last
        one gives the paper as it left it.
        """
        brought = {"evidence": [{"sha256": told["scan"]}]} if told.get("scan") else {}
        with self._writing(actor, files, brought) as book:
            before = _stored(book, paper_id)
            if before.version == seen_version + 1 and _again(book, before, step, told):
                return before
            return papers.move(book, paper_id, step, told, seen_version, on, self._decided)


def _stored(book: Journal, paper_id: str) -> Paper:
    found = store.papers(book.connection, book.county.code, "id = ?", (paper_id,))
    if not found:
        raise NotFound(paper_id)
    return found[0]


def _again(book: Journal, paper: Paper, step: Move, told: Mapping[str, Any]) -> bool:
    """Whether the last step of a paper was this one, by this person, with the same words."""
    last = events.of_entity(book.connection, book.county.code, paper.id)[-1]
    if (last.actor, last.action) != (book.actor.id, f"paper_{step.value}"):
        return False
    return all(decode_field(Paper, name, value) == getattr(paper, name) for name, value in told.items())
