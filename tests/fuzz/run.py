"""The long run: `python -m tests.fuzz.run TARGET RUNS [SEED [FOLDER]]`, TARGET one of the oracle's or `mutate`.

Fuzzing is led by coverage (atheris) where it is installed. The corpus that grows lies in FOLDER,
or in `.cache/fuzz/`; what fails is written there and shown. An input that takes more than a second
of processor time fails too. `mutate` changes the real records and needs no atheris.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = Path(__file__).parent / "corpus"
KEPT = ROOT / ".cache" / "fuzz"
LIMIT = 1.0
"""Seconds of processor time that one input may take."""


def timed(target: Callable[[bytes], Any]) -> Callable[[bytes], None]:
    """Return a target that also fails when it is slow."""

    def run(raw: bytes) -> None:
        begun = time.process_time()
        target(raw)
        took = time.process_time() - begun
        assert took < LIMIT, f"took {took:.2f} s"

    return run


def run_atheris(name: str, runs: int, seed: int, kept: Path) -> None:
    """Fuzz one target; the process ends with 0 when no input failed."""
    import atheris

    # To instrument takes its time; what the target does not use is left out.
    libraries = ["jinja2", "markdown"] if name in ("page", "front", "call") else []
    with atheris.instrument_imports(include=["macros", *libraries]):
        from tests.fuzz.oracle import TARGETS
    from tests.fuzz.soup import cook, dictionary

    folder = kept / name
    folder.mkdir(parents=True, exist_ok=True)
    words = folder.with_suffix(".dict")
    words.write_text(dictionary(name), encoding="utf-8")
    random = Random(seed)
    for number in range(200):
        (folder / f"cooked-{number}").write_bytes(cook(name, random))
    seeds = [str(path) for path in [CORPUS / name] if path.is_dir()]
    options = [
        f"-runs={runs}",
        f"-seed={seed}",
        "-max_len=2048",
        "-timeout=20",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        f"-dict={words}",
    ]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/fail-", str(folder), *seeds], timed(TARGETS[name]))
    atheris.Fuzz()


def run_mutations(runs: int, seed: int) -> int:
    """Change real records `runs` times; return how many inputs broke the promise."""
    from macros.kinds import KINDS
    from macros.records import load_records
    from tests.fuzz.mutate import mutate
    from tests.fuzz.oracle import check_record

    words = load_records(ROOT).vocab
    files = {folder: [file.read_bytes() for file in sorted((ROOT / "data" / folder).rglob("*.yml"))] for folder in KINDS}
    others = [raw for group in files.values() for raw in group]
    random, counted = Random(seed), Counter()  # type: tuple[Random, Counter[str]]
    for number in range(runs):
        folder = random.choice(sorted(files))
        raw = mutate(random.choice(files[folder]), others, random)
        begun = time.process_time()
        try:
            made = check_record(raw, folder, words)
            took = time.process_time() - begun
            assert took < LIMIT, f"took {took:.2f} s"
            counted["valid" if made else "refused"] += 1
        except Exception:
            counted["failed"] += 1
            KEPT.mkdir(parents=True, exist_ok=True)
            (KEPT / f"mutate-{seed}-{number}-{folder}").write_bytes(raw)
            print(f"--- {number} {folder}", traceback.format_exc(limit=-3), flush=True)
        if number % 10_000 == 9_999:
            print(number + 1, dict(counted), flush=True)
    print(dict(counted))
    return counted["failed"]


def main() -> int:
    """Run what the command line names."""
    name, runs = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if name == "mutate":
        return 1 if run_mutations(runs, seed) else 0
    run_atheris(name, runs, seed, Path(sys.argv[4]) if len(sys.argv) > 4 else KEPT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
