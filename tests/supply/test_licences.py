"""Licences: of every package, as it states it and as we allow it; of every file of the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from license_expression import LicenseSymbol, get_spdx_licensing

from supply.__main__ import main
from supply.licences import PAGE, LicenceError, find_licence, is_installed, page_text, parts, read_page, read_rules
from tests.repository import ROOT

RULES = read_rules(ROOT)
ALLOWED = {"site": set(RULES["allowed"]["site"]), "tests": {*RULES["allowed"]["site"], *RULES["allowed"]["tests"]}}
ALLOWED["bench"] = ALLOWED["tests"]
SPDX = get_spdx_licensing()
ROWS = read_page(ROOT)


def is_allowed(expression: str, allowed: set[str]) -> bool:
    """Say whether one may choose allowed licences only: all of `AND`, one of `OR`. Raises on an unknown identifier."""
    parsed = SPDX.parse(expression, validate=True, strict=True)
    known = {symbol: SPDX.TRUE if symbol.key in allowed else SPDX.FALSE for symbol in SPDX.license_symbols(parsed)}
    return bool(parsed.subs(known).simplify() == SPDX.TRUE) if not isinstance(parsed, LicenseSymbol) else parsed.key in allowed


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", True),
        ("AGPL-3.0-only", False),
        ("MIT AND AGPL-3.0-only", False),
        ("MIT OR AGPL-3.0-only", True),
        ("MIT AND (AGPL-3.0-only OR ISC)", True),
        ("GPL-3.0-or-later", False),
    ],
)
def test_what_is_allowed_follows_the_expression(expression: str, expected: bool) -> None:
    assert is_allowed(expression, ALLOWED["site"]) is expected


@pytest.mark.parametrize("name", sorted(parts(ROOT)))
def test_the_licence_of_every_package_is_allowed_and_true(name: str) -> None:
    """It may do what it is used for, and it is what the installed package says."""
    licence, part = ROWS[name]
    assert is_allowed(licence, ALLOWED[part]), f"{licence} is not allowed for {part}; see supply/licences.toml"
    if name in RULES["stated"]:
        assert licence == RULES["stated"][name]
    elif is_installed(name):
        assert licence == find_licence(name, ALLOWED["tests"]), f"{name} says otherwise now; run: make licences"


def test_the_page_lists_every_package_once() -> None:
    """In the order of the names, for the site or for tests, as the lists have them."""
    assert {name: part for name, (_, part) in ROWS.items()} == parts(ROOT), "run: make licences"
    assert list(ROWS) == sorted(ROWS)
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert text.count("\n| ") - len(re.findall(r"(?m)^\| (?:what|in the|package) ", text)) == len(ROWS)


def test_the_page_is_what_its_command_writes(tmp_path: Path) -> None:
    """What is written by hand around the table stays."""
    for name in ("requirements.txt", "requirements-test.txt", "requirements-bench.txt", PAGE, "supply/licences.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    page = tmp_path / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("| anyascii | ISC |", "| anyascii | MIT |"), encoding="utf-8")
    assert main(["--root", str(tmp_path), "licences"]) == 0
    assert page.read_bytes() == (ROOT / PAGE).read_bytes()


def test_nothing_is_stated_of_a_package_that_is_gone() -> None:
    """An exception without its reason is an error; so is a licence that nobody has."""
    assert set(RULES["stated"]) <= set(parts(ROOT))
    used = {key for licence, _ in ROWS.values() for key in SPDX.license_keys(licence)}
    needed = {identifier for part in RULES["allowed"].values() for identifier in part}
    assert needed - used == set()


def test_a_package_without_a_clear_licence_stops_the_page(tmp_path: Path) -> None:
    """Rather than an empty cell."""
    (tmp_path / "supply").mkdir()
    (tmp_path / "supply/licences.toml").write_text("[allowed]\nsite = []\n[stated]\n", encoding="utf-8")
    for name in ("requirements.txt", "requirements-test.txt", "requirements-bench.txt"):
        (tmp_path / name).write_text(f"no-such-package==1 \\\n    --hash=sha256:{'a' * 64}\n", encoding="utf-8")
    with pytest.raises(LicenceError, match="no-such-package"):
        page_text(tmp_path, (ROOT / PAGE).read_text(encoding="utf-8"))


def test_the_icons_of_our_templates_are_of_the_set_that_the_page_names() -> None:
    """Another set has another licence. `fontawesome` is named for a forge only, and drawn when one is set."""
    text = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "overrides").rglob("*.html")))
    sets = set(re.findall(r"""["'](?:\.icons/)?(material|fontawesome|octicons|simple)/""", text))
    assert sets <= {"material", "fontawesome"} and "Material Design Icons" in (ROOT / PAGE).read_text(encoding="utf-8")


