"""A profile teaches the importer one sender's habits: headers, words, dates, coordinates, defaults (docs/import.md)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riskmap.ingest.clean.text import header_forms, word
from riskmap.ingest.fields import schema
from riskmap.ingest.refusal import Refusal

VALUES = ("status", "grade", "sector", "region")
SYSTEMS = frozenset({"", "wgs84", "cgcs2000", "gcj02", "bd09"})
KNOWN = frozenset({"kind", "sender", "headers", "values", "dates", "coordinates", "defaults"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile file says; every part may be left out."""

    kind: str = "auto"
    sender: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # normal form of a header → field
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # status, grade, sector, region → word → code
    formats: tuple[str, ...] = ()  # strptime formats tried before our own
    zone: str = ""
    system: str = ""
    defaults: Mapping[str, str] = field(default_factory=dict)  # field → value of a blank cell


def load(path: Path) -> Profile:
    """Read a profile; raises Refusal `bad_profile` with what is wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal("bad_profile", str(error)) from error
    return parse(table)


def parse(table: Mapping[str, Any]) -> Profile:
    """A profile from its parsed TOML; raises Refusal `bad_profile` naming the key."""
    _keys(table, KNOWN, "")
    kind = str(table.get("kind", "auto"))
    if kind not in {"auto", "ledger", "register"}:
        raise Refusal("bad_profile", f"kind = {kind}")
    fields = {**schema("ledger").fields, **schema("register").fields}
    headers = {header_forms(str(k))[0]: str(v) for k, v in _table(table, "headers").items()}
    for name in [*headers.values(), *_table(table, "defaults")]:
        if name not in fields and name != "ignore":
            raise Refusal("bad_profile", f"unknown field {name}")
    values = _table(table, "values")
    _keys(values, frozenset(VALUES), "values.")
    dates = _table(table, "dates")
    system = str(_table(table, "coordinates").get("system", "")).lower()
    if system not in SYSTEMS:
        raise Refusal("bad_profile", f"coordinates.system = {system}")
    return Profile(
        kind=kind,
        sender=str(table.get("sender", "")),
        headers=headers,
        values={group: {word(str(k)) or str(k): str(v) for k, v in _table(values, group).items()} for group in values},
        formats=tuple(str(f) for f in dates.get("formats", ())),
        zone=str(dates.get("zone", "")),
        system=system,
        defaults={str(k): str(v) for k, v in _table(table, "defaults").items()},
    )


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise Refusal("bad_profile", f"{key} is not a table")
    return found


def _keys(table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise Refusal("bad_profile", f"unknown key {where}{key}")
