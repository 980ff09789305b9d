"""Settings: one frozen dataclass from the environment; a wrong value stops the start with a clear message.

The only module that reads the environment and the clock. Everything else gets values as arguments.
"""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "RISKMAP_"
LANGUAGES = ("zh_CN", "en")
AUTHS = ("demo", "local", "oidc")
CLAIMS = ("preferred_username", "email")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
DATABASES = ("sqlite", "postgresql", "postgres")


class SettingsError(ValueError):
    """A setting that cannot be used: `name` of the variable and a message for the person at the keyboard."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


@dataclass(frozen=True, slots=True)
class Oidc:
    """The identity provider of RISKMAP_AUTH=oidc. `url`: the program's own address as browsers reach it.

    `claim`: which word of the provider is a login of ours; with `email` only what stands before @`domain` is one.
    """

    issuer: str
    client_id: str
    client_secret: str
    url: str
    claim: str
    domain: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. Paths are absolute; `today` fixes the as-of default of the whole program."""

    database_url: str
    data_dir: Path
    county_file: Path
    today: date | None
    lang: str | None
    demo: bool
    port: int
    host: str
    auth: str
    oidc: Oidc | None  # with auth == "oidc"
    stale_hours: int
    wall_seconds: int
    wall_reload: time
    upload_mb: int
    tip_key_file: Path
    channels: Path | None = None

    @property
    def attachments(self) -> Path:
        """The folder of the pictures of evidence."""
        return self.data_dir / "attachments"

    @property
    def uploads(self) -> Path:
        """The folder of files that were uploaded to a form and are not entered yet."""
        return self.data_dir / "uploads"

    @property
    def templates(self) -> Path:
        """The folder of the office's own templates of papers."""
        return self.data_dir / "templates"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the RISKMAP_ variables of `environ`; an empty value counts as not set. Raises SettingsError."""
    data_dir = Path(_text(environ, "DATA_DIR", str(ROOT / "var"))).expanduser().absolute()
    host = _text(environ, "HOST", "127.0.0.1")
    auth = _choice(environ, "AUTH", AUTHS, "demo")
    stay_at_home(auth, host)
    return Settings(
        database_url=_database_url(environ, data_dir),
        data_dir=data_dir,
        county_file=_county_file(environ),
        today=_date(environ, "TODAY"),
        lang=_choice(environ, "LANG", LANGUAGES, "") or None,
        demo=_flag(environ, "DEMO", default=True),
        port=_whole(environ, "PORT", 8501, 1, 65535, "a port number"),
        host=host,
        auth=auth,
        oidc=_oidc(environ) if auth == "oidc" else None,
        stale_hours=_whole(environ, "STALE_HOURS", 24, 1, 720, "a number of hours"),
        wall_seconds=_whole(environ, "WALL_SECONDS", 30, 1, 3600, "a number of seconds"),
        wall_reload=_time(environ, "WALL_RELOAD", "03:30"),
        upload_mb=_whole(environ, "UPLOAD_MB", 20, 1, 25, "a number of megabytes"),
        tip_key_file=_tip_key_file(environ, data_dir),
        channels=_channels(environ),
    )


def stay_at_home(auth: str, host: str) -> None:
    """Raise SettingsError for an address that other machines reach where every visitor acts as an officer."""
    if auth == "demo" and not is_loopback(host):
        raise SettingsError(
            f"{PREFIX}HOST",
            f"{host} is reachable from other machines, but without accounts (RISKMAP_AUTH=demo) every visitor may "
            "change the ledger; use 127.0.0.1",
        )


def today(settings: Settings, time_zone: str) -> date:
    """The calendar day in the county's time zone, or the fixed day of RISKMAP_TODAY."""
    return settings.today or now().astimezone(ZoneInfo(time_zone)).date()


def now() -> datetime:
    """The present moment in UTC: the one place where the clock is read."""
    return datetime.now(UTC)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address `host`."""
    return host == "localhost" or (is_address(host) and _address(host).is_loopback)


def is_address(host: str) -> bool:
    """Whether `host` is an address, not a name."""
    try:
        _address(host)
    except ValueError:
        return False
    return True


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address; of an IPv4 one in the clothes of IPv6 (::ffff:127.0.0.1) the former. Raises ValueError."""
    found = ipaddress.ip_address(host.strip("[]"))
    return getattr(found, "ipv4_mapped", None) or found


