"""Steps of escalation that are due: the domain of one hazard, and metrics of a stored ledger, tell the same."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskmap.domain.codes import Grade, Level, ListingState, Source, Status, Step
from riskmap.domain.columns import from_day, to_day
from riskmap.domain.due import countdown_to
from riskmap.domain.escalation import Ladder, due_steps, load_ladder, occasion
from riskmap.domain.events import Event
from riskmap.domain.hazard import Hazard, Listing
from riskmap.domain.progress import grade_at, passed_on, rectified_on, status_at
from riskmap.domain.table import OPEN_STATES
from riskmap.ledger import queries
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.metrics import drill, escalation, filters
from riskmap.metrics.index import Index
from riskmap.metrics.waiting import KINDS
from support.facts import OFFICE
from support.lives import FOUND, made
from support.random_lives import lives

# The steps as shipped, and a ladder on which every trigger fires early.
SOON = {
    "remind": {"before_due": 30}, "list": {"overdue": 2}, "criticise": {"order_past": 2},
    "supervise": {"overdue": 0}, "interview": {"overdue_major": 3},
}  # fmt: skip
LADDERS = (load_ladder(), load_ladder(SOON))
numbers = count(1)


Lives = list[tuple[list[Event], list[Hazard]]]


def entered(ledger: Ledger, several: Lives, ladder: Ladder) -> tuple[Index, list[Hazard]]:
    """More lives in the ledger; the index of all it holds by now, and its hazards in the same order."""
    lived = [replace(states[-1], id="", hazard_no="", recurs_of=None, sender="test") for _, states in several]
    new = [replace(one, ledger_no=f"L{next(numbers)}") for one in lived]
    batch = PreparedBatch("f", f"{next(numbers)}", creates=new, fingerprints=[f"{next(numbers)}" for _ in new])
    ledger.import_batch(batch, OFFICE)
    found = queries.snapshot(ledger.engine, ledger.county)
    stored = queries.several(ledger.engine, ledger.county, found.hazards["id"])
    index = Index(found.hazards, found.spells, acts=found.acts, ladder=ladder)
    return index, [stored[str(one)] for one in found.hazards["id"]]


def told(hazard: Hazard, day: date, which: int) -> set[tuple[str, Step, date, str]]:
    return {(hazard.id, one.step, one.since, one.why) for one in due_steps(hazard, day, LADDERS[which])}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lives, min_size=12, max_size=12), st.booleans())
def test_a_stored_ledger_tells_what_the_domain_tells(ledger: Ledger, several: Lives, early: bool) -> None:
    index, stored = entered(ledger, several, LADDERS[early])
    for shift in (0, 3, 9, 20, 45, 80, 200):
        day = FOUND + timedelta(days=shift)
        due = escalation.due_steps(index, day)
        ids, steps = index.at(to_day(day))["id"], escalation.STEPS
        rows = zip(due.row, due.step, due.since, due.why, strict=True)
        counted = {(ids[row], steps[step], from_day(since), why) for row, step, since, why in rows}
        assert counted == set().union(*(told(one, day, early) for one in stored))


def unexplained(hazard: Hazard, day: date) -> bool:
    """Asked for reasons and none stated since: straight from the rule (DOMAIN.md §7.1)."""
    if status_at(hazard, day) not in {Status.OPEN, Status.RECTIFYING, Status.REJECTED}:
        return False
    ahead = timedelta(days=7 if grade_at(hazard, day) is Grade.MAJOR else 3)
    target = countdown_to(hazard, day)
    stated = max((one.on for one in hazard.statements if one.on <= day), default=date.min)
    return target is not None and target - ahead <= day and stated < occasion(hazard, day)


def asked(hazard: Hazard, day: date) -> dict[str, bool]:
    """What stands undecided, straight from the records."""
    open_ = status_at(hazard, day) in OPEN_STATES
    told = [one for one in hazard.statements if one.on <= day]
    latest = sorted(told, key=lambda one: one.on)[-1:]  # of one day the one stated last
    kept = [one for one in hazard.listings if one.state is not ListingState.DROPPED or one.dropped]
    return {
        "asked": open_ and any(x.applied <= day and (x.decided is None or x.decided > day) for x in hazard.extensions),
        "proposed": open_ and any(
            x.proposed and x.proposed <= day and (x.listed or x.dropped or date.max) > day for x in kept
        ),
        "delisting": open_ and any(
            x.delist_applied and x.delist_applied <= day and (x.delisted or x.delist_refused or date.max) > day
            for x in kept if x.delist_refused or x.state in {ListingState.ACCEPTANCE, ListingState.DELISTED}
        ),
        "sampled": False,
        "wished": open_ and any(one.coordination for one in latest),
    }  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lives, min_size=12, max_size=12))
def test_what_waits_is_what_the_records_say(ledger: Ledger, several: Lives) -> None:
    index, stored = entered(ledger, several, LADDERS[0])
    for shift in (0, 4, 15, 33, 70, 150):
        where = filters.default(FOUND + timedelta(days=shift))
        expected = [unexplained(one, where.as_of) for one in stored]
        assert drill.rows(index, where, "unexplained").tolist() == expected
        for kind in KINDS:
            says = [asked(one, where.as_of)[kind] for one in stored]
            assert drill.rows(index, where, f"waiting.{kind}").tolist() == says, kind


@pytest.mark.parametrize(
    ("kind", "one"),
    [
        ("proposed", Listing(ListingState.DROPPED, Level.COUNTY, FOUND, dropped=FOUND + timedelta(days=3))),
        ("delisting", Listing(ListingState.LISTED, Level.COUNTY, listed=FOUND - timedelta(days=9), delist_applied=FOUND,
                              delist_refused=FOUND + timedelta(days=3))),
    ],
)  # fmt: skip
def test_what_was_dropped_or_refused_waited_until_that_day(ledger: Ledger, kind: str, one: Listing) -> None:
    index, _ = entered(ledger, [([], [made(grade=Grade.MAJOR, status=Status.OPEN, listings=(one,))])], LADDERS[0])
    days = [FOUND + timedelta(days=n) for n in (-1, 0, 2, 3, 30)]
    waits = [drill.rows(index, filters.default(day), f"waiting.{kind}").tolist() for day in days]
    assert waits == [[False], [True], [True], [False], [False]]


def declarations(hazard: Hazard, day: date) -> list[tuple[date, date | None]]:
    """Each declaration known by a day, with the day of its re-inspection, latest last."""
    found: list[tuple[date, date | None]] = []
    for one in hazard.rounds:
        told = one.declared or one.rectified
        if told is not None and one.reviewed <= day:
            found.append((told, one.reviewed))
    ahead = min((one for one in hazard.rounds if one.reviewed > day), key=lambda one: one.reviewed, default=None)
    standing = (ahead.declared or ahead.rectified) if ahead else (hazard.declared or hazard.rectified)
    if standing is not None and standing <= day:
        passed = passed_on(hazard, day) if ahead is None else None
        found.append((standing, passed))
    return found


def worked(hazard: Hazard, start: date, day: date) -> tuple[bool, bool]:
    """复查及时率 of one hazard, straight from the rule: counted, in time."""
    alone = hazard.source is Source.SELF and grade_at(hazard, day) is Grade.GENERAL
    inside = [pair for pair in declarations(hazard, day) if start <= pair[0] <= day]
    if not inside or alone or (hazard.voided is not None and hazard.voided <= day):
        return False, False
    told, answered = inside[-1]
    late = (answered or day) - told > timedelta(days=10)
    return answered is not None or late, answered is not None and not late


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lives, min_size=12, max_size=12))
def test_flows_and_own_work_are_what_the_records_say(ledger: Ledger, several: Lives) -> None:
    index, stored = entered(ledger, several, LADDERS[0])
    for first, shift in ((0, 6), (7, 13), (14, 40), (0, 90)):
        start, day = FOUND + timedelta(days=first), FOUND + timedelta(days=shift)
        where = filters.changed(filters.default(day), from_=start, as_of=day)
        known = [one.found <= day and not (one.voided and one.voided <= day) for one in stored]

        def within(on: date | None, start: date = start, day: date = day) -> bool:
            return on is not None and start <= on <= day

        rectified = [k and within(rectified_on(one, day)) for one, k in zip(stored, known, strict=True)]
        assert drill.rows(index, where, "flow.rectified").tolist() == rectified
        passed = [k and within(passed_on(one, day)) for one, k in zip(stored, known, strict=True)]
        assert drill.rows(index, where, "flow.passed").tolist() == passed
        latest = [max((r.reviewed for r in one.rounds if r.reviewed <= day), default=None) for one in stored]
        rejected = [k and within(on) for on, k in zip(latest, known, strict=True)]
        assert drill.rows(index, where, "flow.rejected").tolist() == rejected
        assert drill.rows(index, where, "own.reviewed_of").tolist() == [worked(one, start, day)[0] for one in stored]
        assert drill.rows(index, where, "own.reviewed").tolist() == [worked(one, start, day)[1] for one in stored]


def test_due_steps_are_part_of_a_snapshot_brought_up_to_date(ledger: Ledger) -> None:
    one = made(id="", hazard_no="")
    ledger.import_batch(PreparedBatch("f", "0", creates=[one], fingerprints=["x"]), OFFICE)
    before = queries.snapshot(ledger.engine, ledger.county)
    day = FOUND + timedelta(days=15)
    index = Index(before.hazards, before.spells, acts=before.acts)
    assert [escalation.STEPS[at] for at in escalation.due_steps(index, day).step] == [Step.SUPERVISE]
    stored = queries.hazard(ledger.engine, ledger.county, str(before.hazards["id"][0]))
    form = {"step": "supervise", "signed_by": "县安委办主任", "due": day + timedelta(days=3)}
    ledger.act(stored.id, "take_step", form, OFFICE, stored.version, day)
    after = queries.snapshot(ledger.engine, ledger.county, before)
    index = Index(after.hazards, after.spells, acts=after.acts)
    assert not len(escalation.due_steps(index, day).row)
    late = escalation.due_steps(index, day + timedelta(days=4))
    assert ([escalation.STEPS[at] for at in late.step], late.why) == ([Step.CRITICISE], ("order_past",))
