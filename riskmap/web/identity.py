"""Who asks: the person of a session, a screen on a wall, a program, a demo officer on this machine, or nobody.

Asked anew at every run and request. Routes are told by the gate (riskmap.web.gate), pages and fragments read the
cookie of their own connection. Whoever is none of these (a thread without a reader) is nobody, except in the demo,
where every visitor is the committee's officer.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Grant, Person, Scope, held
from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.domain.text import people
from riskmap.ledger.batch import Actor
from riskmap.web import data

COOKIE, DEMO_COOKIE, DEVICE_COOKIE = "riskmap_session", "riskmap_demo", "riskmap_device"
DEMO, OIDC = "demo", "oidc"


class SignedOut(Exception):
    """Nobody is signed in, or no longer."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads and acts; `grants` are those that hold today. `demo`: a demo officer, whom the reader may change."""

    person: Person
    grants: tuple[Grant, ...]
    demo: bool = False

    @property
    def device(self) -> bool:
        """Whether it is a screen on a wall, to which nothing but its wall is open."""
        return self.role is Role.DEVICE

    @property
    def token(self) -> bool:
        """Whether it came in with a token: a program or a screen, no person."""
        return self.person.id.startswith("token:")

    @property
    def role(self) -> Role:
        """The role that is shown, and that acts where no single hazard decides."""
        return self.grants[0].role

    @property
    def actor(self) -> Actor:
        """The same as who acts in the ledger."""
        return Actor(self.person.id, self.person.name, self.role.value, "", self.grants)

    def may(self, right: Right) -> bool:
        """Whether one of the roles has a right."""
        return any(grant.role in RIGHTS[right] for grant in self.grants)

    def holding(self, *rights: Right) -> "Reader | None":
        """The same person with those roles alone that have every one of these rights; None without any."""
        grants = tuple(grant for grant in self.grants if all(grant.role in RIGHTS[right] for right in rights))
        return replace(self, grants=grants) if grants else None

    @property
    def scopes(self) -> tuple[Scope, ...] | None:
        """The parts of the county whose rows are read; None = all of it, () = none."""
        read = tuple(grant.scope for grant in self.grants if grant.role in RIGHTS[Right.READ])
        return None if any(scope.whole for scope in read) else read

    @property
    def shows_names(self) -> bool:
        """Whether names of persons are shown in every row that is read."""
        return all(grant.role in RIGHTS[Right.NAMES] for grant in self.grants if grant.role in RIGHTS[Right.READ])

    def sees(self, hazard: Hazard) -> bool:
        """Whether a hazard is among the rows that are read."""
        return self.scopes is None or any(scope.covers(hazard) for scope in self.scopes)

    def sees_names(self, hazard: Hazard) -> bool:
        """Whether the names of persons in a hazard are shown."""
        return any(grant.role in RIGHTS[Right.NAMES] and grant.scope.covers(hazard) for grant in self.grants)

    def role_among(self, roles: frozenset[Role]) -> str:
        """The first role held of these, "" without one."""
        return next((grant.role.value for grant in self.grants if grant.role in roles), "")


_asked: ContextVar[Reader | None] = ContextVar("riskmap_reader", default=None)


def reader() -> Reader:
    """Who asks now. Raises SignedOut; a page that is being drawn says so and stops instead."""
    told = _asked.get()
    if told is not None:
        return told
    found = of_cookies(st.context.cookies) if get_script_run_ctx(suppress_warning=True) is not None else None
    if found is None and data.settings().auth == DEMO:
        found = demo_reader("")
    if found is None:
        raise SignedOut
    return found


def passwords() -> bool:
    """Whether people prove who they are with a password that is kept here."""
    return data.settings().auth != OIDC


@contextmanager
def told(asks: Reader) -> Iterator[None]:
    """Everything within is asked by this reader."""
    token = _asked.set(asks)
    try:
        yield
    finally:
        _asked.reset(token)


