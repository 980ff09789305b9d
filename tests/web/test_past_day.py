"""The card of the map and the page of a hazard: on a past day, of a void hazard, of one that the filter lacks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from riskmap.domain.codes import Control, EvidenceKind, Grade, Item, Progress, Source
from riskmap.domain.hazard import ControlRecord, Evidence, FiveItem, Move, Round
from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.views import words
from riskmap.web import battle_map, data, map_data
from support.small import FIRM, MAJOR, OFFICE, ONE, TODAY, fill, ids, shown

Make = Callable[..., Any]
Open = Callable[..., Any]
PAST, LATER = date(2026, 9, 2), date(2026, 10, 9)
OTHER, TOWN = "141034200", "141034100"  # neither is the township of the enterprise
STATED, AFTER = "后来升级", "整改后照片"
CHANGED = replace(
    MAJOR,
    due=date(2026, 8, 31),
    extensions=(),
    rounds=(Round(date(2026, 8, 30), date(2026, 8, 30), LATER, "李某、王某", "未达标", date(2026, 11, 10)),),
    controls=(ControlRecord(Control.SUSPENDED, LATER), ControlRecord(Control.NONE, date(2026, 6, 10))),  # as entered
    five=tuple(FiveItem(item, "写明 2026-12-01", "见附件", LATER) for item in Item),
    evidence=(Evidence(EvidenceKind.PHOTO_AFTER, LATER, AFTER),),
    moves=(Move("township", LATER, OTHER, TOWN),),
    township=TOWN,
)  # fmt: skip
RAISED = replace(
    ONE, grade=Grade.MAJOR, found=date(2026, 8, 1), ordered=date(2026, 8, 1), confirmed=date(2026, 8, 1),
    description=STATED, moves=(Move("grade", LATER, "general", "major"),),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """The map itself needs a browser."""
    monkeypatch.setattr(battle_map, "st_folium", lambda *_, **__: {})


@pytest.fixture
def changed(tmp_path: Any, use: Callable[..., None]) -> None:
    """Two hazards of which much was told after the day that is looked at."""
    fill(tmp_path / "var", (CHANGED, RAISED))
    use(tmp_path / "var")


def number(words: str) -> str:
    return data.hazard(ids()[words]).hazard_no


def card_of(open_at: Open, **query: str) -> str:
    """The card in the HTML of the map's page."""
    return shown(open_at("battle_map", **query)).split('class="rm-card')[-1].split("<style")[0]


def facts_of(lang: str) -> tuple[set[str], set[str]]:
    """Words that tell the hazard CHANGED on the past day, and today."""
    t, town = Translator(lang), data.county().regions.label
    failed = t("{n} failed re-inspections", n=1)
    then = {t("in place {n}/5", n=0), town(OTHER, lang), t("No measures taken")}
    return then, {t("in place {n}/5", n=5), town(TOWN, lang), t("Stopped, people withdrawn"), AFTER, failed}


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("page", ["battle_map", "hazard"])
def test_a_past_day_is_told_as_it_was_and_today_as_it_is(changed: None, open_at: Open, page: str, lang: str) -> None:
    about = {"mark": number(MAJOR.description)} if page == "battle_map" else {"id": ids()[MAJOR.description]}
    text_of = card_of if page == "battle_map" else (lambda opener, **query: shown(opener("hazard", **query)))
    past, present = facts_of(lang)
    then = unescape(text_of(open_at, lang=lang, as_of=PAST.isoformat(), **about))
    assert [word for word in past if word not in then] == []
    assert [word for word in present if word in then] == []
    now = unescape(text_of(open_at, lang=lang, **about))
    assert [word for word in present if word not in now] == []
    assert Translator(lang)("in place {n}/5", n=0) not in now


def test_what_was_made_major_later_is_a_general_hazard_on_card_and_page(changed: None, open_at: Open) -> None:
    for day, major in ((PAST, False), (TODAY, True)):
        text = card_of(open_at, lang="zh_CN", as_of=day.isoformat(), mark=number(STATED))
        assert ("重大隐患 ·" in text, "五落实" in text) == (major, major)
        page = shown(open_at("hazard", lang="zh_CN", as_of=day.isoformat(), id=ids()[STATED]))
        assert ("五落实" in page) is major


def test_a_page_of_a_past_day_offers_no_step_and_leads_to_today(
    changed: None, open_at: Open, be: Callable[..., None]
) -> None:
    be(Role.COMMITTEE)
    key = ids()[MAJOR.description]
    past = open_at("hazard", lang="zh_CN", id=key, as_of=PAST.isoformat())
    assert not past.pills
    assert "查看今日情况" in shown(past)
    assert f'href="hazard?lang=zh_CN&amp;id={key}"' in shown(past)
    now = open_at("hazard", lang="zh_CN", id=key)
    assert now.pills
    assert "查看今日情况" not in shown(now)


