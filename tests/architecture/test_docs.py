"""What the documents say is so: settings, dependencies, links, commands."""

import dataclasses
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = ("setup", "run", "test", "bench", "bundle")


def settings_of(document: str) -> list[str]:
    """The first column of the table whose rows open with a setting's name."""
    return re.findall(r"^\| `(RISKMAP_[A-Z_]+)`", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE)


def pinned(file: str) -> list[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]


def names(file: str) -> set[str]:
    return {re.split(r"[=\[]", line)[0] for line in pinned(file)}


def variable(field: str) -> str:
    """The variable of a field of Settings: data_dir is RISKMAP_DATA_DIR, county_file is RISKMAP_COUNTY."""
    return "RISKMAP_" + ("COUNTY" if field == "county_file" else field.upper())


@pytest.mark.parametrize("document", ["README.md", "docs/configuration.md"])
def test_the_settings_table_names_every_setting_and_no_other(document: str) -> None:
    from riskmap.settings import Oidc, Settings

    fields = [variable(field.name) for field in dataclasses.fields(Settings) if field.name != "oidc"]
    fields += [f"{variable('oidc')}_{field.name.upper()}" for field in dataclasses.fields(Oidc)]
    assert sorted(settings_of(document)) == sorted(fields)


def test_every_requirement_has_its_reason_in_the_documents() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Za-z0-9_.\-]+)`", text, re.MULTILINE)
    assert sorted(listed) == sorted(names("requirements.txt") | names("requirements-dev.txt"))


def test_every_requirement_is_pinned_exactly_and_nothing_is_pinned_twice() -> None:
    files = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
    loose = [line for file in files for line in pinned(file) if not re.fullmatch(r"[\w.\-]+(\[\w+\])?==[\w.]+", line)]
    assert not loose
    everywhere = [name.lower().replace("_", "-") for file in files for name in names(file)]
    assert len(everywhere) == len(set(everywhere))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if not target.startswith("http")]
    assert not [target for target in local if not (document.parent / target).exists()]


def test_the_readme_opens_with_one_sentence_one_picture_and_two_commands() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")[0]
    assert len(re.findall(r"^!\[", first, re.MULTILINE)) == 1
    assert len(re.findall(r"^python3 manage\.py \w+", first, re.MULTILINE)) == 2


def test_every_command_of_manage_py_is_explained() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [command for command in COMMANDS if f"manage.py {command}" not in text]


def test_every_page_is_explained() -> None:
    text = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
    pages = [path.stem for path in (ROOT / "pages").glob("*.py")]
    assert not [page for page in pages if f"`/{'' if page == 'overview' else page}`" not in text]
