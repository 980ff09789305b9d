"""Pictures: into the ledger on commit only, kept once, looked after, carried by a backup, drawn in exports."""

import io
import random
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from support.commands import Run
from support.corpus import make
from support.corpus.records import rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ledger_file(tmp_path: Path) -> tuple[Path, int]:
    path, truth = make("pictures_floating", tmp_path)
    return path, sum(len(row.pictures) for row in truth.rows)


def kept(folder: Path) -> list[Path]:
    return sorted(one for one in (folder / "var" / "attachments").rglob("*") if one.is_file())


def evidence(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "var" / "riskmap.sqlite3") as connection:
        return connection.execute(
            "SELECT kind, sha256 FROM evidence WHERE sha256 IS NOT NULL ORDER BY sha256"
        ).fetchall()


def test_a_dry_run_counts_pictures_and_keeps_none(riskmap: Run, tmp_path: Path, ledger_file: Any) -> None:
    file, count = ledger_file
    report = riskmap("import", file, "--dry-run").document
    assert report["pictures"] == {"placed": count, "unplaced": 1}
    assert [one["value"] for one in report["issues"] if one["code"] == "picture_unplaced"] == ["B1 image14.png"]
    assert kept(tmp_path) == []


def test_a_commit_keeps_each_picture_once_under_its_hash(riskmap: Run, tmp_path: Path, ledger_file: Any) -> None:
    file, count = ledger_file
    assert riskmap("import", file).code == 0
    names = [path.name for path in kept(tmp_path)]
    assert names == sorted(name for _, name in evidence(tmp_path))
    assert len(names) == count  # the seal on the title is not kept
    assert {path.parent.name for path in kept(tmp_path)} == {name[:2] for name in names}
    for path in kept(tmp_path):
        with Image.open(path) as image:
            assert image.size == (48, 36)
            assert not dict(image.getexif())
        assert b"TESTCAM" not in path.read_bytes()
    again = riskmap("import", file).document
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, again["rows"])
    assert [path.name for path in kept(tmp_path)] == names
    assert riskmap("verify").code == 0


