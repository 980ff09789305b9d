"""Words of closed lists → codes. The lists are data (data/words.toml); a profile may add to them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from riskmap.ingest.clean import sentences
from riskmap.ingest.clean.text import word

NUMERIC_GRADE = re.compile(
    r"^(一般)?(隐患)?第?([ⅰⅱⅲⅳⅴivx]+|[a-e]|\d+|[一二三四五])(级|类|等|等级)?(一般|隐患|一般隐患)?$"
)


@cache
def lexicon(group: str) -> Mapping[str, str]:
    """Normal form of each word of a group → its code. Groups are the tables of words.toml."""
    table = tomllib.loads(files("riskmap.ingest").joinpath("data", "words.toml").read_text(encoding="utf-8"))[group]
    return {word(text) or text: code for code, words in table.items() for text in words}


def code_of(text: str, group: str, more: Mapping[str, str] | None = None) -> str | None:
    """The code of a word in a group, None if it is not known; words of a profile (`more`) come first."""
    plain = word(text) or text.strip()
    if more and (found := more.get(plain)) is not None:
        return found
    return lexicon(group).get(plain)


def yesno(text: str) -> bool | None:
    """是/√/有/1 → True, 否/×/无/0 → False; blank and unknown words → None (unknown is not 否)."""
    found = code_of(text, "yesno")
    return None if found is None else found == "yes"


def grade(text: str, more: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Grade code and finding (DOMAIN.md §2.2): only 重大 is major; 较大/严重 stay general and are to be decided."""
    plain = word(text)
    if not plain:
        return "general", ""
    found = code_of(text, "grade", more)
    if found == "to_decide":
        return "general", "grade_to_decide"
    if found is not None:
        return found, ""
    if NUMERIC_GRADE.match(plain):
        return "general", ""
    if "重大" in plain and not re.search(r"非重大|不.*重大|一般", plain):
        return "major", ""
    answer = yesno(text)
    if answer is not None:
        return ("major" if answer else "general"), ""
    if "较大" in plain or "严重" in plain:
        return "general", "grade_to_decide"
    return "general", "" if "一般" in plain else "unknown_grade"


SOURCES = (
    ("自查", "self"),
    ("举报", "report"),
    ("专家|第三方", "expert"),
    ("领导", "leader"),
    ("督|上级|巡视", "superior"),
    ("乡|镇|街道", "township"),
    ("局检|部门|执法", "department"),
)
KINDS = (
    ("双随机|抽查", "random"),
    ("回头看", "look_back"),
    ("专家|会诊", "expert"),
    ("领导", "leader"),
    ("专项|整治", "special"),
    ("自查", "self"),
    ("日常|例行", "routine"),
)
LEVELS = (
    ("国", "state"),
    ("省", "province"),
    ("市", "city"),
    ("县", "county"),
    ("区级", "county"),
    ("乡", "township"),
    ("镇", "township"),
)


def status(text: str, more: Mapping[str, str] | None = None) -> str | None:
    """Status word → done, yes, no or the code of a stored state; None if it is not known."""
    found = code_of(text, "status", more)
    if found is not None:
        return found
    return sentences.state(text)


def review(text: str) -> str | None:
    """Review conclusion → pass, fail, waits (there was none yet) or None."""
    return code_of(text, "review") or sentences.verdict(text)


def source(text: str) -> str | None:
    """Source of a hazard by its word, else by what the words contain."""
    found = code_of(text, "source")
    if found is not None:
        return found
    plain = word(text)
    return next((code for pattern, code in SOURCES if re.search(pattern, plain)), None)


def inspection_kind(text: str) -> str | None:
    """Kind of visit by its word, else by what the words contain."""
    found = code_of(text, "inspection_kind")
    if found is not None:
        return found
    plain = word(text)
    return next((code for pattern, code in KINDS if re.search(pattern, plain)), None)


def level(text: str) -> str | None:
    """Level of a listing or of supervision: 省级挂牌督办, 市管, 县级."""
    found = code_of(text, "level")
    if found is not None:
        return found
    return next((code for mark, code in LEVELS if mark in text), None)
