"""Photos that a unit puts into its workbook become evidence of the row's hazard when the return is accepted."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.filling import FillingRound
from riskmap.ingest.reading import images
from riskmap.ingest.spool import Spool
from riskmap.ledger import maintain, queries, rounds
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Attachments, Ledger
from riskmap.ledger.errors import Refused
from support.corpus.pictures import picture
from support.corpus.sheets import with_cell_pictures
from support.rounds import AT, HEAD, OFFICE, SENT, books, codes, fill, filled, look, outcomes, send, shot, some

DONE = {"stand": "已整改完成", "rectified": SENT}
Change = Callable[[Any], None]


@pytest.fixture
def desk(ledger: Ledger, tmp_path: Path) -> tuple[Ledger, FillingRound]:
    """A ledger that keeps pictures, and a round of six items."""
    kept = Ledger(ledger.engine, ledger.county, ledger.gates, Attachments(tmp_path / "attachments"))
    fill(kept, some(6))
    return kept, send(kept)


@pytest.fixture
def spool() -> Spool:
    """Where the pictures of returned files lie until they are taken."""
    return Spool()


def workbook(desk: tuple[Ledger, FillingRound], *rows: dict[str, Any], change: Change | None = None) -> bytes:
    return filled(books(*desk)[desk[1].receivers[0].code], *rows, change=change)


def names(ledger: Ledger) -> list[str]:
    assert ledger.attachments is not None
    return list(ledger.attachments.names())


def photos(ledger: Ledger, sent: FillingRound, place: int = 0) -> list[tuple[str, str]]:
    own = [one for one in sent.asked if one.receiver == sent.receivers[0].code]
    hazard = queries.hazard(ledger.engine, ledger.county, own[place].hazard_id)
    return [(one.kind.value, str(one.sha256)) for one in hazard.evidence if one.kind.value.startswith("photo")]


def key(number: int) -> str:
    from hashlib import sha256

    clean = images.cleaned(picture(number))
    assert clean is not None
    return sha256(clean).hexdigest()


def test_a_floating_picture_becomes_evidence_after_of_its_row(desk: tuple[Ledger, FillingRound], spool: Spool) -> None:
    ledger, sent = desk
    found = look(*desk, ("a.xlsx", workbook(desk, change=lambda sheet: shot(sheet, 1, 7))), spool=spool)
    assert outcomes(found) == {"pictures": "change"}
    assert names(ledger) == []
    ledger.collect_round(found.to_confirm, OFFICE)
    assert photos(ledger, sent, 0) == []
    assert photos(ledger, sent, 1) == [("photo_after", key(7))]
    assert names(ledger) == [key(7)]
    assert maintain.verify(ledger.engine, ledger.county, ledger.attachments).ok
    again = look(*desk, ("b.xlsx", workbook(desk, {"progress": "已换"}, change=lambda s: shot(s, 1, 7))), spool=spool)
    lines = [line for unit in again.units for one in unit.proposals for line in one.lines]
    assert [(line.field, line.outcome.value) for line in lines if line.field == "pictures"] == [("pictures", "same")]


def test_a_picture_larger_than_its_row_belongs_where_it_begins(desk: tuple[Ledger, FillingRound], spool: Spool) -> None:
    found = look(*desk, ("a.xlsx", workbook(desk, change=lambda sheet: shot(sheet, 0, 7, high=300))), spool=spool)
    desk[0].collect_round(found.to_confirm, OFFICE)
    assert photos(*desk, 0) == [("photo_after", key(7))]


def test_pictures_come_with_the_declaration_and_prove_it(desk: tuple[Ledger, FillingRound], spool: Spool) -> None:
    ledger, _ = desk

    def two(sheet: Any) -> None:
        shot(sheet, 0, 7)
        shot(sheet, 0, 8)

    found = look(*desk, ("a.xlsx", workbook(desk, DONE, change=two)), spool=spool)
    assert outcomes(found) == {"stand": "change", "rectified": "change", "pictures": "change"}
    ledger.collect_round(found.to_confirm, OFFICE)
    assert photos(*desk) == [("photo_after", key(7)), ("photo_after", key(8))]
    assert maintain.verify(ledger.engine, ledger.county, ledger.attachments).ok


def test_a_cell_picture_of_wps_becomes_evidence_too(desk: tuple[Ledger, FillingRound], spool: Spool) -> None:
    row, column = HEAD + 1, AT["photo"] - 1
    raw = with_cell_pictures(workbook(desk, {"photo": "x"}), [(row, column, 7)], values=True)
    found = look(*desk, ("a.et", raw), spool=spool)
    assert outcomes(found) == {"pictures": "change"}
    desk[0].collect_round(found.to_confirm, OFFICE)
    assert photos(*desk) == [("photo_after", key(7))]


def test_two_files_with_pictures_of_one_item_are_taken_both(desk: tuple[Ledger, FillingRound], spool: Spool) -> None:
    files = [(f"{n}.xlsx", workbook(desk, change=lambda sheet, n=n: shot(sheet, 0, n))) for n in (7, 8)]
    found = look(*desk, *files, spool=spool)
    desk[0].collect_round(found.to_confirm, OFFICE)
    assert [name for _, name in photos(*desk)] == [key(7), key(8)]


def test_a_picture_in_another_column_or_beside_the_items_is_told_and_left(
    desk: tuple[Ledger, FillingRound], spool: Spool
) -> None:
    def change(sheet: Any) -> None:
        shot(sheet, 0, 7, column="hazard_no")
        shot(sheet, -5, 8)

    found = look(*desk, ("a.xlsx", workbook(desk, {"progress": "在办"}, change=change)), spool=spool)
    assert codes(found) == ["picture_not_in_column", "picture_not_in_column"]
    desk[0].collect_round(found.to_confirm, OFFICE)
    assert photos(*desk) == []
    assert names(desk[0]) == []


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def numbers(sent: FillingRound) -> list[str]:
    return [one.hazard_no for one in sent.asked if one.receiver == sent.receivers[0].code]


def test_photos_of_a_zip_are_evidence_by_the_number_in_their_names(
    desk: tuple[Ledger, FillingRound], spool: Spool
) -> None:
    """The platform's number, or what stands in the column of photos: a number, the name of a file."""
    ledger, sent = desk
    one, two, *_ = numbers(sent)
    book = workbook(desk, {}, {"photo": "3、IMG_9.jpg"})
    files = {
        "甲镇/回报.xlsx": book, f"甲镇/{one}整改前.jpg": picture(5), f"甲镇/照片/{one}.jpg": picture(6),
        "甲镇/3号整改后.jpg": picture(7), "甲镇/IMG_9.jpg": picture(8), "甲镇/99号.jpg": picture(4),
        "甲镇/坏.jpg": b"no picture",
    }  # fmt: skip
    found = look(*desk, ("all.zip", packed(files)), spool=spool)
    assert sorted(codes(found)) == ["photo_of_no_row", "picture_not_kept"]
    assert [one.value for one in found.findings if one.code == "photo_of_no_row"] == ["甲镇/99号.jpg"]
    ledger.collect_round(found.to_confirm, OFFICE)
    assert sorted(photos(ledger, sent, 0)) == [("photo_after", key(6)), ("photo_before", key(5))]
    assert {sha for _, sha in photos(ledger, sent, 1)} >= {key(7), key(8)}
    assert set(names(ledger)) == {key(n) for n in (5, 6, 7, 8)}
    assert maintain.verify(ledger.engine, ledger.county, ledger.attachments).ok
    again = look(*desk, ("all.zip", packed({**files, f"甲镇/{two}.png": picture(3, "PNG")})), spool=spool)
    assert again.empty
    assert "photo_comes_late" in codes(again)


