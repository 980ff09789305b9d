"""Tables as text: encoding and separator are guessed from the content."""

import csv
import io
from pathlib import Path

from riskmap.ingest.guard import Caps
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Cell, RawSheet

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = (",", "\t", ";", "|", "，")


def decode(raw: bytes) -> str:
    """Text of a file in UTF-8, UTF-16 or GB18030, with or without BOM; refuses bytes that are no text."""
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            return _strict(raw, encoding)
    if raw.count(b"\0") > len(raw) // 8:
        half = "utf-16-le" if raw[1::2].count(b"\0") >= raw[::2].count(b"\0") else "utf-16-be"
        return _strict(raw, half)
    if b"\0" in raw:
        raise Refusal("unknown_format", "binary")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("unknown_format", "encoding")


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("damaged_file", encoding) from error


def separator_of(text: str) -> str:
    """The separator that splits the first lines into the most columns most steadily; comma if none does."""
    lines = [line for line in _lines(text[:20_000]) if line.strip()][:20]
    best, score = ",", 0
    for candidate in SEPARATORS:
        counts = sorted((line.count(candidate) for line in lines), reverse=True)
        middle = counts[len(counts) // 2] if counts else 0
        if middle > score:
            best, score = candidate, middle
    return best


def _lines(text: str) -> io.StringIO:
    """The lines of a text file; other breaks (U+2028, U+2029, U+0085, VT, FF) belong to the text of a cell."""
    return io.StringIO(text, newline="")


def read(path: Path, name: str, caps: Caps) -> list[RawSheet]:
    """The one sheet of a text file; refuses files over the caps, an unclosed quote is read as it stands."""
    text = decode(path.read_bytes())
    if not text.strip():
        raise Refusal("empty_file")
    csv.field_size_limit(10_000_000)
    rows: list[list[Cell]] = []
    try:
        for line in csv.reader(_lines(text), delimiter=separator_of(text)):
            if len(line) > caps.columns:
                raise Refusal("too_many_columns", str(len(line)))
            rows.append(list(line))
            if len(rows) > caps.rows:
                raise Refusal("too_many_rows", str(len(rows)))
    except csv.Error as error:
        raise Refusal("damaged_file", "csv") from error
    return [RawSheet(Path(name).stem or "csv", rows)]
