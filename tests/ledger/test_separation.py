"""Who rectified accepts nothing, who keeps accounts reads nothing, and what enterprises close themselves is sampled."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.codes import EvidenceKind, Grade, Sampled, Source, Status
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.gates import Gates, load_gates
from riskmap.domain.hazard import DUE, Evidence, Hazard
from riskmap.domain.people import Grant, Person, Scope, held
from riskmap.domain.roles import Role
from riskmap.ledger import attached, maintain, people, queries
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor, PreparedBatch
from riskmap.ledger.commands import Attachments, Ledger, Refused
from riskmap.ledger.permission import corrects
from riskmap.metrics import drill, filters, queues
from riskmap.metrics.index import Index
from riskmap.metrics.truth import truth
from support.facts import DEPARTMENT, OFFICE, OUTSIDER, found_today, hazard
from support.lives import made

KEEPER = Actor("keeper", "管理员", "admin")
DAY, NEXT = date(2026, 10, 1), date(2026, 10, 2)
EVERY = Gates(load_gates().table, self_sample_percent=100)  # all that enterprises close is drawn


def paper(kind: EvidenceKind) -> dict[str, str]:
    return {"kind": kind.value, "on": NEXT.isoformat(), "reference": "照片1"}


@pytest.fixture
def firm(ledger: Ledger) -> Enterprise:
    ledger.save_enterprises([Enterprise("", "甲厂", township="141034100", sector="material")], DEPARTMENT)
    frame = queries.snapshot(ledger.engine, ledger.county).enterprises
    return Enterprise(str(frame["id"].iloc[0]), "甲厂")


def of_firm(firm: Enterprise, login: str) -> Actor:
    """An account of the enterprise."""
    grants = (Grant(Role.ENTERPRISE, Scope(enterprises=(firm.id,))),)
    return Actor(login, f"{login}某", "enterprise", "", grants)


def act(ledger: Ledger, one: Hazard, action: str, actor: Actor, **told: Any) -> Hazard:
    known = queries.hazard(ledger.engine, ledger.county, one.id)
    return ledger.act(one.id, action, told, actor, known.version, NEXT)


def declared(ledger: Ledger, firm: Enterprise, by: Actor) -> Hazard:
    """A general hazard that the enterprise found itself and declared rectified, with another name on the paper."""
    facts = found_today(enterprise_id=firm.id, enterprise_name="甲厂", source=Source.SELF)
    one = ledger.register(facts, by)
    photo = [paper(EvidenceKind.PHOTO_AFTER)]
    return act(ledger, one, "declare", by, rectified=NEXT.isoformat(), rectified_by="赵某", evidence=photo)


def index(ledger: Ledger) -> Index:
    found = queries.snapshot(ledger.engine, ledger.county)
    return Index(found.hazards, found.spells, acts=found.acts)


REVIEW = {"reviewers": "孙某", "opinion": "合格"}


def test_the_account_that_declared_accepts_nothing_whatever_names_it_types(ledger: Ledger, firm: Enterprise) -> None:
    chen, wu = of_firm(firm, "chen"), of_firm(firm, "wu")
    one = declared(ledger, firm, chen)
    for action, told in (("pass", REVIEW), ("fail", REVIEW)):
        with pytest.raises(Refused, match="same_account:rectifier"):
            act(ledger, one, action, chen, **told)
    passed = act(ledger, one, "pass", wu, **REVIEW)
    with pytest.raises(Refused, match="same_account:rectifier"):
        act(ledger, passed, "close", chen)
    assert act(ledger, passed, "close", wu).status is Status.CLOSED
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_who_records_from_the_enterprises_paper_has_not_rectified(ledger: Ledger, firm: Enterprise) -> None:
    clerk = replace(DEPARTMENT, on_behalf_of="甲厂")
    one = ledger.register(found_today(enterprise_id=firm.id, source=Source.SELF), of_firm(firm, "chen"))
    papers = [paper(EvidenceKind.PHOTO_AFTER), paper(EvidenceKind.ON_BEHALF)]
    one = act(ledger, one, "declare", clerk, rectified=NEXT.isoformat(), rectified_by="赵某", evidence=papers)
    with pytest.raises(Refused, match="same_person:rectifier"):
        act(ledger, one, "pass", clerk, reviewers="赵某", opinion="合格", evidence=papers)
    assert act(ledger, one, "pass", clerk, **REVIEW, evidence=papers).status is Status.VERIFIED


def test_a_department_that_declared_in_its_own_name_cannot_be(ledger: Ledger, firm: Enterprise) -> None:
    one = ledger.register(found_today(enterprise_id=firm.id, source=Source.SELF), of_firm(firm, "chen"))
    with pytest.raises(Refused, match="missing:on_behalf_of"):
        act(ledger, one, "declare", DEPARTMENT, rectified=NEXT.isoformat(), evidence=[paper(EvidenceKind.PHOTO_AFTER)])


def closed(ledger: Ledger, firm: Enterprise, gates: Gates = EVERY) -> Hazard:
    ledger.gates = gates
    chen, wu = of_firm(firm, "chen"), of_firm(firm, "wu")
    return act(ledger, act(ledger, declared(ledger, firm, chen), "pass", wu, **REVIEW), "close", wu)


def test_what_an_enterprise_closed_is_drawn_waits_with_the_department_and_is_looked_at(
    ledger: Ledger, firm: Enterprise
) -> None:
    one = closed(ledger, firm)
    (queue,) = (one for one in queues.QUEUES if one.name == "sample")
    where = filters.default(NEXT)
    assert len(queues.rows(index(ledger), where, queue)) == 1
    told = {"result": "fails", "reviewers": "张某", "opinion": "护栏又拆了"}
    for wrong in (of_firm(firm, "wu"), OUTSIDER, replace(OFFICE, role="township")):
        with pytest.raises(Refused, match="role:not_allowed"):
            act(ledger, one, "check_sample", wrong, **told)
    with pytest.raises(Refused, match="same_person:rectifier"):
        act(ledger, one, "check_sample", DEPARTMENT, **{**told, "reviewers": "赵某"})
    after = act(ledger, one, "check_sample", DEPARTMENT, **told)
    assert [move.new for move in after.moves] == [Sampled.DRAWN, Sampled.FAILS]
    assert not len(queues.rows(index(ledger), where, queue))
    with pytest.raises(Refused, match="sample:not_drawn"):
        act(ledger, one, "check_sample", DEPARTMENT, **told)
    event = queries.story(ledger.engine, ledger.county, one.id)[-1]
    assert json.loads(event.payload)["result"] == "fails"
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_nothing_is_drawn_where_the_county_draws_none(ledger: Ledger, firm: Enterprise) -> None:
    one = closed(ledger, firm, replace(EVERY, self_sample_percent=0))
    assert one.moves == ()
    with pytest.raises(Refused, match="sample:not_drawn"):
        act(ledger, one, "check_sample", DEPARTMENT, result="holds", reviewers="张某", opinion="属实")


def test_who_entered_a_major_hazard_and_crosses_it_off_is_told_in_the_event(ledger: Ledger) -> None:
    ledger.gates = Gates()
    for closer, alone in ((OFFICE, True), (replace(OFFICE, id="other"), None)):
        one = ledger.register(found_today(grade=Grade.MAJOR, basis="第5条"), OFFICE)
        order = {"grade": "major", "due": "2026-11-01", "responsible_person": "王某", "inspectors": "张某、李某"}
        one = act(ledger, one, "confirm", OFFICE, **order)
        behalf = replace(OFFICE, on_behalf_of="甲厂")
        one = act(ledger, one, "declare", behalf, rectified=NEXT.isoformat(), rectified_by="王某")
        one = act(ledger, one, "pass", OFFICE, reviewers="张某、李某", opinion="合格")
        act(ledger, one, "close", closer)
        event = queries.story(ledger.engine, ledger.county, one.id)[-1]
        assert json.loads(event.payload).get("entered_by_same") == alone
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_who_keeps_accounts_or_audits_stands_in_for_no_role_that_reads_hazards(ledger: Ledger) -> None:
    accounts, known = Accounts(ledger.engine, ledger.county), {}
    part = Scope(townships=("141034100",))
    given = {
        "wang": Grant(Role.TOWNSHIP, part), "adm": Grant(Role.ADMIN), "aud": Grant(Role.AUDITOR),
        "li": Grant(Role.LEADER),
    }  # fmt: skip
    for login, grant in given.items():
        known[login], _ = accounts.add_person(Person("", login, f"{login}某", (grant,)), KEEPER)
    wang = Actor(known["wang"].id, "wang某", "township")
    for wrong in ("adm", "aud"):
        for by in (wang, KEEPER):
            with pytest.raises(Refused, match="deputy:no_hazards"):
                accounts.deputise(known[wrong].id, known["wang"].id, DAY, NEXT, by)
    assert accounts.deputise(known["li"].id, known["wang"].id, DAY, NEXT, wang).grants[1].deputy_of == "wang"
    lent = Grant(Role.TOWNSHIP, part, DAY, NEXT, "wang")  # as it could be lent once
    accounts.change_person(replace(known["adm"], grants=(Grant(Role.ADMIN), lent)), KEEPER)
    (stored,) = (one for one in people.persons(ledger.engine, ledger.county) if one.login == "adm")
    assert [grant.role for grant in held(stored.grants, DAY)] == [Role.ADMIN]


def test_papers_and_whole_photos_are_for_who_sees_names(ledger: Ledger, tmp_path: Path) -> None:
    ledger.attachments = Attachments(tmp_path / "kept")
    names = [sha256(content).hexdigest() for content in (b"photo", b"paper")]
    kinds = dict(zip(names, (EvidenceKind.PHOTO_AFTER, EvidenceKind.REVIEW_PAPER), strict=True))
    shown = tuple(Evidence(kind, DAY, "x", name) for name, kind in kinds.items())
    files = [tmp_path / name for name in names]
    for file, content in zip(files, (b"photo", b"paper"), strict=True):
        file.write_bytes(content)
    batch = PreparedBatch("a.xlsx", "0" * 64, creates=[hazard(evidence=shown)], fingerprints=["f"], attachments=files)
    ledger.import_batch(batch, OFFICE)

    def opens(grant: Grant) -> list[tuple[bool, bool]]:
        return [
            tuple(
                attached.may_open(ledger.engine, ledger.county, name, (grant,), small=small) for small in (False, True)
            )
            for name in kinds
        ]  # type: ignore[misc]

    assert opens(Grant(Role.ANALYST)) == [(False, True), (False, False)]
    assert opens(Grant(Role.DEPARTMENT, Scope(sectors=("material",)))) == [(True, True)] * 2
    far = Grant(Role.TOWNSHIP, Scope(townships=("141034200",)))
    for grant in (far, Grant(Role.AUDITOR), Grant(Role.ADMIN)):
        assert opens(grant) == [(False, False)] * 2


def test_a_due_date_put_right_is_counted_and_the_first_one_stays(ledger: Ledger) -> None:
    ledger.import_batch(PreparedBatch("a.xlsx", "0" * 64, creates=[hazard()], fingerprints=["f"]), OFFICE)
    known = queries.snapshot(ledger.engine, ledger.county).hazards
    one = queries.hazard(ledger.engine, ledger.county, str(known["id"].iloc[0]))
    told = {"field": "due", "new": "2026-12-31", "reason": "录入错误"}
    with pytest.raises(Refused, match="due:by_extension"):
        act(ledger, one, "correct", DEPARTMENT, **told)
    after = act(ledger, one, "correct", OFFICE, **told)
    assert [(move.name, move.old) for move in after.moves] == [(DUE, "2026-10-15")]
    where = filters.default(date(2026, 10, 20))
    found = truth(index(ledger), where)
    assert (found.due_corrected.n, found.on_time_original) == (1, (0, 1))
    assert drill.rows(index(ledger), where, "check.due_corrected").sum() == 1
    assert maintain.verify(ledger.engine, ledger.county).ok


def test_queues_hold_for_each_what_he_may_do(ledger: Ledger, firm: Enterprise) -> None:
    rows = [
        hazard(1, enterprise_id=firm.id),
        hazard(2, enterprise_id=firm.id, status=Status.AWAITING_REVIEW, declared=NEXT, rectified=NEXT),
        hazard(3, source=Source.SELF, status=Status.AWAITING_REVIEW, declared=NEXT, rectified=NEXT, inspectors="周某"),
        hazard(4, source=Source.SELF, status=Status.VERIFIED, rectified=NEXT, passed=NEXT),
        hazard(5, grade=Grade.MAJOR, status=Status.VERIFIED, rectified=NEXT, passed=NEXT),
        hazard(6, status=Status.VERIFIED, rectified=NEXT, passed=NEXT, inspectors="周某、吴某"),
        hazard(7, status=Status.AWAITING_REVIEW, declared=NEXT, rectified=NEXT, inspectors="吴某、周某"),
    ]
    ledger.import_batch(
        PreparedBatch("a.xlsx", "0" * 64, creates=rows, fingerprints=[str(one) for one in range(7)]), OFFICE
    )
    found, where = index(ledger), filters.default(date(2026, 10, 5))

    def of(role: Role, name: str = "") -> dict[str, set[str]]:
        held_by = {one.name: queues.rows(found, where, one) for one in queues.queues(frozenset({role}), name)}
        number = found.at(0)["ledger_no"]
        return {name_: {str(number.iloc[row])[1:] for row in own} for name_, own in held_by.items()}

    department, office, own = of(Role.DEPARTMENT), of(Role.COMMITTEE), of(Role.ENTERPRISE)
    assert (department["review"], department["close"]) == ({"2", "7"}, {"6"})
    assert "close_major" not in department
    assert office["close_major"] == {"5"}
    assert (own["rectify"], own["review_own"], own["close_own"]) == ({"1"}, {"3"}, {"4"})
    assert "review" not in own
    inspector = of(Role.INSPECTOR, "周某")
    assert (inspector["visit_review"], inspector["visit_open"]) == ({"7"}, set())
    assert of(Role.INSPECTOR, "郑某")["visit_review"] == set()


def test_a_correction_is_offered_of_what_the_person_may_correct_and_nothing_else() -> None:
    one = made(sector="coal")
    office = Actor("office", "办某", "committee", "", (Grant(Role.COMMITTEE, Scope()),))
    here = Actor("dept", "科某", "department", "", (Grant(Role.DEPARTMENT, Scope(sectors=("coal",))),))
    there = Actor("other", "外某", "department", "", (Grant(Role.DEPARTMENT, Scope(sectors=("firework",))),))
    fields = ("description", "due", "grade")
    assert [corrects(office, one, field) for field in fields] == [True, True, True]
    assert [corrects(here, one, field) for field in fields] == [True, False, False]
    assert not any(corrects(there, one, field) for field in fields)
    assert not any(corrects(Actor("w", "企某", "enterprise", "", ()), one, field) for field in fields)
