"""`python -m macros new KIND`: ask, propose, write a commented file in its place, and say what comes next.

On a terminal what is missing is asked for; elsewhere a missing flag is named. A file that is
there is never touched. What was given is checked as a record's file is, before anything is written.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.draft import draft_text
from macros.kinds import KINDS, Kind
from macros.load import load_bytes
from macros.names import is_slug
from macros.problems import RecordError, did_you_mean
from macros.propose import find_by_url, find_named, free_id, nearest_sources, propose_id, propose_source_id
from macros.records import Records, load_records
from macros.validation import validate

KIND_OF = {
    "event": "events",
    "party": "parties",
    "place": "places",
    "person": "people",
    "document": "documents",
    "question": "questions",
    "source": "sources",
    "term": "terms",
}
"""What one is called, and the folder of its kind."""

DATES = {"events": "date", "documents": "date", "sources": "published", "parties": "active", "people": "born"}
"""The field that `--date` fills."""

NEEDS_DATE = frozenset({"events", "documents", "parties"})
PENDING = frozenset({"unfinished", "source-needed"})
"""Rules that a new file may break: each names a gap with its place and cure."""

Ask = Callable[[str], str]


class NewError(RecordError):
    """Something that `new` needs is missing or cannot be."""


@dataclass
class Wish:
    """What a person gave. Lists hold ids; words are text as typed, "" where nothing was given."""

    kind: str
    title: str = ""
    date: str = ""
    id: str = ""
    url: str = ""
    word: str = ""
    parties: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A file to be written. path: relative to the repository. notes: lines for the person, proposals and next steps."""

    path: str
    text: str
    notes: list[str]


def make_draft(root: Path, wish: Wish, ask: Ask | None) -> Draft:
    """Return the file that a wish stands for; `ask` gets a question and returns the answer, None where nobody can answer.

    Raises NewError when something needed is missing, when a record it names is not there, or a value is none.
    """
    records, kind = load_records(root), KINDS[KIND_OF[wish.kind]]
    notes: list[str] = []
    name = "title" if "title" in kind.model.model_fields else "name"
    wish.title = wish.title or _need(ask, "--title", f"{name.capitalize()} of the {kind.label.lower()}")
    if kind.folder in NEEDS_DATE:
        wish.date = wish.date or _need(ask, "--date", "Date, such as 1994-05-05, 1994-05 or 1988/1994")
    if kind.folder == "sources":
        _refuse_known_url(records, wish.url)
    given = _given(records, kind, wish, name, notes, ask)
    wish.id = _id(records, kind, wish, ask)
    text = draft_text(kind, given)
    path = f"data/{kind.folder}/{_year(wish.date) if kind.folder == 'events' else ''}{wish.id}.yml"
    _refuse_faults(records, kind, path, text, wish.id)
    return Draft(path, text, [*notes, *_next_steps(kind, wish, given)])


def _need(ask: Ask | None, flag: str, question: str) -> str:
    answer = ask(f"{question}: ").strip() if ask else ""
    if not answer:
        raise NewError(f"{flag} is missing; give it, or run the command on a terminal to be asked")
    return answer


def _refuse_known_url(records: Records, url: str) -> None:
    known = find_by_url(records, url) if url else None
    if known is not None:
        raise NewError(f"this address is already the source '{known.id}' ({known.loaded.path}); cite that")


def _given(records: Records, kind: Kind, wish: Wish, name: str, notes: list[str], ask: Ask | None) -> dict[str, Any]:
    """Return what is known of the record, by key."""
    given: dict[str, Any] = {name: wish.title, **wish.more}
    if wish.word:
        given["kind"] = wish.word
    if wish.date and kind.folder in DATES:
        given[DATES[kind.folder]] = wish.date
    if kind.folder == "sources":
        return {**given, **({"url": wish.url} if wish.url else {})}
    if kind.folder == "events":
        given["parties"] = wish.parties or _propose(records, "parties", wish.title, notes, ask)
        given["places"] = wish.places or _propose(records, "places", wish.title, notes, ask)
    given["sources"] = _sources(records, wish, notes, ask)
    _refuse_unknown(records, {key: given[key] for key in ("parties", "places", "sources") if key in given})
    return given


def _propose(records: Records, folder: str, title: str, notes: list[str], ask: Ask | None) -> list[str]:
    found = find_named(records, folder, title)
    if folder == "places":  # a country that acts is no place where something happened
        found = [one for one in found if one not in find_named(records, "parties", title)]
    if ask:
        answer = ask(f"{folder.capitalize()} (ids with commas){_default(', '.join(found))}: ").strip()
        return [part.strip() for part in answer.split(",") if part.strip()] if answer else found
    notes.append(f"{folder}, from the words of the title: {', '.join(found) or 'none found'}")
    return found


