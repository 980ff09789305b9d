"""A dataclass through its row and back, and the facts that events keep of it."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.codec import enterprise_to_json, hazard_to_json
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from riskmap.store import hazards
from riskmap.store.schema import CHILD_SHAPES, ENTERPRISE, HAZARD, INSPECTION
from riskmap.store.shapes import dumps, loads
from support.facts import HAZARDS, hazard, of


@given(HAZARDS)
def test_a_hazard_comes_back_from_its_row_with_every_flat_fact(one: Hazard) -> None:
    facts = HAZARD.decode(HAZARD.encode(one))
    assert facts == {name: getattr(one, name) for name in HAZARD.names}


@given(HAZARDS)
def test_facts_told_are_those_of_the_codec(one: Hazard) -> None:
    told = HAZARD.told(hazards.told(one))
    assert json.loads(dumps(hazards.jsonable(told))) == hazard_to_json(one)


@given(st.lists(HAZARDS, min_size=1, max_size=4))
def test_columns_spread_from_facts_are_those_of_the_rows(found: list[Hazard]) -> None:
    columns = HAZARD.spread([HAZARD.told(hazards.told(one)) for one in found])
    assert [*map(list, zip(*columns, strict=True))] == [HAZARD.encode(one) for one in found]


WORDS = st.text(st.characters(exclude_categories=["Cs"]))  # control characters too
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(1e-4, 1e15) | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner),
)


@given(JSON)
def test_the_stored_form_is_compact_json_with_sorted_keys(value: object) -> None:
    assert dumps(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_from_the_stored_form_to_the_last_bit(value: float) -> None:
    assert loads(dumps(value)) == json.loads(dumps(value)) == value


@pytest.mark.parametrize("value", [{"a": object()}, Inspection("v", date(2026, 10, 1)), {1: "a"}])
def test_what_has_no_place_in_the_ledger_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dumps(value)


@given(of(Enterprise))
def test_an_enterprise_comes_back_from_its_row(one: Enterprise) -> None:
    assert Enterprise(**ENTERPRISE.decode(ENTERPRISE.encode(one)), aliases=one.aliases) == one


@given(of(Inspection))
def test_a_visit_comes_back_from_its_row(one: Inspection) -> None:
    assert INSPECTION.build(INSPECTION.encode(one)) == one


@pytest.mark.parametrize("field", CHILD_SHAPES)
def test_every_child_of_a_hazard_has_a_table_with_all_its_fields(field: str) -> None:
    shape = CHILD_SHAPES[field]
    assert set(shape.names) == set(shape.cls.__slots__)


def test_money_is_kept_to_the_last_digit() -> None:
    row = HAZARD.encode(hazard(funds_planned=Decimal("0.100000000000000000001")))
    assert HAZARD.build(row).funds_planned == Decimal("0.100000000000000000001")


def test_an_enterprise_of_the_codec_keeps_its_aliases() -> None:
    assert enterprise_to_json(Enterprise("e", "甲厂", aliases=("乙厂",)))["aliases"] == ["乙厂"]
