"""`remind`: counts to a channel once, nothing lost where it fails, no address told anywhere."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from riskmap.domain.notices import FIRST_WAIT, LONGEST_WAIT, Kind, retry_at
from riskmap.settings import now
from support.commands import Run, open_row, row
from support.receivers import Receiver, receiving

Holding = Callable[..., Run]
ROWS = (
    row(1),
    open_row(2, 整改期限=date(2026, 10, 20)),
    open_row(3, 整改期限=date(2026, 11, 20)),
    open_row(4, 所属乡镇="佃坪乡", 整改期限=date(2026, 10, 25)),
    open_row(5, 隐患等级="重大", 整改期限=date(2026, 12, 25)),
)
SECRET = "s3cret-key"
CHANNEL = '[[channel]]\nname = "值班群"\nurl = "{url}"\n'


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""
    with receiving() as one:
        yield one


@pytest.fixture
def channels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """channels(text): the file of channels holds it from now on."""

    def write(text: str) -> Path:
        file = tmp_path / "channels.toml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setenv("RISKMAP_CHANNELS", str(file))
        return file

    monkeypatch.setenv("RISKMAP_DEMO", "0")
    return write


def stored(tmp_path: Path, what: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(tmp_path / "var" / "riskmap.sqlite3") as connection:
        return connection.execute(what).fetchall()


def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on it is seven hours later: whatever waited for its next attempt is due."""
    monkeypatch.setattr("riskmap.cli.office.now", lambda: now() + timedelta(hours=7))


def test_without_a_file_of_channels_nothing_is_queued_or_sent(holding: Holding, tmp_path: Path) -> None:
    run = holding(ROWS)
    answer = run("remind")
    assert (answer.code, answer.document["queued"], answer.document["sent"]) == (0, 0, 0)
    assert "no channel" in answer.err
    assert stored(tmp_path, "SELECT * FROM notice") == []


def test_a_channel_is_told_counts_and_to_sign_in_once_a_day_and_kind(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver, tmp_path: Path
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url))
    answer = run("remind")
    assert (answer.code, answer.document["queued"], answer.document["sent"]) == (0, 2, 2), answer.err
    alarm, waiting = sorted(receiver.got, key=lambda one: len(one["message"]))
    assert alarm["title"] == "汾西县安全生产提醒"
    assert alarm["message"] == "截至 2026-11-18\n未采取管控措施的重大隐患 1 项\n请登录查看。"
    assert "超期未整改 2 项\n7 天内到期 1 项\n待采取催办措施" in waiting["message"]
    assert not [one for one in ("示例甲厂", "防护罩", "FX-") if one in str(receiver.got)]
    again = run("remind")
    assert (again.document["queued"], again.document["sent"]) == (0, 0)
    assert len(receiver.got) == 2
    events = stored(tmp_path, "SELECT action, payload FROM event WHERE entity = 'notice' ORDER BY seq")
    assert [one for one, _ in events] == ["notice_sent", "notice_sent"]
    assert stored(tmp_path, "SELECT DISTINCT state, body FROM notice") == [("sent", "")]
    assert run("verify").code == 0


def test_each_day_is_told_by_itself(holding: Holding, channels: Callable[[str], Path], receiver: Receiver) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url))
    assert run("remind", "--as-of", "2026-11-17").document["sent"] == 2
    assert run("remind").document["sent"] == 2
    assert run("remind", "--as-of", "2026-11-19").code == 2  # still to come
    assert run("remind", "--as-of", "soon").code == 2


def test_a_channel_hears_of_its_own_part_and_role(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url) + 'role = "township"\ntownship = ["141034200"]\n')
    assert run("remind").document["sent"] == 1
    assert receiver.got[0]["message"] == "截至 2026-11-18\n超期未整改 1 项\n请登录查看。"  # steps are not a township's


def test_rows_stand_in_a_message_where_the_county_opened_them_and_never_a_person(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url) + "detail = true\n")
    run("remind")
    text = "\n".join(one["message"] for one in receiver.got)
    assert "第2处防护罩缺失" in text
    assert "超期 29 天" in text
    assert "请登录查看。" in text


def test_a_dry_run_prints_the_messages_and_writes_nothing(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver, tmp_path: Path
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url))
    answer = run("remind", "--dry-run")
    assert {one["kind"] for one in answer.document["would_queue"]} == set(Kind)
    assert receiver.got == []
    assert stored(tmp_path, "SELECT * FROM notice") == []
    assert SECRET not in answer.out + answer.err


@pytest.mark.parametrize("fault", ["answer", "closed"])
def test_what_fails_is_tried_again_later_and_arrives_once(
    holding: Holding, channels: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, fault: str,
) -> None:  # fmt: skip
    run = holding(ROWS)
    caplog.set_level(logging.DEBUG)
    with receiving() as receiver:
        receiver.answer = 503
        channels(CHANNEL.format(url=receiver.url if fault == "answer" else "json://127.0.0.1:9/hook/s3cret-key"))
        answer = run("remind")
        assert (answer.code, answer.document["sent"], answer.document["failed"]) == (1, 0, 1)
        assert answer.document["waiting"] == 2
        assert SECRET not in answer.out + answer.err + caplog.text
        receiver.answer, tried = 200, len(receiver.got)
        channels(CHANNEL.format(url=receiver.url))
        first = run("remind")  # too early for the one that failed
        assert (first.document["sent"], first.document["waiting"]) == (1, 1)
        soon(monkeypatch)
        assert run("remind").document["sent"] == 1
        assert run("remind").document["sent"] == 0
        assert len(receiver.got) == tried + 2


