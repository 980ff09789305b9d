"""The loop of DOMAIN.md §2.3, step by step, and what each step asks for."""

from dataclasses import replace
from datetime import date

import pytest

from riskmap.domain.actions import Action
from riskmap.domain.codes import Control, EvidenceKind, Grade, Post, Source, Status
from riskmap.domain.events import Event, Refusal
from riskmap.domain.hazard import Hazard, Round
from riskmap.domain.lifecycle import allowed, apply, decide, replay
from support.lives import DAY, FIRM, FOUND, facts, five_marked, judged, made, paper, refused, step, take

A = Action


def pending() -> Hazard:
    return take(None, A.REGISTER, FOUND)


def awaiting(**over: object) -> Hazard:
    hazard = take(pending(), A.CONFIRM, FOUND + DAY, **over)
    if hazard.grade is Grade.MAJOR:
        hazard = five_marked(hazard, FOUND + DAY)
    return take(take(hazard, A.START, FOUND + 2 * DAY), A.DECLARE, FOUND + 4 * DAY)


def verified(**over: object) -> Hazard:
    return take(awaiting(**over), A.PASS, FOUND + 6 * DAY)


def test_a_general_hazard_walks_the_whole_loop() -> None:
    hazard = take(verified(), A.CLOSE, FOUND + 7 * DAY)
    assert hazard.status is Status.CLOSED
    assert (hazard.found, hazard.confirmed, hazard.ordered) == (FOUND, FOUND + DAY, FOUND + DAY)
    assert (hazard.started, hazard.declared, hazard.rectified) == (FOUND + 2 * DAY, FOUND + 4 * DAY, FOUND + 4 * DAY)
    assert (hazard.passed, hazard.closed) == (FOUND + 6 * DAY, FOUND + 7 * DAY)
    assert hazard.version == 6
    assert hazard.touched


def test_a_major_hazard_closes_with_both_marks_five_times_and_the_office() -> None:
    hazard = take(verified(grade="major"), A.CLOSE, FOUND + 7 * DAY)
    assert (hazard.status, hazard.grade) == (Status.CLOSED, Grade.MAJOR)


def test_a_registered_hazard_waits_for_confirmation() -> None:
    assert pending().status is Status.PENDING
    assert pending().confirmed is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"enterprise_name": ""}, "missing:enterprise"),
        ({"place": " "}, "missing:place"),
        ({"description": ""}, "missing:description"),
        ({"source": "unknown"}, "missing:source"),
        ({"found": "2026-03-03"}, "bad_order:on<found"),
        ({"found": "soon"}, "bad:facts"),
        ({"colour": "red"}, "bad:facts"),
        ({"closed": "2026-03-02"}, "not_entered_here:closed"),
    ],
)
def test_registration_says_what_it_lacks(changed: dict[str, str], code: str) -> None:
    assert code in refused(None, A.REGISTER, FOUND, facts=facts(**changed))


@pytest.mark.parametrize(
    ("without", "code"),
    [
        ("grade", "missing:grade"),
        ("due", "missing:due"),
        ("responsible_person", "missing:responsible_person"),
        ("inspectors", "missing:inspectors"),
        ("photo_before", "missing_evidence:photo_before"),
    ],
)
def test_an_order_needs_grade_person_date_inspectors_and_a_photo(without: str, code: str) -> None:
    assert refused(pending(), A.CONFIRM, FOUND + DAY, without=(without,)) == {code}


def test_an_order_for_a_major_hazard_names_its_basis() -> None:
    assert refused(pending(), A.CONFIRM, FOUND, grade="major", without=("basis",)) == {"missing:basis"}
    assert take(pending(), A.CONFIRM, FOUND, basis="").status is Status.OPEN


def test_one_inspector_is_not_enough_and_a_due_date_does_not_lie_before_the_order() -> None:
    told = refused(pending(), A.CONFIRM, FOUND + DAY, inspectors="张某", due=FOUND.isoformat())
    assert told == {"missing_inspectors:2", "bad_order:due<on"}


