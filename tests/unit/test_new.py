"""`new` writes a file that passes the check but for gaps, which the check names; it asks, proposes and never overwrites."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path

import pytest

from macros.check import check_root
from macros.cli import main
from macros.fix import fix_tree
from macros.kinds import KINDS
from macros.new import KIND_OF, NewError, Wish, make_draft
from macros.propose import find_by_url, find_named, free_id, nearest_sources, propose_id, propose_source_id
from macros.records import load_records
from tests.repository import ARCHIVE, change, hash_tree, make_repository

GAPS = {"unfinished", "source-needed"}

# A kind, the flags of a first try, and the file that comes of it.
FIRST = [
    ("event", ["--title", "Southland opens the bridge at Midford", "--date", "1991-03-02"],
     "data/events/1991/1991-03-02-southland-opens-bridge-midford.yml"),
    ("party", ["--name", "River Guard", "--date", "1990/.."], "data/parties/river-guard.yml"),
    ("place", ["--name", "Ufer am Fluß"], "data/places/ufer-am-fluss.yml"),
    ("person", ["--name", "Şahin Əli"], "data/people/sahin-eli.yml"),
    ("document", ["--title", "Treaty of the River", "--date", "1992-01"], "data/documents/treaty-river.yml"),
    ("question", ["--title", "Who built the bridge?"], "data/questions/who-built-bridge.yml"),
    ("source", ["--title", "The bridge opens", "--url", "https://www.north.invalid/opens", "--date", "1991-03-03"],
     "data/sources/north-1991-03-03-bridge-opens.yml"),
    ("term", ["--name", "The two banks"], "data/terms/two-banks.yml"),
]  # fmt: skip


def new(root: Path, *words: str) -> int:
    return main(["--root", str(root), "new", *words])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "repository")


def fill(file: Path, folder: str) -> None:
    """Fill every gap of a file, as a person would."""
    lines = file.read_text(encoding="utf-8").split("\n")
    vocab = {"events": "event-kinds", "parties": "party-kinds", "places": "place-kinds", "sources": "source-kinds"}
    words = load_records(ARCHIVE).vocab[vocab.get(folder, "document-kinds")]
    for number, line in enumerate(lines):
        key = line.strip().removeprefix("- ").split(":")[0]
        start = line[: line.find(":")]
        value = {
            "rank": "2", "kind": sorted(words)[0], "affiliation": "independent", "language": "en", "checked": '"2026-01-01"',
            "within": "riverland", "published": '"1991"', "url": '"https://north.invalid/new"',
        }.get(key, '"Words of a person."')  # fmt: skip
        if "TODO:" in line and not line.startswith("#"):
            lines[number] = f"{start}: {value}" if ":" in line.split('"')[0] else '  - "A phrase."'
        elif key == "sources" and line.endswith("[]"):
            lines[number] = line.replace("[]", "[river-watch-1991-report]")
    file.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize(("kind", "words", "path"), FIRST, ids=[case[0] for case in FIRST])
def test_a_new_file_passes_but_for_its_gaps_and_filled_passes_whole(
    kind: str, words: list[str], path: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Round trip: written, every fault is a gap in this file with place and cure; the gaps filled, no fault is left."""
    before = hash_tree(root)
    assert new(root, kind, *words) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == path and "next: " in "\n".join(said)
    problems = check_root(root).problems
    assert problems and {problem.rule for problem in problems} <= GAPS
    assert {problem.path for problem in problems} == {path}
    assert all(problem.line > 1 and (problem.hint or problem.expected) for problem in problems)
    assert {name: digest for name, digest in hash_tree(root).items() if name != path} == before
    fill(root / path, KIND_OF[kind])
    left = {problem.rule for problem in check_root(root).problems}
    # What a file alone cannot mend: a source is cited elsewhere, a question gathers claims of both sides.
    assert left == {"source": {"source-used"}, "question": {"question-claims"}}.get(kind, set())


@pytest.mark.parametrize(("kind", "words", "path"), FIRST, ids=[case[0] for case in FIRST])
def test_a_new_file_is_in_the_form_of_all(kind: str, words: list[str], path: str, root: Path) -> None:
    """The fixer finds nothing to do, each field in it is explained, and others are named."""
    fix_tree(root)
    assert new(root, kind, *words) == 0
    assert fix_tree(root) == []
    text = (root / path).read_text(encoding="utf-8")
    for name, field in KINDS[KIND_OF[kind]].model.model_fields.items():
        if name != "id":
            assert (field.description or "?") in text, name