def _default(text: str) -> str:
    return f" [{text}]" if text else ""


def _sources(records: Records, wish: Wish, notes: list[str], ask: Ask | None) -> list[str]:
    """Return the sources that were given; those that are near are told, never taken unasked."""
    known = find_by_url(records, wish.url) if wish.url else None
    if known is not None:
        notes.append(f"the address is the source '{known.id}'")
    elif wish.url:
        notes.append(f"the address is no source yet: python -m macros new source --url '{wish.url}' --title ...")
    chosen = [*wish.sources, *([known.id] if known is not None and known.id not in wish.sources else [])]
    near = [source for source in nearest_sources(records, wish.title, wish.date) if source.id not in chosen]
    said = [f"  {source.id}: {source.title}" for source in near]
    if near:
        notes += ["sources that may carry it, by title and date:", *said]
    if ask and not chosen:
        answer = ask(
            "\n".join([*said, f"Sources (ids with commas{', from above or others' if near else ''}; Enter leaves a gap): "])
        )
        chosen = [part.strip() for part in answer.split(",") if part.strip()]
    return chosen


def _refuse_unknown(records: Records, named: Mapping[str, list[str]]) -> None:
    for folder, ids in named.items():
        for one in ids:
            if one not in records.by_kind[folder]:
                flag = {"parties": "--party", "places": "--place", "sources": "--source"}[folder]
                near = did_you_mean(one, records.by_kind[folder])
                raise NewError(f"{flag} {one}: no such record in data/{folder}" + (f"; {near}" if near else ""))


def _id(records: Records, kind: Kind, wish: Wish, ask: Ask | None) -> str:
    taken = set(records.by_kind[kind.folder]) | {file.stem for file in (records.root / "data" / kind.folder).rglob("*.yml")}
    if kind.folder in ("parties", "people", "sources"):
        taken |= {one for folder in ("parties", "people", "sources") for one in records.by_kind[folder]}
    if not wish.id:
        is_source = kind.folder == "sources"
        made = propose_source_id(wish.title, wish.url, wish.date) if is_source else propose_id(wish.title, _date_of_id(kind, wish))
        proposed = free_id(made, taken)
        wish.id = (ask(f"Id [{proposed}]: ").strip() if ask else "") or proposed
    if not is_slug(wish.id):
        raise NewError(f"--id {wish.id}: an id has small Latin letters, digits and single hyphens")
    if wish.id in taken:
        raise NewError(f"--id {wish.id}: there is such a record already; nothing was written")
    return wish.id


def _date_of_id(kind: Kind, wish: Wish) -> str:
    return wish.date if kind.folder == "events" else ""


def _year(date: str) -> str:
    return f"{date[:4]}/" if date[:4].isdigit() else ""


def _refuse_faults(records: Records, kind: Kind, path: str, text: str, record_id: str) -> None:
    """Refuse values that the check would refuse; gaps are what a draft is for."""
    loaded, problems = load_bytes(text.encode(), path)
    if loaded is not None:
        _, problems = validate(kind.model, loaded, {"vocab": records.vocab}, {"id": record_id})
    faults = [problem.message for problem in problems if problem.rule not in PENDING]
    if faults:
        raise NewError("; ".join(faults))


def _next_steps(kind: Kind, wish: Wish, given: Mapping[str, Any]) -> list[str]:
    steps = ["next: fill each gap marked TODO in the file, then run: python -m macros check"]
    if kind.folder == "sources":
        steps.append(f"and cite '{wish.id}' where it carries a sentence; a source that nothing cites is refused")
    if kind.folder == "questions":
        steps.append(f"and bind claims of both sides to it with 'question: {wish.id}'")
    if "sources" in given and not given["sources"]:
        steps.append("a source that is not there yet: python -m macros new source")
    return steps


def write_draft(root: Path, draft: Draft) -> None:
    """Write the file whole or not at all; NewError when one of that name is there."""
    file = root / draft.path
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".#{file.name}.{secrets.token_hex(4)}.half")  # a name that the check takes for an editor's
    try:
        half.write_text(draft.text, encoding="utf-8", newline="\n")
        os.link(half, file)  # unlike a rename it never replaces
    except FileExistsError:
        raise NewError(f"{draft.path} is there already; nothing was written") from None
    finally:
        half.unlink(missing_ok=True)


def terminal() -> Ask | None:
    """Return how to ask the person at the terminal, None when there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None

    def ask(question: str) -> str:
        try:
            return input(question)
        except EOFError:
            raise NewError("the input ended; nothing was written") from None

    return ask
