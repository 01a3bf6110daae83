"""The publisher's build: the last good site stands until a whole new one takes its place; the commands around it."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.cli import main
from macros.kinds import KINDS
from macros.publish import NEEDED, PublishError, publish
from macros.records import load_records
from macros.stats import format_tables, stats_tables
from macros.witness.compare import verify_copy
from macros.witness.holding import open_holding

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "archive"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(load_records(FIXTURE))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a site of an earlier build."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    return tmp_path


def write_site(archive: Archive, target: Path) -> None:
    pages = [f"{folder}/{record.id}/index.html" for folder in KINDS for record in archive.of_kind(folder)]
    for path in (*NEEDED, *pages, "assets/bundle.js", "assets/bundle.js.map"):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text("new")


def assert_untouched(root: Path) -> None:
    assert [entry.name for entry in root.iterdir()] == ["site"], "nothing unfinished is left"
    assert [entry.name for entry in (root / "site").iterdir()] == ["index.html"]
    assert (root / "site" / "index.html").read_text() == "old"


def test_a_whole_site_takes_the_place_of_the_last_one(root: Path, archive: Archive) -> None:
    """The new site stands alone, without what only the old one had and without source maps."""
    (root / "site" / "gone.html").write_text("old")
    given = []

    def host(folder: Path, target: Path) -> None:
        given.append((folder, target.name))
        assert (folder / "site" / "index.html").read_text() == "old", "the last site stands while the new one is built"
        write_site(archive, target)

    assert publish(root, archive, host) == root / "site"
    assert given[0][0] == root
    assert re.fullmatch(r"site\.new-[0-9a-f]{8}", given[0][1])
    assert [entry.name for entry in root.iterdir()] == ["site"]
    assert (root / "site" / "index.html").read_text() == "new"
    assert not (root / "site" / "gone.html").exists()
    assert [file.name for file in (root / "site" / "assets").iterdir()] == ["bundle.js"]


def test_a_compressed_site_is_whole_by_its_own_list(root: Path, archive: Archive) -> None:
    """The compressed files come before the list of digests, which names them too; twice the same bytes."""
    pytest.importorskip("brotli")

    def large(_: Path, site: Path) -> None:
        write_site(archive, site)
        (site / "data.json").write_text("[1, 2, 3]" * 1000, encoding="utf-8")

    site = publish(root, archive, large, is_compressed=True)
    listed = (site / "SHA256SUMS").read_text(encoding="utf-8")
    assert "  data.json.br\n" in listed and "  data.json.gz\n" in listed
    assert [report.findings for report in verify_copy(open_holding(str(site)))] == [()]
    assert gzip.decompress((site / "data.json.gz").read_bytes()) == (site / "data.json").read_bytes()
    assert (site / "data.json.gz").read_bytes()[4:8] == bytes(4), "no time is in it"
    publish(root, archive, large, is_compressed=True)
    assert (site / "SHA256SUMS").read_text(encoding="utf-8") == listed


def test_a_first_site_needs_no_last_one(tmp_path: Path, archive: Archive) -> None:
    """A fresh clone has no site yet."""
    publish(tmp_path, archive, lambda _, target: write_site(archive, target))
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("fault", [PublishError("no"), KeyboardInterrupt(), RuntimeError("a fault of ours")], ids=repr)
def test_a_build_that_fails_or_is_interrupted_leaves_the_last_site(root: Path, archive: Archive, fault: BaseException) -> None:
    """Whatever ends the build, the unfinished folder goes and the last site stays."""

    def host(_: Path, target: Path) -> None:
        write_site(archive, target)
        raise fault

    with pytest.raises(type(fault)):
        publish(root, archive, host)
    assert_untouched(root)


@pytest.mark.parametrize("lost", [*NEEDED, "events/1990-05-01-bridge-closed/index.html", "people/ana-north/index.html"])
@pytest.mark.parametrize("is_empty", [False, True], ids=["missing", "empty"])
def test_a_site_that_lacks_a_file_is_not_published(root: Path, archive: Archive, lost: str, is_empty: bool) -> None:
    """Exit code 0 of the host alone does not make a site whole."""

    def host(_: Path, target: Path) -> None:
        write_site(archive, target)
        (target / lost).unlink()
        if is_empty:
            (target / lost).touch()

    with pytest.raises(PublishError, match=f"the built site lacks {lost}"):
        publish(root, archive, host)
    assert_untouched(root)


def test_many_missing_files_are_counted(root: Path, archive: Archive) -> None:
    """One line names five and counts the rest."""
    total = len(NEEDED) + sum(len(archive.of_kind(folder)) for folder in KINDS)
    with pytest.raises(PublishError, match=f"and {total - 5} more$"):
        publish(root, archive, lambda _, target: None)
    assert_untouched(root)


@pytest.mark.parametrize("fault", [PermissionError(13, "Permission denied"), KeyboardInterrupt()], ids=repr)
def test_a_swap_that_stops_half_way_is_undone(
    root: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    """When the old site has been moved and the new one cannot be, the old one comes back."""
    monkeypatch.setattr("macros.publish.exchange", lambda one, other: False)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.startswith("site.new"):
            raise fault
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises((PublishError, KeyboardInterrupt)):
        publish(root, archive, lambda _, target: write_site(archive, target))
    assert_untouched(root)


def test_a_folder_that_cannot_be_written_to_gives_one_line(root: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is said before anything is built."""

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    # The rights of a folder do not bind root, as whom tests may run, so the refusal is played.
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(PublishError) as caught:
        publish(root, archive, lambda *_: pytest.fail("nothing is built"))
    assert str(caught.value) == f"the folder {root} cannot be written to: Permission denied"
    assert_untouched(root)


