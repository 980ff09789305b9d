"""How a frozen dataclass of the domain lies in a table: one column a field, codes as text, days as dates.

Rows pass at driver level (SQLAlchemy's compiled inserts take four times as long for 10^5 rows), so that values are
turned here into what both drivers take, and back.
"""

import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Boolean, Column, Date, Float, Integer, Numeric, Text
from sqlalchemy.types import TypeEngine

T = TypeVar("T")
Convert = Callable[[Any], Any]

MONEY = Numeric().with_variant(Text(), "sqlite")  # SQLite would keep a decimal as a float


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of column with its way in and its way out; None means the value passes as it is."""

    type: TypeEngine[Any]
    encode: Convert | None = None
    decode: Convert | None = None


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def as_date(value: Any) -> date | None:
    """A date column as read: text on SQLite, a date on PostgreSQL."""
    return date.fromisoformat(value) if value.__class__ is str else value


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)


# Compact JSON with sorted keys: the form that is stored and hashed.
dumps: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

loads: Callable[[str], Any] = json.JSONDecoder().decode


def _texts(value: tuple[Any, ...]) -> str:
    return dumps(value) if value else "[]"


def _pairs(value: str) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in json.loads(value))


SIMPLE: dict[Any, Kind] = {
    str: Kind(Text()),
    int: Kind(Integer()),
    float: Kind(Float(53)),
    bool: Kind(Boolean(), bool, _flag),
    date: Kind(Date(), _iso, as_date),
    Decimal: Kind(MONEY, _number, _decimal),
}


def _kind(hint: Any) -> tuple[Kind, bool]:
    """The kind of a field and whether it may be missing."""
    optional = isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union
    inner = next(a for a in typing.get_args(hint) if a is not type(None)) if optional else hint
    if typing.get_origin(inner) is tuple:
        return Kind(Text(), _texts, _pairs), optional
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return Kind(Text(), _code, _reader(inner)), optional
    kind = SIMPLE[inner]
    if optional and inner is bool:
        kind = Kind(kind.type, None, _flag)
    return kind, optional


def _code(value: StrEnum | None) -> str | None:
    return None if value is None else value.value


def _reader(codes: type[StrEnum]) -> Convert:
    table: dict[Any, Any] = {code.value: code for code in codes}
    table[None] = None
    return table.__getitem__


_UNTOLD: Any = object()  # a field without a default is always told


class Shape(Generic[T]):
    """A dataclass as columns. Fields that are tuples of dataclasses are left to tables of their own (`children`)."""

    def __init__(self, cls: type[T], skip: Iterable[str] = ()) -> None:
        hints = typing.get_type_hints(cls)
        self.cls = cls
        self.children: dict[str, type[Any]] = {}
        self.names: list[str] = []
        self._kinds: list[tuple[Kind, bool, Any]] = []
        left_out = set(skip)
        for item in fields(cls):  # type: ignore[arg-type]  # T is a dataclass
            arguments = typing.get_args(hints[item.name])
            if arguments and is_dataclass(arguments[0]):
                self.children[item.name] = typing.cast("type[Any]", arguments[0])
            elif item.name not in left_out:
                self.names.append(item.name)
                self._kinds.append((*_kind(hints[item.name]), item.default))
        self._get = attrgetter(*self.names)
        self._told = [(n, _UNTOLD if d is MISSING else k.encode(d) if k.encode else d)
                      for n, (k, _, d) in zip(self.names, self._kinds, strict=True)]  # fmt: skip
        self._json = [n for n, (k, _, _) in zip(self.names, self._kinds, strict=True) if k.decode is _pairs]
        self._at = {n: (i, k.encode) for i, (n, (k, _, _)) in enumerate(zip(self.names, self._kinds, strict=True))}
        self._blank = [None if default is _UNTOLD else default for _, default in self._told]
        self._into = [(i, k.encode) for i, (k, _, _) in enumerate(self._kinds) if k.encode]
        self._out = [(i, k.decode) for i, (k, _, _) in enumerate(self._kinds) if k.decode]

    def columns(self) -> Iterator[Column[Any]]:
        """New columns for a table, in the order of `names`."""
        for name, (kind, optional, _) in zip(self.names, self._kinds, strict=True):
            yield Column(name, kind.type, nullable=optional)

    def encode(self, value: T) -> list[Any]:
        """The values of one object in the order of `names`, as both drivers take them."""
        row = list(self._get(value))
        for i, convert in self._into:
            row[i] = convert(row[i])
        return row

    def row(self, facts: Mapping[str, Any]) -> list[Any]:
        """The same for an object told by its facts; what they leave out is at its default, children are passed over."""
        row = self._blank.copy()
        for name, value in facts.items():
            if name in self._at:
                i, convert = self._at[name]
                row[i] = value if convert is None else convert(value)
        return row

    def facts(self, row: Sequence[Any]) -> dict[str, Any]:
        """What domain.codec makes of the object, from its encoded row: a tenth of the time for 10^5 of them.

        Children are not in it. A test holds it against the codec.
        """
        found = {name: value for (name, default), value in zip(self._told, row, strict=True) if value != default}
        for name in self._json:
            if name in found:
                found[name] = loads(found[name])
        return found

    def decode(self, row: Sequence[Any]) -> dict[str, Any]:
        """Keyword arguments for the dataclass from a row in the order of `names`."""
        values = list(row)
        for i, convert in self._out:
            values[i] = convert(values[i])
        return dict(zip(self.names, values, strict=True))

    def build(self, row: Sequence[Any]) -> T:
        """The object of a row in the order of `names`."""
        return self.cls(**self.decode(row))
