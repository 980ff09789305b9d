"""From the values of the form of a visit to what the ledger enters, or to what is wrong beside which field."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, InspectionKind, Source
from riskmap.domain.enterprise import Inspection
from riskmap.domain.paper_numbers import Use
from riskmap.domain.roles import MAY, Role
from riskmap.geo.boundaries import Boundaries
from riskmap.ledger.entering import Entry
from riskmap.ledger.visiting import VisitEntry
from riskmap.web import data, registering, uploading
from riskmap.web.data import View
from riskmap.web.registering import FIX, ORDER, REGISTER, Errors, text_of

BY_KIND: Final = {
    InspectionKind.SELF: Source.SELF, InspectionKind.LEADER: Source.LEADER, InspectionKind.EXPERT: Source.EXPERT,
}  # fmt: skip
BY_ROLE: Final = {Role.TOWNSHIP: Source.TOWNSHIP, Role.ENTERPRISE: Source.SELF}
FACTS: Final = ("place", "description")
TYPED: Final = ("place", "description", "reference", "files")  # without any of these nothing is told of a problem
PHOTOS: Final = frozenset({EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER})
OF_ROW: Final = frozenset({"place", "description", "grade", "sector", "basis", "way"})
OF_VISIT: Final = frozenset({"enterprise", "township", "kind", "inspectors", "on", "paper", "responsible_person"})
PLACES: Final = {"found": "on", "order_on": "paper_on", "source": "kind", "department": "sector"}


@dataclass(frozen=True, slots=True)
class Values:
    """What the form says: fields of the visit, and of each problem by its number on the form."""

    head: Mapping[str, Any]
    rows: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """What was made of the form: an entry, or errors by field ("p3_place" of the third problem)."""

    entry: VisitEntry | None = None
    errors: Errors = field(default_factory=dict)


def filled(told: Values) -> Values:
    """The form without problems of which nothing was told."""
    said = {number: row for number, row in told.rows.items() if any(row.get(name) for name in TYPED)}
    return Values(told.head, said)


def numbered(head: Mapping[str, Any], view: View) -> list[Use]:
    """The use that the number of the paper would have; none before enterprise and day are told."""
    day = head.get("paper_on") or head.get("on")
    return registering.numbered(text_of(head.get("paper")), {**head, "found": head.get("on")}, view, day)


def source(head: Mapping[str, Any], roles: Sequence[Role]) -> Source:
    """Where a visit of this kind by this person finds hazards from."""
    own = next((BY_ROLE[role] for role in roles if role in BY_ROLE), Source.DEPARTMENT)
    return BY_KIND.get(head.get("kind") or InspectionKind.UNKNOWN, own)


def kinds(roles: Collection[Role]) -> tuple[InspectionKind, ...]:
    """The kinds of visit that these roles enter: of an enterprise's own people what it found itself."""
    if {*roles} == {Role.ENTERPRISE}:
        return (InspectionKind.SELF,)
    return tuple(one for one in InspectionKind if one is not InspectionKind.UNKNOWN)


def known(roles: Collection[Role], view: View) -> dict[str, Any]:
    """What need not be asked: the kind where there is one, the enterprise of its own people and who answers there."""
    own, firms = kinds(roles), view.snapshot.enterprises
    found: dict[str, Any] = {"kind": own[0]} if len(own) == 1 else {}
    if found and len(firms) == 1:
        found["enterprise"] = str(firms["id"].iloc[0])
        firm = registering.firm_of(found, view) or {}
        found["responsible_person"] = str(firm.get("principal") or firm.get("safety_person") or "")
    return found


def ways(values: Mapping[str, Any], roles: Sequence[Role]) -> tuple[str, ...]:
    """What may happen at once to a problem; an order only where one of the roles may give one."""
    may = any(role in MAY[Action.CONFIRM] for role in roles)
    return tuple(one for one in registering.ways(values) if one != ORDER or may)


def whole(told: Values, number: int, roles: Sequence[Role], view: View) -> dict[str, Any]:
    """A problem with what it takes from the visit and its enterprise, as the form of one hazard has it."""
    head, row = told.head, told.rows[number]
    known = registering.firm_of(head, view) or {}
    taken = {name: row.get(name) or head.get(name) or known.get(name) for name in ("township", "sector", "due")}
    shared = {name: head.get(name) for name in ("enterprise", "kind", "inspectors", "responsible_person")}
    return {**shared, **row, **taken, "found": head.get("on"), "source": source(head, roles)}


def read(told: Values, token: str, roles: Sequence[Role], view: View, shapes: Boundaries) -> Told:
    """An entry from the values of the widgets, or the errors that can be told without asking the ledger."""
    head, errors = told.head, {}
    if not isinstance(head.get("on"), date):
        errors["on"] = ["missing:found"]
    for number, row in told.rows.items():
        if row.get("lon") is not None and (wrong := registering.point(row, shapes)[2]):
            errors[f"p{number}_files"] = [wrong]
        problem = whole(told, number, roles, view)
        if registering.inside(problem) and registering.way(problem) == REGISTER and not problem["due"]:
            errors["due"] = ["missing:due"]  # nobody orders it: without a date of its own it would never be late
    if errors:
        return Told(errors=errors)
    firm_id, new = registering.firm(head, view)
    visit = _visit(told, firm_id, view)
    rows = [whole(told, number, roles, view) for number in told.rows]
    every = [one for row in told.rows.values() for one in row["files"]] + list(head["files"])
    problems = tuple(_problem(row, head, view) for row in rows)
    return Told(VisitEntry(token, visit, problems, new, uploading.paths(every)))


