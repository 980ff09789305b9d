"""The command line in the process, on a data folder of its own."""

from pathlib import Path

import pytest

from riskmap.cli import main
from support.commands import Answer, Run


@pytest.fixture
def riskmap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command on a fresh data folder; today is a fixed Wednesday unless `RISKMAP_TODAY` is set otherwise."""
    monkeypatch.setenv("RISKMAP_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("RISKMAP_TODAY", "2026-11-18")
    for name in ("DATABASE_URL", "COUNTY", "LANG", "DEMO"):
        monkeypatch.delenv(f"RISKMAP_{name}", raising=False)

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as end:  # argparse
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run
