"""Stored rows → the frame of what was done about hazards beside their loop (riskmap.domain.columns.ACTS)."""

from collections.abc import Iterable, Iterator

import pandas as pd
from sqlalchemy import Connection

from riskmap.domain.codes import ExtensionState, ListingState, Sampled, Step
from riskmap.domain.columns import (
    ACTS,
    ASKED,
    CHECKED,
    DELISTING,
    DUE_CORRECTED,
    EPOCH,
    GRADED,
    LISTED,
    PROPOSED,
    REASON,
    REPORTED,
    REVIEWED,
    SAMPLED,
    STATED,
    WISHED,
    to_day,
)
from riskmap.domain.county import County
from riskmap.domain.hazard import DUE, SAMPLE
from riskmap.ledger import beside
from riskmap.ledger.beside import Row, Select
from riskmap.store.shapes import as_date


def load(connection: Connection, county: County, known: pd.DataFrame | None = None, after: int = 0) -> pd.DataFrame:
    """Everything done beside the loop: steps of escalation, listings, extensions, grades, statements; as recorded.

    `known`, `after`: see beside.load.
    """
    return beside.load(connection, county, ACTS, _read, known, after)


def _read(select: Select) -> Iterator[Row]:
    for read in (_steps, _listings, _extensions, _rounds, _moves, _statements, _reported):
        for hazard, act, on, given in read(select):
            yield hazard, act, to_day(as_date(on)), to_day(as_date(given))


def _steps(select: Select) -> Iterable[Row]:
    return select("escalation", ("hazard_id", "step", "on", "due"))


def _listings(select: Select) -> Iterator[Row]:
    told = ("hazard_id", "state", "proposed", "listed", "due", "delist_applied", "delisted")
    answers = ("dropped", "delist_refused")  # days; a proposal that was dropped before they were kept has none
    for hazard, state, proposed, listed, due, applied, gone, dropped, refused in select("listing", (*told, *answers)):
        if proposed or listed:
            yield hazard, Step.LIST.value, proposed or listed, None
        if proposed and (dropped or state != ListingState.DROPPED):
            yield hazard, PROPOSED, proposed, listed or dropped
        if listed:
            yield hazard, LISTED, listed, due
        if applied and (refused or state in {ListingState.ACCEPTANCE, ListingState.DELISTED}):
            yield hazard, DELISTING, applied, gone or refused


def _extensions(select: Select) -> Iterator[Row]:
    for hazard, state, applied, decided in select("extension", ("hazard_id", "state", "applied", "decided")):
        if decided or state == ExtensionState.REQUESTED:
            yield hazard, ASKED, applied, decided


def _rounds(select: Select) -> Iterator[Row]:
    for hazard, reviewed, declared, rectified in select(
        "hazard_round", ("hazard_id", "reviewed", "declared", "rectified")
    ):
        yield hazard, REVIEWED, reviewed, declared or rectified


def _moves(select: Select) -> Iterator[Row]:
    for hazard, name, on, new in select("move", ("hazard_id", "name", "on", "new")):
        if name == "grade":
            yield hazard, GRADED, on, None
        elif name == DUE:
            yield hazard, DUE_CORRECTED, on, None
        elif name == SAMPLE:
            yield hazard, SAMPLED if new == Sampled.DRAWN else CHECKED, on, None


def _statements(select: Select) -> Iterator[Row]:
    names = ("hazard_id", "on", "expected", "coordination", "late_reason")
    for hazard, on, expected, coordination, reason in select("statement", names):
        yield hazard, STATED, on, expected
        if reason:
            yield hazard, REASON + reason, on, expected
        if coordination:
            yield hazard, WISHED, on, expected


def _reported(select: Select) -> Iterator[Row]:
    for hazard, system, on in select("reported", ("hazard_id", "system", "on")):
        yield hazard, REPORTED + system, on or EPOCH, None
