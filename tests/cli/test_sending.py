"""What became of an attempt: robots that refuse with HTTP 200, answers that come too late, mail to several people."""

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from riskmap.cli.sending import send
from riskmap.domain.notices import Outcome
from support.receivers import mailbox, receiving

KEY, OK = "a" * 36, b'{"errcode":0,"errmsg":"ok"}'
ROBOTS = {
    "WeCom": (NotifyWeComBot, f"wecombot://{KEY}", OK, b'{"errcode":93000,"errmsg":"x"}'),
    "DingTalk": (NotifyDingTalk, f"dingtalk://{KEY}", OK, b'{"errcode":310000,"errmsg":""}'),
    "Feishu": (NotifyFeishu, f"feishu://{KEY}", b'{"code":0,"msg":"success"}', b'{"code":19024,"msg":"Key Words Not"}'),
}


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_robot_that_refuses_with_an_answer_of_200_has_not_taken_it(
    robot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin, url, taken, refused = ROBOTS[robot]
    with receiving() as receiver:
        monkeypatch.setattr(plugin, "notify_url", receiver.url.replace("json:", "http:"))
        for says, outcome in ((taken, Outcome.TAKEN), (refused, Outcome.REFUSED), (b"", Outcome.TAKEN)):
            receiver.says = says
            assert send(url, "提醒", "超期 3 项") is outcome, (robot, says)
        receiver.says, receiver.answer = b"", 500
        assert send(url, "提醒", "超期 3 项") is Outcome.REFUSED
    assert len(receiver.got) == 4
    assert send(url, "提醒", "超期 3 项") is Outcome.REFUSED  # nobody listens: nothing went out


@pytest.mark.parametrize(
    ("answer", "says", "outcome"),
    [
        (200, b"", Outcome.TAKEN), (200, b"done", Outcome.TAKEN), (200, b'{"errcode":"0"}', Outcome.TAKEN),
        (200, b'{"code":200}', Outcome.TAKEN), (200, b"{no json", Outcome.TAKEN), (200, b"[1]", Outcome.TAKEN),
        (200, b'{"errcode":-1}', Outcome.REFUSED), (500, b"", Outcome.REFUSED), (503, b"", Outcome.REFUSED),
        (504, b"", Outcome.UNKNOWN), (0, b"", Outcome.UNKNOWN),
    ],
)  # fmt: skip
def test_plain_http_is_believed_by_its_status_and_its_errcode(answer: int, says: bytes, outcome: Outcome) -> None:
    with receiving() as receiver:
        receiver.answer, receiver.says = answer, says
        assert send(receiver.url, "t", "x") is outcome
    assert len(receiver.got) == 1


def test_an_answer_that_comes_too_late_leaves_open_whether_it_was_taken() -> None:
    with receiving() as receiver:
        receiver.hold.clear()
        assert send(f"{receiver.url}?rto=0.2", "t", "x") is Outcome.UNKNOWN
        receiver.hold.set()
    assert len(receiver.got) == 1


def test_of_several_addresses_some_take_it_and_some_do_not() -> None:
    with receiving() as one, receiving() as other:
        both = f"{one.url}, {other.url}"
        assert send(both, "t", "x") is Outcome.TAKEN
        other.answer = 500
        assert send(both, "t", "x") is Outcome.UNKNOWN
        one.answer = 500
        assert send(both, "t", "x") is Outcome.REFUSED


@pytest.mark.parametrize(
    ("to", "silent", "arrived", "outcome"),
    [
        (("li@county.example",), False, 1, Outcome.TAKEN),
        (("nobody@county.example",), False, 0, Outcome.REFUSED),
        (("li@county.example", "nobody@county.example"), False, 1, Outcome.UNKNOWN),
        (("li@county.example",), True, 1, Outcome.UNKNOWN),
    ],
)
def test_mail_is_taken_refused_or_taken_without_a_word(
    to: tuple[str, ...], silent: bool, arrived: int, outcome: Outcome
) -> None:
    with mailbox() as box:
        box.silent = silent
        assert send(box.url(*to), "提醒", "超期 3 项") is outcome
    assert len(box.got) == arrived


def test_nothing_listens_after_an_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    from requests.adapters import HTTPAdapter

    known = HTTPAdapter.send, smtplib.SMTP.rcpt, smtplib.SMTP.data
    assert send("json://127.0.0.1:9/", "t", "x") is Outcome.REFUSED
    assert send("no address", "t", "x") is Outcome.REFUSED
    assert (HTTPAdapter.send, smtplib.SMTP.rcpt, smtplib.SMTP.data) == known
