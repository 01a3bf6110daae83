"""What the archive holds, in numbers: for people who look after its balance.

Counts only; what is good enough is for people to judge. The words of the tables
are those of the vocabularies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import cast

from macros.archive import Archive
from macros.edtf import year_of
from macros.kinds import KINDS
from macros.model import Source

Row = tuple[str, str]
Table = tuple[str, Sequence[Row]]
"""A heading and its rows of (words, number)."""


def stats_tables(archive: Archive) -> list[Table]:
    """Return every table, in the order in which they are shown."""
    return [
        ("Records", _records(archive)),
        ("Answers to claims", _answers(archive)),
        ("Sources by affiliation", _counted(archive, "affiliations", (source.affiliation for source in archive.sources))),
        ("Sources by language", _counted(archive, "languages", (source.language for source in archive.sources))),
        ("Events resting on one affiliation only", _one_sided(archive)),
        ("Contested events", _contested(archive)),
        ("Sentences of accounts", _sentences(archive)),
        ("Broken references", _broken(archive)),
        ("Not yet checked by a person", _unchecked(archive)),
    ]


def _records(archive: Archive) -> list[Row]:
    counts = archive.counts()
    rows = [(kind.plural, str(counts[folder])) for folder, kind in KINDS.items()]
    rows += [("Claims", str(counts["claims"])), ("of these with a figure", str(counts["figures"]))]
    years = [year_of(event.date) for event in archive.events]
    if years:
        rows += [("Years from", str(min(years))), ("to", str(max(years))), ("Years with an event", str(len(set(years))))]
    return rows


def _answers(archive: Archive) -> list[Row]:
    """Count the claims about somebody else by what stands beside them, as the rule `answer-recorded` reads them."""
    found: Counter[str] = Counter()
    for entry in archive.claims.values():
        claim = entry.claim
        if not any(party != claim.by for party in claim.about):
            continue
        found["all"] += 1
        if archive.answers_to(entry):
            found["answered"] += 1
        elif claim.answer:
            found["none-found"] += 1
        elif claim.answers:
            found["is-answer"] += 1
        else:
            found["open"] += 1
    words = {
        "all": "Claims about another party",
        "answered": "answered",
        "none-found": "answer sought, none found",
        "is-answer": "answers themselves, not answered again",
        "open": "without an answer",
    }
    return [(text, str(found[name])) for name, text in words.items()]


def _counted(archive: Archive, vocab: str, words: Iterable[str]) -> list[Row]:
    """Return how often each word occurs, most frequent first, then alphabetically."""
    labels = archive.vocab[vocab]
    counts = Counter(labels[word].label for word in words)
    return [(label, str(count)) for label, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))]


def _one_sided(archive: Archive) -> list[Row]:
    voices = (archive.affiliations_of("events", event.id) for event in archive.events)
    return _counted(archive, "affiliations", chain.from_iterable(voice for voice in voices if len(voice) == 1))


def _contested(archive: Archive) -> list[Row]:
    """Count the events with a disputed claim by what their sources lack; each is marked on its page."""
    found = [event for event in archive.events if archive.is_contested("events", event.id)]
    alone = sum(len(archive.affiliations_of("events", event.id)) == 1 for event in found)
    share = f"{alone} ({100 * alone / len(found):.1f} %)" if found else "0"
    lacks = Counter(chain.from_iterable(archive.missing_voices("events", event.id) for event in found))
    rows = [("All", str(len(found))), ("on sources of one affiliation", share)]
    return rows + [(f"without a source that is {voice}", str(count)) for voice, count in sorted(lacks.items())]


def _sentences(archive: Archive) -> list[Row]:
    """Count the sentences of events and parties by what carries them."""
    accounts = [*(event.account for event in archive.events), *(party.account for party in archive.parties)]
    cited = [
        [cast(Source, archive.get("sources", cite.source)) for cite in statement.sources]
        for account in accounts
        for statement in account
    ]
    rows = {
        "All": len(cited),
        "without a source": sum(not sources for sources in cited),
        "on encyclopedias alone": sum(all(source.affiliation == "encyclopedia" for source in sources) for sources in cited),
        "on sources known from excerpts alone": sum(all(source.checked is None for source in sources) for sources in cited),
    }
    return [(words, str(count)) for words, count in rows.items()]


def _broken(archive: Archive) -> list[Row]:
    broken = sum(
        not any(value in archive.records.by_kind[kind] for kind in ref.kinds)
        for _, _, references in archive.records.references
        for _, value, ref in references
    )
    return [("Ids that name no record", str(broken))]


def _unchecked(archive: Archive) -> list[Row]:
    counts = {kind.plural: sum(record.checked is None for record in archive.of_kind(folder)) for folder, kind in KINDS.items()}
    return [(plural, str(count)) for plural, count in counts.items() if count]


def format_tables(tables: Iterable[Table]) -> str:
    """Return the tables as text: a heading, then words and numbers in two columns."""
    return "\n\n".join("\n".join([heading, *_lines(rows)]) for heading, rows in tables)


def _lines(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return ["  none"]
    wide = max(len(words) for words, _ in rows)
    long = max(len(number) for _, number in rows)
    return [f"  {words:<{wide}}  {number:>{long}}" for words, number in rows]