def test_a_robot_that_says_no_in_its_answer_is_asked_again_later(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url))
    receiver.says = b'{"errcode":45009,"errmsg":"api freq out of limit"}'
    answer = run("remind")
    assert (answer.code, answer.document["sent"], answer.document["failed"], answer.document["waiting"]) == (1, 0, 1, 2)
    assert stored(tmp_path, "SELECT 1 FROM event WHERE entity = 'notice'") == []
    receiver.says = b'{"errcode":0,"errmsg":"ok"}'
    soon(monkeypatch)
    assert run("remind").document["sent"] == 2


@pytest.mark.parametrize(("status", "arrives"), [(302, False), (307, True)])
def test_a_message_that_is_led_elsewhere_counts_as_sent_only_where_it_goes_on(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver, tmp_path: Path, status: int, arrives: bool
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url))
    receiver.answer = status
    answer = run("remind")
    assert (answer.document["sent"] == 2) is arrives
    assert len(stored(tmp_path, "SELECT 1 FROM event WHERE entity = 'notice'")) == 2 * arrives
    receiver.answer = 200
    assert arrives or answer.document["waiting"] == 2  # nothing was lost


def test_an_answer_that_comes_too_late_is_told_and_not_repeated(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=f"{receiver.url}?rto=0.2"))
    receiver.hold.clear()
    answer = run("remind")
    assert (answer.code, answer.document["sent"], answer.document["failed"]) == (1, 0, 0)
    assert (answer.document["cut_off"], answer.document["waiting"]) == (1, 1)  # the channel is left alone
    assert "not answered" in answer.err
    receiver.hold.set()
    soon(monkeypatch)
    assert run("remind").document["sent"] == 1
    assert len(receiver.got) == 2
    assert run("remind", "--again", "--arrived").code == 2  # one or the other
    seen = run("remind", "--arrived")
    assert (seen.code, seen.document["sent"], seen.document["cut_off"]) == (0, 0, 0)
    assert len(receiver.got) == 2


def test_a_wrong_address_keeps_its_notices_and_stops_no_other_channel(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = holding(ROWS)
    wrong = '[[channel]]\nname = "写错的"\nurl = "wecmbot://s3cret-key"\n'
    channels(wrong + CHANNEL.format(url=receiver.url))
    answer = run("remind")
    assert (answer.code, answer.document["sent"], answer.document["failed"]) == (1, 2, 1)
    assert "写错的" in answer.err
    assert SECRET not in answer.out + answer.err
    assert "写错的" in run("remind", "--dry-run").err
    channels(CHANNEL.format(url=receiver.url).replace("值班群", "写错的"))
    soon(monkeypatch)
    assert run("remind").document["sent"] == 2


@pytest.mark.parametrize(
    "text",
    [
        'name = "x"\nurl = "json://s3cret-key',
        '[[channel]]\nname = "x"\n',
        '[[channel]]\nname = "x"\nurl = "json://s3cret-key"\nrole = "mayor"\n',
        '[[channel]]\nname = "x"\nurl = "json://s3cret-key"\nrole = "township"\n',
        '[[channel]]\nname = "x"\nurl = "json://s3cret-key"\ntownship = ["999"]\n',
        '[[channel]]\nname = "x"\nurl = "json://s3cret-key"\ndetails = true\n',
        '[[channel]]\nname = "x"\nurl = "json://s3cret-key"\ndetail = "no"\n',
        CHANNEL.format(url="json://s3cret-key") * 2,
    ],
)
def test_a_file_of_channels_that_cannot_be_used_is_a_sentence_without_the_address(
    riskmap: Run, channels: Callable[[str], Path], text: str
) -> None:
    channels(text)
    answer = riskmap("remind")
    assert answer.code == 2
    assert "channels.toml" in answer.err
    assert SECRET not in answer.out + answer.err


def test_a_file_that_is_not_there_stops_the_start(riskmap: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_CHANNELS", "/nowhere/channels.toml")
    answer = riskmap("remind")
    assert answer.code == 2
    assert "RISKMAP_CHANNELS" in answer.err


def test_a_run_that_is_killed_while_it_sends_sends_nothing_twice(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url))
    receiver.hold.clear()
    with subprocess.Popen([sys.executable, "-m", "riskmap", "remind"], env=dict(os.environ)) as killed:
        assert receiver.arrived.wait(60)
        killed.send_signal(signal.SIGKILL)
    receiver.hold.set()
    answer = run("remind")
    assert (answer.code, answer.document["queued"], answer.document["cut_off"]) == (1, 0, 1)
    assert answer.document["sent"] == 1  # the other kind had not been tried yet
    assert "cut off" in answer.err
    assert len(receiver.got) == 2
    again = run("remind", "--again")
    assert (again.code, again.document["sent"], again.document["cut_off"]) == (0, 1, 0)
    assert run("verify").code == 0


def test_two_runs_at_once_send_each_notice_once(
    holding: Holding, channels: Callable[[str], Path], receiver: Receiver
) -> None:
    run = holding(ROWS)
    channels(CHANNEL.format(url=receiver.url))
    receiver.hold.clear()
    with subprocess.Popen([sys.executable, "-m", "riskmap", "remind"], env=dict(os.environ)) as other:
        assert receiver.arrived.wait(60)
        receiver.hold.set()
        run("remind")
        assert other.wait(60) in {0, 1}
    assert len(receiver.got) == 2
    assert run("remind").document == {
        "channels": 1, "queued": 0, "sent": 0, "failed": 0, "waiting": 0, "cut_off": 0,
    }  # fmt: skip


def test_a_failed_attempt_waits_longer_each_time_and_never_more_than_six_hours() -> None:
    moment = now()
    waits = [retry_at(moment, attempts) - moment for attempts in range(1, 40)]
    assert waits[0] == FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
