"""A sheet drawn as it is, with the header that was found and the columns that were recognised marked and named."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from riskmap.views.html import actions
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e
from riskmap.views.html.reading import LEDGER, REGISTER

ROWS: Final = 30
A: Final = ord("A")


class Sheet(Protocol):
    """What was read of a sheet: its first rows, where the header stands, which field each column holds."""

    name: str
    kind: str
    rows: int
    header_row: int
    top: int
    left: int
    head: list[list[str]]
    fields: dict[int, str]


def sheets(context: Context, found: Sequence[Sheet], titles: Mapping[str, Mapping[str, str]]) -> str:
    """Every sheet, the first one open. `titles`: kind → field → header by which the field is known."""
    drawn = [_sheet(context, one, titles.get(one.kind, {}), first=at == 0) for at, one in enumerate(found) if one.head]
    if not drawn:
        return ""
    t = context.t
    legend = (
        f'<span class="w-cellkey w-cellkey-head"></span>{e(t("header found"))} '
        f'<span class="w-cellkey w-cellkey-known"></span>{e(t("column recognised"))} '
        f'<span class="w-cellkey w-cellkey-kept"></span>{e(t("kept as it is, not recognised"))}'
    )
    return card(t("The file as it is"), "".join(drawn), legend)


def _sheet(context: Context, one: Sheet, titles: Mapping[str, str], *, first: bool) -> str:
    t = context.t
    rows = one.head[:ROWS]
    width = max(map(len, rows))
    heads = "".join(_title(context, one, at, titles) for at in range(width))
    marks = "".join(f"<th>{letters(one.left + at)}</th>" for at in range(width))
    lines = "".join(_line(one, at, row, width) for at, row in enumerate(rows))
    said = t("{name}: first {n} rows, {m} of {k} columns recognised", name=one.name or "—", n=len(rows),
             m=sum(bool(field) for field in one.fields.values()), k=len(one.fields))  # fmt: skip
    body = f"<thead><tr><th></th>{marks}</tr><tr><th></th>{heads}</tr></thead><tbody>{lines}</tbody>"
    inner = f'<div class="w-sheet"><table>{body}</table></div>'
    return f'<details class="w-all"{" open" if first else ""}><summary>{e(said)}</summary>{inner}</details>'


def _title(context: Context, one: Sheet, at: int, titles: Mapping[str, str]) -> str:
    """The field above a column, in the reader's words where there are some."""
    if at not in one.fields:
        return "<th></th>"
    field = one.fields[at]
    if not field:
        return f'<th class="kept">{e(context.t("kept"))}</th>'
    return f'<th class="known">{e(_word(context, one.kind, field, titles.get(field, "")))}</th>'


def _word(context: Context, kind: str, field: str, header: str) -> str:
    """A field in the reader's words; a rare one by its header, which is Chinese, or only as recognised."""
    t = context.t
    word = (LEDGER if kind == "ledger" else REGISTER).get(field) or actions.FIELDS.get(field)
    if word:
        return t(word)
    return header if t.lang == "zh_CN" else t("recognised")


def _line(one: Sheet, at: int, row: Sequence[str], width: int) -> str:
    header = one.top <= at < one.header_row
    cells = "".join(_cell(one, column, row[column] if column < len(row) else "") for column in range(width))
    return f"<tr{' class=head' if header else ''}><th>{at + 1}</th>{cells}</tr>"


def _cell(one: Sheet, column: int, text: str) -> str:
    kind = ""
    if column in one.fields:
        kind = ' class="known"' if one.fields[column] else ' class="kept"'
    return f'<td{kind} title="{e(text)}">{e(text)}</td>'


def letters(column: int) -> str:
    """A column as a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(A + rest) + name
    return name
