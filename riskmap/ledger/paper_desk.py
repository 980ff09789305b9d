"""The part of the one door that office papers pass through."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from riskmap.domain.papers import Move, Paper
from riskmap.ledger import papers
from riskmap.ledger.batch import Actor
from riskmap.ledger.desk import Desk
from riskmap.ledger.journal import journal


class PaperDesk(Desk):
    """Drafts papers and takes steps with them; `ledger.commands.Ledger` is one."""

    def draft_paper(self, told: Mapping[str, Any], actor: Actor, on: date) -> Paper:
        """Draft an office paper over hazards (拟稿); `told`: kind, hazards, to, and what else it says."""
        with journal(self.engine, self.county, actor) as book:
            return papers.draft(book, told, on)

    def move_paper(
        self, paper_id: str, step: Move, told: Mapping[str, Any], actor: Actor, seen_version: int, on: date,
        files: Sequence[Path] = (),
    ) -> Paper:  # fmt: skip
        """Edit, review, return, issue, deliver or withdraw a paper, or add its stamped scan (`files`, named by hash).

        Issued, it bears its number, and the step of escalation that it is has been taken for each of its hazards; a
        scan becomes evidence of those that are not crossed off.
        """
        brought = {"evidence": [{"sha256": told["scan"]}]} if told.get("scan") else {}
        with self._writing(actor, files, brought) as book:
            return papers.move(book, paper_id, step, told, seen_version, on, self._decided)
