"""`python -m supply`: what is said about the packages that this project rests on.

Exit codes: 0 well, 1 a difference or a fault, 2 a command that was not understood.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from supply.licences import PAGE, LicenceError, page_text
from supply.locked import ListError
from supply.sbom import sbom_text, write_release_files
from supply.twice import BuildError, build_twice


def _licences(options: argparse.Namespace) -> int:
    page = options.root / PAGE
    page.write_text(page_text(options.root, page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(f"Written: {PAGE}")
    return 0


def _sbom(options: argparse.Namespace) -> int:
    sys.stdout.write(sbom_text(options.root, options.version))
    return 0


def _release(options: argparse.Namespace) -> int:
    for file in write_release_files(options.root, options.folder, options.version):
        print(f"Beside the archive: {file.name}")
    return 0


def _twice(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        differing = build_twice(options.root, Path(folder))
    print("\n".join(f"differs: {path}" for path in differing) or "Both builds are the same, byte by byte.")
    return 1 if differing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m supply", description="What The Karabakh Record rests on.")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the repository (default: this folder)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("licences", help=f"write the table of {PAGE} again").set_defaults(run=_licences)
    sbom = commands.add_parser("sbom", help="print the bill of materials")
    release = commands.add_parser("release", help="write the bill of materials and SHA256SUMS into the folder of a release")
    release.add_argument("folder", type=Path, metavar="FOLDER")
    for command, run in ((sbom, _sbom), (release, _release)):
        command.add_argument("--version", default="", metavar="V", help="version of the record (default: as CITATION.cff has it)")
        command.set_defaults(run=run)
    commands.add_parser("twice", help="build everything twice and compare the bytes").set_defaults(run=_twice)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (BuildError, LicenceError, ListError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
