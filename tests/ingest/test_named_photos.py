"""What the name of a photo tells: row and side; to which table of an archive it goes."""

import random
from collections.abc import Callable

import pytest

from riskmap.ingest.pictures import Put
from riskmap.ingest.reading.named import kind_of, numbers_of
from riskmap.ingest.run import DryRun
from support.corpus import archives, sheets
from support.corpus.grids import grid
from support.corpus.pictures import picture
from support.corpus.records import TYPICAL, Row, rows

Run = Callable[..., DryRun]
BEFORE, AFTER = "photo_before", "photo_after"


@pytest.mark.parametrize(
    ("path", "number", "kind"),
    [
        ("3号整改后.jpg", "3", AFTER),
        ("3-整改前.png", "3", BEFORE),
        ("03 整改后.jpg", "3", AFTER),
        ("第3项整改后(2).jpg", "3", AFTER),
        ("３号整改后.jpg", "3", AFTER),
        ("12、整改前.jpg", "12", BEFORE),
        ("序号3整改后.jpg", "3", AFTER),
        ("隐患3号.jpg", "3", BEFORE),
        ("3.jpg", "3", BEFORE),
        ("整改后3.jpg", "3", AFTER),
        ("整改前（第3号）.jpg", "3", BEFORE),
        ("照片/3号/整改后/IMG_20260301.jpg", "3", AFTER),
        ("照片/3/整改前1.jpg", "3", BEFORE),
        ("照片/003 皮带机/后.jpg", "3", AFTER),
        ("2026/3号整改后.jpg", "3", AFTER),
        ("整改后/3.jpg", "3", AFTER),
        ("after/3_after.png", "3", AFTER),
        ("3号整改前后对比.jpg", "3", "other"),
    ],
)
def test_a_name_tells_number_and_side(path: str, number: str, kind: str) -> None:
    assert numbers_of(path)[0] == number
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("path", "number"), [("YA-2026-003_整改后.jpg", "=ya2026003"), ("YA-2026-003/IMG_1.jpg", "=ya2026003")]
)
def test_a_name_may_bear_the_senders_own_number(path: str, number: str) -> None:
    assert number in numbers_of(path)


def table(told: list[Row]) -> bytes:
    return sheets.xlsx({"台账": grid(random.Random(1), told, TYPICAL, plain_headers=True)})


def shown(dry: DryRun) -> list[tuple[int, str]]:
    """(row, kind) of every picture kept as evidence."""
    return [(at, one.kind.value) for at, h in enumerate(dry.batch.creates, 1) for one in h.evidence if one.sha256]


def test_photos_go_to_the_table_beside_them(run: Run) -> None:
    first, second = rows(random.Random(2), 3), rows(random.Random(3), 3)
    members = {
        "甲/台账.xlsx": table(first), "甲/照片/2号整改后.jpg": picture(1),
        "乙/台账.xlsx": table(second), "乙/3-整改前.jpg": picture(2),
        "4号整改后.jpg": picture(3),
    }  # fmt: skip
    dry = run(archives.archive(members))
    assert shown(dry) == [(3, BEFORE), (5, AFTER)]  # 乙 comes before 甲 by name
    assert dry.report["pictures"] == {"placed": 2, "unplaced": 1}


def test_among_several_tables_the_name_of_the_folder_decides(run: Run) -> None:
    members = {
        "永安镇.xlsx": table(rows(random.Random(2), 3)), "对竹镇.xlsx": table(rows(random.Random(3), 3)),
        "照片/永安镇/2号整改后.jpg": picture(1), "照片/2号整改前.jpg": picture(2),
    }  # fmt: skip
    dry = run(archives.archive(members))
    assert shown(dry) == [(5, AFTER)]
    assert [one["value"] for one in dry.report["issues"] if one["code"] == "picture_unplaced"] == ["照片/2号整改前.jpg"]


def test_a_number_that_two_rows_bear_places_nothing(run: Run) -> None:
    told = rows(random.Random(2), 3)
    told[1].cells["seq"] = told[0].cells["seq"] = 1
    dry = run(archives.archive({"台账.xlsx": table(told), "1号整改后.jpg": picture(1), "3号整改后.jpg": picture(2)}))
    assert shown(dry) == [(3, AFTER)]
    assert dry.report["pictures"] == {"placed": 1, "unplaced": 1}


def test_the_photo_of_a_rejected_row_is_not_placed(run: Run) -> None:
    told = rows(random.Random(2), 3)
    told[1].cells["found"] = "不详"
    dry = run(archives.archive({"台账.xlsx": table(told), "2号整改后.jpg": picture(1)}))
    assert (dry.report["rejected"], dry.report["pictures"]) == (1, {"placed": 0, "unplaced": 1})


def test_a_damaged_file_of_an_archive_is_told_and_the_others_are_read(run: Run) -> None:
    members = {"甲.xlsx": table(rows(random.Random(2), 3)), "乙.xlsx": b"PK\x03\x04 nothing", "内.zip": b"PK"}
    dry = run(archives.archive(members))
    assert dry.report["created"] == 3
    told = {(one["sheet"], one["code"]) for one in dry.report["issues"]}
    assert {("乙.xlsx", "file_not_read"), ("内.zip", "nested_archive")} <= told


def test_a_photo_that_is_none_is_told(run: Run) -> None:
    dry = run(archives.archive({"台账.xlsx": table(rows(random.Random(2), 3)), "1号整改后.jpg": b"not a picture"}))
    assert dry.counts["picture_not_kept"] == 1
    assert dry.report["pictures"] == {"placed": 0, "unplaced": 1}


def test_the_name_of_a_file_is_part_of_the_name_of_its_sheet(run: Run) -> None:
    dry = run(archives.archive({"乡镇/永安镇.xlsx": table(rows(random.Random(2), 3))}, "gb18030"))
    assert [sheet["name"] for sheet in dry.report["sheets"]] == ["乡镇/永安镇.xlsx › 台账"]


def test_a_picture_that_the_file_does_not_hold_is_refused(run: Run) -> None:
    content = archives.archive({"台账.xlsx": table(rows(random.Random(2), 3)), "现场.jpg": picture(1)})
    dry = run(content, pictures={"0" * 64: Put("台账.xlsx › 台账", 2, AFTER, "别的.jpg")})
    assert (dry.refusal, dry.detail, dry.report["created"]) == ("no_such_picture", "别的.jpg", 0)


def test_a_picture_put_to_a_rejected_row_stays_unplaced(run: Run) -> None:
    told = rows(random.Random(2), 3)
    told[1].cells["found"] = "不详"
    content = archives.archive({"台账.xlsx": table(told), "现场.jpg": picture(1)})
    (one,) = run(content).report["photos"]["by_hand"]
    for row, placed in ((3, 0), (4, 1), (99, 0)):
        dry = run(content, pictures={one["sha256"]: Put("台账.xlsx › 台账", row, AFTER, one["name"])})
        assert dry.report["pictures"] == {"placed": placed, "unplaced": 1 - placed}
        assert dry.counts.get("picture_unplaced", 0) == 1 - placed
        assert len(shown(dry)) == placed
