"""The county's identity provider proves who somebody is; who comes in, and for how long, is decided here."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import Role
from riskmap.ledger.accounts import Accounts
from riskmap.settings import SettingsError, load_settings
from riskmap.web import data, identity
from riskmap.web.routes import oidc
from support.doors import KEEPER, PAGE, Make, enter
from support.forging import whole
from support.provider import CLIENT, SECRET, Provider, provider
from support.small import TODAY

BACK = "/door/oidc/back"
SET = {"RISKMAP_AUTH": "oidc", "RISKMAP_OIDC_CLIENT_ID": CLIENT, "RISKMAP_OIDC_CLIENT_SECRET": SECRET,
       "RISKMAP_OIDC_URL": "http://localhost"}  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider() as one:
        yield one


@pytest.fixture
def elsewhere(running: Provider, ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider, behind whose door the program stands; it proves wang, who reads the county."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    folder = ledger_of("several")
    use(folder, running)
    Accounts(data.engine(), data.county()).add_person(Person("", "wang", "王某", (Grant(Role.LEADER),)), KEEPER)
    running.key, running.algorithm, running.bent = running.own, "RS256", {}
    running.claims = {"preferred_username": "wang"}
    yield running
    data.configure(None)


def use(folder: Any, one: Provider, **more: str) -> None:
    environment = {
        "RISKMAP_DATA_DIR": str(folder),
        "RISKMAP_TODAY": TODAY.isoformat(),
        "RISKMAP_OIDC_ISSUER": one.issuer,
    }
    data.configure(load_settings({**environment, **SET, **more}))


def browser() -> TestClient:
    return TestClient(whole(), base_url="http://localhost", follow_redirects=False)


def back(client: TestClient, onward: str = "/ledger") -> str:
    """Out to the provider and back: the address that the browser comes back to."""
    out = client.get("/door/oidc", params={"next": onward})
    assert out.status_code == 303
    there = requests.get(out.headers["location"], allow_redirects=False, timeout=10).headers["Location"]
    told = urlsplit(there)
    assert told.path == BACK
    return f"{told.path}?{told.query}"


def reads(client: TestClient) -> bool:
    return client.get("/api/v1/hazards").status_code == 200


def test_whom_the_provider_proves_comes_in_with_a_session_of_ours(elsewhere: Provider) -> None:
    client = browser()
    led = client.get("/ledger", headers=PAGE)
    assert led.headers["location"] == "/sign-in?next=%2Fledger"
    page = client.get("/sign-in", params={"next": "/ledger", "lang": "zh_CN"})
    assert 'action="/door/oidc"' in page.text
    assert "password" not in page.text.lower()
    answer = client.get(back(client, "/ledger?lang=en"))
    assert answer.status_code == 200
    assert 'content="0;url=/ledger?lang=en"' in answer.text  # a page of ours leads on: the cookie is strict
    kept = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(identity.COOKIE))
    assert "HttpOnly" in kept
    assert "samesite=strict" in kept.lower()
    assert reads(client)  # no password to be changed first
    assert client.get("/password").headers["location"] == "/"
    assert back(client, "//evil.example").startswith(BACK)
    beyond = ("https://evil.example/", "/\t/evil.example", "/\n/evil.example", "/\\evil.example", "\t//evil.example")
    for other in beyond:
        assert 'url=/"' in client.get(back(client, other)).text, other


def test_signing_out_and_putting_out_are_felt_at_once(elsewhere: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    client, other = browser(), browser()
    for one in (client, other):
        one.get(back(one))
        assert reads(one)
    secret = client.cookies[identity.COOKIE]
    assert client.post("/sign-out").status_code == 303
    client.cookies.set(identity.COOKIE, secret)
    assert not reads(client)
    found = identity.of_cookies(dict(other.cookies))
    assert found is not None
    accounts = Accounts(data.engine(), data.county())
    person = accounts.change_person(replace(found.person, active=False, must_change=True), KEEPER)
    assert not reads(other)
    refused = other.get(back(other))
    assert refused.status_code == 403
    assert not reads(other)
    accounts.change_person(replace(person, active=True), KEEPER)
    other.get(back(other))
    assert reads(other)
    now = data.now()
    monkeypatch.setattr(data, "now", lambda: now + timedelta(minutes=61))
    assert not reads(other)


@pytest.mark.parametrize("login", ["stranger", "", None, "wang2", "Ｗang", "admin", ["wang"], "wang@evil.example"])
def test_who_has_no_account_is_told_so(elsewhere: Provider, login: Any) -> None:
    elsewhere.claims = {"preferred_username": login}
    client = browser()
    answer = client.get(back(client), headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "no account here is open under that name" in answer.text
    assert not reads(client)


def test_whose_roles_have_all_run_out_is_told_so_and_has_no_session(elsewhere: Provider) -> None:
    gone = Grant(Role.LEADER, last=TODAY - timedelta(days=1))
    Accounts(data.engine(), data.county()).add_person(Person("", "zhao", "赵某", (gone,)), KEEPER)
    elsewhere.claims = {"preferred_username": "zhao"}
    client = browser()
    answer = client.get(back(client), headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "none of its roles holds today" in answer.text
    assert identity.COOKIE not in client.cookies
    assert not reads(client)


def test_no_password_and_no_default_account_opens_the_door(elsewhere: Provider) -> None:
    client = browser()
    first = Accounts(data.engine(), data.county()).add_person(
        Person("", "li", "李某", (Grant(Role.LEADER),)), KEEPER
    )[1]  # fmt: skip
    for login, password in (("li", first), ("admin", "admin"), ("", "")):
        assert enter(client, login, password).status_code == 403
    assert not reads(client)


BENT: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "expired": {"exp": 1_700_000_000},
    "no end": {"exp": None},
    "another issuer": {"iss": "https://evil.example"},
    "for another program": {"aud": "another"},
    "for several, given to another": {"aud": [CLIENT, "another"], "azp": "another"},
    "of tomorrow": {"iat": int(time.time()) + 86_400},
}


@pytest.mark.parametrize("what", [*BENT, "signed by another", "signed with the secret", "not signed"])
def test_a_token_that_proves_nothing_opens_nothing(elsewhere: Provider, what: str) -> None:
    elsewhere.bent = BENT.get(what, {})
    if what == "signed by another":
        elsewhere.key = RSAKey.generate_key(2048, {"kid": "one"})
    elif what == "signed with the secret":
        elsewhere.shared()
    elif what == "not signed":
        elsewhere.algorithm = "none"
    client = browser()
    answer = client.get(back(client), headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "did not prove who you are" in answer.text
    assert not reads(client)


Bend = Callable[[TestClient, str], tuple[TestClient, str]]


def used(client: TestClient, address: str) -> tuple[TestClient, str]:
    client.get(address)
    client.post("/sign-out")
    return client, address


STATES: dict[str, Bend] = {
    "another browser": lambda _, address: (browser(), address),
    "no state": lambda client, address: (client, address.partition("&state=")[0]),
    "a forged state": lambda client, address: (client, address + "x"),
    "used before": used,
}


@pytest.mark.parametrize("what", STATES)
def test_a_way_back_that_was_not_begun_here_leads_nowhere(elsewhere: Provider, what: str) -> None:
    client = browser()
    client, address = STATES[what](client, back(client))
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "begun in another browser or too long ago" in answer.text
    assert not reads(client)


def test_a_sign_in_is_begun_for_ten_minutes(elsewhere: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    address, now = back(client), data.now()
    monkeypatch.setattr(data, "now", lambda: now + timedelta(minutes=10))
    assert client.get(address).status_code == 403


def test_a_refusal_of_the_provider_is_told(elsewhere: Provider) -> None:
    client = browser()
    state = back(client).partition("state=")[2]
    answer = client.get(f"{BACK}?error=access_denied&state={state}", headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "did not prove who you are" in answer.text


def test_an_address_is_a_login_only_if_proved_and_at_the_countys_domain(elsewhere: Provider) -> None:
    use(data.settings().data_dir, elsewhere, RISKMAP_OIDC_CLAIM="email", RISKMAP_OIDC_DOMAIN="county.example")
    told = (("wang@county.example", True), ("wang@county.example", False), ("wang@evil.example", True),
            ("wang", True), ("x@wang@evil.example", True))  # fmt: skip
    came = []
    for address, proved in told:
        elsewhere.claims = {"email": address, "email_verified": proved, "preferred_username": "wang"}
        client = browser()
        client.get(back(client))
        came.append(reads(client))
    assert came == [True, False, False, False, False]


def test_a_provider_that_does_not_answer_is_said(elsewhere: Provider) -> None:
    use(data.settings().data_dir, elsewhere, RISKMAP_OIDC_ISSUER="http://127.0.0.1:9")
    answer = browser().get("/door/oidc", headers={"accept-language": "en"})
    assert answer.status_code == 502
    assert "did not prove who you are" in answer.text


def test_in_local_there_is_no_other_way_in(ledger_of: Make) -> None:
    folder = ledger_of("several")
    data.configure(load_settings({"RISKMAP_DATA_DIR": str(folder), "RISKMAP_AUTH": "local"}))
    for address in (oidc.OIDC, oidc.OIDC_BACK):
        assert browser().get(address).headers["location"] == "/sign-in"
    data.configure(None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ISSUER", ""), ("ISSUER", "http://sso.example"), ("ISSUER", "sso.example"), ("CLIENT_ID", ""),
        ("CLIENT_SECRET", ""), ("URL", "http://map.example"), ("URL", ""), ("CLAIM", "sub"), ("DOMAIN", ""),
    ],
)  # fmt: skip
def test_half_a_provider_stops_the_start(name: str, value: str) -> None:
    told = {**SET, "RISKMAP_OIDC_ISSUER": "https://sso.example"}
    told |= {"RISKMAP_OIDC_CLAIM": "email"} if name == "DOMAIN" else {}
    with pytest.raises(SettingsError, match=f"RISKMAP_OIDC_{name}") as caught:
        load_settings({**told, f"RISKMAP_OIDC_{name}": value})
    assert SECRET not in str(caught.value)
