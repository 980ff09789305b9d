"""Uploaded evidence: taken by content only, without what a camera wrote, which is offered; bombs are refused."""

import io
import struct
import sys
import zipfile
import zlib
from datetime import datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from riskmap.ingest import uploads
from riskmap.ingest.uploads import Upload, accept

MOST = 20_000_000
TAKEN = datetime.fromisoformat("2026-11-17T09:12:30")


def shot(form: str = "JPEG", *, west: bool = False) -> bytes:
    """A photo with maker, owner, time and place, as phones write them."""
    exif = Image.Exif()
    exif[271], exif[315], exif[306] = "TESTCAM", "张某", "2026:11:01 08:00:00"
    exif.get_ifd(0x8769)[36867] = "2026:11:17 09:12:30"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (36.0, 39.0, 36.0)
    gps[3], gps[4] = "W" if west else "E", (111.0, 36.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 30, 30)).save(out, form, exif=exif)
    return out.getvalue()


def docx(*more: str, name: str = "word/document.xml", content: bytes = b"<w/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("[Content_Types].xml", name, *more):
            archive.writestr(part, content)
    return out.getvalue()


def heic() -> bytes:
    heif = pytest.importorskip("pillow_heif", reason="pillow-heif is not installed")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2026:11:17 09:12:30"
    exif[315], exif[274] = "OWNER", 6  # held upright, stored on its side
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (36.0, 39.0, 36.0), "E", (111.0, 36.0, 0.0)
    out = io.BytesIO()
    heif.from_pillow(Image.new("RGB", (64, 48), (120, 30, 30))).save(out, exif=exif.tobytes())
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_is_kept_bare_and_tells_where_and_when_it_was_taken(form: str) -> None:
    found = accept(shot(form), "C:\\照片\\IMG_1.jpg", MOST)
    assert isinstance(found, Upload)
    assert (found.sha256, found.name) == (sha256(found.raw).hexdigest(), "IMG_1.jpg")
    for word in ("TESTCAM", "张某", "2026"):
        assert word.encode() not in found.raw
    assert not dict(Image.open(io.BytesIO(found.raw)).getexif())
    assert found.shot == uploads.Shot(TAKEN, 111.6, 36.66)


def test_west_is_below_zero() -> None:
    found = accept(shot(west=True), "x", MOST)
    assert isinstance(found, Upload)
    assert found.shot.lon == -111.6


def test_a_heic_becomes_a_bare_jpeg() -> None:
    found = accept(heic(), "IMG_2.HEIC", MOST)
    assert isinstance(found, Upload)
    assert (found.kind, found.shot.taken) == ("jpg", TAKEN)
    assert (found.shot.lon, found.shot.lat) == (111.6, 36.66)
    assert b"OWNER" not in found.raw
    assert Image.open(io.BytesIO(found.raw)).size == (48, 64)  # upright
    assert not Image.open(io.BytesIO(found.raw)).getexif()


def test_a_heic_is_refused_in_words_where_it_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    assert accept(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + b"\x00" * 64, "x.heic", MOST) == "upload:heic"


def test_papers_are_kept_as_they_are() -> None:
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    for raw, kind in ((pdf, "pdf"), (docx(), "docx")):
        found = accept(raw, "文书", MOST)
        assert isinstance(found, Upload)
        assert (found.kind, found.raw, found.photo, uploads.kind_of(raw)) == (kind, raw, False, kind)


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 × 60,000 pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 10)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "upload:empty"),
        (b"x" * 1001, "upload:too_large"),
        (b"<html><script>alert(1)</script>", "upload:unknown"),
        (b"GIF89a" + b"\x00" * 60, "upload:unknown"),
        (b"MZ\x90\x00" + b"\x00" * 60, "upload:unknown"),
        (b"\xff\xd8\xff\xe0 no picture at all", "upload:broken"),
        (bomb(), "upload:broken"),
        (b"%PDF-1.7 cut off", "upload:broken"),
        (b"PK\x03\x04 no archive", "upload:broken"),
        (docx(name="xl/workbook.xml"), "upload:unknown"),
        (docx("word/vbaProject.bin"), "upload:macros"),
    ],
)
def test_what_is_no_evidence_is_refused_with_its_reason(raw: bytes, code: str) -> None:
    assert accept(raw, "photo.jpg", 1000) == code


def test_a_document_that_unpacks_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UNPACKED", 10_000)
    assert accept(docx(content=b"0" * 9_000), "x.docx", MOST) == "upload:broken"


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04"]))
def test_whatever_bytes_come_the_answer_is_a_file_or_a_code(body: bytes, head: bytes) -> None:
    found = accept(head + body, "x", MOST)
    assert isinstance(found, Upload) or found.startswith("upload:")
