"""The wall's further pages: a matrix whose ends are sums, cards of what is listed, words of the address."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from riskmap.domain import five
from riskmap.domain.codes import Item, Level, ListingState, Status
from riskmap.domain.hazard import FiveItem, Hazard, Listing
from riskmap.metrics import filters
from riskmap.metrics.index import Index
from riskmap.metrics.matrix import Matrix, matrix
from riskmap.views.html.wall import foot, listed, rates
from riskmap.views.html.wall.base import Wall
from riskmap.views.html.wall.choice import DWELL, STOP, Choice, choose
from support.hazard_frames import AS_OF, T, facts, frame
from support.wall_blocks import plain, wall

PLACES = ("141034100", "141034101", "141034102")


def crossed(*rows: dict[str, Any], **narrow: object) -> Matrix:
    return matrix(Index(frame(*rows)), filters.changed(filters.default(AS_OF), **narrow))


def due(number: int, passed: int, township: str = PLACES[0], group: str = "mine", **more: Any) -> dict[str, Any]:
    """A hazard that was due 20 days ago; passed=1: re-inspected and passed."""
    done = {"declared": T - 25, "rectified": T - 25, "passed": T - 22, "closed": T - 21} if passed else {}
    return facts(number, found=T - 40, confirmed=T - 40, due=T - 20, township=township, group=group, **done, **more)


def several() -> list[dict[str, Any]]:
    """Six of the first township done, one of the second late among five, two of the third done, one not due."""
    rows = [due(n, 1) for n in range(1, 7)]
    rows += [due(n, n != 11, PLACES[1]) for n in range(11, 16)]
    rows += [due(n, 1, PLACES[2]) for n in range(21, 23)]
    return [*rows, facts(31, township=PLACES[2], group="mine")]


# The matrix -----------------------------------------------------------------------------------------------------------


def test_a_crossing_prints_its_rate_with_its_parts_and_says_what_is_late() -> None:
    rows = several()
    html = rates.page(wall(*rows), crossed(*rows), Choice())
    assert "<b>100.0</b><small>6/6</small>" in html
    assert "<b>80.0</b><small>4/5</small>" in html
    assert html.count("wa-cell wa-corner") == 1  # the crossing of the late one, no end
    assert 'wa-cell wa-least"><span>2/2<' in html  # fewer than five due: the parts alone
    assert "<b>92.3</b><small>12/13</small>" in html  # sums over sums, never a mean of 100, 80 and 100


def test_townships_stand_in_the_order_of_the_ranks_the_unranked_last() -> None:
    rows = several()
    codes = [line.code for line in rates.grid(wall(*rows), crossed(*rows), Choice()).columns]
    assert codes == [PLACES[0], PLACES[1], PLACES[2]]
    rows = [due(1, 1, PLACES[0]), *(due(n, 1, PLACES[1]) for n in range(2, 9))]
    assert [line.code for line in rates.grid(wall(*rows), crossed(*rows), Choice()).columns] == [PLACES[1], PLACES[0]]


def test_every_end_of_the_matrix_has_what_is_late_and_what_is_not_due() -> None:
    rows = several()
    html = rates.page(wall(*rows), crossed(*rows), Choice())
    table = html[html.index("wa-mx-head") :]
    counts = re.findall(r'wa-count"><span[^>]*>([0-9]+)<', table)
    assert counts == ["1", "1", "1", "1", "0", "1", "0", "1", "0", "0", "1", "1"]


def test_nothing_due_is_a_stroke_never_a_rate() -> None:
    rows = [facts(1), *(due(n, 1, PLACES[1]) for n in range(2, 9))]
    html = rates.page(wall(*rows), crossed(*rows), Choice())
    assert 'wa-cell wa-void">/<' in html
    assert "0/0" not in html.split("wa-beside")[1]


def test_a_wall_without_hazards_says_so_and_states_its_period() -> None:
    html = rates.page(wall(), crossed(), Choice())
    assert wall().t("Nothing fell due in the period.") in html
    assert "2026-01-01 至 2026-11-22" in html


@pytest.mark.parametrize("links", [False, True])
def test_numbers_of_the_matrix_open_their_rows_at_a_desk_alone(links: bool) -> None:
    rows = several()
    html = rates.page(wall(*rows, links=links), crossed(*rows), Choice())
    assert ("<a " in html) is links
    if links:
        wanted = "rows=due_passed&amp;among=sector"
        assert wanted in html
        assert f"township={PLACES[1]}" in html


def test_more_townships_than_have_room_run_down_and_what_is_left_out_is_told() -> None:
    rows = [due(n, 1, f"14103{n // 6:04}") for n in range(6 * 30)]
    drawn = rates.grid(wall(*rows), crossed(*rows), Choice())
    assert drawn.down == "township"
    groups = [due(n, 1, f"14103{n // 6 % 12:04}", f"g{n // 72}") for n in range(72 * 13)]
    close = choose({"zoom": "2"})
    narrow = rates.grid(wall(*groups), crossed(*groups), close)
    assert narrow.left_out == len(PLACES) + 9 - len(narrow.columns) > 0
    assert f"略去前 {narrow.left_out} 列" in rates.page(wall(*groups), crossed(*groups), close)


def test_a_matrix_of_few_lines_leaves_room_for_what_is_open_and_what_comes_due() -> None:
    one = [*several(), facts(51, grade="major", township=PLACES[0], group="mine")]
    html = rates.page(wall(*one), crossed(*one), Choice())
    assert "wa-rates-below" in html
    assert re.search(r'wa-majors"><header>.*现存.*>1<', html)
    assert "wa-trend" in html and "wa-warnings" in html and "wa-also-none" not in html
    many = [due(n, 1, PLACES[0], f"g{n % 6}") for n in range(36)]
    html = rates.page(wall(*many), crossed(*many), Choice())
    assert "wa-rates-beside" in html and "wa-also-none" in html  # twelve weeks have the room of the majors
    wide = [due(n, 1, PLACES[n % 3], f"g{n % 6}") for n in range(36)]
    assert "wa-also" not in rates.page(wall(*wide), crossed(*wide), Choice())


def test_what_stands_apart_is_told_and_adds_up_to_the_whole() -> None:
    rows = [*several(), due(41, 1, source="self"), due(42, 0, source="self")]
    one = wall(*rows)
    html = rates.page(one, crossed(*rows), Choice())
    n, m = (one.figures.counts[name] for name in ("due_passed", "due"))
    assert (n, m) == (13, 15)
    assert f"企业自查（一般）另列 50.0% 1/2，连同合计 86.7% {n}/{m}" in html
    assert "<b>92.3</b><small>12/13</small>" in html


# Listed hazards -------------------------------------------------------------------------------------------------------


def hangs(number: int = 1, **given: Any) -> dict[str, Any]:
    values = {"grade": "major", "listed": T - 82, "listed_level": "city", "control": "partial", "due": T - 3}
    return facts(number, **{**values, **given})


def cards(one: Wall, *hazards: Hazard) -> str:
    return listed.page(one, listed.rows(one.figures.scene), {hazard.id: hazard for hazard in hazards})


def stored(number: int = 1, **given: Any) -> Hazard:
    return Hazard(f"id-{number:06}", f"FX-2026-{number:06}", date(2026, 8, 1), Status.RECTIFYING, **given)


def test_a_card_tells_number_plate_countdown_days_listed_and_control() -> None:
    html = cards(wall(hangs(description="顶板离层", department="emergency")), stored())
    for word in ("超期 3 天", "挂牌 82 天", "局部停产停用", "顶板离层", ">市<", "永安镇", "待整改"):
        assert word in html, word
    assert "wa-alarm" not in html.split("<article")[1]


def test_a_listed_hazard_without_control_measures_has_the_alarm_in_words() -> None:
    html = cards(wall(hangs(control="")), stored())
    assert 'class="wa-control wa-alarm">未采取措施' in html


def test_only_what_hangs_and_stands_has_a_card_majors_by_their_numbers() -> None:
    rows = (
        hangs(1, due=T + 9),
        hangs(2, delisted=T - 1),
        hangs(3, closed=T - 1, passed=T - 2),
        hangs(4, listed=T + 1),
        hangs(5, due=T - 9),
        hangs(6, grade="general", due=T - 99),
        facts(7, grade="major"),
    )
    one = wall(*rows)
    html = cards(one)
    assert re.findall(r'data-no="FX-2026-0*(\d+)"', html) == ["5", "1", "6"]
    assert one.figures.counts["stock_listed"] == html.count("<article")


def test_both_marks_of_the_five_are_those_of_the_day() -> None:
    told = (
        FiveItem(Item.RESPONSIBILITY, "矿长负责", "到岗记录", date(2026, 9, 1)),
        FiveItem(Item.MEASURES, "加固方案", "验收单", date(2026, 12, 1)),  # proved after the as-of day
        FiveItem(Item.DEADLINE, "2026-12-30"),
    )
    hazard = stored(five=told, funds_planned=Decimal(80))
    html = cards(wall(hangs()), hazard)
    paper, place = (plain(one).split() for one in re.findall(r"<div><span>[落到][实位]</span>.*?</div>", html))
    assert paper == ["落实", "✓", "✓", "部分", "✓", "✗", "3/5"]
    assert place == ["到位", "✓", "✗", "✗", "✗", "✗", "1/5"]
    assert five.on(hazard, date(2026, 12, 1)) == hazard


def test_a_delisting_that_waits_for_its_acceptance_is_told_from_its_day_on() -> None:
    asked = Listing(ListingState.ACCEPTANCE, Level.CITY, listed=date(2026, 9, 1), delist_applied=date(2026, 11, 11))
    assert "11-11 申请摘牌" in cards(wall(hangs()), stored(listings=(asked,)))
    later = Listing(ListingState.ACCEPTANCE, Level.CITY, listed=date(2026, 9, 1), delist_applied=date(2026, 11, 30))
    assert "申请摘牌" not in cards(wall(hangs()), stored(listings=(later,)))


def test_a_card_without_its_stored_hazard_shows_no_mark_it_does_not_know() -> None:
    html = cards(wall(hangs()))
    assert "✗" not in html
    assert "—" in html


def test_no_person_is_named_and_text_stays_text() -> None:
    rows = hangs(
        responsible_person="张某某", regulator_person="李某某", enterprise="<img src=x>", description="{{7*7}}"
    )
    html = cards(wall(rows), stored(responsible_person="张某某", regulator_person="李某某"))
    assert not [word for word in ("张某某", "李某某", "<img src=x>", "{{") if word in html]


def test_nothing_listed_is_said_and_more_than_are_sent_are_counted() -> None:
    assert "当前筛选下没有挂牌未摘的隐患" in cards(wall(facts(1, grade="major")))
    html = cards(wall(*(hangs(n) for n in range(1, listed.MOST + 8))))
    assert html.count("<article") == listed.MOST
    assert "另有 7 项" in html


@pytest.mark.parametrize(("lang", "other"), [("zh_CN", r"[A-Za-z]{3,}"), ("en", r"[\u4e00-\u9fff]")])
def test_the_pages_speak_one_language(lang: str, other: str) -> None:
    rows = [hangs(1, enterprise="X", description="x", department="", group="coal"), due(2, 1, group="coal")]
    one = wall(*rows, lang=lang)
    html = rates.page(one, crossed(*rows), Choice()) + cards(one, stored())
    html += "".join(foot.foot(one, {}, page, ("main", "rates", "listed")) for page in ("main", "rates", "listed"))
    assert not re.findall(other, plain(html).replace("FX-2026", ""))


# Words of the address -------------------------------------------------------------------------------------------------


def test_words_choose_pages_seconds_and_size() -> None:
    assert choose({}) == Choice()
    assert choose({"wall": "rates"}).pages == ("rates",)
    turned = choose({"rotate": "main, listed,main", "dwell": "25", "zoom": "1.5", "tour": "townships"})
    assert (turned.pages, turned.dwell, turned.zoom, turned.reach) == (("main", "listed"), 25, Decimal("1.5"), "near")
    assert turned.tour == ""  # pages that change have stops of their own
    assert choose({"tour": "hazards"}).dwell == STOP
    assert choose({"rotate": "rates,listed"}).dwell == DWELL
    assert [choose({"zoom": one}).reach for one in ("0.75", "1", "1.25", "2")] == ["", "", "near", "close"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("wall", "x"), ("rotate", "main,x"), ("rotate", "a" * 900), ("dwell", "0"), ("dwell", "9999"), ("dwell", "-4"),
        ("dwell", "1e9"), ("dwell", "４０"), ("zoom", "9"), ("zoom", "0.5"), ("zoom", "nan"), ("zoom", "1,5"),
        ("zoom", "<b>"),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_used_is_told_and_its_default_taken(key: str, value: str) -> None:
    choice = choose({key: value})
    assert [(one.key, one.value) for one in choice.faults] == [(key, value)]
    assert (choice.pages, choice.dwell, choice.zoom) == (Choice().pages, Choice().dwell, Choice().zoom)


def test_the_foot_says_which_page_of_which_is_shown_and_a_desk_leads_to_the_others() -> None:
    turned = foot.foot(wall(), {}, "rates", ("main", "rates"))
    assert '<span class="wa-on">到期整改率</span>' in turned
    assert "wa-turn" not in foot.foot(wall(), {})
    desk = foot.foot(wall(links=True), {"zoom": "1.5", "wall": "rates"}, "rates", ("rates",))
    assert "wall=listed" in desk
    assert desk.count("zoom=1.5") == 4
