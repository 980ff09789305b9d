"""Grids as workbooks: xlsx by openpyxl, drawings on cells, WPS cell pictures put into the parts, ods by hand."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.drawing.image import Image as Drawn
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from support.corpus.grids import Grid
from support.corpus.pictures import picture

Shot = tuple[int, int, int]  # grid row, column, number of the picture
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ET = "http://www.wps.cn/officeDocument/2017/etCustomData"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
XLINK = "http://www.w3.org/1999/xlink"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(
    sheets: dict[str, Grid],
    *,
    shots: Sequence[Shot] = (),
    two_cell: bool = False,
    epoch_1904: bool = False,
    hidden: Sequence[str] = (),
    right: int = 0,
) -> bytes:
    """A workbook; `shots` are drawn on the first sheet; `right` moves every grid that many columns to the right."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        _fill(sheet, grid, right)
    for number, (row, column, which) in enumerate(shots):
        _draw(book.worksheets[0], row, column + right, picture(which, "PNG" if number % 2 else "JPEG"), two_cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, grid: Grid, right: int) -> None:
    for at, line in enumerate(grid.cells, 1):
        for column, value in enumerate(line, 1 + right):
            if value is not None:
                cell = sheet.cell(at, column)
                cell.value = datetime(value.year, value.month, value.day) if type(value) is date else value  # noqa: DTZ001
    for top, left, bottom, end in grid.merged:
        sheet.merge_cells(
            start_row=top + 1, start_column=left + 1 + right, end_row=bottom + 1, end_column=end + 1 + right
        )
    for row in grid.hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in grid.hidden_columns:
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column + 1 + right)].hidden = True


def _draw(sheet: Any, row: int, column: int, raw: bytes, two_cell: bool) -> None:
    drawn = Drawn(io.BytesIO(raw))
    if two_cell:  # begins a little above its row, as a hand drops it, and ends in it
        start = AnchorMarker(col=column, colOff=60_000, row=max(row - 1, 0), rowOff=150_000)
        drawn.anchor = TwoCellAnchor(_from=start, to=AnchorMarker(col=column, colOff=500_000, row=row, rowOff=170_000))
    else:
        drawn.width, drawn.height = 40, 15
        drawn.anchor = f"{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"
    sheet.add_image(drawn)


def with_cell_pictures(raw: bytes, shots: Sequence[Shot], *, values: bool) -> bytes:
    """The first sheet with WPS cell pictures: formula, id, part. `values`: WPS writes the formula's text beside it."""

    def sheet(text: str) -> str:
        for row, column, which in shots:
            name = f"{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"
            shown = f'<v>=DISPIMG("ID_{which:032X}",1)</v>' if values else ""
            cell = f'<c r="{name}" t="str"><f>_xlfn.DISPIMG("ID_{which:032X}",1)</f>{shown}</c>'
            found = re.search(rf'<c r="{name}"[^>]*?(/>|>.*?</c>)', text)
            assert found, f"{name} has no cell to hold a picture"
            text = text.replace(found.group(0), cell)
        return text

    pictures = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{which}" name="ID_{which:032X}" descr="photo"/>'
        f'<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId{which}"/></xdr:blipFill><xdr:spPr/></xdr:pic>'
        "</etc:cellImage>"
        for _, _, which in shots
    )
    space = f'xmlns:etc="{ET}" xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:r="{R}"'
    links = "".join(f'<Relationship Id="rId{w}" Type="{IMAGE}" Target="media/image{w}.jpeg"/>' for _, _, w in shots)
    more: dict[str, bytes | str] = {
        "xl/cellimages.xml": f"<etc:cellImages {space}>{pictures}</etc:cellImages>",
        "xl/_rels/cellimages.xml.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.'
        f'openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        **{f"xl/media/image{which}.jpeg": picture(which) for _, _, which in shots},
    }
    return patched(raw, {"xl/worksheets/sheet1.xml": sheet}, more)