def test_a_hazard_found_untrue_keeps_its_row_and_the_reason() -> None:
    assert refused(pending(), A.VOID, FOUND, without=("reason",)) == {"missing:reason"}
    void = take(pending(), A.VOID, FOUND + DAY, reason="误报")
    assert (void.status, void.voided, void.void_reason) == (Status.VOID, FOUND + DAY, "误报")
    assert allowed(void, "committee") == ()


def test_a_major_hazard_starts_with_a_plan_of_six_parts_and_five_contents() -> None:
    hazard = made(grade=Grade.MAJOR)
    told = refused(hazard, A.START, FOUND, plan={"goals": "消除", "methods": " "})
    assert {"missing_plan:methods", "missing_plan:safety", "missing_five:funds"} <= told
    assert "missing_plan:goals" not in told
    started = take(five_marked(hazard, FOUND), A.START, FOUND)
    assert started.plan_filed == FOUND
    assert any(one.kind is EvidenceKind.PLAN for one in started.evidence)


@pytest.mark.parametrize("status", [Status.OPEN, Status.RECTIFYING])
def test_a_declaration_needs_a_date_a_photo_and_a_report(status: Status) -> None:
    hazard = made(status=status)
    assert refused(hazard, A.DECLARE, FOUND + DAY, without=("rectified",)) == {"missing:rectified"}
    assert refused(hazard, A.DECLARE, FOUND + DAY, without=("photo_after",)) == {"missing_evidence:photo_after"}
    assert refused(hazard, A.DECLARE, FOUND + DAY, without=("report",)) == {"missing_evidence:report"}
    assert refused(hazard, A.DECLARE, FOUND, rectified="2026-03-01") == {"bad_order:rectified<found"}
    assert refused(hazard, A.DECLARE, FOUND, rectified="2026-03-03") == {"bad_order:on<rectified"}


def test_a_major_declaration_is_an_application_for_acceptance() -> None:
    hazard = made(grade=Grade.MAJOR)
    assert refused(hazard, A.DECLARE, FOUND, without=("application",)) == {"missing_evidence:application"}


def test_a_re_inspection_has_two_reviewers_a_conclusion_and_a_paper() -> None:
    told = refused(awaiting(), A.PASS, FOUND + 5 * DAY, reviewers="张某", without=("opinion", "review_paper"))
    assert told == {"missing:opinion"}
    told = refused(awaiting(), A.PASS, FOUND + 5 * DAY, reviewers="张某", without=("review_paper",))
    assert told == {"missing_reviewers:2", "missing_evidence:review_paper"}
    assert refused(awaiting(), A.PASS, FOUND) == {"bad_order:on<declared"}


def test_who_rectified_does_not_accept() -> None:
    assert refused(awaiting(), A.PASS, FOUND + 5 * DAY, reviewers="王某、李某") == {"same_person:rectifier"}
    own = replace(awaiting(), rectified_by="officer")
    assert refused(own, A.PASS, FOUND + 5 * DAY) == {"same_person:rectifier"}
    assert refused(own, A.FAIL, FOUND + 5 * DAY) == {"same_person:rectifier"}


def test_recording_on_behalf_is_not_rectifying() -> None:
    hazard = made()
    one = replace(step(A.DECLARE, FOUND + DAY, hazard), role="department", actor="officer", on_behalf_of=FIRM)
    data = {name: value for name, value in one.data.items() if name != "rectified_by"}
    event = judged(hazard, replace(one, data=data), FOUND + DAY)
    assert isinstance(event, Event)
    assert (event.actor, event.on_behalf_of) == ("officer", FIRM)
    declared = apply(hazard, event)
    assert declared.rectified_by == FIRM
    assert take(declared, A.PASS, FOUND + 2 * DAY).status is Status.VERIFIED


