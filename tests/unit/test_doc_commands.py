"""Every command that the documents name is run in one copy of the repository, or its name stands here with the reason.

A command is a line of a shell block, or a piece of code that begins with a program. What asks the network, changes
the reader's own shell or runs this very test is listed with who runs it instead; what is listed and no longer named
is a fault as well.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.repository import ROOT, make_site_source

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "DEPENDENCIES.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs" / "contribute").glob("*.md")),
    ROOT / "docs" / "data.md",
]
BLOCK = re.compile(r"^```(?:sh|bash|console|shell|powershell)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PROGRAM = re.compile(r"(?:make|python|git|gh|datasette|sh|pip)(?: |$)|\. \.venv|\.venv\\")


@dataclass(frozen=True)
class Run:
    """A command that is run as it stands: its exit code, words that it prints, and the new file that it leaves."""

    code: int = 0
    says: str = ""
    writes: str = ""


@dataclass(frozen=True)
class Covered:
    """A command that a test elsewhere runs: the file and the name of the test."""

    test: str


@dataclass(frozen=True)
class Apart:
    """A command that no test runs, and why."""

    why: str


NETWORK = "asks the package index"
WINDOWS = "a line for Windows; what it does is what .ci/venv.sh and `make serve` do elsewhere"
FLOW = Covered("tests/unit/test_doc_commands.py::test_the_way_with_git_leads_to_a_pushed_commit")

COMMANDS: dict[str, Run | Covered | Apart] = {
    "make": Run(says="make check"),
    "make audit": Covered("tests/supply/test_locked.py::test_the_audit_asks_about_every_locked_package"),
    "make bench": Covered("tests/unit/test_peers.py::test_each_built_site_says_the_same"),
    "make bench N=10000 RUNS=2": Covered("tests/unit/test_peers.py::test_ratios_divide_our_median_by_theirs"),
    "make build": Covered("tests/unit/test_publish.py::test_a_whole_site_takes_the_place_of_the_last_one"),
    "make build ENGINE=properdocs": Covered("tests/hosts/test_engines.py::test_pages_say_the_same_and_lead_to_the_same"),
    "make check": Run(says="No problem in"),
    "make format": Apart("changes code in place; `make test` checks with the same tool that nothing is left to change"),
    "make licences": Covered("tests/supply/test_licences.py::test_the_page_is_what_its_command_writes"),
    "make lock": Apart(NETWORK),
    "make lock EXEMPT=name": Covered("tests/supply/test_locked.py::test_nothing_younger_than_a_week_is_locked"),
    "make lock UPGRADE=--upgrade": Apart(NETWORK),
    "make offline": Covered("tests/unit/test_workflows.py::test_a_release_is_made_from_its_tag_and_attached"),
    "make publish": Covered("tests/unit/test_publish.py::test_a_compressed_site_is_whole_by_its_own_list"),
    "make release": Covered("tests/exports/test_release.py::test_the_command_says_what_to_do_next"),
    "make sbom": Covered("tests/supply/test_sbom.py::test_it_is_the_same_everywhere"),
    "make serve": Covered("tests/unit/test_doc_commands.py::test_serve_shows_the_site_and_ends"),
    "make twice": Covered("tests/hosts/test_twice.py::test_two_builds_are_the_same_byte_by_byte"),
    "pip install --require-hashes": Covered("tests/supply/test_locked.py::test_nothing_is_installed_but_by_digest"),
    "sha256sum --check --ignore-missing SHA256SUMS": Covered(
        "tests/unit/test_workflows.py::test_a_release_is_made_from_its_tag_and_attached"
    ),
    "make test": Apart("runs this very test; .ci/run and the workflow of pull requests run it"),
    "python -m venv .venv": Apart(WINDOWS),
    r".venv\Scripts\python -m pip install --require-hashes -r requirements.txt": Apart(WINDOWS),
    r".venv\Scripts\python -m mkdocs serve --no-strict --livereload": Apart(WINDOWS),
    r".venv\Scripts\activate": Apart(WINDOWS),
    ". .venv/bin/activate": Apart("changes the shell of the reader; every venv brings it"),
    "git clone ADDRESS-OF-YOUR-FORK karabakh-record": FLOW,
    "cd karabakh-record": FLOW,
    "git switch -c correct-bishkek-date": FLOW,
    'git commit -am "data(1994-05-05-bishkek-protocol): Correct the day of signature"': FLOW,
    "git push -u origin HEAD": FLOW,
    "python -m macros check": Run(says="No problem in"),
    "python -m macros check --format github": Run(),
    "python -m macros check --format json": Run(says="[]"),
    "python -m macros check --since HEAD": Run(),
    "python -m macros check --since HEAD --format github": Run(),
    "python -m macros check --since main": Run(),
    "python -m macros explain RULE": Run(2, "no rule 'RULE'"),
    "python -m macros explain value": Run(says="value"),
    "python -m macros explain answer-recorded": Run(says="answer-recorded"),
    "python -m macros fix": Run(says="Nothing to fix."),
    'python -m macros new event --title "Ceasefire announced at a border post" --date 1994-05-20': Run(
        says="next: fill each gap", writes="data/events/1994/1994-05-20-ceasefire-announced-border-post.yml"
    ),
    # On a terminal these ask; here nobody answers, and they say so.
    "python -m macros new event": Run(1, "--title is missing"),
    "python -m macros new place": Run(1, "--title is missing"),
    "python -m macros schema": Run(says="Up to date."),
    "python -m macros verify https://mirror.example/": Covered(
        "tests/faults/test_witness.py::test_a_copy_on_the_web_is_read_file_by_file"
    ),
    "python -m macros verify https://mirror.example/ --against karabakh-record-2026-11-22.zip": Covered(
        "tests/faults/test_witness.py::test_a_copy_on_the_web_is_held_to_a_release"
    ),
    "python -m bench 10000": Covered("tests/unit/test_bench.py::test_the_invented_archive_passes_every_rule"),
    "datasette record.sqlite": Covered("tests/exports/test_readers.py::test_datasette_serves_the_database_as_it_is"),
    "gh attestation verify karabakh-record-VERSION.zip --repo OWNER/NAME": Apart("asks the forge, which keeps the attestation"),
    "gh attestation verify": Apart("asks the forge for the attestation of a release"),
}
"""What becomes of each command; a command that is not here is a fault."""


def _commands_of(text: str) -> Iterator[str]:
    for block in BLOCK.findall(text):
        lines = (re.sub(r"\s+# .*", "", line).strip() for line in block.splitlines())
        yield from (line for line in lines if line and not line.startswith("#"))
    yield from (span for span in SPAN.findall(FENCE.sub("", text)) if PROGRAM.match(span))


NAMED = sorted({command for page in PAGES for command in _commands_of(page.read_text(encoding="utf-8"))})


def test_every_command_of_the_documents_is_known_here_and_no_other() -> None:
    """Whoever writes a command into a page says here how it is tested."""
    assert len(NAMED) > 15
    assert [command for command in NAMED if command not in COMMANDS] == []
    assert [command for command in COMMANDS if command not in NAMED] == []


@pytest.mark.parametrize("command", [command for command, how in COMMANDS.items() if isinstance(how, Covered)])
def test_what_is_covered_elsewhere_is_there(command: str) -> None:
    """A test that was renamed or removed leaves no command untested."""
    how = COMMANDS[command]
    assert isinstance(how, Covered)
    file, name = how.test.split("::")
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


# --- The copy ------------------------------------------------------------------


def _environment(home: Path) -> dict[str, str]:
    """Return variables for a reader with this Python, a name for git, and nothing else of their own."""
    tools = home / "bin"
    if not tools.exists():
        tools.mkdir(parents=True)
        _write_python(tools / "python")
    person = {f"GIT_{who}_{what}": "someone@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    kept = {key: value for key, value in os.environ.items() if key not in ("CI", "SOURCE_DATE_EPOCH", "PYTHONPATH")}
    return {**kept, **person, "HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "PATH": f"{tools}{os.pathsep}{kept['PATH']}"}


def _write_python(file: Path) -> None:
    file.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
    file.chmod(0o755)


def _give_venv(root: Path) -> None:
    """Put this Python where the Makefile looks, as if the lists had been installed into it."""
    (root / ".venv" / "bin").mkdir(parents=True)
    _write_python(root / ".venv" / "bin" / "python")
    for name in ("requirements.txt", "requirements-test.txt"):
        shutil.copyfile(root / name, root / ".venv" / f".installed-{name}")


def _shell(line: str, root: Path, home: Path) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("sh") or "sh", "-c", line]
    return subprocess.run(
        command, cwd=root, env=_environment(home), capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a reader."""
    return tmp_path_factory.mktemp("home")


