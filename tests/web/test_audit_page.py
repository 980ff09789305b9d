"""The audit trail on its page and as a file: who may, what stands there, what does not."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from riskmap.domain.people import Grant
from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.domain.tokens import Token
from riskmap.ledger.batch import Actor
from riskmap.ledger.tokens import Tokens
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.web import data
from support.doors import KEEPER, Make, Sign
from support.small import TODAY, address, shown

Open = Callable[..., AppTest]
Be = Callable[[Role], None]
EXPORT = "/api/v1/audit/events.csv"


@pytest.mark.parametrize(("lang", "words"), [
    ("zh_CN", ("审计链校验", "县安委办", "登记", "导入文件", "共 12 条", "近日链首")),
    ("en", ("Proof of the chain", "Safety committee office", "Register", "File imported", "12 events", "Heads of")),
])  # fmt: skip
def test_an_auditor_reads_who_did_what_and_no_row(
    ledger_of: Make, open_at: Open, be: Be, lang: str, words: tuple[str, ...]
) -> None:
    ledger_of("several")
    be(Role.AUDITOR)
    page = shown(open_at("audit", lang=lang))
    assert not [word for word in words if word not in page]
    assert not [word for word in ("张某", "示例煤业", "配电箱", "hazard?", "安全帽") if word in page]
    assert 'href="audit' in shown(open_at("overview", lang=lang))


@pytest.mark.parametrize("role", sorted(set(Role) - RIGHTS[Right.AUDIT] - {Role.DEVICE}))
def test_the_page_is_shut_to_everybody_else(ledger_of: Make, open_at: Open, be: Be, role: Role) -> None:
    ledger_of("one")
    be(role)
    app = open_at("audit", lang="zh_CN")
    assert "审计链" not in shown(app)
    assert not app.button


def test_the_filter_lives_in_the_address(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    be(Role.COMMITTEE)
    app = open_at("audit", lang="zh_CN")
    number = str(data.whole().snapshot.hazards["hazard_no"].iloc[0])
    assert "hazard?" in shown(app)  # who reads rows opens them
    app.text_input(key="audit_number_").set_value(number).run()
    assert address(app)["number"] == number
    assert "共 1 条" in shown(app)
    app.selectbox(key="audit_action_").set_value("import").run()
    assert "没有符合条件" in shown(app)
    assert "共 10 条" in shown(open_at("audit", lang="zh_CN", action="register"))
    assert "共 0 条" in shown(open_at("audit", lang="zh_CN", actor="nobody"))
    assert "共 12 条" in shown(open_at("audit", lang="zh_CN", page="99"))
    assert "2026-11-22" in open_at("audit", lang="zh_CN", first="yesterday").error[0].value


def test_names_stay_words(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("one")
    hostile = "<img src=x onerror=alert(1)>${pwned}"
    token = Token("", hostile, Grant(Role.ANALYST, last=TODAY))
    Tokens(data.engine(), data.county()).add(token, TODAY, Actor(hostile, hostile, "admin", hostile))
    be(Role.AUDITOR)
    text = shown(open_at("audit", lang="zh_CN", actor=hostile))
    assert "&lt;img src=x" in text
    assert "<img" not in text
    assert "${" not in text


def test_the_chain_is_recomputed_on_demand(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    be(Role.AUDITOR)
    app = open_at("audit", lang="zh_CN")
    assert "尚未重新校验" in shown(app)
    app.button(key="audit_prove").click().run()
    assert "审计链校验通过：共 12 条" in shown(app)
    assert "审计链校验通过" in shown(open_at("audit", lang="zh_CN"))  # kept by revision
    Tokens(data.engine(), data.county()).add(Token("", "x", Grant(Role.ANALYST, last=TODAY)), TODAY, KEEPER)
    assert "尚未重新校验" in shown(open_at("audit", lang="zh_CN"))


def test_the_trail_leaves_as_a_file_and_that_is_an_event(sign: Sign) -> None:
    client = sign(Grant(Role.AUDITOR))
    Tokens(data.engine(), data.county()).add(Token("", "=1+1", Grant(Role.ANALYST, last=TODAY)), TODAY, KEEPER)
    told = client.get(EXPORT, params={"purpose": "内审", "action": "token_added", "lang": "zh_CN"})
    head, row = csv.reader(io.StringIO(told.content.decode("utf-8-sig")))
    assert head[:4] == ["序号", "时间", "操作人", "人员编号"]
    assert row[9] == "'=1+1"  # no formula
    with reading(data.engine()) as connection:
        *_, last = events.read(connection, data.county().code, "entity = ?", (events.EXPORT,))
    assert (last.actor_name, last.role, json.loads(last.payload)["what"]) == ("王某", "auditor", "audit")
    assert json.loads(last.payload)["filter"] == {"action": "token_added"}
    sheet: Any = openpyxl.load_workbook(io.BytesIO(client.get(EXPORT.replace("csv", "xlsx")).content)).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0][0] == last.seq
    assert "张某" not in str(rows)
    paper = client.get("/api/v1/audit/heads?lang=zh_CN").text
    assert f">{last.seq + 1}<" in paper
    assert client.get(EXPORT, params={"first": "yesterday"}).status_code == 400
    assert client.get("/api/v1/audit/events.pdf").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER, Role.ANALYST])
def test_it_leaves_for_nobody_else(sign: Sign, role: Role) -> None:
    client = sign(Grant(role))
    assert client.get(EXPORT).status_code == 403
    assert client.get("/api/v1/audit/heads").status_code == 403


def test_no_program_takes_it(sign: Sign) -> None:
    client = sign()
    token = Token("", "x", Grant(Role.COMMITTEE, last=TODAY))
    _, secret = Tokens(data.engine(), data.county()).add(token, TODAY, KEEPER)
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/hazards", headers=headers).status_code == 200
    assert client.get(EXPORT, headers=headers).status_code == 403
    assert client.get("/api/v1/audit/heads", headers=headers).status_code == 403
