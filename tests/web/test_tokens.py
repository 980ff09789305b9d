"""Programs and screens on walls come in with tokens: each opens what it is for, and nothing else."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.domain.tokens import Token
from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.ledger.tokens import Tokens
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.web import data, identity
from support.corpus.pictures import picture
from support.doors import KEEPER, PAGE, Make, Sign, application
from support.small import TODAY

FAR = "141034200"  # one hazard of `several`
SOON = TODAY + timedelta(days=30)


def made(role: Role, name: str = "市平台", **scope: tuple[str, ...]) -> tuple[Token, str]:
    token = Token("", name, Grant(role, Scope(**scope), last=SOON))
    return tokens().add(token, TODAY, KEEPER)


def tokens() -> Tokens:
    return Tokens(data.engine(), data.county())


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def screen(sign: Sign, secret: str) -> TestClient:
    """A screen that went through its door."""
    client = sign()
    told = client.post("/door/device", data={"token": secret, "next": "/big_screen?kiosk=1&tour=townships"})
    assert (told.status_code, told.headers["location"]) == (303, "/big_screen?kiosk=1&tour=townships")
    assert "HttpOnly" in told.headers["set-cookie"]
    assert secret not in str(told.headers)
    return client


def test_a_program_reads_its_part_without_a_session(sign: Sign) -> None:
    client = sign()
    _, whole = made(Role.ANALYST)
    _, part = made(Role.TOWNSHIP, "乡镇系统", townships=(FAR,))
    assert client.get("/api/v1/hazards", headers=bearer(whole)).json()["total"] == 10
    assert client.get("/api/v1/hazards", headers=bearer(part)).json()["total"] == 1
    assert client.get("/api/v1/hazards", headers=bearer(part), params={"township": "141034103"}).json()["total"] == 0
    assert "张某" not in client.get("/api/v1/export/hazards.csv?purpose=x", headers=bearer(whole)).text
    with reading(data.engine()) as connection:
        *_, last = events.read(connection, data.county().code, "entity = ?", (events.EXPORT,))
    assert (last.actor_name, last.role, last.actor[:6]) == ("市平台", "analyst", "token:")


def test_a_token_is_no_key_to_pages_and_changes_nothing(sign: Sign) -> None:
    client = sign()
    _, secret = made(Role.COMMITTEE)
    assert client.get("/ledger", headers=bearer(secret)).status_code == 401
    assert client.get("/ledger", headers=bearer(secret) | PAGE).headers["location"].startswith("/sign-in")
    assert client.post("/api/v1/hazards", headers=bearer(secret)).status_code == 405
    with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)):
        client.websocket_connect("/_stcore/stream", headers=bearer(secret)).__enter__()


def test_whoever_shows_a_wrong_token_hears_nothing_of_why(sign: Sign) -> None:
    person = sign(Grant(Role.LEADER))
    good, revoked = made(Role.ANALYST)
    tokens().revoke(good.id, KEEPER)
    _, expired = tokens().add(Token("", "旧", Grant(Role.ANALYST, last=TODAY)), TODAY, KEEPER)
    _, paper = made(Role.DEVICE, "大厅")
    _, wall = tokens().claim(made(Role.DEVICE, "二楼")[1], TODAY, data.now()) or (None, "")
    data.configure(_on(TODAY + timedelta(days=1)))
    answers = [
        person.get("/api/v1/hazards", headers=bearer(one)) for one in ("forged", "", revoked, expired, paper, wall)
    ]
    assert {one.status_code for one in answers} == {401}  # a session beside it does not mend a wrong token
    assert len({one.text for one in answers}) == 1
    assert person.get("/api/v1/hazards").status_code == 200
    assert person.get("/api/v1/hazards", headers={"authorization": "Basic eDp5"}).status_code == 200


def _on(day: Any) -> Any:
    from dataclasses import replace

    return replace(data.settings(), today=day)


def test_revoking_is_felt_at_the_next_request(sign: Sign) -> None:
    client = sign()
    token, secret = made(Role.ANALYST)
    assert client.get("/api/v1/metrics", headers=bearer(secret)).status_code == 200
    tokens().revoke(token.id, KEEPER)
    assert client.get("/api/v1/metrics", headers=bearer(secret)).status_code == 401


def test_a_picture_of_anothers_hazard_is_not_found(sign: Sign, tmp_path: Path) -> None:
    client, raw = sign(), picture(3, exif=False)
    name = sha256(raw).hexdigest()
    (tmp_path / name).write_bytes(raw)
    frame = data.whole().snapshot.hazards
    near = str(frame.loc[(frame["township"] != FAR) & (frame["status"] == "rectifying"), "id"].iloc[0])
    proof = {"kind": "photo_after", "on": TODAY.isoformat(), "reference": "照片", "sha256": name}
    version = queries.hazard(data.engine(), data.county(), near).version
    office = Actor("office", "县安委办", "committee")
    data.ledger().act(near, "add_evidence", {"evidence": [proof]}, office, version, TODAY, [tmp_path / name])
    for role, scope, status in ((Role.ANALYST, {}, 200), (Role.TOWNSHIP, {"townships": (FAR,)}, 404)):
        _, secret = made(role, role.value, **scope)
        assert client.get(f"/api/v1/attachments/{name}?size=small", headers=bearer(secret)).status_code == status
        assert client.get(f"/api/v1/attachments/{name}", headers=bearer(secret)).status_code == 404
    wall = screen(sign, made(Role.DEVICE, "大厅")[1])
    assert wall.get(f"/api/v1/attachments/{name}").status_code == 403


def test_a_screen_opens_its_wall_and_nothing_else(sign: Sign) -> None:
    _, secret = made(Role.DEVICE, "大厅")
    client = screen(sign, secret)
    assert client.get("/big_screen?kiosk=1").status_code == 200
    assert client.get("/api/v1/wall/hazards.json").status_code == 200
    assert client.get("/api/v1/wall/pulse.json").status_code == 200
    assert client.get("/assets/riskmap/wall.css").status_code == 200
    with client.websocket_connect("/_stcore/stream") as opened:
        assert opened.receive_text() == "in"
    led = client.get("/", headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (303, "/big_screen?kiosk=1")
    for address in (
        "/ledger", "/hazard?id=x", "/accounts", "/api/v1/hazards", "/api/v1/metrics", "/api/v1/export/hazards.csv",
        "/api/v1/export/wall_map", "/api/v1/layers/hazards.json", "/api/v1/attachments/" + "a" * 64,
        "/api/v1/wall/../hazards", "/big_screen/../ledger", "/_stcore/metrics", "/api/v1/forms/monthly",
        "/demo/committee",
    ):  # fmt: skip
        assert client.get(address).status_code == 403, address
        assert client.get(address, headers=PAGE).status_code == 403, address
    assert client.post("/api/v1/wall/pulse.json").status_code == 403
    assert client.put("/_stcore/upload_file/x").status_code == 403


def test_the_slip_of_paper_opens_nothing_any_more(sign: Sign) -> None:
    token, secret = made(Role.DEVICE, "大厅")
    first = screen(sign, secret)
    second = sign()
    for word in (secret, "forged", "", made(Role.ANALYST)[1], first.cookies[identity.DEVICE_COOKIE]):
        told = second.post("/door/device", data={"token": word, "tongue": "en"})
        assert told.status_code == 401
        assert "opens nothing" in told.text
    for word in (secret, "forged"):
        second.cookies.set(identity.DEVICE_COOKIE, word)
        assert second.get("/big_screen").status_code == 401
    tokens().revoke(token.id, KEEPER)
    assert first.get("/api/v1/wall/pulse.json").status_code == 401
    assert first.get("/big_screen", headers=PAGE).headers["location"].startswith("/sign-in")


def test_the_door_of_a_screen_leads_nowhere_but_to_a_wall(sign: Sign) -> None:
    client = sign()
    page = client.get("/door/device", params={"next": "/ledger", "lang": "en"})
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert "location.hash" in page.text
    for onward in ("/ledger", "//evil.example", "https://evil.example/big_screen", "/big_screen/../ledger"):
        told = client.post("/door/device", data={"token": made(Role.DEVICE, onward)[1], "next": onward})
        assert told.headers["location"] == "/big_screen?kiosk=1"


def test_a_wall_reads_no_name_and_only_its_part(sign: Sign) -> None:
    sign()
    token, _ = made(Role.DEVICE, "佃坪乡", townships=(FAR,))
    reader = identity.Reader(identity.Person("x", "", "佃坪乡", ()), (token.grant,))
    with identity.told(reader):
        frame = data.view().snapshot.hazards
        assert set(frame["township"]) == {FAR}
        assert set(frame["responsible_person"]) == {"张**"}
    assert reader.device
    assert not any(reader.may(right) for right in identity.RIGHTS if right != "read")


def test_in_the_demo_a_wrong_token_is_wrong_too(ledger_of: Make) -> None:
    ledger_of("several")
    client = TestClient(application(), follow_redirects=False)
    assert client.get("/api/v1/hazards", headers=bearer("forged")).status_code == 401
    assert client.get("/api/v1/hazards").status_code == 200
    assert client.get("/door/device").headers["location"] == "/big_screen?kiosk=1"
