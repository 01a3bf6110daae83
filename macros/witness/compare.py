"""Whether a copy is whole and unaltered, and which records an alteration touches.

Against its own list a copy shows what was lost or altered on the way; somebody who alters a copy can write its list
anew, so only a list from elsewhere (a release, another copy, a list kept by a reader) shows that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from macros.export.checksums import NAME
from macros.export.records_json import FOLDER
from macros.kinds import KINDS
from macros.witness.holding import Holding, digest_in, find_content
from macros.witness.manifest import INNER, Manifest, Trusted, inner_manifest, own_manifest

MISSING, ALTERED, ADDED = "missing", "altered", "added"
KEPT_BACK = frozenset({".nojekyll", "_headers", "_redirects", "deploy/Caddyfile"})
"""Files that hosts read and mostly do not send: that one is missing on the web says nothing."""
LONGEST_VALUE = 160


@dataclass(frozen=True, order=True)
class Finding:
    """One file that is not as it should be. what: missing, altered or added. told: what is known of it, a line each."""

    path: str
    what: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What came out. against: what the copy was held against. compared: files. apart: files of which that says nothing.

    is_complete: whether added files would have been noticed.
    """

    against: str
    findings: tuple[Finding, ...]
    compared: int
    apart: int
    is_complete: bool


def verify_copy(copy: Holding, against: Trusted | None = None) -> list[Report]:
    """Return one report for the copy's own list, and one for the trusted one. HoldingError when it cannot be read."""
    digests: dict[str, str | None] = {}

    def digest_of(path: str) -> str | None:
        if path not in digests:
            try:
                digests[path] = digest_in(copy, path)
            except FileNotFoundError:
                digests[path] = None
        return digests[path]

    name, own = own_manifest(copy)
    here = copy.paths()
    wanted = {**own, **({} if name == INNER else _contradictions(own, inner_manifest(copy)))}
    extra = () if here is None else (path for path in here - wanted.keys() - {name} if path.startswith(name.removesuffix(NAME)))
    findings = [
        *_differing(_sent(wanted, here, digest_of), digest_of, lambda path: _record_line(path)),
        *(_added(path) for path in extra),
    ]
    reports = [Report(f"its own list ({name})", tuple(sorted(findings)), len(wanted), 0, here is not None)]
    if against is not None:
        reports.append(_held_against(copy, own, against, here, digest_of))
    return reports


def _contradictions(own: Manifest, inner: Manifest) -> Manifest:
    """Return what the list of the data files says otherwise than that of the whole: a digest of such a file is of neither."""
    return {path: "" for path, found in inner.items() if own.get(path) != found}


def _held_against(
    copy: Holding, own: Manifest, against: Trusted, here: frozenset[str] | None, digest_of: Callable[[str], str | None]
) -> Report:
    wanted, is_all = against.scope(own)
    findings = list(_differing(_sent(wanted, here, digest_of), digest_of, lambda path: _told(path, copy, against.holding)))
    # What a copy on the web lists itself is there to be seen; what it does not list is not.
    rest = (own.keys() if here is None else here) - wanted.keys() - {NAME}
    if is_all:
        findings += [_added(path) for path in rest]
    return Report(against.name, tuple(sorted(findings)), len(wanted), 0 if is_all else len(rest), is_all and here is not None)


def _sent(wanted: Manifest, here: frozenset[str] | None, digest_of: Callable[[str], str | None]) -> Manifest:
    """Return what a copy has to hold: on the web without what the host keeps back."""
    return {
        path: found for path, found in wanted.items() if here is not None or path not in KEPT_BACK or digest_of(path) is not None
    }


def _differing(
    wanted: Manifest, digest_of: Callable[[str], str | None], told: Callable[[str], tuple[str, ...]]
) -> Iterator[Finding]:
    for path, digest in wanted.items():
        found = digest_of(path)
        if found is None:
            yield Finding(path, MISSING, _record_line(path))
        elif found != digest:
            yield Finding(path, ALTERED, told(path))


def _added(path: str) -> Finding:
    return Finding(path, ADDED, _record_line(path))


def record_of(path: str) -> str:
    """Return the record that a file is of, as kind/id; "" for one of several records or of none."""
    folder, _, rest = path.removeprefix(f"{FOLDER}/").partition("/")
    name = rest.removesuffix("/index.html") if rest.endswith("/index.html") else rest.removesuffix(".json")
    return f"{folder}/{name}" if folder in KINDS and name and "/" not in name and name != rest else ""


def _record_line(path: str) -> tuple[str, ...]:
    record = record_of(path)
    return (f"record {record}",) if record else ()


def _told(path: str, copy: Holding, trusted: Holding | None) -> tuple[str, ...]:
    """Return which records differ and how, where both contents are at hand and are data."""
    if trusted is None or not (path.startswith(f"{FOLDER}/") and path.endswith(".json")):
        return _record_line(path)
    old, new = _rows(find_content(trusted, path)), _rows(find_content(copy, path))
    if old is None or new is None:
        return _record_line(path)
    return tuple(_row_lines(old, new)) or _record_line(path)


def _rows(content: bytes | None) -> dict[str, dict[str, Any]] | None:
    """Return the rows of a data file by id, None when it has none."""
    try:
        value = json.loads(content or b"")
        rows = value if isinstance(value, list) else [value]
        return {str(row["id"]): row for row in rows}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _row_lines(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterator[str]:
    for row_id in sorted(old.keys() | new.keys()):
        before, after = old.get(row_id), new.get(row_id)
        if before is None or after is None:
            yield f"{row_id}: {'added' if before is None else 'removed'}"
            continue
        for key in sorted(before.keys() | after.keys()):
            if before.get(key) != after.get(key):
                yield f"{row_id}: {key}: {_shown(before.get(key))} -> {_shown(after.get(key))}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def report_text(copy: str, report: Report) -> str:
    """Return a report for people; what comes from the copy cannot act on a terminal."""
    lines = [f"{copy} against {report.against}: {report.compared:,} files compared."]
    for finding in report.findings:
        lines += [f"{finding.what}: {finding.path}", *(f"    {line}" for line in finding.told)]
    counts = {what: sum(finding.what == what for finding in report.findings) for what in (MISSING, ALTERED, ADDED)}
    found = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    lines.append(f"{found}." if found else "Whole and unaltered.")
    if report.apart:
        lines.append(f"Of {report.apart:,} other files, pages among them, this list says nothing.")
    elif not report.is_complete:
        lines.append("Whether files were added cannot be seen from here.")
    return "\n".join("".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line) for line in lines)
