"""Settings: defaults, every variable, and a clear refusal of every wrong value."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from riskmap import settings
from riskmap.settings import ROOT, SettingsError, is_loopback, load_settings

WRONG = [
    ("TODAY", "22.11.2026"),
    ("TODAY", "2026-02-30"),
    ("PORT", "http"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "８５０１"),
    ("STALE_HOURS", "0"),
    ("WALL_SECONDS", "soon"),
    ("WALL_SECONDS", "3601"),
    ("UPLOAD_MB", "0"),
    ("UPLOAD_MB", "26"),
    ("WALL_RELOAD", "25:00"),
    ("WALL_RELOAD", "night"),
    ("DEMO", "maybe"),
    ("LANG", "fr"),
    ("AUTH", "none"),
    ("HOST", "0.0.0.0"),
    ("HOST", "192.168.1.5"),
    ("HOST", "example.org"),
    ("COUNTY", "/nowhere/county.toml"),
    ("DATABASE_URL", "mysql://u:secret@host/db"),
    ("DATABASE_URL", "riskmap.sqlite3"),
    ("TIP_KEY_FILE", "/nowhere/tips.key"),
]


def test_without_any_variable_everything_has_a_value() -> None:
    given = load_settings({})
    assert given.database_url == f"sqlite:///{(ROOT / 'var' / 'riskmap.sqlite3').as_posix()}"
    assert given.county_file == ROOT / "data" / "county.toml"
    assert (given.port, given.host, given.demo, given.lang, given.today) == (8501, "127.0.0.1", True, None, None)


def test_the_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    given = load_settings({"RISKMAP_DATA_DIR": str(tmp_path)})
    assert given.database_url == f"sqlite:///{(tmp_path / 'riskmap.sqlite3').as_posix()}"


def test_the_key_of_the_reports_lies_in_the_data_folder_or_where_the_setting_points(tmp_path: Path) -> None:
    assert load_settings({"RISKMAP_DATA_DIR": str(tmp_path)}).tip_key_file == tmp_path / "tips.key"
    apart = {"RISKMAP_TIP_KEY_FILE": str(tmp_path / "apart.key")}
    assert load_settings(apart).tip_key_file == tmp_path / "apart.key"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert load_settings(
        dict.fromkeys(("RISKMAP_PORT", "RISKMAP_TODAY", "RISKMAP_LANG", "RISKMAP_HOST"), "")
    ) == load_settings({})


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_stops_the_start_and_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({f"RISKMAP_{name}": value})
    assert caught.value.name == f"RISKMAP_{name}"
    assert f"RISKMAP_{name}" in str(caught.value)


def test_the_password_of_a_database_is_never_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"RISKMAP_DATABASE_URL": "mysql://u:secret@host/db"})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_addresses_of_this_machine_are_loopback(host: str) -> None:
    assert is_loopback(host)


def test_today_is_fixed_by_the_setting() -> None:
    given = load_settings({"RISKMAP_TODAY": "2026-11-18"})
    assert settings.today(given, "Asia/Shanghai") == date(2026, 11, 18)


def test_today_is_the_day_in_the_county(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 11, 22, 17, 30, tzinfo=settings.UTC)  # half past one in the morning of the 23rd in Shanxi
    monkeypatch.setattr(settings, "now", lambda: late)
    given = load_settings({})
    assert settings.today(given, "Asia/Shanghai") == date(2026, 11, 23)
    assert settings.today(given, "UTC") == date(2026, 11, 22)


def test_now_has_a_zone() -> None:
    assert settings.now().utcoffset() == timedelta(0)


def test_the_documentation_names_every_setting_and_no_other() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `RISKMAP_")}
    assert named == {
        "RISKMAP_" + name
        for name in (
            "DATABASE_URL",
            "DATA_DIR",
            "COUNTY",
            "TODAY",
            "LANG",
            "DEMO",
            "PORT",
            "HOST",
            "AUTH",
            "OIDC_ISSUER",
            "OIDC_CLIENT_ID",
            "OIDC_CLIENT_SECRET",
            "OIDC_URL",
            "OIDC_CLAIM",
            "OIDC_DOMAIN",
            "STALE_HOURS",
            "WALL_SECONDS",
            "WALL_RELOAD",
            "UPLOAD_MB",
            "CHANNELS",
            "TIP_KEY_FILE",
        )
    }
