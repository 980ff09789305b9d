"""Small real pictures, no two alike, as cameras and screens make them."""

import io

from PIL import Image


def picture(number: int, form: str = "JPEG", *, exif: bool = True) -> bytes:
    """A picture of its own colours; a JPEG carries a maker, a place and a time unless `exif` is off."""
    image = Image.new("RGB", (48, 36), ((number * 37) % 256, (number * 91) % 256, (number * 53) % 256))
    image.putpixel((number % 48, number % 36), (255, 255, 255))
    out = io.BytesIO()
    if form == "JPEG" and exif:
        told = Image.Exif()
        told[271], told[306] = "TESTCAM", "2026:03:01 10:00:00"
        image.save(out, form, exif=told)
    else:
        image.save(out, form)
    return out.getvalue()
