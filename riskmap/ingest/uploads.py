"""A file that a person uploads as evidence: what it is, whether it may be kept, what a photo tells of itself.

What a camera wrote beside the picture (place, time, maker, names) is read once, to be offered, and is not kept.
"""

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from PIL import Image

from riskmap.ingest.guard import ZIP_ERRORS
from riskmap.ingest.reading import images

TYPES: Final = ("jpg", "jpeg", "png", "heic", "heif", "pdf", "docx")  # endings that a form offers
HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
HEIC_PIXELS: Final = 64_000_000
PDF: Final = b"%PDF-"
ZIP: Final = b"PK\x03\x04"
DOCUMENT: Final = frozenset({"[Content_Types].xml", "word/document.xml"})
MACROS: Final = "vbaproject.bin"
UNPACKED: Final = 300_000_000  # bytes of a document's parts together
PARTS: Final = 5_000
GPS, CAMERA = 0x8825, 0x8769  # parts of EXIF
TAKEN: Final = ((CAMERA, 36867), (CAMERA, 36868), (None, 306))  # original, digitised, of the file


@dataclass(frozen=True, slots=True)
class Shot:
    """What a camera wrote of a photo: local time without a zone, degrees WGS 84; None where it wrote nothing."""

    taken: datetime | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is kept: its content, the SHA-256 of that, kind (jpg, png, pdf, docx), the name it came with."""

    raw: bytes
    sha256: str
    kind: str
    name: str
    shot: Shot = Shot()

    @property
    def photo(self) -> bool:
        """Whether it is a picture."""
        return self.kind in {"jpg", "png"}


def accept(raw: bytes, name: str, most: int) -> Upload | str:
    """The file as it may be kept, or the code why not; `most`: bytes.

    Codes: upload:empty, upload:too_large, upload:unknown (no JPEG, PNG, HEIC, PDF, DOCX by its content), upload:broken
    (or of too many pixels), upload:macros, upload:heic (this installation cannot read HEIC). HEIC becomes JPEG.
    """
    if not raw:
        return "upload:empty"
    if len(raw) > most:
        return "upload:too_large"
    reader = next((one for fits, one in _READERS if fits(raw)), None)
    return "upload:unknown" if reader is None else reader(raw, name)


def _picture(raw: bytes, name: str) -> Upload | str:
    clean = images.cleaned(raw)
    return "upload:broken" if clean is None else _kept(clean, images.kind_of(clean), name, told(raw))


def _heic(raw: bytes, name: str) -> Upload | str:
    try:
        import pillow_heif
    except ImportError:
        return "upload:heic"
    try:
        opened = pillow_heif.open_heif(io.BytesIO(raw), convert_hdr_to_8bit=True)
        width, height = opened.size
        if not 0 < width * height <= HEIC_PIXELS:
            return "upload:broken"
        shot, out = _of_exif(_exif(opened.info.get("exif"))), io.BytesIO()
        opened.to_pillow().convert("RGB").save(out, "JPEG", quality=92, exif=b"")
    except (*images.FAULTS, RuntimeError, MemoryError):
        return "upload:broken"
    return _kept(out.getvalue(), "jpg", name, shot)


def _pdf(raw: bytes, name: str) -> Upload | str:
    return _kept(raw, "pdf", name) if b"%%EOF" in raw[-4096:] else "upload:broken"


def _docx(raw: bytes, name: str) -> Upload | str:
    """A text document; one with macros, or that unpacks beyond measure, is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except ZIP_ERRORS:
        return "upload:broken"
    names = {part.filename for part in parts}
    if not names >= DOCUMENT:
        return "upload:unknown"
    if any(name.lower().endswith(MACROS) for name in names):
        return "upload:macros"
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        return "upload:broken"
    return _kept(raw, "docx", name)


_READERS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes, str], Upload | str]], ...]] = (
    (lambda raw: bool(images.kind_of(raw)), _picture),
    (lambda raw: raw[4:8] == b"ftyp" and raw[8:12] in HEIC, _heic),
    (lambda raw: raw.startswith(PDF), _pdf),
    (lambda raw: raw.startswith(ZIP), _docx),
)


def kind_of(raw: bytes) -> str:
    """The kind of a kept file: jpg, png, pdf, docx; empty for anything else."""
    return images.kind_of(raw) or ("pdf" if raw.startswith(PDF) else "docx" if raw.startswith(ZIP) else "")


def _kept(raw: bytes, kind: str, name: str, shot: Shot | None = None) -> Upload:
    plain = "".join(sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable()).strip()
    return Upload(raw, sha256(raw).hexdigest(), kind, plain[-80:], shot or Shot())


def told(raw: bytes) -> Shot:
    """What a camera wrote of a JPEG or PNG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "MPO")) as image:
                return _of_exif(image.getexif())
    except images.FAULTS:
        return Shot()


def _exif(raw: bytes | None) -> Image.Exif:
    found = Image.Exif()
    if raw:
        found.load(raw)
    return found


def _of_exif(exif: Image.Exif) -> Shot:
    taken = None
    for part, tag in TAKEN:
        taken = taken or _moment((exif.get_ifd(part) if part else exif).get(tag))
    gps = exif.get_ifd(GPS)
    lat, lon = _degrees(gps, 2, 1, "S", 90), _degrees(gps, 4, 3, "W", 180)
    whole = lat is not None and lon is not None and (lat, lon) != (0, 0)
    return Shot(taken, lon, lat) if whole else Shot(taken)


def _moment(text: object) -> datetime | None:
    try:
        return datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - a camera's own clock
    except ValueError:
        return None


def _degrees(gps: Mapping[int, Any], value: int, side: int, minus: str, most: int) -> float | None:
    """Degrees of (degrees, minutes, seconds), south and west below zero; None for anything that is no place."""
    try:
        degrees, minutes, seconds = (float(one) for one in gps[value])
        found = degrees + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if not 0 <= found <= most:
        return None
    return round(-found if str(gps.get(side, "")).strip("\x00 ").upper() == minus else found, 6)