def test_a_photo_that_no_workbook_owns_is_told(desk: tuple[Ledger, FillingRound], spool: Spool) -> None:
    _, sent = desk
    one = numbers(sent)[0]
    files = {"甲/a.xlsx": workbook(desk, {"progress": "在办"}), "乙/b.xlsx": books(*desk)[sent.receivers[1].code],
             f"丙/{one}.jpg": picture(7)}  # fmt: skip
    found = look(*desk, ("all.zip", packed(files)), spool=spool)
    assert "photo_of_no_row" in codes(found)
    assert "no_rows_of_round" not in codes(found)
    alone = look(*desk, ("photos.zip", packed({f"{one}.jpg": picture(7)})), spool=spool)
    assert codes(alone) == ["photo_of_no_row"]
    assert alone.empty


@pytest.mark.parametrize("role", ["township", "analyst", "enterprise"])
def test_the_wrong_person_leaves_no_picture(desk: tuple[Ledger, FillingRound], spool: Spool, role: str) -> None:
    ledger, _ = desk
    found = look(*desk, ("a.xlsx", workbook(desk, change=lambda sheet: shot(sheet, 0, 7))), spool=spool)
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.collect_round(found.to_confirm, Actor("x", "某人", role))
    assert photos(*desk) == []
    assert names(ledger) == []


def test_a_return_that_is_refused_leaves_no_picture(desk: tuple[Ledger, FillingRound], spool: Spool) -> None:
    ledger, sent = desk
    found = look(*desk, ("a.xlsx", workbook(desk, change=lambda sheet: shot(sheet, 0, 7))), spool=spool)
    ledger.close_round(sent.id, rounds.one(ledger.engine, ledger.county, sent.id).version, SENT, OFFICE)
    with pytest.raises(Refused, match="round:closed"):
        ledger.collect_round(found.to_confirm, OFFICE)
    assert names(ledger) == []


def test_the_workbook_lets_a_picture_in(desk: tuple[Ledger, FillingRound]) -> None:
    import io

    import openpyxl

    protection = openpyxl.load_workbook(io.BytesIO(workbook(desk))).active.protection
    assert protection.sheet
    assert not protection.objects
