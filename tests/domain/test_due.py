"""The effective due date and the extension sub-machine (DOMAIN.md §2.3)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import ExtensionState, Grade, Status
from riskmap.domain.due import countdown_to, due_eff, extended_to, is_extended, moved_on, round_due
from riskmap.domain.extension import is_late
from riskmap.domain.hazard import Extension, Hazard, Round
from support.lives import DAY, FOUND, made, refused, take

A = Action

APPROVED = ExtensionState.APPROVED
DUE = date(2026, 5, 10)


def asked(applied: str, decided: str | None, to: str, state: ExtensionState = APPROVED) -> Extension:
    day = date.fromisoformat
    granted = day(to) if state is APPROVED else None
    return Extension(state, day(applied), day(to), "设备", day(decided) if decided else None, granted)


def due_on(day: str, *extensions: Extension, due: date | None = DUE) -> date | None:
    return due_eff(made(due=due, extensions=extensions), date.fromisoformat(day))


def test_without_an_extension_the_original_date_holds() -> None:
    assert due_on("2026-12-31") == DUE
    assert due_on("2026-12-31", due=None) is None


def test_an_extension_holds_from_the_day_it_was_decided() -> None:
    one = asked("2026-05-08", "2026-05-12", "2026-06-10")
    assert due_on("2026-05-11", one) == DUE
    assert due_on("2026-05-12", one) == date(2026, 6, 10)


def test_an_application_on_the_due_day_is_in_time_and_one_a_day_later_is_not() -> None:
    assert due_on("2026-06-01", asked("2026-05-10", "2026-05-20", "2026-06-10")) == date(2026, 6, 10)
    assert due_on("2026-06-01", asked("2026-05-11", "2026-05-20", "2026-06-10")) == DUE


def test_a_second_application_is_judged_by_the_date_the_first_one_gave() -> None:
    first = asked("2026-05-08", "2026-05-09", "2026-06-10")
    second = asked("2026-06-09", "2026-06-11", "2026-07-10")
    assert due_on("2026-06-30", first, second) == date(2026, 7, 10)
    assert due_on("2026-06-10", first, second) == date(2026, 6, 10)


def test_a_second_application_after_the_first_date_but_before_its_decision_is_late() -> None:
    first = asked("2026-05-10", "2026-05-20", "2026-06-10")
    between = asked("2026-05-12", "2026-05-21", "2026-07-10")
    assert due_on("2026-06-30", first, between) == date(2026, 6, 10)


def test_a_late_application_never_opens_the_door_for_the_next() -> None:
    late = asked("2026-05-15", "2026-05-16", "2026-06-10")
    next_one = asked("2026-06-09", "2026-06-10", "2026-07-10")
    assert due_on("2026-12-31", late, next_one) == DUE


def test_an_approval_of_an_earlier_date_does_not_shorten() -> None:
    assert due_on("2026-05-09", asked("2026-05-01", "2026-05-02", "2026-05-05")) == DUE


def test_refused_and_waiting_applications_keep_the_old_date() -> None:
    refusal = asked("2026-05-01", "2026-05-02", "2026-06-10", ExtensionState.REFUSED)
    waiting = asked("2026-05-01", None, "2026-06-10", ExtensionState.REQUESTED)
    assert due_on("2026-12-31", refusal, waiting) == DUE


def test_an_imported_extension_without_a_decision_date_counts_as_approved_in_time() -> None:
    assert due_on("2026-05-08", asked("2026-05-08", None, "2026-06-10")) == date(2026, 6, 10)


def test_only_what_moves_the_due_date_is_an_extension_of_it() -> None:
    in_time, late = asked("2026-05-01", "2026-05-02", "2026-06-10"), asked("2026-06-15", "2026-06-16", "2026-07-10")
    shorter = asked("2026-05-01", "2026-05-02", "2026-05-05")
    for known, day, moved, runs in (
        ((in_time, late), "2026-05-01", None, None), ((in_time, late), "2026-05-02", "2026-05-02", "2026-06-10"),
        ((in_time, late), "2026-06-16", "2026-05-02", "2026-07-10"), ((late,), "2026-06-16", None, "2026-07-10"),
        ((shorter,), "2026-06-16", None, "2026-05-05"),
    ):  # fmt: skip
        hazard, on = made(due=DUE, extensions=known), date.fromisoformat(day)
        assert moved_on(hazard, on) == (moved and date.fromisoformat(moved))
        assert extended_to(hazard, on) == (runs and date.fromisoformat(runs))
        assert is_extended(hazard, on) == bool(moved)


def test_fixed_on_the_spot_without_a_date_is_due_when_found_and_undated_has_none() -> None:
    assert due_eff(made(due=None, rectified=FOUND), FOUND) == FOUND
    assert due_eff(made(undated=True), FOUND) is None


def test_a_rounds_own_date_drives_the_countdown_and_never_the_due_date() -> None:
    failed = Round(FOUND, FOUND, date(2026, 5, 1), "张某、李某", "不合格", date(2026, 5, 31))
    hazard = made(due=DUE, rounds=(failed,))
    assert due_eff(hazard, date(2026, 6, 30)) == DUE
    assert round_due(hazard, date(2026, 4, 30)) is None
    assert (round_due(hazard, date(2026, 5, 1)), countdown_to(hazard, date(2026, 5, 1))) == (date(2026, 5, 31),) * 2


def test_a_date_granted_late_is_the_rounds_own() -> None:
    hazard = made(due=DUE, extensions=(asked("2026-05-15", "2026-05-16", "2026-06-10"),))
    assert due_eff(hazard, date(2026, 5, 20)) == DUE
    assert countdown_to(hazard, date(2026, 5, 15)) == DUE
    assert countdown_to(hazard, date(2026, 5, 16)) == date(2026, 6, 10)
    assert not is_extended(hazard, date(2026, 5, 20))


def test_the_latest_told_round_date_counts() -> None:
    failed = Round(FOUND, FOUND, date(2026, 5, 20), "", "", date(2026, 5, 25))
    hazard = made(due=DUE, rounds=(failed,), extensions=(asked("2026-05-15", "2026-05-16", "2026-06-10"),))
    assert round_due(hazard, date(2026, 5, 19)) == date(2026, 6, 10)
    assert round_due(hazard, date(2026, 5, 20)) == date(2026, 5, 25)


days = st.dates(date(2026, 4, 1), date(2026, 9, 1))
some = st.lists(
    st.builds(
        lambda a, b, to, state: Extension(state, min(a, b), to, "", max(a, b), to if state is APPROVED else None),
        days,
        days,
        days,
        st.sampled_from(ExtensionState),
    ),
    max_size=6,
)


@given(some, days, days)
def test_the_due_date_only_moves_later_as_time_goes_on(extensions: list[Extension], first: date, second: date) -> None:
    hazard = made(due=DUE, extensions=tuple(extensions))
    before, after = due_eff(hazard, min(first, second)), due_eff(hazard, max(first, second))
    assert before is not None
    assert after is not None
    assert DUE <= before <= after


@given(some, days)
def test_nothing_decided_after_a_day_matters_on_it(extensions: list[Extension], day: date) -> None:
    known = [one for one in extensions if one.decided is not None and one.decided <= day]
    assert due_eff(made(due=DUE, extensions=tuple(extensions)), day) == due_eff(
        made(due=DUE, extensions=tuple(known)), day
    )


@given(some, days)
def test_an_overdue_once_incurred_is_not_erased_by_a_late_application(extensions: list[Extension], day: date) -> None:
    hazard = made(due=DUE, extensions=tuple(extensions))
    due = due_eff(hazard, day)
    assert due is not None
    late = Extension(APPROVED, max(day, due) + DAY, date(2027, 1, 1), "", max(day, due) + DAY, date(2027, 1, 1))
    after = made(due=DUE, extensions=(*(one for one in extensions if one.decided and one.decided <= day), late))
    assert due_eff(after, date(2026, 12, 31)) == due


# The sub-machine


def requested(hazard: Hazard | None = None) -> Hazard:
    return take(hazard or made(), A.REQUEST_EXTENSION, FOUND + DAY)


def test_an_application_names_reason_measures_and_signature_and_moves_later() -> None:
    gaps = ("reason", "measures", "signed_by")
    assert refused(made(), A.REQUEST_EXTENSION, FOUND, without=gaps) == {f"missing:{gap}" for gap in gaps}
    early = refused(made(), A.REQUEST_EXTENSION, FOUND, requested_to=FOUND.isoformat())
    assert early == {"bad_order:requested_to<=due"}
    assert refused(made(due=None), A.REQUEST_EXTENSION, FOUND) == {"missing:due"}


def test_only_one_application_waits_at_a_time() -> None:
    assert refused(requested(), A.REQUEST_EXTENSION, FOUND + 2 * DAY) == {"extension:already_requested"}
    assert refused(made(), A.APPROVE_EXTENSION, FOUND) == {"extension:not_requested"}
    assert refused(made(), A.REFUSE_EXTENSION, FOUND) == {"extension:not_requested"}


def test_approved_moves_the_due_date_and_refused_does_not() -> None:
    hazard = take(made(), A.REQUEST_EXTENSION, FOUND + DAY, requested_to="2026-06-30")
    granted = take(hazard, A.APPROVE_EXTENSION, FOUND + 3 * DAY, approved_to="2026-06-30")
    assert due_eff(granted, FOUND + 3 * DAY) == date(2026, 6, 30)
    assert granted.due == hazard.due
    kept = take(hazard, A.REFUSE_EXTENSION, FOUND + 3 * DAY)
    assert due_eff(kept, date(2026, 12, 31)) == hazard.due
    assert kept.extensions[0].state is ExtensionState.REFUSED
    assert take(kept, A.REQUEST_EXTENSION, FOUND + 4 * DAY).extensions[1].state is ExtensionState.REQUESTED


def test_an_extension_is_granted_past_the_date_in_force_and_no_further_than_asked_for() -> None:
    hazard = take(made(), A.REQUEST_EXTENSION, FOUND, requested_to="2026-06-30")
    assert hazard.due is not None

    def no(day: date) -> set[str]:
        return refused(hazard, A.APPROVE_EXTENSION, FOUND + DAY, approved_to=day.isoformat())

    assert no(date(2026, 7, 1)) == {"extension:beyond_request"}
    assert no(hazard.due) == {"bad_order:approved_to<=due"}
    for day in (hazard.due + DAY, date(2026, 6, 30)):
        granted = take(hazard, A.APPROVE_EXTENSION, FOUND + DAY, approved_to=day.isoformat())
        assert due_eff(granted, FOUND + DAY) == day
    twice = take(granted, A.REQUEST_EXTENSION, FOUND + 2 * DAY, requested_to="2026-07-31")
    shorter = {"approved_to": "2026-06-15"}  # past the first date, but not past the one in force
    assert refused(twice, A.APPROVE_EXTENSION, FOUND + 3 * DAY, **shorter) == {"bad_order:approved_to<=due"}


def test_a_decision_comes_after_its_application() -> None:
    assert refused(requested(), A.APPROVE_EXTENSION, FOUND) == {"bad_order:on<applied"}


def test_a_late_application_may_be_granted_but_is_known_as_late() -> None:
    hazard = made()
    late = FOUND + 20 * DAY
    assert is_late(hazard, late)
    assert not is_late(hazard, FOUND + 10 * DAY)
    asked = take(hazard, A.REQUEST_EXTENSION, late, requested_to="2026-06-30")
    granted = take(asked, A.APPROVE_EXTENSION, late, approved_to="2026-06-30")
    assert due_eff(granted, date(2026, 7, 1)) == hazard.due
    assert countdown_to(granted, late) == date(2026, 6, 30)


def test_an_extension_is_asked_for_while_there_is_work_to_do() -> None:
    assert refused(made(status=Status.VERIFIED), A.REQUEST_EXTENSION, FOUND) == {"not_in_state:verified"}
    assert requested(made(grade=Grade.MAJOR, status=Status.REJECTED)).extensions


def test_fixed_on_the_spot_is_judged_by_what_was_told_on_the_day() -> None:
    withdrawn = Round(FOUND, FOUND, FOUND + 8 * DAY, "张某、李某", "不合格", FOUND + 38 * DAY)
    one = made(due=None, rectified=None, rounds=(withdrawn,))
    assert due_eff(one, FOUND) == FOUND
    assert due_eff(one, FOUND + 8 * DAY) is None
