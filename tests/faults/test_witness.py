"""Copies of the site and of a release: whole or not, altered where, and by which list."""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.cli import main
from macros.export import write_exports
from macros.export.about import site_address
from macros.export.checksums import write_sums
from macros.kinds import KINDS
from macros.records import load_records
from macros.release import make_release
from macros.witness.compare import record_of, report_text, verify_copy
from macros.witness.holding import Folder, HoldingError, Web, Zip
from macros.witness.manifest import ManifestError, read_manifest
from tests.repository import make_repository

PAGE = "events/1990-05-01-bridge-closed/index.html"
TABLE = "data/v1/events.json"
ZERO = "0" * 64


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, archive: Archive, release: Path) -> Path:
    """Data files as they are published, a page for each record, and the list of it all."""
    site = tmp_path_factory.mktemp("good") / "site"
    write_exports(archive, site, site_address(release.parent.parent))
    for path in ("index.html", *(f"{folder}/{record.id}/index.html" for folder in KINDS for record in archive.of_kind(folder))):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(f"<p>{path}</p>")
    write_sums(site)
    return site


@pytest.fixture
def mirror(good: Path, tmp_path: Path) -> Path:
    shutil.copytree(good, tmp_path / "mirror")
    return tmp_path / "mirror"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_repository(tmp_path_factory.mktemp("release") / "repository")
    return make_release(root, Archive(load_records(root)), root / "release")[1]


def zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder.with_name("mirror")), "zip", folder.parent, folder.name))


def alter_a_byte(mirror: Path) -> None:
    content = (mirror / PAGE).read_bytes()
    (mirror / PAGE).write_bytes(bytes([content[0] ^ 1]) + content[1:])


def remove_a_file(mirror: Path) -> None:
    (mirror / PAGE).unlink()


def add_a_file(mirror: Path) -> None:
    (mirror / "events" / "new").mkdir()
    (mirror / "events" / "new" / "index.html").write_text("new")


