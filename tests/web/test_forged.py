"""Forged attempts at every address and at the ledger's door: none of N succeeds, and N is told.

Addresses are those of riskmap.web.application.routes() and of the folder of pages, methods those of the ledger: a new
one is tried without being named here, or fails the test that it is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from riskmap.domain.actions import Action
from riskmap.domain.codes import InspectionKind
from riskmap.domain.enterprise import Inspection
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.domain.tokens import Token
from riskmap.ledger import queries
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor
from riskmap.ledger.bulk import Bulk, Request
from riskmap.ledger.commands import Ledger, VisitEntry
from riskmap.ledger.errors import NotFound, PartsRefused, Refused, Stale
from riskmap.ledger.saved_views import SavedViews
from riskmap.ledger.tips import Tips
from riskmap.ledger.tokens import Tokens
from riskmap.web import data, gate, identity
from support.corpus.pictures import picture
from support.doors import CHOSEN, KEEPER, PAGE, Sign, enter
from support.forged_calls import Doors
from support.forging import METHODS, SOCKETS, Attempts, listens, pages, routes, whole
from support.small import OFFICE, TODAY

HERE, FAR = "141034103", "141034200"
OWN = "http://testserver"
FOREIGN = (
    "https://evil.example", "null", "http://testserver.evil.example", "http://testserver:1",
    "http://evil.example/testserver", "file://", "",
)  # fmt: skip
SAID_NO = (Refused, Stale, NotFound)


def at(client: TestClient, cookie: str = "") -> TestClient:
    """A browser at the whole program, with a session or without."""
    found = TestClient(whole(), follow_redirects=False, raise_server_exceptions=False)
    if cookie:
        found.cookies.set(identity.COOKIE, cookie)
    return found


def session(client: TestClient) -> str:
    return str(client.cookies[identity.COOKIE])


# Addresses ------------------------------------------------------------------------------------------------------------


def let_in(answer: Any, path: str) -> bool:
    """Whether an answer is more than the door: a refusal, or the way to it (an own address answers with its form)."""
    kept = [one for one in answer.headers.get_list("set-cookie") if "Max-Age=0" not in one and "max-age=0" not in one]
    if answer.status_code in {401, 403}:
        return bool(kept)
    if answer.status_code == 303:
        return bool(kept) or not answer.headers["location"].startswith((gate.SIGN_IN, gate.PASSWORD))
    return bool(kept) or path not in {*gate.OWN, *gate.OPEN}


def try_all(tried: Attempts, kind: str, client: TestClient, methods: tuple[str, ...] = ("GET",)) -> None:
    """Every page and route, as a person's browser and as a program would ask, and the sockets."""
    for path in (*pages(), *routes()):
        for method in methods:
            answer = client.request(method, path)
            tried.note(kind, f"{method} {path} {answer.status_code}", succeeded=let_in(answer, path))
        answer = client.get(path, headers=PAGE, params={"id": "x"})
        tried.note(kind, f"page {path} {answer.status_code}", succeeded=let_in(answer, path))
    for path in SOCKETS:
        tried.note(kind, path, succeeded=listens(client, path))


