"""From the values of the registration form to an entry of the ledger, or to what is wrong beside which field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, Grade, InspectionKind, Source, Status
from riskmap.domain.columns import to_day
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.evidence import RULES
from riskmap.domain.gates import Gates, short_loop
from riskmap.domain.hazard import Hazard
from riskmap.domain.paper_numbers import Use
from riskmap.geo.boundaries import Boundaries, Placement
from riskmap.ingest.clean import points
from riskmap.ledger.entering import Entry
from riskmap.web import data, evidence_files
from riskmap.web.data import View

REGISTER, ORDER, FIX = "register", "order", "fix"  # what happens at once
ALWAYS = (EvidenceKind.PHOTO_BEFORE, EvidenceKind.INSPECTION_PAPER)
SYSTEMS = ("wgs84", "gcj02", "bd09")
FACTS = ("township", "sector", "place", "description", "grade", "source", "inspectors", "measure")
PLACES = {  # part of a code → field of the form that it stands beside
    "on": "order_on", "inspection_kind": "kind", "reviewers": "inspectors", "responsible": "responsible_person",
}  # fmt: skip
Errors = dict[str, list[str]]  # field ("" for none) → codes


@dataclass(frozen=True, slots=True)
class Told:
    """What was made of the form: an entry, or errors."""

    entry: Entry | None = None
    errors: Errors = field(default_factory=dict)


def ways(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What may happen at once to a hazard of this grade and source."""
    if values.get("grade") == Grade.MAJOR:
        return REGISTER, ORDER
    return (REGISTER, FIX) if values.get("source") == Source.SELF else (REGISTER, ORDER, FIX)


def way(values: Mapping[str, Any]) -> str:
    """The chosen one, if it is still open."""
    chosen = str(values.get("way") or REGISTER)
    return chosen if chosen in ways(values) else REGISTER


def papers(values: Mapping[str, Any], gates: Gates) -> tuple[str, ...]:
    """Kinds of evidence that the form asks a reference of: those of the gate, and those of every finding."""
    action = {ORDER: Action.CONFIRM, FIX: Action.FIX}.get(way(values))
    asked = gates.items(action.value, _sketch(values), _sketch(values).grade) if action else ()
    return tuple(dict.fromkeys(str(one) for one in (*asked, *ALWAYS) if one not in RULES))


def inside(values: Mapping[str, Any]) -> bool:
    """Whether the enterprise found a general one itself: open at once, with its own due date."""
    return short_loop(_sketch(values))


def _sketch(values: Mapping[str, Any]) -> Hazard:
    found = values.get("found") or data.today()
    grade, source = values.get("grade") or Grade.GENERAL, values.get("source") or Source.UNKNOWN
    return Hazard("", "", found, Status.PENDING, grade=Grade(grade), source=Source(source))


def read(values: Mapping[str, Any], view: View, shapes: Boundaries, files: str = "") -> Told:
    """An entry from the values of the widgets, or the errors that can be told without asking the ledger.

    `files`: key of the field of its files.
    """
    lon, lat, wrong = point(values, shapes)
    errors: Errors = {"lon": [wrong]} if wrong else {}
    if not isinstance(values.get("found"), date):
        errors["found"] = ["missing:found"]
    if not values.get("grade"):
        errors["grade"] = ["missing:grade"]
    if errors:
        return Told(errors=errors)
    found: date = values["found"]
    firm_id, new = firm(values, view)
    facts: dict[str, Any] = {name: text_of(values.get(name)) for name in FACTS if text_of(values.get(name))}
    facts |= {"found": found, "enterprise_id": firm_id, "enterprise_name": name_of(values, view)}
    facts |= {"lon": lon, "lat": lat}
    facts |= {"evidence": _evidence(values, found, files), **of_firm(values, view, facts)}
    if inside(values) and way(values) == REGISTER:
        facts |= {"due": values.get("due"), "responsible_person": text_of(values.get("responsible_person"))}
    facts = {name: value for name, value in facts.items() if value not in (None, "", ())}
    visit = _visit(values, view, facts)
    data_ = {"reviewers": facts.get("inspectors", "")} if way(values) == FIX else {}
    action = FIX if way(values) == FIX else REGISTER
    return Told(Entry(facts, found, action, data_, new, visit, _order(values, facts)))


def errors_of(codes: tuple[str, ...]) -> Errors:
    """The ledger's codes by the field of the form that each belongs to."""
    found: Errors = {}
    for code in codes:
        found.setdefault(field_of(code), []).append(code)
    return found


FIELDS = frozenset(
    {"enterprise", "township", "sector", "department", "place", "description", "grade", "source", "found", "kind",
     "inspectors", "due", "order_on", "responsible_person", "basis", "measure"}
)  # fmt: skip


def field_of(code: str) -> str:
    """The field of the form that a code belongs to; "" for none."""
    head, _, rest = code.partition(":")
    if head in {"missing_inspectors", "missing_reviewers"}:
        return "inspectors"
    if code == "bad:evidence":
        return "files"
    if head == "missing_evidence":
        return f"paper_{rest}"
    if head in {"grade", "source"}:
        return head
    parts = [PLACES.get(part, part) for part in rest.replace("<=", "<").split("<")]
    return next((part for part in parts if part in FIELDS), "")


