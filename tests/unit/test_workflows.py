"""The workflows: what they may, what they run, and each step's command run here as far as it can be without network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository import EVENT, QUARREL, ROOT, SOURCE, change, make_site_source

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
PINNED = re.compile(r"[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")
GIT = shutil.which("git") or "git"


def load(name: str) -> dict[str, Any]:
    # In YAML 1.1 `on` is true; the host reads it as a word.
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8").replace("\non:", '\n"on":'))  # type: ignore[no-any-return]


def steps_of(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Return (job, step) for every step of a workflow."""
    return [(job, step) for job, values in load(name)["jobs"].items() for step in values["steps"]]


# What they may.


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_workflow_may_only_what_it_says(file: Path) -> None:
    """Nothing by default; each right at its job with its reason; no job runs for ever; actions are named by commit."""
    text, workflow = file.read_text(encoding="utf-8"), load(file.stem)
    assert workflow["permissions"] == {} and "concurrency" in workflow
    for job in workflow["jobs"].values():
        assert job["permissions"] and job["timeout-minutes"] <= 120
    uses = re.findall(r"uses: (.+)", text)
    assert uses and [use for use in uses if not PINNED.fullmatch(use)] == []
    for line in re.findall(r"\n      [a-z-]+: (?:read|write).*", text):
        assert " # " in line, f"why {line.strip()}?"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_value_of_others_becomes_part_of_a_command(file: Path) -> None:
    """Expressions stand in the environment, never in a script; a checkout leaves no token behind."""
    for _, step in steps_of(file.stem):
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_one_action_has_one_commit_everywhere() -> None:
    """An update is made in all workflows."""
    uses = {use for file in FILES for use in re.findall(r"uses: (.+)", file.read_text(encoding="utf-8"))}
    assert len(uses) == len({use.partition("@")[0] for use in uses})


def test_a_request_from_a_fork_can_take_nothing() -> None:
    """It reads the code; it has no secret, and nobody's token that can write."""
    text, workflow = (FOLDER / "pull-request.yml").read_text(encoding="utf-8"), load("pull-request")
    assert workflow["on"] == {"pull_request": None}
    assert all(job["permissions"] == {"contents": "read"} for job in workflow["jobs"].values())
    assert "secrets" not in re.sub(r"(?m)^#.*", "", text) and "github.token" not in text and "cache" not in text
    everywhere = "".join(file.read_text(encoding="utf-8") for file in FILES)
    assert "pull_request_target" not in everywhere and "workflow_run" not in everywhere


def test_what_publishes_runs_none_of_our_code() -> None:
    """Rights to write and commands of ours stand in different jobs."""
    jobs = load("pages")["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"} and jobs["deploy"]["needs"] == "build"
    assert [list(step) for step in jobs["deploy"]["steps"]] == [["uses", "id"]]
    jobs = load("links")["jobs"]
    assert jobs["ask"]["permissions"] == {"contents": "read"} and jobs["report"]["permissions"] == {"issues": "write"}
    assert not any("macros" in step.get("run", "") for step in jobs["report"]["steps"])
    assert set(load("links")["on"]) == {"schedule", "workflow_dispatch"}, "it never stands in a contributor's way"


