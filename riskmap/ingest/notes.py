"""The sheet of notes in one of our empty workbooks, by which the reader knows it and leaves it out."""

from collections.abc import Sequence
from typing import Any, Final

NOTES: Final = "填报说明"
TITLE: Final = "填报说明 / Notes (riskmap)"


def is_notes(name: str, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a sheet is the notes of one of these workbooks."""
    return name == NOTES and bool(rows) and bool(rows[0]) and rows[0][0] == TITLE
