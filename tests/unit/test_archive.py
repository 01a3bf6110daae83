"""Questions to the archive: order, neighbours, periods, who uses what, answers, and the two clocks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from macros.archive import Archive, said_by
from macros.edtf import parse
from macros.model import Event
from macros.records import load_records
from macros.rules import check_records
from tests.repository import EVENT, FIGURES, change, copy_archive

BRIDGE = "events/1990-05-01-bridge-closed"


def changed(root: Path, *changes: tuple[str, str, str]) -> Archive:
    """Return the invented archive with changes that break no rule."""
    copy_archive(root)
    for path, old, new in changes:
        change(root, path, old, new)
    records = load_records(root)
    assert check_records(records) == []
    return Archive(records)


def ids(archive: Archive, kind: str) -> list[str]:
    return [record.id for record in archive.of_kind(kind)]


def test_events_and_documents_stand_in_order_of_time(archive: Archive) -> None:
    """An interval that begins in a month sorts with that month's first day."""
    assert ids(archive, "events") == ["1813-old-treaty", "1990-05-01-bridge-closed", "1990-river-quarrel"]


def test_named_records_stand_in_order_of_their_names(archive: Archive) -> None:
    """Parties, places and people are alphabetical, whatever their kind."""
    assert ids(archive, "parties") == ["northland", "river-watch", "southland"]
    assert ids(archive, "places") == ["midford", "riverland"]


def test_letters_beyond_ascii_sort_beside_their_base(tmp_path: Path) -> None:
    """Ş sorts with s, not after z."""
    archive = changed(tmp_path, ("data/places/riverland.yml", '"Riverland"', '"Łeftland"'))
    assert ids(archive, "places") == ["riverland", "midford"]


def test_sources_stand_by_publisher(archive: Archive) -> None:
    """A list of sources is a list of voices first."""
    assert [source.publisher for source in archive.sources] == ["North Gazette", "River Watch", "South Herald"]


def test_questions_stand_by_the_beginning_of_their_matter(archive: Archive) -> None:
    """A question counts from the earliest event that carries a claim on it."""
    assert ids(archive, "questions") == ["how-many-stranded", "who-closed-the-bridge"]


def test_neighbours_are_before_and_after_in_the_chronology(archive: Archive) -> None:
    """The first has nothing before, the last nothing after."""
    first, middle, last = archive.events
    assert archive.neighbours(first) == (None, middle)
    assert archive.neighbours(middle) == (first, last)
    assert archive.neighbours(last) == (middle, None)


# date, id of its period
PERIODS = [
    ("1813-10-12", "p1-before"),
    ("1989-12-31", "p1-before"),
    ("1990", "p2-quarrel"),
    ("1989/1991", "p1-before"),
    ("../1990", "p2-quarrel"),
    ("2500", "p2-quarrel"),
]


@pytest.mark.parametrize(("moment", "period"), PERIODS)
def test_a_date_belongs_to_the_period_of_its_first_day(moment: str, period: str, archive: Archive) -> None:
    """An open beginning is judged by its end."""
    found = archive.period_of(parse(moment))
    assert found is not None and found.id == period


def test_of_overlapping_periods_the_later_beginning_holds(tmp_path: Path) -> None:
    """A period inside another is the nearer one."""
    inner = "data/periods/p2-quarrel.yml"
    archive = changed(tmp_path, (inner, '"1990/.."', '"1980/.."'))
    found = archive.period_of(parse("1985"))
    assert found is not None and found.id == "p2-quarrel"


def test_each_event_stands_in_one_period(archive: Archive) -> None:
    """The periods together hold every event once, in order of time."""
    held = [event.id for period in archive.periods for event in archive.events_of_period(period)]
    assert held == ids(archive, "events")


def test_parts_of_an_event_are_found_from_the_whole(archive: Archive) -> None:
    """`part_of` is written once and read both ways."""
    assert [event.id for event in archive.parts_of("1990-river-quarrel")] == ["1990-05-01-bridge-closed"]
    assert archive.parts_of("1990-05-01-bridge-closed") == []


def test_used_by_names_each_user_once_in_order_of_kinds(archive: Archive) -> None:
    """A source cited twice by one record is used by it once."""
    users = [(kind, record.id) for kind, record in archive.used_by("sources", "south-herald-1990-bridge")]
    assert users == [
        ("events", "1990-05-01-bridge-closed"),
        ("parties", "southland"),
        ("places", "midford"),
        ("documents", "bridge-agreement-1991"),
        ("questions", "who-closed-the-bridge"),
        ("terms", "the-bridge"),
    ]
    assert archive.used_by("periods", "p1-before") == []


