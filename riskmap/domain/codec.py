"""Dataclasses ↔ JSON-able values, lossless: dates ISO, Decimal as text, tuples as lists, defaults left out."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard

JSON = None | bool | int | float | str | list[Any] | dict[str, Any]
T = TypeVar("T")
Step = Callable[[Any], Any]
_NONE: Any = object()  # no default: always written
_ENCODERS: dict[type, tuple[tuple[str, Any, Step | None], ...]] = {}
_DECODERS: dict[type, dict[str, Step]] = {}


def hazard_to_json(hazard: Hazard) -> dict[str, Any]:
    """A hazard as a JSON-able mapping; facts at their default are left out."""
    return to_json(hazard)


def hazard_from_json(facts: Mapping[str, Any]) -> Hazard:
    """The hazard of a mapping by hazard_to_json. Raises ValueError or KeyError on anything else."""
    return from_json(Hazard, facts)


def enterprise_to_json(enterprise: Enterprise) -> dict[str, Any]:
    """An enterprise as a JSON-able mapping."""
    return to_json(enterprise)


def enterprise_from_json(facts: Mapping[str, Any]) -> Enterprise:
    """The enterprise of a mapping; values may be JSON-able or already of their types."""
    return from_json(Enterprise, facts)


def inspection_to_json(inspection: Inspection) -> dict[str, Any]:
    """A visit as a JSON-able mapping."""
    return to_json(inspection)


def inspection_from_json(facts: Mapping[str, Any]) -> Inspection:
    """The visit of a mapping."""
    return from_json(Inspection, facts)


def to_json(value: Any) -> dict[str, Any]:
    """Any dataclass of the domain as a mapping without its defaults."""
    found: dict[str, Any] = {}
    for name, default, encode in _encoders(type(value)):
        fact = getattr(value, name)
        if fact is default or fact == default:
            continue
        found[name] = fact if encode is None or fact is None else encode(fact)
    return found


def from_json(kind: type[T], facts: Mapping[str, Any]) -> T:
    """A dataclass of the domain from its mapping. ValueError: unknown field; TypeError: a missing one."""
    decoders = _decoders(kind)
    if unknown := facts.keys() - decoders.keys():
        raise ValueError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    return kind(**{name: decoders[name](fact) for name, fact in facts.items()})


def encode_field(kind: type, name: str, value: Any) -> Any:
    """One field's value as JSON-able."""
    encode = next(step for field_name, _, step in _encoders(kind) if field_name == name)
    return value if encode is None or value is None else encode(value)


def decode_field(kind: type, name: str, value: Any) -> Any:
    """One field's value from JSON-able. KeyError: no such field; ValueError: no such value."""
    return _decoders(kind)[name](value)


def _default(spec: Field[Any]) -> Any:
    if spec.default is not MISSING:
        return spec.default
    return spec.default_factory() if spec.default_factory is not MISSING else _NONE


def _encoders(kind: type) -> tuple[tuple[str, Any, Step | None], ...]:
    if kind not in _ENCODERS:
        hints = get_type_hints(kind)
        _ENCODERS[kind] = tuple((spec.name, _default(spec), _encoder(hints[spec.name])) for spec in fields(kind))
    return _ENCODERS[kind]


def _decoders(kind: type) -> dict[str, Step]:
    if kind not in _DECODERS:
        _DECODERS[kind] = {name: _decoder(hint) for name, hint in get_type_hints(kind).items()}
    return _DECODERS[kind]


def _bare(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None is allowed."""
    if isinstance(hint, UnionType):
        (bare,) = (part for part in get_args(hint) if part is not NoneType)
        return bare, True
    return hint, False


def _encoder(hint: Any) -> Step | None:
    bare, _ = _bare(hint)
    if bare is date:
        return date.isoformat
    if bare is Decimal:
        return str
    if get_origin(bare) is tuple:
        inner = get_args(bare)[0]
        if get_origin(inner) is tuple:
            return lambda pairs: [list(pair) for pair in pairs]
        return (lambda items: [to_json(item) for item in items]) if is_dataclass(inner) else list
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return lambda code: code.value
    return None


def _decoder(hint: Any) -> Step:
    bare, optional = _bare(hint)
    step = _strict(bare)
    if optional:
        return lambda value: None if value is None else step(value)
    return step


def _strict(bare: Any) -> Step:
    if bare is date:
        return lambda value: value if isinstance(value, date) else date.fromisoformat(value)
    if bare is Decimal:
        return lambda value: value if isinstance(value, Decimal) else Decimal(value)
    if get_origin(bare) is tuple:
        return _many(get_args(bare)[0])
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return bare
    return _plain(bare)


def _many(inner: Any) -> Step:
    if get_origin(inner) is tuple:
        return lambda pairs: tuple((str(a), str(b)) for a, b in pairs)
    if is_dataclass(inner) and isinstance(inner, type):
        kind: type[Any] = inner
        return lambda items: tuple(item if isinstance(item, kind) else from_json(kind, item) for item in items)
    return tuple


def _plain(kind: type) -> Step:
    """Text, whole numbers, fractions and flags: the JSON value itself, refused if it is of another type."""
    allowed = (int, float) if kind is float else (kind,)

    def check(value: Any) -> Any:
        if not isinstance(value, allowed) or (kind is not bool and isinstance(value, bool)):
            raise ValueError(f"{value!r} is not {kind.__name__}")
        return float(value) if isinstance(value, int) and kind is float else value

    return check
