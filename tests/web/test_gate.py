"""Nothing answers without a session in `local`; who is signed in sees the own part, and forges nothing."""

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import queries
from riskmap.ledger.accounts import Accounts
from riskmap.settings import SettingsError
from riskmap.web import application as application_of_ours
from riskmap.web import data, identity
from support.doors import CHOSEN, KEEPER, PAGE, Make, Sign, application, enter
from support.small import TODAY

HERE, FAR = "141034103", "141034200"  # six hazards of `several`, and one


def found(client: TestClient, **query: str) -> int:
    return int(client.get("/api/v1/hazards", params=query).json()["total"])


ADDRESSES = (
    "/api/v1/metrics", "/api/v1/hazards", "/api/v1/layers/hazards.json", "/api/v1/layers/enterprises.geojson",
    "/api/v1/export/hazards.csv", "/api/v1/export/wall_map", "/api/v1/forms/monthly", "/api/v1/attachments/" + "a" * 64,
    "/api/v1/rounds/x/files.zip", "/ledger", "/assets/riskmap/pages.css", "/_stcore/health", "/nowhere",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_answers_without_a_session(sign: Sign, address: str) -> None:
    assert sign().get(address).status_code == 401
    forged = sign()
    forged.cookies.set(identity.COOKIE, "forged")
    assert forged.get(address).status_code == 401


def test_only_health_and_readiness_do_and_a_page_leads_to_the_door(sign: Sign) -> None:
    nobody = sign()
    assert nobody.get("/api/v1/health").status_code == nobody.get("/api/v1/ready").status_code == 200
    led = nobody.get("/ledger?township=141034100", headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=%2Fledger%3Ftownship%3D141034100")
    with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)), nobody.websocket_connect("/_stcore/stream"):
        pass


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(sign: Sign) -> None:
    client = sign(Grant(Role.LEADER))
    told = enter(client, "wang", CHOSEN).headers["set-cookie"]
    assert "HttpOnly" in told
    assert "samesite=strict" in told.lower()
    assert enter(client, "wang", CHOSEN, "//evil.example").headers["location"] == "/"
    assert enter(client, "wang", CHOSEN, "/ledger?lang=en").headers["location"] == "/ledger?lang=en"
    crossed = client.post("/sign-out", headers={"origin": "https://evil.example"})
    assert crossed.status_code == 403
    assert client.get("/api/v1/hazards").status_code == 200


