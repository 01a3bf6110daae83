"""The command line: `python -m macros check | build | finish | schema | stats`."""

from __future__ import annotations

import sys

from macros.cli import main

if __name__ == "__main__":
    sys.exit(main())
