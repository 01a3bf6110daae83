"""All records of the archive as read: files found, loaded, validated, indexed by id and by claim address.

Problems are collected, never raised: one run tells everything. What needs
more than one record is left to `macros.rules`; questions about the records
are answered by `macros.archive`.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from macros import names
from macros.fields import Day, Many, Part, Ref, Slug, Text
from macros.key_words import find_key
from macros.kinds import KINDS, Kind
from macros.load import MAX_BYTES, Loaded, field_name, load_file
from macros.model import AnyRecord, Claim
from macros.problems import Problem
from macros.redirects import Redirects, read_redirects
from macros.stamps import EDITORS_OWN, Memory, stamp_of
from macros.validation import validate
from macros.walk import Loc

CITE_CALL = re.compile(r"\{\{\s*cite\(([^){}]*)\)")
CLAIMANT_KINDS = ("parties", "people", "sources")
"""Folders whose records may stand under `by` of a claim."""


class VocabWord(Part):
    """One controlled word."""

    label: Text = Field(description="What readers see.")
    meaning: Text = Field(description="What it means, in one sentence.")
    family: Literal["accord", "force", "harm", "law", "word"] | None = Field(None, description="Sign of an event kind.")
    voice: Literal["independent", "party", "reference", "state"] | None = Field(None, description="What an affiliation counts as.")
    party: Slug | None = Field(None, description="Whose people a group are.")


class ExceptionEntry(Part):
    """A rule that one record may break, and why."""

    rule: Text = Field(description="Name of the rule.")
    record: Text = Field(description="kind/id of the record.")
    reason: Text = Field(description="Why, in one sentence.")


class _Exceptions(Part):
    exceptions: list[ExceptionEntry]


class Release(Part):
    """A state of the record that was published whole. Written by `python -m macros release`."""

    version: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[0-9]+)?$")] = Field(
        description="The day of its latest check; a second release of it has a number after a full stop."
    )
    day: Day = Field(description="The day of its commit.")
    changes: Many[Text] = Field(min_length=1, description="What changed since the release before, each as a phrase.")

    @property
    def order(self) -> tuple[str, int]:
        """Sort key by version: the tenth of a day comes after the second."""
        day, _, number = self.version.partition(".")
        return day, int(number or 0)

    @property
    def anchor(self) -> str:
        """Its anchor on the page about changes."""
        return "release-" + self.version.replace(".", "-")


class _Releases(Part):
    releases: Many[Release]


@dataclass(frozen=True)
class ClaimEntry:
    """A claim with its place in the archive.

    kind, record: the record that carries it; index: its place in `record.claims`.
    """

    kind: str
    record: AnyRecord
    index: int
    claim: Claim

    @property
    def address(self) -> str:
        """`kind/record#claim`, the name of the claim everywhere."""
        return f"{self.kind}/{self.record.id}#{self.claim.id}"


@dataclass
class Records:
    """What was read. `by_kind[folder][id]` is a record; `claims[address]` a claim.

    memory: what an earlier reading found, for files that have not changed.
    cited_in_pages: ids of sources that pages under `docs/` cite.
    exceptions: rules that single records may break. redirects: old addresses; redirects_file: where they stand.
    releases: newest first.
    file_count: data files read. problems: every fault found while reading.
    """

    root: Path
    memory: Memory = field(default_factory=Memory)
    vocab: dict[str, dict[str, VocabWord]] = field(default_factory=dict)
    by_kind: dict[str, dict[str, AnyRecord]] = field(default_factory=lambda: {folder: {} for folder in KINDS})
    claims: dict[str, ClaimEntry] = field(default_factory=dict)
    cited_in_pages: set[str] = field(default_factory=set)
    exceptions: list[tuple[ExceptionEntry, Problem]] = field(default_factory=list)
    redirects: Redirects = field(default_factory=Redirects)
    redirects_file: Loaded | None = None
    releases: tuple[Release, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    file_count: int = 0

    def each(self) -> Iterator[tuple[str, AnyRecord]]:
        """Yield (folder, record) over all kinds in their order, ids sorted."""
        for folder, records in self.by_kind.items():
            for record_id in sorted(records):
                yield folder, records[record_id]

    @cached_property
    def references(self) -> list[tuple[str, AnyRecord, list[tuple[Loc, str, Ref]]]]:
        """Every id that a record names, as (folder, record, references); walked once, asked for often."""
        return [(folder, record, record.references) for folder, record in self.each()]

    @cached_property
    def texts(self) -> list[tuple[str, AnyRecord, list[tuple[Loc, str]]]]:
        """Every text that a person wrote in a record, as (folder, record, texts); walked once."""
        return [(folder, record, record.texts) for folder, record in self.each()]

    def find_in_each(self, rule: str, given: object, find: Callable[[str, AnyRecord], Iterable[Problem]]) -> Iterator[Problem]:
        """Yield what a rule finds in each record by itself; one that it has seen with the same `given` is not searched again."""
        for folder, record in self.each():
            search = partial(_listed, find, folder, record)
            yield from self.memory.recall((rule, folder, record.id), (record, given), search)

    def claimant(self, claimant_id: str) -> AnyRecord | None:
        """Return the party, person or source of that id."""
        for folder in CLAIMANT_KINDS:
            if claimant_id in self.by_kind[folder]:
                return self.by_kind[folder][claimant_id]
        return None

    def resolve_claim(self, entry: ClaimEntry, address: str) -> ClaimEntry | None:
        """Return the claim that `address`, as written in `entry`, names."""
        full = f"{entry.kind}/{entry.record.id}{address}" if address.startswith("#") else address
        return self.claims.get(full)


def _listed(find: Callable[[str, AnyRecord], Iterable[Problem]], folder: str, record: AnyRecord) -> list[Problem]:
    return list(find(folder, record))


def problem_at(
    record: AnyRecord,
    loc: tuple[str | int, ...],
    rule: str,
    found: str,
    expected: str = "",
    hint: str = "",
    severity: str = "error",
) -> Problem:
    """Return a problem at a path of a record, with the line and column it has in the file."""
    line, column = record.loaded.position(loc)
    return Problem(record.loaded.path, line, column, field_name(loc), found, expected, hint, rule, severity)


def load_records(root: Path, memory: Memory | None = None) -> Records:
    """Read everything under `root/data`; with the memory of an earlier reading, what has changed since.

    Problems are in the result, none is raised.
    """
    records = Records(root, memory or Memory())
    if not (root / "data").is_dir():
        records.problems.append(Problem("data", 1, 1, "", "the data folder is missing", rule="data-folder"))
        return records
    with without_collecting():
        _load_data(records, root / "data")
    records.cited_in_pages = cited_in_pages(root / "docs")
    return records


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave circles of dead objects alone for a while: looking for them takes a third of the time in which records are made."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _load_data(records: Records, data: Path) -> None:
    _load_vocab(records, data / "vocab")
    for folder in sorted(entry for entry in data.iterdir() if not entry.name.startswith(".")):
        _load_entry(records, folder)
    _index_claims(records)


def cited_in_pages(docs: Path) -> set[str]:
    """Return the ids in `cite(...)` calls. Whether the calls are right is for the check of pages to say."""
    files = (file for file in docs.rglob("*.md") if file.is_file() and not file.is_symlink())
    texts = (file.read_bytes().decode(errors="replace") for file in files if file.stat().st_size <= MAX_BYTES)
    return {source for text in texts for call in CITE_CALL.findall(text) for source in re.findall(r"[a-z0-9-]+", call)}


def _stray(path: Path, root: Path, found: str, hint: str = "") -> Problem:
    return Problem(path.relative_to(root).as_posix(), 1, 1, "", found, hint=hint, rule="data-layout")


def _load_entry(records: Records, entry: Path) -> None:
    if entry.name in KINDS and entry.is_dir():
        _load_kind(records, KINDS[entry.name], entry)
    elif entry.name == "exceptions.yml":
        _load_exceptions(records, entry)
    elif entry.name == "redirects.yml":
        _load_redirects(records, entry)
    elif entry.name == "releases.yml":
        _load_releases(records, entry)
    elif entry.name not in ("vocab", "basemap"):
        known = [*KINDS, "exceptions.yml", "redirects.yml", "releases.yml"]
        hint = find_key(entry.name, known) or "known here: " + ", ".join(known)
        records.problems.append(_stray(entry, records.root, f"'{entry.name}' is no kind of record", hint))


def _read(records: Records, file: Path) -> Loaded | None:
    loaded, problems = records.memory.recall(("file", file), stamp_of(file.lstat()), lambda: load_file(file, records.root))
    records.problems += problems
    records.file_count += 1
    return loaded


def _load_vocab(records: Records, folder: Path) -> None:
    for file in sorted(folder.glob("*.yml")):
        words: dict[str, VocabWord] = {}
        loaded = _read(records, file)
        if loaded is not None:
            words, problems = records.memory.recall(("words", file), loaded, partial(_words_of, loaded))
            records.problems += problems
        records.vocab[file.stem] = words


def _words_of(loaded: Loaded) -> tuple[dict[str, VocabWord], list[Problem]]:
    # One model a file, so that each word is checked and each fault has its line.
    fields: dict[str, Any] = {f"word_{i}": (VocabWord, Field(alias=word)) for i, word in enumerate(loaded.value)}
    parsed, problems = validate(create_model("Vocab", __base__=Part, **fields), loaded, {})
    words = {word: getattr(parsed, f"word_{i}") for i, word in enumerate(loaded.value)} if parsed is not None else {}
    return words, problems


def _load_exceptions(records: Records, file: Path) -> None:
    loaded = _read(records, file)
    if loaded is None:
        return
    parsed, problems = validate(_Exceptions, loaded, {})
    records.problems += problems
    for index, entry in enumerate(parsed.exceptions if parsed else []):
        line, column = loaded.position(("exceptions", index))
        stale = f"the exception from '{entry.rule}' for {entry.record} no longer applies"
        where = Problem(loaded.path, line, column, f"exceptions[{index}]", stale, hint="remove it", rule="stale-exception")
        records.exceptions.append((entry, where))


def _load_redirects(records: Records, file: Path) -> None:
    loaded = _read(records, file)
    if loaded is None:
        return
    records.redirects, problems = read_redirects(loaded)
    records.redirects_file = loaded
    records.problems += problems


def _load_releases(records: Records, file: Path) -> None:
    loaded = _read(records, file)
    if loaded is None:
        return
    parsed, problems = validate(_Releases, loaded, {})
    records.problems += problems
    records.releases = tuple(sorted(parsed.releases, key=lambda release: release.order, reverse=True)) if parsed else ()


def _load_kind(records: Records, kind: Kind, folder: Path) -> None:
    for file in sorted(folder.rglob("*")):
        if (file.is_dir() and not file.is_symlink()) or EDITORS_OWN.fullmatch(file.name):
            continue
        if file.suffix != ".yml":
            hint = f"one record, one .yml file{_with_ending(file.name)}"
            records.problems.append(_stray(file, records.root, f"'{file.name}' is not a .yml file", hint))
        elif not names.is_slug(file.stem):
            records.problems.append(_stray(file, records.root, f"'{file.stem}' is not an id", _proposed_name(file.stem)))
        else:
            _load_record(records, kind, file)


def _with_ending(name: str) -> str:
    """Return the cure for a wrong ending, "" for a file that is no record at all."""
    stem = re.sub(r"(?i)(\.ya?ml)(\.txt)?$", "", name)
    return f"; {_proposed_name(stem)}" if stem != name else ""


def _proposed_name(stem: str) -> str:
    try:
        return f"call it {names.slug(stem)}.yml"
    except names.SlugError:
        return "use small Latin letters, digits and hyphens"


def _load_record(records: Records, kind: Kind, file: Path) -> None:
    known = records.by_kind[kind.folder]
    loaded = _read(records, file)
    if loaded is None:
        return
    if file.stem in known:
        first = known[file.stem].loaded.path
        records.problems.append(_stray(file, records.root, f"the id '{file.stem}' is already used by {first}"))
        return
    make = partial(_validate, records, kind, loaded, file)
    record, problems = records.memory.recall(("record", file), (loaded, records.vocab), make)
    records.problems += problems
    if record is not None:
        loaded.forget(records.root)
        record._loaded = loaded
        known[record.id] = record


def _validate(records: Records, kind: Kind, loaded: Loaded, file: Path) -> tuple[AnyRecord | None, list[Problem]]:
    """Return the record that a file holds, or None and its problems; one that belongs to another kind has that one problem."""
    record, problems = validate(kind.model, loaded, {"vocab": records.vocab}, {"id": file.stem})
    meant = _meant_kind(kind, loaded) if problems else None
    if meant is not None:
        hint = f"put it into data/{meant.folder}"
        problems = [_stray(file, records.root, f"this record has the fields of a {meant.label.lower()}", hint)]
    return record, problems


def _meant_kind(kind: Kind, loaded: Loaded) -> Kind | None:
    """Return the kind whose record lies in the folder of another: all its keys are there, and nothing else."""

    def fits(one: Kind) -> bool:
        fields = {field.alias or name: field.is_required() for name, field in one.model.model_fields.items() if name != "id"}
        return set(loaded.value) <= set(fields) and all(key in loaded.value for key, needed in fields.items() if needed)

    return None if fits(kind) else next((one for one in KINDS.values() if one is not kind and fits(one)), None)


def _index_claims(records: Records) -> None:
    for folder, record in records.each():
        for index, claim in enumerate(getattr(record, "claims", ())):
            entry = ClaimEntry(folder, record, index, claim)
            if entry.address in records.claims:
                found = f"the claim id '{claim.id}' is used twice in this record"
                records.problems.append(problem_at(record, ("claims", index, "id"), "unique-claim", found))
            else:
                records.claims[entry.address] = entry
