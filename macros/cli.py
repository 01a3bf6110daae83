"""What `python -m macros` can do, and how it answers.

Exit codes: 0 well, 1 problems in data or pages, 2 a command that was not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from macros.check import check_root
from macros.problems import format_github, format_json, format_text, has_errors


def _check(options: argparse.Namespace) -> int:
    result = check_root(options.root)
    if options.format == "json":
        print(format_json(result.problems))
    elif options.format == "github":
        print(format_github(result.problems))
    elif result.problems:
        print(format_text(result.problems, result.file_count))
    else:
        print(f"No problem in {result.file_count} files.")
    return 1 if has_errors(result.problems) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m macros", description="Check and build The Karabakh Record.")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the repository (default: this folder)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check all data and pages; exit 1 if there is a problem")
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="how problems are printed")
    check.set_defaults(run=_check)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # `check | head` closes the pipe early; that is no fault. Keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
