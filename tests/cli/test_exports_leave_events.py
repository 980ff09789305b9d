"""Every command that takes something out: what the ledger refuses is nowhere on the disk, each file has its event."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from riskmap.cli import words_assessment, words_ledger, words_office, words_people
from riskmap.cli.office import Office
from riskmap.ledger.commands import Ledger, Refused
from riskmap.store import events
from riskmap.store.engine import reading
from support.commands import Run, open_row, row

COMMANDS = {  # those with --purpose: words, place to write to
    "export": (("hazards", "--format", "csv"), "rows.csv"),
    "report wall-map": (("--paper", "A4", "--lang", "en"), "map.pdf"),
    "report weekly": (("--format", "xlsx"), "papers"),
    "report monthly": (("--format", "xlsx"), "papers"),
    "report quarterly": (("--format", "xlsx"), "papers"),
    "report assessment": (("--year", "2026", "--unit", "township"), "sheets"),
    "report form": (("monthly", "--period", "2026-10"), "form.xlsx"),
}
SHORT = ("export", "report assessment", "report form")


def commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    steps = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for step in steps:
        for word, below in step.choices.items():
            yield from commands(below, f"{name} {word}".strip())
    if not steps:
        yield name, parser


def asked(name: str, folder: Path, purpose: str) -> tuple[Any, ...]:
    words, out = COMMANDS[name]
    return (*name.split(), *words, "--out", folder / out, "--purpose", purpose)


def chain() -> list[dict[str, Any]]:
    office = Office.open()
    with reading(office.engine) as connection:
        found = events.read(connection, office.county.code, "entity = ?", (events.EXPORT,))
        return [json.loads(one.payload) for one in found]


@pytest.fixture
def ledger(holding: Callable[..., Run]) -> Run:
    return holding([row(1), open_row(2), open_row(3, 所属乡镇="对竹镇")])


def test_the_walk_knows_every_command_that_is_told_a_purpose() -> None:
    whole = argparse.ArgumentParser()
    below = whole.add_subparsers()
    for one in (words_ledger, words_office, words_people, words_assessment):
        one.declare(below)
    telling = {name for name, parser in commands(whole) if any(one.dest == "purpose" for one in parser._actions)}
    assert telling == set(COMMANDS)


@pytest.mark.parametrize("purpose", [" ", "x" * 201], ids=["blank", "too long"])
def test_no_file_is_left_by_an_export_that_is_refused(ledger: Run, tmp_path: Path, purpose: str) -> None:
    for name in COMMANDS:
        answer = ledger(*asked(name, tmp_path / "out", purpose))
        assert (answer.code, answer.out, bool(answer.err)) == (2, "", True), name
        assert not (tmp_path / "out").exists(), name
    assert chain() == []


def test_an_export_with_a_purpose_leaves_its_file_and_its_event(ledger: Run, tmp_path: Path) -> None:
    for name in COMMANDS:
        before, folder = len(chain()), tmp_path / name.replace(" ", "_")
        answer = ledger(*asked(name, folder, "周调度会"))
        assert answer.code == 0, (name, answer.err)
        (written,) = (one for one in folder.rglob("*") if one.is_file())
        assert written.stat().st_size, name
        assert [one["purpose"] for one in chain()[before:]] == ["周调度会"], name


@pytest.mark.parametrize("allowed", [False, True], ids=["refused", "allowed"])
def test_the_event_comes_before_the_file(
    ledger: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    sent = ledger("round", "create", "--deadline", "2026-11-20", "--title", "第47周" * 80).document["round"]
    calls, folder = [], tmp_path / "out"
    record = Ledger.record_export

    def judged(own: Ledger, *told: Any) -> int:
        calls.append([one for one in folder.rglob("*") if one.is_file()])
        if not allowed:
            raise Refused(("role:not_allowed",))
        return record(own, *told)

    monkeypatch.setattr(Ledger, "record_export", judged)
    walked = [asked(name, folder / name, "p") for name in SHORT]
    walked.append(("round", "send", sent, "--out", folder / "round" / "out.zip"))
    for done, words in enumerate(walked):
        assert ledger(*words).code == (0 if allowed else 2), words
        assert len(calls) == done + 1
        assert len(calls[-1]) == (done if allowed else 0)
    assert len([one for one in folder.rglob("*") if one.is_file()]) == (len(walked) if allowed else 0)
    if allowed:
        told = chain()[-1]
        assert (told["what"], told["form"], told["purpose"]) == ("round", "zip", ("第47周" * 80)[:200])
        assert told["filter"] == {"round": sent}


def test_a_folder_in_the_place_of_the_file_leaves_no_event(ledger: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").mkdir()
    answer = ledger(*asked("export", tmp_path, "p"))
    assert (answer.code, "rows.csv cannot be written" in answer.err) == (1, True)
    assert chain() == []
    (tmp_path / "rows.csv").rmdir()
    assert ledger(*asked("export", tmp_path, "p")).code == 0
    assert len(chain()) == 1