def test_a_step_recorded_on_behalf_shows_the_enterprises_own_paper() -> None:
    behalf = {"role": "township", "actor": "clerk", "on_behalf_of": FIRM}
    told = refused(made(), A.DECLARE, FOUND, without=("on_behalf",), by=behalf)
    assert told == {"missing_evidence:on_behalf"}


def test_a_failed_re_inspection_withdraws_the_rectification_into_a_round() -> None:
    hazard = awaiting()
    failed = take(hazard, A.FAIL, FOUND + 5 * DAY, new_due="2026-04-30")
    assert failed.status is Status.REJECTED
    assert (failed.rectified, failed.declared, failed.rectified_by) == (None, None, "")
    assert failed.due == hazard.due
    expected = Round(
        FOUND + 4 * DAY, FOUND + 4 * DAY, FOUND + 5 * DAY, "张某、李某", "不合格", date(2026, 4, 30), FOUND + 2 * DAY
    )
    assert failed.rounds == (expected,)


def test_a_failed_re_inspection_gives_a_new_date() -> None:
    assert refused(awaiting(), A.FAIL, FOUND + 5 * DAY, without=("new_due",)) == {"missing:new_due"}
    assert refused(awaiting(), A.FAIL, FOUND + 5 * DAY, new_due="2026-03-03") == {"bad_order:new_due<on"}


def test_after_a_failed_round_old_photos_and_papers_prove_nothing() -> None:
    failed = take(awaiting(), A.FAIL, FOUND + 5 * DAY)
    again = take(failed, A.RESUME, FOUND + 6 * DAY)
    assert (again.status, again.started) == (Status.RECTIFYING, FOUND + 6 * DAY)
    told = refused(again, A.DECLARE, FOUND + 8 * DAY, without=("photo_after", "report"))
    assert "missing_evidence:photo_after" in told
    early = refused(again, A.DECLARE, FOUND + 8 * DAY, rectified=(FOUND + 4 * DAY).isoformat())
    assert early == {"bad_order:rectified<reviewed"}
    second = take(again, A.DECLARE, FOUND + 8 * DAY)
    assert refused(second, A.PASS, FOUND + 9 * DAY, without=("review_paper",)) == {"missing_evidence:review_paper"}


def test_a_rejected_hazard_may_be_declared_again_at_once() -> None:
    failed = take(awaiting(), A.FAIL, FOUND + 5 * DAY)
    assert take(failed, A.DECLARE, FOUND + 6 * DAY).status is Status.AWAITING_REVIEW


def test_a_stopped_enterprise_needs_a_restart_approval_whatever_the_grade() -> None:
    for grade in ("general", "major"):
        hazard = take(verified(grade=grade), A.RECORD_CONTROL, FOUND + 6 * DAY, status="suspended")
        assert "missing:restart_approval" in refused(hazard, A.CLOSE, FOUND + 8 * DAY)
        approved = take(hazard, A.APPROVE_RESTART, FOUND + 7 * DAY, number="复产3号")
        assert (approved.restart_no, approved.restart_on) == ("复产3号", FOUND + 7 * DAY)
        assert take(approved, A.CLOSE, FOUND + 8 * DAY).status is Status.CLOSED
        assert refused(approved, A.CLOSE, FOUND + 6 * DAY) == {"bad_order:on<restart_on"}


def test_being_stopped_again_voids_an_earlier_restart_approval() -> None:
    hazard = take(verified(), A.RECORD_CONTROL, FOUND + 6 * DAY, status="partial")
    hazard = take(hazard, A.APPROVE_RESTART, FOUND + 6 * DAY)
    hazard = take(hazard, A.RECORD_CONTROL, FOUND + 7 * DAY, status="suspended")
    assert "missing:restart_approval" in refused(hazard, A.CLOSE, FOUND + 8 * DAY)


def test_no_restart_is_approved_where_nothing_was_stopped_or_nothing_was_passed() -> None:
    assert refused(verified(), A.APPROVE_RESTART, FOUND + 7 * DAY) == {"restart:not_suspended"}
    assert refused(made(suspended=True), A.APPROVE_RESTART, FOUND) == {"not_in_state:open"}


