"""Pictures that no row takes by itself are counted on the page of imports, shown and placed by hand."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskmap.ledger import attached, maintain
from riskmap.ledger.batch import Actor
from riskmap.web import data, import_pictures, officer
from support.corpus import archives, sheets
from support.corpus.grids import grid
from support.corpus.pictures import picture
from support.corpus.records import TYPICAL, rows
from support.small import shown

Open = Callable[..., AppTest]
Make = Callable[..., Any]


@pytest.fixture
def empty(ledger_of: Make) -> None:
    ledger_of("empty")


def upload(app: AppTest) -> AppTest:
    """An archive: three rows, a photo of the second by its number, one whose name tells nothing."""
    told = rows(random.Random(2), 3)
    table = sheets.xlsx({"台账": grid(random.Random(1), told, TYPICAL, plain_headers=True)})
    content = archives.archive({"台账.xlsx": table, "2号整改后.jpg": picture(1), "现场.jpg": picture(2)})
    one = next(one for one in app.file_uploader if one.key.startswith("import_file"))
    one.set_value(("报送.zip", content, "application/zip"))
    return app.run()


def box(app: AppTest, label: str) -> Any:
    return next(one for one in app.selectbox if one.label == label)


def press(app: AppTest, key: str) -> AppTest:
    return next(one for one in app.button if one.key and key in one.key).click().run()


def photos() -> list[str]:
    """Kinds of the pictures that the ledger keeps."""
    return sorted(kind for own in attached.photos(data.engine(), data.county()).values() for kind, _ in own)


@pytest.mark.usefixtures("empty")
def test_a_picture_without_a_row_is_shown_and_placed(open_at: Open) -> None:
    app = upload(open_at("import", lang="zh_CN"))
    assert not app.exception
    told = shown(app)
    assert "文件中的图片：2 张" in told
    assert "未对应到行：1" in told
    assert "data:image/jpeg;base64," in told
    assert "现场.jpg" in told
    assert [one.label for one in app.expander if "图片" in one.label] == ["待指定所属行的图片：1 张"]
    row = box(app, "所属行")
    assert row.value is None
    row.set_value(row.options[2])
    box(app, "拍摄内容").set_value("photo_after")
    app = press(app, "pictures_read")
    assert not app.exception
    assert "未对应到行：0" in shown(app)
    assert "人工指定的图片：1 张" in [one.label for one in app.expander]
    press(app, "import_confirm")
    assert photos() == ["photo_after", "photo_after"]
    assert maintain.verify(data.engine(), data.county(), data.attachments()).ok


@pytest.mark.usefixtures("empty")
def test_a_picture_left_without_a_row_is_not_kept(open_at: Open) -> None:
    app = upload(open_at("import", lang="en"))
    box(app, "What it shows").set_value("photo_after")
    app = press(app, "pictures_read")  # no row was chosen
    assert "Not placed: 1" in shown(app)
    press(app, "import_confirm")
    assert photos() == ["photo_after"]
    assert len(list(data.attachments().names())) == 1


@pytest.mark.usefixtures("empty")
def test_who_may_not_import_leaves_no_picture(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    app = upload(open_at("import", lang="zh_CN"))
    row = box(app, "所属行")
    row.set_value(row.options[0])
    box(app, "拍摄内容").set_value("photo_before")
    app = press(app, "pictures_read")
    monkeypatch.setattr(officer, "actor", lambda: Actor("x", "某人", "leader"))
    app = press(app, "import_confirm")
    assert "未导入" in app.error[0].value
    assert photos() == []
    assert list(data.attachments().names()) == []


@pytest.mark.usefixtures("empty")
def test_in_a_long_file_the_number_of_the_row_is_typed(open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_pictures, "MOST", 2)
    app = upload(open_at("import", lang="zh_CN"))
    app.number_input[0].set_value(3)
    box(app, "拍摄内容").set_value("photo_before")
    app = press(app, "pictures_read")
    assert "未对应到行：0" in shown(app)
    press(app, "import_confirm")
    assert photos() == ["photo_after", "photo_before"]
