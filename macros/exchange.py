"""Two folders change places in one step, where the system can do that.

Linux since 3.15 (`renameat2` with RENAME_EXCHANGE) and macOS since 10.12 (`renamex_np` with RENAME_SWAP); Python
has neither, so the call goes to the C library. A symbolic link that is switched would do without it, and is
not used: hosts and copying programs treat a link as a link, and every reader of `site/` would have to know.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

HERE = -100  # AT_FDCWD; our paths are absolute
EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
"""What a system or disk answers that does not know the call, or a sandbox that forbids it."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one disk change places in one step; False where that is not to be had. OSError when it fails."""
    first, second = os.fsencode(one.absolute()), os.fsencode(other.absolute())
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        code = library.renameat2(HERE, first, HERE, second, ctypes.c_uint(EXCHANGE))
    elif hasattr(library, "renamex_np"):
        code = library.renamex_np(first, second, ctypes.c_uint(EXCHANGE))
    else:
        return False
    if code == 0:
        return True
    number = ctypes.get_errno()
    if number in CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one))
