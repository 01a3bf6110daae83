"""The locked lists: every package has its digests, no line names a host, and nothing is installed past them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from supply.locked import BENCH_LIST, PROJECT, SITE_LIST, TEST_LIST, ListError, read_list
from tests.repository import ROOT

LISTS = (SITE_LIST, TEST_LIST, BENCH_LIST)
DIGESTS = f"    --hash=sha256:{'a' * 64} \\\n    --hash=sha256:{'b' * 64}\n"
INSTALLING = re.compile(r"(?:\bpip3?|\buv pip|\bpipx|\buv tool|\bnpm|\bgem|\bcargo|\bgo) install\b[^\n]*|\buvx [^\n]*|\bnpx [^\n]*")
PLACES = ("Makefile", ".ci", ".github/workflows", "tests/browser/ensure_chromium.sh", ".devcontainer", "README.md")


def written(folder: Path, text: str) -> Path:
    file = folder / "list.txt"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", LISTS)
def test_every_package_has_an_exact_version_and_digests(name: str) -> None:
    """Read line by line; a line that is anything else is an error."""
    packages = read_list(ROOT / name)
    assert len(packages) > 30
    assert [package.name for package in packages] == sorted(package.name for package in packages)
    assert all(package.digests and len(set(package.digests)) == len(package.digests) for package in packages)


@pytest.mark.parametrize("name", LISTS)
def test_no_line_names_a_host_a_file_or_an_option(name: str) -> None:
    """Where packages come from is for the machine to say; what they are is said by their digests."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.search(r"://| @ |file:|git\+|^-|^\s+--(?!hash=sha256:)", line)] == []


@pytest.mark.parametrize("longer", [TEST_LIST, BENCH_LIST])
def test_longer_lists_hold_the_same_versions(longer: str) -> None:
    """What is tested and measured is what builds, and an audit of a longer list is one of both."""
    known = {(package.address, package.marker): package for package in read_list(ROOT / longer)}
    for package in read_list(ROOT / SITE_LIST):
        assert set(package.digests) == set(known[package.address, package.marker].digests), package.name


def test_the_lists_are_of_what_the_project_asks_for() -> None:
    """Each package that `pyproject.toml` names is locked at its request, and none at a request that is gone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {name_of(text) for text in project["dependencies"]}
    assert asked == {package.name for package in read_list(ROOT / SITE_LIST) if PROJECT in package.needed_by}
    for name, group in ((TEST_LIST, "test"), (BENCH_LIST, "bench")):
        more = asked | {name_of(text) for text in project["optional-dependencies"][group]}
        assert more == {package.name for package in read_list(ROOT / name) if PROJECT in package.needed_by}


def name_of(requirement: str) -> str:
    """Return the name of a requirement in the form that the lists use."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


# Lists that pip would install from without checking, or from elsewhere; and why each is refused.
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("anyio==4.1.0\n", "has no digest"),
        ("anyio==4.1.0 \\\n    # via mkdocs\n", "has no digest"),
        (f"anyio>=4.1.0 \\\n{DIGESTS}", "expected name==version"),
        (f"anyio==4.* \\\n{DIGESTS}", "expected name==version"),
        (f"anyio @ https://record.invalid/anyio.whl \\\n{DIGESTS}", "expected name==version"),
        (f"-r other.txt\nanyio==4.1.0 \\\n{DIGESTS}", "expected name==version"),
        (f"--index-url https://record.invalid/\nanyio==4.1.0 \\\n{DIGESTS}", "expected name==version"),
        ("anyio==4.1.0 \\\n    --hash=md5:" + "a" * 32 + "\n", "not understood"),
        ("anyio==4.1.0 \\\n    --hash=sha256:abc\n", "not understood"),
        (f"    --global-option=x\nanyio==4.1.0 \\\n{DIGESTS}", "not understood"),
        (f"anyio==4.1.0 \\\n{DIGESTS}    --config-settings=x\n", "not understood"),
    ],
)
def test_a_list_that_pip_would_not_check_is_refused(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ListError, match=why):
        read_list(written(tmp_path, text))


