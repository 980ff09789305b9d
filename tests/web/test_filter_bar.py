"""One filter bar for all pages: it lives in the address, and the address is read strictly."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.metrics import filters
from riskmap.web import filterbar
from support.small import TODAY, address, shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]


def rows(app: AppTest) -> str:
    """The number of rows that the ledger prints."""
    return shown(app).split('class="w-large">')[1].split("<")[0]


def test_a_filter_in_the_address_filters_every_page(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    assert rows(open_at("ledger")) == "10"
    assert rows(open_at("ledger", grade="major")) == "1"
    assert rows(open_at("ledger", q="灭火器")) == "1"
    assert rows(open_at("ledger", township="unknown")) == "1"


def test_a_widget_writes_canonical_words_into_the_address(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("ledger", lang="en", q="示例")
    app.segmented_control(key="filter_grade").set_value(["major"])
    app.run()
    assert address(app) == {"grade": "major", "lang": "en", "q": "示例"}


def test_what_a_popover_holds_travels_only_while_it_is_open(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("ledger", township="141034100")
    assert not [one for one in app.multiselect if one.key == "filter_township"]
    app.session_state["open_township"] = True
    app.run()
    assert app.multiselect(key="filter_township").value == ["141034100"]
    app.multiselect(key="filter_township").set_value([])
    app.run()
    assert address(app) == {}


def test_a_filter_keeps_the_rows_behind_a_number_and_leaves_its_page(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("ledger", rows="stock", page="1")
    app.checkbox(key="filter_overdue").set_value(True)
    app.run()
    assert address(app) == {"overdue": "1", "rows": "stock"}


WRONG = [
    ("ledger", {"grade": "huge"}, "huge"),
    ("ledger", {"as_of": "yesterday"}, "yesterday"),
    ("ledger", {"from": "2027-01-01"}, "2027"),
    ("overview", {"colour": "red"}, "colour"),
    ("closure_rates", {"listed": "moon", "grade": "major"}, "moon"),
    ("analysis", {"grade": "huge", "part": "rates"}, "huge"),
    ("battle_map", {"sector": "moon"}, "moon"),
    ("hazard", {"status": "moon"}, "moon"),
    ("import", {"overdue": "yes"}, "yes"),
]


@pytest.mark.parametrize(("page", "words", "said"), WRONG, ids=str)
def test_a_wrong_word_is_said_no_figure_is_shown_and_the_rest_is_kept(
    ledger_of: Make, open_at: Open, page: str, words: dict[str, str], said: str
) -> None:
    ledger_of("one")
    app = open_at(page, lang="en", **words)
    assert said in app.error[0].value.replace("\\", "")
    assert "w-card" not in shown(app)
    kept = {key: value for key, value in words.items() if key == "grade" and value == "major"}
    assert all(f"{key}={value}" in shown(app) for key, value in kept.items())
    assert address(app) == {**words, "lang": "en"}


def test_a_new_last_day_takes_its_own_year_along_unless_the_period_was_chosen() -> None:
    base = filters.default(TODAY)
    assert filterbar.query(base, "as_of", date(2025, 6, 30)) == {"as_of": "2025-06-30"}
    moved = filters.parse({"as_of": "2025-06-30"}, filters.Vocabulary(), TODAY)
    assert moved.from_ == date(2025, 1, 1)
    chosen = filters.parse({"from": "2026-03-01"}, filters.Vocabulary(), TODAY)
    assert filterbar.query(chosen, "as_of", date(2026, 6, 30)) == {"from": "2026-03-01", "as_of": "2026-06-30"}
    assert filterbar.query(chosen, "as_of", date(2025, 6, 30)) == {"from": "2025-01-01", "as_of": "2025-06-30"}
    assert filterbar.query(base, "from", date(2027, 1, 1)) == {"from": TODAY.isoformat()}


def test_the_period_and_the_language_of_a_link_survive_a_change_of_page(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    bar = open_at("overview", lang="en", grade="major", **{"from": "2026-02-01"}).html[0].value
    for page in ("battle_map", "closure_rates", "analysis", "ledger", "import"):
        assert f'href="{page}?grade=major&amp;from=2026-02-01&amp;lang=en"' in bar