MADE = (".git", ".venv", "site", "site.*", "release", ".cache", ".*_cache", ".hypothesis", "screens", "node_modules")
"""What commands make in the repository's folder; everything else is in git's care."""


def _ignored(folder: str, names: list[str]) -> set[str]:
    patterns = MADE if Path(folder) == ROOT else ("__pycache__",)
    return {name for name in names for pattern in patterns if fnmatch(name, pattern)}


@pytest.fixture(scope="module")
def fork(home: Path) -> Path:
    """The repository as a forge would hold it: everything that is in git's care, in one commit."""
    work, bare = home / "work", home / "fork.git"
    shutil.copytree(ROOT, work, ignore=_ignored)
    for line in ("git init -q -b main", "git add -A", "git commit -q -m All", f"git clone -q --bare . {shlex.quote(str(bare))}"):
        done = _shell(line, work, home)
        assert done.returncode == 0, done.stderr
    shutil.rmtree(work)
    return bare


@pytest.fixture(scope="module")
def clone(fork: Path, home: Path) -> Path:
    """A fresh clone, with Python in place."""
    done = _shell(f"git clone -q {shlex.quote(str(fork))} clone", home, home)
    assert done.returncode == 0, done.stderr
    _give_venv(home / "clone")
    return home / "clone"


