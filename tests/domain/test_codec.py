"""Domain objects through JSON and back."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain import codec
from riskmap.domain.codes import Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from support.lives import FOUND, made

PLAIN = {
    str: st.text(max_size=5),
    int: st.integers(-(10**6), 10**6),
    float: st.floats(-180, 180),
    bool: st.booleans(),
    date: st.dates(),
    Decimal: st.decimals(0, 10**6, places=4),
}


def some(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type hint of the domain."""
    if isinstance(hint, UnionType):
        return st.one_of(st.none() if part is type(None) else some(part) for part in get_args(hint))
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        if inner[-1] is Ellipsis:
            return st.lists(some(inner[0]), max_size=2).map(tuple)
        return st.tuples(*map(some, inner))
    if hint in PLAIN:
        return PLAIN[hint]
    if hasattr(hint, "__dataclass_fields__"):
        hints = get_type_hints(hint)
        return st.builds(hint, **{spec.name: some(hints[spec.name]) for spec in fields(hint)})
    return st.sampled_from(hint)


@pytest.mark.parametrize("kind", [Hazard, Enterprise, Inspection])
def test_every_field_survives_the_way_through_json(kind: type) -> None:
    @settings(max_examples=60, deadline=None)
    @given(some(kind))
    def survives(value: Any) -> None:
        text = json.dumps(codec.to_json(value), ensure_ascii=False)
        assert codec.from_json(kind, json.loads(text)) == value

    survives()


def test_defaults_are_left_out() -> None:
    told = codec.hazard_to_json(Hazard("h1", "FX-2026-000001", FOUND, Status.OPEN))
    assert told == {"id": "h1", "hazard_no": "FX-2026-000001", "found": "2026-03-02", "status": "open"}


def test_decimals_keep_their_digits() -> None:
    told = codec.hazard_to_json(made(funds_planned=Decimal("1.20")))
    assert told["funds_planned"] == "1.20"
    assert str(codec.hazard_from_json(told).funds_planned) == "1.20"


@pytest.mark.parametrize(
    "facts",
    [{"colour": "red"}, {"found": "gestern"}, {"grade": "huge"}, {"lon": "east"}, {"demo": 1}, {"version": True}],
)
def test_what_is_not_a_hazard_is_refused(facts: dict[str, Any]) -> None:
    told = codec.hazard_to_json(made())
    with pytest.raises(ValueError, match=r".+"):
        codec.hazard_from_json(told | facts)


def test_typed_values_are_taken_as_they_are() -> None:
    firm = codec.enterprise_from_json(
        {"id": "e1", "name": "示例", "licence_to": FOUND, "state": "producing", "lon": 111}
    )
    assert (firm.licence_to, firm.state.value, firm.lon) == (FOUND, "producing", 111.0)


def test_single_fields_are_coded_the_same_way() -> None:
    assert codec.encode_field(Hazard, "found", FOUND) == "2026-03-02"
    assert codec.decode_field(Hazard, "found", "2026-03-02") == FOUND
    assert codec.encode_field(Hazard, "due", None) is None
    with pytest.raises(KeyError):
        codec.decode_field(Hazard, "colour", "red")
