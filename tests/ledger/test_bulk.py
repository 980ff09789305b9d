"""Several hazards at once: each is judged and written by itself, as its single step would be, and once."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from riskmap.domain.codes import EvidenceKind, Grade, Source, Status, Step
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Evidence, Hazard
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import maintain, queries
from riskmap.ledger.attached import problems as file_problems
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.bulk import MOST, Bulk, Request
from riskmap.ledger.commands import Attachments, Ledger, Refused
from riskmap.store.engine import reading
from support.facts import DEPARTMENT, OFFICE, hazard, waiting

DAY, DUE = date(2026, 10, 12), "2026-10-25"
FIRM = Enterprise(id="e1", name="甲厂", township="141034100", department="emergency")
ORDER = {"grade": "general", "due": DUE, "responsible_person": "王某", "inspectors": "张某、李某"}
PHOTO = Evidence(EvidenceKind.PHOTO_BEFORE, DAY, "照片")


def paper(kind: str, number: str = "3号", sha: str = "") -> dict[str, str]:
    return {"kind": kind, "on": DAY.isoformat(), "reference": number, **({"sha256": sha} if sha else {})}


def pending(number: int, **more: Any) -> Hazard:
    none = dict.fromkeys(("confirmed", "ordered", "due"))
    return hazard(number, **{"status": Status.PENDING, "evidence": (PHOTO,), **none, **more})


def take(ledger: Ledger, *rows: Hazard) -> list[Hazard]:
    prints = tuple(f"p{number}" for number in range(len(rows)))
    ledger.import_batch(PreparedBatch("x", "0" * 64, creates=rows, fingerprints=prints, enterprises=(FIRM,)), OFFICE)
    found = queries.snapshot(ledger.engine, ledger.county).hazards.sort_values("hazard_no")["id"]
    return [stored(ledger, str(one)) for one in found]


def stored(ledger: Ledger, hazard_id: str) -> Hazard:
    return queries.hazard(ledger.engine, ledger.county, hazard_id)


def revision(ledger: Ledger) -> int:
    return queries.revision(ledger.engine, ledger.county)


def ordered(one: Hazard, **more: Any) -> Request:
    return Request(one.id, one.version, "confirm", {**ORDER, "evidence": [paper("inspection_paper")], **more})


def reviewed(one: Hazard, *, passed: bool = True, **more: Any) -> Request:
    said = {"opinion": "已整改"} if passed else {"opinion": "未见护罩", "new_due": DUE}
    form = {"reviewers": "张某、李某", "evidence": [paper("review_paper")], **said, **more}
    return Request(one.id, one.version, "pass" if passed else "fail", form)


def reminded(one: Hazard, **more: Any) -> Request:
    return Request(one.id, one.version, "take_step", {"step": "remind", "signed_by": "刘某", "number": "1号", **more})


def form(*requests: Request, token: str = "t", **more: Any) -> Bulk:
    return Bulk(token, DAY, requests, **more)


def codes(told: Any) -> list[tuple[str, ...]]:
    return [one.codes for one in (told.outcomes if hasattr(told, "outcomes") else told)]


def both(ledger: Ledger, told: Bulk, who: Actor = DEPARTMENT) -> list[tuple[str, ...]]:
    """The codes of the preview, which stores nothing and is what the writing then does."""
    before = revision(ledger)
    seen = ledger.foresee_many(told, who)
    assert revision(ledger) == before
    done = ledger.act_many(told, who)
    for ahead, after in zip(seen, done.outcomes, strict=True):
        assert ahead == after
        assert after.after is None or after.after == stored(ledger, after.hazard_id)
    assert revision(ledger) == before + sum(not one for one in codes(done))  # an event a hazard
    return codes(done)


def test_an_order_goes_over_several_and_what_is_refused_stops_nothing(ledger: Ledger) -> None:
    good, other, bare, major, old = take(
        ledger, pending(1), pending(2), pending(3, evidence=()), pending(4, grade=Grade.MAJOR), hazard(5)
    )
    stale = replace(other, version=other.version - 1)
    told = both(ledger, form(*map(ordered, (good, stale, bare, major, old))))
    assert told == [
        (), ("bulk:stale",), ("missing_evidence:photo_before",), ("bulk:major",), ("not_in_state:open",),
    ]  # fmt: skip
    after = stored(ledger, good.id)
    assert (after.status, after.due, after.responsible_person) == (Status.OPEN, date(2026, 10, 25), "王某")
    assert after.evidence[-1].reference == "3号"
    assert [stored(ledger, one.id).version for one in (other, bare, major, old)] == [1] * 4
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_a_re_inspection_passes_some_and_fails_others_and_the_rectifier_accepts_none(ledger: Ledger) -> None:
    one, two, three, major = take(ledger, waiting(1), waiting(2), waiting(3), waiting(4, grade=Grade.MAJOR))
    own = reviewed(three, reviewers="张某、王某")
    told = both(ledger, form(reviewed(one), reviewed(two, passed=False), own, reviewed(major)))
    assert told == [(), (), ("same_person:rectifier",), ("bulk:major",)]
    assert [stored(ledger, x.id).status for x in (one, two)] == [Status.VERIFIED, Status.REJECTED]
    assert stored(ledger, two.id).rounds[-1].new_due == date(2026, 10, 25)
    rest = form(reviewed(three), reviewed(three, passed=False, new_due=None), token="u")
    rectifier = ("same_person:rectifier",)
    assert both(ledger, rest, replace(DEPARTMENT, name="王某")) == [rectifier, (*rectifier, "missing:new_due")]
    late = form(reviewed(three, passed=False, new_due=None), reviewed(three, evidence=[]), token="v")
    assert both(ledger, late) == [("missing:new_due",), ("missing_evidence:review_paper",)]


def test_a_reminder_goes_to_major_ones_too_and_no_higher_step_goes_with_it(ledger: Ledger) -> None:
    late = {"due": date(2026, 10, 2)}
    one, two = take(ledger, hazard(1, **late), hazard(2, grade=Grade.MAJOR, **late))
    higher = reminded(two, step="supervise")
    assert both(ledger, form(reminded(one), higher, reminded(two)), OFFICE) == [(), ("bulk:not_this_step",), ()]
    assert [stored(ledger, x.id).escalations[-1].step for x in (one, two)] == [Step.REMIND] * 2
    other = Request(one.id, one.version, "close", {})
    assert codes(ledger.act_many(form(other, token="u"), OFFICE)) == [("bulk:not_this_step",)]


def test_a_form_sent_again_writes_nothing_and_says_so(ledger: Ledger) -> None:
    one, two = take(ledger, waiting(1), waiting(2))
    told = form(reviewed(one), reviewed(two))
    assert not ledger.act_many(told, DEPARTMENT).again
    stands = revision(ledger)
    again = ledger.act_many(told, DEPARTMENT)
    assert (again.again, again.outcomes) == (True, ())
    assert codes(ledger.act_many(replace(told, token="u"), DEPARTMENT)) == [("bulk:stale",)] * 2
    assert revision(ledger) == stands


def test_a_hazard_asked_for_twice_and_one_that_is_not_there(ledger: Ledger) -> None:
    (one,) = take(ledger, waiting(1))
    gone = Request("nobody", 1, "pass", {})
    assert both(ledger, form(reviewed(one), reviewed(one), gone)) == [(), ("bulk:stale",), ("bulk:gone",)]


def test_a_form_has_from_one_to_fifty_hazards(ledger: Ledger) -> None:
    (one,) = take(ledger, waiting(1))
    for told, code in ((form(), "bulk:nothing"), (form(*[reviewed(one)] * (MOST + 1)), "bulk:too_many")):
        with pytest.raises(Refused, match=code):
            ledger.foresee_many(told, OFFICE)
        with pytest.raises(Refused, match=code):
            ledger.act_many(told, OFFICE)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.TOWNSHIP, Scope(townships=("141034100",))),
        (Role.ENTERPRISE, Scope(enterprises=("e1",))),
        (Role.INSPECTOR, Scope()),
        (Role.LEADER, Scope()),
        (Role.ANALYST, Scope()),
        (Role.AUDITOR, Scope()),
    ],
)
def test_who_may_not_handles_nothing_and_foresees_nothing(ledger: Ledger, role: Role, scope: Scope) -> None:
    rows = take(ledger, waiting(1), pending(2), hazard(3))
    told = form(reviewed(rows[0]), ordered(rows[1]), reminded(rows[2]))
    before, who = revision(ledger), Actor("x", "某人", role.value, "", (Grant(role, scope),))
    for door in (ledger.foresee_many, ledger.act_many):
        with pytest.raises(Refused, match="role:not_allowed"):
            door(told, who)
    assert revision(ledger) == before


def test_a_department_handles_its_own_part_alone(ledger: Ledger) -> None:
    near, far = take(ledger, waiting(1), waiting(2, department="housing"))
    who = Actor("d", "应急局", "department", "", (Grant(Role.DEPARTMENT, Scope(departments=("emergency",))),))
    assert both(ledger, form(reviewed(near), reviewed(far)), who) == [(), ("scope:outside",)]
    old = replace(far, version=7)  # of what lies outside not even that it changed is told
    assert codes(ledger.foresee_many(form(reviewed(old)), who)) == [("scope:outside",)]


def test_a_scan_is_evidence_of_each_and_none_is_taken_without_its_file(ledger: Ledger, tmp_path: Path) -> None:
    one, two, three = take(ledger, waiting(1), waiting(2), waiting(3))
    kept, raw = Attachments(tmp_path / "kept"), b"%PDF-1.4"
    name = sha256(raw).hexdigest()
    (tmp_path / name).write_bytes(raw)
    door = Ledger(ledger.engine, ledger.county, ledger.gates, kept)
    proof = [paper("review_paper", "3号 · 扫描件.pdf", name)]
    told = form(reviewed(one, evidence=proof), reviewed(two, evidence=proof), files=(tmp_path / name,))
    assert codes(door.act_many(told, DEPARTMENT)) == [(), ()]
    assert kept.path(name) is not None
    with reading(ledger.engine) as connection:
        assert not list(file_problems(connection, kept))
    assert codes(door.act_many(form(reviewed(three, evidence=proof), token="u"), DEPARTMENT)) == [("bad:evidence",)]


KINDS = (
    pending, lambda n: pending(n, evidence=()), waiting,
    lambda n: waiting(n, rectified_by="张某"), lambda n: hazard(n, due=date(2026, 10, 2)),
    lambda n: waiting(n, source=Source.SELF), lambda n: hazard(n, status=Status.CLOSED, closed=date(2026, 10, 10)),
)  # fmt: skip
ASKED = (
    ordered, reviewed, reminded, lambda one: reviewed(one, passed=False), lambda one: ordered(one, due="2026-09-01"),
    lambda one: reviewed(one, reviewers="张某"), lambda one: reminded(one, signed_by=""),
    lambda one: reviewed(one, passed=False, new_due=None), lambda one: ordered(one, responsible_person=""),
)  # fmt: skip


def single(ledger: Ledger, one: Request, who: Actor) -> tuple[str, ...]:
    try:
        ledger.act(one.hazard_id, one.action, one.data, who, one.seen_version, DAY)
    except Refused as refused:
        return refused.codes
    return ()


@pytest.mark.parametrize("seed", range(4))
def test_several_at_once_are_the_same_single_steps_one_after_another(ledger: Ledger, seed: int) -> None:
    """Twins of the same facts: one by the form, one by single steps; the same answers, hazards and events."""
    chance = Random(seed)
    pairs = [(chance.choice(KINDS), chance.choice(ASKED)) for _ in range(24)]
    twins = [make(number) for number, (make, _) in enumerate(pairs)]
    rows = take(ledger, *twins, *twins)
    half = len(pairs)
    together, apart = rows[:half], rows[half:]
    done = codes(ledger.act_many(form(*(ask(one) for one, (_, ask) in zip(together, pairs, strict=True))), OFFICE))
    assert done == [single(ledger, ask(one), OFFICE) for one, (_, ask) in zip(apart, pairs, strict=True)]
    assert 0 < sum(not one for one in done) < half
    for one, two in zip(together, apart, strict=True):
        own = {"id": "", "hazard_no": ""}
        assert replace(stored(ledger, one.id), **own) == replace(stored(ledger, two.id), **own)
        assert story(ledger, one.id) == story(ledger, two.id)


def story(ledger: Ledger, hazard_id: str) -> list[tuple[str, ...]]:
    events = queries.story(ledger.engine, ledger.county, hazard_id)
    return [(one.action, one.payload, str(one.on_date), one.role, one.actor_name) for one in events[1:]]
