"""A scheme as a TOML text, as it is shipped, kept in a drawer, and taken over from another county."""

import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from riskmap.domain.assessment import Deduction, Indicator, Scheme, Unit

LARGEST: Final = 64 * 1024  # bytes
_INDICATOR = ("title", "title_en", "weight", "target", "formula")
_DEDUCTION = ("title", "title_en", "figure", "points", "cap")
_SCHEME = ("year", "unit", "title", "title_en", "floor", "sample")


class SchemeError(ValueError):
    """A text that is no scheme. `code`: scheme:unreadable, scheme:persons, unknown:<key>, missing:<key>, bad:<key>."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code} {message}".strip())
        self.code = code


def read(text: str) -> Scheme:
    """The scheme of a TOML text, not judged yet (assessment.faults does). Raises SchemeError."""
    if len(text.encode()) > LARGEST:
        raise SchemeError("scheme:unreadable", "too large")
    try:
        told = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise SchemeError("scheme:unreadable", str(wrong)) from wrong
    _known(told, (*_SCHEME, "indicator", "deduction"))
    unit = told.get("unit")
    if unit not in set(Unit):
        raise SchemeError("scheme:persons" if unit else "missing:unit")
    return Scheme(
        year=_year(told),
        unit=Unit(unit),
        title=_text(told, "title"),
        title_en=_text(told, "title_en"),
        floor=_number(told, "floor") or Decimal(0),
        sample=told.get("sample") is True,
        indicators=tuple(_indicator(one) for one in _lines(told, "indicator")),
        deductions=tuple(_deduction(one) for one in _lines(told, "deduction")),
    )


def _indicator(told: Mapping[str, Any]) -> Indicator:
    _known(told, _INDICATOR)
    return Indicator(
        _text(told, "title"), _needed(told, "weight"), _text(told, "formula"), _text(told, "title_en"),
        _number(told, "target"),
    )  # fmt: skip


def _deduction(told: Mapping[str, Any]) -> Deduction:
    _known(told, _DEDUCTION)
    return Deduction(
        _text(told, "title"), _text(told, "figure"), _needed(told, "points"), _text(told, "title_en"),
        _number(told, "cap"),
    )  # fmt: skip


def _known(told: Mapping[str, Any], names: tuple[str, ...]) -> None:
    if strange := next((key for key in told if key not in names), ""):
        raise SchemeError(f"unknown:{strange}")


def _lines(told: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = told.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SchemeError(f"bad:{key}")
    return found


def _year(told: Mapping[str, Any]) -> int:
    year = told.get("year")
    if type(year) is not int:
        raise SchemeError("bad:year" if "year" in told else "missing:year")
    return year


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key, "")
    if not isinstance(value, str):
        raise SchemeError(f"bad:{key}")
    return value.strip()


def _number(told: Mapping[str, Any], key: str) -> Decimal | None:
    value = told.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise SchemeError(f"bad:{key}")
    return Decimal(value)


def _needed(told: Mapping[str, Any], key: str) -> Decimal:
    value = _number(told, key)
    if value is None:
        raise SchemeError(f"missing:{key}")
    return value


def write(scheme: Scheme) -> str:
    """The scheme as TOML; `read` gives the same back, but for version and demo, which a ledger gives."""
    lines = _pairs(scheme, _SCHEME)
    for indicator in scheme.indicators:
        lines += ["", "[[indicator]]", *_pairs(indicator, _INDICATOR)]
    for deduction in scheme.deductions:
        lines += ["", "[[deduction]]", *_pairs(deduction, _DEDUCTION)]
    return "\n".join(lines) + "\n"


def _pairs(one: object, names: tuple[str, ...]) -> list[str]:
    told = [(name, getattr(one, name)) for name in names]
    given = [(name, value) for name, value in told if value is not None and value != "" and value is not False]
    return [f"{name} = {_literal(value)}" for name, value in given]


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
