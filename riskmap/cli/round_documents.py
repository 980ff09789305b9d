"""What `round` answers: JSON documents of a round, of what came back, of the form that units fill in together."""

from datetime import date
from typing import TYPE_CHECKING, Any

from riskmap.cli.office import Office, question

if TYPE_CHECKING:
    from riskmap.domain.filling import FillingRound
    from riskmap.ingest.answers import Finding
    from riskmap.ingest.collecting import Preview


def form(office: Office, sent: "FillingRound") -> dict[str, Any]:
    """The form as the units that reported fill it in together, and where our ledger counts otherwise."""
    from riskmap.cli.reporting import forms_of
    from riskmap.domain.filling import CHASED, reports
    from riskmap.domain.filling_form import COLUMNS, DECLARED, cells, consolidated, differences, rate
    from riskmap.metrics import form_figures
    from riskmap.metrics.format import pct
    from riskmap.metrics.forms import Register

    standing = {one.receiver.code for one in reports(sent, office.today) if one.state not in CHASED}
    filled = {key: value for key, value in cells(sent.figures).items() if key[0] in standing}
    period = {"as_of": sent.as_of.isoformat()} | ({"from": sent.from_.isoformat()} if sent.from_ else {})
    index, where = question(office, period)
    declared, snapshot = forms_of(office).get(DECLARED), office.snapshot
    register = Register(snapshot.enterprises, snapshot.inspections)
    ledger = form_figures.figures(declared, index, where, sent.by, sorted(standing), register)
    sums = consolidated(filled, standing)
    rows = {
        row or "total": {
            one.name: pct(*rate(sums, row, one)) if one.kind == "rate" else str(sums.get((row, one.name), 0))
            for one in COLUMNS
        }
        for row in dict.fromkeys(row for row, _ in sums)
    }
    found = [
        {"unit": one.unit, "row": one.row, "column": one.column, "reported": str(one.reported),
         "ledger": str(one.ledger)}
        for one in differences(filled, ledger, form_figures.counted(declared))
    ]  # fmt: skip
    return {"form": rows, "differences": found}


def told(sent: "FillingRound", today: date, *, units: bool = True) -> dict[str, Any]:
    """A round as JSON: what was asked, counts, and one entry a unit."""
    from riskmap.domain.filling import CHASED, reports, tally

    found = reports(sent, today)
    document: dict[str, Any] = {
        "round": sent.id, "token": sent.token, "kind": sent.kind.value, "by": sent.by.value, "title": sent.title,
        "created": sent.created.isoformat(), "as_of": sent.as_of.isoformat(), "deadline": sent.deadline.isoformat(),
        "closed": sent.closed.isoformat() if sent.closed else None, "units": len(found), "items": len(sent.asked),
        "answered": sum(one.answered for one in found),
        "states": {state.value: number for state, number in tally(found).items()},
    }  # fmt: skip
    if units:
        document["receivers"] = [
            {
                "code": one.receiver.code, "name": one.receiver.name, "state": one.state.value,
                "on": one.on.isoformat() if one.on else None, "days_late": one.days_late, "answered": one.answered,
                "items": one.asked, "chase": one.state in CHASED and sent.closed is None,
                "files": [file.file_name for file in one.files],
            }
            for one in found
        ]  # fmt: skip
    return document


def collected(found: "Preview") -> dict[str, Any]:
    """What came back as JSON: every field with old, new and what becomes of it, and the findings."""
    lines = [
        {
            "unit": unit.name, "hazard_no": one.item.now.hazard_no, "key": f"{one.item.now.id}:{line.field}",
            "field": line.field, "old": plain(line.old), "new": plain(line.new), "outcome": line.outcome.value,
            "codes": list(line.codes),
        }
        for unit in found.units
        for one in unit.proposals
        for line in one.lines
    ]  # fmt: skip
    return {
        "round": found.sent.id,
        "units": [{"code": one.code, "name": one.name, "rows": len(one.proposals), "changes": one.changes}
                  for one in found.units],
        "changes": sum(one.changes for one in found.units),
        "conflicts": found.conflicts,
        "lines": lines,
        "findings": [finding(one) for one in found.findings],
    }  # fmt: skip


def finding(one: "Finding") -> dict[str, Any]:
    """A finding as JSON."""
    return {
        "code": one.code, "file": one.file, "sheet": one.sheet, "row": one.row, "column": one.column,
        "value": one.value,
    }  # fmt: skip


def plain(value: Any) -> Any:
    """A value as JSON: codes and amounts as text."""
    return value if value is None or isinstance(value, str) else str(value)
