"""What a returned row would change: field by field, old → new, each as a step that the ledger's door would take.

A correction (person, funds), a statement of progress (reason, expected day, what to coordinate), a step of the loop
(under way, rectified), a paper (photo). What the ledger has learned since the sheet went out is a conflict: it stays as
it is unless the officer takes the file's word.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, Status
from riskmap.domain.filling_sheet import PREFILLED, Stand
from riskmap.domain.gates import Gates
from riskmap.domain.lifecycle import Refusal, apply, decide
from riskmap.domain.table import UNRECTIFIED
from riskmap.ingest.answers import Said
from riskmap.ledger.batch import Actor
from riskmap.ledger.filling import Act
from riskmap.ledger.rounds import Item

STATED: Final = ("progress", "late_reason", "expected", "coordination")
AFTER: Final = (Status.AWAITING_REVIEW, Status.VERIFIED, Status.CLOSED)
BEGIN: Final = {Status.OPEN: Action.START, Status.REJECTED: Action.RESUME}


class Outcome(StrEnum):
    """What becomes of one field of a returned row."""

    CHANGE = "change"
    SAME = "same"
    CONFLICT = "conflict"  # the ledger changed since; stays as it is unless it is taken
    REFUSED = "refused"  # the ledger would not take it; `codes` say why


@dataclass(frozen=True, slots=True)
class Line:
    """One field: what the ledger says, what the file says, and what becomes of it."""

    field: str
    old: Any
    new: Any
    outcome: Outcome
    codes: tuple[str, ...] = ()


@dataclass(slots=True)
class Proposal:
    """One returned row against its hazard as it stands now, with the steps that its accepted fields lead to."""

    item: Item
    said: Said
    lines: list[Line] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """Fields that would change."""
        return sum(line.outcome is Outcome.CHANGE for line in self.lines)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who collects, on which day, under which gates; `taken`: conflicts decided for the file, as hazard id:field."""

    on: date
    actor: Actor
    gates: Gates
    taken: Collection[str] = ()


def propose(item: Item, said: Said, unit: str, desk: Desk) -> Proposal:
    """What a row would change. `unit`: name of the unit whose sheet it was."""
    return _Judge(item, said, unit, desk).run()


