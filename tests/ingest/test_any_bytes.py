"""Whatever the bytes: rows = accepted + rejected and every picture counted, or a refusal that has a sentence."""

import io
import random
import re
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskmap.ingest import child
from riskmap.ingest.child import Request, Summary
from riskmap.ingest.guard import Caps
from riskmap.ingest.messages import MESSAGES, REFUSALS
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.run import DryRun
from support.bombs import TYPES, zipped
from support.corpus import LAYOUTS

Run = Callable[..., DryRun]
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)
OFFICE = (
    "plain_1", "pictures_floating", "pictures_dispimg_with_values", "word_merged_headers", "old_xls", "open_document",
    "pictures_in_cells_of_word", "pictures_as_values_of_cells", "pictures_in_opendocument",
    "archive_with_numbered_photos", "archive_of_townships",
)  # fmt: skip


@cache
def real(name: str) -> bytes:
    return LAYOUTS[name](random.Random(f"bytes {name}")).content


def reader(request: Request) -> Summary:
    """The reading process: what ends it is a refusal there, a panic of the fast reader included."""
    try:
        return child.work(request)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal("reader_failed") from None


def check(dry: DryRun) -> None:
    report = dry.report
    assert report["rows"] == report["accepted"] + report["rejected"]
    assert {issue["code"] for issue in report["issues"]} <= {*MESSAGES, *REFUSALS}
    assert all(count >= 0 for count in report["pictures"].values())
    if dry.refusal:
        assert dry.refusal in REFUSALS
        assert (report["created"], report["changed"], len(dry.batch.creates)) == (0, 0, 0)
        assert not dry.batch.attachments
    else:
        assert report["accepted"] == report["created"] + report["changed"] + report["unchanged"]
        named = {one.sha256 for hazard in dry.batch.creates for one in hazard.evidence if one.sha256}
        assert named <= {path.name for path in dry.batch.attachments}


@SLOW
@given(name=st.sampled_from(OFFICE), places=PLACES)
def test_a_real_file_with_broken_bytes(run: Run, name: str, places: list[tuple[int, int]]) -> None:
    raw = bytearray(real(name))
    for at, value in places:
        raw[at % len(raw)] = value
    check(run(bytes(raw), name=name, reader=reader))


@SLOW
@given(name=st.sampled_from(OFFICE), share=st.floats(0, 1))
def test_a_real_file_cut_off(run: Run, name: str, share: float) -> None:
    raw = real(name)
    check(run(raw[: int(len(raw) * share)], name=name, reader=reader))


@SLOW
@given(name=st.sampled_from([one for one in OFFICE if one != "old_xls"]), which=st.integers(0, 60), places=PLACES)
def test_a_sound_archive_with_a_broken_part(run: Run, name: str, which: int, places: list[tuple[int, int]]) -> None:
    """The bytes of one part changed before packing: the checksums hold, the content does not."""
    with zipfile.ZipFile(io.BytesIO(real(name))) as archive:
        parts: dict[str, bytes | str] = {info.filename: archive.read(info) for info in archive.infolist()}
    chosen = sorted(parts)[which % len(parts)]
    body = bytearray(parts[chosen])  # type: ignore[arg-type]
    for at, value in places if body else ():
        body[at % len(body)] = value
    check(run(zipped({**parts, chosen: bytes(body)}), name=name, reader=reader))


PICTURED = (
    "pictures_floating", "pictures_dispimg_with_values", "pictures_as_values_of_cells", "pictures_in_opendocument",
    "pictures_in_cells_of_word",
)  # fmt: skip
OF_PICTURES = ("drawing", "media", "image", "richData", "metadata", "Pictures", "content.xml", "document.xml.rels")
SNIPPETS = st.sampled_from(
    ("rId1", "rId999", "-1", "99999999999999999999", "2", "0", "", "../../x", "xl/media/image1.png", "&x;", "\0", "１")
)
QUOTED = re.compile(rb'"[^"<>]{0,60}"')


@st.composite
def spoilt(draw: st.DrawFn, body: bytes) -> bytes:
    """A part of pictures replaced, cut off, or with some of what it quotes (numbers, names, ids) changed."""
    how = draw(st.sampled_from(("any", "cut", "quoted")))
    if how == "any":
        return draw(st.binary(max_size=200))
    if how == "cut":
        return body[: draw(st.integers(0, len(body)))]
    found = list(QUOTED.finditer(body))
    for one in sorted(draw(st.lists(st.sampled_from(found), max_size=4)), key=lambda m: -m.start()) if found else ():
        body = body[: one.start() + 1] + draw(SNIPPETS).encode() + body[one.end() - 1 :]
    return body