def test_what_a_list_says_of_a_package(tmp_path: Path) -> None:
    """Version, system, digests, and who asked for it."""
    text = f"# Written by `make lock`\na-b==1.2 ; python_version < '3.12' \\\n{DIGESTS}    # via\n    #   -c requirements.txt\n"
    (package,) = read_list(written(tmp_path, f"{text}    #   {PROJECT} (pyproject.toml)\n    #   mkdocs\n"))
    assert (package.address, package.marker) == ("pkg:pypi/a-b@1.2", "python_version < '3.12'")
    assert package.digests == ("a" * 64, "b" * 64) and package.needed_by == (PROJECT, "mkdocs")


def files_that_install() -> list[Path]:
    roots = [ROOT / place for place in PLACES]
    return [file for root in roots for file in ([root] if root.is_file() else sorted(root.iterdir()))]


def test_nothing_is_installed_but_by_digest() -> None:
    """In no workflow, no script, no target; what apt installs is signed by the system."""
    found = [match[0] for file in files_that_install() for match in INSTALLING.finditer(file.read_text(encoding="utf-8"))]
    assert found, "the pattern must find the one that is right"
    assert [command for command in found if "--require-hashes" not in command] == []


def test_an_image_is_named_by_its_digest() -> None:
    """Its name says what it is; the digest says which."""
    image = re.search(r'"image": "([^"]+)"', (ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert image and re.search(r"@sha256:[0-9a-f]{64}$", image[1])


def lock(root: Path, *words: str, **variables: str) -> list[str]:
    """Run `.ci/lock.sh` with a uv that notes what it was asked and writes a list; return the calls."""
    shutil.copytree(ROOT / ".ci", root / ".ci", dirs_exist_ok=True)
    tools = root / ".venv" / "bin"
    tools.mkdir(parents=True, exist_ok=True)
    (tools / "python").write_text('#!/bin/sh\nprintf "%s\\n" "$*" >> calls\n', encoding="utf-8")
    (tools / "python").chmod(0o755)
    (root / "calls").write_text("", encoding="utf-8")
    subprocess.run(["sh", ".ci/lock.sh", *words], cwd=root, env={**os.environ, **variables}, check=True)  # noqa: S607
    return [line for line in (root / "calls").read_text(encoding="utf-8").splitlines() if " compile " in line]


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for sh")
def test_nothing_younger_than_a_week_is_locked(tmp_path: Path) -> None:
    """Unless it is in the list already and no newer versions were asked for, or a repair cannot wait."""
    (tmp_path / SITE_LIST).write_text(f"anyio==4.1.0 \\\n{DIGESTS}", encoding="utf-8")
    calls = lock(tmp_path)
    assert len(calls) == 3 and all("--exclude-newer 7 days" in call and "--generate-hashes" in call for call in calls)
    assert "--exclude-newer-package anyio=" in calls[0]
    assert not any("--exclude-newer-package" in call for call in lock(tmp_path, "--upgrade"))
    exempt = lock(tmp_path, "--upgrade", EXEMPT="urllib3")
    assert all("--exclude-newer-package urllib3=" in call and "--exclude-newer 7 days" in call for call in exempt)
    assert not any("--exclude-newer" in call for call in lock(tmp_path, COOLDOWN="0"))


def test_the_audit_asks_about_every_locked_package() -> None:
    """Without the network: the list that `make audit` makes is the locked one, but for what other systems install."""
    (command,) = re.findall(r"(?m)^\t\$\(PY\) (-m pip_audit .*)$", (ROOT / "Makefile").read_text(encoding="utf-8"))
    done = subprocess.run([sys.executable, *command.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=True)
    counted = re.search(r"would have audited (\d+) packages", done.stdout + done.stderr)
    packages = [package for name in LISTS for package in read_list(ROOT / name)]
    everywhere = {package.name for package in packages if not package.marker}
    assert counted and len(everywhere) <= int(counted[1]) <= len({package.name for package in packages})
