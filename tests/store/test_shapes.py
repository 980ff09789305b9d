"""A dataclass through its row and back, and the facts that events keep of it."""

from decimal import Decimal

import pytest
from hypothesis import given

from riskmap.domain.codec import enterprise_to_json, hazard_to_json
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from riskmap.store import hazards
from riskmap.store.schema import CHILD_SHAPES, ENTERPRISE, HAZARD, INSPECTION
from support.facts import HAZARDS, hazard, of


@given(HAZARDS)
def test_a_hazard_comes_back_from_its_row_with_every_flat_fact(one: Hazard) -> None:
    facts = HAZARD.decode(HAZARD.encode(one))
    assert facts == {name: getattr(one, name) for name in HAZARD.names}


@given(HAZARDS)
def test_facts_read_from_the_row_are_those_of_the_codec(one: Hazard) -> None:
    assert hazards.facts_of(one, HAZARD.encode(one)) == hazard_to_json(one)


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
