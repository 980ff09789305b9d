"""The printed map: its text is the ledger's, nothing covers anything, nothing is cut, no text does anything."""

import io
import re
from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image

from riskmap.domain.codes import Progress
from riskmap.geo.places import Kind, Place
from riskmap.reports import wall_map
from riskmap.reports.wall_map_drawing import DOT, RADIUS
from riskmap.reports.wall_map_marks import points, reach
from riskmap.reports.wall_map_paper import LEAST_TYPE, PAPERS, Text, pictures, printable, wrapped
from riskmap.reports.wall_map_room import Room
from riskmap.views.marks import SYMBOLS
from support.hazard_frames import T, facts, random_rows
from support.papers import pages, parts, sheets

NOWHERE = {"lon": float("nan"), "lat": float("nan")}
CJK, LATIN = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z]{3,}")


def major(number: int, **given):
    return facts(number, **({"grade": "major", "department": "emergency", "control": "suspended"} | given))


def said(texts):
    return "".join(texts).replace("\n", "")


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_on_the_sheet_are_the_ledgers_and_every_major_is_named(seed):
    rows = random_rows(seed, 80)
    for row in rows:
        row["lon"] = 111.25 + (row["lon"] - 111.2) * 0.8  # all within the county's width
    shown, *_ = parts(rows)
    scene, text = shown.scene, said(pages(rows))
    drawn = sum(tally.major + tally.general for tally in scene.tallies.values())
    assert drawn + len(scene.unplaced) + scene.closed_earlier + scene.void == scene.total
    assert (
        f"筛选 {scene.total} 项 = 在图 {drawn} + 缺坐标 {len(scene.unplaced)} + 早前销号 {scene.closed_earlier} "
        f"+ 作废 {scene.void}"
    ) in text
    for row in [*scene.listed.tolist(), *scene.unplaced.tolist()]:
        assert str(scene.frame["enterprise"].iloc[row]) in text


def test_townships_add_up_to_the_county_and_keep_their_numbers():
    rows = random_rows(7, 120)
    shown, *_ = parts(rows)
    found = pages(rows, by_township=True)
    sums = [int(one) for text in found for one in re.findall(r"筛选 (\d+) 项", text)]
    assert sums[0] == shown.scene.total == sum(sums[1:])
    assert "永安镇" in found[1]
    assert "合计" in found[0]


def test_what_is_shifted_or_counted_is_never_lost_or_covered():
    """Two hundred majors and general hazards on one spot: every number is printed, and no two of them touch."""
    rows = [major(n, due=T - n) for n in range(1, 61)] + [facts(n) for n in range(61, 261)]
    (first, *_) = sheets(rows)
    edge = first.width * 0.6
    numbers = [
        one for one in first.shapes if isinstance(one, Text) and one.x < edge and one.text.isdigit() and one.bold
    ]
    assert sorted(int(one.text) for one in numbers) == list(range(1, 61))
    for one, two in combinations(numbers, 2):
        a, b = one.box, two.box
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    above = [one for one in first.shapes if isinstance(one, Text) and one.y < first.height * 0.75]  # not the legend
    counted = sum(int(one.text[1:]) for one in above if re.fullmatch(r"×\d+", one.text))
    dots = sum(getattr(one, "radius", 0) == DOT and one.y < first.height * 0.75 for one in first.shapes)
    assert counted + dots == 200


@pytest.mark.parametrize("paper", PAPERS)
def test_no_text_leaves_its_sheet(paper):
    rows = [major(n, enterprise="示例" + "很长的企业名称" * 9, **({} if n % 3 else NOWHERE)) for n in range(40)]
    for lang in ("zh_CN", "en"):
        for sheet in sheets([*rows, *random_rows(2, 60)], lang, paper=paper):
            for one in sheet.shapes:
                if isinstance(one, Text):
                    left, top, right, bottom = one.box
                    assert left >= 0, one
                    assert top >= 0, one
                    assert right <= sheet.width, one
                    assert bottom <= sheet.height, one


def test_a_list_that_does_not_fit_goes_on_and_loses_no_row():
    rows = [major(n) for n in range(1, 200)]
    found = pages(rows, paper="A4")
    assert len(found) > 2
    assert "清单续" in found[1]
    assert [said(found).count(f"示例煤业{n}号") for n in range(1, 200)] == [1] * 199


def test_long_names_wrap_whole():
    name = "山西示例" + "超长名称" * 20 + "有限责任公司"
    assert name in said(pages([major(1, enterprise=name)]))
    lines = wrapped(name, 2.2, 40)
    assert "".join(lines) == name
    assert len(lines) > 3


