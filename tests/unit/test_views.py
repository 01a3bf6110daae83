"""What templates show: figures in words, claims in groups, names beside a title."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from macros import views
from macros.archive import Archive
from macros.model import Document, Event, Figure
from macros.records import load_records
from tests.repository import EVENT, PLACE, change, copy_archive

BRIDGE = "1990-05-01-bridge-closed"


def figure(**values: Any) -> Figure:
    return Figure.model_construct(**{"measure": "killed", "of": "people", "low": None, "high": None, "about": False, **values})


# figure, words
VALUES = [
    ({"low": 2783, "high": 2783}, "2,783"),
    ({"low": 3000}, "3,000 or more"),
    ({"high": 40}, "up to 40"),
    ({"high": 0}, "up to 0"),
    ({"low": 16, "high": 31}, "16–31"),
    ({"low": 0, "high": 0}, "0"),
    ({"low": 0, "high": 5}, "0–5"),
    ({"low": 250, "high": 250, "about": True}, "about 250"),
    ({"low": 1200, "high": 1300, "about": True}, "about 1,200–1,300"),
    ({"low": 1500, "about": True}, "about 1,500 or more"),
    ({"low": 16.5, "high": 16.5, "measure": "share"}, "16.5 %"),
    ({"low": 99.89, "high": 99.89, "measure": "share"}, "99.89 %"),
    ({"low": 4400, "high": 4400, "measure": "area"}, "4,400 km²"),
    ({"high": 20, "measure": "share"}, "up to 20 %"),
    ({"low": 1234567.5, "high": 1234567.5}, "1,234,567.5"),
]


@pytest.mark.parametrize(("values", "words"), VALUES)
def test_a_figure_reads_as_it_was_claimed(values: dict[str, Any], words: str) -> None:
    """Exactly, at least, at most, from to, about; with the unit of its measure."""
    assert views.show_value(figure(**values)) == words


# number, words
NUMBERS = [(0, "0"), (999, "999"), (1000, "1,000"), (30.0, "30"), (0.1 + 0.2, "0.3"), (1234.25, "1,234.25")]


@pytest.mark.parametrize(("number", "words"), NUMBERS)
def test_a_number_has_commas_and_no_needless_decimals(number: float, words: str) -> None:
    """Binary fractions do not show."""
    assert views.show_number(number) == words


def test_claims_stand_side_by_side_alphabetically_and_findings_last(archive: Archive) -> None:
    """Parties in alphabetical order, whoever spoke first; independent findings after them."""
    groups = views.group_claims(archive, archive.claims_in("events", BRIDGE))
    assert [group.question.id if group.question else None for group in groups] == ["who-closed-the-bridge"]
    assert [view.claim.id for view in groups[0].claims] == ["south-closed-it", "north-closed-it", "watch-finding"]
    assert [view.is_finding for view in groups[0].claims] == [False, False, True]


def test_order_of_columns_follows_the_shown_name(tmp_path: Path) -> None:
    """A party with a short name stands where the short name sorts."""
    root = copy_archive(tmp_path)
    change(root, "data/parties/southland.yml", 'short: "South"', 'short: "Meridia"')
    archive = Archive(load_records(root))
    groups = views.group_claims(archive, archive.claims_in("events", BRIDGE))
    assert [view.by.label for view in groups[0].claims] == ["Meridia", "Northland", "River Watch"]


def test_figures_are_in_no_group_and_in_order_of_saying(archive: Archive) -> None:
    """A claim with a value is a figure, not a column."""
    entries = archive.claims_of_question("how-many-stranded")
    assert views.group_claims(archive, entries) == []
    assert [view.claim.id for view in views.figures_of(archive, entries)] == ["stranded-first", "stranded-later", "watch-count"]


def test_claims_of_no_question_come_last(tmp_path: Path) -> None:
    """Groups stand by question; what belongs to none follows."""
    root = copy_archive(tmp_path)
    change(root, EVENT, "    question: who-closed-the-bridge\n    about: [southland]\n", "    about: [southland]\n")
    archive = Archive(load_records(root))
    groups = views.group_claims(archive, archive.claims_in("events", BRIDGE))
    assert [group.question.id if group.question else None for group in groups] == ["who-closed-the-bridge", None]
    assert [view.claim.id for view in groups[1].claims] == ["south-closed-it"]


def test_a_group_lacks_a_finding_only_while_nobody_independent_spoke(archive: Archive) -> None:
    """The page says so when parties differ and no finding stands beside them."""

    def lacks(first: int, last: int) -> bool:
        return views.group_claims(archive, entries[first:last], with_findings=False)[0].lacks_finding

    entries = archive.claims_in("events", BRIDGE)
    assert lacks(0, 2) and not lacks(0, 3) and not lacks(2, 3)


def test_a_finding_made_elsewhere_stands_beside_the_sides(archive: Archive) -> None:
    """Two parties' claims are shown with what independent claimants found on the same question, each once."""
    entries = archive.claims_in("events", BRIDGE)
    sides = views.group_claims(archive, entries[:2])
    assert [view.claim.id for view in sides[0].claims] == ["south-closed-it", "north-closed-it", "watch-finding"]
    assert views.group_claims(archive, entries) == sides


