"""`import --save-profile` and `profiles list | show | remove`."""

from pathlib import Path

import pytest

from support.commands import Run

FILE = "厂子,毛病,哪天\n示例甲有限公司,防护罩缺失,03/11/2026\n示例乙有限公司,漏电,04/11/2026\n"
PROFILE = (
    '[headers]\n"毛病" = "description"\n"哪天" = "found"\n"厂子" = "enterprise"\n[dates]\nformats = ["%d/%m/%Y"]\n'
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    ledger, profile = tmp_path / "a.csv", tmp_path / "p.toml"
    ledger.write_text(FILE, encoding="utf-8")
    profile.write_text(PROFILE, encoding="utf-8")
    return ledger, profile


def test_a_kept_profile_reads_the_next_file_of_its_sender(riskmap: Run, files: tuple[Path, Path]) -> None:
    ledger, profile = files
    assert riskmap("import", ledger, "--sender", "甲镇").code == 2
    answer = riskmap("import", ledger, "--sender", "甲镇", "--profile", profile, "--save-profile")
    assert (answer.code, answer.document["created"], answer.document["profile_saved"]) == (0, 2, "甲镇")
    again = riskmap("import", ledger, "--sender", "甲镇")
    assert (again.code, again.document["unchanged"]) == (0, 2)
    assert {one["how"] for one in again.document["recognition"]} == {"profile"}
    assert [one["sender"] for one in riskmap("profiles", "list").document["profiles"]] == ["甲镇"]
    assert riskmap("profiles", "show", "甲镇").document["profile"]["headers"]["毛病"] == "description"
    assert riskmap("verify").code == 0
    assert riskmap("profiles", "remove", "甲镇").document == {"removed": "甲镇"}
    assert riskmap("import", ledger, "--sender", "甲镇").code == 2


def test_a_dry_run_keeps_no_profile(riskmap: Run, files: tuple[Path, Path]) -> None:
    ledger, profile = files
    riskmap("import", ledger, "--sender", "甲镇", "--profile", profile, "--save-profile", "--dry-run")
    assert riskmap("profiles", "list").document == {"profiles": []}


def test_a_profile_is_kept_for_somebody(riskmap: Run, files: tuple[Path, Path]) -> None:
    ledger, profile = files
    answer = riskmap("import", ledger, "--profile", profile, "--save-profile")
    assert answer.code == 2
    assert "--sender" in answer.err
    assert riskmap("metrics").document["total"]["found"] == 0


@pytest.mark.parametrize("step", ["show", "remove"])
def test_a_profile_that_is_not_kept_is_said(riskmap: Run, step: str) -> None:
    answer = riskmap("profiles", step, "丙")
    assert (answer.code, answer.out) == (2, "")
    assert "丙" in answer.err
