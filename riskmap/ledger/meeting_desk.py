"""The part of the one door that weekly meetings pass through."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from riskmap.domain.meetings import Decision, DecisionState, Lists, Meeting
from riskmap.domain.roles import OFFICE
from riskmap.ledger import meetings, permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.desk import Desk
from riskmap.ledger.journal import journal


class MeetingDesk(Desk):
    """Records what meetings decide, and closes them; `ledger.commands.Ledger` is one."""

    def record_decision(self, told: Mapping[str, Any], actor: Actor, on: date) -> Decision:
        """Record what a meeting decided: week, kind, subject, text, owner, due."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return meetings.decide(book, told, on)

    def report_decision(
        self, decision_id: str, seen_version: int, progress: str, actor: Actor, on: date,
        state: DecisionState | None = None,
    ) -> Decision:  # fmt: skip
        """Say how a decision stands; with `state` that it is done or dropped."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return meetings.report(book, decision_id, seen_version, progress, on, state)

    def keep_minutes(self, week: str, told: Mapping[str, Any], actor: Actor, seen_version: int, on: date) -> Meeting:
        """Keep attendance, chair and minutes of a week's meeting."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return meetings.keep_minutes(book, week, told, seen_version, on)

    def close_meeting(
        self, week: str, figures: Mapping[str, int], revision: int, actor: Actor, seen_version: int, on: date,
        lists: Lists | None = None,
    ) -> Meeting:  # fmt: skip
        """Close a week's meeting and freeze its figures and lists as of a revision of the ledger."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return meetings.close(book, week, figures, revision, seen_version, on, lists)
