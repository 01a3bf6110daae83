"""Where sources disagree most: what is compared with what, and by how much it differs."""

from __future__ import annotations

from typing import Any

import pytest

from macros.spread import Disagreement, Spread
from tests.unit.test_figures import VOCAB, _archive, _claim, _word

# low, high of one claimant; low, high of the other; times
RATIOS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"exact": 31}, {"low": 300}, "9.7"),
    ({"exact": 20}, {"low": 370}, "18"),
    ({"exact": 79}, {"exact": 430}, "5.4"),
    ({"low": 10, "high": 20}, {"low": 40, "high": 90}, "2"),
    ({"exact": 93}, {"low": 94}, "1.01"),
    ({"high": 100}, {"exact": 250}, "2.5"),
]
AGREEING: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"low": 300}, {"exact": 613}),
    ({"low": 10, "high": 50}, {"low": 40, "high": 90}),
    ({"exact": 12}, {"exact": 12}),
    ({"high": 500}, {"low": 300}),
]


def found(*claims: dict[str, Any]) -> Disagreement:
    """Return what is found in the claims of one question; each gets an address of its own."""
    return Disagreement(_archive(claims=[{**claim, "id": f"c-{index}"} for index, claim in enumerate(claims)]))


def spreads(*claims: dict[str, Any]) -> list[Spread]:
    return found(*claims).spreads


@pytest.mark.parametrize(("low", "high", "times"), RATIOS)
def test_the_spread_is_what_at_least_and_up_to_cannot_explain(low: dict[str, Any], high: dict[str, Any], times: str) -> None:
    """Whatever the order in which they stand in the record."""
    one, other = _claim("armenia", **low), _claim("azerbaijan", **high)
    for claims in ((one, other), (other, one)):
        (spread,) = spreads(*claims)
        assert spread.times == times
        assert (spread.low.claim.by, spread.high.claim.by) == ("armenia", "azerbaijan")


@pytest.mark.parametrize(("one", "other"), AGREEING)
def test_figures_that_do_not_rule_each_other_out_have_no_spread(one: dict[str, Any], other: dict[str, Any]) -> None:
    """The question is listed with the reason."""
    disagreement = found(_claim("armenia", **one), _claim("azerbaijan", **other))
    assert (disagreement.spreads, disagreement.ranked) == ([], [])
    assert [(reason[:15], len(questions)) for reason, questions in disagreement.unranked] == [("Claimants agree", 1)]


def test_a_claim_of_none_has_no_ratio_and_is_not_lost() -> None:
    """It stands in the table, and its question among those without a ratio."""
    disagreement = found(_claim("armenia", exact=0), _claim("azerbaijan", exact=12))
    assert [(spread.ratio, spread.times) for spread in disagreement.spreads] == [(None, "")]
    assert disagreement.ranked == []
    assert disagreement.unranked[0][0].startswith("One claimant says none")


# What makes two figures incomparable.
OTHERS: list[dict[str, Any]] = [
    {"of": "armenians"},
    {"measure": "wounded"},
    {"during": "2020-10"},
]


@pytest.mark.parametrize("other", OTHERS)
def test_only_like_is_compared_with_like(other: dict[str, Any]) -> None:
    """The same measure, of the same people, at the same moment."""
    disagreement = found(_claim("armenia", exact=10), _claim("azerbaijan", exact=90, **other))
    assert disagreement.spreads == []
    assert disagreement.unranked[0][0].startswith("Figures, but no two claimants")


@pytest.mark.parametrize("status", ["revised", "withdrawn", "refuted"])
def test_fallen_figures_are_left_out(status: str) -> None:
    """And so are those that a later claim of the same claimant revises."""
    VOCAB["statuses"].setdefault(status, _word(status.title()))
    assert spreads(_claim("armenia", exact=10), _claim("azerbaijan", exact=90, status=status)) == []
    later = _claim("azerbaijan", exact=12, revises="#c-1")
    (spread,) = spreads(_claim("armenia", exact=10), _claim("azerbaijan", exact=90), later)
    assert spread.times == "1.2"


def test_a_party_is_not_held_against_itself_and_a_source_is_each_voice_it_reports() -> None:
    """An earlier figure that nobody revised is no disagreement of a party with itself."""
    assert spreads(_claim("armenia", exact=10, voiced_by="A"), _claim("armenia", exact=90, voiced_by="B")) == []
    (spread,) = spreads(_claim("agency", exact=500, voiced_by="An author"), _claim("agency", exact=8000, voiced_by="Another"))
    assert spread.times == "16"


def test_questions_are_ranked_by_their_widest_spread_on_a_scale_of_ratios() -> None:
    """The widest of its spreads draws the bar; 1 has no length, the last tick the whole."""
    disagreement = found(
        _claim("armenia", exact=10),
        _claim("azerbaijan", exact=20),
        _claim("armenia", of="armenians", exact=10),
        _claim("azerbaijan", of="armenians", exact=100),
    )
    (ranked,) = disagreement.ranked
    assert (ranked.spread.times, ranked.spread.of, ranked.width) == ("10", "Armenians", 100)
    assert [spread.times for spread in disagreement.spreads] == ["10", "2"]
    assert [(label.text, label.x) for label in disagreement.axis] == [("1×", 0), ("2×", 30.1), ("5×", 69.9), ("10×", 100)]


def test_a_question_without_figures_is_of_another_sort() -> None:
    """Nothing at all to compare is no agreement."""
    ((reason, questions),) = found().unranked
    assert reason.startswith("No figures") and [question.id for question in questions] == ["how-many"]