def test_claims_about_an_article_are_told_from_the_others(archive: Archive) -> None:
    """Each article of an agreement has its own claims."""
    entries = archive.claims_in("documents", "bridge-agreement-1991")
    assert [view.claim.id for group in views.group_article(archive, entries, "Article 1") for view in group.claims] == [
        "article-1-kept"
    ]
    assert views.group_article(archive, entries, "Article 2") == []
    assert views.group_article(archive, entries, None) == []


def test_a_claim_is_shown_with_what_it_answers_and_what_answered_it(archive: Archive) -> None:
    """One step each way, so that two answers do not go round for ever."""
    claims = archive.claims
    claim = views.view_claim(archive, claims[f"events/{BRIDGE}#south-closed-it"])
    answer = views.view_claim(archive, claims[f"events/{BRIDGE}#north-closed-it"])
    assert [view.claim.id for view in claim.answers] == ["north-closed-it"] and claim.answering is None
    assert answer.answering is not None and answer.answering.claim.id == "south-closed-it"
    assert answer.answering.answers == []
    assert claim.url == f"kr:/events/{BRIDGE}/#south-closed-it"


def test_a_replaced_claim_says_when_and_by_which(archive: Archive) -> None:
    """The reader of an old figure is led to the new one."""
    first = views.view_claim(archive, archive.claims[f"events/{BRIDGE}#stranded-first"])
    later = views.view_claim(archive, archive.claims[f"events/{BRIDGE}#stranded-later"])
    assert first.replaced_by is not None and first.replaced_by.id == "stranded-later"
    assert first.replaced_url == f"kr:/events/{BRIDGE}/#stranded-later"
    assert (later.replaced_by, later.replaced_url) == (None, "")


# claimant, label, pattern, independent
VOICES = [
    ("northland", "Northland", "", False),
    ("southland", "South", "", False),
    ("ana-north", "Ana North", "", False),
    ("river-watch", "River Watch", "independent", True),
    # a source speaks under its author, else its publisher
    ("river-watch-1991-report", "A. Observer", "independent", True),
    ("south-herald-1990-bridge", "South Herald", "", False),
]


@pytest.mark.parametrize(("claimant", "label", "pattern", "independent"), VOICES)
def test_a_voice_is_shown_by_its_short_name(claimant: str, label: str, pattern: str, independent: bool, archive: Archive) -> None:
    """Chips name the speaker and tell a finding from a party's word."""
    voice = views.voice_of(archive, claimant)
    assert (voice.label, voice.pattern, voice.is_independent) == (label, pattern, independent)
    assert voice.url == f"kr:/{archive.claimant(claimant)[0]}/{claimant}/"


def test_names_beside_a_title_are_in_order_of_the_languages(archive: Archive) -> None:
    """Armenian, Azerbaijani, Russian: alphabetical, so that order carries no view."""
    names = [(name.lang, name.text) for name in views.side_names(archive, archive.get("places", "midford"))]
    assert names == [("hy", "Միդֆորդ"), ("az", "Ortakeçid"), ("ru", "Мидфорд")]
    assert [name.lang for name in views.title_names(archive, archive.get("places", "midford"))] == ["hy", "az"]


def test_a_name_out_of_use_or_like_the_title_is_not_beside_it(archive: Archive, tmp_path: Path) -> None:
    """Only names in use that differ from the leading one."""
    assert [name.lang for name in views.side_names(archive, archive.get("parties", "northland"))] == ["hy"]
    root = copy_archive(tmp_path)
    change(root, PLACE, '"Ortakeçid"', '"Midford"')
    changed = Archive(load_records(root))
    assert [name.lang for name in views.side_names(changed, changed.get("places", "midford"))] == ["hy", "ru"]


def test_a_record_without_names_has_none_beside_it(archive: Archive) -> None:
    """An event's title stands alone."""
    assert views.side_names(archive, archive.get("events", BRIDGE)) == []


def test_an_old_style_date_shows_both_calendars(archive: Archive) -> None:
    """A Julian date is not shown as if it were one of ours."""
    old, new = archive.get("events", "1813-old-treaty"), archive.get("events", BRIDGE)
    assert isinstance(old, Event) and isinstance(new, Event)
    assert "12" in views.shown_date(old) and "24 October 1813" in views.shown_date(old)
    assert views.shown_date(new) == "1 May 1990"
    document = archive.get("documents", "bridge-agreement-1991")
    assert isinstance(document, Document) and views.shown_date(document) == "1 March 1991"
