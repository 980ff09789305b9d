"""A profile teaches the importer one sender's habits: headers, words, dates, coordinates, defaults (docs/import.md)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from riskmap.ingest.clean.text import header_forms, word
from riskmap.ingest.fields import schema
from riskmap.ingest.refusal import Refusal

EXTRA, IGNORE = "extra", "ignore"  # in the place of a field: keep the column as extra text, drop it
ASIDE = frozenset({EXTRA, IGNORE})
VALUES = ("status", "grade", "sector", "region")
SYSTEMS = frozenset({"", "wgs84", "cgcs2000", "gcj02", "bd09"})
MOST = 1 << 20  # bytes of a profile
LINE = re.compile(r"at line (\d+)")
FAULTS = {  # message ids of the page, too
    "unreadable": "The file {value} cannot be read.",
    "too_large": "The file is larger than 1 MB.",
    "encoding": "The file is not UTF-8 text.",
    "toml": "Line {value} is not TOML.",
    "kind": "kind is ledger, register or auto, not {value}.",
    "field": "There is no field {value}.",
    "system": "coordinates.system is wgs84, cgcs2000, gcj02 or bd09, not {value}.",
    "table": "{value} must be a table: [{value}].",
    "key": "The key {value} is unknown.",
}
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
    chosen: frozenset[str] = frozenset()  # those of `headers` that were chosen for this one file

    def as_table(self) -> dict[str, Any]:
        """The profile as `parse` reads it, of plain values; parts that say nothing are left out."""
        told = {
            "kind": self.kind if self.kind != "auto" else "",
            "sender": self.sender,
            "headers": dict(self.headers),
            "values": {group: dict(words) for group, words in self.values.items()},
            "dates": {key: value for key, value in (("formats", list(self.formats)), ("zone", self.zone)) if value},
            "coordinates": {"system": self.system} if self.system else {},
            "defaults": dict(self.defaults),
        }
        return {key: value for key, value in told.items() if value}


def choosing(profile: Profile, headers: Mapping[str, str]) -> Profile:
    """The profile with what a person chose for the columns of one file: header as read → field, extra or ignore."""
    chosen = {header_forms(header)[0]: name for header, name in headers.items()}
    return replace(profile, headers={**profile.headers, **chosen}, chosen=profile.chosen | chosen.keys())


def merged(stored: Profile, told: Profile) -> Profile:
    """A sender's stored profile under what is told beside the file, which wins."""
    groups = stored.values.keys() | told.values.keys()
    return Profile(
        kind=told.kind if told.kind != "auto" else stored.kind,
        sender=told.sender or stored.sender,
        headers={**stored.headers, **told.headers},
        values={one: {**stored.values.get(one, {}), **told.values.get(one, {})} for one in sorted(groups)},
        formats=tuple(dict.fromkeys((*told.formats, *stored.formats))),
        zone=told.zone or stored.zone,
        system=told.system or stored.system,
        defaults={**stored.defaults, **told.defaults},
        chosen=told.chosen,
    )


class BadProfile(Refusal):
    """A profile that cannot be used. `fault`: a key of FAULTS; `value`: the word at fault, or the line of the file."""

    def __init__(self, fault: str, value: str = "") -> None:
        super().__init__("bad_profile", FAULTS[fault].format(value=value))
        self.fault, self.value = fault, value


def load(path: Path) -> Profile:
    """Read a profile; raises BadProfile with what is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadProfile("unreadable", path.name) from error
    return loads(content)


def loads(content: bytes) -> Profile:
    """A profile from the bytes of its file; raises BadProfile with what is wrong."""
    if len(content) > MOST:
        raise BadProfile("too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadProfile("encoding") from error
    try:
        return parse(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = LINE.search(str(error))
        raise BadProfile("toml", line.group(1) if line else str(text.count("\n") + 1)) from error


def parse(table: Mapping[str, Any]) -> Profile:
    """A profile from its parsed TOML; raises BadProfile naming the key."""
    _keys(table, KNOWN, "")
    kind = str(table.get("kind", "auto"))
    if kind not in {"auto", "ledger", "register"}:
        raise BadProfile("kind", kind)
    fields = {**schema("ledger").fields, **schema("register").fields}
    headers = {header_forms(str(k))[0]: str(v) for k, v in _table(table, "headers").items()}
    for name in [*headers.values(), *_table(table, "defaults")]:
        if name not in fields and name not in ASIDE:
            raise BadProfile("field", name)
    values = _table(table, "values")
    _keys(values, frozenset(VALUES), "values.")
    dates = _table(table, "dates")
    system = str(_table(table, "coordinates").get("system", "")).lower()
    if system not in SYSTEMS:
        raise BadProfile("system", system)
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
        raise BadProfile("table", key)
    return found


def _keys(table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise BadProfile("key", f"{where}{key}")