def _text(environ: Mapping[str, str], name: str, default: str) -> str:
    return environ.get(PREFIX + name, "").strip() or default


def _choice(environ: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    value = _text(environ, name, default)
    if value and value not in choices:
        raise SettingsError(PREFIX + name, f"{value!r} is not one of {', '.join(choices)}")
    return value


def _oidc(environ: Mapping[str, str]) -> Oidc:
    """The provider; every address is https, but for one on this machine. A secret is never repeated."""
    for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_URL"):
        if not _text(environ, name, ""):
            raise SettingsError(PREFIX + name, "RISKMAP_AUTH=oidc needs it")
    claim = _choice(environ, "OIDC_CLAIM", CLAIMS, CLAIMS[0])
    domain = _text(environ, "OIDC_DOMAIN", "").lower().lstrip("@")
    if claim == "email" and not domain:
        raise SettingsError(f"{PREFIX}OIDC_DOMAIN", "RISKMAP_OIDC_CLAIM=email needs it: addresses of others are nobody")
    return Oidc(
        _web(environ, "OIDC_ISSUER"), _text(environ, "OIDC_CLIENT_ID", ""), _text(environ, "OIDC_CLIENT_SECRET", ""),
        _web(environ, "OIDC_URL").rstrip("/"), claim, domain,
    )  # fmt: skip


def _web(environ: Mapping[str, str], name: str) -> str:
    value = _text(environ, name, "")
    told = urlsplit(value)
    if told.scheme != "https" and not (told.scheme == "http" and is_loopback(told.hostname or "")):
        raise SettingsError(PREFIX + name, f"{value!r} does not begin with https://")
    return value


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = _text(environ, name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise SettingsError(PREFIX + name, f"{value!r} is not 1 or 0")
    return value in TRUE


def _date(environ: Mapping[str, str], name: str) -> date | None:
    value = _text(environ, name, "")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(PREFIX + name, f"{value!r} is not a day like 2026-11-22") from error


def _whole(environ: Mapping[str, str], name: str, default: int, least: int, most: int, what: str) -> int:
    value = _text(environ, name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 8 and least <= int(value) <= most):
        raise SettingsError(PREFIX + name, f"{value!r} is not {what} from {least} to {most}")
    return int(value)


def _time(environ: Mapping[str, str], name: str, default: str) -> time:
    value = _text(environ, name, default)
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - a time of the day in the county
    except ValueError as error:
        raise SettingsError(PREFIX + name, f"{value!r} is not a time like 03:30") from error


def _county_file(environ: Mapping[str, str]) -> Path:
    path = Path(_text(environ, "COUNTY", str(ROOT / "data" / "county.toml"))).expanduser().absolute()
    if not path.is_file():
        raise SettingsError(f"{PREFIX}COUNTY", f"there is no file {path}")
    return path


def _tip_key_file(environ: Mapping[str, str], data_dir: Path) -> Path:
    """The file need not be there: it is made when the first report is received."""
    value = _text(environ, "TIP_KEY_FILE", "")
    path = Path(value).expanduser().absolute() if value else data_dir / "tips.key"
    if value and not path.parent.is_dir():
        raise SettingsError(f"{PREFIX}TIP_KEY_FILE", f"there is no folder {path.parent}")
    return path


def _channels(environ: Mapping[str, str]) -> Path | None:
    value = _text(environ, "CHANNELS", "")
    path = Path(value).expanduser().absolute()
    if value and not path.is_file():
        raise SettingsError(f"{PREFIX}CHANNELS", f"there is no file {path}")
    return path if value else None


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    value = _text(environ, "DATABASE_URL", "")
    if not value:
        return f"sqlite:///{(data_dir / 'riskmap.sqlite3').as_posix()}"
    scheme = value.split(":", 1)[0].split("+", 1)[0]
    if "://" not in value or scheme not in DATABASES:  # the value may hold a password: it is not repeated
        raise SettingsError(
            f"{PREFIX}DATABASE_URL", "it must begin with sqlite:/// or postgresql:// (its value is not shown here)"
        )
    return value
