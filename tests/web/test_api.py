"""The HTTP API: health, readiness, metrics, hazards; one shape of errors."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.settings import load_settings
from riskmap.web import data
from riskmap.web.routes import api
from support.commands import Run, open_row, row, workbook


@pytest.fixture
def client(holding: Callable[..., Run], tmp_path: Path) -> Iterator[TestClient]:
    rows = [row(number) for number in range(1, 21)]
    rows += [open_row(21, 所属乡镇="对竹镇"), open_row(22, 隐患等级="重大", 整改期限=date(2026, 12, 31))]
    holding(rows)
    environ = {"RISKMAP_DATA_DIR": str(tmp_path / "var"), "RISKMAP_TODAY": "2026-11-18"}
    data.configure(load_settings(environ))
    yield TestClient(Starlette(routes=api.ROUTES))
    data.configure(None)


def test_health_asks_nothing_but_the_process() -> None:
    answer = TestClient(Starlette(routes=api.ROUTES)).get("/api/v1/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_pings_the_database(client: TestClient) -> None:
    assert client.get("/api/v1/ready").json() == {"status": "ready"}


def test_ready_says_when_the_database_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import create_engine

    monkeypatch.setattr(data, "engine", lambda: create_engine(f"sqlite:///{tmp_path / 'no' / 'such.sqlite3'}"))
    answer = TestClient(Starlette(routes=api.ROUTES)).get("/api/v1/ready")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "database_unreachable")


def test_metrics_are_the_document_of_the_command(client: TestClient, riskmap: Run) -> None:
    answer = client.get("/api/v1/metrics", params={"by": "sector,township", "from": "2026-01-01"})
    assert answer.json() == riskmap("metrics", "--by", "sector,township").document


def test_hazards_come_in_pages(client: TestClient) -> None:
    pages = [client.get("/api/v1/hazards", params={"page": page, "page_size": 10}).json() for page in (1, 2, 3, 4)]
    assert [len(page["rows"]) for page in pages] == [10, 10, 2, 0]
    assert {page["total"] for page in pages} == {22}
    assert len({shown["id"] for page in pages for shown in page["rows"]}) == 22


def test_hazards_have_codes_and_names_and_iso_dates(client: TestClient) -> None:
    shown = client.get("/api/v1/hazards", params={"grade": "major"}).json()["rows"][0]
    assert (shown["grade"], shown["grade_name"], shown["township_name"]) == ("major", "重大", "永安镇")
    assert (shown["found"], shown["due"], shown["closed"], shown["days_left"]) == ("2026-10-01", "2026-12-31", None, 43)
    assert (shown["status"], shown["progress"]) == ("open", "in_progress")


def test_names_follow_the_language(client: TestClient) -> None:
    shown = client.get("/api/v1/hazards", params={"grade": "major", "lang": "en"}).json()["rows"][0]
    assert (shown["grade_name"], shown["township_name"]) == ("Major", "Yong'an Town")


def test_a_past_day_does_not_tell_what_came_later(client: TestClient) -> None:
    rows = client.get("/api/v1/hazards", params={"as_of": "2026-10-11", "status": "awaiting_review"}).json()["rows"]
    assert len(rows) == 20
    assert all((shown["passed"], shown["closed"]) == (None, None) for shown in rows)


@pytest.mark.parametrize("sort", ["found", "-found", "due", "-days_left", "township", "progress", "-hazard_no"])
def test_hazards_are_sorted_as_asked(client: TestClient, sort: str) -> None:
    rows = client.get("/api/v1/hazards", params={"sort": sort, "page_size": 1000}).json()["rows"]
    assert len(rows) == 22
    if sort.endswith("hazard_no"):
        assert [shown["hazard_no"] for shown in rows] == sorted((shown["hazard_no"] for shown in rows), reverse=True)


@pytest.mark.parametrize(
    ("path", "key", "code"),
    [
        ("metrics?colour=red", "colour", "unknown_key"),
        ("metrics?grade=huge", "grade", "unknown_value"),
        ("metrics?as_of=today", "as_of", "bad_date"),
        ("metrics?from=2026-12-01&as_of=2026-11-01", "from", "from_after_as_of"),
        ("metrics?by=colour", "by", "unknown_dimension"),
        ("metrics?page=1", "page", "unknown_key"),
        ("hazards?page=0", "page", "unknown_value"),
        ("hazards?page=x", "page", "unknown_value"),
        ("hazards?page_size=100000", "page_size", "unknown_value"),
        ("hazards?sort=colour", "sort", "unknown_value"),
        ("hazards?township=永安镇", "township", "unknown_value"),
        ("hazards?by=sector", "by", "unknown_key"),
    ],
)
def test_a_word_outside_the_vocabulary_is_a_clear_error(client: TestClient, path: str, key: str, code: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    error = answer.json()["error"]
    assert (answer.status_code, error["key"], error["code"]) == (400, key, code)
    assert set(error) == {"code", "key", "value", "message"}
    assert error["message"]


@pytest.mark.parametrize("path", ["hazards", "metrics"])
def test_a_key_given_twice_is_an_error_not_a_value_lost(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}?grade=major&grade=general")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "repeated_key"


def test_an_address_that_is_none_of_ours_is_not_found() -> None:
    answer = TestClient(Starlette(routes=[*api.ROUTES, api.NOWHERE])).get("/api/v1/hazard")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_errors_are_told_in_the_language_asked_for(client: TestClient) -> None:
    said = {
        lang: client.get("/api/v1/metrics", params={"colour": "red", "lang": lang}).json()["error"]["message"]
        for lang in ("en", "zh_CN")
    }
    assert said["en"].startswith("Unknown filter colour")
    assert said["zh_CN"].startswith("未知的筛选项 colour")


def test_an_unchanged_answer_is_not_sent_again(client: TestClient, riskmap: Run, tmp_path: Path) -> None:
    first = client.get("/api/v1/hazards")
    tag = first.headers["etag"]
    assert client.get("/api/v1/hazards", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/api/v1/hazards?page=2", headers={"If-None-Match": tag}).status_code == 200
    riskmap("import", workbook(tmp_path / "b.xlsx", [row(99)]))
    again = client.get("/api/v1/hazards", headers={"If-None-Match": tag})
    assert (again.status_code, again.json()["total"]) == (200, 23)
