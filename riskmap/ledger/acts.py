"""Stored rows → the frame of what was done about hazards beside their loop (riskmap.domain.columns.ACTS)."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection

from riskmap.domain.codes import ExtensionState, ListingState, Step
from riskmap.domain.columns import (
    ACTS,
    ASKED,
    DAY,
    DELISTING,
    EPOCH,
    GRADED,
    LISTED,
    PROPOSED,
    REPORTED,
    REVIEWED,
    STATED,
    WISHED,
    to_day,
)
from riskmap.domain.county import County
from riskmap.ledger.frames import typed
from riskmap.store import rows
from riskmap.store.shapes import as_date

Act = tuple[str, str, Any, Any]  # hazard, act, day, date given with it
ORDER: Final = "hazard_id, seq"


def load(connection: Connection, county: County) -> pd.DataFrame:
    """Everything done beside the loop: steps of escalation, listings, extensions, grades, statements; as recorded."""
    kinds = (_steps, _listings, _extensions, _rounds, _grades, _statements, _reported)
    found = [act for read in kinds for act in read(connection, county.code)]
    columns = dict(zip(ACTS, zip(*found, strict=True) if found else [()] * len(ACTS), strict=True))
    return pd.DataFrame({name: _typed(columns[name], kind) for name, kind in ACTS.items()})


def _typed(values: Any, kind: str) -> Any:
    return typed([to_day(as_date(value)) for value in values] if kind == DAY else values, kind)


def _select(connection: Connection, table: str, names: tuple[str, ...], county: str, more: str = "") -> list[Any]:
    return rows.select(connection, table, names, "county_code = ?" + more, (county,), ORDER)


def _steps(connection: Connection, county: str) -> Iterator[Act]:
    yield from _select(connection, "escalation", ("hazard_id", "step", "on", "due"), county)


def _listings(connection: Connection, county: str) -> Iterator[Act]:
    names = ("hazard_id", "state", "proposed", "listed", "due", "delist_applied", "delisted")
    for hazard, state, proposed, listed, due, applied, gone in _select(connection, "listing", names, county):
        if proposed or listed:
            yield hazard, Step.LIST.value, proposed or listed, None
        if proposed and state != ListingState.DROPPED:
            yield hazard, PROPOSED, proposed, listed
        if listed:
            yield hazard, LISTED, listed, due
        if applied and state in {ListingState.ACCEPTANCE, ListingState.DELISTED}:
            yield hazard, DELISTING, applied, gone


def _extensions(connection: Connection, county: str) -> Iterator[Act]:
    names = ("hazard_id", "state", "applied", "decided")
    for hazard, state, applied, decided in _select(connection, "extension", names, county):
        if decided or state == ExtensionState.REQUESTED:
            yield hazard, ASKED, applied, decided


def _rounds(connection: Connection, county: str) -> Iterator[Act]:
    names = ("hazard_id", "reviewed", "declared", "rectified")
    for hazard, reviewed, declared, rectified in _select(connection, "hazard_round", names, county):
        yield hazard, REVIEWED, reviewed, declared or rectified


def _grades(connection: Connection, county: str) -> Iterator[Act]:
    for hazard, on in _select(connection, "move", ("hazard_id", "on"), county, " AND name = 'grade'"):
        yield hazard, GRADED, on, None


def _statements(connection: Connection, county: str) -> Iterator[Act]:
    names = ("hazard_id", "on", "expected", "coordination")
    for hazard, on, expected, coordination in _select(connection, "statement", names, county):
        yield hazard, STATED, on, expected
        if coordination:
            yield hazard, WISHED, on, expected


def _reported(connection: Connection, county: str) -> Iterator[Act]:
    for hazard, system, on in _select(connection, "reported", ("hazard_id", "system", "on"), county):
        yield hazard, REPORTED + system, on or EPOCH, None
