"""Pictures of evidence over HTTP: by hash alone, as a file to save, small on request; before and after on the page."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from riskmap.domain.codes import EvidenceKind
from riskmap.domain.hazard import Evidence
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.store.attachments import Attachments
from riskmap.views.html.photos import photos, saved
from riskmap.web import data
from riskmap.web.identity import Reader
from riskmap.web.identity import told as told_by
from riskmap.web.routes import api, attachments
from riskmap.web.security import SecurityHeaders
from support.corpus.pictures import picture
from support.facts import hazard
from support.small import OFFICE, first_id

RAW = picture(3, exif=False)
NAME = sha256(RAW).hexdigest()


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    kept = Attachments(tmp_path / "attachments")
    kept.keep(NAME, RAW)
    (tmp_path / "secret").write_text("x")
    monkeypatch.setattr(data, "attachments", lambda: kept)
    monkeypatch.setattr(data, "shows_attachment", lambda name, *, small: True)
    routes = [*attachments.ROUTES, api.NOWHERE]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])) as opened:
        yield opened


def test_a_picture_is_saved_under_its_hash(client: TestClient) -> None:
    answer = client.get(f"/api/v1/attachments/{NAME}")
    assert (answer.status_code, answer.content) == (200, RAW)
    assert answer.headers["content-disposition"] == f'attachment; filename="{NAME[:12]}.jpg"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "image/jpeg"


def test_a_small_one_is_a_jpeg(client: TestClient) -> None:
    answer = client.get(f"/api/v1/attachments/{NAME}?size=small")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert client.get(f"/api/v1/attachments/{NAME}?size=huge").status_code == 400


@pytest.mark.parametrize(
    ("raw", "kind", "media"),
    [
        (b"%PDF-1.4\n%%EOF\n", "pdf", "application/pdf"),
        (b"PK\x03\x04", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_paper_is_only_saved_never_shown(client: TestClient, raw: bytes, kind: str, media: str) -> None:
    name = sha256(raw).hexdigest()
    data.attachments().keep(name, raw)
    answer = client.get(f"/api/v1/attachments/{name}")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, raw, media)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name[:12]}.{kind}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get(f"/api/v1/attachments/{name}?size=small").status_code == 404


@pytest.mark.parametrize("name", ["", "0" * 64, "secret", "..%2Fsecret", NAME[:2], NAME.upper(), f"{NAME}/"])
def test_nothing_else_is_told_and_nothing_is_listed(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/v1/attachments/{name}", follow_redirects=False)
    assert answer.status_code in {404, 307}
    assert b"secret" not in answer.content or answer.json()["error"]["code"] == "not_found"


def test_before_and_after_stand_side_by_side() -> None:
    context: Any = SimpleNamespace(t=Translator("zh_CN"), files=True)
    one = replace(
        hazard(),
        evidence=(
            Evidence(EvidenceKind.PHOTO_BEFORE, date(2026, 3, 1), "<b>3号{{1}}", NAME),
            Evidence(EvidenceKind.REVIEW_PAPER, None, "文书", "1" * 64),
        ),
    )
    html = photos(context, one)
    assert f'href="api/v1/attachments/{NAME}"' in html
    assert "1" * 64 not in html
    assert "<b>" not in html
    assert "{{" not in html
    assert photos(context, replace(one, evidence=())) == ""
    looking: Any = SimpleNamespace(t=Translator("zh_CN"), files=False)
    assert f'src="api/v1/attachments/{NAME}?size=small"' in photos(looking, one)
    assert "href=" not in photos(looking, one) + saved(looking, one.evidence[1])
    assert "1" * 64 in saved(context, one.evidence[1])


@pytest.mark.parametrize(
    ("role", "townships", "status"),
    [
        (Role.TOWNSHIP, ("141034103",), 200),
        (Role.TOWNSHIP, ("141034100",), 404),
        (Role.LEADER, (), 200),
        (Role.ANALYST, (), 404),  # names are masked for it: a little picture, never the file
        (Role.AUDITOR, (), 404),
    ],
)
def test_a_file_is_given_to_whoever_sees_its_hazard_and_to_nobody_else(
    ledger_of: Callable[..., Path], tmp_path: Path, role: Role, townships: tuple[str, ...], status: int
) -> None:
    ledger_of("one")
    one = data.hazard(first_id())
    file = tmp_path / NAME
    file.write_bytes(RAW)
    told = {"evidence": [{"kind": "photo_before", "on": "2026-11-18", "reference": "x", "sha256": NAME}]}
    data.ledger().act(one.id, "add_evidence", told, OFFICE, one.version, date(2026, 11, 18), (file,))
    grants = (Grant(role, Scope(townships=townships)),)
    asks = Reader(Person("p", "p", "某人", grants), grants)
    with TestClient(Starlette(routes=attachments.ROUTES)) as opened, told_by(asks):
        assert opened.get(f"/api/v1/attachments/{NAME}").status_code == status
        small = 200 if role is Role.ANALYST else status
        assert opened.get(f"/api/v1/attachments/{NAME}?size=small").status_code == small
