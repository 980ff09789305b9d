"""The visit: what it needs, and what visits say about an enterprise (DOMAIN.md §2.3)."""

from datetime import date

import pytest

from riskmap.domain.codes import InspectionKind
from riskmap.domain.enterprise import Inspection
from riskmap.domain.inspection import faults, standing
from riskmap.domain.text import is_tick, people, plain
from support.lives import DAY, FIRM, FOUND


def visit(**facts: object) -> Inspection:
    known: dict[str, object] = {
        "id": "v1", "on": FOUND, "enterprise_name": FIRM, "kind": InspectionKind.ROUTINE, "inspectors": "张某、李某",
    }  # fmt: skip
    return Inspection(**(known | facts))  # type: ignore[arg-type]  # facts of a test


@pytest.mark.parametrize(
    ("facts", "hazards", "codes"),
    [
        ({}, 3, ()),
        ({"found_nothing": True}, 0, ()),
        ({}, 0, ("neither_nothing_nor_hazards",)),
        ({"found_nothing": True}, 1, ("nothing_and_hazards",)),
        ({"inspectors": "张某"}, 1, ("missing_inspectors:2",)),
        ({"inspectors": "张某", "kind": InspectionKind.SELF}, 1, ()),
        ({"enterprise_name": " "}, 1, ("missing:enterprise",)),
        ({"kind": InspectionKind.UNKNOWN}, 1, ("missing:kind",)),
    ],
)
def test_a_visit_says_what_it_lacks(facts: dict[str, object], hazards: int, codes: tuple[str, ...]) -> None:
    assert faults(visit(**facts), hazards) == codes


def test_no_visit_and_a_visit_without_findings_are_two_things() -> None:
    clean = [visit(on=FOUND, found_nothing=True), visit(on=FOUND + DAY, found_nothing=True)]
    assert standing([], FOUND) == (0, False)
    assert standing(clean, FOUND) == (1, True)
    assert standing([*clean, visit(on=FOUND)], date(2026, 12, 31)) == (3, False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张某、李某", ("张某", "李某")),
        ("张某 李某", ("张某", "李某")),
        ("张某，张某", ("张某",)),
        ("张某/李某;王某", ("张某", "李某", "王某")),
        (" / ", ()),
        ("", ()),
    ],
)
def test_people_are_split_as_they_are_written(text: str, names: tuple[str, ...]) -> None:
    assert people(text) == names


def test_ticks_are_no_words() -> None:
    assert all(map(is_tick, ["", " ", "√", "是", "Ｙ", "已落实", "—", "/", "（是）", "已落实。"]))
    assert not any(map(is_tick, ["安全科长", "0.5万元", "12"]))


def test_words_are_compared_in_one_form() -> None:
    assert plain(" Ａ（1） ") == "a1"
    assert plain("道路交通（客运）") == plain("道路交通 客运") == "道路交通客运"
