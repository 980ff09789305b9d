"""Who sees whose name: personal data leaves the program masked unless the role may see it (DOMAIN.md §7.2)."""

import re
from dataclasses import fields, replace
from typing import Any, Final

from riskmap.domain.hazard import Hazard
from riskmap.domain.records import ROUNDS
from riskmap.domain.roles import OFFICE, Role

EXPORTERS: Final = OFFICE | {Role.LEADER, Role.ANALYST, Role.DEPARTMENT, Role.TOWNSHIP}
SEES_NAMES: Final = OFFICE | {Role.DEPARTMENT, Role.TOWNSHIP}  # they work with these people
SEES_NUMBERS: Final = OFFICE  # telephone and identity numbers, wherever they are written
PERSONS: Final = frozenset(
    {
        "inspectors", "responsible_person", "regulator_person", "rectified_by", "reviewers", "closed_by", "ext_by",
        "list_leader", "control_person", "chain_enterprise", "chain_department", "chain_township", "chain_leader",
        "chain_supervision", "principal", "safety_person", "leader",
        *(f"round{number}_reviewers" for number in range(1, ROUNDS + 1)),
    }
)  # fmt: skip
NAMED: Final = frozenset(one.name for one in fields(Hazard))
WITHIN: Final = {  # parts of a hazard that name persons
    "rounds": ("reviewers",),
    "extensions": ("decided_by",),
    "listings": ("leader",),
    "controls": ("person",),
    "chain": ("person",),
    "statements": ("by",),
    "escalations": ("signed_by",),
}
_BETWEEN = re.compile(r"([、,，;；/\s]+)")
_UNIT = re.compile(r"(局|委|会|办|公司|队|所|站|科|部|院|厂|矿|中心|政府|大队|支队|小组|专班)$")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}([0-9Xx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}-)\d{3,4}(\d{4})(?!\d)")


def may_export(role: str) -> bool:
    """Whether a role may take rows out of the program at all."""
    return role in {one.value for one in EXPORTERS}


def masks(role: str) -> bool:
    """Whether anything is masked for a role."""
    return role not in {one.value for one in SEES_NUMBERS}


def masked(role: str, column: str, text: str) -> str:
    """A cell as a role may take it out: names of persons to their first character, numbers to a few digits.

    `column`: field of a hazard or of the import's vocabulary. Units and posts stay; so does an empty cell.
    """
    if text and column in PERSONS and role not in {one.value for one in SEES_NAMES}:
        text = hidden_names(text)
    return hidden_numbers(text) if text and masks(role) else text


def hidden_names(text: str) -> str:
    """Several names in one cell, each as its first character and two stars."""
    return "".join(
        part if _BETWEEN.fullmatch(part) or not part or _UNIT.search(part) else f"{part[0]}**"
        for part in _BETWEEN.split(text)
    )


def without_names(hazard: Hazard) -> Hazard:
    """A hazard as who need not know the persons sees it: every name to its first character, numbers hidden too."""
    own: dict[str, Any] = {name: hidden_names(getattr(hazard, name)) for name in sorted(PERSONS & NAMED)}
    for name, persons in WITHIN.items():
        own[name] = tuple(
            replace(one, **{person: hidden_names(getattr(one, person)) for person in persons})
            for one in getattr(hazard, name)
        )
    return replace(hazard, **own, description=hidden_numbers(hazard.description), remark=hidden_numbers(hazard.remark))


def hidden_numbers(text: str) -> str:
    """Text with identity, mobile and landline numbers made unreadable."""
    text = _IDENTITY.sub(r"\1**********\2", text)
    return _LANDLINE.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", text))


def stands_for(column: str, text: str, stored: str) -> bool:
    """Whether a cell is the masked form of what is stored: read back in, it says nothing new."""
    if "**" not in text or text == stored:
        return False
    return text in {masked(role.value, column, stored) for role in EXPORTERS}