def test_the_audit_of_workflows_finds_nothing() -> None:
    """zizmor, without network, as strict as it can be."""
    tool = Path(sys.executable).with_name("zizmor")
    command = [str(tool), "--offline", "--persona=pedantic", "--no-progress", str(FOLDER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_the_template_asks_for_sources_and_for_the_other_side() -> None:
    """The two questions that a review turns on."""
    text = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert "## Sources" in text and "## How would each side object?" in text
    assert text.index("Armenian side") < text.index("Azerbaijani side")


# What they run.

MAKE_TEST = "it is this run"
APT = "it installs packages from the network; .ci/run installs the same"
ASKED = "it asks public lists of weaknesses; tests/supply/test_locked.py runs the part without network"
NOT_RUN = {
    ("audit", "Ask about every locked package"): ASKED,
    ("pull-request", "Test"): MAKE_TEST,
    ("pull-request", "Install what the tests open the downloads and serve the site with"): APT,
}
"""Steps whose command no test can run, and why."""

GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$GH_LOG"
case "$1 $2" in "issue list") printf '%s' "$GH_KNOWN";; "release list") printf '%s' "$GH_KNOWN";; "release view") exit 1;; esac
"""


def git(root: Path, *words: str) -> None:
    settings = ["-c", "user.name=A", "-c", "user.email=a@record.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run([GIT, *settings, *words], cwd=root, capture_output=True, check=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small repository as a runner has it after checkout: the branch `main` of origin, one commit of a contributor, `gh`."""
    root = make_site_source(tmp_path_factory.mktemp("workflows") / "repository")
    shutil.copytree(ROOT / ".ci", root / ".ci")
    shutil.copytree(ROOT / "supply", root / "supply", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "docs/search.md", root / "docs/search.md")
    lists = ("requirements.txt", "requirements-test.txt")
    for name in (*lists, "Makefile", "CITATION.cff", ".zenodo.json", "LICENSE-DATA", ".gitignore", "DEPENDENCIES.md"):
        shutil.copyfile(ROOT / name, root / name)
    tools = root / ".venv" / "bin"
    tools.mkdir(parents=True)
    _script(tools / "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    for name in lists:
        shutil.copyfile(root / name, root / ".venv" / f".installed-{name}")
    _script(root / ".venv" / "stubs" / "gh", GH)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    change(root, QUARREL, "A quarrel over", "A dispute over")
    git(root, "commit", "-q", "-a", "-m", "Change")
    return root


def _script(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


def run_step(root: Path, workflow: str, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command of a step as the runner does: bash that stops at the first fault, in the folder of the checkout."""
    assert (workflow, name) not in NOT_RUN
    ((job, step),) = [(job, step) for job, step in steps_of(workflow) if step.get("name") == name]
    declared = {**load(workflow)["jobs"][job].get("env", {}), **step.get("env", {})}
    # Under `make test` a make inside a make would tell which folder it enters, and take over its flags.
    own = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    environment = {
        **own,
        "CI": "true",
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": f"{root}/.venv/stubs:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(root / ".venv/summary.md"),
        "GH_LOG": str(root / ".venv/gh.log"),
        "GH_KNOWN": "",
        **{key: value for key, value in declared.items() if "${{" not in str(value)},
        **variables,
    }
    for key in ("summary.md", "gh.log"):
        (root / ".venv" / key).write_text("", encoding="utf-8")
    missing = [key for key, value in declared.items() if "${{" in str(value) and key not in variables]
    assert missing == [], "the test gives what the host would give"
    command = ["bash", "-e", "-c", step["run"]]  # as the host does where a step names no shell
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def passed(root: Path, workflow: str, name: str, **variables: str) -> str:
    done = run_step(root, workflow, name, **variables)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_every_command_of_every_workflow_is_run_here() -> None:
    """Or its reason stands in the table."""
    text = Path(__file__).read_text(encoding="utf-8")
    for file in FILES:
        for _, step in steps_of(file.stem):
            if "run" in step and (file.stem, step["name"]) not in NOT_RUN:
                assert f'"{file.stem}", "{step["name"]}"' in text, f"{file.name}: {step['name']}"
    known = {(file.stem, step.get("name")) for file in FILES for _, step in steps_of(file.stem)}
    assert set(NOT_RUN) <= known


def test_the_installation_is_that_of_the_makefile(repository: Path) -> None:
    """Nothing is fetched where the lists are those that were installed."""
    assert passed(repository, "pull-request", "Install", BASE="main") == ""
    assert "Installing" not in passed(repository, "links", "Install")


def test_a_sound_request_passes_the_check(repository: Path) -> None:
    """Compared with the branch it is for."""
    passed(repository, "pull-request", "Check, with annotations on the lines", BASE="main")


def test_a_fault_is_an_annotation_on_its_line(repository: Path) -> None:
    """In the form that the host shows beside the line; the summary then says that it cannot be made, and fails too."""
    change(repository, QUARREL, "rank: 1", "rank: 9")
    try:
        done = run_step(repository, "pull-request", "Check, with annotations on the lines", BASE="main")
        assert done.returncode == 1 and f"::error file={QUARREL},line=7,col=7" in done.stdout
        told = run_step(repository, "pull-request", "Tell what changes", BASE="main")
        assert told.returncode == 1 and "once these are mended" in (repository / ".venv/summary.md").read_text(encoding="utf-8")
    finally:
        change(repository, QUARREL, "rank: 9", "rank: 1")


def test_the_summary_stands_on_the_page_of_the_run_and_in_a_file(repository: Path) -> None:
    """The file is what is kept as an artifact."""
    passed(repository, "pull-request", "Tell what changes", BASE="main")
    summary = (repository / ".venv/summary.md").read_text(encoding="utf-8")
    assert "<del>quarrel</del><ins>dispute</ins>" in summary
    assert (repository / "changes.md").read_text(encoding="utf-8") == summary


def test_a_changed_figure_without_its_source_fails_the_summary(repository: Path) -> None:
    """The rule over changes holds in a request."""
    change(repository, EVENT, "of: people, low: 300}", "of: people, low: 999}")
    try:
        told = run_step(repository, "pull-request", "Tell what changes", BASE="main")
        summary = (repository / ".venv/summary.md").read_text(encoding="utf-8")
        assert told.returncode == 1 and "figure-source" in summary
    finally:
        change(repository, EVENT, "of: people, low: 999}", "of: people, low: 300}")


def test_the_site_is_built_and_is_where_the_artifacts_look(repository: Path) -> None:
    """By both workflows with the same command."""
    built = passed(repository, "pull-request", "Build the site", BASE="main")
    assert "The site is in site/." in built and (repository / "site/index.html").is_file()
    steps = {name: [step for _, step in steps_of(name)] for name in ("pages", "pull-request")}
    (command,) = [step["run"] for step in steps["pages"] if step.get("name") == "Check, build and verify the site"]
    assert command == "make build"  # "pages", "Check, build and verify the site"
    paths = [step["with"]["path"] for name in steps for step in steps[name] if "path" in step.get("with", {})]
    assert paths == ["site/", "changes.md", "site/"]


def test_the_weekly_report_is_written_and_opened_once(repository: Path) -> None:
    """Asked of hosts that cannot exist; the issue of last week is written anew, else one is opened."""
    for file in [repository / SOURCE, *(repository / "data").rglob("*.yml")]:
        assert ".invalid" in file.read_text(encoding="utf-8") or "https://" not in file.read_text(encoding="utf-8"), file
    passed(repository, "links", "Ask every address")
    assert "are dead" in (repository / ".venv/summary.md").read_text(encoding="utf-8")
    assert json.loads((repository / "links/links.json").read_text(encoding="utf-8"))["counts"]["dead"] > 0
    host = {"GH_TOKEN": "x", "GH_REPO": "a/b"}
    passed(repository, "links", "Open the report or write it anew", **host)
    said = (repository / ".venv/gh.log").read_text(encoding="utf-8").splitlines()
    assert said[1] == "issue create --title Addresses of sources that need a look --body-file links/links.md"
    passed(repository, "links", "Open the report or write it anew", GH_KNOWN="7", **host)
    said = (repository / ".venv/gh.log").read_text(encoding="utf-8").splitlines()
    assert said[1:] == ["issue edit 7 --body-file links/links.md"]


def test_a_release_is_made_from_its_tag_and_attached(repository: Path, tmp_path: Path) -> None:
    """What a person noted before the tag is made again, not changed; the files go to the release."""
    root = tmp_path / "released"
    shutil.copytree(repository, root, symlinks=True)
    subprocess.run(["make", "release"], cwd=root, check=True, capture_output=True)  # noqa: S607
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Release")
    version = re.search(r'version: "(.*)"', (root / "data/releases.yml").read_text(encoding="utf-8"))
    assert version
    host = {"GH_TOKEN": "x", "TAG": f"release-{version[1]}"}
    passed(root, "release", "Fetch the release before", **host)
    assert (root / ".venv/gh.log").read_text(encoding="utf-8").count("\n") == 1
    passed(root, "release", "Build the archive", **host)
    made = {f"release/{file.name}" for file in (root / "release").iterdir()}
    assert {Path(name).suffix for name in made} == {".zip", ".sha256", ".json", ".txt", ""} and "release/SHA256SUMS" in made
    (attested,) = [step["with"]["subject-path"] for _, step in steps_of("release") if "attest" in step.get("uses", "")]
    signed = {f"release/{file.name}" for pattern in attested.split() for file in root.glob(pattern)}
    assert made - signed == {name for name in made if name.endswith((".sha256", ".txt"))}, "SHA256SUMS covers these"
    passed(root, "release", "Attach it to the tag", **host)
    said = (root / ".venv/gh.log").read_text(encoding="utf-8").splitlines()
    assert said[1].startswith(f"release create {host['TAG']} --verify-tag") and said[2].startswith("release upload")
    assert {word for word in said[2].split() if word.startswith("release/")} == made, "all that was made is attached"
    wrong = run_step(root, "release", "Build the archive", **{**host, "TAG": "release-2000-01-01"})
    assert wrong.returncode != 0, "a tag that the repository does not name makes no release"
