"""The settings of the forge: owners of every file, updates that wait, how to report a weakness."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from pathspec import GitIgnoreSpec

from tests.repository import ROOT

OWNERS = ROOT / ".github" / "CODEOWNERS"
UPDATES = ROOT / ".github" / "dependabot.yml"
PLACEHOLDER = "@TO-BE-SET/"
NOT_OURS = {".git", ".venv", "site", "release", "screens", "links", "node_modules", "__pycache__", ".cache", ".hypothesis"}
CODE = (
    "macros/", "supply/", "overrides/", "docs/assets/", "tests/", "bench/", "schema/", "data/basemap/",
    ".ci/", ".devcontainer/", ".github/", ".vscode/",
    "Makefile", "mkdocs.yml", "pyproject.toml", "requirements", "REUSE.toml", "SECURITY.md",
)  # fmt: skip
SUFFIXES = {".py", ".sh", ".js", ".css", ".html", ".svg", ".toml", ".txt"}
WORDS = {"CONTRIBUTING.md", "LICENSE-DATA"}


def rules() -> list[tuple[GitIgnoreSpec, set[str]]]:
    """Return each line of CODEOWNERS as a pattern and the names after it."""
    lines = [line.split() for line in OWNERS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(GitIgnoreSpec.from_lines([pattern]), set(names)) for pattern, *names in lines]


RULES = rules()


def owners_of(path: str) -> set[str]:
    """Return who must approve a change of a file, as the host decides: the last line that fits."""
    fitting = [names for pattern, names in RULES if pattern.match_file(path)]
    return {name.rpartition("/")[2] for name in fitting[-1]} if fitting else set()


def files() -> list[str]:
    """Return every file of the repository: what git knows, else what lies there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    listed = done.stdout.split("\0")[:-1] if done.returncode == 0 else []
    paths = listed or [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    return [path for path in paths if not NOT_OURS & set(path.split("/")) and (ROOT / path).is_file()]


FILES = files()


def test_every_file_has_an_owner_who_can_judge_it() -> None:
    """Program: who knows it. Records and pages: the editors, alone or beside them."""
    assert len(FILES) > 2000
    wrong = {}
    for path in FILES:
        is_code = path.startswith(CODE) or "." + path.rpartition(".")[2] in SUFFIXES
        expected = "maintainers" if is_code else "editors" if path.startswith(("data/", "docs/")) or path in WORDS else None
        found = owners_of(path)
        if not found or (expected and expected not in found) or (is_code and "editors" in found):
            wrong[path] = (found, expected)
    assert wrong == {}


def test_what_decides_about_records_needs_both() -> None:
    """Words, exceptions and addresses are rules as much as text."""
    for path in ("data/vocab/statuses.yml", "data/exceptions.yml", "data/redirects.yml", "data/releases.yml"):
        assert owners_of(path) == {"editors", "maintainers"}, path
    assert owners_of(".github/CODEOWNERS") == owners_of("never-heard-of.xyz") == {"maintainers"}


def test_every_line_of_the_owners_fits_a_file_or_one_to_come() -> None:
    """A slip in a pattern would protect nothing."""
    to_come = ["data/exceptions.yml", "data/redirects.yml", "data/releases.yml"]
    for pattern, names in RULES:
        assert names and any(pattern.match_file(path) for path in [*FILES, *to_come]), names


def test_a_placeholder_is_marked_as_to_be_set() -> None:
    """And the mark goes with it. Two teams, no third name that nobody set."""
    text = OWNERS.read_text(encoding="utf-8")
    assert (PLACEHOLDER in re.sub(r"(?m)^#.*$", "", text)) == ("TO BE SET:" in text)
    assert {name.rpartition("/")[2] for _, names in RULES for name in names} == {"editors", "maintainers"}


@pytest.fixture(scope="module")
def updates() -> list[dict[str, Any]]:
    """What is updated, and how."""
    return yaml.safe_load(UPDATES.read_text(encoding="utf-8"))["updates"]  # type: ignore[no-any-return]


def test_updates_wait_a_week_and_come_together(updates: list[dict[str, Any]]) -> None:
    """Packages and actions; a bad release is mostly found within days, and one request is read better than ten."""
    assert {entry["package-ecosystem"] for entry in updates} == {"uv", "github-actions"}
    for entry in updates:
        assert entry["cooldown"]["default-days"] >= 7
        assert [group["patterns"] for group in entry["groups"].values()] == [["*"]]


def test_the_settings_of_updates_are_of_the_form_that_the_host_reads() -> None:
    """Its published schema, kept in a package; no network."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.dependabot", str(UPDATES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_on_security_says_what_a_reporter_needs() -> None:
    """How, what counts, when an answer comes, what is supported; and what it names exists."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for heading in ("Report a weakness", "What counts", "What we do", "What is supported", "Settings of the host"):
        assert re.search(rf"(?m)^##+ {heading}$", text), heading
    known = {path.rpartition("/")[2] for path in FILES}
    named = set(re.findall(r"`((?:[\w.]+/)*[\w.-]+\.(?:py|yml|sh|md))`", text))
    assert named and [name for name in named if name not in FILES and name not in known] == []
