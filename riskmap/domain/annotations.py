"""Annotations of the time charts: campaigns, accidents, holidays, and what else explains a rise or a fall.

Holidays are shipped as data; everything else is entered by the office. An annotation that was wrong is withdrawn,
never deleted. Accidents are shown to leaders and the office alone (DOMAIN.md §7.1).
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from riskmap.domain.roles import Role

FILE: Final = Path(__file__).with_name("annotations.toml")
LONGEST: Final = 60  # characters of a text
LONGEST_DAYS: Final = 400  # a campaign is not a century
SEE_ACCIDENTS: Final = frozenset({Role.COMMITTEE, Role.LEADER, Role.SYSTEM})


class AnnotationKind(StrEnum):
    """What happened."""

    CAMPAIGN = "campaign"  # 专项行动
    ACCIDENT = "accident"  # 事故
    HOLIDAY = "holiday"  # 节假日
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Annotation:
    """Days from first to last, both inclusive, and what they were. `id` is "" for what is shipped."""

    id: str
    kind: AnnotationKind
    first: date
    last: date
    text: str
    entered: date | None = None
    withdrawn: date | None = None
    demo: bool = False
    version: int = 0


def faults(one: Annotation) -> tuple[str, ...]:
    """Why an annotation cannot stand: missing:text, too_long:text, bad_order:last<first, too_long:days."""
    found = [] if one.text.strip() else ["missing:text"]
    if len(one.text) > LONGEST:
        found.append("too_long:text")
    if one.last < one.first:
        found.append("bad_order:last<first")
    if (one.last - one.first).days >= LONGEST_DAYS:
        found.append("too_long:days")
    return tuple(found)


def withdrawn(one: Annotation, on: date) -> Annotation | tuple[str, ...]:
    """The annotation taken back, or why it cannot be: annotation:withdrawn."""
    if one.withdrawn is not None:
        return ("annotation:withdrawn",)
    return replace(one, withdrawn=on, version=one.version + 1)


@cache
def shipped(lang: str) -> tuple[Annotation, ...]:
    """The holidays that come with the program, named in a language (zh_CN, en)."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["annotation"]
    return tuple(
        Annotation("", AnnotationKind(one["kind"]), one["first"], one["last"], one["text"][lang]) for one in told
    )


@cache
def days_off() -> tuple[date, ...]:
    """Every day of the shipped holidays, in order: no working day. Days worked in exchange for them are not told."""
    holidays = (one for one in shipped("en") if one.kind is AnnotationKind.HOLIDAY)
    return tuple(sorted({one.first + timedelta(n) for one in holidays for n in range((one.last - one.first).days + 1)}))


def shown(known: Iterable[Annotation], roles: Iterable[Role], first: date, last: date) -> tuple[Annotation, ...]:
    """Those that touch the days from first to last, not withdrawn, that somebody of these roles may see, in order."""
    accidents = bool(SEE_ACCIDENTS & set(roles))
    seen = (
        one for one in known
        if one.withdrawn is None and one.first <= last and one.last >= first
        and (accidents or one.kind is not AnnotationKind.ACCIDENT)
    )  # fmt: skip
    return tuple(sorted(seen, key=lambda one: (one.first, one.last, one.text)))
