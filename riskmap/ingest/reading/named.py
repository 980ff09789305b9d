"""What the name of a photo tells: which row by its number, before or after the rectification."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from riskmap.domain.codes import EvidenceKind
from riskmap.ingest.clean.text import flat, word

NUMBER = re.compile(r"^(?:no\.?|第|隐患|问题|序号|编号)*[#＃]?0*(\d{1,6})(?!\d)", re.IGNORECASE)
SURE = re.compile(r"^(?:号|项|条|#|、|\D{0,6}(?:前|后|整改|隐患|问题|before|after))", re.IGNORECASE)
TAIL = re.compile(r"(?:前|后|照片|图片|图)[(_\-]?(?:第)?0*(\d{1,6})(?:号|项|条)?\)?$")
AFTER = re.compile(r"整改后|后|完成|after", re.IGNORECASE)
BOTH = re.compile(r"前[、和及与]?后|before.?after", re.IGNORECASE)
BEFORE = re.compile(r"整改前|前|隐患|问题|before", re.IGNORECASE)


def kind_of(path: str, otherwise: str = EvidenceKind.PHOTO_BEFORE.value) -> str:
    """Kind of evidence by the words of a name, the innermost first; `otherwise` for a photo that says nothing."""
    for part in reversed(PurePosixPath(path).parts):
        stem = flat(part)
        if BOTH.search(stem):
            return EvidenceKind.OTHER.value
        if AFTER.search(stem) and not re.search(r"整改前", stem):
            return EvidenceKind.PHOTO_AFTER.value
        if BEFORE.search(stem):
            return EvidenceKind.PHOTO_BEFORE.value
    return otherwise


def numbers_of(path: str) -> tuple[str, ...]:
    """Numbers of rows that a name may mean, likeliest first: its own (3号整改后), its folder's (3号/1), its tail's."""
    whole = PurePosixPath(path)
    stem, folders = flat(whole.stem), [flat(one) for one in reversed(whole.parent.parts)]
    sure, loose = _leading(stem)
    told = [*sure]
    for folder in folders:
        told += [*_leading(folder)[0], *_leading(folder)[1]]
    told += [*loose, *TAIL.findall(stem)]
    told += [f"={form}" for form in _marks(stem, folders)]
    return tuple(dict.fromkeys(told))


def _leading(text: str) -> tuple[list[str], list[str]]:
    """(sure, possible) number at the beginning of a name."""
    found = NUMBER.match(text)
    if found is None:
        return [], []
    rest = text[found.end() :]
    return ([found.group(1)], []) if SURE.match(rest) or found.start(1) > 0 else ([], [found.group(1)])


def _marks(stem: str, folders: list[str]) -> Iterator[str]:
    """Names as they may stand in a column of numbers (YA-2026-003_整改后): without the words of before and after."""
    for text in (stem, *folders):
        yield word(re.sub(r"[_\- ]?(?:整改|隐患)?(?:前|后|照片|图片).*$", "", text))