def test_no_address_answers_without_a_session_that_stands(
    sign: Sign, attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Grant(Role.COMMITTEE)
    try_all(attempts, "nobody", at(sign()), ("GET", "HEAD", *METHODS))
    try_all(attempts, "a forged cookie", at(sign(), "forged"))
    gone = session(left := sign(office, login="gone"))
    left.post("/sign-out")
    try_all(attempts, "a session that was ended", at(left, gone))
    first = session(sign(office, login="first", change=False))
    try_all(attempts, "a first password that was not changed", at(left, first))
    out = session(sign(office, login="out"))
    keeper = Accounts(data.engine(), data.county())
    person = identity.of_cookies({identity.COOKIE: out})
    assert person is not None
    keeper.change_person(replace(person.person, active=False), KEEPER)
    try_all(attempts, "a disabled account", at(left, out))
    assert at(left, session(sign(office, login="in"))).get("/api/v1/hazards").status_code == 200  # the way in is open
    idle, now = session(sign(office, login="idle")), data.now()
    for kind, later in (("idle for an hour", timedelta(minutes=61)), ("open for half a day", timedelta(hours=13))):
        monkeypatch.setattr(data, "now", lambda later=later: now + later)
        try_all(attempts, f"a session {kind}", at(left, idle))


def test_no_cookie_of_another_kind_is_a_session(sign: Sign, attempts: Attempts) -> None:
    person = sign(Grant(Role.COMMITTEE))
    secret, kept = session(person), sha256(session(person).encode()).hexdigest()
    _, program = Tokens(data.engine(), data.county()).add(
        Token("", "市平台", Grant(Role.ANALYST, last=TODAY + timedelta(days=9))), TODAY, KEEPER
    )
    kind = "another's secret in the wrong place"
    for word in (kept, program, secret[:-1], secret.upper(), f"x{secret}", secret[::-1], "1", "' OR 1=1 --"):
        for name in (identity.COOKIE, identity.DEVICE_COOKIE, identity.DEMO_COOKIE):
            client = at(person)
            client.cookies.set(name, word)
            answer = client.get("/api/v1/hazards")
            attempts.note(kind, f"{name}={word}", succeeded=answer.status_code != 401)
        answer = at(person).get("/api/v1/hazards", headers={"authorization": f"Bearer {word}"})
        attempts.note(kind, f"bearer {word}", succeeded=word != program and answer.status_code != 401)
    part = sign(Grant(Role.TOWNSHIP, Scope(townships=(FAR,))), login="li")
    part.cookies.set(identity.DEMO_COOKIE, "committee")
    for more in ({}, {"township": HERE}, {"enterprise": "x"}, {"page_size": "1000"}):
        answer = part.get("/api/v1/hazards", params=more)
        seen = answer.json().get("total", 0) if answer.status_code == 200 else 0
        attempts.note("a township with the demo's cookie of the committee", str(more), succeeded=seen > 1)


def test_no_other_site_acts_through_a_session(sign: Sign, attempts: Attempts) -> None:
    person = sign(Grant(Role.COMMITTEE))
    client = at(person, session(person))
    assert client.get("/api/v1/hazards").status_code == 200
    for path in (*pages(), *routes()):
        for method in METHODS:
            for origin in FOREIGN if method == "POST" else FOREIGN[:1]:
                answer = client.request(method, path, headers={"origin": origin})
                attempts.note("cross-site", f"{method} {path} {origin}", succeeded=answer.status_code != 403)
            answer = client.request(method, path, headers={"sec-fetch-site": "cross-site"})
            attempts.note("cross-site by Sec-Fetch-Site", f"{method} {path}", succeeded=answer.status_code != 403)
    for path in SOCKETS:
        for origin in FOREIGN:
            opened = listens(client, path, headers={"origin": origin})
            attempts.note("cross-site socket", f"{path} {origin}", succeeded=opened)
    form = {"login": "wang", "password": CHOSEN, "next": "/"}
    for origin in FOREIGN:
        answer = at(person).post(gate.SIGN_IN, data=form, headers={"origin": origin})
        attempts.note("cross-site sign-in", origin, succeeded=answer.status_code != 403)
    assert client.get("/api/v1/hazards").status_code == 200
    assert at(person).post(gate.SIGN_IN, data=form, headers={"origin": OWN}).status_code == 303


def test_a_form_of_the_door_that_is_sent_again_opens_nothing(sign: Sign, attempts: Attempts) -> None:
    person = sign(Grant(Role.COMMITTEE))
    old = session(person)
    change = {"present": CHOSEN, "password": "another horse battery", "again": "another horse battery"}
    assert person.post(gate.PASSWORD, data=change).status_code == 303
    for number in range(3):
        answer = person.post(gate.PASSWORD, data=change)  # its session ended with the first
        attempts.note("replayed password", str(number), succeeded=answer.status_code == 303 and gate.SIGN_IN not in
                      answer.headers["location"])  # fmt: skip
        attempts.note("replayed sign-in", str(number), succeeded=enter(person, "wang", CHOSEN).status_code == 303)
    for path in (*pages(), *routes()):
        answer = at(person, old).get(path)
        attempts.note("the session before a new password", path, succeeded=let_in(answer, path))


# The ledger's door ----------------------------------------------------------------------------------------------------


NOT_YOURS = (
    "role:not_allowed",
    "scope:outside",
    "own:account",
    "undo:others",
    "x",
)  # "x": there is no such thing to hear about
HELD = {"choose_password"}  # proves itself by the present password
OWN_DRAWER = {"keep"}  # a view of one's own, open to whoever reads (tests/ledger/test_saved_views.py)
ASKING = {"claim", "who", "listed", "seen"}  # of tokens: open or read, by their secret; of views: the own ones


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))}


