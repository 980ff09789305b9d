"""Every number opens its rows: the ledger behind a link holds exactly as many hazards as the link says."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.i18n import Translator
from riskmap.metrics import filters, ranking
from riskmap.views import lists
from riskmap.views.html.context import Context
from riskmap.web import data, map_data, map_lists
from support.behind import numbers, rows_behind
from support.ledgers import MAJOR, ONE, write
from support.small import TODAY, shown

Open = Callable[..., AppTest]
NET = "voided_in_period+transferred"  # a difference, not a count


def bars(text: str) -> list[tuple[dict[str, str], int]]:
    """(words of the address, count) of every bar of the weekly chart; its title tells both counts of the week."""
    found = []
    for address, title in re.findall(r'<a href="(ledger[^"]+)" title="([^"]+)"><i', text):
        words = dict(parse_qsl(urlsplit(html.unescape(address)).query))
        new, closed = re.findall(r"(\d+) (?:new|closed)", title)
        found.append((words, int(new if words["rows"] == "new_in_period" else closed)))
    return found


@pytest.mark.parametrize("page", ["overview", "closure_rates", "analysis"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"grade": "major"},
        {"township": "141034103"},
        {"as_of": "2026-06-30"},
        {"from": "2026-03-01"},
        {"sector": "coal"},
    ],
    ids=str,
)
def test_the_ledger_holds_as_many_rows_as_the_number_says(
    ledger_of: Callable[..., Any], open_at: Open, page: str, query: dict[str, str]
) -> None:
    ledger_of("several")
    said = numbers(shown(open_at(page, lang="zh_CN", **query)))
    assert len(said) > 15
    wrong = [
        (words, n, there) for words, n in said if words.get("rows") != NET and (there := rows_behind(dict(words))) != n
    ]
    assert not wrong


def test_each_bar_of_the_weekly_chart_opens_its_rows(ledger_of: Callable[..., Any], open_at: Open) -> None:
    ledger_of("several")
    found = bars(shown(open_at("overview", lang="en")))
    assert len(found) == 24  # 12 weeks, the running one among them, two bars each
    assert not [(words, n) for words, n in found if rows_behind(dict(words)) != n]
    assert any(n for _, n in found)


@pytest.mark.parametrize("query", [{}, {"grade": "major"}, {"township": "141034103"}, {"located": "0"}], ids=str)
def test_what_has_no_coordinates_is_exactly_what_the_map_could_not_draw(
    ledger_of: Callable[..., Any], query: dict[str, str]
) -> None:
    for kind in ("several", "unplaced"):
        ledger_of(kind)
        where = filters.parse(query, data.view().vocabulary, TODAY)
        asked = {**query, "located": "0", "rows": "shown"}
        assert rows_behind(asked) == len(map_data.picture(where).scene.unplaced)


@pytest.mark.parametrize("query", [{}, {"grade": "major"}, {"progress": "overdue,closed"}, {"overdue": "1"}], ids=str)
def test_the_ledger_behind_a_list_of_the_map_holds_its_rows(
    ledger_of: Callable[..., Any], query: dict[str, str]
) -> None:
    ledger_of("several")
    where = filters.parse(query, data.view().vocabulary, TODAY)
    scene = map_data.picture(where).scene
    for name, rows in (("problems", lists.problems(scene)), ("closings", lists.closings(scene))):
        if len(rows):
            address = map_lists.behind(Context(Translator("en"), str, where, dict(query)), name)
            assert rows_behind(dict(parse_qsl(urlsplit(address).query))) == len(rows)


@pytest.mark.parametrize("words", [{"rows": "nonsense"}, {"among": "x"}, {"sort": "x"}, {"page": "x"}])
def test_words_for_rows_that_mean_nothing_are_said(
    ledger_of: Callable[..., Any], open_at: Open, words: dict[str, str]
) -> None:
    ledger_of("one")
    app = open_at("ledger", lang="en", **words)
    assert len(app.error) == 1
    assert next(iter(words.values())) in app.error[0].value


def test_the_map_prints_the_rates_of_the_township_table(ledger_of: Callable[..., Any]) -> None:
    ledger_of("several")  # one self-found item of 永安镇 and one of a city-supervised enterprise stand apart in both
    view = data.view()
    where = filters.default(TODAY)
    table = ranking.table(view.index, "township", where.as_of, where.from_, where)
    shown_rates = {one["code"]: one["rates"]["due_rate_passed"][:2] for one in map_data.picture(where).shades}
    assert shown_rates == {line.code: [line.counts["due_passed"], line.counts["due"]] for line in table.lines}
    assert shown_rates["141034100"] == [1, 1]


def test_every_number_of_an_imported_file_opens_its_rows(
    ledger_of: Callable[..., Any], open_at: Open, tmp_path: Path
) -> None:
    ledger_of("one")
    rows = [{**ONE, "ledger_no": f"X{n}", "description": f"第{n}处无护罩"} for n in range(25)]
    app = open_at("import", lang="en", township="141034100")  # the page's own filter changes none of the numbers
    content = write(tmp_path / "a.csv", [MAJOR, *rows]).read_bytes()
    next(one for one in app.file_uploader if one.key.startswith("import_file")).set_value(
        ("a.csv", content, "text/csv")
    )
    app.run().button(key="import_confirm").click().run()
    app = open_at("import", lang="en", township="141034100")
    assert [n for _, n in numbers(shown(app)) if n == 26]  # in the list of files
    app.selectbox(key="batch_chosen").select_index(0).run()
    said = [(words, n) for words, n in numbers(shown(app)) if "batch" in words]
    assert [n for words, n in said if "status" not in words] == [26, 26, 1]
    assert sum(n for words, n in said if "status" in words) == 26
    assert not [(words, n) for words, n in said if rows_behind(dict(words)) != n]
    assert "The first 20 are shown." in shown(app)
    ledger = open_at("ledger", lang="en", batch=said[0][0]["batch"])
    assert not ledger.error
    ledger.session_state["open_more"] = True
    ledger.run()
    ledger.button(key="filter_every_file").click().run()
    assert "batch" not in ledger.query_params
    app.checkbox(key="sure").check().run()
    app.button(key="batch_undo").click().run()
    assert len(open_at("ledger", lang="en", batch=said[0][0]["batch"]).error) == 1