def test_events_and_documents_that_name_a_record_are_found(archive: Archive) -> None:
    """A person's page lists the events and documents that name the person."""
    assert [event.id for event in archive.events_naming("people", "ana-north")] == ["1990-05-01-bridge-closed"]
    assert [document.id for document in archive.documents_naming("people", "ana-north")] == ["bridge-agreement-1991"]
    assert archive.events_naming("documents", "nowhere") == []


def test_an_id_is_found_alone_or_with_its_kind(archive: Archive) -> None:
    """`id` serves while one kind has it, `kind/id` always; what is not there is None."""
    assert archive.find("midford") == ("places", archive.get("places", "midford"))
    assert archive.find("places/midford") == archive.find("midford")
    assert archive.find("parties/midford") is None
    assert archive.find("nowhere") is None and archive.find("nokind/midford") is None


def test_an_id_of_two_kinds_is_found_only_with_its_kind(tmp_path: Path) -> None:
    """An ambiguous id is no answer."""
    text = (copy_archive(tmp_path / "from") / "data/places/riverland.yml").read_text(encoding="utf-8")
    archive = changed(tmp_path / "to", ("data/places/northland.yml", "", text))
    assert archive.find("northland") is None
    found = archive.find("places/northland")
    assert found is not None and found[0] == "places"


def test_a_claimant_may_be_a_party_a_person_or_a_source(archive: Archive) -> None:
    """Who stands under `by` has a page of one of these kinds."""
    assert archive.claimant("northland")[0] == "parties"
    assert archive.claimant("ana-north")[0] == "people"
    assert archive.claimant("river-watch-1991-report")[0] == "sources"
    with pytest.raises(KeyError):
        archive.claimant("midford")


def test_only_a_voice_beyond_the_parties_is_independent(archive: Archive) -> None:
    """The affiliation decides; a person never is a finding."""
    assert archive.is_independent("river-watch") and archive.is_independent("river-watch-1991-report")
    assert not archive.is_independent("northland")
    assert not archive.is_independent("south-herald-1990-bridge")
    assert not archive.is_independent("ana-north")


def test_a_question_collects_its_claims_in_order_of_saying(archive: Archive) -> None:
    """Claims of events, of parties and of the question itself come together."""
    assert [entry.claim.id for entry in archive.claims_of_question("who-closed-the-bridge")] == [
        "river-is-ours",
        "south-closed-it",
        "north-closed-it",
        "watch-finding",
    ]
    assert [entry.claim.id for entry in archive.claims_of_question("how-many-stranded")] == [
        "stranded-first",
        "stranded-later",
        "watch-count",
    ]
    assert archive.claims_of_question("nowhere") == []


def test_claims_of_one_day_stand_by_claimant(tmp_path: Path) -> None:
    """Said on the same day: alphabetical, so that order carries no view."""
    archive = changed(tmp_path, (EVENT, '    by: southland\n    "on": "1990-05-02"', '    by: southland\n    "on": "1990-05-01"'))
    on_question = [entry.claim.id for entry in archive.claims_of_question("who-closed-the-bridge")]
    assert on_question[1:3] == ["south-closed-it", "north-closed-it"]


def test_claims_of_a_claimant_are_found_wherever_they_stand(archive: Archive) -> None:
    """A party's page shows what it said in any record."""
    assert [entry.address for entry in archive.claims_by("northland")] == [
        "parties/northland#river-is-ours",
        f"{BRIDGE}#south-closed-it",
        f"{BRIDGE}#stranded-first",
        f"{BRIDGE}#stranded-later",
    ]


def test_an_answer_is_found_from_the_claim_it_answers(archive: Archive) -> None:
    """`answers` is written once and read both ways."""
    answered = archive.claims[f"{BRIDGE}#south-closed-it"]
    answering = archive.claims[f"{BRIDGE}#north-closed-it"]
    assert archive.answers_to(answered) == [answering]
    assert archive.answers_to(answering) == []


def test_a_revision_is_found_from_the_claim_it_replaces(archive: Archive) -> None:
    """The earlier figure knows which one replaced it, not the other way round."""
    earlier = archive.claims[f"{BRIDGE}#stranded-first"]
    later = archive.claims[f"{BRIDGE}#stranded-later"]
    assert archive.revision_of(earlier) is later
    assert archive.revision_of(later) is None


