"""What a person may: the roles held on a day, each over its part of the county."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import Status
from riskmap.domain.people import Grant, Person, Scope, deputies, faults, held, password_faults, role_for
from riskmap.domain.roles import READERS, RIGHTS, Right, Role
from support.lives import made

DAY = date(2026, 11, 26)
OURS, THEIRS = "141034100", "141034101"


def person(*grants: Grant, login: str = "liu.ming", name: str = "刘明") -> Person:
    return Person("1", login, name, grants)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (Scope(), True),
        (Scope(townships=(OURS,)), True),
        (Scope(townships=(THEIRS,)), False),
        (Scope(townships=(THEIRS, OURS)), True),
        (Scope(sectors=("coal",)), True),
        (Scope(sectors=("coal",), townships=(THEIRS,)), False),
        (Scope(departments=("housing",)), False),
        (Scope(enterprises=("e1",)), True),
        (Scope(enterprises=("e2",)), False),
    ],
)
def test_a_scope_covers_what_fits_everything_it_names(scope: Scope, covered: bool) -> None:
    hazard = made(status=Status.OPEN, township=OURS, sector="coal", department="emergency", enterprise_id="e1")
    assert scope.covers(hazard) is covered


def test_a_hazard_without_a_township_lies_in_no_township() -> None:
    assert not Scope(townships=(OURS,)).covers(made(status=Status.OPEN, township=""))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (person(Grant(Role.LEADER), login="Liu Ming"), "bad:login"),
        (person(Grant(Role.LEADER), name=" "), "missing:name"),
        (person(), "missing:role"),
        (person(Grant(Role.TOWNSHIP)), "missing:scope"),
        (person(Grant(Role.DEPARTMENT, Scope(townships=(OURS,)))), "missing:scope"),
        (person(Grant(Role.ENTERPRISE)), "missing:scope"),
        (person(Grant(Role.SYSTEM)), "bad:role"),
        (person(Grant(Role.LEADER, first=DAY, last=DAY - timedelta(1))), "bad:deputy"),
    ],
)
def test_a_person_who_cannot_be_kept_is_told_why(wrong: Person, code: str) -> None:
    assert faults(wrong) == (code,)


def test_a_role_over_its_part_is_kept() -> None:
    assert faults(person(Grant(Role.TOWNSHIP, Scope(townships=(OURS,))), Grant(Role.ANALYST))) == ()


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Kurz-1", ("password:short",)),
        ("x" * 129, ("password:long",)),
        ("aaaaaaaaaaab", ("password:plain",)),
        ("0123456789", ("password:plain",)),
        ("my liu.ming word", ("password:own_words",)),
        ("刘明的密码是这个长句", ("password:own_words",)),
        ("correct horse battery", ()),
    ],
)
def test_a_password_is_long_and_not_ones_own_name(password: str, codes: tuple[str, ...]) -> None:
    assert password_faults(password, person(Grant(Role.LEADER))) == codes


def test_a_deputy_holds_the_others_roles_on_these_days_only() -> None:
    other = person(
        Grant(Role.TOWNSHIP, Scope(townships=(OURS,))), Grant(Role.ADMIN), Grant(Role.LEADER, deputy_of="somebody")
    )
    lent = deputies(other, DAY, DAY + timedelta(6))
    assert [grant.role for grant in lent] == [Role.TOWNSHIP]  # neither accounts nor what was lent to the other
    own = Grant(Role.INSPECTOR)
    assert [len(held((own, *lent), DAY + timedelta(n))) for n in (-1, 0, 6, 7)] == [1, 2, 2, 1]
    for role in (Role.ADMIN, Role.AUDITOR):  # who reads no hazards by an own role reads none by a lent one
        assert [grant.role for grant in held((Grant(role), *lent), DAY)] == [role]
    with pytest.raises(ValueError, match="1 to 93 days"):
        deputies(other, DAY, DAY + timedelta(93))
    with pytest.raises(ValueError, match="1 to 93 days"):
        deputies(other, DAY, DAY - timedelta(1))


def test_the_first_role_that_may_acts_and_the_scope_is_asked_first() -> None:
    pending = made(status=Status.PENDING, confirmed=None, township=OURS, department="emergency")
    both = (Grant(Role.TOWNSHIP, Scope(townships=(OURS,))), Grant(Role.DEPARTMENT, Scope(departments=("emergency",))))
    assert role_for(both, Action.CONFIRM, pending, behalf="", new=False) is Role.DEPARTMENT
    assert role_for(both[:1], Action.CONFIRM, pending, behalf="", new=False) == "role:not_allowed"
    far = (Grant(Role.DEPARTMENT, Scope(departments=("housing",))),)
    assert role_for(far, Action.CONFIRM, pending, behalf="", new=False) == "scope:outside"


CODES = st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=3).map(tuple)


@given(CODES, CODES, st.sampled_from(["", "a", "b"]), st.sampled_from(["", "a", "b"]))
def test_naming_more_reaches_no_more(
    townships: tuple[str, ...], sectors: tuple[str, ...], sector: str, township: str
) -> None:
    wide, narrow = Scope(sectors=sectors), Scope(sectors=sectors, townships=townships)
    assert wide.reaches(sector, "", township, None) or not narrow.reaches(sector, "", township, None)


def test_every_right_is_somebodys_and_keepers_of_accounts_read_no_hazard() -> None:
    assert set(RIGHTS) == set(Right)
    assert all(RIGHTS.values())
    assert not {Role.ADMIN, Role.AUDITOR} & READERS
    assert not any(Role.ADMIN in RIGHTS[one] for one in (Right.READ, Right.NAMES, Right.EXPORT, Right.AUDIT))
    assert Role.ANALYST not in RIGHTS[Right.NAMES]
