"""The rows behind a number of a page: which numbers open the ledger, and how many rows it holds there."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

from riskmap.metrics import filters
from riskmap.web import book, data
from support.small import TODAY

LINK = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)</a>')


def numbers(text: str) -> list[tuple[dict[str, str], int]]:
    """(words of the address, printed number) of every number that opens rows."""
    found = []
    for address, said in LINK.findall(text):
        parts = urlsplit(html.unescape(address))
        plain = html.unescape(said).replace(",", "").replace("−", "-")
        number = re.search(r"-?\d+", plain)
        if parts.path == "ledger" and number:
            found.append((dict(parse_qsl(parts.query)), int(number.group())))
    return found


def rows_behind(words: dict[str, str]) -> int:
    """How many rows the ledger shows under an address."""
    view = data.view()
    own = {key: words.pop(key) for key in ("rows", "among", "sort") if key in words}
    return len(book.rows(view, filters.parse(words, view.vocabulary, TODAY), own))
