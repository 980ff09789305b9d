"""Pictures as they may be kept: really JPEG or PNG, of bearable size, upright, without what a camera wrote beside."""

import io
import struct
import warnings
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES: Final = 25_000_000
MOST_PIXELS: Final = {"JPEG": 64_000_000, "MPO": 64_000_000}  # a JPEG is looked at in small
PIXELS: Final = 25_000_000
FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "MPO")
ORIENTATION: Final = 274  # EXIF
FAULTS: Final = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError, IndexError,
    KeyError, TypeError, struct.error, OverflowError, ZeroDivisionError, AttributeError,
)  # fmt: skip
# What a JPEG needs to be drawn: tables, frames, scans, JFIF, colour profile, Adobe's colour transform.
JPEG_KEPT: Final = frozenset({0xC4, 0xCC, 0xDA, 0xDB, 0xDD, 0xE0, 0xE2, 0xEE, *range(0xC0, 0xC4), *range(0xC5, 0xC8),
                              *range(0xC9, 0xCC), *range(0xCD, 0xD0)})  # fmt: skip
PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
)
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"


def kind_of(raw: bytes) -> str:
    """`jpg` or `png` by content; empty for anything else."""
    return "jpg" if raw.startswith(JPEG) else "png" if raw.startswith(PNG) else ""


def cleaned(raw: bytes) -> bytes | None:
    """The picture as it is kept, without EXIF, comments, places and anything behind its end; None if it is none.

    JPEG and PNG keep their pixels bit by bit; a picture lying on its side is turned, other formats become PNG.
    """
    if not raw or len(raw) > MOST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large picture is judged by MOST_PIXELS alone
            return _cleaned(raw)
    except FAULTS:
        return None


def _cleaned(raw: bytes) -> bytes | None:
    with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
        if not 0 < image.width * image.height <= MOST_PIXELS.get(image.format or "", PIXELS):
            return None
        lying = image.getexif().get(ORIENTATION, 1) not in (0, 1)
        bare = None if lying else _bare(raw)
        if bare is None:
            return _again(image)
        image.draft(None, (image.width // 8, image.height // 8))  # a JPEG proves itself at an eighth of its size
        image.load()
    return bare


def _bare(raw: bytes) -> bytes | None:
    if raw.startswith(JPEG):
        return b"".join(_jpeg(raw))
    return PNG + b"".join(_png(raw)) if raw.startswith(PNG) else None


def _jpeg(raw: bytes) -> Iterator[bytes]:
    """The parts of a JPEG that draw it, up to its end."""
    yield raw[:2]
    at = 2
    while at + 4 <= len(raw):
        if raw[at] != 0xFF:
            raise ValueError("no marker")
        marker = raw[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker in JPEG_KEPT:
            yield raw[at:end]
        at = end
        if marker == 0xDA:
            scan = _scan_end(raw, at)
            yield raw[at:scan]
            at = scan
    yield b"\xff\xd9"


def _scan_end(raw: bytes, at: int) -> int:
    """Where the entropy-coded bytes of a scan end: the next marker that is no restart and no stuffed zero."""
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            return len(raw)
        if raw[at + 1] == 0 or 0xD0 <= raw[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def _png(raw: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that draw it, up to its end."""
    at = len(PNG)
    while at + 12 <= len(raw):
        size, name = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        end = at + 12 + size
        if name in PNG_KEPT:
            yield raw[at:end]
        at = end
        if name == b"IEND":
            return
    raise ValueError("no end")


def _again(image: Image.Image) -> bytes:
    """A picture written anew: turned upright, the first of several, in a format that every reader has."""
    out = io.BytesIO()
    jpeg = image.format in {"JPEG", "MPO"}
    turned = ImageOps.exif_transpose(image)
    if jpeg:
        turned.convert("RGB").save(out, "JPEG", quality=92, exif=b"")
    else:
        plain = turned if turned.mode in {"1", "L", "RGB", "RGBA"} else turned.convert("RGBA")
        Image.frombytes(plain.mode, plain.size, plain.tobytes()).save(out, "PNG")
    return out.getvalue()


def thumbnail(raw: bytes, side: int) -> bytes | None:
    """A JPEG of at most `side` pixels each way; None if the bytes are no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
                image.draft("RGB", (side, side))
                image.thumbnail((side, side))
                flat = Image.new("RGB", image.size, "white")
                flat.paste(image, mask=image.getchannel("A") if image.mode in {"RGBA", "LA"} else None)
                out = io.BytesIO()
                flat.save(out, "JPEG", quality=82)
                return out.getvalue()
    except FAULTS:
        return None