def test_the_story_of_a_past_day_ends_there(changed: None, open_at: Open) -> None:
    one = data.hazard(ids()[MAJOR.description])
    data.ledger().act(
        one.id, "correct", {"field": "place", "new": "副井", "reason": "笔误"}, OFFICE, one.version, TODAY
    )
    texts = [shown(open_at("hazard", lang="zh_CN", id=one.id, as_of=day.isoformat())) for day in (PAST, TODAY)]
    assert ["更正记录" in text for text in texts] == [False, True]
    assert ["笔误" in text for text in texts] == [False, True]


def test_around_a_hazard_stands_what_was_known_on_the_day(changed: None, open_at: Open) -> None:
    """A hazard whose rectification failed later was waiting on the day; what recurred later is not told."""
    told = {"found": LATER.isoformat(), "place": "主井", "description": MAJOR.description, "source": Source.DEPARTMENT,
            "grade": "general", "enterprise_id": FIRM.id, "enterprise_name": FIRM.name, "township": MAJOR.township,
            "sector": "coal", "department": "emergency", "recurs_of": ids()[MAJOR.description]}  # fmt: skip
    key = ids()[MAJOR.description]
    made = data.ledger().register(told, OFFICE).hazard_no
    then, now = (shown(open_at("hazard", lang="en", id=key, as_of=day.isoformat())) for day in (PAST, TODAY))
    assert (made in then, made in now) == (False, True)
    opened = [text.split("Open hazards")[1].split("</dd>")[0].split(">")[-2].split("<")[0] for text in (then, now)]
    assert opened == ["2", "2"]  # the new one waits to be confirmed
    late = [text.split("of them overdue")[1].split("</dd>")[0] for text in (then, now)]
    assert [">1<" in one for one in late] == [False, True]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_void_hazard_has_a_card_and_a_page_and_no_mark(ledger_of: Make, open_at: Open, lang: str) -> None:
    ledger_of("several")
    key, no = ids()["作废示例"], number("作废示例")
    for link in (no, key):
        text = card_of(open_at, lang=lang, mark=link)
        assert no in text
        assert words.progress(Translator(lang), Progress.VOID) in text
        assert "<img" not in text.split("rm-count")[0]
    page = shown(open_at("hazard", lang=lang, id=key))
    assert no in page
    assert 'class="w-here"' not in page
    assert 'class="c"' not in page.split("w-steps")[1].split("</ol>")[0]  # nothing goes on


def test_a_hazard_voided_while_it_is_chosen_stays_on_its_card(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    one = data.hazard(ids()["电缆拖地"])
    app = open_at("battle_map", lang="zh_CN", mark=one.hazard_no)
    told = {"reason": "不属实", "evidence": [{"kind": "other", "on": TODAY.isoformat(), "reference": "核查记录"}]}
    data.ledger().act(one.id, "void", told, OFFICE, one.version, TODAY)
    app.run()
    assert not app.exception
    assert one.hazard_no in shown(app).split('class="rm-card')[-1]


@pytest.mark.parametrize(("lang", "said"), [("zh_CN", "不在当前筛选范围内"), ("en", "is not in this filter")])
def test_a_link_to_a_hazard_never_shows_another_one(ledger_of: Make, open_at: Open, lang: str, said: str) -> None:
    ledger_of("several")
    mine, key = number("临期示例"), ids()["临期示例"]
    for word in (mine, key):
        text = card_of(open_at, lang=lang, mark=word)
        assert mine in text
        assert "临期示例" in text
    for query in ({"mark": key, "grade": "major"}, {"mark": mine, "as_of": "2026-06-30"}, {"mark": "FX-<b>"}):
        text = card_of(open_at, lang=lang, **query)
        assert said in text
        assert "rm-loop" not in text
        assert "<b>" not in text
        assert (mine in text) is (query["mark"] != "FX-<b>")


def test_where_nothing_is_asked_for_the_most_urgent_hazard_of_the_filter_has_the_card(
    ledger_of: Make, open_at: Open
) -> None:
    ledger_of("several")
    app = open_at("battle_map", lang="zh_CN", grade="major")
    for before in ("", number("临期示例")):  # chosen on the map under another filter
        app.session_state[battle_map.CHOSEN] = before
        assert MAJOR.description in shown(app.run()).split('class="rm-card')[-1]


def test_a_hazard_out_of_the_readers_reach_is_no_more_than_its_address(
    ledger_of: Make, open_at: Open, be: Callable[..., None]
) -> None:
    ledger_of("several")
    key, no = ids()["临期示例"], number("临期示例")
    be(Role.TOWNSHIP, townships=("141034100",))
    assert map_data.number_of(key) == key
    text = card_of(open_at, lang="zh_CN", mark=key)
    assert no not in text
    assert "临期示例" not in text


def test_the_map_is_told_the_number_of_a_hazard_that_a_link_names_by_its_id(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    app = open_at("battle_map", mark=ids()["临期示例"], as_of=(TODAY - timedelta(1)).isoformat())
    assert app.session_state[battle_map.PICK] == f"1:{number('临期示例')}"
    app.run()
    assert app.session_state[battle_map.PICK] == f"1:{number('临期示例')}"
