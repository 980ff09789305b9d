"""Empty workbooks over HTTP and on the page of imports: for who may import, refused to others."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.domain.roles import Role
from riskmap.ingest.template import KINDS, PLACES
from riskmap.web.routes import templates
from support.small import shown

Make = Callable[..., Any]


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=templates.ROUTES))


def test_the_page_offers_every_workbook_and_each_opens(ledger_of: Make, open_at: Make, client: TestClient) -> None:
    ledger_of("one")
    page = shown(open_at("import", lang="en"))
    for kind in (*KINDS, *PLACES):
        address = f"api/v1/templates/{kind}.xlsx?lang=en"
        assert f'href="{address}"' in page
        answer = client.get(f"/{address}")
        assert answer.status_code == 200
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert sheet.max_column >= 8
        assert (sheet.max_row > 50) is (kind == "villages")  # the county's own stand in it
    assert client.get("/api/v1/templates/hazards.xlsx").status_code == 404


def test_its_name_is_in_the_readers_language(ledger_of: Make, client: TestClient) -> None:
    ledger_of("one")
    told = client.get("/api/v1/templates/emergency.xlsx?lang=zh_CN").headers["Content-Disposition"]
    assert "%E5%BA%94%E6%80%A5%E8%B5%84%E6%BA%90%E8%A1%A8.xlsx" in told
    assert (
        "Table%20of%20emergency%20resources"
        in client.get("/api/v1/templates/emergency.xlsx?lang=en").headers["Content-Disposition"]
    )


@pytest.mark.parametrize("role", [Role.LEADER, Role.ANALYST, Role.ENTERPRISE, Role.DEVICE, Role.AUDITOR, Role.ADMIN])
def test_who_may_not_import_gets_none(ledger_of: Make, client: TestClient, be: Callable[..., None], role: Role) -> None:
    ledger_of("one")
    be(role)
    for kind in (*KINDS, *PLACES):
        answer = client.get(f"/api/v1/templates/{kind}.xlsx")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "refused")
    be(Role.TOWNSHIP, townships=("141034100",))
    assert client.get("/api/v1/templates/villages.xlsx").status_code == 200
