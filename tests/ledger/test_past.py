"""A hazard as it stood on a day: domain, frames, the list beside the map and the card tell one thing of any day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from riskmap.domain import past
from riskmap.domain.codes import Control, EvidenceKind, ExtensionState, Grade, Level, ListingState, Post, Status
from riskmap.domain.columns import to_day
from riskmap.domain.events import Event
from riskmap.domain.five import counts
from riskmap.domain.hazard import (
    ControlRecord,
    Evidence,
    Extension,
    FiveItem,
    Hazard,
    Listing,
    Move,
    Responsible,
    Round,
)
from riskmap.domain.progress import alarm, control_at, fact_at, standing
from riskmap.i18n import Translator
from riskmap.ledger import queries
from riskmap.ledger.batch import PreparedBatch
from riskmap.ledger.commands import Ledger
from riskmap.metrics import frame as facts
from riskmap.metrics.index import Index
from riskmap.views import card, lists, words
from riskmap.views.scene import Scene, scene
from support.facts import DAYS, HAZARDS, OFFICE, hazard, of
from support.lives import FOUND
from support.random_lives import lives

T = Translator("zh_CN")
# What is compared is read alike from both databases (tests/ledger/test_snapshot.py).
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CONTROLS = st.lists(of(ControlRecord), min_size=1, max_size=4).map(tuple)
FIVES = st.lists(of(FiveItem), max_size=9).map(lambda found: tuple({one.item: one for one in found}.values()))
ANY = st.builds(lambda one, five: replace(one, demo=False, five=five), HAZARDS, FIVES)
# Majors that stand in the list of problems and were told much of, on days in any order.
BUSY = st.builds(
    lambda one, five, controls: replace(
        one, demo=False, grade=Grade.MAJOR, found=date(2025, 1, 1), confirmed=date(2025, 1, 1), voided=None,
        passed=None, closed=None, five=five, controls=controls,
    ),
    HAZARDS, FIVES, CONTROLS,
)  # fmt: skip
GROUPED = ("grade", "township", "sector", "department", "source", "supervision")


def october(day: int) -> date:
    return date(2026, 10, day)


def code(_: str, text: str) -> str:
    return text


@SQLITE
@settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.generate),  # shrinking writes a ledger each time
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(found=st.lists(st.one_of(ANY, BUSY, BUSY), min_size=4, max_size=8), day=DAYS)
def test_card_and_list_of_the_map_tell_the_same_of_any_day(ledger: Ledger, found: list[Hazard], day: date) -> None:
    ledger.import_batch(PreparedBatch("f", "0", creates=found, fingerprints=["x"] * len(found)), OFFICE)
    snapshot = queries.snapshot(ledger.engine, ledger.county)
    stored = queries.match_index(ledger.engine, ledger.county).load(snapshot.hazards["id"])
    shown = scene(Index(snapshot.hazards, snapshot.spells).at(to_day(day)), to_day(day))
    table = lists.problem_table(shown, range(len(shown.frame)), T, code)
    for row in range(len(shown.frame)):
        told, line = stored[shown.frame["id"].iloc[row]], table.iloc[row]
        then = past.on(told, day)
        assert [getattr(then, name) for name in GROUPED] == [shown.frame[name].iloc[row] for name in GROUPED]
        assert " / ".join(map(str, counts(then))) == line["five"]
        assert bool(shown.alarm[row]) == alarm(told, day)
        html = drawn(shown, row, then, day)
        assert line["township"] == then.township
        if then.grade is Grade.MAJOR:
            assert f">{line['control'] if shown.progress[row] != 'void' else '—'}</b>" in html
            assert T("in place {n}/5", n=line["five"].split(" / ")[1]) in html
        assert (T("card|Control status") in html) is (then.grade is Grade.MAJOR)


def drawn(shown: Scene, row: int, then: Hazard, day: date) -> str:
    """The card of a row of the map."""
    one = shown.frame.iloc[[row]]
    given_ = card.Facts(
        hazard=then, day=day, number=int(shown.numbers[row]), progress=str(shown.progress[row]),
        status=str(facts.status_at(one, shown.day)[0]), left=int(shown.left[row]), level=str(shown.level[row]),
        alarm=bool(shown.alarm[row]), due=words.day(int(facts.countdown_day(one)[0])),
    )  # fmt: skip
    return card.card(given_, T, code)


@settings(max_examples=40, deadline=None)
@given(lives)
def test_what_stood_on_a_day_is_judged_as_the_whole_history_is(life: tuple[list[Event], list[Hazard]]) -> None:
    whole = life[1][-1]
    for shift in range(0, 90, 7):
        day = FOUND + timedelta(days=shift)
        assert standing(past.on(whole, day), day) == standing(whole, day)
        assert past.on(past.on(whole, day), day) == past.on(whole, day)


@settings(max_examples=40, deadline=None)
@given(lives)
def test_on_its_last_day_a_hazard_stands_as_it_is_stored(life: tuple[list[Event], list[Hazard]]) -> None:
    whole = life[1][-1]
    assert past.on(whole, date.max) == whole
    assert past.on(whole, FOUND - timedelta(days=9)) == past.on(whole, FOUND)


def test_a_day_knows_nothing_that_came_later() -> None:
    late = october(20)
    one = hazard(
        status=Status.CLOSED, declared=late, rectified=october(10), rectified_by="王某", passed=late, reviewers="张某",
        closed=late, closed_by="李某", township="b", moves=(Move("township", late, "a", "b"),),
        rounds=(Round(october(4), october(5), october(8), "张某", "不合格", None),
                Round(october(12), october(13), late, "张某", "不合格", None)),
        extensions=(Extension(ExtensionState.REFUSED, october(9), late, "设备", late, decided_by="局长"),
                    Extension(ExtensionState.REQUESTED, late, late, "设备")),
        listings=(Listing(ListingState.DELISTED, Level.COUNTY, october(6), "1号", listed=october(7),
                          delist_applied=october(11), delisted=late),
                  Listing(ListingState.LISTED, Level.CITY, october(9), "2号", "市安委会", listed=late)),
        evidence=(Evidence(EvidenceKind.PHOTO_BEFORE, None, "照片"), Evidence(EvidenceKind.PHOTO_AFTER, late, "照片")),
        chain=(Responsible(Post.LEADER, "县政府", "赵某"), Responsible(Post.LEADER, "县政府", "钱某", late)),
    )  # fmt: skip
    then = past.on(one, october(15))
    assert (then.status, then.closed, then.closed_by, then.passed, then.reviewers) == (
        Status.AWAITING_REVIEW, None, "", None, "",
    )  # fmt: skip
    assert (then.declared, then.rectified, then.rectified_by, then.township) == (october(13), october(12), "", "a")
    assert [(x.state, x.decided, x.decided_by) for x in then.extensions] == [(ExtensionState.REQUESTED, None, "")]
    assert [(x.state, x.number) for x in then.listings] == [
        (ListingState.ACCEPTANCE, "1号"),
        (ListingState.PROPOSED, ""),
    ]
    assert [(len(x.rounds), len(x.evidence), len(x.chain), len(x.moves)) for x in (then,)] == [(1, 1, 1, 0)]


@pytest.mark.parametrize(
    ("answered", "days", "before", "after"),
    [
        ("dropped", {"state": ListingState.DROPPED}, ListingState.PROPOSED, ListingState.DROPPED),
        (
            "delist_refused",
            {"state": ListingState.LISTED, "listed": october(3), "delist_applied": october(8)},
            ListingState.ACCEPTANCE,
            ListingState.LISTED,
        ),
    ],
)
def test_a_proposal_or_an_application_stands_until_it_was_answered(
    answered: str, days: dict[str, Any], before: ListingState, after: ListingState
) -> None:
    told: dict[str, Any] = {**days, answered: october(20)}
    one = hazard(listings=(Listing(level=Level.COUNTY, proposed=october(2), **told),))
    (then,), (now,) = (past.on(one, day).listings for day in (october(19), october(20)))
    assert (then.state, now.state) == (before, after)
    assert (getattr(then, answered), getattr(now, answered)) == (None, october(20))


@SQLITE
def test_before_its_first_record_a_hazard_has_no_control_status(ledger: Ledger) -> None:
    one = hazard(
        grade=Grade.MAJOR,
        found=october(1),
        confirmed=october(1),
        controls=(ControlRecord(Control.SUSPENDED, october(9)),),
    )
    ledger.import_batch(PreparedBatch("f", "0", creates=[one], fingerprints=["x"]), OFFICE)
    snapshot = queries.snapshot(ledger.engine, ledger.county)
    index = Index(snapshot.hazards, snapshot.spells)
    for day, held in ((8, ""), (9, "suspended")):
        shown = scene(index.at(to_day(october(day))), to_day(october(day)))
        assert (str(shown.frame["control"].iloc[0]), bool(shown.alarm[0])) == (held, not held)


@pytest.mark.parametrize(("day", "held"), [(3, Control.NONE), (4, Control.PARTIAL), (9, Control.SUSPENDED)])
def test_a_record_entered_late_holds_from_its_own_day_alone(day: int, held: Control) -> None:
    told = ((Control.NONE, 2), (Control.SUSPENDED, 9), (Control.PARTIAL, 4))  # in the order of entry
    one = hazard(controls=tuple(ControlRecord(status, october(on)) for status, on in told))
    record = control_at(past.on(one, october(day)), october(day))
    assert record is not None
    assert record.status is held
    assert fact_at(one, "township", october(day)) == one.township