def test_control_of_a_coal_hazard_while_working_is_refused_unless_the_area_is_stopped() -> None:
    coal = made(sector="coal", grade=Grade.MAJOR)
    assert refused(coal, A.RECORD_CONTROL, FOUND, status="working") == {"coal:area_not_stopped"}
    held = take(coal, A.RECORD_CONTROL, FOUND, status="working", area_stopped=True)
    assert held.suspended
    assert held.controls[-1].status is Control.WORKING
    other = take(made(grade=Grade.MAJOR), A.RECORD_CONTROL, FOUND, status="working")
    assert not other.suspended


def test_a_control_status_names_person_and_document_but_no_measures_need_none() -> None:
    assert refused(made(), A.RECORD_CONTROL, FOUND, without=("person",)) == {"missing:person"}
    assert refused(made(), A.RECORD_CONTROL, FOUND, without=("document",)) == {"missing:document"}
    assert take(made(), A.RECORD_CONTROL, FOUND, status="none", document="").controls[-1].status is Control.NONE


def test_an_upgrade_brings_the_rules_of_major_hazards() -> None:
    hazard = take(verified(), A.UPGRADE, FOUND + 6 * DAY)
    assert hazard.grade is Grade.MAJOR
    assert [(move.name, move.old, move.new) for move in hazard.moves] == [("grade", "general", "major")]
    assert "missing_in_place:funds" in refused(hazard, A.CLOSE, FOUND + 7 * DAY)
    assert refused(hazard, A.UPGRADE, FOUND + 7 * DAY) == {"grade:already"}
    assert refused(verified(), A.UPGRADE, FOUND + 6 * DAY, without=("basis",)) == {"missing:basis"}


def test_a_downgrade_names_reason_and_approver_and_waits_for_a_listing_to_end() -> None:
    hazard = made(grade=Grade.MAJOR)
    assert refused(hazard, A.DOWNGRADE, FOUND, without=("reason", "approved_by")) == {
        "missing:reason", "missing:approved_by",
    }  # fmt: skip
    proposed = take(hazard, A.PROPOSE_LISTING, FOUND)
    assert refused(proposed, A.DOWNGRADE, FOUND) == {"listed"}
    assert take(hazard, A.DOWNGRADE, FOUND).moves[-1].reason == "复核后不构成"


def test_a_recurrence_is_a_new_hazard_linked_to_the_closed_one() -> None:
    closed = replace(take(verified(), A.CLOSE, FOUND + 7 * DAY), id="old", township="141034100")
    on = FOUND + 40 * DAY
    event = judged(closed, step(A.RECUR, on, closed), on)
    assert isinstance(event, Event)
    assert event.action == "register"
    again = apply(None, event)
    assert (again.recurs_of, again.status, again.found) == ("old", Status.PENDING, on)
    assert (again.id, again.township, again.rounds, again.closed) == ("", "141034100", (), None)
    with pytest.raises(ValueError, match="registered twice"):
        apply(closed, event)
    assert refused(closed, A.RECUR, on, found="2026-03-03") == {"bad_order:found<closed"}


def test_fixed_on_the_spot_is_registered_and_closed_in_one_action() -> None:
    hazard = take(None, A.FIX, FOUND)
    assert hazard.status is Status.CLOSED
    assert {hazard.confirmed, hazard.due, hazard.rectified, hazard.passed, hazard.closed} == {FOUND}
    told = refused(None, A.FIX, FOUND, without=("photo_after", "inspection_paper"))
    assert told == {"missing_evidence:photo_after", "missing_evidence:inspection_paper"}
    assert refused(None, A.FIX, FOUND, facts=facts(grade="major")) >= {"grade:major_not_on_the_spot"}
    assert refused(None, A.FIX, FOUND, facts=facts(inspectors="张某")) == {"missing_inspectors:2"}