ALTERATIONS = [
    (alter_a_byte, f"altered: {PAGE}\n    record events/1990-05-01-bridge-closed\n1 altered."),
    (remove_a_file, f"missing: {PAGE}\n    record events/1990-05-01-bridge-closed\n1 missing."),
    (add_a_file, "added: events/new/index.html\n    record events/new\n1 added."),
]
alterations = pytest.mark.parametrize(("alter", "told"), ALTERATIONS, ids=[alter.__name__ for alter, _ in ALTERATIONS])


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_whole_copy_is_told_so(mirror: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, by the list that lies in it."""
    copy = mirror if form == "folder" else zipped(mirror)
    assert main(["verify", str(copy)]) == 0
    said = capsys.readouterr().out
    assert "Whole and unaltered." in said
    assert "--against holds it to a list from elsewhere" in said


@alterations
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_each_alteration_is_told(
    mirror: Path, form: str, alter: Callable[[Path], None], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One byte, one file less, one file more: exit code 1, with the file and its record."""
    alter(mirror)
    assert main(["verify", str(mirror if form == "folder" else zipped(mirror))]) == 1
    assert told in capsys.readouterr().out


@alterations
def test_a_list_written_anew_deceives_itself_only(
    good: Path, mirror: Path, alter: Callable[[Path], None], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An altered copy with a new list is whole by its own; a list from elsewhere shows what was done."""
    alter(mirror)
    write_sums(mirror)
    assert main(["verify", str(mirror)]) == 0
    capsys.readouterr()
    for trusted in (good / "SHA256SUMS", good):
        assert main(["verify", str(mirror), "--against", str(trusted)]) == 1
        assert told in capsys.readouterr().out


def test_the_values_of_an_altered_record_are_told(mirror: Path, release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A release has the data: which record, which field, the old value and the new one; all lists were written anew."""
    rows = json.loads((mirror / TABLE).read_text())
    row = next(row for row in rows if row["id"] == "1990-05-01-bridge-closed")
    old, row["title"] = row["title"], "Another"
    (mirror / TABLE).write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    write_sums(mirror / "data" / "v1")
    write_sums(mirror)
    assert main(["verify", str(mirror), "--against", str(release)]) == 1
    said = capsys.readouterr().out
    assert f'altered: {TABLE}\n    1990-05-01-bridge-closed: title: "{old}" -> "Another"\n1 altered.' in said
    assert "this list says nothing" in said, "a release has no pages"


def test_a_site_agrees_with_the_release_of_its_data(good: Path, release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a release leaves out is no difference."""
    assert main(["verify", str(good), "--against", str(release)]) == 0
    assert main(["verify", str(release), "--against", str(release)]) == 0
    assert main(["verify", str(good), "--against", str(good / "data" / "v1" / "SHA256SUMS")]) == 0


@pytest.mark.parametrize("name", ["LICENSE", "CHANGES.txt", "data/v1/events.json"])
def test_a_release_unpacked_or_packed_anew_is_held_to_its_list(release: Path, tmp_path: Path, name: str) -> None:
    """All files of a release are in its list, those beside the data too."""
    with zipfile.ZipFile(release) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert main(["verify", str(folder)]) == 0
    (folder / name).write_text("altered")
    assert main(["verify", str(folder)]) == 1
    assert main(["verify", str(zipped(folder))]) == 1


def test_two_lists_that_contradict_each_other_are_told(mirror: Path) -> None:
    """The list of the data files was forgotten when the other was written anew."""
    (mirror / TABLE).write_text("[]")
    write_sums(mirror)
    (report,) = verify_copy(Folder(mirror))
    assert [finding.path for finding in report.findings] == [TABLE]


def test_a_copy_does_not_choose_what_it_is_held_to(good: Path, mirror: Path) -> None:
    """A list that leaves the pages out, or is gone, does not keep them from being compared."""
    alter_a_byte(mirror)
    lines = (mirror / "SHA256SUMS").read_text().splitlines(keepends=True)
    (mirror / "SHA256SUMS").write_text("".join(line for line in lines if ".html" not in line))
    assert main(["verify", str(mirror), "--against", str(good / "SHA256SUMS")]) == 1
    (mirror / "SHA256SUMS").unlink()
    assert main(["verify", str(mirror), "--against", str(good / "SHA256SUMS")]) == 1


def test_a_link_in_a_copy_is_not_followed(mirror: Path, good: Path) -> None:
    """What it leads to is not in the copy, even where it has the same content."""
    (mirror / PAGE).unlink()
    (mirror / PAGE).symlink_to(good / PAGE)
    (report,) = verify_copy(Folder(mirror))
    assert [(finding.what, finding.path) for finding in report.findings] == [("altered", PAGE)]


def test_a_damaged_archive_is_told(mirror: Path) -> None:
    """A byte changed inside a packed file is an altered file, no crash."""
    file = zipped(mirror)
    with zipfile.ZipFile(file) as archive:
        entry = archive.getinfo(f"mirror/{TABLE}")
    content = bytearray(file.read_bytes())
    content[entry.header_offset + 30 + len(entry.filename) + 40] ^= 0xFF
    file.write_bytes(content)
    (report,) = verify_copy(Zip(file))
    assert [(finding.what, finding.path) for finding in report.findings] == [("altered", TABLE)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_a_name_twice_cannot_be_verified(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs would unpack one or the other."""
    file = zipped(mirror)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(f"mirror/{PAGE}", "other")
    assert main(["verify", str(file)]) == 2
    assert "names a file twice" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        *("", "hello\n", "\udcff\n", f"{ZERO}  a\n" * 2),
        *(f"{ZERO}  {path}\n" for path in ("../etc/passwd", "/etc/passwd", "a/../b", "a//b", "https://x.invalid/a", "a\\b")),
    ],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    """Nothing outside the copy is ever read."""
    with pytest.raises(ManifestError):
        read_manifest(text.encode("utf-8", "surrogateescape"), "x")


@pytest.mark.parametrize("copy", ["nowhere", "empty", "text.txt"])
def test_what_is_no_copy_ends_with_2(tmp_path: Path, copy: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says why."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("text")
    assert main(["verify", str(tmp_path / copy)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_names_of_files_cannot_act_on_a_terminal(mirror: Path) -> None:
    """A file's name may hold signs that clear the screen."""
    (mirror / "a\x1b[2Jb").write_text("x")
    (report,) = verify_copy(Folder(mirror))
    assert "added: a\\x1b[2Jb" in report_text("mirror", report)


@pytest.mark.parametrize(
    ("path", "record"),
    [(PAGE, "events/1990-05-01-bridge-closed"), ("data/v1/people/a.json", "people/a"), (TABLE, ""), ("events/index.html", "")],
)
def test_the_record_of_a_file(path: str, record: str) -> None:
    """Pages and files of single records have one; tables and lists have none."""
    assert record_of(path) == record


# --- On the web --------------------------------------------------------------------


@pytest.fixture
def address(mirror: Path) -> Iterator[str]:
    """The mirror behind an address."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(mirror))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_copy_on_the_web_is_read_file_by_file(mirror: Path, address: str, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole; then altered and missing by its list; then with a list written anew, against one from elsewhere."""
    assert main(["verify", address, "--pause", "0"]) == 0
    assert "Whether files were added cannot be seen from here." in capsys.readouterr().out
    alter_a_byte(mirror)
    (mirror / "index.html").unlink()
    assert main(["verify", address, "--pause", "0"]) == 1
    assert "1 missing, 1 altered." in capsys.readouterr().out
    write_sums(mirror)
    assert main(["verify", address, "--pause", "0"]) == 0
    assert main(["verify", address, "--pause", "0", "--against", str(good / "SHA256SUMS")]) == 1
    assert main(["verify", str(good), "--pause", "0", "--against", f"{address}/SHA256SUMS"]) == 1


def test_a_copy_on_the_web_is_held_to_a_release(mirror: Path, address: str, release: Path) -> None:
    """Its data, that is; its own list, written anew, does not help it."""
    assert main(["verify", address, "--pause", "0", "--against", str(release)]) == 0
    (mirror / TABLE).write_text("[]")
    write_sums(mirror / "data" / "v1")
    write_sums(mirror)
    assert main(["verify", address, "--pause", "0"]) == 0
    assert main(["verify", address, "--pause", "0", "--against", str(release)]) == 1


def test_a_host_that_does_not_answer_ends_with_2(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No verdict is no good verdict."""
    assert main(["verify", f"{address}/nowhere/", "--pause", "0"]) == 2
    assert main(["verify", "http://127.0.0.1:1/", "--pause", "0"]) == 2
    assert "the connection failed" in capsys.readouterr().err


def test_a_host_is_asked_with_pauses(address: str) -> None:
    """One question at a time, each after its pause."""
    pauses: list[float] = []
    (report,) = verify_copy(Web(address, pause=0.3, sleep=pauses.append))
    assert report.findings == ()
    assert len(pauses) >= report.compared
    assert set(pauses) == {0.3}


def test_a_fault_of_the_host_is_no_missing_file() -> None:
    """Only 404 and 410 say that there is none."""
    from macros.witness.holding import _refuse

    with pytest.raises(HoldingError, match="answered 500"):
        _refuse(500, "x")
    with pytest.raises(FileNotFoundError):
        _refuse(410, "x")