def test_every_kind_that_people_add_can_be_begun() -> None:
    """The chapters of history alone are not for newcomers."""
    assert set(KIND_OF.values()) == set(KINDS) - {"periods"}
    assert {case[0] for case in FIRST} == set(KIND_OF)


# A kind, flags, and the flag that is missing or wrong.
MISSING = [
    (["event"], "--title is missing"),
    (["event", "--title", "X happens"], "--date is missing"),
    (["party", "--name", "X"], "--date is missing"),
    (["event", "--title", "X happens", "--date", "5 May 1990"], 'write "1990-05-05"'),
    (["event", "--title", "X happens", "--date", "1990", "--kind", "wor"], "did you mean 'war'?"),
    (["event", "--title", "X", "--date", "1990", "--party", "nortland"], "--party nortland: no such record in data/parties"),
    (["event", "--title", "X happens", "--date", "1990", "--source", "zzz"], "--source zzz: no such record in data/sources"),
    (["event", "--title", "X happens", "--date", "1990", "--id", "A B"], "--id A B: an id has small Latin letters"),
    (["event", "--title", "X", "--date", "1990", "--id", "1990-river-quarrel"], "there is such a record already; nothing"),
    (["source", "--title", "X", "--url", "http://www.south.invalid/bridge/"], "already the source 'south-herald-1990-bridge'"),
    (["source", "--title", "X", "--id", "northland"], "there is such a record already"),
    (["source", "--title", "X", "--url", "south.invalid/x"], 'write "https://south.invalid/x"'),
    (["term", "--name", "…"], "give one with --id"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "text"), MISSING, ids=[case[1] for case in MISSING])
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(
    words: list[str], text: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a terminal nobody is asked; the flag is named, with the cure that the check would give."""
    before = hash_tree(root)
    assert new(root, *words) == 1
    said = capsys.readouterr()
    assert said.out == "" and text in said.err and said.err.count("\n") == 1
    assert hash_tree(root) == before


def test_a_file_that_is_there_is_not_touched(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even one that cannot be read, so that it is in no list."""
    change(root, "data/places/far-bank.yml", "", "name: [\n")
    assert new(root, "place", "--name", "Far Bank") == 0
    assert capsys.readouterr().out.startswith("data/places/far-bank-2.yml\n")
    assert new(root, "place", "--name", "Far Bank", "--id", "far-bank") == 1
    assert (root / "data/places/far-bank.yml").read_text(encoding="utf-8") == "name: [\n"


def test_an_event_gets_what_its_title_names(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Parties and places by any of their names, an own source by its address, near ones told and not taken."""
    words = ["--title", "Nordland and Southland speak of the bridge in Ortakeçid", "--date", "1990-05-02"]
    assert new(root, "event", *words, "--source-url", "https://south.invalid/bridge/") == 0
    said = capsys.readouterr().out
    text = (root / said.splitlines()[0]).read_text(encoding="utf-8")
    assert "\nparties: [northland, southland]\n" in text
    assert "\nplaces: [midford]\n" in text
    assert "\nsources: [south-herald-1990-bridge]\n" in text
    assert "the address is the source 'south-herald-1990-bridge'" in said
    assert "  north-gazette-1990-bridge: " in said


def test_a_new_address_leads_to_a_new_source(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The next command is told; no source is made up."""
    assert new(root, "event", "--title", "A thing", "--date", "1990", "--url", "https://east.invalid/a") == 0
    assert "python -m macros new source --url 'https://east.invalid/a' --title ..." in capsys.readouterr().out


def test_with_dry_run_the_file_is_shown_and_not_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To look first."""
    before = hash_tree(root)
    assert new(root, "term", "--name", "The two banks", "--dry-run") == 0
    assert 'name: "The two banks"' in capsys.readouterr().out
    assert hash_tree(root) == before


def test_on_a_terminal_what_is_missing_is_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title, date, parties, places, sources, id; Enter takes what is proposed in brackets."""
    answers = iter(["Northland rests", "1990-06", "", "midford", "river-watch-1991-report", ""])
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(builtins, "input", lambda question: asked.append(question) or next(answers))
    assert new(root, "event") == 0
    assert [question.split(" ")[0] for question in asked if "\n" not in question] == ["Title", "Date,", "Parties", "Places", *(
        ["Sources"] if "\n" not in asked[4] else []), "Id"]  # fmt: skip
    assert "[northland]" in asked[2] and "[1990-06-northland-rests]" in asked[-1]
    text = (root / "data/events/1990/1990-06-northland-rests.yml").read_text(encoding="utf-8")
    assert "parties: [northland]\n" in text and "places: [midford]\n" in text and "sources: [river-watch-1991-report]\n" in text


def test_an_end_of_input_writes_nothing(root: Path) -> None:
    """A person who leaves leaves no trace."""

    def leave(question: str) -> str:
        raise NewError("the input ended; nothing was written")

    before = hash_tree(root)
    with pytest.raises(NewError):
        make_draft(root, Wish("event"), leave)
    assert hash_tree(root) == before


# A title, a date, and the id of them.
IDS = [
    ("Bishkek Protocol calls for a ceasefire", "1994-05-05", "1994-05-05-bishkek-protocol-calls-ceasefire"),
    ("The war", "1988~/1994", "1988-war"),
    ("Шуша’s Xankəndi", "", "shusha-xankendi"),
    ("On the", "1990", "1990-on-the"),
    ("One two three four five six seven", "199X", "one-two-three-four-five-six"),
]


@pytest.mark.parametrize(("title", "dated", "wanted"), IDS)
def test_an_id_is_the_date_and_a_few_words(title: str, dated: str, wanted: str) -> None:
    """Small words go; the date stands as far as it is known."""
    assert propose_id(title, dated) == wanted


def test_a_source_is_called_by_its_maker_day_and_title() -> None:
    """As the records of the archive are."""
    made = propose_source_id("Why the bridge had to close", "https://www.news.north.co.uk/a", "1990-05-03")
    assert made == "north-1990-05-03-why-bridge-had-close"


def test_a_taken_id_gets_a_number() -> None:
    """Two and then three."""
    assert [free_id("a", set()), free_id("a", {"a"}), free_id("a", {"a", "a-2"})] == ["a", "a-2", "a-3"]


def test_records_are_found_by_whole_words_of_their_names() -> None:
    """Another script and the genitive do no harm; part of a word is not the word."""
    records = load_records(ARCHIVE)
    assert find_named(records, "parties", "Southland’s answer to Nordland") == ["northland", "southland"]
    assert find_named(records, "places", "Мидфорд") == ["midford"]
    assert find_named(records, "places", "Midfordshire") == []


def test_a_longer_name_hides_a_shorter_one_inside_it(root: Path) -> None:
    """The mill of a town is not the town."""
    mill = (root / "data/places/riverland.yml").read_text(encoding="utf-8").replace("Riverland", "Midford Mill")
    change(root, "data/places/midford-mill.yml", "", mill)
    records = load_records(root)
    assert find_named(records, "places", "Fire at Midford Mill") == ["midford-mill"]
    assert find_named(records, "places", "From Midford to Midford Mill") == ["midford", "midford-mill"]


def test_a_gap_in_any_field_is_called_one(root: Path) -> None:
    """A word of a list, a number and a date say the same, each with what belongs there."""
    assert new(root, "event", "--title", "A thing", "--date", "1990") == 0
    told = {problem.field: problem for problem in check_root(root).problems if problem.rule == "unfinished"}
    assert set(told) == {"kind", "rank", "summary", "account[0].says", "checked"}
    assert {problem.found for problem in told.values()} == {"a gap that is still to be filled"}
    assert told["rank"].expected == "1, 2 or 3" and "blockade" in told["kind"].expected


def test_sources_are_found_by_address_and_by_words() -> None:
    """Scheme, www and a last slash do not tell sources apart; the nearest title stands first."""
    records = load_records(ARCHIVE)
    found = find_by_url(records, "http://www.south.invalid/bridge/")
    assert found is not None and found.id == "south-herald-1990-bridge"
    assert find_by_url(records, "https://south.invalid/other") is None
    assert nearest_sources(records, "The bridge had to close", "1990-05")[0].id == "south-herald-1990-bridge"
    assert nearest_sources(records, "Nothing alike whatever") == []
