"""The engines that can build the pages people write, and how each is asked.

Every one reads the same `mkdocs.yml`, the same `docs/` and the same macros, and
leaves a site that `macros.finish` completes: MkDocs and ProperDocs by our
`on_post_build`, Zensical, which has no such hook, by us when it has ended.
Left out: a preview under Zensical; it shows the written pages alone.
"""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import yaml

from macros.crew import can_copy, run_in_copy
from macros.origin import ask_git
from macros.problems import RecordError

SETTINGS = "mkdocs.yml"

Host = Callable[[Path, Path], None]
"""Builds the site of a repository into a folder and completes it; raises HostError when it cannot."""


class HostError(RecordError):
    """An engine did not build the site; the text is one line and says why."""


class _SettingsLoader(yaml.SafeLoader):
    """Reads settings whose values for other programs may carry tags of theirs: those are read as nothing."""


_SettingsLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_settings(root: Path) -> tuple[str, str]:
    """Return the public address of the site and that of the repository, "" where `mkdocs.yml` names none."""
    # The loader is a safe one: it makes no objects.
    settings = yaml.load((root / SETTINGS).read_text(encoding="utf-8"), _SettingsLoader) or {}  # noqa: S506
    return str(settings.get("site_url") or ""), str(settings.get("repo_url") or "")


def find_site_url(root: Path) -> str:
    """Return the public address of the site, "" where the settings are missing, cannot be read or name none."""
    try:
        return read_settings(root)[0]
    except (OSError, ValueError, AttributeError, yaml.YAMLError):
        return ""  # the check says what is wrong with the settings


def run_mkdocs(root: Path, target: Path) -> None:
    """Build with MkDocs in strict mode. Never with -q, which hides warnings from strict mode."""
    _run(root, "mkdocs", "build", "--strict", "--site-dir", str(target))


def run_properdocs(root: Path, target: Path) -> None:
    """Build with ProperDocs, the continuation of MkDocs 1."""
    _run(root, "properdocs", "build", "--config-file", SETTINGS, "--strict", "--site-dir", str(target))


def run_zensical(root: Path, target: Path) -> None:
    """Build with Zensical, then stamp the record pages.

    It takes its target from the settings alone and only inside the repository, so
    these are inherited by a file beside `mkdocs.yml` that names a folder there.
    `--clean`, for its cache of pages does not know that data has changed.
    """
    made = root / f"site.zensical-{target.name.rpartition('-')[2]}"  # swept with the target when a build was killed
    settings = root / f".{made.name}.yml"
    try:
        settings.write_text(f"INHERIT: {SETTINGS}\nsite_dir: {made.name}\n", encoding="utf-8")
        _run(root, "zensical", "build", "--config-file", settings.name, "--clean", "--strict")
        _run(root, "macros", "finish", str(made))
        (made / "search.json").unlink(missing_ok=True)  # the index of its own search, which our pages do not load
        shutil.copytree(made, target, dirs_exist_ok=True)
    finally:
        settings.unlink(missing_ok=True)
        shutil.rmtree(made, ignore_errors=True)


HOSTS: Mapping[str, Host] = {"mkdocs": run_mkdocs, "properdocs": run_properdocs, "zensical": run_zensical}
"""The engines by the name of their package."""


def _run(root: Path, package: str, *arguments: str) -> None:
    if find_spec(package) is None:
        raise HostError(f"{package} is not installed; `make build ENGINE={package}` installs it")
    code = _run_copy(root, package, arguments) if _is_own_engine(root) and can_copy() else _run_new(root, package, arguments)
    if code != 0:
        raise HostError(f"{package} {arguments[0]} ended with exit code {code}")


def _is_own_engine(root: Path) -> bool:
    """Return whether the host would load the very macros that run here, as it finds them beside its settings."""
    return Path(__file__).resolve().parent == (root / "macros").resolve()


def _run_copy(root: Path, package: str, arguments: Sequence[str]) -> int:
    """Run a package in a copy of this process, which has read and checked the records already; return its exit code."""

    def run() -> None:
        os.environ.update(host_environment(root, os.environ))
        os.chdir(root)
        sys.argv = [package, *arguments]
        runpy.run_module(package, run_name="__main__", alter_sys=True)

    return run_in_copy(run)


def _run_new(root: Path, package: str, arguments: Sequence[str]) -> int:
    command = [sys.executable, "-m", package, *arguments]
    # Our own command in the caller's own folder; nothing in it comes from data. It inherits what was made to be inherited:
    # the hold on the folder that it writes into.
    done = subprocess.run(command, cwd=root, env=host_environment(root, os.environ), check=False, close_fds=False)  # noqa: S603
    return done.returncode


def host_environment(root: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for the host: the last commit's time stands for "now" unless SOURCE_DATE_EPOCH is set."""
    variables = dict(given)
    if not variables.get("SOURCE_DATE_EPOCH"):
        variables.pop("SOURCE_DATE_EPOCH", None)  # set but empty would be read as a number
        moment = ask_git(root, "log", "-1", "--format=%ct")
        if moment:
            variables["SOURCE_DATE_EPOCH"] = moment
    return variables
