"""`token …`: a secret is told once and stands in no listing and no event."""

from support.commands import Run


def test_a_program_and_a_screen_get_a_token_that_is_told_once(riskmap: Run) -> None:
    program = riskmap("token", "add", "市平台", "--role", "township:township=141034100", "--days", "30").document
    assert program["token"]["holds"]["scope"] == {"townships": ["141034100"]}
    assert program["token"]["holds"]["last"] == "2026-12-17"
    assert "open" not in program
    screen = riskmap("token", "add", "大厅", "--role", "device").document
    assert screen["open"] == f"/door/device#{screen['secret']}"
    listed = riskmap("token", "list")
    assert [one["name"] for one in listed.document["tokens"]] == ["大厅", "市平台"]
    assert program["secret"] not in listed.out
    assert riskmap("token", "revoke", "大厅").document["token"]["revoked"]
    assert riskmap("token", "revoke", program["token"]["id"]).code == 0
    assert riskmap("verify").code == 0


def test_what_cannot_be_kept_is_a_sentence_and_exit_2(riskmap: Run) -> None:
    for words, said in (
        (("add", "x", "--role", "admin"), "no token keeps accounts"),
        (("add", "x", "--role", "township"), "needs its part"),
        (("add", "x", "--role", "chief"), "unknown role"),
        (("add", "x", "--role", "analyst", "--days", "0"), "1 to 732"),
        (("revoke", "x"), "no token x"),
    ):
        answer = riskmap("token", *words)
        assert answer.code == 2
        assert said in answer.err, words
    assert riskmap("token", "list").document == {"tokens": []}