def refused(call: Callable[[], Any], reason: tuple[str, ...] = ()) -> bool:
    """Whether the door says no (for one of these reasons, where some are given), and the ledger stays as it was."""
    before = queries.revision(data.engine(), data.county())
    try:
        call()
    except SAID_NO as no:
        parts = no.parts.values() if isinstance(no, PartsRefused) else [getattr(no, "codes", ())]
        told = {str(no), *(code for part in parts for code in part)}
        return (not reason or bool(told & set(reason))) and queries.revision(data.engine(), data.county()) == before
    return False


def actor(client: TestClient, behalf: str = "") -> Actor:
    found = identity.of_cookies(dict(client.cookies))
    assert found is not None
    return replace(found.actor, on_behalf_of=behalf)


def open_hazard(township: str) -> Hazard:
    frame = data.whole().snapshot.hazards
    wanted = frame.loc[(frame["township"] == township) & (frame["status"] == "rectifying"), "id"].iloc[0]
    return queries.hazard(data.engine(), data.county(), str(wanted))


def test_every_method_that_writes_is_tried(sign: Sign) -> None:
    known = Doors(actor(sign(Grant(Role.LEADER))), open_hazard(FAR)).calls()
    assert public(Ledger) | public(Accounts) | public(Tokens) | public(Tips) | public(SavedViews) == {
        *known, *HELD, *ASKING, *OWN_DRAWER,
    }  # fmt: skip


def test_no_role_that_only_reads_writes_anything(sign: Sign, attempts: Attempts) -> None:
    hazard = open_hazard(HERE)
    for role in (Role.LEADER, Role.ANALYST, Role.AUDITOR, Role.ADMIN):
        calls = Doors(actor(sign(Grant(role), login=f"w-{role}")), hazard).calls()
        for name, call in calls.items():
            if role in MAY_CALL.get(name, ()):
                continue
            attempts.note(f"wrong role: {role}", name, succeeded=not refused(call, NOT_YOURS))


MAY_CALL: dict[str, tuple[Role, ...]] = {
    "record_export": (Role.LEADER, Role.ANALYST),
    **dict.fromkeys(("add_person", "reset_password", "unlock", "end_sessions", "add", "revoke"), (Role.ADMIN,)),
}


def test_a_township_or_a_firm_reaches_nothing_of_another(sign: Sign, attempts: Attempts) -> None:
    far = open_hazard(HERE)
    people = {
        "township": Grant(Role.TOWNSHIP, Scope(townships=(FAR,))),
        "department": Grant(Role.DEPARTMENT, Scope(departments=("housing",))),
        "enterprise": Grant(Role.ENTERPRISE, Scope(enterprises=("another",))),
    }
    for login, grant in people.items():
        client = sign(grant, login=login)
        for name, call in Doors(actor(client), far).calls().items():
            if name != "record_export" or login == "enterprise":
                attempts.note(f"another's part: {login}", name, succeeded=not refused(call, NOT_YOURS))
        for action in Action:
            for behalf in ("", far.enterprise_name):
                who = actor(client, behalf)
                one = (far.id, action.value, {}, who, far.version, TODAY)
                attempts.note(
                    f"another's hazard: {login}", f"{action} {behalf}",
                    succeeded=not refused(lambda one=one: data.ledger().act(*one)),
                )  # fmt: skip


