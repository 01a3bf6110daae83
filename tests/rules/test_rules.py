"""Each rule: the smallest change of the invented archive that breaks it, the exact problem, and the change taken back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from macros.rules import ALL_RULES, RULES
from tests.repository import (
    ARCHIVE,
    DOCUMENT,
    EVENT,
    FIGURES,
    PARTY,
    PERSON,
    PLACE,
    QUARREL,
    QUESTION,
    ROOT,
    SOURCE,
    TERM,
    change,
    copy_archive,
    data_problems,
)

NEW_SOURCE = (ARCHIVE / "data/sources/north-gazette-1990-bridge.yml").read_text(encoding="utf-8").replace("/bridge?", "/other?")
NEW_PERSON = (ARCHIVE / PERSON).read_text(encoding="utf-8")
NEW_EVENT = (ARCHIVE / QUARREL).read_text(encoding="utf-8")
LATER_EVENT = NEW_EVENT.replace("The river", "A")
CLAIM = (
    "claims:\n"
    '  - {id: said, by: southland, "on": "1991", says: "Words.", status: unverified, sources: [south-herald-1990-bridge]}\n'
)


OLD = "data/redirects.yml"
MOVED = 'moved:\n  - from: "{}"\n    to: "{}"\n    day: "2026-01-01"\n'
GONE = (
    'withdrawn:\n  - address: "{}"\n    title: "What was there"\n    day: "2026-01-01"\n    why: "It was wrong."\n    see: "{}"\n'
)


class Case(NamedTuple):
    """One slip. old "" makes a new file; place: (line, column), text: as printed; at: file, if another."""

    rule: str
    path: str
    old: str
    new: str
    place: tuple[int, int]
    text: str
    at: str = ""


# fmt: off
CASES = [
    # parties in another order than that of their names; one named twice
    Case("alphabetical", QUARREL, "[northland, southland]", "[southland, northland]", (8, 10),
         "parties: found ['southland', 'northland'], expected ['northland', 'southland']"),
    Case("alphabetical", QUARREL, "[northland, southland]", "[northland, northland]", (8, 10), "parties: a party is listed twice"),
    Case("alphabetical", EVENT, "    about: [southland]\n    sources", "    about: [southland, northland]\n    sources", (26, 12),
         "claims[0].about: found ['southland', 'northland'], expected ['northland', 'southland']"),
    # a claim about somebody without their answer; an answer that is there, said to be missing
    Case("answer-recorded", EVENT, '    answer: none-found\n    as_of: "2026-01-01"\n', "", (58, 12),
         "claims[4].about: a claim about southland without an answer; "
         "add a claim that answers it, or 'answer: none-found' with 'as_of'"),
    Case("answer-recorded", EVENT, '    voiced_by: "Ana North"\n', '    answer: none-found\n    as_of: "2026-01-01"\n', (21, 13),
         "claims[0].answer: an answer is recorded; remove 'answer' and 'as_of'"),
    # links between claims: misspelt, in another record, to itself, to the wrong claimant, back in time
    Case("claim-links", EVENT, '"#stranded-first"', '"#stranded-frst"', (59, 14),
         "claims[4].revises: no claim '#stranded-frst'; did you mean '#stranded-first'?"),
    Case("claim-links", EVENT, '"#stranded-first"', '"parties/northland#river-is-hours"', (59, 14),
         "claims[4].revises: no claim 'parties/northland#river-is-hours'; did you mean 'parties/northland#river-is-ours'?"),
    Case("claim-links", EVENT, '"#stranded-first"', '"#stranded-later"', (59, 14),
         "claims[4].revises: a claim cannot name itself"),
    Case("claim-links", EVENT, '"#stranded-first"', '"#north-closed-it"', (59, 14),
         "claims[4].revises: '#north-closed-it' was said by southland, not by northland; "
         "a claimant revises its own claims; use 'answers'"),
    Case("claim-links", EVENT, "revises:", "answers:", (59, 14),
         "claims[4].answers: '#stranded-first' was said by northland itself; use 'revises'"),
    Case("claim-links", EVENT, '"1990-06"', '"1990-04"', (59, 14),
         "claims[4].revises: '#stranded-first' was said on 1990-05-02, after 1990-04; the later claim revises the earlier one"),
    Case("claim-links", PARTY, "    status: disputed\n", '    status: disputed\n    repeats: "#nothing-like-it"\n', (44, 14),
         "claims[0].repeats: no claim '#nothing-like-it'"),
    # an id that could stand for two claimants
    Case("claimant-id", "data/sources/northland.yml", "", NEW_SOURCE, (1, 1),
         "the id 'northland' is also that of a record in data/parties"),
    # spans that end first, control that overlaps, stays open or is unsorted, lives and days that cannot be
    Case("consistent-dates", PARTY, 'to: "1990-06~"', 'to: "1987"', (29, 9),
         "leaders[0].to: ends on 1987 before it begins on 1988"),
    Case("consistent-dates", PLACE, '    from: "1991-01-01"\n', '    from: "1991-01-01"\n    to: "1990"\n', (10, 9),
         "names[1].to: ends on 1990 before it begins on 1991-01-01"),
    Case("consistent-dates", PERSON, 'from: "1988"', 'from: "1995"', (15, 9),
         "roles[0].to: ends on 1990-06~ before it begins on 1995"),
    Case("consistent-dates", PLACE, 'from: "1990-05-01"', 'from: "1917"', (28, 11),
         "control[1].from: this segment begins before the one above it; sort by date"),
    Case("consistent-dates", PLACE, '    to: "1990-04"\n', "", (23, 5),
         "control[0]: this segment has no end, yet another follows; add 'to'"),
    Case("consistent-dates", PLACE, 'to: "1990-04"', 'to: "1990-06"', (28, 11),
         "control[1].from: this segment begins on 1990-05-01, before the one above it ends on 1990-06"),
    Case("consistent-dates", PERSON, '"199X"', '"1925"', (10, 7), "died: died 1925 before being born 1931?"),
    Case("consistent-dates", "data/events/2030/2030-05-z.yml", "", LATER_EVENT.replace("1990-05/1991-03-01", "2030-05"), (5, 7),
         "date: 2030-05 is later than the day the record was checked, 2026-01-01; correct it, or check the record anew"),
    Case("consistent-dates", FIGURES, '"1991"', '"2027"', (11, 11),
         "claims[0].on: 2027 is later than the day the record was checked, 2026-01-01; correct it, or check the record anew"),
    # an id of another day, of no day, in the folder of another year
    Case("event-id", "data/events/1990/1990-05-02-z.yml", "", LATER_EVENT.replace("1990-05/1991-03-01", "1990-05-01"), (5, 7),
         "date: the id '1990-05-02-z' does not begin with a time that 1990-05-01 covers; "
         "call the file 1990-05-01-z.yml, or correct the date"),
    Case("event-id", "data/events/1990/quarrel.yml", "", LATER_EVENT, (5, 7),
         "date: the id 'quarrel' does not begin with a time that 1990-05/1991-03-01 covers; "
         "call the file 1990-05-quarrel.yml, or correct the date"),
    Case("event-id", "data/events/1991/1990-05-z.yml", "", LATER_EVENT, (1, 1),
         "the folder '1991' is not the year of the id; put the file into data/events/1990"),
    # an event inside or beside itself
    Case("event-tree", QUARREL, "places:", "part_of: 1990-river-quarrel\nplaces:", (9, 10),
         "part_of: '1990-river-quarrel' leads back to this event"),
    Case("event-tree", QUARREL, "places:", "related: [1990-river-quarrel]\nplaces:", (9, 10),
         "related: an event is not related to itself"),
    # ids of nothing: near, of another kind, deep in a list, in a source with a locator, far from everything
    Case("known-record", QUARREL, "[riverland]", "[riverlnd]", (9, 10),
         "places[0]: no record 'riverlnd' in data/places; did you mean 'riverland'?"),
    Case("known-record", QUARREL, "[riverland]", "[ana-north]", (9, 10),
         "places[0]: no record 'ana-north' in data/places; 'ana-north' is a record of data/people"),
    Case("known-record", EVENT, "[south-herald-1990-bridge, {source: north-gazette-1990-bridge,",
         "[south-herald-1990-bridge, {source: north-gazete-1990-bridge,", (17, 50),
         "account[1].sources[1].source: no record 'north-gazete-1990-bridge' in data/sources; "
         "did you mean 'north-gazette-1990-bridge'?"),
    Case("known-record", DOCUMENT, 'symbol: "BA/1"\n', 'symbol: "BA/1"\nissuer: [{name: "X", person: zzz}]\n', (8, 30),
         "issuer[0].person: no record 'zzz' in data/people"),
    Case("known-record", FIGURES, "by: river-watch-1991-report", "by: river-watch-1992-report", (10, 9),
         "claims[0].by: no record 'river-watch-1992-report' in data/parties or data/people or data/sources; "
         "did you mean 'river-watch-1991-report'?"),
    # letters that only look right
    Case("mixed-scripts", PLACE, 'name: "Midford"', 'name: "Midf\u043erd"', (1, 7),
         "name: 'Midf\u043erd' mixes Latin and Cyrillic letters (U+043E at letter 5)"),
    Case("mixed-scripts", PLACE, '"Mitford"', '"Mitford", "\u039citford"', (13, 24),
         "spellings[1]: '\u039citford' mixes Latin and Greek letters (U+039C at letter 1)"),
    # a name that is none of its language
    Case("name-script", PLACE, '"Միդֆորդ"', '"Midford"', (3, 11),
         "names[0].text: 'Midford' is in Latin letters, its language is 'hy', expected Armenian letters; "
         "write it in its own letters, and this form under 'spellings'; or correct 'lang'"),
    # an event that the chronology could not show
    Case("in-period", "data/periods/p1-before.yml", '"../1989"', '"1900/1989"', (5, 7),
         "date: 1813-10-12 lies in no period; see data/periods", "data/events/1813/1813-old-treaty.yml"),
    # coordinates: swapped, elsewhere, nowhere, without precision
    Case("place-bounds", PLACE, "[46.75, 39.8]", "[39.8, 46.75]", (19, 14),
         "coordinates: [39.8, 46.75] lies outside the region; write [46.75, 39.8]: longitude comes first"),
    Case("place-bounds", PLACE, "[46.75, 39.8]", "[2.35, 48.85]", (19, 14),
         "coordinates: [2.35, 48.85] lies outside the region; add 'abroad: true' if it is"),
    Case("place-bounds", PLACE, "[46.75, 39.8]", "[46.75, 398]", (19, 14),
         "coordinates: [46.75, 398.0] is not on the Earth, expected [longitude, latitude]"),
    Case("place-bounds", PLACE, "precision_km: 2\n", "", (19, 14),
         "coordinates: coordinates stand without 'precision_km' and 'coordinates_source'"),
    # what is contested on one sort of source alone
    Case("one-sided", QUARREL, "    sources: [river-watch-1991-report]\n",
         "    sources: [river-watch-1991-report]\n" + CLAIM.replace("unverified", "disputed").replace(
             "south-herald-1990-bridge", "river-watch-1991-report"), (3, 10),
         "sources: what is contested here rests on one sort of source alone: Independent"),
    # a claim told as a fact in the account and in the summary; corroborated by its own side alone
    Case("unverified-as-fact", EVENT, "Traders waited on both banks.", "At least 300 Northlanders were then stranded.", (16, 11),
         "account[1].says: the sentence tells as a fact what the claim 'stranded-first' says, which is revised; "
         "leave it to the claim, or say who says it"),
    Case("unverified-as-fact", EVENT, "The bridge was closed.", "It rained. Southland closed the bridge", (2, 10),
         "summary: the sentence tells as a fact what the claim 'south-closed-it' says, which is disputed; "
         "leave it to the claim, or say who says it"),
    Case("unverified-as-fact", EVENT, "    status: revised", "    status: corroborated", (48, 13),
         "claims[3].status: called corroborated, and all its sources are Armenian like the claimant; "
         "cite what corroborates it, or write 'unverified'"),
    # linked words that are not in the sentence, out of order, or lead nowhere
    Case("phrase-links", PARTY, 'words: "Midford"', 'words: "Midfort"', (23, 17),
         "account[0].links[1].words: 'Midfort' is not in the sentence, "
         "expected It closed the bridge at Midford & held the bridge."),
    Case("phrase-links", PARTY, 'words: "Midford"', 'words: "It closed"', (23, 17),
         "account[0].links[1].words: 'It closed' is before the words of the link above, "
         "expected It closed the bridge at Midford & held the bridge."),
    Case("phrase-links", PARTY, "places/midford", "places/midfrd", (23, 32),
         "account[0].links[1].to: no record 'places/midfrd'; did you mean 'places/midford'?"),
    # a question that only one side speaks to; one that does not ask
    Case("question-claims", FIGURES, "by: river-watch-1991-report", "by: northland", (1, 1),
         "claims of 1 claimant, expected at least two claimants"),
    Case("question-claims", QUESTION, "Midford?", "Midford", (1, 8), "title: the title is no question; end it with '?'"),
    # old addresses: in use, doubled, of no kind, to nothing, to something renamed or withdrawn, round in a circle
    Case("redirects", OLD, "", MOVED.format("places/midford", "places/riverland"), (2, 11),
         "moved[0].from: 'places/midford' is in use; an address that was left is never used again; choose another id"),
    Case("redirects", OLD, "", MOVED.format("events/1990-05-01-bridge-closed#stranded-first", "places/midford"), (2, 11),
         "moved[0].from: 'events/1990-05-01-bridge-closed#stranded-first' is in use; "
         "an address that was left is never used again; choose another id"),
    Case("redirects", OLD, "", MOVED.format("index-gone/", "gone/"), (3, 9), "moved[0].to: nothing is at 'gone/'"),
    Case("redirects", OLD, "", MOVED.format("place/mitford", "places/midford"), (2, 11),
         "moved[0].from: 'place/mitford' is of no kind; did you mean 'places'?"),
    Case("redirects", OLD, "", MOVED.format("places/mitford", "places/midfrd"), (3, 9),
         "moved[0].to: nothing is at 'places/midfrd'; did you mean 'places/midford'?"),
    Case("redirects", OLD, "", MOVED.format("places/a", "places/b") + MOVED.format("places/b", "places/midford")[7:], (3, 9),
         "moved[0].to: 'places/b' was itself renamed; write 'places/midford'"),
    Case("redirects", OLD, "", MOVED.format("places/a", "places/a"), (3, 9),
         "moved[0].to: 'places/a' leads back to itself, round in a circle; write the address the thing has now"),
    Case("redirects", OLD, "", MOVED.format("places/a", "places/b") + GONE.format("places/b", "places/midford"), (3, 9),
         "moved[0].to: 'places/b' was withdrawn; withdraw this one too, with the reason"),
    Case("redirects", OLD, "", GONE.format("places/midford", "places/riverland"), (2, 14),
         "withdrawn[0].address: 'places/midford' is in use; an address that was left is never used again; choose another id"),
    Case("redirects", OLD, "", GONE.format("places/a", "places/midfrd"), (6, 10),
         "withdrawn[0].see: nothing is at 'places/midfrd'; did you mean 'places/midford'?"),
    Case("redirects", OLD, "", GONE.format("old/", "places/midford"), (2, 14),
         "withdrawn[0].address: 'old/' is a page; only records and claims are withdrawn"),
    # ids that the page itself uses
    Case("reserved-id", DOCUMENT, "id: article-1-kept", "id: articles", (29, 9),
         "claims[0].id: 'articles' is the name of a section of the page"),
    Case("reserved-id", DOCUMENT, "id: article-1-kept", "id: kr-title", (29, 9),
         "claims[0].id: 'kr-title' is the name of a section of the page"),
    Case("reserved-id", "data/places/record.yml", "", (ARCHIVE / "data/places/riverland.yml").read_text(encoding="utf-8"), (1, 1),
         "'record' is an address of the site itself"),
    # a source that carries nothing
    Case("source-used", "data/sources/north-gazette-1990-other.yml", "", NEW_SOURCE, (1, 1),
         "nothing cites the source 'north-gazette-1990-other'; cite it or remove the file"),
    # letters of another script through a whole word, an id that looks like another, one name for two
    Case("spoofed-name", PLACE, 'name: "Midford"', 'name: "\u041c\u0456\u0501\u0444\u043e\u0433\u0501"', (1, 7),
         "name: '\u041c\u0456\u0501\u0444\u043e\u0433\u0501' has Cyrillic letters, but its language is written in Latin ones"),
    Case("spoofed-name", PLACE, '"Ortake\u00e7id"', '"Ortake\u00e7id \u0421\u043e"', (6, 11),
         "names[1].text: 'Ortake\u00e7id \u0421\u043e' has Cyrillic letters, but its language is written in Latin ones"),
    Case("spoofed-name", "data/people/ana-n0rth.yml", "", NEW_PERSON.replace("Ana North", "Ana Other"), (1, 1),
         "the id 'ana-north' can be taken for 'ana-n0rth'", PERSON),
    Case("spoofed-name", "data/people/ana-z.yml", "", NEW_PERSON, (1, 7), "name: 'Ana North' is the name of 'ana-north' too"),
    # one page on the web under two ids, one event told twice
    Case("unique-address", SOURCE, "https://south.invalid/bridge", "https://north.invalid/bridge?id=1&x=2", (5, 6),
         "url: the address is already that of 'north-gazette-1990-bridge'; cite that record"),
    Case("unique-address", "data/events/1990/1990-z.yml", "", NEW_EVENT, (1, 8),
         "title: '1990-river-quarrel' has the same title and date"),
    # loaded words in our own voice, whatever their case
    Case("wording", QUARREL, "A quarrel over", "Occupied land by", (2, 10),
         "summary: found the loaded word 'Occupied'; "
         "Write 'held' or 'controlled'; keep the word for claims and resolutions in quotation marks."),
    Case("wording", PLACE, '"A note."', '"The anti-terrorist note."', (30, 11),
         "control[1].note: found the loaded word 'anti-terrorist'; Write 'military operation'; keep the word for claims."),
    Case("wording", TERM, "What the bridge is called.", "The regime says so.", (3, 10),
         "summary: found the loaded word 'regime'; Write 'authorities' or 'government'."),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.text[:48]}")
def test_a_broken_rule_gives_its_one_problem_and_a_mended_one_none(case: Case, tmp_path: Path) -> None:
    """The smallest slip gives one problem, in its place and words; taken back, none."""
    root = copy_archive(tmp_path)
    before = (root / case.path).read_bytes() if case.old else None
    change(root, case.path, case.old, case.new)
    line, column = case.place
    assert [str(problem) for problem in data_problems(root)] == [
        f"{case.at or case.path}:{line}:{column}: {case.text} [{case.rule}]"
    ]
    if before is None:
        (root / case.path).unlink()
    else:
        (root / case.path).write_bytes(before)
    assert data_problems(root) == []


RECORDS = [case for case in CASES if case.path.startswith("data/") and case.path != OLD and case.rule != "reserved-id"]


@pytest.mark.parametrize("case", RECORDS, ids=lambda case: f"{case.rule}: {case.text[:48]}")
def test_a_record_can_be_excepted_from_each_rule_and_the_exception_ends_with_the_breach(case: Case, tmp_path: Path) -> None:
    """With a reason in `data/exceptions.yml` it passes; once mended, the exception is the one problem."""
    root = copy_archive(tmp_path)
    before = (root / case.path).read_bytes() if case.old else None
    change(root, case.path, case.old, case.new)
    found = Path(case.at or case.path)
    entry = f'  - rule: {case.rule}\n    record: {found.parts[1]}/{found.stem}\n    reason: "Invented."\n'
    change(root, "data/exceptions.yml", "", "exceptions:\n" + entry)
    assert data_problems(root) == []
    if before is not None:
        (root / case.path).write_bytes(before)
        assert [problem.rule for problem in data_problems(root)] == ["stale-exception"]


def test_every_rule_has_a_breaking_case() -> None:
    """No rule goes untested."""
    assert {rule.NAME for rule in RULES} == {case.rule for case in CASES}


def test_every_rule_says_what_it_asks_and_how_to_mend_it() -> None:
    """A rule carries a name in kebab case, one sentence of what it asks and one of cure; names are its own."""
    for rule in ALL_RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.NAME)
        assert rule.WHAT.endswith(".") and rule.CURE.endswith(".")
    assert len({rule.NAME for rule in ALL_RULES}) == len(ALL_RULES)


def test_every_rule_file_is_run() -> None:
    """A rule that lies in the folder is in the list."""
    files = {file.stem for file in (ROOT / "macros/rules").glob("*.py")} - {"__init__"}
    assert files == {rule.__name__.rsplit(".", 1)[-1] for rule in ALL_RULES}


FIRST = """\
    status: revised
    question: how-many-stranded
    value: {measure: displaced, of: people, low: 300}
    sources: [north-gazette-1990-bridge]"""

BOTH_SIDES = """\
    sources: [river-watch-1991-report]
