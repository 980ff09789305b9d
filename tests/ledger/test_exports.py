"""An export leaves one event: who, when, what for, which filter, how many rows; and it changes no fact."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.ledger import audit, maintain, queries
from riskmap.ledger.batch import Actor, Export
from riskmap.ledger.commands import Ledger, Refused
from riskmap.store import events
from riskmap.store.engine import reading

EXPORT = Export("hazards", "xlsx", " 周调度会 ", {"township": "141034103"}, date(2026, 11, 18), 7, masked=False)
OFFICE = Actor("office", "县安委办", "committee")


@pytest.mark.parametrize(("purpose", "code"), [("", "missing"), ("  ", "missing"), ("x" * 201, "too_long")])
def test_nothing_leaves_without_a_purpose(engine: Engine, county: County, purpose: str, code: str) -> None:
    ledger = Ledger(engine, county, county.gates())
    with pytest.raises(Refused, match=f"{code}:purpose"):
        ledger.record_export(replace(EXPORT, purpose=purpose), OFFICE)
    with pytest.raises(Refused, match=f"{code}:purpose"):
        audit.record_export(engine, county, replace(EXPORT, purpose=purpose), OFFICE)
    assert maintain.verify(engine, county).events == 0


def test_an_export_is_in_the_chain_with_its_purpose_filter_count_and_person(engine: Engine, county: County) -> None:
    before = queries.snapshot(engine, county)
    number = Ledger(engine, county, county.gates()).record_export(EXPORT, OFFICE)
    with reading(engine) as connection:
        found = list(events.read(connection, county.code, "entity = ?", (events.EXPORT,)))
    assert [(one.seq, one.action, one.actor, one.on_date) for one in found] == [
        (number, "export", "office", "2026-11-18")
    ]
    told = json.loads(found[0].payload)
    assert (told["purpose"], told["filter"], told["count"]) == ("周调度会", {"township": "141034103"}, 7)
    after = queries.snapshot(engine, county, before)
    assert after.revision == number
    assert (after.hazards is before.hazards, after.enterprises is before.enterprises) == (True, True)
    assert after.updated_at == before.updated_at, "data has not become newer because somebody took it out"
    assert maintain.verify(engine, county).ok


@pytest.mark.parametrize("role", ["enterprise", "inspector", "auditor", "admin", "visitor"])
def test_who_may_not_export_leaves_no_event(engine: Engine, county: County, role: str) -> None:
    with pytest.raises(Refused):
        Ledger(engine, county, county.gates()).record_export(EXPORT, Actor("x", "外人", role))
    assert queries.revision(engine, county) == 0
