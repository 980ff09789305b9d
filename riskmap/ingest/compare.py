"""What a row would change in a stored hazard, field by field."""

from dataclasses import MISSING, fields
from typing import Any

from riskmap.domain.codes import Status
from riskmap.domain.hazard import Evidence, Hazard
from riskmap.domain.masking import stands_for
from riskmap.domain.nameless import PARTS, restored
from riskmap.ingest.course import COURSE
from riskmap.ingest.fact import Fact

NEVER_SET = frozenset(
    ("id", "hazard_no", "sender", "ledger_no", "touched", "batch_id", "version", "moves", "recurs_of", "demo", "judged")
) | {"enterprise_id", "inspection_id"}
RAW = {"status_raw": "status", "grade_raw": "grade", "township_raw": "township", "sector_raw": "sector"}
UNORDERED = frozenset({"five", "chain"})  # one item or post says nothing of the order of the others
# A row tells the last; earlier ones stay.
LAST_TOLD = frozenset({"rounds", "extensions", "listings", "controls", "statements", "escalations", "reported"})
WITH_WORDS = frozenset({*PARTS, "extra"})  # of which a masked export tells masked forms
TERMINAL = frozenset({Status.CLOSED, Status.VOID})
DEFAULTS = {
    f.name: f.default_factory() if f.default_factory is not MISSING else f.default
    for f in fields(Hazard)
    if f.default is not MISSING or f.default_factory is not MISSING
}


def changes(old: Hazard, fact: Fact, finished: dict[str, Any], *, strict: bool = False) -> dict[str, Any]:
    """Field → new value where the row says something else.

    A blank cell changes nothing, but state and its dates move together, if the row says anything of them (`strict`:
    also if not); what was assumed from the cut-off is not compared with an earlier assumption, nor with a day.
    """
    found: dict[str, Any] = {}
    told = dict(finished)
    for name in COURSE:
        told.setdefault(name, DEFAULTS.get(name))
    for name, value in told.items():
        if name in NEVER_SET or (name in fact.unsaid and not strict):
            continue
        before = getattr(old, name)
        if name in fact.assumed and before not in {None, ()}:
            continue
        if name == "undated" and value and old.rectified is not None:
            continue
        kept = restored(name, before, value) if name in WITH_WORDS else value
        kept = _with_files(before, kept) if name == "evidence" else kept
        if _differs(name, before, kept):
            found[name] = kept
    for raw, code in RAW.items():  # another word for the same code is no change
        if raw in found and code not in found and getattr(old, code) not in {"", "other"}:
            del found[raw]
    if finished.get("enterprise_id") and "enterprise_name" in found:
        found["enterprise_id"] = finished["enterprise_id"]
    return found


def _with_files(before: tuple[Evidence, ...], told: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Evidence that a row tells, and the stored files of kinds for which it brings none: a tick replaces no picture."""
    brought = {one.kind for one in told if one.sha256}
    kept = tuple(one for one in before if one.sha256 and one.kind not in brought)
    held = {one.kind for one in kept}
    return (*(one for one in told if one.kind not in held), *kept)


def _differs(name: str, before: Any, value: Any) -> bool:
    if isinstance(value, str) and isinstance(before, str) and stands_for(name, value, before):
        return False  # an export that was masked for whoever took it
    if isinstance(value, tuple) and value and isinstance(value[0], Evidence) and len(before) == len(value):
        stored, told = sorted(before, key=_paper), sorted(value, key=_paper)
        return any(_other_paper(*pair) for pair in zip(stored, told, strict=True))
    if name in UNORDERED and len(before) == len(value):
        return sorted(map(repr, before)) != sorted(map(repr, value))
    if name in LAST_TOLD and 0 < len(value) < len(before):
        return bool(before[-len(value) :] != value)
    if isinstance(before, float) and isinstance(value, float):
        return abs(before - value) > 1e-6  # 0.1 m: coordinates pass through a database
    return bool(before != value)


def _paper(one: Evidence) -> tuple[str, str, str]:
    return one.kind, one.reference, str(one.on or "")


def _other_paper(old: Evidence, new: Evidence) -> bool:
    """A cell names a paper, hardly ever its day: what the file does not say is no difference."""
    if (old.kind, old.reference) != (new.kind, new.reference):
        return True
    return (new.on is not None and new.on != old.on) or bool(new.sha256 and new.sha256 != old.sha256)


def protected(old: Hazard) -> str:
    """The finding that takes the place of a change, or an empty string: files never edit closed or touched hazards."""
    if old.status in TERMINAL:
        return "closed_not_changed"
    return "touched_not_changed" if old.touched else ""
