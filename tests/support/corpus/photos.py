"""Layouts with pictures, and archives of ledgers and photos."""

import random

from support.corpus import archives, sheets, words
from support.corpus.grids import Grid, grid
from support.corpus.pictures import picture
from support.corpus.records import TYPICAL, Row, rows
from support.corpus.registry import AFTER, BEFORE, LAYOUTS, PHOTOS, TITLE, Ledger, heads, layout, single


def _shown(dice: random.Random, told: list[Row], one: Grid) -> list[sheets.Shot]:
    """Pictures of some rows in the columns of photos; the rows are told which."""
    shots = []
    for at, row in enumerate(told):
        for kind in (BEFORE, AFTER):
            if dice.random() < 0.7:
                shots.append((one.lines[at], one.fields.index(kind), len(shots) + 1))
                row.pictures.append(kind)
    return shots


@layout
def pictures_in_cells_of_word(dice: random.Random) -> Ledger:
    told = rows(dice, 6)
    one = grid(dice, told, PHOTOS)
    return single("照片.docx", one, words.document([TITLE[0], (one, 0, len(one.cells))], _shown(dice, told, one)), told)


@layout
def pictures_floating(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, PHOTOS, title=TITLE)
    shots = [*_shown(dice, told, one), (0, 1, 99)]  # a seal on the title belongs to no row
    made = single("图片.xlsx", one, sheets.xlsx({"台账": one}, shots=shots), told, "picture_unplaced")
    made.loose = 1
    return made


@layout
def pictures_floating_across_rows(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, PHOTOS, title=TITLE)
    return single("浮动.xlsx", one, sheets.xlsx({"台账": one}, shots=_shown(dice, told, one), two_cell=True), told)


def _dispimg(name: str, *, values: bool) -> None:
    def maker(dice: random.Random) -> Ledger:
        told = rows(dice, 8)
        one = grid(dice, told, PHOTOS, title=TITLE)
        shots = _shown(dice, told, one)
        for row, column, _ in shots:
            one.cells[row][column] = "x"
        return single(name, one, sheets.with_cell_pictures(sheets.xlsx({"台账": one}), shots, values=values), told)

    LAYOUTS[f"pictures_dispimg_{'with' if values else 'without'}_values"] = maker


_dispimg("嵌入.xlsx", values=True)
_dispimg("嵌入图.et", values=False)


@layout
def pictures_as_values_of_cells(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, PHOTOS, title=TITLE)
    shots = _shown(dice, told, one)
    for row, column, _ in shots:
        one.cells[row][column] = "x"
    return single("单元格图片.xlsx", one, sheets.with_rich_pictures(sheets.xlsx({"台账": one}), shots), told)


@layout
def pictures_in_opendocument(dice: random.Random) -> Ledger:
    told = rows(dice, 8)
    one = grid(dice, told, PHOTOS, title=TITLE)
    return single("图片.ods", one, sheets.ods("台账", one, _shown(dice, told, one)), told)


def _zipped(name: str, told: list[Row], one: Grid, photos: dict[str, bytes], encoding: str, ending: str) -> Ledger:
    content = sheets.xlsx({"台账": one})
    return single(name, one, archives.archive({f"报送/{ending}": content, **photos}, encoding), told)


@layout
def archive_with_numbered_photos(dice: random.Random) -> Ledger:
    told = rows(dice, 6)
    one = grid(dice, told, TYPICAL, title=TITLE)
    photos = {}
    for number, row in enumerate(told, 1):
        for kind, word in ((BEFORE, "整改前"), (AFTER, "整改后")):
            if dice.random() < 0.6:
                form = dice.choice((f"{number}号{word}.jpg", f"{number}-{word}.png", f"第{number}项{word}.jpg"))
                photos[f"报送/照片/{form}"] = picture(len(photos) + 1, "PNG" if form.endswith("png") else "JPEG")
                row.pictures.append(kind)
    photos["报送/照片/封面.jpg"] = picture(200)
    made = _zipped("报送.zip", told, one, photos, "gb18030", "永安镇台账.xlsx")
    made.loose, made.findings = 1, {"picture_unplaced"}
    return made


@layout
def archive_with_folders(dice: random.Random) -> Ledger:
    told = rows(dice, 5)
    one = grid(dice, told, TYPICAL, title=TITLE)
    photos = {}
    for number, row in enumerate(told, 1):
        photos[f"报送/{number}号/整改前/IMG_{number}001.jpg"] = picture(number)
        photos[f"报送/{number}号/整改后/IMG_{number}002.jpg"] = picture(100 + number)
        row.pictures += [BEFORE, AFTER]
    return _zipped("报送2.zip", told, one, photos, "", "台账.xlsx")


@layout
def archive_of_townships(dice: random.Random) -> Ledger:
    """Nested folders, one file a township and kind; rows come in the order of the names."""
    towns = {"a永安镇": rows(dice, 4, "永安镇"), "b对竹镇": rows(dice, 4, "对竹镇"), "c佃坪乡": rows(dice, 3, "佃坪乡")}
    one, two, three = (grid(dice, own, TYPICAL, title=TITLE[:1]) for own in towns.values())
    members = {
        "各乡镇/a永安镇/台账.xlsx": sheets.xlsx({"台账": one}),
        "各乡镇/b对竹镇.csv": words.text(two, ",", "gb18030"),
        "各乡镇/c佃坪乡.docx": words.document([TITLE[0], (three, 0, len(three.cells))]),
        "各乡镇/说明.pdf": b"%PDF-1.7 nothing",
    }
    told = [row for own in towns.values() for row in own]
    content = archives.archive(members, "gb18030")
    return Ledger("各乡镇.zip", content, told, [heads(g) for g in (one, two, three)], 0, {"file_not_read"})
