"""Who sees whose name: personal data leaves the program masked unless the role may see it (DOMAIN.md §7.2)."""

import re
from typing import Final

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
# A number ends where its digits do; behind two digits and a point it is a coordinate, before 元 an amount.
_BEFORE, _AFTER, _GAP = r"(?<!\d)(?<!\d\d\.)", r"(?!\d)(?!(?:\.\d+)? ?[万亿]?元)", r"[ -]?"
_AREA = r"(?:10|2\d|[3-9]\d\d)"
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}([0-9Xx])(?![0-9A-Za-z])")
_MOBILE = re.compile(rf"{_BEFORE}((?:(?:\+|00)?86{_GAP})?1[3-9]\d){_GAP}\d{{4}}{_GAP}(\d{{4}}){_AFTER}")
_LANDLINE = re.compile(
    rf"{_BEFORE}((?:\(?(?:\+|00)86\)?{_GAP}\(?0?|86-0?|\(?0){_AREA}\)?{_GAP})(?:[2-9]|(?<=-)\d)\d{{2,3}}(\d{{4}}){_AFTER}"
)
_LOCAL = re.compile(r"((?:电话|座机|手机)(?:号码?)?[:为是 ]{0,2})\d{3,4}(\d{4})(?!\d)")
_NUMBERS: Final = ((_IDENTITY, "*" * 10), (_MOBILE, "****"), (_LANDLINE, "****"), (_LOCAL, "****"))
_SHORTEST = re.compile(r"\d{3}\D{0,2}\d{3}")  # what holds no such run of digits holds no number of a person
_NARROW: Final = str.maketrans("０１２３４５６７８９＋－—–（）：Ｘ　", "0123456789+---():X ")


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


def hidden_person(text: str) -> str:
    """A cell that names persons: names to their first character, numbers written beside them hidden."""
    return hidden_numbers(hidden_names(text))


def hidden_numbers(text: str) -> str:
    """Text with identity, mobile and landline numbers made unreadable; wide digits and signs count as narrow ones."""
    if not _SHORTEST.search(text):
        return text
    for pattern, stars in _NUMBERS:
        text = _starred(pattern, stars, text)
    return text


def _starred(pattern: re.Pattern[str], stars: str, text: str) -> str:
    """Text with the middle of each number starred; what stands around it stays as it was written."""
    parts, at = [], 0
    for one in pattern.finditer(text.translate(_NARROW)):
        parts += [text[at : one.end(1)], stars, text[one.start(2) : one.end(2)]]
        at = one.end()
    return "".join([*parts, text[at:]]) if at else text


def hidden_kept(header: str, text: str) -> tuple[str, str]:
    """A kept column of a file as header and cell, numbers hidden; a short number is one where the header says 电话."""
    head = hidden_numbers(header)
    return head, hidden_numbers(f"{head}:{text}").removeprefix(f"{head}:")


def stands_for(column: str, text: str, stored: str) -> bool:
    """Whether a cell is the masked form of what is stored: read back in, it says nothing new."""
    if "**" not in text or text == stored:
        return False
    return text in {masked(role.value, column, stored) for role in EXPORTERS}
