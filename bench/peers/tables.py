"""What the contestants took, as tables. All ratios divide a median by a median of the same session."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from bench.peers.contest import Contestant, Run
from bench.peers.measure import Result

OWN = ("ours", "ours-pages")
"""Whose medians are divided by those of the peers."""

Results = Mapping[str, Result]


def middle(runs: Sequence[Run]) -> float:
    """Return the median of the seconds of some runs."""
    return statistics.median(one.seconds for one in runs)


def middle_cpu(runs: Sequence[Run]) -> float:
    """Return the median of the seconds of CPU of some runs."""
    return statistics.median(one.cpu for one in runs)


def show_cold(everyone: Sequence[Contestant], results: Results) -> str:
    """Return the builds without any cache: seconds, CPU, memory of the largest process and of all, pages, size of the site."""
    lines = [line("no cache of any kind", ("median s", "min", "max", "CPU s", "MiB", "all MiB", "pages", "MB"))]
    for one in everyone:
        result = results[one.name]
        largest = max(run.largest for run in result.cold)
        rest = (f"{largest:.0f}", f"{result.together:.0f}", f"{result.pages:,}", f"{result.size / 1e6:.1f}")
        lines.append(line(one.words, (*_spread(result.cold), f"{middle_cpu(result.cold):.2f}", *rest)))
    return "\n".join(lines)


def show_ratios(everyone: Sequence[Contestant], results: Results) -> str:
    """Return our medians divided by those of each peer, seconds and CPU; "" without one of ours or without a peer."""
    own = [one for one in everyone if one.name in OWN]
    peers = [one for one in everyone if not one.name.startswith("ours")]
    lines = [line("ours divided by theirs", [head for one in own for head in (one.name, "its CPU")], 12)]
    for peer in peers:
        theirs = results[peer.name].cold
        pairs = ((results[one.name].cold, theirs) for one in own)
        cells = [
            f"{ratio:.3f}" for ours, _ in pairs for ratio in (middle(ours) / middle(theirs), middle_cpu(ours) / middle_cpu(theirs))
        ]
        lines.append(line(peer.words, cells, 12))
    return "\n".join(lines) if own and peers else ""


def show_unchanged(everyone: Sequence[Contestant], results: Results) -> str:
    """Return the builds with nothing changed, in parts of their own cold build and of that of plain MkDocs."""
    measures = {"/ own cold": "", "/ mkdocs": "mkdocs"} if "mkdocs" in results else {"/ own cold": ""}
    lines = [line("nothing changed", ("median s", "min", "max", "CPU s", *measures), 12)]
    for one in everyone:
        again = results[one.name].unchanged
        ratios = [f"{middle(again) / middle(results[name or one.name].cold):.3f}" for name in measures.values()]
        lines.append(line(one.words, (*_spread(again), f"{middle_cpu(again):.2f}", *ratios), 12))
    return "\n".join(lines)


def line(words: str, cells: Sequence[str], width: int = 9) -> str:
    """Return a line of a table."""
    return f"{words:<32}" + "".join(f"{cell:>{width}}" for cell in cells)


def _spread(runs: Sequence[Run]) -> tuple[str, str, str]:
    seconds = [one.seconds for one in runs]
    return f"{middle(runs):.2f}", f"{min(seconds):.2f}", f"{max(seconds):.2f}"
