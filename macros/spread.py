"""Where figures differ most: the spread between claimants, as a ratio that "at least" and "up to" cannot explain.

Compared are standing figures that count the same thing (measure), of the same people or things, for the same
moment: the time that both say they cover, or else the same event or question. Figures that were replaced,
withdrawn or refuted are left out. The ratio is the highest number that somebody gives as the least, divided by the
lowest number that somebody else gives as the most; so "300 or more" and "613" do not differ, "31" and "300 or more" do.

Left out: claims without a number, and which figure is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from macros import edtf
from macros.archive import Archive
from macros.figures.scale import AxisLabel
from macros.model import Figure, Question
from macros.records import ClaimEntry

FALLEN = frozenset({"revised", "withdrawn", "refuted"})
"""Statuses of figures that no longer stand."""

Key = tuple[str, str, str, str]
"""What must be the same: the moment (a time or a record), measure, of whom, and the question."""


@dataclass(frozen=True)
class Spread:
    """Two figures of different claimants that lie farthest apart among those comparable.

    ratio: above 1 where they differ; None when the lowest is 0, which has no ratio.
    measure, of, during: words for what is counted ("" for no time of its own).
    """

    question: Question | None
    low: ClaimEntry
    high: ClaimEntry
    ratio: float | None
    measure: str
    of: str
    during: str

    @property
    def differs(self) -> bool:
        """Whether one figure rules out the other."""
        return self.ratio is None or self.ratio > 1

    @property
    def times(self) -> str:
        """The ratio in words, "" when there is none."""
        if self.ratio is None:
            return ""
        places = 0 if self.ratio >= 10 else 1 if self.ratio >= 1.1 else 2
        return f"{self.ratio:.{places}f}".removesuffix(".0")


@dataclass(frozen=True)
class Ranked:
    """A question with its widest spread. width: of its bar, per cent, on a scale of ratios."""

    spread: Spread
    width: float


class Disagreement:
    """The spreads of an archive, widest first, and the questions that have none."""

    def __init__(self, archive: Archive) -> None:
        """Take a checked archive."""
        self.archive = archive

    @cached_property
    def spreads(self) -> list[Spread]:
        """Every comparison in which figures differ: widest first, those from 0 last."""
        found = [spread for spread in self._all if spread.differs]
        return sorted(found, key=lambda one: (one.ratio is None, -(one.ratio or 0), one.low.address, one.of))

    @cached_property
    def ranked(self) -> list[Ranked]:
        """The questions by their widest spread that has a ratio."""
        widest: dict[str, Spread] = {}
        for spread in self.spreads:
            if spread.question and spread.ratio:
                widest.setdefault(spread.question.id, spread)
        return [Ranked(spread, self._x(spread.ratio or 1)) for spread in widest.values()]

    @cached_property
    def axis(self) -> list[AxisLabel]:
        """The ratios under the bars."""
        return [AxisLabel(self._x(tick), f"{tick}×", "middle", False) for tick in self._ticks]

    @cached_property
    def unranked(self) -> list[tuple[str, list[Question]]]:
        """The questions without a ratio, by the reason."""
        ranked = {one.spread.question.id for one in self.ranked if one.spread.question}
        compared = {spread.question.id for spread in self._all if spread.question}
        differing = {spread.question.id for spread in self.spreads if spread.question}
        reasons: dict[str, list[Question]] = {
            "One claimant says none, and nothing can be divided by 0": [],
            "Claimants agree, or their figures do not rule each other out": [],
            "Figures, but no two claimants count the same thing for the same moment": [],
            "No figures: the question is of another sort": [],
        }
        names = list(reasons)
        for question in self.archive.questions:
            if question.id in ranked:
                continue
            has_figures = any(entry.claim.value for entry in self.archive.claims_of_question(question.id))
            at = 0 if question.id in differing else 1 if question.id in compared else 2 if has_figures else 3
            reasons[names[at]].append(question)
        return [(reason, questions) for reason, questions in reasons.items() if questions]

    @cached_property
    def _all(self) -> list[Spread]:
        groups: dict[Key, list[ClaimEntry]] = defaultdict(list)
        for entry in self.archive.claims.values():
            if entry.claim.value and entry.claim.status not in FALLEN and self.archive.revision_of(entry) is None:
                groups[self._key(entry, entry.claim.value)].append(entry)
        pairs = ((key, self._widest(entries)) for key, entries in groups.items())
        return [self._spread(key[3], *pair) for key, pair in pairs if pair]

    def _key(self, entry: ClaimEntry, figure: Figure) -> Key:
        question = self._question_of(entry)
        moment = figure.during.text if figure.during else f"{entry.kind}/{entry.record.id}"
        scope = question or f"{entry.kind}/{entry.record.id}" if figure.during else question
        return moment, figure.measure, figure.of, scope

    def _voice(self, entry: ClaimEntry) -> tuple[str, str]:
        """Return who says it: a party is one voice whoever spoke for it, a source is each of those it reports."""
        folder, _ = self.archive.claimant(entry.claim.by)
        return entry.claim.by, (entry.claim.voiced_by or "") if folder == "sources" else ""

    def _widest(self, entries: Sequence[ClaimEntry]) -> tuple[ClaimEntry, ClaimEntry] | None:
        """Return the two figures of different voices farthest apart, the lower first; None when one voice is alone."""
        pairs = [(low, high) for low in entries for high in entries if self._voice(low) != self._voice(high)]
        return max(pairs, key=lambda pair: (_apart(*pair), pair[0].address, pair[1].address), default=None)

    def _question_of(self, entry: ClaimEntry) -> str:
        return entry.record.id if entry.kind == "questions" else entry.claim.question or ""

    def _spread(self, scope: str, low: ClaimEntry, high: ClaimEntry) -> Spread:
        figure = low.claim.value
        assert figure is not None
        question = self.archive.records.by_kind["questions"].get(scope)
        words = self.archive.vocab
        return Spread(
            question if isinstance(question, Question) else None,
            low,
            high,
            _ratio(low, high),
            words["measures"][figure.measure].label,
            words["groups"][figure.of].label,
            edtf.show(figure.during) if figure.during else "",
        )

    @cached_property
    def _ticks(self) -> list[int]:
        widest = max((spread.ratio or 1 for spread in self.spreads), default=1)
        steps = [factor * 10**power for power in range(12) for factor in (1, 2, 5)]
        return steps[: next(index for index, step in enumerate(steps) if step >= widest and step > 1) + 1]

    def _x(self, ratio: float) -> float:
        return round(100 * log(ratio) / log(self._ticks[-1]), 2)


def _bounds(entry: ClaimEntry) -> tuple[float, float]:
    figure = entry.claim.value
    assert figure is not None
    return (figure.low or 0), (figure.high if figure.high is not None else float("inf"))


def _apart(low: ClaimEntry, high: ClaimEntry) -> float:
    least, most = _bounds(high)[0], _bounds(low)[1]
    return least / most if most else (float("inf") if least else 1)


def _ratio(low: ClaimEntry, high: ClaimEntry) -> float | None:
    apart = _apart(low, high)
    return None if apart == float("inf") else apart