def point(values: Mapping[str, Any], shapes: Boundaries) -> tuple[float | None, float | None, str]:
    """Typed coordinates in WGS 84 and what is wrong with them: point:unreadable, half, swapped or outside."""
    texts = [text_of(values.get(name)) for name in ("lon", "lat")]
    if not any(texts):
        return None, None, ""
    both = points.pair(texts[0]) if texts[0] and not texts[1] else None
    told = both or tuple(points.degrees(text) if text else None for text in texts)
    if any(text and value is None for text, value in zip(texts, told, strict=True)):
        return None, None, "point:unreadable"
    if told[0] is None or told[1] is None:
        return None, None, "point:half"
    (lon, lat), *_ = points.to_wgs84([told[0]], [told[1]], str(values.get("system") or SYSTEMS[0]))
    placement = shapes.placement([lon], [lat])[0]
    return lon, lat, "" if placement == Placement.INSIDE else f"point:{placement}"


def text_of(value: object) -> str:
    """Text without blanks around it; "" for nothing."""
    return str(value).strip() if value is not None else ""


def firm_of(values: Mapping[str, Any], view: View) -> Mapping[str, Any] | None:
    """The chosen enterprise of the register; None for one that is not in it."""
    told = text_of(values.get("enterprise"))
    if not told:
        return None
    frame = view.snapshot.enterprises
    for name in ("id", "name"):
        at = (frame[name] == told).to_numpy().nonzero()[0]
        if len(at) == 1:
            return {str(column): value for column, value in frame.iloc[int(at[0])].items()}
    return None


def name_of(values: Mapping[str, Any], view: View) -> str:
    """Name of the chosen or typed enterprise."""
    known = firm_of(values, view)
    return str(known["name"]) if known else text_of(values.get("enterprise"))


def firm(values: Mapping[str, Any], view: View) -> tuple[str | None, Enterprise | None]:
    """Id of a known enterprise, or a new one to be looked at by a person."""
    known, name = firm_of(values, view), text_of(values.get("enterprise"))
    if known or not name:
        return (str(known["id"]) if known else None), None
    sector = text_of(values.get("sector")) or "other"
    return None, Enterprise("", name, township=text_of(values.get("township")), sector=sector, confirmed=False)


def of_firm(values: Mapping[str, Any], view: View, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the enterprise and the sector: department, level of supervision, the unit responsible."""
    known = firm_of(values, view)
    by_sector = data.county().sectors.department_of(str(facts.get("sector", "other")), facts["found"])
    own = str(known["department"]) if known else ""
    department = text_of(values.get("department")) or own or by_sector
    level = {"supervision": str(known["supervision"])} if known and known["supervision"] else {}
    return {"department": department, "responsible_unit": name_of(values, view), **level}


def _evidence(values: Mapping[str, Any], on: date, files: str) -> list[dict[str, Any]]:
    asked = papers(values, data.county().gates())
    typed = {kind: text for kind in asked if (text := text_of(values.get(f"paper_{kind}")))}
    if values.get("other_kind") and (other := text_of(values.get("other_reference"))):
        typed.setdefault(str(values["other_kind"]), other)
    return evidence_files.told(files, typed, on.isoformat())


def numbered(number: str, values: Mapping[str, Any], view: View, on: object) -> list[Use]:
    """The use that a paper's number would have on what is entered; none before its enterprise and day are told."""
    firm, joined = text_of(values.get("enterprise")), same_visit(values, view)
    if not firm or not isinstance(on, date):
        return []
    return [Use(number, firm, str(joined["id"]) if joined else "", on, "")]


def same_visit(values: Mapping[str, Any], view: View) -> Mapping[str, Any] | None:
    """The stored visit of that enterprise, day and kind, if there is one."""
    known, kind, found = firm_of(values, view), values.get("kind"), values.get("found")
    if not known or not kind or not found:
        return None
    frame = view.snapshot.inspections
    on_day = (frame["enterprise_id"] == known["id"]) & (frame["kind"] == kind) & (frame["on"] == to_day(found))
    at = on_day.to_numpy().nonzero()[0]
    return {str(column): value for column, value in frame.iloc[int(at[0])].items()} if len(at) else None


def _visit(values: Mapping[str, Any], view: View, facts: Mapping[str, Any]) -> Inspection | None:
    kind = text_of(values.get("kind"))
    if not kind:
        return None
    stored = same_visit(values, view)
    return Inspection(
        id=str(stored["id"]) if stored else "",
        on=facts["found"],
        enterprise_id=facts.get("enterprise_id"),
        enterprise_name=str(facts.get("enterprise_name", "")),
        kind=InspectionKind(kind),
        inspectors=str(facts.get("inspectors", "")),
        township=str(facts.get("township", "")),
        department=str(facts.get("department", "")),
    )


def _order(values: Mapping[str, Any], facts: Mapping[str, Any]) -> tuple[date, dict[str, Any]] | None:
    if way(values) != ORDER:
        return None
    form = {name: values.get(name) for name in ("due", "basis", "responsible_person")}
    form |= {name: facts.get(name) for name in ("grade", "inspectors", "department", "responsible_unit", "measure")}
    return values.get("order_on") or facts["found"], {name: value for name, value in form.items() if value}
