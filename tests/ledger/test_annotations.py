"""Annotations of the time charts: entered and withdrawn by the office alone, told by the chain, kept over a restore."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.annotations import Annotation, AnnotationKind, shipped, shown
from riskmap.domain.roles import Role
from riskmap.ledger import maintain, queries
from riskmap.ledger.annotating import annotations_of
from riskmap.ledger.commands import Ledger
from riskmap.ledger.errors import NotFound, Refused, Stale
from support.facts import OFFICE

ON = date(2026, 11, 23)
WRONG = ("leader", "analyst", "department", "township", "enterprise", "inspector", "admin", "auditor")


def told(**over: Any) -> dict[str, Any]:
    return {"kind": "campaign", "first": "2026-11-02", "last": "2026-11-15", "text": "冬季专项行动"} | over


def test_what_is_entered_stands_until_it_is_withdrawn(ledger: Ledger) -> None:
    one = ledger.annotate(told(), OFFICE, ON)
    assert annotations_of(ledger.engine, ledger.county) == [one]
    assert (one.kind, one.first, one.entered) == (AnnotationKind.CAMPAIGN, date(2026, 11, 2), ON)
    gone = ledger.withdraw_annotation(one.id, one.version, OFFICE, ON)
    assert annotations_of(ledger.engine, ledger.county) == [gone]
    assert not shown([gone], [Role.COMMITTEE], one.first, one.last)
    with pytest.raises(Refused, match="annotation:withdrawn"):
        ledger.withdraw_annotation(one.id, gone.version, OFFICE, ON)
    assert not maintain.verify(ledger.engine, ledger.county).problems
    assert queries.revision(ledger.engine, ledger.county) == 2


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"text": "  "}, "missing:text"), ({"text": "长" * 61}, "too_long:text"),
        ({"last": "2026-11-01"}, "bad_order:last<first"), ({"last": "2028-01-01"}, "too_long:days"),
        ({"kind": "fine"}, "bad:annotation"), ({"first": "soon"}, "bad:annotation"), ({"demo": True}, "unknown:demo"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_and_leaves_nothing(ledger: Ledger, over: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        ledger.annotate(told(**over), OFFICE, ON)
    assert not annotations_of(ledger.engine, ledger.county)
    assert queries.revision(ledger.engine, ledger.county) == 0


@pytest.mark.parametrize("role", WRONG)
def test_nobody_else_enters_or_withdraws(ledger: Ledger, role: str) -> None:
    wrong = replace(OFFICE, role=role)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.annotate(told(), wrong, ON)
    one = ledger.annotate(told(), OFFICE, ON)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.withdraw_annotation(one.id, one.version, wrong, ON)
    assert annotations_of(ledger.engine, ledger.county) == [one]


def test_who_was_slower_is_told_and_what_is_not_there_cannot_go(ledger: Ledger) -> None:
    one = ledger.annotate(told(), OFFICE, ON)
    with pytest.raises(Stale):
        ledger.withdraw_annotation(one.id, one.version + 1, OFFICE, ON)
    with pytest.raises(NotFound):
        ledger.withdraw_annotation("nowhere", 1, OFFICE, ON)


def test_accidents_are_seen_by_leaders_and_the_office_alone() -> None:
    days = (date(2026, 3, 1), date(2026, 3, 2))
    known = [
        Annotation("a", AnnotationKind.ACCIDENT, *days, "事故"),
        Annotation("b", AnnotationKind.OTHER, *days, "雪"),
    ]
    for role in Role:
        seen = {one.id for one in shown(known, [role], *days)}
        assert seen == ({"a", "b"} if role in {Role.COMMITTEE, Role.LEADER, Role.SYSTEM} else {"b"})
    assert not shown(known, [Role.COMMITTEE], date(2026, 3, 3), date(2026, 4, 1))


def test_shipped_holidays_are_whole_in_both_languages() -> None:
    chinese, english = shipped("zh_CN"), shipped("en")
    assert [one.first for one in chinese] == [one.first for one in english] == sorted(one.first for one in chinese)
    assert all(
        one.kind is AnnotationKind.HOLIDAY and one.text and one.first <= one.last for one in (*chinese, *english)
    )
    assert {one.first.year for one in chinese} >= {2025, 2026}
