"""Beside a hazard: where it lies, its enterprise with what stands there, recurrences, and what may be the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from riskmap.domain.codes import Source
from riskmap.domain.roles import Role
from riskmap.web import data
from support.small import FIRM, OFFICE, ONE, fill, ids, shown

Open = Callable[..., Any]
Make = Callable[..., Any]
DAY = date(2026, 11, 10)
LANGS = {
    "zh_CN": ("未销号隐患", "其中超期未整改", "累计检查", "示意图", "疑似重复（"),
    "en": ("Open hazards", "of them overdue", "Visits up to the day", "Schematic", "Perhaps the same"),
}


@pytest.fixture
def twins(tmp_path: Any, use: Callable[..., None]) -> None:
    """A hazard, the same once more two days later with other signs, another one, and one found long before."""
    again = replace(ONE, found=date(2026, 11, 4), description="配电箱，未接地", source=Source.TOWNSHIP)
    late = replace(ONE, found=date(2026, 5, 1), due=date(2026, 5, 20))
    fill(tmp_path / "var", (ONE, again, late, replace(ONE, description="通道堵塞")))
    use(tmp_path / "var")


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_tells_place_enterprise_and_possible_duplicates(twins: None, open_at: Open, lang: str) -> None:
    (again,) = [key for words, key in ids().items() if words == "配电箱，未接地"]
    text = shown(open_at("hazard", id=again, lang=lang))
    assert not [word for word in LANGS[lang] if word not in text]
    assert FIRM.name in text
    assert "data:image/svg+xml;base64," in text
    perhaps = text.split(LANGS[lang][-1])[1].split("</dl>")[0]
    assert perhaps.count("<p>") == 1
    assert "progress=overdue" in text


def test_one_alone_has_no_duplicates_and_one_that_came_back_leads_both_ways(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    assert "疑似重复（" not in shown(open_at("hazard", id=ids()["通道堵塞"], lang="zh_CN"))
    closed = data.hazard(ids()["护栏缺失"])
    told = {"found": DAY.isoformat(), "place": closed.place, "description": "护栏又缺失", "source": "department",
            "grade": "general", "enterprise_id": FIRM.id, "enterprise_name": FIRM.name, "recurs_of": closed.id,
            "township": closed.township, "sector": "coal", "department": "emergency"}  # fmt: skip
    made = data.ledger().register(told, OFFICE)
    assert "反弹自" in shown(open_at("hazard", id=made.id, lang="zh_CN"))
    text = shown(open_at("hazard", id=closed.id, lang="zh_CN"))
    assert "再次发现为" in text
    assert made.hazard_no in text


def test_who_reads_another_part_sees_nothing_of_it(twins: None, open_at: Open, be: Callable[..., None]) -> None:
    key = ids()["通道堵塞"]
    be(Role.TOWNSHIP, townships=("141034200",))
    text = shown(open_at("hazard", id=key, lang="zh_CN"))
    assert FIRM.name not in text
    assert "未销号隐患" not in text
