"""HTML of our own pages. Data text enters through `e` alone; everything else here is written by us."""

from collections.abc import Iterable
from html import escape

_ALSO = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\n": " ", "\r": " ", "\t": " "})

SEE = '<i class="w-see"></i>'  # the page's script brings the place of it into sight, once it is drawn


def e(text: object) -> str:
    """Text as it is safe between tags and in a quoted attribute, whatever template language reads it next."""
    return escape(str(text), quote=True).translate(_ALSO)


def link(address: str, inner: str, cls: str = "", title: str = "") -> str:
    """An anchor; `inner` is HTML, `address` and `title` are text."""
    return f'<a href="{e(address)}"{_cls(cls)}{f" title={chr(34)}{e(title)}{chr(34)}" if title else ""}>{inner}</a>'


def span(text: object, cls: str = "") -> str:
    """A piece of text."""
    return f"<span{_cls(cls)}>{e(text)}</span>"


def why(label: str, lines: Iterable[tuple[str, str]]) -> str:
    """The 口径 button: opens (name, definition) lines without a script."""
    body = "".join(f"<dt>{e(name)}</dt><dd>{e(text)}</dd>" for name, text in lines)
    return f'<details class="w-why"><summary>{e(label)}</summary><dl>{body}</dl></details>'


def card(title: str, body: str, aside: str = "", cls: str = "", button: str = "") -> str:
    """A card: title (text), what stands beside it on the left (`button`) and on the right (`aside`), body; all HTML."""
    head = f'<header><h3>{e(title)}</h3>{button}<div class="w-aside">{aside}</div></header>' if title else ""
    return f'<section class="w-card{" " + cls if cls else ""}">{head}{body}</section>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]], cls: str = "", classes: Iterable[str] = ()) -> str:
    """A table of HTML cells; a header that opens with ">" and its column are set right. `classes`: one a row."""
    titles = list(head)
    right = [title.startswith(">") for title in titles]
    top = "".join(_cell("th", title.removeprefix(">"), end) for title, end in zip(titles, right, strict=True))
    extra = iter(classes)
    lines = (
        f"<tr{_cls(next(extra, ''))}>"
        + "".join(_cell("td", cell, end) for cell, end in zip(row, right, strict=True))
        + "</tr>"
        for row in rows
    )
    return f'<table class="w-table {cls}"><thead><tr>{top}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def _cell(tag: str, inner: str, end: bool) -> str:
    return f'<{tag} class="r">{inner}</{tag}>' if end else f"<{tag}>{inner}</{tag}>"


def empty(text: str, action: str = "") -> str:
    """What stands where nothing is; `action` is HTML."""
    return f'<p class="w-empty">{e(text)} {action}</p>'


def _cls(cls: str) -> str:
    return f' class="{cls}"' if cls else ""
