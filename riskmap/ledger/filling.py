"""Rounds of filling in through the one door: sent out, collected, sent back, closed; each one event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from riskmap.domain import filling
from riskmap.domain.codec import to_json
from riskmap.domain.filling import Figure, FillingRound, Returned
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import Journal, new_id
from riskmap.ledger.writing import change
from riskmap.store import events, rows
from riskmap.store import filling as store
from riskmap.store import hazards as hazard_store

Decide = Callable[[Journal, Hazard, str, Mapping[str, Any], date], Event]


@dataclass(frozen=True, slots=True)
class Act:
    """One step that a returned row leads to: an action of domain.actions with its form, and for whom it is recorded."""

    action: str
    data: Mapping[str, Any]
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is taken over for one hazard, judged against the version that was shown."""

    hazard_id: str
    seen_version: int
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """What the officer confirmed: files that came back (`returns`), what they change, on which day they came."""

    round_id: str
    seen_version: int
    on: date
    returns: tuple[Returned, ...]
    answers: Sequence[Answer] = ()
    figures: tuple[Figure, ...] = ()
    attachments: Sequence[Path] = ()  # pictures, each a file named by its hash; kept if evidence taken over names it


def create(book: Journal, sent: FillingRound) -> FillingRound:
    """Send out a round. Raises Refused for one that cannot go out, Stale if an item changed since it was chosen."""
    if codes := filling.faults(sent):
        raise Refused(codes)
    _check_items(book, sent)
    data = {"round": to_json(replace(sent, id=new_id(), demo=book.demo, version=0))}
    made = filling.apply(None, "round_created", sent.created, data)
    seq = book.note("round_created", events.ROUND, made.id, made.created, data)
    store.insert(book.connection, book.county.code, made, seq)
    return made


def _check_items(book: Journal, sent: FillingRound) -> None:
    stored: dict[str, int] = {}
    for piece in rows.chunks(one.hazard_id for one in sent.asked):
        where = f"county_code = ? AND {rows.among('id', piece)}"
        stored.update(rows.select(book.connection, "hazard", ("id", "version"), where, (book.county.code, *piece)))
    for one in sent.asked:
        if one.hazard_id not in stored:
            raise NotFound(one.hazard_id)
        if stored[one.hazard_id] != one.version:
            raise Stale(stored[one.hazard_id])


def collect(book: Journal, told: Collected, decide: Decide) -> FillingRound:
    """Take over what came back, all or nothing.

    Raises Stale if round or a hazard changed since it was shown, Refused if the ledger does not take a step or a file
    (`round:already_returned`: these files stand in the round already).
    """
    before = _open(book, told.round_id, told.seen_version)
    _check_returns(before, told)
    ids = [one.hazard_id for one in told.answers]
    stored = hazard_store.load(book.connection, book.county.code, ids)
    for answer in told.answers:
        _answer(book, stored.get(answer.hazard_id), answer, told.on, decide)
    data = {"returns": [to_json(one) for one in told.returns], "figures": [to_json(one) for one in told.figures]}
    return _changed(book, before, "round_collected", told.on, data)


def _check_returns(before: FillingRound, told: Collected) -> None:
    known = {(one.receiver, one.sha256) for one in before.returns if one.sent_back is None}
    units = {one.code for one in before.receivers}
    if not (told.returns or told.answers) or not {one.receiver for one in told.returns} <= units:
        raise Refused(("round:not_a_receiver",))
    if any((one.receiver, one.sha256) in known for one in told.returns):
        raise Refused(("round:already_returned",))
    if told.on < before.created:
        raise Refused(("bad_order:on<created",))
    asked = {one.hazard_id for one in before.asked}
    if not {one.hazard_id for one in told.answers} <= asked:
        raise Refused(("round:not_of_this_round",))


def _answer(book: Journal, stored: Hazard | None, answer: Answer, on: date, decide: Decide) -> None:
    if stored is None:
        raise NotFound(answer.hazard_id)
    if stored.version != answer.seen_version:
        raise Stale(stored.version)
    for act in answer.acts:
        named = replace(book, actor=replace(book.actor, on_behalf_of=act.on_behalf_of))
        stored = change(book, stored, decide(named, stored, act.action, act.data, on))


def send_back(
    book: Journal, round_id: str, seen_version: int, receiver: str, reason: str, on: date,
    returned: Returned | None = None,
) -> FillingRound:  # fmt: skip
    """Send a unit's file back with a reason: its last one that was taken, or `returned`, which was not."""
    before = _open(book, round_id, seen_version)
    if not reason.strip():
        raise Refused(("missing:reason",))
    data: dict[str, Any] = {"receiver": receiver, "reason": reason.strip()}
    if returned is not None:
        if receiver not in {one.code for one in before.receivers}:
            raise Refused(("round:not_a_receiver",))
        data["returned"] = to_json(returned)
    elif filling.last_standing(before, receiver) is None:
        raise Refused(("round:nothing_to_send_back",))
    return _changed(book, before, "round_sent_back", on, data)


def close(book: Journal, round_id: str, seen_version: int, on: date) -> FillingRound:
    """Close a round: nothing more is collected, nobody is chased any longer."""
    return _changed(book, _open(book, round_id, seen_version), "round_closed", on, {})


def _open(book: Journal, round_id: str, seen_version: int) -> FillingRound:
    found = store.load(book.connection, book.county.code, "id = ?", (round_id,)).get(round_id)
    if found is None:
        raise NotFound(round_id)
    if found.closed is not None:
        raise Refused(("round:closed",))
    if found.version != seen_version:
        raise Stale(found.version)
    return found


def _changed(book: Journal, before: FillingRound, action: str, on: date, data: Mapping[str, Any]) -> FillingRound:
    after = filling.apply(before, action, on, data)
    seq = book.note(action, events.ROUND, before.id, on, data)
    if not store.update(book.connection, book.county.code, before, after, seq):
        raise Stale(before.version)
    return after
