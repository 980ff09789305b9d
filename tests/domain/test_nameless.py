"""Records without persons: every field of text is a person's, free text or a key."""

from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest

from riskmap.domain.annotations import Annotation, AnnotationKind
from riskmap.domain.codes import Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard, Move
from riskmap.domain.meetings import Decision, DecisionKind, Meeting, Subject
from riskmap.domain.nameless import FRAMES, KEYS, PARTS, RECORDS, for_role, without_names
from riskmap.domain.papers import Paper, PaperKind
from riskmap.domain.roles import Role

DAY = date(2026, 11, 2)
NUMBER = "+8613812345678"
RECORD = {
    Hazard: Hazard("h", "FX-2026-000001", DAY, Status.OPEN),
    Enterprise: Enterprise("e", ""),
    Inspection: Inspection("v", DAY),
    Paper: Paper("p", PaperKind.REMINDER, ("h",)),
    Meeting: Meeting("2026-W47", DAY),
    Decision: Decision("d", "2026-W47", DecisionKind.CHECK, Subject.COUNTY, "", "", DAY, DAY),
    Annotation: Annotation("a", AnnotationKind.OTHER, DAY, DAY, ""),
}


def written(one: Any) -> Any:
    """A record with a name and a number in every text that is no key, and one of each part that may hang on it."""
    told: dict[str, Any] = {}
    for name, hint in get_type_hints(type(one)).items():
        if hint is str and name not in KEYS and (type(one), name) != (Move, "name"):
            told[name] = f"张三{NUMBER}"
        elif (parts := get_args(hint)) and is_dataclass(parts[0]) and name in PARTS:
            told[name] = (written(blank(parts[0])),)
    if hasattr(one, "extra"):
        told["extra"] = (("电话", NUMBER), ("备注", "无"))
    return replace(one, **told)


def blank(kind: type[Any]) -> Any:
    """A part of a hazard with the least that it must have."""
    hints = get_type_hints(kind)
    needed = [one.name for one in fields(kind) if one.default is MISSING]
    given = {name: DAY if date in (hints[name], *get_args(hints[name])) else _first(hints[name]) for name in needed}
    return kind(**given)


def _first(hint: Any) -> Any:
    return "" if str in (hint, *get_args(hint)) else next(iter(hint))


@pytest.mark.parametrize("kind", list(RECORDS), ids=lambda one: one.__name__)
def test_no_number_and_no_name_is_left_in_any_field(kind: type[Any]) -> None:
    full = written(RECORD[kind])
    assert "12345678" in repr(full)
    bare = without_names(full)
    assert "12345678" not in repr(bare)
    told = RECORDS[kind]
    assert all(getattr(bare, name) == "张**" for name in told.persons)
    assert all("138****5678" in getattr(bare, name) for name in told.words if getattr(full, name))


@pytest.mark.parametrize("held", sorted(PARTS))
def test_no_number_is_left_in_what_hangs_on_a_hazard(held: str) -> None:
    full = written(RECORD[Hazard])
    bare = without_names(full)
    (part,), (before,) = getattr(bare, held), getattr(full, held)
    assert all(getattr(part, name) == "张**" for name in PARTS[held].persons)
    assert all("138****5678" in getattr(part, name) for name in PARTS[held].words)
    assert all(getattr(part, name) == getattr(before, name) for name in KEYS if hasattr(part, name))


def test_the_numbers_by_which_rows_are_found_stay() -> None:
    one = replace(RECORD[Hazard], ledger_no="13812345678", enterprise_id="13812345678", recurs_of="13812345678")
    assert without_names(one) == one


@pytest.mark.parametrize("role", list(Role))
def test_a_record_leaves_the_program_as_its_cells_do(role: Role) -> None:
    taken = for_role(written(RECORD[Hazard]), role.value)
    assert ("12345678" in repr(taken)) == (role in {Role.COMMITTEE, Role.SYSTEM})
    names = {Role.COMMITTEE, Role.SYSTEM, Role.DEPARTMENT, Role.TOWNSHIP}
    assert taken.responsible_person.startswith("张三") == (role in names)


def test_frames_hide_the_same_fields_as_records() -> None:
    told, own = FRAMES["hazards"], RECORDS[Hazard]
    assert set(told.words) - {"enterprise"} <= set(own.words)
    assert set(told.persons) <= set(own.persons)
    assert {"place", "cause", "measure", "description", "remark", "enterprise"} <= set(told.words)