def test_a_general_hazard_found_by_the_enterprise_stays_inside_it() -> None:
    on = FOUND
    event = judged(None, replace(step(A.REGISTER, on, None, facts=facts(source="self")), role="enterprise"), on)
    assert isinstance(event, Event)
    hazard = apply(None, event)
    assert (hazard.status, hazard.confirmed) == (Status.OPEN, FOUND)
    hazard = take(hazard, A.DECLARE, FOUND + DAY)
    department = {"role": "department", "actor": "officer"}
    assert refused(hazard, A.PASS, FOUND + DAY, by=department) == {"missing:on_behalf_of"}
    rectifier = {"role": "enterprise", "actor": "王某"}
    assert refused(hazard, A.PASS, FOUND + DAY, by=rectifier, reviewers="钱某") == {"same_person:rectifier"}
    hazard = take(hazard, A.PASS, FOUND + DAY, reviewers="钱某")
    assert take(hazard, A.CLOSE, FOUND + DAY).status is Status.CLOSED


def test_a_major_hazard_found_by_the_enterprise_goes_to_the_department() -> None:
    told = facts(source="self", grade="major")
    event = judged(None, replace(step(A.REGISTER, FOUND, None, facts=told), role="enterprise"), FOUND)
    assert isinstance(event, Event)
    assert apply(None, event).status is Status.PENDING


def test_the_chain_is_frozen_with_the_order_and_keeps_its_handovers() -> None:
    chain = [{"post": "leader", "person": "赵某"}, {"post": "department", "person": "钱某", "since": "2026-01-01"}]
    hazard = take(pending(), A.CONFIRM, FOUND + DAY, chain=chain)
    hazard = take(hazard, A.HANDOVER, FOUND + 5 * DAY, person="孙某", unit="县政府")
    told = [(one.post, one.person, one.since) for one in hazard.chain]
    assert told == [
        (Post.LEADER, "赵某", FOUND + DAY),
        (Post.DEPARTMENT, "钱某", date(2026, 1, 1)),
        (Post.LEADER, "孙某", FOUND + 5 * DAY),
    ]
    assert refused(hazard, A.HANDOVER, FOUND + DAY, without=("unit", "person")) == {"missing:person"}


def test_a_correction_keeps_old_and_new_in_the_event() -> None:
    hazard = made()
    one = step(A.CORRECT, FOUND, hazard, field="township", new="141034101")
    event = judged(hazard, one, FOUND)
    assert isinstance(event, Event)
    assert (event.data["field"], event.data["old"], event.data["new"]) == ("township", "", "141034101")
    after = apply(hazard, event)
    assert [(move.name, move.old, move.new, move.on) for move in after.moves] == [("township", "", "141034101", FOUND)]


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"field": "hazard_no", "new": "X"}, "not_correctable:hazard_no"),
        ({"field": "status", "new": "closed"}, "not_correctable:status"),
        ({"field": "judged", "new": ""}, "not_correctable:judged"),
        ({"field": "rounds", "new": []}, "not_correctable:rounds"),
        ({"field": "suspended", "new": False}, "not_correctable:suspended"),
        ({"field": "closed", "new": "2026-03-02"}, "not_correctable:closed"),
        ({"field": "colour", "new": "red"}, "not_correctable:colour"),
        ({"field": "found", "new": "gestern"}, "bad:new"),
        ({"field": "place", "new": 7}, "bad:new"),
        ({"field": "funds_planned", "new": "a lot"}, "bad:new"),
        ({"field": "place", "new": "主井"}, "no_change"),
        ({"field": "grade", "new": "major"}, "role:not_allowed"),
        ({"field": "source", "new": "self"}, "role:not_allowed"),
    ],
)
def test_what_a_correction_may_not_touch(over: dict[str, object], code: str) -> None:
    assert refused(made(), A.CORRECT, FOUND, **over) == {code}


