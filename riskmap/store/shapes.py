"""How a frozen dataclass of the domain lies in a table: one column a field, codes as text, days as dates.

Rows pass at driver level (SQLAlchemy's compiled inserts take four times as long for 10^5 rows), so that values are
turned here into what both drivers take, and back.
"""

import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Boolean, Column, Date, Float, Integer, Numeric, Text
from sqlalchemy.types import TypeEngine

T = TypeVar("T")
Convert = Callable[[Any], Any]

MONEY = Numeric().with_variant(Text(), "sqlite")  # SQLite would keep a decimal as a float


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of column with its way in (never asked about a missing value) and its way out; None: it passes as is."""

    type: TypeEngine[Any]
    encode: Convert | None = None
    decode: Convert | None = None


def as_date(value: Any) -> date | None:
    """A date column as read: text on SQLite, a date on PostgreSQL."""
    return date.fromisoformat(value) if value.__class__ is str else value


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _money(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in the ledger")


def canonical(value: Any) -> bytes:
    """Compact JSON with sorted keys, UTF-8: the form that is hashed. Days, codes and money as domain.codec has them."""
    return orjson.dumps(value, _money, orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS)


def dumps(value: Any) -> str:
    """The same as text: the form that is stored."""
    return canonical(value).decode()


loads: Callable[[str], Any] = orjson.loads


def _pairs(value: str) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in loads(value))


SIMPLE: dict[Any, Kind] = {
    str: Kind(Text()),
    int: Kind(Integer()),
    float: Kind(Float(53)),
    bool: Kind(Boolean(), bool, _flag),
    date: Kind(Date(), date.isoformat, as_date),
    Decimal: Kind(MONEY, str, _decimal),
}


def _kind(hint: Any) -> tuple[Kind, bool]:
    """The kind of a field and whether it may be missing."""
    optional = isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union
    inner = next(a for a in typing.get_args(hint) if a is not type(None)) if optional else hint
    if typing.get_origin(inner) is tuple:
        return Kind(Text(), dumps, _pairs), optional
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return Kind(Text(), _code, _reader(inner)), optional
    return SIMPLE[inner], optional


_code = attrgetter("_value_")  # `value` is a property in Python, ten times as slow


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
        self._defaults = {i.name: _UNTOLD if i.default is MISSING else i.default for i in fields(cls)}  # type: ignore[arg-type]
        self._at = {n: (i, k.encode) for i, (n, (k, _, _)) in enumerate(zip(self.names, self._kinds, strict=True))}
        self._into = [(i, k.encode) for i, (k, _, _) in enumerate(self._kinds) if k.encode]
        self._blank = self._encoded([None if d is MISSING else d for _, _, d in self._kinds])
        self._out = [(i, k.decode) for i, (k, _, _) in enumerate(self._kinds) if k.decode]

    def columns(self) -> Iterator[Column[Any]]:
        """New columns for a table, in the order of `names`."""
        for name, (kind, optional, _) in zip(self.names, self._kinds, strict=True):
            yield Column(name, kind.type, nullable=optional)

    def encode(self, value: T) -> list[Any]:
        """The values of one object in the order of `names`, as both drivers take them."""
        return self._encoded(list(self._get(value)))

    def _encoded(self, row: list[Any]) -> list[Any]:
        for i, convert in self._into:
            if row[i] is not None:
                row[i] = convert(row[i])
        return row

    def spread(self, told: Sequence[Mapping[str, Any]]) -> list[Sequence[Any]]:
        """The columns of many objects, each told by its facts, in the order of `names`; children are passed over.

        What facts leave out is at its default. Column by column takes a third of the time of row by row.
        """
        names = set().union(*told)
        return [
            self._column([facts.get(name) for facts in told], convert, blank) if name in names else [blank] * len(told)
            for name, (_, convert), blank in zip(self.names, self._at.values(), self._blank, strict=True)
        ]

    @staticmethod
    def _column(values: list[Any], convert: Convert | None, blank: Any) -> list[Any]:
        if convert is not None:
            return [blank if value is None else convert(value) for value in values]
        return values if blank is None else [blank if value is None else value for value in values]

    def told(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """The facts that are not at their default: `dumps` writes of them what domain.codec makes of the object.

        It takes a tenth of the codec's time for 10^5 of them; a test holds it against the codec.
        """
        defaults = self._defaults
        return {name: value for name, value in facts.items() if value != defaults[name]}

    def decode(self, row: Sequence[Any]) -> dict[str, Any]:
        """Keyword arguments for the dataclass from a row in the order of `names`."""
        values = list(row)
        for i, convert in self._out:
            values[i] = convert(values[i])
        return dict(zip(self.names, values, strict=True))

    def build(self, row: Sequence[Any]) -> T:
        """The object of a row in the order of `names`."""
        return self.cls(**self.decode(row))
