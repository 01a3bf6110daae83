"""The short share of fuzzing: fixed seeds, so that every run tries the same. The long one is `make fuzz`."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.kinds import KINDS
from macros.records import load_records
from macros.rules import check_records
from tests.fuzz.mutate import CHANGES, mutate
from tests.fuzz.oracle import TARGETS, check_record
from tests.fuzz.soup import WORDS, cook
from tests.repository import ARCHIVE, ROOT, copy_archive

CORPUS = Path(__file__).parent / "corpus"
FOUND = sorted(file for file in CORPUS.rglob("*") if file.is_file())
COOKED = {"load": 2_000, "record": 2_000, "edtf": 2_000, "front": 300, "call": 300, "page": 500}
EXAMPLES = {"load": 200, "record": 200, "edtf": 200, "front": 50, "call": 50, "page": 50}
MUTATIONS = 300
ATHERIS = {"load": 5_000, "edtf": 10_000}


def test_every_target_has_its_share() -> None:
    """No target is forgotten, and the corpus is there and small."""
    assert set(COOKED) == set(EXAMPLES) == set(TARGETS) == set(WORDS)
    assert FOUND and sum(file.stat().st_size for file in FOUND) < 50_000


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.relative_to(CORPUS).as_posix())
def test_what_failed_once_does_not_fail_again(file: Path) -> None:
    """Every input that broke a promise is kept; the folder names the target."""
    TARGETS[file.parent.name](file.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_words_strung_together_are_read_or_refused(name: str) -> None:
    """Nearly right input: no crash, no loss, a place for each problem."""
    random = Random(20_261_122)
    for _ in range(COOKED[name]):
        raw = cook(name, random)
        try:
            TARGETS[name](raw)
        except Exception as error:
            raise AssertionError(f"{name} fails for {raw!r}") from error


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_any_text_is_read_or_refused(name: str) -> None:
    """Hypothesis: any text, and words of the target between it; it shortens what fails."""
    piece = st.one_of(st.sampled_from(WORDS[name]), st.text(max_size=8))

    @settings(max_examples=EXAMPLES[name], derandomize=True, deadline=None, database=None)
    @given(st.lists(piece, max_size=12), st.integers(0, 255))
    def hold(pieces: list[str], first: int) -> None:
        head = bytes([first]) if name in ("call", "record") else b""
        TARGETS[name](head + "".join(pieces).encode("utf-8", "surrogatepass"))

    hold()


def test_changed_records_are_valid_or_refused_where_they_are_wrong() -> None:
    """Records of every kind with bytes, words, lines and values changed; every sort of change is tried."""
    words = load_records(ROOT).vocab
    files = {folder: sorted((ROOT / "data" / folder).rglob("*.yml"))[:40] for folder in KINDS}
    others = [file.read_bytes() for group in files.values() for file in group]
    random, seen = Random(7), {True: 0, False: 0}
    for _ in range(MUTATIONS):
        folder = random.choice(sorted(files))
        raw = mutate(random.choice(files[folder]).read_bytes(), others, random)
        seen[check_record(raw, folder, words) is not None] += 1
    assert min(seen.values()) > MUTATIONS // 20 and len(CHANGES) == 7


def test_an_archive_with_a_changed_record_is_checked_to_the_end(tmp_path: Path) -> None:
    """The rules run over whatever could be read: no rule crashes, every problem names a file that is there."""
    root = copy_archive(tmp_path)
    files = sorted(root.glob("data/*/**/*.yml"))
    others = [file.read_bytes() for file in files]
    random = Random(11)
    for _ in range(120):
        file = random.choice(files)
        before = file.read_bytes()
        file.write_bytes(mutate(before, others, random))
        for problem in check_records(load_records(root)):
            assert "crashed" not in problem.found, (str(problem), file.read_bytes())
            assert (root / problem.path).exists() and "\n" not in str(problem), str(problem)
        file.write_bytes(before)
    assert check_records(load_records(ARCHIVE)) == []


@pytest.mark.parametrize("name", sorted(ATHERIS))
def test_fuzzing_led_by_coverage_finds_nothing(name: str, tmp_path: Path) -> None:
    """Atheris with a fixed seed; what it finds is printed."""
    if find_spec("atheris") is None:
        if os.environ.get("CI") and sys.platform == "linux" and sys.version_info < (3, 14):
            pytest.fail("atheris is not installed")
        pytest.skip("atheris has no wheel for this system")
    command = [sys.executable, "-m", "tests.fuzz.run", name, str(ATHERIS[name]), "1", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-4_000:]
    assert f"Done {ATHERIS[name]} runs" in done.stderr