claims:
  - {id: ours, by: northland, "on": "1991", says: "Words.", status: disputed, sources: [river-watch-1991-report]}
  - {id: theirs, by: southland, "on": "1991", says: "No.", status: disputed, answers: "#ours", sources: [river-watch-1991-report]}
"""

# What looks like a breach and is none: changed file, old, new.
ALLOWED = [
    pytest.param(QUARREL, '"1990-05/1991-03-01"', '"1989/1990"', id="an id that begins with any time of the date"),
    pytest.param(PLACE, '"Միդֆորդ"', '"Միդֆորդ (NK)"', id="a name with letters of its language beside others"),
    pytest.param(PLACE, "[46.75, 39.8]", "[2.35, 48.85]\nabroad: true", id="a place abroad, said to be so"),
    pytest.param(PLACE, "[46.75, 39.8]", "[43.0, 42.0]", id="the border belongs to the region"),
    pytest.param(QUARREL, "A quarrel over", "A “liberated” land by", id="a loaded word in quotation marks"),
    pytest.param(EVENT, "Southland closed the bridge.", "The regime closed it.", id="a loaded word in a claim"),
    pytest.param(SOURCE, "Why the bridge", "Why the occupied bridge", id="a loaded word in the title of a source"),
    pytest.param(QUARREL, "A quarrel over", "A non-heroic one over", id="a loaded word as part of another word"),
    pytest.param(PLACE, '"Mitford"', '"Mitford", "НКАО-Mitford"', id="two scripts in two words"),
    pytest.param(PLACE, 'to: "1990-04"', 'to: "1990-05"', id="a vague end that may meet the next beginning"),
    pytest.param(PERSON, 'born: "1931?"', 'born: "199X"', id="a vague birth that may precede a vague death"),
    pytest.param(
        "data/events/2026/2026-z.yml", "", LATER_EVENT.replace("1990-05/1991-03-01", "2026"), id="a vague date before the check"
    ),
    pytest.param(EVENT, "Traders waited on both banks.", "Northland said it: Southland closed it.", id="a claim, said whose"),
    pytest.param(
        EVENT, FIRST, FIRST.replace("revised", "corroborated").replace("[", "[river-watch-1991-report, "), id="corroborated"
    ),
    pytest.param(QUARREL, "    sources: [river-watch-1991-report]\n", BOTH_SIDES, id="both sides' words from a source of neither"),
    pytest.param(EVENT, '"#stranded-first"', '"events/1990-05-01-bridge-closed#stranded-first"', id="a claim by its whole address"),
]


@pytest.mark.parametrize(("path", "old", "new"), ALLOWED)
def test_what_only_looks_like_a_breach_passes(path: str, old: str, new: str, tmp_path: Path) -> None:
    """A rule does not refuse what its sentence allows."""
    root = copy_archive(tmp_path)
    change(root, path, old, new)
    assert data_problems(root) == []


def test_two_events_inside_each_other_are_both_named(tmp_path: Path) -> None:
    """A circle is shown at each of its links, since either may be the wrong one."""
    root = copy_archive(tmp_path)
    change(root, QUARREL, "places:", 'part_of: "1990-05-01-bridge-closed"\nplaces:')
    found = [(problem.path, problem.rule) for problem in data_problems(root)]
    assert found == [(EVENT, "event-tree"), (QUARREL, "event-tree")]


def test_parties_are_ordered_by_their_names_not_by_their_ids(tmp_path: Path) -> None:
    """The order is that of the shown names."""
    root = copy_archive(tmp_path)
    change(root, PARTY, 'name: "Northland"', 'name: "Zorthland"')
    assert {problem.rule for problem in data_problems(root)} == {"alphabetical"}


def test_every_section_of_a_record_page_is_reserved() -> None:
    """A claim cannot take the anchor of a section, so links to either stay right."""
    from macros.rules.reserved_ids import ANCHORS

    # Lists of the chronology carry no claims.
    templates = [file for file in (ROOT / "macros/templates").glob("*.html") if not file.name.startswith("listing-")]
    used = {name for file in templates for name in re.findall(r'section\("([^"]+)"', file.read_text(encoding="utf-8"))}
    assert used, "no template has a section"
    assert {name for name in used if not name.startswith("kr-")} <= ANCHORS