def test_the_first_password_opens_nothing_but_its_change(sign: Sign) -> None:
    client = sign(Grant(Role.COMMITTEE), change=False)
    assert client.get("/api/v1/hazards").status_code == 403
    led = client.get("/ledger", headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (303, "/password?next=%2Fledger")
    assert "current-password" in client.get("/password").text
    refused = client.post("/password", data={"present": "x", "password": CHOSEN, "again": CHOSEN, "tongue": "en"})
    assert refused.status_code == 403
    assert "present password is not right" in refused.text


def test_a_wrong_password_says_no_more_than_an_unknown_login(sign: Sign) -> None:
    client = sign(Grant(Role.LEADER))
    wrong, unknown = enter(client, "wang", "guess"), enter(client, "nobody", "guess")
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text == unknown.text


def test_signing_out_is_felt_at_once_here_and_everywhere(sign: Sign) -> None:
    client = sign(Grant(Role.LEADER))
    other = sign()
    enter(other, "wang", CHOSEN)
    token = client.cookies[identity.COOKIE]
    assert client.post("/sign-out").status_code == 303
    client.cookies.set(identity.COOKIE, token)
    assert client.get("/api/v1/hazards").status_code == 401
    assert other.get("/api/v1/hazards").status_code == 200
    third = sign()
    enter(third, "wang", CHOSEN)
    third.post("/sign-out", data={"everywhere": "1"})
    assert other.get("/api/v1/hazards").status_code == 401


@pytest.mark.parametrize(
    ("grant", "seen"),
    [
        (Grant(Role.COMMITTEE), 10),
        (Grant(Role.LEADER), 10),
        (Grant(Role.ANALYST), 10),
        (Grant(Role.TOWNSHIP, Scope(townships=(FAR,))), 1),
        (Grant(Role.DEPARTMENT, Scope(departments=("housing",))), 0),
        (Grant(Role.DEPARTMENT, Scope(sectors=("build",))), 1),
        (Grant(Role.ADMIN), 0),
        (Grant(Role.AUDITOR), 0),
    ],
)
def test_everyone_sees_the_own_part_in_rows_figures_and_layers(sign: Sign, grant: Grant, seen: int) -> None:
    client = sign(grant)
    if grant.role in {Role.ADMIN, Role.AUDITOR}:  # a zero would be a false figure
        for address in ("hazards", "metrics", "layers/hazards.geojson", "layers/search.json", "export/hazards.csv"):
            assert client.get(f"/api/v1/{address}").status_code == 403
        return
    assert found(client) == seen
    assert found(client, township=HERE) <= seen  # a forged filter widens nothing
    total = client.get("/api/v1/metrics", params={"from": "2025-01-01"}).json()["total"]
    layer = client.get("/api/v1/layers/hazards.geojson").json()["features"]
    assert len(layer) == seen
    assert total["found"] <= seen
    exported = client.get("/api/v1/export/hazards.csv?purpose=x")
    assert exported.status_code == 200
    assert exported.text.count("FX-2") == seen
    for blank in ("", "?purpose=", "?purpose=%20"):
        assert client.get(f"/api/v1/export/hazards.csv{blank}").status_code == 400


def test_two_readers_are_never_served_each_others_part(sign: Sign) -> None:
    whole, part = sign(Grant(Role.LEADER)), sign(Grant(Role.TOWNSHIP, Scope(townships=(FAR,))), login="li")
    for _ in range(2):
        assert len(whole.get("/api/v1/layers/hazards.geojson").json()["features"]) == 10
        assert len(part.get("/api/v1/layers/hazards.geojson").json()["features"]) == 1
    tag = whole.get("/api/v1/hazards").headers["etag"]
    assert part.get("/api/v1/hazards", headers={"if-none-match": tag}).status_code == 200


def test_who_need_not_know_persons_reads_no_name(sign: Sign) -> None:
    office, analyst = sign(Grant(Role.COMMITTEE)), sign(Grant(Role.ANALYST), login="li")
    assert "张某" in office.get("/api/v1/export/hazards.csv?purpose=x").text
    for address in ("/api/v1/export/hazards.csv?purpose=x", "/api/v1/hazards", "/api/v1/layers/hazards.geojson"):
        answer = analyst.get(address)
        assert answer.status_code == 200
        assert "张某" not in answer.text


def test_a_hazard_beyond_the_own_part_is_not_found_by_its_id(sign: Sign) -> None:
    sign(Grant(Role.COMMITTEE))
    ids = data.whole().snapshot.hazards.set_index("township")["id"]
    far, near = str(ids.loc[FAR]), str(ids.loc["141034100"].iloc[0])
    own = identity.Reader(Person("1", "x", "王某", ()), (Grant(Role.TOWNSHIP, Scope(townships=(FAR,))),))
    with identity.told(own):
        assert data.hazard(far).responsible_person == "张某"
        with pytest.raises(queries.NotFound):
            data.hazard(near)
    with identity.told(identity.Reader(own.person, (Grant(Role.ANALYST),))):
        assert data.hazard(near).responsible_person == "张**"
        assert all(one.payload == "{}" for one in data.story(data.hazard(near)))


def test_a_thread_of_nobody_reads_nothing(sign: Sign) -> None:
    sign()
    with pytest.raises(identity.SignedOut):
        data.view()


def test_a_role_that_has_run_out_is_no_role(sign: Sign) -> None:
    from datetime import timedelta

    lent = Grant(Role.LEADER, last=TODAY - timedelta(1), deputy_of="li")
    client = sign(Grant(Role.ANALYST), lent)
    assert client.get("/api/v1/hazards").status_code == 200
    accounts = Accounts(data.engine(), data.county())
    _, password = accounts.add_person(Person("", "zhao", "赵某", (lent,)), KEEPER)
    only = sign()
    answer = enter(only, "zhao", password)
    assert answer.status_code == 403
    assert "今日没有有效的角色" in answer.text
    assert "今日没有有效的角色" not in enter(only, "zhao", "guess").text
    assert identity.COOKIE not in only.cookies
    assert only.get("/api/v1/hazards").status_code == 401


def test_in_the_demo_everybody_is_an_officer_and_may_look_as_another(ledger_of: Make) -> None:
    ledger_of("several")
    client = TestClient(application(), follow_redirects=False)
    assert found(client) == 10
    led = client.get("/demo/township?next=/ledger")
    assert (led.status_code, led.headers["location"]) == (303, "/ledger")
    assert found(client) == 2  # the first township of the county
    client.get("/demo/auditor")
    assert client.get("/api/v1/hazards").status_code == 403
    client.get("/demo/nonsense")
    assert found(client) == 10
    assert client.get("/sign-in").status_code == 303


@pytest.mark.parametrize(
    ("host", "comes_in"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.1.2.3", False), ("::ffff:10.1.2.3", False),
     ("fe80::1", False)],
)  # fmt: skip
def test_the_demo_is_for_this_machine_however_it_was_started(ledger_of: Make, host: str, comes_in: bool) -> None:
    ledger_of("several")
    client = TestClient(application(), follow_redirects=False, client=(host, 5))
    assert client.get("/api/v1/hazards").status_code == (200 if comes_in else 403)
    assert client.get("/ledger", headers=PAGE).status_code == (200 if comes_in else 403)
    if not comes_in:
        with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)), client.websocket_connect("/_stcore/stream"):
            pass


@pytest.mark.parametrize(
    ("name", "comes_in"),
    [("localhost:8501", True), ("127.0.0.1:8501", True), ("[::1]:8501", True), ("testserver", True),
     ("evil.example", False), ("evil.example:8501", False), ("10.1.2.3:8501", False),
     ("127.0.0.1.evil.example", False)],
)  # fmt: skip
def test_the_demo_answers_to_no_name_of_the_web(ledger_of: Make, name: str, comes_in: bool) -> None:
    ledger_of("several")
    client = TestClient(application(), follow_redirects=False)
    assert client.get("/api/v1/hazards", headers={"host": name}).status_code == (200 if comes_in else 403)


def test_with_accounts_another_machine_comes_in(sign: Sign) -> None:
    client = sign(Grant(Role.ANALYST))
    far = TestClient(application(), client=("10.1.2.3", 5), cookies=dict(client.cookies))
    assert far.get("/api/v1/hazards").status_code == 200


def test_an_address_of_another_option_does_not_open_the_demo(ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of("one")
    assert application_of_ours.middleware()
    monkeypatch.setattr(application_of_ours.st, "get_option", lambda _: "0.0.0.0")
    with pytest.raises(SettingsError, match="RISKMAP_HOST"):
        application_of_ours.middleware()
