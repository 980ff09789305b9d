"""Saved views in the filter bar: kept from an address, opened as a link, each reader within the own part."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.people import Grant
from riskmap.domain.roles import Role
from riskmap.domain.saved_views import PAGES, SavedView
from riskmap.ledger.batch import Actor
from riskmap.ledger.saved_views import SavedViews
from riskmap.views.html.context import PATHS
from riskmap.web import data, saved
from riskmap.web.frame import FILTERED
from support.small import shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]
Be = Callable[..., None]
OTHER = Actor("9", "分析", "analyst", grants=(Grant(Role.ANALYST),))
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"


def door() -> SavedViews:
    return SavedViews(data.engine(), data.county())


def opened(app: AppTest) -> AppTest:
    app.session_state["open_views"] = True
    app.run()
    assert not app.exception, app.exception
    return app


def rows(app: AppTest) -> str:
    return shown(app).split('class="w-large">')[1].split("<")[0]


def keep(name: str, *words: tuple[str, str], shared: str = "", by: Actor = OTHER, page: str = "ledger") -> SavedView:
    return door().keep(SavedView("", name, page, words, shared=shared), by)


def test_views_are_of_pages_that_have_the_bar() -> None:
    assert set(PAGES) == FILTERED | {"weekly_review"}  # which has them beside what it is compared with
    assert set(PAGES) <= set(PATHS)


def test_a_view_is_kept_with_its_filter_and_its_layout_and_opens_as_a_link(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = opened(open_at("ledger", grade="major", sort="due", page="2", lang="en"))
    assert "No view is kept yet" in shown(app)
    app.text_input(key="view_name").set_value("Coal & gas")
    app.button(key="view_keep").click()
    app.run()
    assert "The view is kept." in shown(app)
    (kept,) = door().seen(Actor("demo", "", "committee"))
    assert (kept.name, kept.page, kept.words) == ("Coal & gas", "ledger", (("grade", "major"), ("sort", "due")))
    assert 'href="ledger?grade=major&amp;sort=due&amp;lang=en"' in shown(app)
    again = open_at("ledger", grade="major", sort="due")
    assert rows(again) == "1"


def test_a_view_of_the_weekly_review_follows_the_weeks(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = opened(open_at("weekly_review", against="last_year", meeting="", lang="en"))
    app.text_input(key="view_name").set_value("Beside last year")
    app.button(key="view_keep").click()
    app.run()
    (kept,) = door().seen(Actor("demo", "", "committee"))
    assert (kept.page, kept.words) == ("weekly_review", (("against", "last_year"),))
    assert 'href="weekly_review?against=last_year&amp;lang=en"' in shown(app)
    again = shown(open_at("weekly_review", against="last_year", lang="en"))
    assert "Same week last year" in again
    assert "Same month last year" in shown(open_at("weekly_review", period="month", against="last_year", lang="en"))


def test_a_view_is_renamed_shared_and_forgotten_by_its_owner(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    me = Actor("demo", "", "committee", grants=(Grant(Role.COMMITTEE),))
    kept = keep("一", ("grade", "major"), by=me)
    app = opened(open_at("ledger"))
    app.text_input(key="view_new_name").set_value("二")
    app.button(key="view_rename").click()
    app.run()
    assert [one.name for one in door().seen(me)] == ["二"]
    opened(app).selectbox(key=f"view_role_of_{kept.id}").set_value("leader")
    app.run()
    app.button(key="view_share").click()
    app.run()
    assert [one.shared for one in door().seen(me)] == ["leader"]
    opened(app).button(key="view_forget").click()
    app.run()
    assert door().seen(me) == ()


def test_what_is_refused_is_said_and_nothing_is_kept(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = opened(open_at("ledger", lang="en"))
    app.button(key="view_keep").click()
    app.run()
    assert "A view needs a name." in shown(app)
    assert door().seen(Actor("demo", "", "committee")) == ()


def test_a_name_is_text_and_never_code(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    keep(HOSTILE, ("grade", "major"), shared="committee")
    app = opened(open_at("ledger"))
    assert "&lt;img src=x onerror=alert(1)&gt;&#123;&#123;7*7" in shown(app)
    assert "<img src=x" not in shown(app)


def test_a_reader_of_a_part_who_opens_a_shared_view_sees_the_own_part(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    keep("重点", ("status", "closed"), shared="township")
    whole = rows(open_at("ledger", status="closed"))
    be(Role.TOWNSHIP, townships=("141034103",))
    app = opened(open_at("ledger"))
    assert 'href="ledger?status=closed"' in shown(app)
    assert (whole, rows(open_at("ledger", status="closed"))) == ("2", "0")


@pytest.mark.parametrize(("role", "sees"), [(Role.LEADER, True), (Role.TOWNSHIP, False), (Role.INSPECTOR, False)])
def test_only_the_role_it_is_shared_with_sees_a_view(
    ledger_of: Make, open_at: Open, be: Be, role: Role, sees: bool
) -> None:
    ledger_of("several")
    keep("给领导看", ("grade", "major"), shared="leader")
    be(role, **({"townships": ("141034103",)} if role is Role.TOWNSHIP else {}))
    app = opened(open_at("ledger"))
    assert ("给领导看" in shown(app)) is sees
    assert not [one for one in app.button if one.key == "view_forget"]  # it is another's
    shares = [one.key for one in app.selectbox if one.key == "view_role"]
    assert bool(shares) is (role is not Role.INSPECTOR)


def test_the_bar_asks_the_ledger_once_a_revision(ledger_of: Make, open_at: Open, monkeypatch: Any) -> None:
    ledger_of("several")
    asked: list[str] = []
    read = saved._read
    monkeypatch.setattr(saved, "_read", lambda run: asked.append(run.page) or read(run))
    open_at("ledger")
    assert not asked  # a closed menu asks nothing
    for _ in range(2):
        opened(open_at("ledger"))
    assert len(asked) == 1
