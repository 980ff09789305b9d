"""Pictures as they are kept: pixels bit by bit, upright, and nothing that a camera or a hand put beside them."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from riskmap.ingest.reading import images
from support.corpus.pictures import picture


def saved(form: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    image = Image.new(mode, size, 0)
    image.paste(200 if mode == "L" else (200, 10, 10), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def opened(raw: bytes | None) -> Image.Image:
    assert raw is not None
    image = Image.open(io.BytesIO(raw))
    image.load()
    return image


def test_a_jpeg_keeps_its_pixels_and_loses_its_camera() -> None:
    raw = picture(7)
    assert b"TESTCAM" in raw
    clean = images.cleaned(raw)
    assert clean is not None
    assert b"TESTCAM" not in clean
    assert opened(clean).tobytes() == opened(raw).tobytes()
    assert images.cleaned(clean) == clean  # the same picture has the same hash, wherever it comes from


def test_what_hangs_behind_a_picture_or_in_its_comments_goes() -> None:
    raw = picture(7, exif=False)
    assert images.cleaned(raw + b"<script>hidden</script>") == images.cleaned(raw)
    commented = raw[:2] + b"\xff\xfe\x00\x08secret" + raw[2:]
    assert images.cleaned(commented) == images.cleaned(raw)
    png = picture(7, "PNG")
    assert images.cleaned(png + b"hidden") == images.cleaned(png)


@pytest.mark.parametrize("progressive", [False, True])
def test_progressive_pictures_stay_whole(progressive: bool) -> None:
    raw = saved("JPEG", (300, 200), progressive=progressive)
    assert opened(images.cleaned(raw)).tobytes() == opened(raw).tobytes()


def test_a_picture_that_lies_on_its_side_is_turned() -> None:
    told = Image.Exif()
    told[274] = 6
    clean = images.cleaned(saved("JPEG", (40, 20), exif=told))
    assert opened(clean).size == (20, 40)
    assert not dict(opened(clean).getexif())


@pytest.mark.parametrize(
    ("form", "mode"), [("GIF", "P"), ("BMP", "RGB"), ("WEBP", "RGB"), ("TIFF", "RGB"), ("PNG", "RGBA"), ("PNG", "L")]
)
def test_other_formats_become_png(form: str, mode: str) -> None:
    raw = saved(form, mode=mode if mode in {"L", "RGB"} else "RGB")
    clean = images.cleaned(raw)
    assert clean is not None
    assert images.kind_of(clean) == "png"
    assert opened(clean).convert("RGB").tobytes() == opened(raw).convert("RGB").tobytes()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"x", b"\xff\xd8\xff\xe0 not a picture", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='x'><script/></svg>",
        b"%PDF-1.4", b"\xd7\xcd\xc6\x9a" + bytes(60), picture(1)[:200],
    ],
)  # fmt: skip
def test_what_is_no_picture_is_not_kept(raw: bytes) -> None:
    assert images.cleaned(raw) is None
    assert images.thumbnail(raw, 80) is None or raw.startswith(b"\xff\xd8\xff")


def test_a_picture_bomb_is_not_opened() -> None:
    huge = saved("PNG", (30_000, 30_000), "L")
    assert len(huge) < 2_000_000
    assert images.cleaned(huge) is None
    assert images.thumbnail(huge, 80) is None


def test_a_thumbnail_is_small_and_a_jpeg() -> None:
    raw = images.thumbnail(saved("PNG", (400, 100)), 80)
    assert opened(raw).size == (80, 20)
    assert raw is not None
    assert images.kind_of(raw) == "jpg"


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(["JPEG", "PNG"]),
    places=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6),
)
def test_any_bytes_are_a_clean_picture_or_none(form: str, places: list[tuple[int, int]]) -> None:
    raw = bytearray(picture(9, form))
    for at, value in places:
        raw[at % len(raw)] = value
    clean = images.cleaned(bytes(raw))
    if clean is not None:
        assert images.kind_of(clean)
        assert images.cleaned(clean) == clean or images.cleaned(clean) is not None
