"""The part "time": numbers open the rows of their own week, the office annotates, figures leave as text."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.periods import Kind, last_year
from riskmap.domain.roles import Role
from riskmap.ledger.annotating import annotations_of
from riskmap.metrics import filters, timeline
from riskmap.web import data
from riskmap.web.routes import analysis
from support.behind import numbers, rows_behind
from support.facts import OFFICE
from support.small import TODAY, shown

Make = Callable[..., Any]
Open = Callable[..., AppTest]


@pytest.mark.parametrize("words", [{}, {"every": "month", "rate": "closing_rate"}, {"township": "141034103"}], ids=str)
def test_every_number_opens_the_rows_of_its_own_period(ledger_of: Make, open_at: Open, words: dict[str, str]) -> None:
    ledger_of("several")
    said = numbers(shown(open_at("analysis", lang="zh_CN", part="time", **words)))
    assert len(said) > 150
    asked = {(tuple(sorted(one.items())), n) for one, n in said}
    some = sorted(asked)[:: len(asked) // 40]  # of all periods and columns
    assert not [(one, n) for one, n in some if rows_behind(dict(one)) != n]


def test_two_periods_stand_side_by_side_with_the_change(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    where = filters.default(TODAY)
    week = timeline.lately(Kind.WEEK, TODAY, 3)[0]
    page = shown(open_at("analysis", lang="en", part="time", point=week.label, than="last_year"))
    card = page[page.index("Two periods compared") :]
    assert week.label in card
    assert last_year(week).label in card
    line = timeline.line(data.view().index, where, week)
    assert f">{line.now.flows['new_in_period']}<" in card


def test_the_office_annotates_and_withdraws_and_the_charts_follow(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("analysis", lang="zh_CN", part="time")
    app.session_state["open_annotate"] = True
    app.run()
    app.text_input(key="annotate_text").set_value("冬季<b>专项</b>行动")
    enter(app)
    assert [one.value for one in app.success] == ["标注已录入，图中可见。"]
    assert "冬季&lt;b&gt;专项&lt;/b&gt;行动" in shown(app)
    (one,) = annotations_of(data.engine(), data.county())
    assert (one.kind, one.first, one.last, one.entered) == ("campaign", TODAY, TODAY, TODAY)
    app.selectbox(key="annotate_gone").select(one.id).run()
    app.button(key="annotate_withdraw").click().run()
    assert "冬季" not in shown(app)
    assert annotations_of(data.engine(), data.county())[0].withdrawn == TODAY


def enter(app: AppTest) -> None:
    """Press the button of the form."""
    next(one for one in app.button if one.label == "录入标注").click().run()


def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("analysis", lang="zh_CN", part="time")
    app.session_state["open_annotate"] = True
    app.run()
    app.text_input(key="annotate_text").set_value("大检查")
    app.date_input(key="annotate_last").set_value(date(2026, 1, 1))
    enter(app)
    assert [one.value for one in app.error] == ["结束日期早于开始日期。"]
    assert app.text_input(key="annotate_text").value == "大检查"
    assert not annotations_of(data.engine(), data.county())


def test_nobody_else_finds_the_form_and_accidents_stay_with_leaders_and_the_office(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    day = TODAY.isoformat()
    data.ledger().annotate({"kind": "accident", "first": day, "last": day, "text": "示例事故"}, OFFICE, TODAY)
    for role, sees in ((Role.LEADER, True), (Role.ANALYST, False), (Role.DEPARTMENT, False)):
        be(role, **({"departments": ("emergency",)} if role is Role.DEPARTMENT else {}))
        app = open_at("analysis", lang="zh_CN", part="time")
        app.session_state["open_annotate"] = True
        app.run()
        assert not [one for one in app.text_input if one.key == "annotate_text"]
        assert ("示例事故" in shown(app)) is sees
        assert "时间走势" in shown(app)


def test_figures_leave_as_text_with_an_event(ledger_of: Make) -> None:
    ledger_of("several")
    revision = data.view().snapshot.revision
    answer = TestClient(Starlette(routes=analysis.ROUTES)).get(
        "/api/v1/analysis/time.csv", params={"every": "month", "lang": "en", "purpose": "月报"}
    )
    assert answer.status_code == 200
    heads, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heads[:5] == ["Period", "First day", "Last day", "Rates from", "Found"]
    assert len(rows) == timeline.LENGTHS[Kind.MONTH]
    last = timeline.timeline(data.view().index, filters.default(TODAY), Kind.MONTH, 1)[0].now
    assert rows[-1][0] == last.name
    assert [int(cell) for cell in rows[-1][4:8]] == list(last.flows.values())
    assert data.view().snapshot.revision == revision + 1
    assert "text/csv" in answer.headers["content-type"]


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.AUDITOR])
def test_who_may_take_nothing_out_gets_no_file_and_no_button(
    ledger_of: Make, open_at: Open, be: Callable[..., None], role: Role
) -> None:
    ledger_of("several")
    revision = data.view().snapshot.revision
    be(role)
    answer = TestClient(Starlette(routes=analysis.ROUTES)).get("/api/v1/analysis/time.csv")
    assert answer.status_code == 403
    be(Role.COMMITTEE)
    assert data.view().snapshot.revision == revision
    assert "/api/v1/analysis/time" in shown(open_at("analysis", lang="zh_CN", part="time"))
    be(Role.INSPECTOR)
    assert "/api/v1/analysis/time" not in shown(open_at("analysis", lang="zh_CN", part="time"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/analysis/nothing.csv", 404), ("/api/v1/analysis/time.pdf", 404),
        ("/api/v1/analysis/time.csv?sector=moon", 400), ("/api/v1/analysis/time.csv?colour=red", 400),
    ],
)  # fmt: skip
def test_a_file_of_nothing_is_refused_and_leaves_no_event(ledger_of: Make, address: str, status: int) -> None:
    ledger_of("several")
    revision = data.view().snapshot.revision
    assert TestClient(Starlette(routes=analysis.ROUTES)).get(address).status_code == status
    assert data.view().snapshot.revision == revision
