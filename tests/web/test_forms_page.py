"""The page of forms: its numbers are the ledger's, its words are in the address, what was published is compared."""

import html
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.ledger import queries
from riskmap.ledger.batch import Actor
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.web import data, identity, officer
from riskmap.web.routes import forms as routes
from support.small import address, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes.ROUTES)) as opened:
        yield opened


def total_line(text: str) -> list[str]:
    found = re.search(r'<tr class="total"><th class="name">[^<]*</th>(.*?)</tr>', text, re.DOTALL)
    assert found
    return [html.unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<td>(.*?)</td>", found.group(1))]


def test_the_month_counts_what_was_found_since_january_and_every_number_opens_its_rows(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("several")
    text = shown(open_at("forms", lang="zh_CN", period="2026-10"))
    cells = total_line(text)
    assert cells[1:7] == ["2", "2", "100.0", "1", "0", "0.0"]  # columns 2 to 7
    links = re.findall(r'href="(ledger\?[^"]*rows=form\.found[^"]*)"[^>]*>2<', text)
    assert links
    query = dict(word.split("=") for word in html.unescape(links[0]).partition("?")[2].split("&"))
    assert (query["from"], query["as_of"], query["grade"]) == ("2026-01-01", "2026-10-31", "general")
    opened = shown(open_at("ledger", **query))
    assert '<b class="w-large">2</b>' in opened


def test_one_month_alone_counts_less_and_prints_a_stroke_for_nothing(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    cells = total_line(shown(open_at("forms", lang="zh_CN", period="2026-10", counted="single")))
    assert cells[1:4] == ["0", "0", "/"]


@pytest.mark.parametrize(
    "words", [{"form": "lost"}, {"period": "2026-13"}, {"period": "2027-01"}, {"counted": "twice"}]
)
def test_a_word_that_means_nothing_is_said(ledger_of: Make, open_at: Open, words: dict[str, str]) -> None:
    ledger_of("one")
    app = open_at("forms", lang="zh_CN", **words)
    assert app.error
    assert "w-form" not in shown(app)


def test_a_choice_goes_into_the_address_and_another_form_starts_at_its_own_period(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("several")
    app = open_at("forms", lang="zh_CN", period="2026-09")
    app.selectbox(key="forms_township").set_value("141034103").run()
    assert address(app)["township"] == "141034103"
    assert address(app)["period"] == "2026-09"
    app.selectbox(key="forms_form").set_value("quarterly").run()
    assert not app.exception
    assert address(app)["form"] == "quarterly"
    assert "period" not in address(app)
    assert "2026年第3季度" in shown(app)


def test_published_figures_are_kept_and_compared_and_ours_stay(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("forms", lang="zh_CN", period="2026-10")
    before = total_line(shown(app))
    app.text_input(key="published_general").set_value("5")
    app.text_input(key="published_source").set_value("10月月报")
    app.button(key="published_keep").click().run()
    assert not app.exception
    text = shown(app)
    assert "10月月报" in text
    assert "−3" in text
    assert total_line(text) == before
    kept = queries.published(data.engine(), data.county(), "monthly", "2026-10", cumulative=True)
    assert kept is not None
    assert kept.figures == {"total": {"general": "5"}}


def test_what_is_no_figure_is_refused_in_words_and_by_the_wrong_person_nothing_is_kept(
    ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    app = open_at("forms", lang="zh_CN", period="2026-10")
    app.text_input(key="published_general").set_value("很多")
    app.button(key="published_keep").click().run()
    assert "不是数字" in app.error[0].value
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某企业", "enterprise"))
    app.text_input(key="published_general").set_value("5")
    app.button(key="published_keep").click().run()
    assert app.error
    assert queries.published(data.engine(), data.county(), "monthly", "2026-10", cumulative=True) is None


def test_the_workbook_of_a_form_leaves_an_event(client: TestClient, ledger_of: Make) -> None:
    ledger_of("several")
    words = {"query": "lang=zh_CN&period=2026-10&form=monthly&counted=cumulative", "purpose": "月报", "kind": "xlsx"}
    answer = client.get("/api/v1/forms/monthly", params=words)
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "月报表" in page.cell(1, 1).value
    with reading(data.engine()) as connection:
        (event,) = events.read(connection, data.county().code, "entity = ?", (events.EXPORT,))
    told = json.loads(event.payload)
    assert (told["what"], told["purpose"]) == ("form monthly", "月报")
    assert told["filter"]["period"] == "2026-10"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/forms/lost", 404),
        ("/api/v1/forms/monthly?period=2026-13", 400),
        ("/api/v1/forms/monthly?as_of=2026-10-01", 400),
        ("/api/v1/forms/monthly?colour=red", 400),
    ],
)
def test_an_address_that_means_nothing_is_an_error(
    client: TestClient, ledger_of: Make, address: str, status: int
) -> None:
    ledger_of("one")
    assert client.get(address).status_code == status


def test_who_may_not_export_gets_no_form(client: TestClient, ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of("one")
    monkeypatch.setattr(identity, "reader", lambda: identity.demo_reader("inspector"))
    assert client.get("/api/v1/forms/monthly?purpose=x").status_code == 403
    monkeypatch.setattr(identity, "reader", lambda: identity.demo_reader("analyst"))
    assert client.get("/api/v1/forms/monthly?purpose=x").status_code == 200