def test_an_empty_ledger_prints_a_sheet_that_says_so():
    rows = [facts(1)]
    assert "当前筛选下没有隐患" in said(pages(rows, asked={"progress": "void"}))
    assert "No hazards in this selection" in " ".join(pages(rows, "en", asked={"progress": "void"}))


def test_one_language_a_sheet():
    rows = [
        major(1, enterprise="A1"),
        major(2, due=T - 3, control="", enterprise="A2"),
        facts(3, enterprise="A3", **NOWHERE),
    ]
    for by_township in (False, True):
        english = said(pages(rows, "en", by_township=by_township)).replace("李某", "").replace("周调度会", "")
        assert not CJK.findall(english)
        chinese = said(pages(rows, by_township=by_township))
        assert set(LATIN.findall(chinese)) <= {"frykit", "data", "WGS", "Voronoi"}


def test_the_rare_character_of_the_county_is_embedded():
    text = said(pages([major(1, township="141034102", enterprise="勍香示例矿")]))
    assert "勍香示例矿" in text


def test_hostile_text_is_only_text():
    evil = ") Tj ET (\\ <script>alert(1)</script> {{7*7}} ${x} %s \u202etxt\u0000"
    text = said(pages([major(1, enterprise=evil)]))
    assert "<script>alert(1)</script>" in text
    assert "{{7*7}}" in text
    assert printable("a\u202eb\u0000c\nd") == "abc d"
    document = wall_map.document(*parts([major(1, enterprise=evil)]))
    assert not re.search(rb"/(JavaScript|JS|OpenAction|URI|Launch)\b", document)


@pytest.mark.parametrize(
    ("role", "named"), [("committee", True), ("township", True), ("leader", False), ("analyst", False)]
)
def test_persons_are_printed_for_roles_that_may_take_them_out(role, named):
    rows = [major(1, responsible_person="张某某"), major(2, enterprise_id="e2")]
    firms = [{"id": "e2", "name": "示例煤业2号", "principal": "王某某"}]
    text = said(pages(rows, role=role, names=True, firms=firms))
    assert ("张某某" in text) is named
    assert ("王某某" in text) is named


def test_nobody_is_named_on_a_wall_that_did_not_ask_for_it():
    assert "张某某" not in said(pages([major(1, responsible_person="张某某")]))


def test_fences_stand_on_every_sheet():
    for text in pages(random_rows(1, 60), by_township=True):
        assert "内部工作用图 · 乡镇界线为示意，不作划界依据" in text
        assert "制图单位：汾西县安委办" in text
        assert "数据截止 2026-11-22" in text
        assert "审图号" not in text


def test_sensitive_sites_are_blurred():
    rows = [major(1, lon=111.45678, lat=36.61234)]
    firms = [{"id": "e1", "name": "示例煤业1号", "sensitive": True}]
    from riskmap.reports.wall_map_content import hidden

    shown, around, *_ = parts(rows, firms=firms)
    blurred = hidden(shown.scene, around.sensitive)
    assert (round(float(blurred.lon[0]), 4), round(float(blurred.lat[0]), 4)) == (111.46, 36.61)


def test_pictures_have_the_size_of_the_paper():
    document = wall_map.document(*parts([major(1)]), paper="A4")
    (picture,) = pictures(document, "A4")
    assert Image.open(io.BytesIO(picture)).size == pytest.approx((3508, 2480), abs=2)


def test_the_same_facts_give_the_same_file_at_any_moment(monkeypatch):
    made = []
    for moment in (3_700_000_000, 3_800_000_000):
        monkeypatch.setattr("fontTools.fontBuilder.timestampNow", lambda moment=moment: moment)
        made.append(wall_map.document(*parts([major(1)])))
    assert made[0] == made[1]