class _Judge:
    """Judges the fields of one row one after another, each on the hazard as the steps before it leave it."""

    def __init__(self, item: Item, said: Said, unit: str, desk: Desk) -> None:
        self.item, self.said, self.unit, self.desk = item, said, unit, desk
        self.now = item.now
        self.found = Proposal(item, said)
        self.values = said.values

    def run(self) -> Proposal:
        for name in PREFILLED:
            self._fact(name)
        self._statement()
        if self.values.get("stand") == Stand.DONE:
            self._done()
        else:
            self._under_way()
        self._photo()
        self._pictures()
        return self.found

    def _try(self, action: Action, data: Mapping[str, Any], behalf: str = "") -> tuple[str, ...]:
        """Take a step on the hazard as it would stand; the codes of a refusal."""
        actor = self.desk.actor
        event = decide(
            self.now, action, data, actor.role, self.desk.on, actor=actor.name, on_behalf_of=behalf,
            gates=self.desk.gates,
        )  # fmt: skip
        if isinstance(event, Refusal):
            return event.codes
        self.now = apply(self.now, event)
        self.found.acts.append(Act(action.value, data, behalf))
        return ()

    def _line(self, name: str, old: Any, new: Any, outcome: Outcome, codes: tuple[str, ...] = ()) -> None:
        self.found.lines.append(Line(name, old, new, outcome, codes))

    def _tried(self, name: str, old: Any, new: Any, codes: tuple[str, ...]) -> None:
        self._line(name, old, new, Outcome.REFUSED if codes else Outcome.CHANGE, codes)

    def _takes(self, name: str) -> bool:
        return f"{self.item.now.id}:{name}" in self.desk.taken

    def _fact(self, name: str) -> None:
        if name not in self.values:
            return
        new, old, sent = self.values[name], getattr(self.now, name), getattr(self.item.sent, name)
        if new == old:
            self._line(name, old, new, Outcome.SAME)
        elif old != sent and not self._takes(name):
            self._line(name, old, new, Outcome.CONFLICT)
        else:
            told = new if isinstance(new, str) else str(new)
            data = {"field": name, "new": told, "reason": f"{self.said.file} · {self.unit}"}
            self._tried(name, old, new, self._try(Action.CORRECT, data))

    def _statement(self) -> None:
        """All that is stated goes into one statement; fields that others stated meanwhile are conflicts."""
        given = {name: self.values[name] for name in STATED if name in self.values}
        if not given:
            return
        last = self.item.now.statements[-1] if self.item.now.statements else None
        before = {name: getattr(last, name) if last else None for name in given}
        if before == given:
            for name, value in given.items():
                self._line(name, value, value, Outcome.SAME)
            return
        newer = [one for one in self.item.now.statements[len(self.item.sent.statements) :] if one.by != self.unit]
        held = {
            name
            for name, value in given.items()
            if any(getattr(one, name) not in (None, "", value) for one in newer) and not self._takes(name)
        }
        said = {name: value for name, value in given.items() if name not in held}
        codes = self._try(Action.STATE_PROGRESS, _plain(said) | {"stated_by": self.unit}) if said else ()
        for name, value in given.items():
            if name in held:
                self._line(name, before[name], value, Outcome.CONFLICT)
            elif before[name] == value and not codes:
                self._line(name, value, value, Outcome.SAME)
            else:
                self._tried(name, before[name], value, codes)

    def _under_way(self) -> None:
        stand, status = self.values.get("stand"), self.now.status
        if "rectified" in self.values:
            day = self.values["rectified"]
            same = self.item.now.rectified == day
            outcome, codes = (Outcome.SAME, ()) if same else (Outcome.REFUSED, ("day_without_done",))
            self._line("rectified", self.item.now.rectified, day, outcome, codes)
        if stand is None:
            return
        fits = Status.OPEN if stand == Stand.NOT_STARTED else Status.RECTIFYING
        if status is fits:
            self._line("stand", status, stand, Outcome.SAME)
        elif stand == Stand.UNDER_WAY and status in BEGIN:
            data = {"evidence": [self._paper(EvidenceKind.ON_BEHALF)]}
            self._tried("stand", status, stand, self._try(BEGIN[status], data, self._enterprise()))
        else:
            self._line("stand", status, stand, Outcome.REFUSED, (f"not_in_state:{status}",))

    def _done(self) -> None:
        """Declared rectified, on behalf of the enterprise, with the returned file as its paper."""
        status, day = self.now.status, self.values.get("rectified")
        if status in AFTER:
            self._declared(day)
        elif day is None:
            self._line("stand", status, Stand.DONE, Outcome.REFUSED, ("missing:rectified",))
        elif status not in UNRECTIFIED:
            self._line("stand", status, Stand.DONE, Outcome.REFUSED, (f"not_in_state:{status}",))
        elif self._failed_since() and not self._takes("stand"):
            self._line("stand", status, Stand.DONE, Outcome.CONFLICT)
            self._line("rectified", None, day, Outcome.CONFLICT)
        else:
            kinds = [EvidenceKind.ON_BEHALF, EvidenceKind.REPORT]
            papers = [self._paper(kind) for kind in kinds] + self._new_pictures()
            papers += [self._shown()] if "photo" in self.values else []
            data = {"rectified": day.isoformat(), "evidence": papers}
            codes = self._try(Action.DECLARE, data, self._enterprise())
            self._tried("stand", status, Stand.DONE, codes)
            self._tried("rectified", None, day, codes)

    def _failed_since(self) -> bool:
        """Whether a re-inspection failed after the sheet went out: its word may be of the round before."""
        return len(self.item.now.rounds) > len(self.item.sent.rounds)

    def _declared(self, day: date | None) -> None:
        """It was declared already: the same day says nothing new, another one is a conflict."""
        old = self.now.rectified
        self._line("stand", self.now.status, Stand.DONE, Outcome.SAME)
        if day is None:
            return
        if old == day:
            self._line("rectified", old, day, Outcome.SAME)
        elif not self._takes("rectified"):
            self._line("rectified", old, day, Outcome.CONFLICT)
        else:
            data = {"field": "rectified", "new": day.isoformat(), "reason": f"{self.said.file} · {self.unit}"}
            self._tried("rectified", old, day, self._try(Action.CORRECT, data))

    def _photo(self) -> None:
        if "photo" not in self.values:
            return
        text = self.values["photo"]
        if any(one.kind is EvidenceKind.PHOTO_AFTER and one.reference == text for one in self.item.now.evidence):
            self._line("photo", text, text, Outcome.SAME)
        elif any(one.reference == text for one in self.now.evidence):
            self._line("photo", None, text, Outcome.CHANGE)
        else:
            codes = self._try(Action.ADD_EVIDENCE, {"evidence": [self._shown()]})
            self._tried("photo", None, text, codes)

    def _pictures(self) -> None:
        """Pictures in the sheet; those that the hazard has already say nothing new."""
        told, held = self.said.pictures, {one.sha256 for one in self.item.now.evidence}
        new = sum(one.sha256 not in held for one in told)
        if not new:
            if told:
                self._line("pictures", len(told), len(told), Outcome.SAME)
            return
        left = self._new_pictures()  # none where they came with the declaration
        self._tried("pictures", None, new, self._try(Action.ADD_EVIDENCE, {"evidence": left}) if left else ())

    def _new_pictures(self) -> list[dict[str, Any]]:
        """The pictures that the hazard does not have, as evidence."""
        held = {one.sha256 for one in self.now.evidence}
        return [
            {"kind": one.kind, "on": self._seen_on(one.kind), "reference": one.name, "sha256": one.sha256}
            for one in self.said.pictures
            if one.sha256 not in held
        ]

    def _enterprise(self) -> str:
        return self.item.now.enterprise_name or self.unit

    def _paper(self, kind: EvidenceKind) -> dict[str, Any]:
        """The returned file as a paper; the round holds its hash too, the file itself is not kept."""
        place = f"{self.said.file} · {self.said.sheet} · #{self.said.row}"
        return {"kind": kind.value, "on": self.desk.on.isoformat(), "reference": place, "sha256": self.said.sha256}

    def _shown(self) -> dict[str, Any]:
        return {"kind": "photo_after", "on": self._shown_on(), "reference": self.values["photo"]}

    def _seen_on(self, kind: str) -> str:
        """A photo before shows the hazard as it was found."""
        return self.now.found.isoformat() if kind == EvidenceKind.PHOTO_BEFORE else self._shown_on()

    def _shown_on(self) -> str:
        on: date = self.values.get("rectified") or self.desk.on
        return on.isoformat()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def merged(rows: Sequence[Said]) -> tuple[Said, list[tuple[str, Said, Said]]]:
    """One row out of several for the same hazard; fields that differ are left out and told of as (field, a, b).

    The pictures of all are taken.
    """
    told: dict[str, Said] = {}
    differ: dict[str, tuple[Said, Said]] = {}
    for row in rows:
        for name, value in row.values.items():
            first = told.setdefault(name, row)
            if first.values[name] != value:
                differ.setdefault(name, (first, row))
    kept = {name: row.values[name] for name, row in told.items() if name not in differ}
    pictures = tuple({one.sha256: one for row in rows for one in row.pictures}.values())
    one = replace(rows[0], values=kept, pictures=pictures)
    return one, [(name, first, other) for name, (first, other) in differ.items()]
