"""Tokens: one event a change, the secret in none, made and revoked by those who may, good until their last day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.domain.tokens import EXCHANGE, Token
from riskmap.ledger import maintain
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound, Refused
from riskmap.ledger.tokens import TOUCH, Tokens
from riskmap.store import events
from riskmap.store.engine import reading
from support.facts import OFFICE, OUTSIDER, SYSTEM

KEEPER = Actor("keeper", "管理员", "admin")
DAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
PROGRAM = Token("", "市平台", Grant(Role.ANALYST, last=DAY + timedelta(days=9)))
SCREEN = replace(PROGRAM, name="大厅", grant=replace(PROGRAM.grant, role=Role.DEVICE))


@pytest.fixture
def tokens(engine: Any, county: Any) -> Tokens:
    return Tokens(engine, county)


def noted(tokens: Tokens) -> list[events.StoredEvent]:
    with reading(tokens.engine) as connection:
        return list(events.read(connection, tokens.county.code, "entity = ?", (events.TOKEN,)))


def test_a_token_is_made_used_and_revoked_and_no_event_knows_its_secret(tokens: Tokens) -> None:
    token, secret = tokens.add(PROGRAM, DAY, KEEPER)
    assert (token.by, token.revoked) == ("管理员", "")
    assert tokens.who(secret, DAY, NOW, device=False) == token
    assert tokens.listed() == [(token, NOW.isoformat(), False)]
    tokens.who(secret, DAY, NOW + TOUCH / 2, device=False)
    assert tokens.listed()[0][1] == NOW.isoformat()  # written down once a minute
    after = tokens.revoke(token.id, SYSTEM)
    assert after.revoked
    assert tokens.revoke(token.id, SYSTEM) == after
    assert tokens.who(secret, DAY, NOW, device=False) is None
    assert [(one.action, one.actor) for one in noted(tokens)] == [
        ("token_added", "keeper"),
        ("token_revoked", "system"),
    ]
    with reading(tokens.engine) as connection:
        kept = connection.exec_driver_sql("SELECT * FROM token_key").fetchall()
    assert secret not in str(noted(tokens)) + str(kept)
    assert maintain.verify(tokens.engine, tokens.county).ok


def test_a_device_shows_its_token_once(tokens: Tokens) -> None:
    token, paper = tokens.add(SCREEN, DAY, KEEPER)
    assert tokens.who(paper, DAY, NOW, device=True) is None
    assert tokens.listed() == [(token, "", True)]
    late = datetime.fromisoformat(token.created) + EXCHANGE
    assert tokens.claim(paper, DAY, late) is None
    found = tokens.claim(paper, DAY, late - timedelta(seconds=1))
    assert found is not None
    assert tokens.who(found[1], DAY, NOW, device=True) == token
    assert tokens.who(found[1], DAY, NOW, device=False) is None
    assert tokens.claim(paper, DAY, NOW) is None
    assert tokens.claim(found[1], DAY, NOW) is None
    assert [one.action for one in noted(tokens)] == ["token_added", "token_claimed"]
    assert noted(tokens)[1].actor == f"token:{token.id}"


def test_it_is_good_until_its_last_day(tokens: Tokens) -> None:
    _, secret = tokens.add(PROGRAM, DAY, KEEPER)
    last = DAY + timedelta(days=9)
    assert tokens.who(secret, last, NOW, device=False)
    assert tokens.who(secret, last + timedelta(days=1), NOW, device=False) is None
    assert tokens.who("", DAY, NOW, device=False) is tokens.who("forged", DAY, NOW, device=False) is None


@pytest.mark.parametrize("role", sorted(set(Role) - RIGHTS[Right.ACCOUNTS]))
def test_whoever_keeps_no_accounts_makes_and_revokes_none(tokens: Tokens, role: Role) -> None:
    token, _ = tokens.add(PROGRAM, DAY, KEEPER)
    for wrong in (Actor("x", "甲", role), OUTSIDER):
        with pytest.raises(Refused, match="role:not_allowed"):
            tokens.add(replace(PROGRAM, name="别的"), DAY, wrong)
        with pytest.raises(Refused, match="role:not_allowed"):
            tokens.revoke(token.id, wrong)
    assert len(noted(tokens)) == 1


def test_the_office_hangs_its_screens_and_no_township_does(tokens: Tokens) -> None:
    token, _ = tokens.add(SCREEN, DAY, OFFICE)
    township = Actor("x", "甲", "township", grants=(Grant(Role.TOWNSHIP, Scope(townships=("141034100",))),))
    with pytest.raises(Refused, match="role:not_allowed"):
        tokens.revoke(token.id, township)
    assert tokens.revoke(token.id, OFFICE).revoked


def test_what_cannot_be_kept_is_refused_in_codes(tokens: Tokens) -> None:
    for told, code in (
        (replace(PROGRAM, name=" "), "missing:name"),
        (replace(PROGRAM, name="长" * 61), "bad:name"),
        (replace(PROGRAM, grant=replace(PROGRAM.grant, role=Role.ADMIN)), "bad:role"),
        (replace(PROGRAM, grant=replace(PROGRAM.grant, role=Role.AUDITOR)), "bad:role"),
        (replace(PROGRAM, grant=replace(PROGRAM.grant, role=Role.SYSTEM)), "bad:role"),
        (replace(PROGRAM, grant=replace(PROGRAM.grant, role=Role.TOWNSHIP)), "missing:scope"),
        (replace(PROGRAM, grant=replace(PROGRAM.grant, last=None)), "bad:days"),
        (replace(PROGRAM, grant=replace(PROGRAM.grant, last=DAY - timedelta(days=1))), "bad:days"),
        (replace(PROGRAM, grant=replace(PROGRAM.grant, last=DAY + timedelta(days=999))), "bad:days"),
    ):
        with pytest.raises(Refused, match=code):
            tokens.add(told, DAY, KEEPER)
    token, _ = tokens.add(PROGRAM, DAY, KEEPER)
    with pytest.raises(Refused, match="taken:name"):
        tokens.add(PROGRAM, DAY, KEEPER)
    with pytest.raises(NotFound):
        tokens.revoke("nobody", KEEPER)
    tokens.revoke(token.id, KEEPER)
    tokens.add(PROGRAM, DAY, KEEPER)  # the name is free again


def test_verify_notices_a_token_that_was_changed_past_the_door(tokens: Tokens) -> None:
    tokens.add(PROGRAM, DAY, KEEPER)
    with tokens.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE token SET name = '别的'")
    (problem,) = maintain.verify(tokens.engine, tokens.county).problems
    assert "别的" in problem