# day, claims on the question of the stranded that stood then
CLOCK = [
    ("1990-05-01", []),
    ("1990-05-02", ["stranded-first"]),
    ("1990-06-01", ["stranded-first"]),
    # "June 1990" is surely said only when June is over
    ("1990-06-29", ["stranded-first"]),
    ("1990-06-30", ["stranded-later"]),
    # "1991" likewise
    ("1991-12-30", ["stranded-later"]),
    ("1991-12-31", ["stranded-later", "watch-count"]),
    ("2026-01-01", ["stranded-later", "watch-count"]),
]


@pytest.mark.parametrize(("day", "standing"), CLOCK)
def test_as_known_on_a_day_shows_what_was_surely_said_and_not_yet_replaced(day: str, standing: list[str], archive: Archive) -> None:
    """A vague date counts from its end, for the claim and for what replaced it."""
    entries = archive.claims_of_question("how-many-stranded")
    assert [entry.claim.id for entry in archive.known_on(entries, date.fromisoformat(day))] == standing


def test_an_open_end_was_never_surely_said(tmp_path: Path) -> None:
    """A claim said "since 1991" has no last day, so no day has seen it said."""
    archive = changed(tmp_path, (FIGURES, '"on": "1991"', '"on": "1991/.."'))
    entry = archive.claims["questions/how-many-stranded#watch-count"]
    assert said_by(entry) == date.max
    assert entry not in archive.known_on([entry], date(2026, 1, 1))


def test_a_claim_revised_twice_is_replaced_by_the_earlier_revision(tmp_path: Path) -> None:
    """The first word that replaced a claim is the one that ended it."""
    more = (
        "  - id: stranded-last\n    by: northland\n"
        '    "on": "1992"\n    says: "Exactly 350 were stranded."\n    status: disputed\n    revises: "#stranded-first"\n'
        "    value: {measure: displaced, of: people, low: 350, high: 350}\n    sources: [north-gazette-1990-bridge]\n"
    )
    archive = changed(tmp_path, (EVENT, "  - id: stranded-later\n", more + "  - id: stranded-later\n"))
    revision = archive.revision_of(archive.claims[f"{BRIDGE}#stranded-first"])
    assert revision is not None and revision.claim.id == "stranded-later"


def test_a_claim_in_another_record_may_revise(tmp_path: Path) -> None:
    """Links by whole address work across records, for the clock too."""
    address = "parties/northland#river-is-ours"
    link = f'    "on": "1990-05-01"\n    revises: "{address}"\n    says: "Southland closed'
    archive = changed(tmp_path, (EVENT, '    "on": "1990-05-01"\n    says: "Southland closed', link))
    entry = archive.claims[address]
    assert archive.known_on([entry], date(1990, 4, 30)) == [entry]
    assert archive.known_on([entry], date(1990, 5, 1)) == []


def test_counts_are_of_records_claims_and_figures(archive: Archive) -> None:
    """Numbers on pages come from here."""
    counts = archive.counts()
    assert (counts["events"], counts["parties"], counts["sources"]) == (3, 3, 3)
    assert (counts["claims"], counts["figures"]) == (len(archive.claims), 3)


def test_affiliations_count_each_source_of_a_record_once(archive: Archive) -> None:
    """The balance of a record is that of its different sources."""
    assert archive.affiliations_of("events", "1990-05-01-bridge-closed") == {"armenian": 1, "azerbaijani": 1, "independent": 1}
    assert archive.affiliations_of("parties", "southland") == {"azerbaijani": 1}


def test_the_record_reaches_to_its_latest_source(archive: Archive) -> None:
    """Where the site says "now", it means the date of its latest source."""
    assert archive.reach == parse("1991")


def test_no_answer_is_a_list_that_can_change_the_archive(archive: Archive) -> None:
    """Asking twice gives the same."""
    event = archive.get("events", "1990-05-01-bridge-closed")
    assert isinstance(event, Event)
    assert archive.claims_in("events", event.id) == archive.claims_in("events", event.id)
    assert [entry.claim for entry in archive.claims_in("events", event.id)] == list(event.claims)
    assert archive.claims_in("places", "midford") == []


def test_a_page_shows_every_claim_that_its_record_carries(archive: Archive) -> None:
    """A claim has its address on the page of its record, whoever made it."""
    for folder in ("parties", "people"):
        for record in archive.of_kind(folder):
            shown = {entry.address for entry in archive.claims_on_page_of(folder, record.id)}
            assert {entry.address for entry in archive.claims_in(folder, record.id)} <= shown
            assert {entry.address for entry in archive.claims_by(record.id)} <= shown
