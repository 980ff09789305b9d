"""`batches list`, `batches undo ID` and `import --opening` from the command line."""

from datetime import date
from pathlib import Path

from support.commands import Run, open_row, row, workbook


def found(riskmap: Run) -> int:
    return int(riskmap("metrics").document["total"]["found"])


def test_a_file_is_listed_and_undone_and_verify_stays_green(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [row(1), open_row(2)]))
    riskmap("import", workbook(tmp_path / "b.xlsx", [open_row(3), open_row(2, 整改期限=date(2026, 10, 20))]))
    before = riskmap("metrics").document["total"]
    last, first = riskmap("batches", "list").document["batches"]
    assert (first["file"], last["file"]) == ("a.xlsx", "b.xlsx")
    assert (last["counts"]["created"], last["counts"]["changed"], last["undone"]) == (1, 1, None)
    assert last["columns"]["隐患描述"] == "description"
    assert last["findings"] is not None
    assert len(last["sha256"]) == 64
    done = riskmap("batches", "undo", last["id"])
    assert (done.code, done.document["hazards"], done.document["restored"]) == (0, 1, 1)
    assert found(riskmap) == before["found"] - 1
    assert riskmap("batches", "list").document["batches"][0]["undone"]["hazards"] == 1
    assert riskmap("verify").code == 0


def test_an_undo_that_cannot_be_is_refused_in_words(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [open_row(1)]))
    riskmap("import", workbook(tmp_path / "b.xlsx", [open_row(1, 整改期限=date(2026, 10, 20))]))
    first = riskmap("batches", "list").document["batches"][1]["id"]
    answer = riskmap("batches", "undo", first)
    assert (answer.code, answer.document["undone"]) == (2, False)
    assert "FX-2026-000001" in answer.err
    assert "later changed" in answer.err
    assert riskmap("batches", "undo", "nothing").code == 2
    assert found(riskmap) == 1


def test_an_opening_import_keeps_the_state_of_the_old_ledger(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "old.xlsx", [row(1), row(2), open_row(3)])
    plain = riskmap("import", file, "--dry-run").document
    assert "opening" not in plain
    report = riskmap("import", file, "--opening", "2026-12-01").document
    assert report["opening"]["since"] == "2026-12-01"
    assert report["opening"]["legacy"] == 2
    total = riskmap("metrics").document["total"]
    assert (total["closed"], total["stock"]) == (2, 1)
    assert riskmap("import", file, "--opening", "2026-12-01").document["unchanged"] == 3
    assert riskmap("batches", "list").document["batches"][-1]["opening"] == "2026-12-01"
    assert riskmap("verify").code == 0


def test_rows_from_the_opening_day_on_are_no_old_ledger(riskmap: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path / "old.xlsx", [row(1)])
    assert riskmap("import", file, "--opening", "2020-01-01").document["opening"]["legacy"] == 0
    assert riskmap("import", file, "--opening", "someday").code == 2


def test_a_person_imports_and_undoes_within_the_own_part(riskmap: Run, tmp_path: Path) -> None:
    riskmap("user", "add", "wang", "--name", "王某", "--role", "township:township=141034100")
    riskmap("user", "add", "li", "--name", "李某", "--role", "leader")
    office = workbook(tmp_path / "office.xlsx", [open_row(9)])
    riskmap("import", office)
    file = workbook(tmp_path / "a.xlsx", [open_row(1), open_row(2, 所属乡镇="对竹镇", 企业名称="示例乙厂")])
    answer = riskmap("import", file, "--as", "wang")
    assert (answer.code, answer.document["accepted"], answer.document["rejected"]) == (0, 1, 1)
    (issue,) = [one for one in answer.document["issues"] if one["severity"] == "error"]
    assert (issue["code"], issue["row"]) == ("outside_part", 3)
    (mine,) = riskmap("batches", "list", "--as", "wang").document["batches"]
    assert (mine["by"], mine["counts"]["rejected"]) == ("王某", 1)
    others = next(one for one in riskmap("batches", "list").document["batches"] if one["file"] == "office.xlsx")
    refused = riskmap("batches", "undo", others["id"], "--as", "wang")
    assert (refused.code, "whoever took the file in" in refused.err) == (2, True)
    assert riskmap("batches", "undo", mine["id"], "--as", "wang").document["hazards"] == 1
    assert found(riskmap) == 1
    assert riskmap("verify").code == 0


def test_who_may_not_import_or_keep_profiles_is_told_so(riskmap: Run, tmp_path: Path) -> None:
    riskmap("user", "add", "wang", "--name", "王某", "--role", "township:township=141034100")
    riskmap("user", "add", "li", "--name", "李某", "--role", "leader")
    file = workbook(tmp_path / "a.xlsx", [open_row(1)])
    for words, said in (
        (("import", file, "--as", "li"), "li may not do this"),
        (("import", file, "--as", "nobody"), "nobody signs in as nobody"),
        (("import", file, "--as", "wang", "--sender", "某集团", "--save-profile"), "wang may not do this"),
        (("batches", "list", "--as", "li"), "li may not do this"),
        (("batches", "undo", "x", "--as", "li"), "li may not do this"),
    ):
        answer = riskmap(*words)
        assert (answer.code, said in answer.err) == (2, True), (words, answer.err)
    riskmap("user", "disable", "wang")
    assert riskmap("import", file, "--as", "wang").code == 2
    assert found(riskmap) == 0
