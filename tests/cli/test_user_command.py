"""`user …`: the first administrator is made here; a password is told once and stands in no event."""

from support.commands import Run


def test_the_first_administrator_is_made_and_a_township_officer_with_a_part(riskmap: Run) -> None:
    answer = riskmap("user", "add", "admin1", "--name", "管理员", "--role", "admin")
    assert answer.code == 0
    assert len(answer.document["first_password"]) >= 12
    roles = ("--role", "township:township=141034100", "--role", "analyst")
    again = riskmap("user", "add", "wang", "--name", "王某", *roles)
    (first, second) = again.document["person"]["grants"]
    assert (first["role"], first["scope"]) == ("township", {"townships": ["141034100"]})
    assert second["role"] == "analyst"
    assert [one["login"] for one in riskmap("user", "list").document["people"]] == ["admin1", "wang"]
    assert "first_password" not in str(riskmap("user", "list").document)
    assert riskmap("verify").code == 0


def test_what_cannot_be_kept_is_a_sentence_and_exit_2(riskmap: Run) -> None:
    for words, said in (
        (("add", "A", "--name", "甲", "--role", "admin"), "2 to 32"),
        (("add", "jia", "--role", "admin"), "--name"),
        (("add", "jia", "--name", "甲"), "--role"),
        (("add", "jia", "--name", "甲", "--role", "township"), "needs its part"),
        (("add", "jia", "--name", "甲", "--role", "township:township=1"), "unknown code '1'"),
        (("add", "jia", "--name", "甲", "--role", "chief"), "unknown role 'chief'"),
        (("add", "jia", "--name", "甲", "--role", "township:place=1"), "no part of the county"),
        (("password", "jia"), "nobody signs in as jia"),
    ):
        answer = riskmap("user", *words)
        assert answer.code == 2
        assert said in answer.err, words
    assert riskmap("user", "list").document == {"people": []}


def test_a_person_is_changed_put_out_let_in_and_stood_in_for(riskmap: Run) -> None:
    riskmap("user", "add", "wang", "--name", "王某", "--role", "leader")
    riskmap("user", "add", "li", "--name", "李某", "--role", "analyst")
    assert riskmap("user", "change", "wang", "--post", "副县长").document["person"]["post"] == "副县长"
    assert riskmap("user", "disable", "wang").document["person"]["active"] is False
    assert riskmap("user", "enable", "wang").document["person"]["active"] is True
    lent = riskmap("user", "deputy", "li", "--for", "wang", "--first", "2026-11-26", "--last", "2026-12-01")
    assert lent.document["person"]["grants"][1]["deputy_of"] == "wang"
    assert riskmap("user", "deputy", "li", "--for", "wang", "--first", "2026-11-26", "--last", "2027-12-01").code == 2
    assert riskmap("user", "password", "li").document["first_password"]
    assert riskmap("user", "unlock", "li").document["person"]["login"] == "li"
    assert riskmap("user", "sign-out", "li").document == {"login": "li", "sessions_ended": 0}
    assert riskmap("user", "unlock", "nobody").code == 2
    assert riskmap("verify").code == 0
