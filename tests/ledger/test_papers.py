"""Office papers: drafted, reviewed, issued with a number, delivered; what issuing does to hazards; the wrong person."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import Status, Step
from riskmap.domain.papers import FROM, Move, Paper, PaperKind, PaperState, movers, rules
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import attached, maintain, papers, queries
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Attachments, Ledger
from riskmap.ledger.errors import NotFound, Refused, Stale
from support.corpus.pictures import picture
from support.facts import OFFICE
from support.lives import FOUND, made

ON = FOUND + timedelta(days=14)  # four days late
TWO = ("141034100", "141034200")


@pytest.fixture
def two(ledger: Ledger) -> tuple[str, ...]:
    """Two late hazards in two townships."""
    new = [replace(made(id="", hazard_no="", ledger_no=f"L{at}", sender="s"), township=at) for at in TWO]
    ledger.import_batch(PreparedBatch("f", "0", creates=new, fingerprints=["a", "b"]), OFFICE)
    return tuple(queries.snapshot(ledger.engine, ledger.county).hazards["id"])


def told(*hazards: str, kind: PaperKind = PaperKind.SUPERVISION, **over: Any) -> dict[str, Any]:
    facts = {"kind": kind.value, "hazards": list(hazards), "to": "永安镇政府", "title": "督办单", "text": "请按期整改"}
    due = {"due": (ON + timedelta(days=5)).isoformat()} if rules()[kind].due else {}
    return facts | due | over


def step(ledger: Ledger, paper: Paper, move: Move, actor: Actor = OFFICE, on: date = ON, **data: Any) -> Paper:
    return ledger.move_paper(paper.id, move, data, actor, paper.version, on)


def issued(ledger: Ledger, *hazards: str, **over: Any) -> Paper:
    paper = step(ledger, ledger.draft_paper(told(*hazards, **over), OFFICE, ON), Move.REVIEW)
    return step(ledger, paper, Move.ISSUE, signed_by="县安委办主任")


def township(code: str) -> Actor:
    return Actor("t", "镇安全员", "township", grants=(Grant(Role.TOWNSHIP, Scope(townships=(code,))),))


def steps(ledger: Ledger, hazard_id: str) -> list[tuple[Step, str]]:
    one = queries.hazard(ledger.engine, ledger.county, hazard_id)
    return [(taken.step, taken.number) for taken in one.escalations]


def test_a_paper_walks_from_draft_to_delivery_and_takes_its_step_for_every_hazard(
    ledger: Ledger, two: tuple[str, ...], tmp_path: Path
) -> None:
    paper = issued(ledger, *two)
    assert (paper.state, paper.number) == (PaperState.ISSUED, f"汾安办督〔{ON.year}〕1号")
    assert [steps(ledger, one) for one in two] == [[(Step.SUPERVISE, paper.number)]] * 2
    delivered = step(ledger, paper, Move.DELIVER, received_by="王某")
    raw = picture(1)
    name = sha256(raw).hexdigest()
    (tmp_path / name).write_bytes(raw)
    ledger.attachments = Attachments(tmp_path / "kept")
    with pytest.raises(Refused, match="bad:evidence"):  # a hash alone gives no right to what lies under it
        step(ledger, delivered, Move.SCAN, scan=name)
    scanned = ledger.move_paper(
        paper.id, Move.SCAN, {"scan": name, "scan_name": "督办单.pdf"}, OFFICE, delivered.version, ON, [tmp_path / name]
    )
    assert (scanned.state, scanned.received_by, scanned.scan) == (PaperState.DELIVERED, "王某", name)
    for one in two:
        proof = queries.hazard(ledger.engine, ledger.county, one).evidence[-1]
        assert (proof.reference, proof.sha256) == (f"{paper.number} · 督办单.pdf", name)
    assert papers.of_hazard(ledger.engine, ledger.county, two[0]) == [scanned]
    assert not maintain.verify(ledger.engine, ledger.county).problems


def test_numbers_run_by_kind_and_year_and_are_never_given_twice(ledger: Ledger, two: tuple[str, ...]) -> None:
    first, other = issued(ledger, two[0]), issued(ledger, two[0], kind=PaperKind.LISTING)
    with pytest.raises(Refused, match="step:taken"):
        issued(ledger, *two)  # the step was taken for the first already: nothing of the paper is issued
    second = issued(ledger, two[1])
    assert [one.number for one in (first, other, second)] == [
        f"汾安办督〔{ON.year}〕1号", f"汾安办挂〔{ON.year}〕1号", f"汾安办督〔{ON.year}〕2号",
    ]  # fmt: skip
    assert len(steps(ledger, two[1])) == 1


def test_papers_that_are_issued_at_once_bear_each_a_number_of_their_own(ledger: Ledger, two: tuple[str, ...]) -> None:
    drafts = [ledger.draft_paper(told(two[0], kind=PaperKind.LISTING), OFFICE, ON) for _ in range(6)]
    ready = [step(ledger, one, Move.REVIEW) for one in drafts]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda one: step(ledger, one, Move.ISSUE, signed_by="县安委办主任"), ready))
    assert {one.number for one in done} == {f"汾安办挂〔{ON.year}〕{at}号" for at in range(1, 7)}
    later = step(ledger, ledger.draft_paper(told(two[0], kind=PaperKind.LISTING), OFFICE, ON), Move.REVIEW)
    new_year = date(ON.year + 1, 1, 2)
    assert step(ledger, later, Move.ISSUE, on=new_year, signed_by="某人").number == f"汾安办挂〔{ON.year + 1}〕1号"
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_the_scan_of_a_paper_is_read_by_those_of_its_hazards_also_when_all_are_crossed_off(
    ledger: Ledger, tmp_path: Path
) -> None:
    new = [made(status=Status.CLOSED, closed=ON, id="", hazard_no="", ledger_no="L", sender="s", township=TWO[0])]
    ledger.import_batch(PreparedBatch("f", "0", creates=new, fingerprints=["a"]), OFFICE)
    (one,) = queries.snapshot(ledger.engine, ledger.county).hazards["id"]
    paper = issued(ledger, one, kind=PaperKind.DELISTING)
    raw = picture(2)
    name = sha256(raw).hexdigest()
    (tmp_path / name).write_bytes(raw)
    ledger.attachments = Attachments(tmp_path / "kept")
    facts = {"scan": name, "scan_name": "摘牌审批表.jpg"}
    with pytest.raises(Refused):
        ledger.move_paper(paper.id, Move.SCAN, facts, township(TWO[0]), paper.version, ON, [tmp_path / name])
    after = ledger.move_paper(paper.id, Move.SCAN, facts, OFFICE, paper.version, ON, [tmp_path / name])
    assert (after.scan, after.scan_name) == (name, "摘牌审批表.jpg")
    assert not queries.hazard(ledger.engine, ledger.county, one).evidence
    may = [
        attached.may_open(ledger.engine, ledger.county, name, [Grant(role, scope)], small=False)
        for role, scope in (
            (Role.COMMITTEE, Scope()), (Role.TOWNSHIP, Scope(townships=(TWO[0],))),
            (Role.TOWNSHIP, Scope(townships=(TWO[1],))), (Role.ANALYST, Scope()), (Role.AUDITOR, Scope()),
            (Role.ADMIN, Scope()),
        )
    ]  # fmt: skip
    assert may == [True, True, False, False, False, False]
    assert not attached.may_open(ledger.engine, ledger.county, "%", [Grant(Role.COMMITTEE)], small=False)
    assert maintain.verify(ledger.engine, ledger.county, ledger.attachments).ok
    other = sha256(picture(3)).hexdigest()
    (tmp_path / other).write_bytes(picture(3))
    ledger.move_paper(paper.id, Move.SCAN, facts | {"scan": other}, OFFICE, after.version, ON, [tmp_path / other])
    assert maintain.verify(ledger.engine, ledger.county, ledger.attachments).ok  # the former one is part of the story
    assert not attached.may_open(ledger.engine, ledger.county, name, [Grant(Role.COMMITTEE)], small=False)
    ledger.attachments.forget([other])
    assert "is missing" in maintain.verify(ledger.engine, ledger.county, ledger.attachments).problems[0]


def test_a_paper_of_the_enforcement_system_bears_the_number_of_that_system(
    ledger: Ledger, two: tuple[str, ...]
) -> None:
    paper = step(ledger, ledger.draft_paper(told(two[0], kind=PaperKind.ORDER), OFFICE, ON), Move.REVIEW)
    with pytest.raises(Refused, match="missing:number"):
        step(ledger, paper, Move.ISSUE, signed_by="某人")
    after = step(ledger, paper, Move.ISSUE, signed_by="某人", number="（汾）应急责改〔2026〕12号")
    assert after.number == "（汾）应急责改〔2026〕12号"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"hazards": []}, "missing:hazards"), ({"to": " "}, "missing:to"), ({"due": None}, "missing:due"),
        ({"due": FOUND.isoformat()}, "bad_order:due<drafted"), ({"kind": "nothing"}, "bad:kind"),
        ({"text": "x" * 5000}, "too_long:text"), ({"number": "1"}, "unknown:number"),
    ],
)  # fmt: skip
def test_a_draft_that_cannot_stand_is_refused_with_its_reason(
    ledger: Ledger, two: tuple[str, ...], over: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as why:
        ledger.draft_paper(told(two[0]) | over, OFFICE, ON)
    assert code in why.value.codes
    with pytest.raises(Refused, match="paper:one_hazard"):
        ledger.draft_paper(told(*two, kind=PaperKind.EXTENSION), OFFICE, ON)
    with pytest.raises(NotFound):
        ledger.draft_paper(told("nobody"), OFFICE, ON)


def test_steps_come_in_their_order_and_of_the_version_that_was_seen(ledger: Ledger, two: tuple[str, ...]) -> None:
    paper = ledger.draft_paper(told(two[0]), OFFICE, ON)
    for move in Move:
        if paper.state not in FROM[move]:
            with pytest.raises(Refused, match="not_in_state"):
                step(ledger, paper, move)
    later = step(ledger, paper, Move.EDIT, text="另文。")
    with pytest.raises(Stale):
        step(ledger, paper, Move.REVIEW)
    with pytest.raises(Refused, match="bad_order"):
        step(ledger, later, Move.REVIEW, on=ON - timedelta(days=1))
    back = step(ledger, step(ledger, later, Move.REVIEW), Move.RETURN, reason="事由不清")
    assert (back.state, back.reason) == (PaperState.DRAFT, "事由不清")
    assert step(ledger, back, Move.WITHDRAW, reason="作废").state is PaperState.WITHDRAWN


def test_a_township_writes_its_own_papers_about_its_own_hazards_alone(ledger: Ledger, two: tuple[str, ...]) -> None:
    frame = queries.snapshot(ledger.engine, ledger.county).hazards
    own = dict(zip(frame["township"], frame["id"], strict=True))
    actor = township(TWO[0])
    paper = ledger.draft_paper(told(own[TWO[0]], kind=PaperKind.NOTICE), actor, ON)
    assert step(ledger, step(ledger, paper, Move.REVIEW, actor), Move.ISSUE, actor, signed_by="镇长").number
    with pytest.raises(Refused, match="scope:outside"):
        ledger.draft_paper(told(own[TWO[1]], kind=PaperKind.NOTICE), actor, ON)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.draft_paper(told(own[TWO[0]]), actor, ON)
    other = ledger.draft_paper(told(own[TWO[1]], kind=PaperKind.NOTICE), OFFICE, ON)
    with pytest.raises(Refused, match="scope:outside"):
        step(ledger, other, Move.REVIEW, actor)


@pytest.mark.parametrize("role", ["leader", "analyst", "enterprise", "inspector", "admin", "auditor"])
def test_who_writes_no_papers_is_refused_at_every_step(ledger: Ledger, two: tuple[str, ...], role: str) -> None:
    wrong = Actor("w", "某人", role)
    paper = ledger.draft_paper(told(two[0]), OFFICE, ON)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.draft_paper(told(two[0]), wrong, ON)
    for move in Move:
        assert Role(role) not in movers(PaperKind.SUPERVISION, move)
        with pytest.raises(Refused, match="role:not_allowed"):
            step(ledger, paper, move, wrong)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE paper SET told = replace(told, '请按期整改', '不必整改')", "paper {id} does not say what event"),
        ("UPDATE paper SET last_event = 1", "paper {id} does not say what event"),
        ("DELETE FROM paper", "paper {id} of event"),
        ("UPDATE paper SET id = 'other', told = replace(told, '{id}', 'other')", "paper other has no events"),
    ],
)
def test_verify_finds_a_paper_that_was_changed_past_the_door(
    ledger: Ledger, two: tuple[str, ...], statement: str, told: str
) -> None:
    paper = issued(ledger, two[0])
    assert maintain.verify(ledger.engine, ledger.county).ok
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(statement.format(id=paper.id))
    problems = maintain.verify(ledger.engine, ledger.county).problems
    assert any(said.startswith(told.format(id=paper.id)) for said in problems), problems


def test_papers_over_demo_rows_go_with_them(ledger: Ledger) -> None:
    demo = replace(made(id="", hazard_no=""), demo=True)
    ledger.import_batch(PreparedBatch("d", "0", creates=[demo], fingerprints=["d"], demo=True), OFFICE)
    one = str(queries.snapshot(ledger.engine, ledger.county).hazards["id"][0])
    assert issued(ledger, one).demo
    ledger.import_batch(PreparedBatch("f", "1", creates=[made(id="", hazard_no="")], fingerprints=["x"]), OFFICE)
    assert papers.all_papers(ledger.engine, ledger.county) == []
    assert not maintain.verify(ledger.engine, ledger.county).problems


def test_a_form_that_is_sent_twice_is_one_paper_of_its_writer(ledger: Ledger, two: tuple[str, ...]) -> None:
    first = ledger.draft_paper(told(two[0]), OFFICE, ON, "token")
    assert ledger.draft_paper(told(two[0]), OFFICE, ON, "token") == first
    other = Actor("other", "乙", "committee")
    assert ledger.draft_paper(told(two[0]), other, ON, "token").id != first.id
    assert len(papers.all_papers(ledger.engine, ledger.county)) == 2


def test_a_step_sent_again_by_the_same_person_is_done_and_by_another_or_otherwise_it_is_late(
    ledger: Ledger, two: tuple[str, ...]
) -> None:
    paper = step(ledger, ledger.draft_paper(told(two[0]), OFFICE, ON), Move.REVIEW)
    first = step(ledger, paper, Move.ISSUE, signed_by="县安委办主任")
    assert step(ledger, paper, Move.ISSUE, signed_by="县安委办主任") == first
    assert len(queries.hazard(ledger.engine, ledger.county, two[0]).escalations) == 1
    with pytest.raises(Stale):
        step(ledger, paper, Move.ISSUE, signed_by="另一人")
    with pytest.raises(Stale):
        step(ledger, paper, Move.ISSUE, Actor("other", "乙", "committee"), signed_by="县安委办主任")
