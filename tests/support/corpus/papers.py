"""Layouts of texts in every encoding, of the clipboard and of Word documents."""

import random
from itertools import pairwise

from support.corpus import words
from support.corpus.grids import grid
from support.corpus.records import SHORT, TYPICAL, rows
from support.corpus.registry import LAYOUTS, TITLE, Ledger, heads, layout, single
from support.corpus.workbooks import FORM, of_one_visit


def _text(name: str, separator: str, encoding: str) -> None:
    def maker(dice: random.Random) -> Ledger:
        told = rows(dice, 9)
        one = grid(dice, told, TYPICAL, title=TITLE[:1])
        return single(name, one, words.text(one, separator, encoding), told)

    LAYOUTS[f"text_{encoding.replace('-', '_')}_{ord(separator)}"] = maker


for _name, _separator, _encoding in (
    ("台账.csv", ",", "utf-8"), ("台账.csv", ",", "utf-8-sig"), ("台账.csv", ",", "gb18030"),
    ("台账.tsv", "\t", "utf-16"), ("台账.tsv", "\t", "gb18030"),
    ("台账.csv", ";", "utf-8"), ("台账.txt", "|", "utf-16-le"),
):  # fmt: skip
    _text(_name, _separator, _encoding)


@layout
def pasted(dice: random.Random) -> Ledger:
    told = rows(dice, 6)
    one = grid(dice, told, TYPICAL)
    return single("粘贴", one, words.pasted(one).encode(), told)


@layout
def word_table(dice: random.Random) -> Ledger:
    told = rows(dice, 7)
    one = grid(dice, told, TYPICAL)
    return single("台账.docx", one, words.document([*TITLE, (one, 0, len(one.cells)), "填表人：张某"]), told)


@layout
def word_merged_headers(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, TYPICAL, parents=(("due", "status", "整改落实情况"),), merge_firms=True)
    return single("合并.docx", one, words.document([TITLE[0], (one, 0, len(one.cells))]), told)


@layout
def word_pages(dice: random.Random) -> Ledger:
    """A table cut at the end of each page, its header written again, with 续表 above."""
    told = rows(dice, 12)
    one = grid(dice, told, TYPICAL, repeat=4)
    cuts = [at for at, line in enumerate(one.cells) if at and line[0] == one.cells[0][0]]
    ends = [0, *cuts, len(one.cells)]
    parts: list[words.Part] = [TITLE[0]]
    for at, (first, end) in enumerate(pairwise(ends)):
        parts += ["续表"] if at == 1 else []
        parts += [(one, first, end), ""]
    return single("续表.docx", one, words.document(parts), told, "repeated_header")


@layout
def word_several_tables(dice: random.Random) -> Ledger:
    first, second = rows(dice, 5, "永安镇"), rows(dice, 4, "团柏乡")
    one, two = grid(dice, first, TYPICAL), grid(dice, second, SHORT)
    parts: list[words.Part] = [
        "一、永安镇（2026年）",
        (one, 0, len(one.cells)),
        "二、团柏乡（2026年）",
        (two, 0, len(two.cells)),
    ]
    for row in second:
        row.facts = {key: value for key, value in row.facts.items() if key in KEPT}
    return Ledger("两张表.docx", words.document(parts), [*first, *second], [heads(one), heads(two)])


KEPT = {"enterprise_name", "description", "found", "due", "status_raw"}


@layout
def word_record_of_one_visit(dice: random.Random) -> Ledger:
    """What holds for all rows stands in a line above the table."""
    told, firm, day = of_one_visit(dice, 5)
    one = grid(dice, told, FORM)
    line = f"受检单位：{firm}    检查时间：{day}    检查人员：张某、李某    所属乡镇：永安镇"
    made = single("检查表.docx", one, words.document(["安全检查表", line, (one, 0, len(one.cells))]), told)
    made.shared = {"enterprise", "found", "inspectors", "township"}
    return made
