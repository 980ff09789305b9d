"""The cell of earlier records (历次记录): what no other column of an exported ledger tells, one line each."""

from datetime import date
from enum import StrEnum
from typing import Any

from riskmap.domain import records
from riskmap.domain.hazard import Hazard
from riskmap.domain.masking import WITHIN, masked
from riskmap.views.names import Label
from riskmap.views.record_words import CODES, FIELDS, KINDS
from riskmap.views.words import Words

NAME = "records"
HELD = frozenset(records.HELD_IN.values())


def text(hazard: Hazard, day: date, role: str, t: Words, label: Label) -> str:
    """The records known on a day in the words of a language, persons and numbers masked for the role.

    `label` names codes. What does not fit into a cell is counted in a last line.
    """
    if not (hazard.undated or any(getattr(hazard, held) for held in HELD)):
        return ""
    lines = [_line(kind, record, role, t, label) for kind, record in records.earlier(hazard, day)]
    if hazard.undated:
        lines.insert(0, t("record|No date of completion"))
    kept, length = [], 0
    for line in lines:
        length += len(line) + 1
        if length > records.TEXT_LIMIT:
            break
        kept.append(line)
    if len(kept) < len(lines):
        kept.append(t("record|(and {n} more, not told here)", n=len(lines) - len(kept)))
    return "\n".join(kept)


def _line(kind: str, record: records.Record, role: str, t: Words, label: Label) -> str:
    persons = WITHIN.get(records.HELD_IN[kind], ())

    def told(name: str, value: Any) -> str:
        if isinstance(value, StrEnum):
            return label(CODES[f"{kind}.{name}"], value.value)
        if isinstance(value, date):
            return value.isoformat()
        return records.escaped(masked(role, "responsible_person" if name in persons else "", str(value)))

    parts = (f"{t(FIELDS[name])}={told(name, value)}" for name, value in records.values(record))
    return f"{t(KINDS[kind])}：{'；'.join(parts)}"