def test_a_batch_that_fails_leaves_no_file(
    riskmap: Run, tmp_path: Path, ledger_file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from riskmap.ledger import commands

    class Broken(OSError):
        pass

    def late(*told: Any) -> None:
        whole(*told)
        assert kept(tmp_path)  # they are written, and the transaction has not ended
        raise Broken(28, "no space")

    whole = commands.attached.committed
    monkeypatch.setattr(commands.attached, "committed", late)
    answer = riskmap("import", ledger_file[0])
    assert answer.code == 1
    assert "no space" in answer.err
    monkeypatch.undo()
    monkeypatch.setenv("RISKMAP_DATA_DIR", str(tmp_path / "var"))
    assert kept(tmp_path) == []
    assert riskmap("metrics", "--from", "2020-01-01").document["total"]["found"] == 0


def test_verify_tells_missing_changed_and_orphan_files(riskmap: Run, tmp_path: Path, ledger_file: Any) -> None:
    riskmap("import", ledger_file[0])
    first, second, *_ = kept(tmp_path)
    orphan = tmp_path / "var" / "attachments" / "00" / ("00" + "1" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    first.unlink()
    second.write_bytes(b"other")
    answer = riskmap("verify")
    assert answer.code == 1
    assert answer.document["problems"] == [
        f"attachment {orphan.name} belongs to no hazard",
        f"attachment {second.name} was changed after it was written",
        f"attachment {first.name} is missing",
    ]


def test_a_backup_carries_the_pictures(
    riskmap: Run, tmp_path: Path, ledger_file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    riskmap("import", ledger_file[0])
    before = [(path.name, path.read_bytes()) for path in kept(tmp_path)]
    assert riskmap("backup", tmp_path / "b.sqlite3").code == 0
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("RISKMAP_DATA_DIR", str(tmp_path / "other" / "var"))
    assert riskmap("restore", tmp_path / "b.sqlite3").code == 0
    assert [(path.name, path.read_bytes()) for path in kept(tmp_path / "other")] == before
    assert riskmap("verify").code == 0


def test_a_backup_with_a_false_picture_is_not_restored(
    riskmap: Run, tmp_path: Path, ledger_file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    riskmap("import", ledger_file[0])
    riskmap("backup", tmp_path / "b.sqlite3")
    with sqlite3.connect(tmp_path / "b.sqlite3") as backup:
        backup.execute(
            "UPDATE attachment_file SET content = x'00' WHERE sha256 = (SELECT max(sha256) FROM attachment_file)"
        )
    monkeypatch.setenv("RISKMAP_DATA_DIR", str(tmp_path / "other" / "var"))
    (tmp_path / "other").mkdir()
    assert riskmap("restore", tmp_path / "b.sqlite3").code == 2
    assert kept(tmp_path / "other") == []
    assert riskmap("metrics", "--from", "2020-01-01").document["total"]["found"] == 0


def test_an_export_draws_thumbnails_that_are_no_new_evidence(riskmap: Run, tmp_path: Path, ledger_file: Any) -> None:
    riskmap("import", ledger_file[0])
    plain, drawn = tmp_path / "plain.xlsx", tmp_path / "drawn.xlsx"
    words = ("export", "hazards", "--purpose", "p", "--format", "xlsx", "--where", "from=2020-01-01", "--out")
    assert riskmap(*words, plain).code == 0
    assert riskmap(*words, drawn, "--thumbnails").code == 0
    with zipfile.ZipFile(plain) as archive:
        assert not [name for name in archive.namelist() if name.startswith("xl/media/")]
    with zipfile.ZipFile(drawn) as archive:
        media = [name for name in archive.namelist() if name.startswith("xl/media/")]
        assert len(media) == ledger_file[1]
        with Image.open(io.BytesIO(archive.read(media[0]))) as image:
            assert max(image.size) <= 80
    before = evidence(tmp_path)
    report = riskmap("import", drawn).document
    assert (report["created"], report["pictures"]) == (0, {"placed": 0, "unplaced": 0})
    assert evidence(tmp_path) == before


def test_a_later_file_with_a_tick_takes_no_picture_away(riskmap: Run, tmp_path: Path, ledger_file: Any) -> None:
    riskmap("import", ledger_file[0])
    before = evidence(tmp_path)
    book = openpyxl.load_workbook(ledger_file[0])
    sheet = book.worksheets[0]
    sheet._images = []
    for column in (16, 17):
        for row in range(4, 12):
            sheet.cell(row, column).value = "√"
    book.save(tmp_path / "later.xlsx")
    first = riskmap("import", tmp_path / "later.xlsx").document
    assert (first["created"], first["rejected"]) == (0, 0)
    assert evidence(tmp_path) == before
    assert riskmap("import", tmp_path / "later.xlsx").document["changed"] == 0
    assert riskmap("verify").code == 0


def test_thumbnails_belong_into_a_workbook(riskmap: Run, tmp_path: Path) -> None:
    assert (
        riskmap(
            "export", "hazards", "--purpose", "p", "--format", "csv", "--out", tmp_path / "x.csv", "--thumbnails"
        ).code
        == 2
    )


def test_rows_copied_from_a_sheet_come_on_stdin(riskmap: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from support.corpus.grids import grid
    from support.corpus.records import TYPICAL
    from support.corpus.words import pasted

    dice = random.Random(5)
    told = rows(dice, 4)
    told[1].cells["description"] = '第一行\n第二行 "引号"'
    text = pasted(grid(dice, told, TYPICAL))

    class Stdin:
        buffer = io.BytesIO(text.encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    answer = riskmap("import", "-")
    assert (answer.code, answer.document["file"], answer.document["created"]) == (0, "stdin", 4)
    with sqlite3.connect(tmp_path / "var" / "riskmap.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM hazard WHERE description LIKE '第一行%第二行%'").fetchone() == (
            1,
        )


CUT = """
import os, signal, sys
from riskmap.ledger import attached

whole = attached.committed

def cut(*told):
    whole(*told)
    os.kill(os.getpid(), signal.SIGKILL)

attached.committed = cut
from riskmap.cli import main
main(["import", sys.argv[1]])
"""


def test_a_commit_that_is_killed_leaves_nothing_that_counts(riskmap: Run, tmp_path: Path, ledger_file: Any) -> None:
    """The files were written, the transaction never ended: the next try succeeds, another file cleans up."""
    done = subprocess.run([sys.executable, "-c", CUT, str(ledger_file[0])], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert len([path for path in kept(tmp_path) if path.name != "intended"]) == ledger_file[1]
    told = riskmap("verify").document
    assert (told["ok"], told["events"], told["hazards"], told["problems"]) == (True, 0, 0, [])
    other, _ = make("plain_1", tmp_path)
    assert riskmap("import", other).code == 0
    assert kept(tmp_path) == []
    assert riskmap("import", ledger_file[0]).code == 0
    assert len(kept(tmp_path)) == ledger_file[1]
    assert riskmap("verify").code == 0


def test_a_picture_without_a_row_is_put_there_by_hand(riskmap: Run, tmp_path: Path, ledger_file: Any) -> None:
    file, count = ledger_file
    report = riskmap("import", file, "--dry-run").document
    (seal,) = report["photos"]["by_hand"]
    assert (seal["name"], seal["place"], seal["put"]) == ("image14.png", "B1 image14.png", None)
    row = report["sheets"][0]["header_row"] + 1
    done = riskmap("import", file, "--place", f"image14.png={row}:after").document
    assert done["pictures"] == {"placed": count + 1, "unplaced": 0}
    assert done["photos"]["told_by"]["hand"] == {"after": 1}
    assert not [one for one in done["issues"] if one["code"] == "picture_unplaced"]
    assert ("photo_after", seal["sha256"]) in evidence(tmp_path)
    assert seal["sha256"] in [path.name for path in kept(tmp_path)]
    assert riskmap("verify").code == 0
    again = riskmap("import", file).document  # the same file without a word about the picture takes it from nobody
    assert (again["created"], again["changed"]) == (0, 0)
    assert ("photo_after", seal["sha256"]) in evidence(tmp_path)


@pytest.mark.parametrize(
    "told", ["image14.png=1:after", "nothing.png=5:after", "image14.png=5:beside", "image14.png=Blatt!5:after"]
)
def test_a_picture_put_to_no_row_takes_nothing(riskmap: Run, tmp_path: Path, ledger_file: Any, told: str) -> None:
    file, _ = ledger_file
    assert riskmap("import", file, "--place", told).code == 2
    assert kept(tmp_path) == []
