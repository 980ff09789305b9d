"""The sheet that a unit fills in: its columns, and the id that keeps each row together with its hazard."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

MARK: Final = "RM1"
_ID: Final = re.compile(rf"{MARK}\.([0-9a-z]+)\.([0-9a-z_/-]+)\.(\d+)\.([0-9a-f]{{6}})")


class Stand(StrEnum):
    """整改情况: what a unit may say of an item."""

    NOT_STARTED = "not_started"  # 未开始
    UNDER_WAY = "under_way"  # 整改中
    DONE = "done"  # 已整改完成


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: id | text | code | day | number | stand | reason; `open`: the unit writes here."""

    name: str
    header: str  # message id
    kind: str = "text"
    width: int = 12
    open: bool = False


COLUMNS: Final = (
    Column("row_id", "filling|Row mark (do not change)", "id"),
    Column("hazard_no", "filling|Platform number", width=16),
    Column("enterprise_name", "filling|Enterprise", width=20),
    Column("township", "filling|Township", "code", 9),
    Column("place", "filling|Place", width=14),
    Column("description", "filling|Description of the hazard", width=32),
    Column("grade", "filling|Grade", "code", 8),
    Column("due", "filling|Due by", "day", 11),
    Column("status", "filling|State in the ledger", "code", 12),
    Column("stand", "filling|Rectification status", "stand", 13, open=True),
    Column("rectified", "filling|Completed on", "day", 12, open=True),
    Column("responsible_person", "filling|Responsible person", width=11, open=True),
    Column("funds_planned", "filling|Funds (10,000 yuan)", "number", 11, open=True),
    Column("late_reason", "filling|Reason for lateness", "reason", 14, open=True),
    Column("expected", "filling|Expected completion", "day", 12, open=True),
    Column("coordination", "filling|What the county must coordinate", width=22, open=True),
    Column("progress", "filling|Progress note", width=22, open=True),
    Column("photo", "filling|Photos after (number or file name)", width=16, open=True),
)
OPEN: Final = tuple(column.name for column in COLUMNS if column.open)
PREFILLED: Final = ("responsible_person", "funds_planned")


@dataclass(frozen=True, slots=True)
class RowId:
    """What the hidden cell of a row says."""

    token: str
    hazard_id: str
    version: int


def encode(token: str, hazard_id: str, version: int) -> str:
    """The hidden id of a row; a check at its end tells a damaged one."""
    body = f"{MARK}.{token}.{hazard_id}.{version}"
    return f"{body}.{_check(body)}"


def decode(text: str) -> RowId | None:
    """The id of a cell, whatever blanks or widths it has got; None where there is none or it is damaged."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = _ID.fullmatch(MARK + plain[len(MARK) :].lower() if plain[: len(MARK)].upper() == MARK else plain)
    if found is None or found[4] != _check(found[0].rpartition(".")[0]):
        return None
    return RowId(found[1], found[2], int(found[3]))


def _check(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:6]
