"""The one door for writes: permission, rule, write and audit in one transaction (ARCHITECTURE.md, decision 5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from riskmap.domain.actions import Action
from riskmap.domain.codec import hazard_to_json
from riskmap.domain.county import County
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.filling import FillingRound, Returned
from riskmap.domain.gates import Gates
from riskmap.domain.hazard import Hazard
from riskmap.domain.inspection import faults
from riskmap.domain.lifecycle import Event, Refusal, decide
from riskmap.domain.masking import EXPORTERS
from riskmap.domain.roles import FIELD, OFFICE, RIGHTS, SUPERVISORS, Right
from riskmap.domain.sender import SenderProfile
from riskmap.ledger import (
    attached,
    entering,
    filling,
    importing,
    keeping,
    permission,
    profiles,
    reviewing,
    undoing,
    visiting,
    writing,
)  # fmt: skip
from riskmap.ledger.annotating import AnnotationDesk
from riskmap.ledger.assessing import AssessmentDesk
from riskmap.ledger.batch import Actor, BatchResult, Export, PreparedBatch, Progress, Published, silent
from riskmap.ledger.bulk_desk import BulkDesk
from riskmap.ledger.entering import Entry
from riskmap.ledger.errors import NotFound, NotUndone, Refused, RestoreError, Stale
from riskmap.ledger.filling import Collected
from riskmap.ledger.journal import Journal, journal, new_id
from riskmap.ledger.meeting_desk import MeetingDesk
from riskmap.ledger.paper_desk import PaperDesk
from riskmap.ledger.reviewing import ReviewPaper
from riskmap.ledger.undoing import Undone
from riskmap.ledger.visit_desk import VisitDesk
from riskmap.ledger.visiting import Entered, VisitEntry
from riskmap.store import events
from riskmap.store import hazards as hazard_store
from riskmap.store.attachments import Attachments

__all__ = [
    "Actor", "Attachments", "BatchResult", "Entered", "Entry", "Export", "Ledger", "NotFound", "NotUndone", "Refused",
    "RestoreError", "ReviewPaper", "Stale", "Undone", "VisitEntry",
]  # fmt: skip


class Ledger(PaperDesk, MeetingDesk, AnnotationDesk, BulkDesk, AssessmentDesk, VisitDesk):
    """The ledger of one county. Every method is one transaction; it writes everything or raises and writes nothing.

    `gates`: which evidence which step asks for; `attachments`: where pictures are kept. Methods raise Refused (role or
    rule, with codes), Stale (somebody was faster) and NotFound.
    """

    def __init__(self, engine: Engine, county: County, gates: Gates, attachments: Attachments | None = None) -> None:
        self.engine, self.county, self.gates, self.attachments = engine, county, gates, attachments

    def register(
        self, facts: Hazard | Mapping[str, Any], actor: Actor, *, on: date | None = None, action: str = "register",
        data: Mapping[str, Any] | None = None,
    ) -> Hazard:  # fmt: skip
        """Enter a new hazard (登记), or with `action="fix"` one that was put right on the spot.

        `on`: day of the step, by default the day it was found; `data`: the rest of the action's form.
        """
        with journal(self.engine, self.county, actor) as book:
            return self._register(book, facts, on, action, data or {})

    def _register(
        self, book: Journal, facts: Hazard | Mapping[str, Any], on: date | None, action: str, data: Mapping[str, Any]
    ) -> Hazard:
        found = facts.found if isinstance(facts, Hazard) else facts.get("found")
        day = on or (found if isinstance(found, date) else date.fromisoformat(str(found or "")))
        told = entering.tentative(facts if not isinstance(facts, Hazard) else hazard_to_json(facts))
        book = permission.step(book, action, told, new=True) if told is not None else book
        return writing.create(book, self._decided(book, None, action, {**data, "facts": facts}, day))

    def act(
        self, hazard_id: str, action: str, data: Mapping[str, Any], actor: Actor, seen_version: int, on: date,
        files: Sequence[Path] = (),
    ) -> Hazard:  # fmt: skip
        """Take one step with a hazard: any action of domain.actions; `data` is its form (domain.forms).

        `seen_version`: the version the person saw; `on`: the day the step was taken; `files`: of its evidence, named
        by their hash. Gives the hazard after it; for `recur` the new hazard. Raises OSError when files cannot be kept.
        """
        with self._writing(actor, files, data) as book:
            before = self._seen(book, hazard_id, seen_version)
            own = permission.step(book, action, before)
            event = self._decided(own, before, action, data, on)
            if event.action == Action.REGISTER:
                return writing.create(own, event)
            return writing.change(own, before, event)

    def place(
        self, hazard_id: str, lon: float, lat: float, reason: str, actor: Actor, seen_version: int, on: date
    ) -> Hazard:
        """Put a hazard where it lies (degrees, WGS 84): the corrections of its coordinates, both or none.

        Raises Refused with bad:new for a point that is nowhere on earth, no_change for the point it has.
        """
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            raise Refused(("bad:new",))
        with journal(self.engine, self.county, actor) as book:
            hazard = self._seen(book, hazard_id, seen_version)
            own = permission.step(book, Action.CORRECT, hazard)
            wanted = [(name, new) for name, new in (("lon", lon), ("lat", lat)) if getattr(hazard, name) != new]
            for name, new in wanted or [("lon", lon)]:
                told = {"field": name, "new": new, "reason": reason}
                hazard = writing.change(own, hazard, self._decided(own, hazard, Action.CORRECT, told, on))
            return hazard

    def _seen(self, book: Journal, hazard_id: str, seen_version: int) -> Hazard:
        """The stored hazard, if it still is as the person saw it. Raises NotFound, Stale."""
        stored = hazard_store.one(book.connection, self.county.code, hazard_id)
        if stored is None:
            raise NotFound(hazard_id)
        if stored.version != seen_version:
            raise Stale(stored.version)
        return stored

    def _decided(self, book: Journal, hazard: Hazard | None, action: str, data: Mapping[str, Any], on: date) -> Event:
        actor = book.actor
        decided = decide(
            hazard, action, data, actor.role, on, actor=actor.name, on_behalf_of=actor.on_behalf_of, gates=self.gates
        )
        if isinstance(decided, Refusal):
            raise Refused(decided.codes)
        return decided

    def enter(self, entry: Entry, actor: Actor) -> Hazard:
        """Enter a hazard with what comes with it: a new enterprise, its visit, the order; the hazard after the last."""
        with self._writing(actor, entry.files, entry.facts) as book:
            return entering.enter(book, entry, self.gates)

    def enter_visit(self, told: VisitEntry, actor: Actor) -> Entered:
        """Enter a visit with all its problems, orders and files; the same form sent again enters nothing.

        Raises PartsRefused with the codes of the visit and of each problem, OSError when files cannot be written.
        """
        with self._writing(permission.permit(actor, FIELD), told.files) as book:
            return visiting.enter(book, told, self.gates)

    def review(self, paper: ReviewPaper, actor: Actor) -> tuple[Hazard, ...]:
        """Enter one re-inspection paper for several hazards, each passed or failed; the hazards as they stand then.

        Raises PartsRefused with the codes of the paper and of each hazard; nothing is written then.
        """
        with self._writing(actor, paper.files, {"evidence": paper.evidence}) as book:
            return reviewing.review(book, paper, self.gates)

    @contextmanager
    def _writing(self, actor: Actor, files: Sequence[Path], told: Mapping[str, Any] | None = None) -> Iterator[Journal]:
        """A transaction with files that evidence in it names; what `told` names without bringing it is refused."""
        if told is not None and not attached.brought(told, files):
            raise Refused(("bad:evidence",))
        if files and self.attachments is None:
            raise ValueError("files need a place to be kept in")
        with attached.whole(self.attachments) as new, journal(self.engine, self.county, actor) as book:
            yield book
            if self.attachments is not None and files:
                attached.committed(book.connection, self.county.code, files, self.attachments, new)

    def add_inspection(
        self, visit: Inspection, actor: Actor, hazards: Sequence[Hazard | Mapping[str, Any]] = ()
    ) -> tuple[Inspection, tuple[Hazard, ...]]:
        """Enter a visit with the hazards it found; both with their ids."""
        actor = permission.permit(actor, FIELD)
        if codes := faults(visit, len(hazards), inspectors=self.gates.inspectors):
            raise Refused(codes)
        with journal(self.engine, self.county, actor) as book:
            visit = replace(visit, id=new_id(), demo=book.demo, batch_id=None)
            writing.check_enterprise(book, visit.enterprise_id)
            firm = writing.enterprise(book, visit.enterprise_id) if visit.enterprise_id else None
            permission.reaches(actor, firm, FIELD)
            importing.add_visit(book, visit)
            return visit, tuple(self._register(book, _of_visit(one, visit), None, "register", {}) for one in hazards)

    def save_enterprises(self, enterprises: Iterable[Enterprise], actor: Actor) -> tuple[int, int]:
        """Add enterprises or update stored ones, judged by their version; (added, changed)."""
        actor = permission.permit(actor, SUPERVISORS)
        enterprises = list(enterprises)
        for one in enterprises:
            permission.reaches(actor, one, SUPERVISORS)
        with journal(self.engine, self.county, actor) as book:
            named = [one if one.id else replace(one, id=new_id()) for one in enterprises]
            return importing.save_enterprises(book, named, None, demo=book.demo)

    def record_export(self, export: Export, actor: Actor) -> int:
        """Note in the chain that rows leave the program, and what for; number of the event. Refused: who may not."""
        actor = permission.permit(actor, EXPORTERS)
        with journal(self.engine, self.county, actor) as book:
            return book.note("export", events.EXPORT, new_id(), export.as_of, export.told())

    def publish(self, told: Published, actor: Actor) -> int:
        """Keep figures of a form as they were once published; number of the event. They are compared with ours only."""
        actor = permission.permit(actor, OFFICE)
        if codes := told.faults():
            raise Refused(codes)
        with journal(self.engine, self.county, actor) as book:
            return keeping.publish(book, told)

    def import_batch(self, batch: PreparedBatch, actor: Actor, progress: Progress = silent) -> BatchResult:
        """Commit a prepared file in one transaction; a real file drives the demo out in the same one.

        Whoever imports for a part of the county takes in nothing beyond it (importing.commit). Pictures are written
        before the transaction ends, and go again if it does not come about; raises OSError when they cannot be
        written. `progress` hears of rows done; what it raises leaves nothing of the batch.
        """
        actor = permission.permit(actor, RIGHTS[Right.IMPORT])
        if batch.attachments and self.attachments is None:
            raise ValueError("a batch with pictures needs a place to keep them")
        with attached.whole(self.attachments) as new, journal(self.engine, self.county, actor) as book:
            result = importing.commit(book, batch, progress)
            if self.attachments is not None:
                attached.committed(book.connection, self.county.code, batch.attachments, self.attachments, new)
        return result

    def undo_batch(self, batch_id: str, actor: Actor) -> Undone:
        """Take an imported file back: what it brought goes, what it changed stands as before, one event says so.

        Who imports for a part of the county takes back only what they took in themselves, as long as it lies there.
        Raises NotUndone with the rows that something later touched, NotFound for an unknown batch.
        """
        actor = permission.permit(actor, RIGHTS[Right.IMPORT])
        with journal(self.engine, self.county, actor) as book:
            return undoing.undo(book, batch_id)

    def save_profile(self, sender: str, told: Mapping[str, Any], actor: Actor) -> SenderProfile:
        """Keep how the files of a sender are read (`told`: a profile as plain values); it replaces the one before."""
        actor = permission.permit(actor, RIGHTS[Right.PROFILES])
        with journal(self.engine, self.county, actor) as book:
            return profiles.save(book, sender, told)

    def remove_profile(self, sender: str, actor: Actor) -> None:
        """Remove the profile of a sender. Raises NotFound."""
        actor = permission.permit(actor, RIGHTS[Right.PROFILES])
        with journal(self.engine, self.county, actor) as book:
            profiles.remove(book, sender)

    def create_round(self, sent: FillingRound, actor: Actor) -> FillingRound:
        """Send out a round of filling in (下发); the round with its id."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return filling.create(book, sent)

    def collect_round(self, told: Collected, actor: Actor) -> FillingRound:
        """Take over what came back (回收): changes, their pictures and the return itself, in one transaction.

        Raises OSError when pictures cannot be written; nothing is taken over then.
        """
        actor = permission.permit(actor, OFFICE)
        if told.attachments and self.attachments is None:
            raise ValueError("a return with pictures needs a place to keep them")
        with attached.whole(self.attachments) as new, journal(self.engine, self.county, actor) as book:
            after = filling.collect(book, told, self._decided)
            if self.attachments is not None:
                attached.committed(book.connection, self.county.code, told.attachments, self.attachments, new)
        return after

    def send_back(
        self, round_id: str, seen_version: int, receiver: str, reason: str, on: date, actor: Actor,
        returned: Returned | None = None,
    ) -> FillingRound:  # fmt: skip
        """Send a unit's file back with a reason (退回); what was taken over from it stays in the ledger."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return filling.send_back(book, round_id, seen_version, receiver, reason, on, returned)

    def close_round(self, round_id: str, seen_version: int, on: date, actor: Actor) -> FillingRound:
        """Close a round."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return filling.close(book, round_id, seen_version, on)


def _of_visit(facts: Hazard | Mapping[str, Any], visit: Inspection) -> Hazard | Mapping[str, Any]:
    """A hazard belongs to the visit that found it."""
    if isinstance(facts, Hazard):
        return replace(facts, inspection_id=visit.id, inspection_kind=visit.kind)
    return {**facts, "inspection_id": visit.id, "inspection_kind": visit.kind}
