"""The plan of the house stays true: who imports whom, how large a module is, what a page may hold."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sorted((ROOT / "riskmap").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
PROGRAM = [*PACKAGE, *PAGES, *(path for path in [ROOT / "app.py", ROOT / "manage.py"] if path.exists())]
EVERYTHING = [*PROGRAM, *sorted((ROOT / "tools").glob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
MAX_MODULE = 300
MAX_FUNCTION = 40
MAX_PAGE = 60


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno} imports relatively; say the full name"
            yield node.module or ""


def roots(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imported(path)}


def of(room: str) -> list[Path]:
    return [path for path in PACKAGE if name(path).startswith(f"riskmap/{room}/")]


def test_the_domain_imports_the_standard_library_only() -> None:
    allowed = sys.stdlib_module_names
    strangers = {
        f"{name(path)}: {module}"
        for path in of("domain")
        for module in imported(path)
        if module.split(".")[0] not in allowed and not module.startswith("riskmap.domain")
    }
    assert of("domain")
    assert not strangers


def test_manage_py_imports_the_standard_library_only() -> None:
    assert roots(ROOT / "manage.py") <= set(sys.stdlib_module_names)


def test_manage_py_can_be_read_by_python_3_6_which_then_says_what_is_missing() -> None:
    ast.parse((ROOT / "manage.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_only_web_pages_and_app_import_streamlit() -> None:
    users = {name(path) for path in PROGRAM if roots(path) & {"streamlit", "streamlit_folium"}}
    strangers = {user for user in users if not user.startswith(("riskmap/web/", "pages/", "app.py"))}
    assert not strangers


def test_http_routes_do_not_import_streamlit() -> None:
    assert not [name(path) for path in of("web/routes") if "streamlit" in roots(path)]


def test_pages_reach_the_program_through_web_alone() -> None:
    strangers = {
        f"{name(path)}: {module}"
        for path in PAGES
        for module in imported(path)
        if module.startswith("riskmap") and not module.startswith("riskmap.web")
    }
    assert not strangers


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_is_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    nodes = list(ast.walk(tree(path)))
    assert len(text.splitlines()) <= MAX_PAGE
    assert not [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)]
    assert not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE)\s", text)
    assert not roots(path) & {"sqlalchemy", "sqlite3", "pandas", "numpy"}


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in EVERYTHING}
    assert not {path: length for path, length in lengths.items() if length > MAX_MODULE}


def test_no_function_is_longer_than_40_lines_without_a_reason() -> None:
    """A longer one says why in a comment right above it: `# long: …`."""
    long = []
    for path in PACKAGE:
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MAX_FUNCTION and "# long:" not in lines[first - 2]:
                    long.append(f"{name(path)}:{node.lineno} {node.name} ({length})")
    assert not long


def test_the_clock_is_read_in_settings_alone() -> None:
    clock = re.compile(r"\b(date\.today|datetime\.now|datetime\.utcnow|time\.time)\(|Timestamp\.(now|today)\(")
    readers = {name(path) for path in [*PACKAGE, *PAGES] if clock.search(path.read_text(encoding="utf-8"))}
    assert readers <= {"riskmap/settings.py"}


def test_no_broad_except_and_no_print_in_the_package() -> None:
    broad = []
    for path in [*PACKAGE, *PAGES]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                caught = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else {"Exception"}
                if caught & {"Exception", "BaseException"}:
                    broad.append(f"{name(path)}:{node.lineno}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                broad.append(f"{name(path)}:{node.lineno} print")
    assert not broad


def test_no_folium_object_gets_the_text_of_data() -> None:
    """Folium runs text through Jinja twice (a description could run code): marks travel by HTTP, never through it."""
    classes = "Popup|Tooltip|Marker|CircleMarker|GeoJsonTooltip|GeoJsonPopup|DivIcon"
    forbidden = re.compile(rf"folium\.({classes})\b|\b(tooltip|popup)=")
    users = {name(path) for path in PROGRAM if forbidden.search(path.read_text(encoding="utf-8"))}
    assert not users