def test_what_was_seen_before_or_sent_before_changes_nothing(sign: Sign, attempts: Attempts) -> None:
    who, one, ledger = actor(sign(Grant(Role.COMMITTEE))), open_hazard(HERE), data.ledger()
    told = {"field": "place", "new": "二号车间", "reason": "写错"}
    after = ledger.act(one.id, "correct", told, who, one.version, TODAY)
    for action in Action:
        for version in (one.version, one.version - 1, after.version + 1, 0, -1):
            call = (one.id, action.value, {**told, "new": action.value}, who, version, TODAY)
            attempts.note(
                "stale version", f"{action} {version}", succeeded=not refused(lambda call=call: ledger.act(*call))
            )
    again = (one.id, "correct", told, who, one.version, TODAY)
    attempts.note("replayed form", "correct", succeeded=not refused(lambda: ledger.act(*again)))
    reminder = {"step": "remind", "signed_by": "张某"}
    for version in (one.version, after.version + 1, 0, -1):
        many = Bulk("", TODAY, (Request(one.id, version, "take_step", reminder),))
        (told_so,) = ledger.act_many(many, who).outcomes
        attempts.note("stale version", f"several at once {version}", succeeded=told_so.codes != ("bulk:stale",))
    many = Bulk("several", TODAY, (Request(one.id, after.version, "take_step", reminder),))
    assert not ledger.act_many(many, who).outcomes[0].codes
    before = queries.revision(data.engine(), data.county())
    assert ledger.act_many(many, who).again
    attempts.note("replayed form", "several", succeeded=queries.revision(data.engine(), data.county()) != before)
    visit = Inspection("", TODAY, one.enterprise_id, one.enterprise_name, InspectionKind.ROUTINE, "张某、李某",
                       found_nothing=True, township=one.township)  # fmt: skip
    ledger.enter_visit(VisitEntry("once", visit), who)
    before = queries.revision(data.engine(), data.county())
    assert ledger.enter_visit(VisitEntry("once", visit), who).again
    attempts.note("replayed form", "visit", succeeded=queries.revision(data.engine(), data.county()) != before)


def test_nobody_reads_or_takes_anothers_attachment(sign: Sign, attempts: Attempts, tmp_path: Path) -> None:
    raw, one = picture(3, exif=False), open_hazard(HERE)
    name = sha256(raw).hexdigest()
    kept = tmp_path / name
    kept.write_bytes(raw)
    proof = {"evidence": [{"kind": "photo_after", "on": TODAY.isoformat(), "reference": "照片", "sha256": name}]}
    data.ledger().act(one.id, "add_evidence", proof, OFFICE, one.version, TODAY, [kept])
    owner = sign(Grant(Role.COMMITTEE), login="owner")
    assert owner.get(f"/api/v1/attachments/{name}").status_code == 200
    near, far = Scope(townships=(FAR,)), open_hazard(FAR)
    grants = {
        "nobody": (), "township": (Grant(Role.TOWNSHIP, near),), "auditor": (Grant(Role.AUDITOR),),
        "admin": (Grant(Role.ADMIN),), "firm": (Grant(Role.ENTERPRISE, Scope(enterprises=("another",))),),
        "housing": (Grant(Role.DEPARTMENT, Scope(departments=("housing",))),),
    }  # fmt: skip
    for login, grant in grants.items():
        client = sign(*grant, login=login)
        for size in ("", "?size=small"):
            answer = client.get(f"/api/v1/attachments/{name}{size}")
            attempts.note("another's attachment", f"{login}{size}", succeeded=answer.status_code not in {401, 403, 404})
        if not grant:
            continue
        who = actor(client)
        for action in Action:  # named as evidence of an own hazard without bringing it
            call = (far.id, action.value, proof, who, far.version, TODAY)
            attempts.note(
                "another's attachment as own evidence", f"{login} {action}",
                succeeded=not refused(lambda call=call: data.ledger().act(*call)),
            )  # fmt: skip
