"""`python -m bench.peers [N ...]`: our builds and those of the peers side by side, on the same N invented records.

What each peer does not do stands in `bench/peers/__init__.py`; read it before the ratios. Cold is a fresh clone: no folder
left by an earlier build, no verdict, no parsed records, no compiled modules or templates of ours; installed packages are
compiled, and the system has the files of all in memory. "MiB" is the peak of the largest process, "all MiB" that of all
processes of a build together, seen in a round that is not timed (Linux only). Nothing passes or fails.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from bench.peers.contest import Contestant
from bench.peers.contestants import contestants
from bench.peers.measure import Race
from bench.peers.tables import show_cold, show_ratios, show_unchanged


def choose(only: str) -> list[Contestant]:
    """Return those that can take part, of the names given (all for ""); print a sentence for each that cannot."""
    known = contestants()
    names = only.split(",") if only else list(known)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"bench: no contestant {', '.join(unknown)}; there are {', '.join(known)}")
    for name in names:
        if known[name].lacking:
            print(f"left out: {known[name].lacking}.")
    return [known[name] for name in names if not known[name].lacking]


def main() -> None:
    """Write, build, print."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.peers", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("records", nargs="*", type=int, default=[600], metavar="N", help="how many records (default: 600)")
    parser.add_argument("--runs", type=int, default=5, help="how often each site is built (default: 5)")
    parser.add_argument("--only", default="", metavar="NAMES", help="contestants, with commas between (default: all)")
    parser.add_argument("--cold", action="store_true", help="leave out the builds with nothing changed")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    everyone = choose(options.only)
    for records in options.records:
        top = Path(tempfile.mkdtemp(prefix="bench-"))
        try:
            race = Race(top, records, everyone)
            for _ in range(options.runs):
                race.cold()
            tables = [f"{records:,} records, {options.runs} runs each in turn", show_cold(everyone, race.results)]
            print("\n\n".join(["", *tables, show_ratios(everyone, race.results)]).rstrip(), flush=True)
            if not options.cold:
                for _ in range(options.runs):
                    race.unchanged()
                print(f"\n{show_unchanged(everyone, race.results)}", flush=True)
        finally:
            shutil.rmtree(top, ignore_errors=True)


if __name__ == "__main__":
    main()
