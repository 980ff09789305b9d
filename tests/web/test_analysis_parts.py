"""The parts of the analysis on durations and origins: what they say, that numbers open rows, what they hide."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.metrics import durations, origin, standing_out
from riskmap.metrics.filters import default
from riskmap.metrics.origin import Bar, Pareto
from riskmap.views import charts_analysis
from riskmap.views.html import analysis_origin as blocks
from riskmap.views.html.behind import meaning
from riskmap.views.html.context import Context
from riskmap.web import analysis_origin, data
from support.behind import numbers, rows_behind
from support.small import TODAY, shown

Make = Callable[..., Any]
Open = Callable[..., Any]
MUST = {
    "duration": (
        ("整改用时", "销号用时", "时间耗在哪个环节", "分乡镇", "报整改 → 复查合格", "截至"),
        ("Days to rectify", "Days to closing", "Where in the loop time is lost", "Rectified → passed", "as of"),
    ),
    "origin": (
        ("隐患类别", "填报的滞后原因", "一年内同类再现", "排查覆盖率", "突出的词", "五落实五到位分项", "万元"),
        ("Categories", "Stated reasons for lateness", "Found again within a year", "Coverage", "10,000 yuan"),
    ),
}


@pytest.mark.parametrize("part", MUST)
@pytest.mark.parametrize(("lang", "place"), [("zh_CN", 0), ("en", 1)])
def test_a_part_says_what_it_must_in_one_language(
    ledger_of: Make, open_at: Open, part: str, lang: str, place: int
) -> None:
    ledger_of("several")
    page = shown(open_at("analysis", part=part, lang=lang))
    assert not [word for word in MUST[part][place] if word not in page]
    assert not [word for word in MUST[part][1 - place][:2] if word in page]


@pytest.mark.parametrize("part", MUST)
@pytest.mark.parametrize(
    "query", [{}, {"grade": "major", "as_of": "2026-06-30"}, {"grade": "general", "q": "煤"}], ids=str
)
def test_every_number_of_a_part_opens_its_rows_and_says_what_they_are(
    ledger_of: Make, open_at: Open, part: str, query: dict[str, str]
) -> None:
    ledger_of("several")
    said = numbers(shown(open_at("analysis", part=part, lang="zh_CN", **query)))
    assert len(said) > 15
    assert not [(words, n, rows_behind(dict(words))) for words, n in said if rows_behind(dict(words)) != n]
    for word in {words.get("rows", "") for words, _ in said} - {""}:
        assert re.search("[一-鿿]", meaning(Translator("zh_CN"), default(TODAY), word)), word
        assert meaning(Translator("en"), default(TODAY), word)


@pytest.mark.parametrize("kind", ["one", "several"])
def test_every_chart_of_durations_has_a_table_beside_it(ledger_of: Make, open_at: Open, kind: str) -> None:
    ledger_of(kind)
    app = open_at("analysis", part="duration", lang="en")
    assert len(app.get("plotly_chart")) == 6
    assert shown(app).count("w-tableview") == 6


def test_a_pareto_has_a_table_with_the_share_reached_and_says_what_is_not_stated() -> None:
    found = Pareto("reason", (Bar("funds", 3, 3), Bar("approval", 1, 4)), 0, 0, 2, 6)
    context = Context(Translator("en"), lambda _, code: code.title(), default(TODAY), {})
    page = blocks.pareto(context, found)
    assert "stated 4/6" in page
    assert all(word in page for word in ("Funds", "75.0%", "100.0%", "rows=origin.reason.funds", "rows=origin.reason."))
    assert [bar.said for bar in blocks.pareto_bars(context, found)] == ["3 · 75.0%", "1 · 100.0%"]


def test_a_township_sees_durations_and_origins_of_its_own_part_only(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    whole = durations.graded(data.view().index, default(TODAY), durations.CLOSED)["all"].items
    be(Role.TOWNSHIP, townships=("141034103",))
    own = int(data.view().index.mask(default(TODAY)).sum())
    assert 0 < own < whole
    for part in MUST:
        said = numbers(shown(open_at("analysis", part=part, lang="en")))
        assert said
        assert max(n for _, n in said) <= own


def test_no_word_of_the_page_is_a_person_or_tells_an_enterprise(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    open_at("analysis", part="origin", lang="zh_CN")
    view, hides = data.view(), analysis_origin.private()
    found = standing_out.standing_out(view.index, default(TODAY), standing_out.Texts(standing_out.tagged), hides)
    names = {*view.snapshot.enterprises["name"], *view.snapshot.hazards["responsible_person"]} - {""}
    assert not [one.text for one in found if one.text in names or hides.hides(one.text)]


def test_names_in_data_reach_a_chart_as_plain_text() -> None:
    figure = charts_analysis.bars([charts_analysis.Bar("<b>x</b>%{y}", 3, "<i>3</i>")])
    assert figure.data[0].y == ("&lt;b&gt;x&lt;/b&gt;% {y}",)
    assert figure.layout.annotations[0].text == "&lt;i&gt;3&lt;/i&gt;"


def test_a_part_is_made_once_for_the_same_question(ledger_of: Make, open_at: Open, monkeypatch: Any) -> None:
    ledger_of("several")
    app = open_at("analysis", part="origin", lang="zh_CN")
    monkeypatch.setattr(origin, "_pareto", lambda *_: pytest.fail("counted again"))
    monkeypatch.setattr(standing_out, "words", lambda *_: pytest.fail("segmented again"))
    app.run()
    assert not app.exception


def test_a_sector_group_opens_into_its_sectors(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    assert "整改用时中位：分行业组" in shown(open_at("analysis", lang="zh_CN", part="duration"))
    narrowed = shown(open_at("analysis", lang="zh_CN", part="duration", group="coal"))
    assert "整改用时中位：分行业" in narrowed
    assert "分行业组" not in narrowed.split("整改用时中位")[1]