@settings(SLOW, max_examples=120)
@given(name=st.sampled_from(PICTURED), which=st.integers(0, 60), data=st.data())
def test_any_bytes_in_the_parts_of_pictures(run: Run, name: str, which: int, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(real(name))) as archive:
        parts: dict[str, bytes | str] = {info.filename: archive.read(info) for info in archive.infolist()}
    own = sorted(one for one in parts if any(word in one for word in OF_PICTURES))
    chosen = own[which % len(own)]
    body = data.draw(spoilt(bytes(parts[chosen])))  # type: ignore[arg-type]
    dry = run(zipped({**parts, chosen: body}), name=name, reader=reader)
    check(dry)
    for one in dry.report.get("photos", {}).get("by_hand", ()):
        assert one["sha256"] in {path.name for path in dry.batch.attachments}


TAGS = st.sampled_from(
    (
        "w:tbl", "w:tr", "w:tc", "w:p", "w:r", "w:t", "w:tab", "w:vMerge", "w:vMerge w:val='restart'",
        "w:gridSpan w:val='900'", "w:gridSpan w:val='-3'", "w:gridBefore w:val='3'", "a:blip r:embed='rId1'",
        "wp:docPr descr='x'", "mc:Fallback",
    )
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(["企业名称", "隐患描述", "检查时间", "2026-3-1", "甲厂", "合计"]), st.text(max_size=6)
)
TREE = st.recursive(
    WORDS.map(lambda text: text.encode("utf-8", "ignore").decode().translate({ord(c): None for c in "<>&\0"})),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=6)).map(
        lambda told: f"<{told[0]}>{''.join(told[1])}</{told[0].split()[0]}>"
    ),
    max_leaves=60,
)
SPACES = " ".join(f"xmlns:{one}='urn:{one}'" for one in ("w", "a", "r", "wp", "mc"))


@settings(SLOW, max_examples=80)
@given(body=TREE)
def test_any_nesting_of_a_document(run: Run, body: str) -> None:
    document = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    check(run(zipped({"[Content_Types].xml": TYPES, "word/document.xml": document}), name="a.docx", reader=reader))


NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(["../../x.csv", "/etc/x.csv", "C:\\x.csv", "3号整改后.jpg", "a/b/.csv"]),
)


@SLOW
@given(members=st.dictionaries(NAMES, st.binary(max_size=60), max_size=5))
def test_any_names_in_an_archive(run: Run, members: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("\0", "") or "x", content)
    check(run(out.getvalue(), name="a.zip", reader=reader))


def test_a_table_of_300_columns_is_read(run: Run, xlsx: Callable[..., Any]) -> None:
    head = ["企业名称", "隐患描述", "检查时间", *(f"附加{at}" for at in range(297))]
    dry = run(xlsx([head, ["甲厂", "缺护罩", "2026-03-01", *range(297)]]))
    check(dry)
    (hazard,) = dry.batch.creates
    assert len(hazard.extra) == 297


def test_a_million_empty_rows_are_no_rows(run: Run, tmp_path: Any) -> None:
    """Rows that a ledger was formatted down to: heights and styles without a value."""
    from support.bombs import MAIN, workbook

    cells = "".join(f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in ("企业名称", "隐患描述", "检查时间"))
    row = "".join(f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in ("甲厂", "缺护罩", "2026-03-01"))
    empty = "".join(
        f'<row r="{at}" ht="20" customHeight="1" spans="1:8"><c r="A{at}" s="0"/></row>' for at in range(3, 1_000_003)
    )
    raw = workbook(
        f'<worksheet {MAIN}><sheetData><row r="1">{cells}</row><row r="2">{row}</row>{empty}</sheetData></worksheet>'
    )
    dry = run(raw, reader=reader)
    check(dry)
    assert (dry.refusal, dry.report["created"]) == ("", 1)


def test_a_million_lines_of_nothing_are_refused_in_words(run: Run) -> None:
    raw = "企业名称,隐患描述,检查时间\n甲厂,缺护罩,2026-03-01\n".encode() + b",,\n" * 1_000_000
    assert run(raw, reader=reader).refusal == "too_many_rows"


@pytest.mark.parametrize("name", ["word_table", "archive_with_folders"])
def test_caps_hold_for_documents_and_archives(run: Run, name: str) -> None:
    assert run(real(name), caps=Caps(entries=3)).refusal == "too_many_entries"
    assert run(real(name), caps=Caps(unpacked=100)).refusal == "too_large_unpacked"


def test_a_document_over_its_caps_is_refused(run: Run) -> None:
    assert run(real("word_table"), caps=Caps(rows=3)).refusal == "too_many_rows"
    assert run(real("word_table"), caps=Caps(columns=5)).refusal == "too_many_columns"
    assert run(real("word_table"), caps=Caps(document=1000)).refusal == "too_large_unpacked"


def test_pictures_beyond_the_cap_are_told_and_not_kept(run: Run) -> None:
    dry = run(real("archive_with_folders"), caps=Caps(pictures=2_000))
    check(dry)
    assert dry.counts["picture_not_kept"] == dry.report["pictures"]["unplaced"] > 0