def with_rich_pictures(raw: bytes, shots: Sequence[Shot]) -> bytes:
    """The first sheet with pictures as values of cells, as newer Excel writes them: each a chain of parts."""

    def sheet(text: str) -> str:
        for at, (row, column, _) in enumerate(shots, 1):
            name = f"{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"
            found = re.search(rf'<c r="{name}"[^>]*?(/>|>.*?</c>)', text)
            assert found, f"{name} has no cell to hold a picture"
            text = text.replace(found.group(0), f'<c r="{name}" t="e" vm="{at}"><v>#VALUE!</v></c>')
        return text

    count, which = len(shots), [number for _, _, number in shots]
    rich = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
    future = "".join(f'<bk><extLst><ext uri="{{3e28}}"><xlrd:rvb i="{at}"/></ext></extLst></bk>' for at in range(count))
    blocks = "".join(f'<bk><rc t="1" v="{at}"/></bk>' for at in range(count))
    values = "".join(f'<rv s="1"><v>5</v><v>{at}</v></rv>' for at in range(count))
    links = "".join(f'<Relationship Id="rId{w}" Type="{IMAGE}" Target="../media/rich{w}.jpeg"/>' for w in which)
    more: dict[str, bytes | str] = {
        "xl/metadata.xml": f'<metadata xmlns="{MAIN}" xmlns:xlrd="{rich}"><metadataTypes count="1"><metadataType '
        f'name="XLRICHVALUE"/></metadataTypes><futureMetadata name="XLRICHVALUE" count="{count}">{future}'
        f'</futureMetadata><valueMetadata count="{count}">{blocks}</valueMetadata></metadata>',
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{rich}" count="{count}">{values}</rvData>',
        "xl/richData/rdrichvaluestructure.xml": f'<rvStructures xmlns="{rich}" count="2"><s t="_error"><k n="type" '
        't="i"/></s><s t="_localImage"><k n="CalcOrigin" t="i"/><k n="_rvRel:LocalImageIdentifier" t="i"/></s>'
        "</rvStructures>",
        "xl/richData/richValueRel.xml": f'<richValueRels xmlns="{rich}rel" xmlns:r="{R}">'
        + "".join(f'<rel r:id="rId{number}"/>' for number in which)
        + "</richValueRels>",
        "xl/richData/_rels/richValueRel.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
        f'2006/relationships">{links}</Relationships>',
        **{f"xl/media/rich{number}.jpeg": picture(number) for number in which},
    }
    return patched(raw, {"xl/worksheets/sheet1.xml": sheet}, more)


def wrong_dimension(raw: bytes) -> bytes:
    """A workbook whose sheet says that it is one cell large, as some exporting systems write."""
    return patched(
        raw, {"xl/worksheets/sheet1.xml": lambda t: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', t)}
    )


def patched(raw: bytes, change: dict[str, Callable[[str], str]], more: dict[str, bytes | str] | None = None) -> bytes:
    """An archive with some parts changed as text and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename in change:
                content = change[info.filename](content.decode()).encode()
            new.writestr(info.filename, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def ods(name: str, grid: Grid, shots: Sequence[Shot] = (), above: int = 0) -> bytes:
    """An OpenDocument sheet with the cells of a grid as text and dates, pictures in cells, `above` blank rows first."""
    drawn = {(row, column): which for row, column, which in shots}
    spans = {(t, a): (b - t + 1, z - a + 1) for t, a, b, z in grid.merged}
    blank = f'<table:table-row table:number-rows-repeated="{above}"><table:table-cell/></table:table-row>'
    lines = [blank] if above else []
    for at, line in enumerate(grid.cells):
        cells = []
        for column, value in enumerate(line):
            high, wide = spans.get((at, column), (1, 1))
            span = (
                f' table:number-rows-spanned="{high}" table:number-columns-spanned="{wide}"' if high * wide > 1 else ""
            )
            cells.append(_ods_cell(value, span, drawn.get((at, column), 0)))
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{base}office:1.0" '
        f'xmlns:table="{base}table:1.0" xmlns:text="{base}text:1.0" xmlns:draw="{base}drawing:1.0" '
        f'xmlns:xlink="{XLINK}" office:version="1.2"><office:body>'
        f"<office:spreadsheet>"
        f"<table:table table:name={quoteattr(name)}>{''.join(lines)}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{base}manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        for which in drawn.values():
            archive.writestr(f"Pictures/{which}.jpg", picture(which))
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _ods_cell(value: Any, span: str, which: int) -> str:
    image = f'<draw:image xlink:href="Pictures/{which}.jpg"><text:p/></draw:image>'
    frame = f'<draw:frame draw:name="{which}">{image}</draw:frame>' if which else ""
    if value is None or value == "":
        return f"<table:table-cell{span}>{frame}</table:table-cell>"
    if type(value) is date:
        return (
            f'<table:table-cell{span} office:value-type="date" office:date-value="{value}">{frame}</table:table-cell>'
        )
    if isinstance(value, (int, float)):
        return f'<table:table-cell{span} office:value-type="float" office:value="{value}">{frame}</table:table-cell>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell{span} office:value-type="string">{frame}{text}</table:table-cell>'
