"""Weekly meetings through the one door: decisions recorded, reported on, ended; minutes kept; figures frozen."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from riskmap.domain import meetings
from riskmap.domain.annotations import Annotation
from riskmap.domain.codec import from_json, to_json
from riskmap.domain.county import County
from riskmap.domain.meetings import Decision, DecisionState, Meeting, Moved
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import Journal, new_id
from riskmap.store import events, rows
from riskmap.store import hazards as hazard_store
from riskmap.store import meetings as store
from riskmap.store.engine import reading

T = TypeVar("T", Decision, Meeting)
KINDS: dict[type[Any], str] = {
    Decision: events.DECISION, Meeting: events.MEETING, Annotation: events.ANNOTATION,
}  # fmt: skip
MINUTES = ("held", "chair", "present", "absent", "minutes", "fixed_order")


def decide(book: Journal, told: Mapping[str, Any], on: date) -> Decision:
    """Record what a meeting decided; `told`: the fields of Decision but id, day, state. Raises Refused, NotFound."""
    if not told.get("due"):
        raise Refused(("missing:due",))
    try:
        one = from_json(Decision, {**told, "id": new_id(), "decided": on.isoformat()})
    except (KeyError, TypeError, ValueError) as wrong:
        raise Refused(("bad:decision",)) from wrong
    one = replace(one, demo=book.demo, version=1, state=DecisionState.OPEN, progress="", progressed=None, ended=None)
    if codes := meetings.decision_faults(one):
        raise Refused(codes)
    of_hazard = one.subject is meetings.Subject.HAZARD
    if of_hazard and not hazard_store.load(book.connection, book.county.code, [one.subject_id]):
        raise NotFound(one.subject_id)
    return _write(book, "decided", one, on)


def report(
    book: Journal, decision_id: str, seen_version: int, progress: str, on: date, state: DecisionState | None
) -> Decision:
    """Say how a decision stands, or that it is done or dropped. Raises Refused, Stale, NotFound."""
    before = store.one_of(book.connection, book.county.code, Decision, decision_id)
    if before is None:
        raise NotFound(decision_id)
    if before.version != seen_version:
        raise Stale(before.version)
    after = meetings.ended(before, state, progress, on) if state else meetings.reported(before, progress, on)
    if not isinstance(after, Decision):
        raise Refused(after)
    return _write(book, f"decision_{state or 'reported'}", after, on)


def keep_minutes(book: Journal, week: str, told: Mapping[str, Any], seen_version: int, on: date) -> Meeting:
    """Keep who was there and what was said; allowed until the meeting is closed. Raises Refused, Stale."""
    before = _seen(book, week, seen_version)
    if strange := told.keys() - set(MINUTES):
        raise Refused(tuple(f"unknown:{name}" for name in sorted(strange)))
    try:
        facts = to_json(before) | dict(told)
        after = replace(from_json(Meeting, facts), version=before.version + 1, demo=book.demo)
    except (KeyError, TypeError, ValueError) as wrong:
        raise Refused(("bad:minutes",)) from wrong
    if codes := meetings.too_long(after):
        raise Refused(tuple(codes))
    return _write(book, "minutes_kept", after, on)


def close(
    book: Journal, week: str, figures: Mapping[str, int], revision: int, seen_version: int, on: date,
    lists: meetings.Lists | None = None,
) -> Meeting:  # fmt: skip
    """Close a meeting: its figures, and the rows of its lists, are frozen as the ledger had them at `revision`.

    Raises Refused (meeting:early before its week is over, meeting:moved when the ledger went on meanwhile), Stale.
    """
    before = _seen(book, week, seen_version)
    if on < before.as_of:
        raise Refused(("meeting:early",))
    if events.last(book.connection, book.county.code)[0] != revision:
        raise Refused(("meeting:moved",))
    frozen = tuple(meetings.Printed(name, number) for name, number in figures.items())
    told = lists or meetings.Lists()
    after = replace(before, closed=on, held=before.held or on, revision=revision, figures=frozen, rows=told.rows,
                    lists=told.lists, demo=book.demo, version=before.version + 1)  # fmt: skip
    return _write(book, "meeting_closed", after, on)


def _seen(book: Journal, week: str, seen_version: int) -> Meeting:
    try:
        before = _of_week(book.connection, book.county, week)
    except ValueError as wrong:
        raise Refused(("bad:week",)) from wrong
    if before.version != seen_version:
        raise Stale(before.version)
    if before.closed:
        raise Refused(("meeting:closed",))
    return before


def _write(book: Journal, action: str, one: T, on: date) -> T:
    seq = book.note(action, KINDS[type(one)], store.key(one), on, to_json(one))
    store.write(book.connection, book.county.code, one, seq)
    return one


def decisions(engine: Engine, county: County) -> list[Decision]:
    """Every decision, in the order it was taken."""
    with reading(engine) as connection:
        return store.all_of(connection, county.code, Decision)


def meeting(engine: Engine, county: County, week: str) -> Meeting:
    """The meeting of a week; one that nobody has touched yet is empty, with version 0. Raises ValueError."""
    with reading(engine) as connection:
        return _of_week(connection, county, week)


def week_ends(engine: Engine, county: County, name: str) -> int:
    """The day of the week on which the weeks of a paper are over: the county's cut-off; of a closed meeting the one it
    was closed under, for its figures are frozen. `name`: a period.
    """
    try:
        return meeting(engine, county, name).as_of.isoweekday()
    except ValueError:  # no week
        return county.week_ends


def _of_week(connection: Connection, county: County, week: str) -> Meeting:
    """A closed meeting as it was closed; any other ends its week at the county's present cut-off."""
    fresh = Meeting(week, meetings.last_day(week, county.week_ends))
    kept = store.one_of(connection, county.code, Meeting, week)
    if kept is None or kept.closed:
        return kept or fresh
    return replace(kept, as_of=fresh.as_of)


def moved_since(engine: Engine, county: County, revision: int, until: date) -> tuple[set[str], set[str]]:
    """Hazards whose facts up to a day changed after a revision: entered later (补录), changed (更正)."""
    condition = "county_code = ? AND entity = ? AND seq > ?"
    with reading(engine) as connection:
        found = rows.select(connection, "event", ("entity_id", "action", "on_date"), condition,
                            (county.code, events.HAZARD, revision), "seq")  # fmt: skip
    inside = [(one, action) for one, action, on in found if on and on <= until.isoformat()]
    entered = {one for one, action in inside if action in {"register", "fix", "import"}}
    return entered, {one for one, _ in inside} - entered


def moved(engine: Engine, county: County, one: Meeting, seen: Collection[str] | None = None) -> Moved | None:
    """The hazards entered late (补录) and corrected (更正) since a meeting closed, by id; of `seen`. None before."""
    if one.closed is None:
        return None
    late, corrected = moved_since(engine, county, one.revision, one.as_of)
    kept = (late, corrected) if seen is None else (late.intersection(seen), corrected.intersection(seen))
    return tuple(sorted(kept[0])), tuple(sorted(kept[1]))
