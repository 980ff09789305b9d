"""Notices that leave the program: channels as data, what stands in the queue, when a failed one is tried again."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from riskmap.domain.county import County
from riskmap.domain.people import Grant, Scope, lacks_part
from riskmap.domain.roles import FIELD, Role

FIRST_WAIT: Final = timedelta(minutes=5)  # doubled with each failure
LONGEST_WAIT: Final = timedelta(hours=6)
ADDRESSED: Final = FIELD | {Role.LEADER, Role.ANALYST}  # roles for whom something waits (metrics.queues)
PARTS: Final = {"sector": "sectors", "department": "departments", "township": "townships", "enterprise": "enterprises"}


class ChannelsError(ValueError):
    """A file of channels that cannot be used. The message never holds the address of a channel: it may be a secret."""


class Kind(StrEnum):
    """What a notice is about; with channel and day it is what no second notice is sent for."""

    ALARM = "alarm"  # major hazards without control measures
    WAITING = "waiting"  # overdue, due soon, steps of the ladder, re-inspections that are late


class State(StrEnum):
    """Where a notice stands. SENDING is written before an attempt: what stays so was cut off, and is not repeated."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"


class Outcome(StrEnum):
    """What became of one attempt. UNKNOWN: the message went out, and whether (or to whom) it arrived nobody can say."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where notices go, and for whom: a role with its part of the county. `detail`: rows may stand in it."""

    name: str
    url: str = field(repr=False)
    grant: Grant
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of a channel for a day. `counts` by queue; `body` is emptied once it is sent."""

    id: str
    channel: str
    day: date
    kind: Kind
    counts: Mapping[str, int]
    title: str = field(repr=False)
    body: str = field(repr=False)
    detail: bool = False
    state: State = State.QUEUED
    attempts: int = 0
    next_at: str = ""  # not before this moment, UTC; "" = at once


def retry_at(now: datetime, attempts: int) -> datetime:
    """When a notice is tried again after so many failed attempts."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 10)
    return now + min(doubled, LONGEST_WAIT)


def load_channels(path: Path, county: County) -> tuple[Channel, ...]:
    """The channels of a TOML file ([[channel]] name, url, role, department, township, …). Raises ChannelsError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise ChannelsError(f"{path}: cannot be read ({type(wrong).__name__})") from None
    except tomllib.TOMLDecodeError as wrong:
        where = str(wrong).rpartition("(")[2].rstrip(")")  # "at line 3, column 7": never what stands there
        raise ChannelsError(f"{path}: is no TOML ({where})") from None
    found = tuple(_channel(path, told, county) for told in table.get("channel", ()))
    names = [one.name for one in found]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise ChannelsError(f"{path}: two channels are called {twice!r}")
    return found


def _channel(path: Path, told: Mapping[str, Any], county: County) -> Channel:
    name = str(told.get("name", "")).strip()
    if not name or not str(told.get("url", "")).strip():
        raise ChannelsError(f"{path}: a channel needs a name and a url")
    where = f"{path}: channel {name!r}"
    if unknown := sorted(set(told) - {"name", "url", "role", "detail", *PARTS}):
        raise ChannelsError(f"{where}: unknown key {unknown[0]!r}")
    role = told.get("role", Role.COMMITTEE.value)
    if role not in {one.value for one in ADDRESSED}:
        raise ChannelsError(f"{where}: {role!r} is not one of {', '.join(sorted(ADDRESSED))}")
    if not isinstance(told.get("detail", False), bool):
        raise ChannelsError(f"{where}: detail is true or false")
    scope = Scope(**{PARTS[key]: _codes(where, key, told[key], county) for key in PARTS if key in told})
    grant = Grant(Role(role), scope)
    if lacks_part(grant):
        raise ChannelsError(f"{where}: the role {role} needs its {role if role in PARTS else 'part'}")
    return Channel(name, str(told["url"]).strip(), grant, told.get("detail", False))


def _codes(where: str, key: str, value: Any, county: County) -> tuple[str, ...]:
    """Codes of one part, a word or a list; one that the county does not have would count nothing for ever."""
    codes = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
    known = {
        "sector": set(county.sectors.codes),
        "department": set(county.departments.codes),
        "township": {region.code for region in county.regions.townships},
    }.get(key)
    if not codes or not all(isinstance(code, str) and code for code in codes):
        raise ChannelsError(f"{where}: {key} is a code or a list of codes")
    if known and (stray := sorted(set(codes) - known)):
        raise ChannelsError(f"{where}: {key} {stray[0]!r} is no code of this county")
    return codes