def _visit(told: Values, firm_id: str | None, view: View) -> Inspection:
    head = told.head
    known = registering.firm_of(head, view) or {}
    stored = registering.same_visit({**head, "found": head["on"]}, view)
    sector = str(known.get("sector") or head.get("sector") or "")
    return Inspection(
        id=str(stored["id"]) if stored and told.rows else "",
        on=head["on"],
        enterprise_id=firm_id,
        enterprise_name=registering.name_of(head, view),
        kind=InspectionKind(head.get("kind") or InspectionKind.UNKNOWN),
        inspectors=text_of(head.get("inspectors")),
        found_nothing=bool(head.get("nothing")),
        record_no="" if told.rows else text_of(head.get("paper")),
        township=str(known.get("township") or head.get("township") or ""),
        department=str(known.get("department") or data.county().sectors.department_of(sector, head["on"])),
    )


def _problem(row: Mapping[str, Any], head: Mapping[str, Any], view: View) -> Entry:
    way, on = registering.way(row), head["on"]
    facts: dict[str, Any] = {name: text_of(row.get(name)) for name in FACTS}
    facts |= {name: row[name] for name in ("grade", "township", "sector", "source", "lon", "lat") if row.get(name)}
    facts |= registering.of_firm(row, view, {**facts, "found": on})
    facts["evidence"] = [*_photos(row, way, on), *_papers(head, on)]
    if registering.inside(row) and way == REGISTER:
        facts |= {name: row[name] for name in ("due", "responsible_person") if row.get(name)}
    if way == FIX:
        return Entry(facts, on, FIX, {"reviewers": text_of(head.get("inspectors"))})
    return Entry(facts, on, order=_order(row, head, facts) if way == ORDER else None)


def _order(row: Mapping[str, Any], head: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[date, dict[str, Any]]:
    form = {name: row.get(name) for name in ("grade", "due", "basis", "responsible_person", "inspectors")}
    form |= {name: facts.get(name) for name in ("department", "responsible_unit")}
    return head.get("paper_on") or head["on"], {name: value for name, value in form.items() if value}


def _photos(row: Mapping[str, Any], way: str, on: date) -> list[dict[str, Any]]:
    """Photos show the hazard as it was found, or, where it was put right on the spot, as it was left."""
    kind = EvidenceKind.PHOTO_AFTER if way == FIX else EvidenceKind.PHOTO_BEFORE
    return _evidence(kind, row["files"], text_of(row.get("reference")), on)


def _papers(head: Mapping[str, Any], on: date) -> list[dict[str, Any]]:
    """One paper covers every problem of the visit."""
    day = head.get("paper_on") or on
    return _evidence(EvidenceKind.INSPECTION_PAPER, head["files"], text_of(head.get("paper")), day)


def _evidence(kind: EvidenceKind, files: Iterable[uploading.File], number: str, on: date) -> list[dict[str, Any]]:
    """Evidence of files and of a number on paper; a file that is no photo proves no state, but is kept as a paper."""
    found = []
    for one in files:
        own = kind if one["kind"] in {"jpg", "png"} or kind not in PHOTOS else EvidenceKind.OTHER
        told = " · ".join(part for part in (number, one["name"]) if part)
        found.append({"kind": own.value, "on": on.isoformat(), "reference": told, "sha256": one["sha256"]})
    if number and not found:
        found.append({"kind": kind.value, "on": on.isoformat(), "reference": number})
    return found


def errors_of(parts: Mapping[str, tuple[str, ...]], told: Values) -> Errors:
    """The ledger's codes of a visit and its problems, by the field of the form that each belongs to."""
    found: Errors = {}
    numbers = list(told.rows)
    for part, codes in parts.items():
        counted = any(code.startswith("missing_inspectors:") for every in parts.values() for code in every)
        for code in codes:
            if counted and code == "missing:inspectors":
                continue  # how many are needed says it
            name = _field(code, numbers[int(part)] if part else None, told)
            said = "upload:gone" if code == "bad:evidence" else code
            if said not in found.setdefault(name, []):
                found[name].append(said)
    return found


def _field(code: str, number: int | None, told: Values) -> str:
    head, _, rest = code.partition(":")
    if head in {"nothing_and_hazards", "neither_nothing_nor_hazards"}:
        return "nothing"
    if code == "scope:outside" and number is None:
        return "enterprise"
    if head == "missing_evidence" and rest == EvidenceKind.INSPECTION_PAPER:
        return "paper"
    name = PLACES.get(plain := registering.field_of(code), plain)
    if number is None or name in OF_VISIT:
        return name if name in OF_VISIT or name == "paper_on" else ""
    if head in {"missing_evidence", "bad"} and (rest == "evidence" or rest in PHOTOS):
        return f"p{number}_files"
    if name == "due":
        return f"p{number}_due" if told.rows[number].get("due") else "due"
    return f"p{number}_{name if name in OF_ROW else 'way'}"