def test_outlines_are_those_of_the_screen():
    assert points(SYMBOLS[Progress.IN_PROGRESS].path) == [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
    assert len(points(SYMBOLS[Progress.CLOSED].path)) == 6


def test_marks_on_one_spot_are_shifted():
    room = Room((0, 0, 100, 100))
    own = reach(Progress.OVERDUE, RADIUS, plate=True, alarm=True)
    spots = [room.place((50, 50), own) for _ in range(5)]
    assert spots[0].at == (50, 50)
    assert len({spot.at for spot in spots}) == 5
    assert all(spot.free for spot in spots)


def test_two_documents_never_share_the_letters_of_one():
    """The PDF writer keeps fonts by name for the whole process: a second map must not print with the first one's."""
    first, second = said(pages([major(1, enterprise="甲乙丙")])), said(pages([major(1, enterprise="鑫淼焱")]))
    assert "甲乙丙" in first
    assert "鑫淼焱" in second


TOWNS = ("141034100", "141034101", "141034102", "141034103", "141034104", "141034200", "141034201")


def crowd(count):
    """Majors in all townships, some of them close together, each somewhere else."""
    return [
        major(n, due=T - n % 40, township=TOWNS[n % 7], lon=111.26 + n % 7 * 0.05 + n % 13 * 0.004,
              lat=36.47 + n % 11 * 0.03 + n % 5 * 0.002)
        for n in range(1, count + 1)
    ]  # fmt: skip


def marked(sheet):
    """Numbers in the marks of a map with the size of their letters; {} for a sheet that is a list alone."""
    every = [one for one in sheet.shapes if isinstance(one, Text)]
    if not any(one.text.startswith("图例") for one in every):
        return {}
    left, top, right, bottom = wall_map._ground(sheet)
    found = [one for one in every if left <= one.x <= right and top <= one.y <= bottom and one.bold]
    return {int(one.text): one.size for one in found if one.text.isdigit()}


@pytest.mark.parametrize("paper", [pytest.param("A4", marks=pytest.mark.long), "A3"])
def test_marks_that_one_sheet_cannot_show_legibly_get_more_sheets_and_none_is_lost(paper):
    rows, least = crowd(500), LEAST_TYPE / PAPERS[paper].scale
    found = sheets(rows, paper=paper)
    numbers = [number for sheet in found[1:] for number in marked(sheet)]
    assert sorted(numbers) == list(range(1, 501))
    assert min(size for sheet in found[1:] for size in marked(sheet).values()) >= least - 1e-6
    assert not marked(found[0])  # the overview has the ground and the table
    text = pages(rows, paper=paper)
    assert f"一张 {paper} 放不下全部编号" in text[0]
    assert re.search(r"改用 A[0-2] 一张即可放下", said(text[0]))  # which paper would do
    sums = [int(one) for page in text[1:] for one in re.findall(r"筛选 (\d+) 项", page)]
    assert sum(sums) == 500


@pytest.mark.parametrize("paper", PAPERS)
def test_no_letter_is_smaller_than_six_points_on_paper(paper):
    listed = {"listed_level": "county", "listed": T - 9}
    rows = [*(one | (listed if n % 3 else {}) for n, one in enumerate(crowd(120))), *random_rows(2, 60)]
    for lang in ("zh_CN", "en"):
        for sheet in sheets(rows, lang, paper=paper):
            small = [one for one in sheet.shapes if isinstance(one, Text) and one.size < sheet.least - 1e-6]
            assert not small


def test_places_are_drawn_on_their_spots_and_named_where_there_is_room():
    rows = [major(n, lon=111.55, lat=36.65) for n in range(6)]
    shown, around, t, label = parts(rows)
    spots = ((111.55, 36.65), (111.45, 36.6), (113.0, 36.6), (None, None))
    known = [Place(f"示例村{n}", Kind.VILLAGE, *spot) for n, spot in enumerate(spots)]
    (sheet, *_) = wall_map.sheets(shown, replace(around, places=known), t, label, paper="A4")
    words = [one for one in sheet.shapes if isinstance(one, Text) and one.text.startswith("示例村")]
    assert [one.text for one in words] == ["示例村1"]  # the first is under marks, the third beyond, the last nowhere
    left, _, right, _ = wall_map._ground(sheet)
    assert left < words[0].box[0] < words[0].box[2] < right
    assert any(getattr(one, "text", "") == "村庄（社区）" for one in sheet.shapes)


@pytest.mark.parametrize("paper", [pytest.param("A3", marks=pytest.mark.long), "A1"])
def test_no_name_of_a_township_lies_under_a_mark(paper):
    """500 majors on one sheet of A1, and on the pieces of A3: names stand beside marks or beside the county."""
    for sheet in sheets(crowd(500), paper=paper):
        left, top, right, bottom = wall_map._ground(sheet)
        texts = [one for one in sheet.shapes if isinstance(one, Text) and left < one.x < right and top < one.y < bottom]
        numbers = [one.box for one in texts if one.text.isdigit()]
        names = [one for one in texts if one.bold and one.text[-1] in "镇乡"]
        assert names or not numbers
        for one in names:
            a = one.box
            assert left < a[0] < a[2] < right
            assert not [b for b in numbers if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]], one.text


@pytest.mark.parametrize(("paper", "count"), [("A3", 40), ("A1", 500)])
def test_marks_that_can_be_read_stay_on_one_sheet(paper, count):
    found = sheets(crowd(count), paper=paper)
    assert len(marked(found[0])) == count
    assert min(marked(found[0]).values()) >= LEAST_TYPE / PAPERS[paper].scale - 1e-6
    assert "放不下" not in said(pages(crowd(count), paper=paper))