def house() -> Reader:
    """The program itself, which warms up before anybody asks."""
    return Reader(Person("system", "system", "system", ()), (Grant(Role.SYSTEM),))


def of_cookies(cookies: Mapping[str, str]) -> Reader | None:
    """The reader of a request's cookies; None for nobody."""
    if data.settings().auth == DEMO:
        return demo_reader(cookies.get(DEMO_COOKIE, ""))
    from riskmap.ledger import sessions

    person = sessions.who(data.engine(), data.county(), cookies.get(COOKIE, ""), data.now())
    return of_token(cookies.get(DEVICE_COOKIE, ""), device=True) if person is None else of_person(person)


def of_token(secret: str, *, device: bool) -> Reader | None:
    """The reader that a program's token is, or with `device` that of a screen's cookie; None for any other word."""
    from riskmap.ledger.tokens import Tokens, actor_id

    token = Tokens(data.engine(), data.county()).who(secret, data.today(), data.now(), device=device)
    if token is None:
        return None
    return Reader(Person(actor_id(token), "", token.name, (token.grant,), must_change=False), (token.grant,))


def of_person(person: Person) -> Reader | None:
    """The reader that a person is today; None for one whose roles have all run out."""
    grants = held(person.grants, data.today())
    if not passwords():
        person = replace(person, must_change=False)
    return Reader(person, grants) if grants else None


def demo_reader(login: str) -> Reader:
    """A demo officer by name, the committee's for any other word."""
    officers = demo_officers(data.county())
    person = next((one for one in officers if one.login == login), officers[0])
    return Reader(person, person.grants, demo=True)


def demo_officers(county: County) -> tuple[Person, ...]:
    """Who can be tried out in the demo: one of each role, over the first township and department, and one enterprise.

    The enterprise and the inspector are those with the most hazards, so that work waits for them.
    """
    townships = tuple(region.code for region in county.regions.townships)[:1]
    departments = tuple(county.departments.codes)[:1]
    firm, inspector = _busiest()
    wanted = {
        Role.COMMITTEE: Scope(),
        Role.LEADER: Scope(),
        Role.ANALYST: Scope(),
        Role.DEPARTMENT: Scope(departments=departments),
        Role.TOWNSHIP: Scope(townships=townships),
        Role.ENTERPRISE: Scope(enterprises=(firm,) if firm else ()),
        Role.INSPECTOR: Scope(),
        Role.AUDITOR: Scope(),
        Role.ADMIN: Scope(),
    }
    nowhere = {role for role in (Role.DEPARTMENT, Role.TOWNSHIP, Role.ENTERPRISE) if wanted[role].whole}
    return tuple(
        Person(
            DEMO if role is Role.COMMITTEE else f"{DEMO}-{role}", role.value,
            inspector if role is Role.INSPECTOR and inspector else "演示用户", (Grant(role, scope),),
        )
        for role, scope in wanted.items()
        if role not in nowhere
    )  # fmt: skip


_known: dict[tuple[int, int], tuple[str, str]] = {}


def _busiest() -> tuple[str, str]:
    """The enterprise (id) and the inspector (name) with the most hazards not crossed off; looked for once an hour."""
    hour = int(data.now().timestamp() // 3600)
    key = (id(data.engine()), hour)
    if key not in _known:
        frame = data.whole().snapshot.hazards
        left = frame[~frame["status"].isin(["closed", "void"]).to_numpy()]
        if not len(left):
            return "", ""  # a ledger that is still empty is looked at again
        _known.clear()
        _known[key] = (
            _most(Counter(one for one in left["enterprise_id"] if one)),
            _most(Counter(name for said in left["inspectors"] for name in people(str(said or "")))),
        )
    return _known[key]


def _most(counts: Counter[str]) -> str:
    """Whose count is the highest, the first by name of several; "" for none."""
    return min(counts, key=lambda one: (-counts[one], one), default="")
