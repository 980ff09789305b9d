"""What a file changes in what is stored, one field at a time, for the report."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from riskmap.domain.codec import encode_field
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Hazard

FOLLOWS = frozenset({"enterprise_id", "aliases"})  # beside another field that says the same in words


class Change(NamedTuple):
    """One field of a stored hazard or enterprise (`hazard_no` empty) and the row that changes it; values JSON-able."""

    hazard_no: str
    enterprise: str
    sheet: str
    row: int
    field: str
    old: Any
    new: Any

    @classmethod
    def of(cls, stored: Hazard | Enterprise, changed: Mapping[str, Any], sheet: str, row: int) -> "list[Change]":
        """The changes of one row, in the order of their names."""
        kind = type(stored)
        if isinstance(stored, Hazard):
            number, enterprise = stored.hazard_no, stored.enterprise_name
        else:
            number, enterprise = "", stored.name
        return [
            cls(number, enterprise, sheet, row, name, *(encode_field(kind, name, value) for value in pair))
            for name, pair in sorted((name, (getattr(stored, name), new)) for name, new in changed.items())
            if name not in FOLLOWS or len(changed) == 1
        ]

    def as_json(self) -> dict[str, Any]:
        """The change in the report."""
        return self._asdict()
