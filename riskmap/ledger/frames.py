"""Stored rows → the frames of riskmap.domain.columns: whole columns at once, Python by row only where history is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from riskmap.domain import five
from riskmap.domain.codes import Grade, Item, Source
from riskmap.domain.columns import (
    COAL_SECTORS,
    CODE,
    DAY,
    ENTERPRISES,
    FIVE_DAYS,
    FLAG,
    HAZARDS,
    INSPECTIONS,
    NEVER,
    SPELLS,
    TEXT,
    to_day,
)  # fmt: skip
from riskmap.domain.county import County
from riskmap.domain.hazard import FiveItem
from riskmap.ledger.spells import VARYING, Spell, spells
from riskmap.store import hazards as hazard_store
from riskmap.store import register, rows
from riskmap.store.shapes import as_date

# Columns of the frame by the column of the table that fills them as it is; what is missing here is computed below.
STORED: Final[dict[str, str]] = {
    **{name: name for name in HAZARDS},
    "enterprise": "enterprise_name",
    "due_original": "due",
    "batch": "batch_id",
}
COMPUTED: Final = frozenset(
    {
        "n", "round_no", "round_due", "rejected", "extended", "extended_to", "due_moved", "listed", "delisted",
        "listed_level", "listing_number", "control", "control_on", "group", "self_found", "on_the_spot", "coal",
        "five_content", "five_on", *FIVE_DAYS, "five_paper", "unproven",
    }
)  # fmt: skip
READ: Final = tuple(name for name in STORED if name not in COMPUTED)
_HISTORIES: Final = ("hazard_round", "extension", "move", "listing", "control_record")


class Days(dict[Any, int]):
    """Stored dates (text, date or None) → day numbers, each distinct one turned once."""

    def __missing__(self, value: Any) -> int:
        day = self[value] = to_day(as_date(value))
        return day


@dataclass(frozen=True, slots=True)
class Loaded:
    """Hazards and their earlier states; `row` of spells is the position in this `hazards`."""

    hazards: pd.DataFrame
    spells: pd.DataFrame


def typed(values: Sequence[Any], kind: str) -> Any:
    """A column of one of the types of riskmap.domain.columns."""
    if kind == TEXT:
        return pd.array(["" if value is None else value for value in values], dtype="str")
    if kind == CODE:
        return pd.Categorical(typed(values, TEXT))
    if kind == FLAG:
        return np.array(values, dtype=np.bool_)
    if kind == DAY:
        return np.array(values, dtype=np.int32)
    return np.array(values, dtype=kind)


def hazards(connection: Connection, county: County, where: str = "", values: Sequence[Any] = ()) -> Loaded:
    """Hazards of a county in order of id, with their earlier states. `where` is our own SQL over the table hazard."""
    condition = "county_code = ?" + (f" AND {where}" if where else "")
    parameters = (county.code, *values)
    stored = tuple(STORED[name] for name in READ)
    found = rows.select(connection, "hazard", stored, condition, parameters, "id")
    columns = dict(zip(READ, zip(*found, strict=True) if found else [()] * len(READ), strict=True))
    frame = _columns(columns, len(found), county)
    _five(connection, frame, columns["id"], condition, parameters)
    _unproven(connection, frame, columns["id"], condition, parameters)
    old = _histories(connection, county, where, values)
    return _with_histories(pd.DataFrame(frame), old, county)


def _columns(columns: Mapping[str, Sequence[Any]], size: int, county: County) -> dict[str, Any]:
    days = Days()
    frame: dict[str, Any] = {}
    for name, kind in HAZARDS.items():
        if name in COMPUTED:
            frame[name] = _default(kind, size)
        elif kind == DAY:
            frame[name] = np.fromiter(map(days.__getitem__, columns[name]), dtype=np.int32, count=size)
        else:
            frame[name] = typed(columns[name], kind)
    found, rectified = frame["found"], frame["rectified"]
    frame["n"] = frame["round_no"] = np.ones(size, dtype=np.int64)
    frame["on_the_spot"] = rectified == found
    due = np.where((frame["due"] == NEVER) & frame["on_the_spot"], found, frame["due"])
    frame["due"] = np.where(frame["undated"], NEVER, due).astype(np.int32)  # as domain.due has it for one hazard
    frame["group"] = _groups(frame["sector"], county)
    frame["coal"] = np.asarray(frame["sector"].isin(COAL_SECTORS))
    frame["self_found"] = np.asarray((frame["source"] == Source.SELF) & (frame["grade"] == Grade.GENERAL))
    return frame


def _default(kind: str, size: int) -> Any:
    if kind in {TEXT, CODE}:
        return typed([""] * size, kind)
    return np.full(size, NEVER if kind == DAY else 0, dtype=kind)


def _groups(sectors: pd.Categorical, county: County) -> pd.Categorical:
    groups = [county.sectors.group_of(str(code)) for code in sectors.categories]
    known, numbers = np.unique(np.array(groups, dtype=object), return_inverse=True)
    codes = numbers[sectors.codes] if groups else np.zeros(len(sectors), dtype=np.int8)
    return pd.Categorical.from_codes(codes, categories=pd.Index(known, dtype="str"))


def _five(
    connection: Connection, frame: dict[str, Any], ids: Sequence[str], condition: str, values: Sequence[Any]
) -> None:
    """Count the five implementations of the hazards that have any, as the gates judge them (domain.five)."""
    where = f"county_code = ? AND hazard_id IN (SELECT id FROM hazard WHERE {condition})"  # noqa: S608
    names = ("hazard_id", "item", "content", "in_place", "in_place_on")
    found = rows.select(connection, "five_item", names, where, (values[0], *values))
    if not found:
        return
    owners = {row[0] for row in found}
    rows_of = {hazard_id: at for at, hazard_id in enumerate(ids) if hazard_id in owners}
    at = np.array([rows_of[row[0]] for row in found])
    items = [FiveItem(Item(item), content, proof) for _, item, content, proof, _ in found]
    paper = np.array([five.has_content(one) for one in items])
    stated = np.array([five.in_place(one) for one in items])
    frame["five_content"] = np.bincount(at[paper], minlength=len(ids)).astype(np.int8)
    known = Days()
    days = np.array([0 if row[4] is None else known[row[4]] for row in found], dtype=np.int32)
    frame["five_on"] = _proved_on(stated, days, at, len(ids))
    number = np.array([list(Item).index(one.item) for one in items])
    for place, name in enumerate(FIVE_DAYS):
        here = stated & (number == place)
        frame[name][at[here]] = days[here]
    np.bitwise_or.at(frame["five_paper"], at[paper], (1 << number[paper]).astype(np.int8))


def _proved_on(proved: Any, told: Any, at: Any, size: int) -> Any:
    """The day from which all five are proved in place; a proof without a day has always been there."""
    since = np.zeros(size, dtype=np.int32)
    np.maximum.at(since, at[proved], told[proved])
    whole = np.bincount(at[proved], minlength=size) == len(Item)
    return np.where(whole, since, NEVER).astype(np.int32)


def _unproven(
    connection: Connection, frame: dict[str, Any], ids: Sequence[str], condition: str, values: Sequence[Any]
) -> None:
    """Mark what an old ledger had done and nothing proves: no evidence of any kind (历史台账, 无佐证)."""
    if not frame["legacy"].any():
        return
    where = f"county_code = ? AND hazard_id IN (SELECT id FROM hazard WHERE {condition} AND legacy)"  # noqa: S608
    proved = {row[0] for row in rows.select(connection, "evidence", ("hazard_id",), where, (values[0], *values))}
    bare = np.fromiter((one not in proved for one in ids), dtype=np.bool_, count=len(ids))
    frame["unproven"] = frame["legacy"] & bare


def _histories(connection: Connection, county: County, where: str, values: Sequence[Any]) -> dict[str, list[Spell]]:
    """States of the hazards that have rounds, extensions, moves, listings or control records, by id."""
    own = " UNION ".join(f'SELECT hazard_id FROM "{table}" WHERE county_code = ?' for table in _HISTORIES)  # noqa: S608
    condition = f"id IN ({own})" + (f" AND {where}" if where else "")
    parameters = (*[county.code] * len(_HISTORIES), *values)
    return {h.id: spells(h) for h in hazard_store.load_where(connection, county.code, condition, parameters)}


def _with_histories(frame: pd.DataFrame, old: Mapping[str, list[Spell]], county: County) -> Loaded:
    positions = [(at, old[hazard_id]) for at, hazard_id in enumerate(frame["id"]) if hazard_id in old]
    latest = np.array([at for at, _ in positions], dtype=np.int64)
    frame = overwrite(frame, latest, _varying([states[-1].facts for _, states in positions], county))
    earlier = [(at, spell) for at, states in positions for spell in states[:-1]]
    row = np.array([at for at, _ in earlier], dtype=np.int64)
    before = frame.take(row).reset_index(drop=True)
    before = overwrite(before, np.arange(len(row)), _varying([spell.facts for _, spell in earlier], county))
    before["row"] = row
    before["since"] = np.array([spell.since for _, spell in earlier], dtype=np.int32)
    before["until"] = np.array([spell.until for _, spell in earlier], dtype=np.int32)
    return Loaded(frame, before)


def _varying(facts: Sequence[Mapping[str, Any]], county: County) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [one[name] for one in facts] for name in VARYING if name != "group"}
    columns["group"] = [county.sectors.group_of(sector) for sector in columns["sector"]]
    return columns


def overwrite(frame: pd.DataFrame, at: Any, columns: Mapping[str, Any]) -> pd.DataFrame:
    """The frame with other values in the rows `at`; types stay, new codes join the categories."""
    if not len(at):
        return frame
    changed: dict[str, Any] = {}
    for name, values in columns.items():
        kind = SPELLS[name]
        if kind == CODE:
            changed[name] = _codes(frame[name], at, values)
        else:
            array = frame[name].array.copy() if kind == TEXT else frame[name].to_numpy(copy=True)
            array[at] = typed(values, kind)
            changed[name] = array
    return frame.assign(**changed)


def _codes(column: pd.Series, at: Any, values: Sequence[Any]) -> pd.Categorical:
    known = column.cat.categories
    joined = known.append(pd.Index(sorted(set(values) - set(known)), dtype=known.dtype))
    codes = column.cat.codes.to_numpy().astype(np.int32)
    codes[at] = joined.get_indexer(pd.Index(list(values)))
    return pd.Categorical.from_codes(codes, categories=joined)


def enterprises(connection: Connection, county: County) -> pd.DataFrame:
    """The enterprise register as a frame, in order of id."""
    found = list(register.enterprises(connection, county.code).values())
    own = {"group": lambda e: county.sectors.group_of(e.sector), "status": lambda e: e.state.value}
    return _frame(found, ENTERPRISES, own)


def inspections(connection: Connection, county: County) -> pd.DataFrame:
    """Every visit as a frame, in order of id."""
    return _frame(register.inspections(connection, county.code), INSPECTIONS, {})


def _frame(found: Sequence[Any], kinds: Mapping[str, str], own: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({name: typed(list(_values(found, name, kind, own)), kind) for name, kind in kinds.items()})


def _values(found: Sequence[Any], name: str, kind: str, own: Mapping[str, Any]) -> Iterable[Any]:
    take = own.get(name)
    for one in found:
        value = take(one) if take else getattr(one, name)
        if kind == DAY:
            yield to_day(value)
        elif value is None:
            yield "" if kind in {TEXT, CODE} else np.nan
        else:
            yield getattr(value, "value", value)