def test_a_site_that_is_a_link_is_refused(tmp_path: Path, archive: Archive) -> None:
    """The folder behind a link could belong to somebody else."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to("elsewhere")
    with pytest.raises(PublishError, match="symbolic link"):
        publish(tmp_path, archive, lambda *_: pytest.fail("nothing is built"))
    assert (tmp_path / "elsewhere").is_dir()


# --- The commands ------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The invented archive as a repository, with a site of an earlier build."""
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text('---\ntitle: "Home"\n---\n# Home\n')
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    return tmp_path


def test_a_problem_ends_the_build_before_it_begins(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report is that of `check`; no folder is made and the site stays."""
    record = repository / "data" / "places" / "midford.yml"
    record.write_text(record.read_text().replace("kind: town", "kind: twon"))
    assert main(["--root", str(repository), "build"]) == 1
    assert "data/places/midford.yml:" in capsys.readouterr().out
    assert sorted(entry.name for entry in repository.iterdir()) == ["data", "docs", "mkdocs.yml", "site"]
    assert (repository / "site" / "index.html").read_text() == "old"


def test_a_build_that_fails_is_told_in_one_line(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, no traceback of ours, and the last site stays."""
    (repository / "mkdocs.yml").write_text("site_name: X\ntheme: no-such-theme\n")
    assert main(["--root", str(repository), "build"]) == 1
    errors = capfd.readouterr().err
    assert errors.endswith("python -m macros build: mkdocs build ended with exit code 1\n")
    assert "Traceback" not in errors
    assert (repository / "site" / "index.html").read_text() == "old"


def test_an_interrupt_ends_with_130(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As shells expect, and without a traceback."""

    def interrupt(*_: object, **__: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr("macros.cli.publish", interrupt)
    assert main(["--root", str(repository), "build"]) == 130


def test_finish_wants_a_built_site(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is none, and a site without our shells, give one line each."""
    words = ["--root", str(repository), "finish", "--site-url", "https://x.invalid/"]
    assert main([*words, str(repository / "nowhere")]) == 1
    assert "holds no built site" in capsys.readouterr().err
    assert main([*words, str(repository / "site")]) == 1
    assert "events/record/index.html is not in the built site" in capsys.readouterr().err


def test_stats_counts_what_is_there(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The numbers are those of the invented archive, counted by hand."""
    assert main(["--root", str(repository), "stats"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert {"Events 3", "Parties 3", "Claims 8", "of these with a figure 3", "Years from 1813", "to 1990"} <= set(lines)
    assert {"Claims about another party 3", "answered 1", "answer sought, none found 1", "without an answer 0"} <= set(lines)
    assert {"Sources by affiliation", "Armenian 1", "Sources by language", "Not yet checked by a person", "Sources 3"} <= set(lines)


def test_an_empty_table_says_none() -> None:
    """No heading stands alone."""
    assert format_tables([("Nothing", [])]) == "Nothing\n  none"


def test_one_sided_events_are_counted_by_affiliation(archive: Archive) -> None:
    """An event whose sources all speak for one side is one to look at."""
    table = dict(stats_tables(archive))["Events resting on one affiliation only"]
    expected = [event for event in archive.events if len(archive.affiliations_of("events", event.id)) == 1]
    assert sum(int(count) for _, count in table) == len(expected) > 0
