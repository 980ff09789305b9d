"""Random facts: any dataclass of the domain from its types, and small hand-made hazards."""

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from riskmap.domain.codes import Source, Status
from riskmap.domain.hazard import MOVABLE, Hazard, Move
from riskmap.ledger.batch import Actor

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(0, 9999),
    float: st.floats(-180, 180),
    bool: st.booleans(),
    date: DAYS,
    Decimal: st.decimals(0, 9999, places=4),
}
OFFICE = Actor("office", "县安委办", "committee")
DEPARTMENT = Actor("dept", "应急局", "department")
LEADER = Actor("leader", "县领导", "leader")
OUTSIDER = Actor("auditor", "审计", "auditor")
SYSTEM = Actor("system", "system", "system")


def of(hint: Any, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of a type of the domain; `given` replaces single fields of a dataclass."""
    if isinstance(hint, types.UnionType):
        inner = next(a for a in typing.get_args(hint) if a is not type(None))
        return st.none() | of(inner)
    if typing.get_origin(hint) is tuple:
        arguments = typing.get_args(hint)
        if arguments[-1] is Ellipsis:
            return st.lists(of(arguments[0]), max_size=3).map(tuple)
        return st.tuples(*map(of, arguments))
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(
            hint, **{f.name: given[f.name] if f.name in given else of(hints[f.name]) for f in fields(hint)}
        )
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return SIMPLE[hint]


MOVES = st.lists(
    st.builds(
        Move, name=st.sampled_from(("township", "department", "sector")), on=DAYS, old=TEXT, new=TEXT, reason=TEXT
    )
    | st.builds(Move, name=st.just("grade"), on=DAYS, old=st.sampled_from(("general", "major")), new=TEXT, reason=TEXT),
    max_size=3,
).map(tuple)
assert "grade" in MOVABLE
# Any facts, in the order of the loop or not; no enterprise, which would have to be in the register.
HAZARDS = of(Hazard, enterprise_id=st.none(), moves=MOVES, version=st.just(1), hazard_no=TEXT.map(lambda t: t or "x"))


def hazard(number: int = 1, **facts: Any) -> Hazard:
    """A general hazard as a ledger tells it, ordered and open unless `facts` say otherwise."""
    found = facts.pop("found", date(2026, 10, 1))
    told: dict[str, Any] = {
        "id": "", "hazard_no": "", "found": found, "confirmed": found, "ordered": found, "due": date(2026, 10, 15),
        "status": Status.OPEN, "ledger_no": f"L{number}", "sender": "s", "place": f"{number}号车间",
        "description": f"第{number}处防护罩缺失", "township": "141034100", "sector": "material",
        "department": "emergency",
    }  # fmt: skip
    return Hazard(**{**told, **facts})


def found_today(number: int = 1, **facts: Any) -> Hazard:
    """A hazard as a person enters it: found at a visit, not ordered yet."""
    told: dict[str, Any] = {
        "enterprise_name": "甲厂", "source": Source.DEPARTMENT, "inspectors": "张某、李某", "status": Status.PENDING,
        "confirmed": None, "ordered": None, "due": None,
    }  # fmt: skip
    return hazard(number, **{**told, **facts})


def waiting(number: int, **more: Any) -> Hazard:
    """A hazard of the enterprise e1, declared rectified by 王某."""
    told = {
        "enterprise_id": "e1", "enterprise_name": "甲厂", "status": Status.AWAITING_REVIEW,
        "declared": date(2026, 10, 9), "rectified": date(2026, 10, 8), "rectified_by": "王某",
    }  # fmt: skip
    return hazard(number, **{**told, **more})