def test_no_font_is_in_the_repository() -> None:
    """The page says so."""
    fonts = [file for folder in ("docs", "overrides") for file in (ROOT / folder).rglob("*") if file.suffix in FONTS]
    assert fonts == []


FONTS = {".ttf", ".otf", ".woff", ".woff2", ".eot"}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "REUSE_ENCODING_MODULE": "charset_normalizer"}  # the other reader needs a library of the system
    command = [sys.executable, "-m", "reuse", "lint", "--lines"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_every_file_states_its_licence_and_its_holder() -> None:
    """REUSE, without network."""
    if not (ROOT / ".git").exists() and "CI" not in os.environ:
        pytest.skip("git is asked which files are of the repository, and this copy has none")
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_a_file_without_a_licence_would_be_noticed(tmp_path: Path) -> None:
    """The tool is one that can say no."""
    (tmp_path / "a.py").write_text("print()\n", encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1 and "a.py" in done.stdout


@pytest.mark.parametrize(("one", "other"), [("LICENSE", "LICENSES/MIT.txt"), ("LICENSE-DATA", "LICENSES/CC-BY-4.0.txt")])
def test_a_licence_has_one_text(one: str, other: str) -> None:
    """Where readers look for it and where REUSE does."""
    assert (ROOT / one).read_bytes() == (ROOT / other).read_bytes()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("data/events/1994/1994-05-05-bishkek-protocol.yml", {"CC-BY-4.0"}),
        ("data/places/shusha.yml", {"CC-BY-4.0"}),
        ("data/basemap/countries.geojson", {"LicenseRef-NaturalEarth-PublicDomain"}),
        ("data/basemap/prepare.py", {"MIT"}),
        ("docs/index.md", {"CC-BY-4.0"}),
        ("docs/assets/screenshot.png", {"CC-BY-4.0", "MIT"}),
        ("docs/assets/favicon.svg", {"MIT"}),
        ("docs/assets/js/find.js", {"MIT"}),
        ("docs/assets/css/record.css", {"MIT"}),
        ("overrides/partials/header.html", {"MIT"}),
        ("macros/cli.py", {"MIT"}),
        ("tests/search/queries.tsv", {"MIT"}),
        ("README.md", {"CC-BY-4.0"}),
        ("Makefile", {"MIT"}),
    ],
)
def test_the_licence_is_that_of_its_sort(path: str, expected: set[str], licences: dict[str, set[str]]) -> None:
    assert licences[path] == expected


@pytest.fixture(scope="module")
def licences() -> dict[str, set[str]]:
    """The licences of every file, as REUSE reads them."""
    from reuse.project import Project  # its import sets up readers of encodings, so only where it is needed

    project = Project.from_directory(ROOT)
    found: dict[str, set[str]] = {}
    for file in SAMPLES:
        infos = project.reuse_info_of(ROOT / file)
        found[file] = {key for info in infos for text in info.spdx_expressions for key in SPDX.license_keys(str(text))}
    return found


SAMPLES = [
    mark.args[1][number][0]
    for mark in test_the_licence_is_that_of_its_sort.pytestmark  # type: ignore[attr-defined]
    for number in range(len(mark.args[1]))
]
