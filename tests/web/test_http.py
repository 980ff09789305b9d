"""What every answer carries, what the document carries, and what leaves the house as a file."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.web import data, identity
from riskmap.web.document import Document
from riskmap.web.routes import export
from riskmap.web.security import POLICY, SecurityHeaders, policy

SHEET = "a{b:c}@font-face{font-family:X;src:url(data:font/woff2;base64,AAA)format(x)}@font-face{src:url(a.woff2)}"


def page(request: Request) -> Response:
    del request
    return HTMLResponse("<html><head><title>x</title></head><body></body></html>", headers={"etag": "x"})


def sheet(request: Request) -> Response:
    del request
    return Response(SHEET, media_type="text/css")


@pytest.fixture
def client() -> Iterator[TestClient]:
    routes = [
        Route("/ledger", page),
        Route("/static/css/index.css", sheet),
        Route("/api/v1/text", lambda _: PlainTextResponse("text")),
        *export.ROUTES,
    ]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders), Middleware(Document)])) as opened:
        yield opened


def test_the_policy_lets_nothing_in_from_outside(client: TestClient) -> None:
    assert (
        POLICY == "default-src 'self' 'unsafe-inline' 'unsafe-eval'; img-src 'self' data: blob:; frame-ancestors 'self'"
    )
    for path in ("/ledger", "/api/v1/text", "/nowhere"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"


def test_a_base_map_opens_its_host_for_pictures_alone() -> None:
    opened = policy(("https://t0.tianditu.gov.cn",))
    assert opened == POLICY.replace("data: blob:", "data: blob: https://t0.tianditu.gov.cn")
    assert policy() == POLICY


def test_the_document_brings_our_style_and_script_and_is_asked_for_anew(client: TestClient) -> None:
    answer = client.get("/ledger", headers={"if-none-match": "x"})
    assert answer.status_code == 200
    assert "/assets/riskmap/pages.css?v=" in answer.text.split("</head>")[0]
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_the_style_sheet_loses_only_the_font_that_the_policy_forbids(client: TestClient) -> None:
    text = client.get("/static/css/index.css").text
    assert "data:font" not in text
    assert "a{b:c}" in text
    assert "url(a.woff2)" in text


def test_other_answers_pass_untouched(client: TestClient) -> None:
    assert client.get("/api/v1/text").text == "text"


def test_an_export_holds_the_rows_of_the_page(client: TestClient, ledger_of: Callable[..., Any]) -> None:
    ledger_of("several")
    answer = client.get("/api/v1/export/hazards.csv", params={"rows": "stock_overdue", "lang": "zh_CN", "purpose": "x"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 3
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/api/v1/export/hazards.xlsx", params={"grade": "major", "purpose": "x"}).content)
    )
    cover, ledger = (
        [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None] for sheet in book
    )
    assert any("通风系统不可靠" in one for one in ledger)
    assert any("内部使用" in one for one in cover)
    assert any("等级：重大" in one for one in cover), "the filter in words"


def test_an_export_leaves_an_event_with_its_purpose(client: TestClient, ledger_of: Callable[..., Any]) -> None:
    ledger_of("several")
    before = data.view()
    asked = {"grade": "major", "rows": "stock", "purpose": "周调度会", "sort": "-found"}
    assert client.get("/api/v1/export/hazards.geojson", params=asked).status_code == 200
    with reading(data.engine()) as connection:
        (event,) = events.read(connection, data.county().code, "entity = ?", (events.EXPORT,))
    told = json.loads(event.payload)
    assert (event.actor, told["what"], told["form"], told["purpose"], told["count"]) == (
        "demo", "hazards", "geojson", "周调度会", 1,
    )  # fmt: skip
    assert told["filter"] == {"grade": "major", "rows": "stock"}
    assert data.view().index is before.index, "no figure is counted anew because of an export"


def test_who_may_not_export_gets_nothing(
    client: TestClient, ledger_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    monkeypatch.setattr(identity, "reader", lambda: identity.demo_reader("inspector"))
    answer = client.get("/api/v1/export/hazards.csv")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "refused")


def test_nothing_leaves_without_a_purpose(client: TestClient, ledger_of: Callable[..., Any]) -> None:
    ledger_of("one")
    for kind in ("csv", "xlsx", "geojson"):
        answer = client.get(f"/api/v1/export/hazards.{kind}", params={"purpose": "  "})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "missing_purpose")
    with reading(data.engine()) as connection:
        assert not list(events.read(connection, data.county().code, "entity = ?", (events.EXPORT,)))


def test_an_export_of_an_unknown_filter_is_an_error(client: TestClient, ledger_of: Callable[..., Any]) -> None:
    ledger_of("one")
    assert client.get("/api/v1/export/hazards.csv", params={"grade": "huge"}).status_code == 400
    assert client.get("/api/v1/export/hazards.csv", params={"rows": "huge"}).status_code == 400
    assert client.get("/api/v1/export/hazards.pdf").status_code == 404