# --- The commands --------------------------------------------------------------


@pytest.mark.parametrize("command", [command for command, how in COMMANDS.items() if isinstance(how, Run)])
def test_a_command_does_what_the_page_says(command: str, clone: Path, home: Path) -> None:
    """In a fresh clone, as typed."""
    how = COMMANDS[command]
    assert isinstance(how, Run)
    done = _shell(command, clone, home)
    assert done.returncode == how.code, done.stdout + done.stderr
    assert how.says in done.stdout + done.stderr
    assert how.code or done.stderr == ""
    left = _shell("git status --porcelain --untracked-files=all", clone, home).stdout.split()
    assert left == (["??", how.writes] if how.writes else []), "a command that only asks changes nothing"
    if how.writes:
        (clone / how.writes).unlink()


EVENT = "data/events/1994/1994-05-05-bishkek-protocol.yml"


def test_the_way_with_git_leads_to_a_pushed_commit(fork: Path, home: Path) -> None:
    """The blocks of the page, line by line: clone, check, branch, change, check, commit, push."""
    page = (ROOT / "docs" / "contribute" / "index.md").read_text(encoding="utf-8")
    assert EVENT in page
    folder = home / "way"
    folder.mkdir()
    for line in [line for block in BLOCK.findall(page) for line in block.splitlines()]:
        if line == "make serve":
            continue
        if line.startswith("cd "):
            folder /= line.removeprefix("cd ")
            _give_venv(folder)
            continue
        if line.startswith("git commit"):
            text = (folder / EVENT).read_text(encoding="utf-8")
            (folder / EVENT).write_text(re.sub(r'checked: "\S+"', 'checked: "2026-11-23"', text), encoding="utf-8")
        done = _shell(line.replace("ADDRESS-OF-YOUR-FORK", shlex.quote(str(fork))), folder, home)
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
    told = _shell("git log -1 --format=%s --stat correct-bishkek-date", fork, home).stdout
    assert told.startswith("data(1994-05-05-bishkek-protocol): Correct") and "1 file changed, 1 insertion(+), 1 deletion(-)" in told


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_serve_shows_the_site_and_ends(tmp_path: Path) -> None:
    """`make serve` of the invented archive answers at the address it is given, and goes when told."""
    root = make_site_source(tmp_path / "site source")
    for name in ("Makefile", "requirements.txt", "requirements-test.txt"):
        shutil.copyfile(ROOT / name, root / name)
    shutil.copytree(ROOT / ".ci", root / ".ci")
    _give_venv(root)
    port = _free_port()
    command = [shutil.which("make") or "make", "serve", f"PORT={port}"]
    log = tmp_path / "log"
    with log.open("wb") as said:
        served = subprocess.Popen(command, cwd=root, env=_environment(tmp_path), stdout=said, stderr=said, start_new_session=True)
        try:
            answer = _wait_for(f"http://127.0.0.1:{port}/", served, log)
        finally:
            os.killpg(served.pid, 15)
            served.wait(30)
    assert "Words of a person." in answer


def _wait_for(address: str, served: subprocess.Popen[bytes], log: Path) -> str:
    while served.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"`make serve` ended with {served.returncode}: {log.read_text(encoding='utf-8')}", pytrace=False)