def test_no_correction_touches_a_date_that_a_gate_has_judged() -> None:
    hazard = verified()
    for name in ("found", "due", "ordered", "confirmed", "declared", "rectified", "passed"):
        assert f"judged:{name}" in refused(hazard, A.CORRECT, FOUND + 8 * DAY, field=name, new="2026-03-01"), name
    assert take(made(), A.CORRECT, FOUND, field="place", new="副井").place == "副井"


def test_a_passed_hazard_from_a_file_keeps_the_dates_it_was_passed_by() -> None:
    hazard = take(take(made(), A.DECLARE, FOUND + 5 * DAY), A.PASS, FOUND + 6 * DAY)
    for name in ("found", "due", "rectified"):
        assert f"judged:{name}" in refused(hazard, A.CORRECT, FOUND + 8 * DAY, field=name, new="2026-12-01"), name


def test_a_file_changes_only_hazards_without_a_step_in_the_program() -> None:
    hazard = made()
    changes = {"measure": ["", "加装护栏"], "township": ["", "141034101"]}
    event = decide(hazard, "revise", {"changes": changes}, "system", FOUND)
    assert isinstance(event, Event)
    after = apply(hazard, event)
    assert (after.measure, after.township, after.touched, after.version) == ("加装护栏", "141034101", False, 1)
    touched = take(hazard, A.CORRECT, FOUND)
    assert decide(touched, "revise", {"changes": changes}, "system", FOUND) == Refusal(("touched",))


def test_refusals_are_values_whatever_the_data() -> None:
    for data in ({}, {"nonsense": 1}, {"evidence": 3}, {"evidence": [{"kind": "x"}]}, {"rectified": 5, "note": []}):
        for action in A:
            for hazard in (None, made(), pending()):
                answer = decide(hazard, action, data, "committee", FOUND)
                assert isinstance(answer, Event | Refusal)
    assert decide(made(), "dance", {}, "committee", FOUND) == Refusal(("unknown_action:dance",))


def test_an_impossible_event_cannot_be_applied() -> None:
    for hazard, event in [
        (made(), Event("close", FOUND)),
        (None, Event("start", FOUND)),
        (made(), Event("dance", FOUND)),
        (made(), Event("void", FOUND, {"reason": "x"})),
        (made(), Event("declare", FOUND, {})),
    ]:
        with pytest.raises(ValueError, match=r".+"):
            apply(hazard, event)
    with pytest.raises(ValueError, match="no event"):
        replay([])


def test_buttons_are_the_actions_that_the_facts_allow() -> None:
    assert set(allowed(None, "department")) == {A.REGISTER, A.FIX}
    now = set(allowed(made(), "department"))
    assert {A.START, A.DECLARE, A.UPGRADE, A.REQUEST_EXTENSION, A.PROPOSE_LISTING, A.CORRECT} <= now
    assert not now & {A.CLOSE, A.PASS, A.DOWNGRADE, A.APPROVE_EXTENSION, A.LIST, A.DELIST, A.APPROVE_RESTART, A.REVISE}
    assert A.CLOSE in allowed(verified(), "department")
    assert A.CLOSE not in allowed(verified(grade="major"), "department")
    assert A.CLOSE in allowed(verified(grade="major"), "committee")
    assert allowed(made(), "leader") == ()


def test_every_piece_of_evidence_that_comes_with_a_step_is_kept() -> None:
    hazard = take(made(), A.ADD_EVIDENCE, FOUND, evidence=[paper(EvidenceKind.OTHER, FOUND, "录像")])
    assert [one.reference for one in hazard.evidence] == ["录像"]
    assert refused(made(), A.ADD_EVIDENCE, FOUND, evidence=[]) == {"missing:evidence"}


def test_source_tells_which_loop_a_hazard_takes() -> None:
    assert made(source=Source.SELF).source is Source.SELF
    told = facts(source="department")
    by = {"role": "enterprise", "actor": "owner"}
    assert refused(None, A.REGISTER, FOUND, by=by, facts=told) == {"source:not_self"}
