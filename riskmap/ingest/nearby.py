"""Rows that are probably a hazard told before: same enterprise, place and description, found within three days.

They are proposed with the number of the other, never merged (across sheets, files, senders and the ledger).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from riskmap.ingest import identity
from riskmap.ingest.findings import Findings
from riskmap.ingest.match import Repeats
from riskmap.ingest.spool import Keys

if TYPE_CHECKING:
    from riskmap.ledger.batch import MatchIndex

DAYS = 3
Place = tuple[int, int]  # chunk and position within it
Key = tuple[bytes, int]  # substance and day


def propose(
    chunks: Sequence[Keys], picked: Sequence[Sequence[int]], index: "MatchIndex", again: Repeats, findings: Findings
) -> None:
    """A finding for each row to be created that an earlier row or a stored hazard probably tells already."""
    rows = _rows(chunks)
    stored = _stored(index, chunks)
    counts = Counter(one for keys in chunks for one in keys.substances)
    again_told = {one for one, count in counts.items() if count > 1} | {substance for substance, _ in stored}
    for at, positions in enumerate(picked):
        keys = chunks[at]
        for i in positions:
            if keys.substances[i] not in again_told or (at, i) in again.alike or not keys.substances[i]:
                continue
            other = _other(keys.substances[i], keys.found[i], (at, i), rows, stored, chunks)
            if other:
                shown = other.get("hazard_no") or f"{other['sheet']} {other['row']}".strip()
                findings.add(keys.sheet, keys.rows[i], "", shown, "probable_duplicate", {"other": other})


def _other(
    substance: bytes, found: int, place: Place, rows: dict[Key, Place], stored: dict[Key, str], chunks: Sequence[Keys]
) -> dict[str, Any]:
    """The stored hazard, else the earlier row; nearest day first. Empty if there is none."""
    days = sorted(range(-DAYS, DAYS + 1), key=abs)
    for day in days:
        if number := stored.get((substance, found + day)):
            return {"hazard_no": number}
    for day in days:
        first = rows.get((substance, found + day))
        if first is not None and first < place:
            return {"sheet": chunks[first[0]].sheet, "row": chunks[first[0]].rows[first[1]]}
    return {}


def _rows(chunks: Sequence[Keys]) -> dict[Key, Place]:
    """The first row of each substance and day."""
    first: dict[Key, Place] = {}
    for at, keys in enumerate(chunks):
        for i, key in enumerate(zip(keys.substances, keys.found, strict=True)):
            if key[0]:
                first.setdefault(key, (at, i))
    return first


def _stored(index: "MatchIndex", chunks: Sequence[Keys]) -> dict[Key, str]:
    """Stored hazards that may be told again: of the days of the file, and of its substances."""
    days = [day for keys in chunks for day in keys.found]
    if not index.known or not days:
        return {}
    told = {one for keys in chunks for one in keys.substances}
    span = range(min(days) - DAYS, max(days) + DAYS + 1)
    return dict(_known(index, told, span))


def _known(index: "MatchIndex", told: set[bytes], span: range) -> Iterator[tuple[Key, str]]:
    for known in index.known.values():
        day = known.found.toordinal()
        if day in span and index.reaches(known.id):
            substance = identity.substance(known.enterprise_name, known.place, known.description)
            if substance and substance in told:
                yield (substance, day), known.hazard_no
