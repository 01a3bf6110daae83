"""What must hold for any input at all: a value that loses nothing, or a problem that says where it stands.

Each target takes bytes and raises AssertionError when the promise is broken; any other
exception is a crash. Used by the short tests, by hypothesis and by the long run (`make fuzz`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from zlib import crc32

import html5lib
import yaml
from jinja2 import StrictUndefined
from markdown import Markdown

from macros import edtf
from macros.archive import Archive
from macros.characters import BAD
from macros.fix import fix_text
from macros.frame_check import CODE, frame_faults
from macros.kinds import KINDS
from macros.load import Loaded, load_bytes
from macros.model import AnyRecord
from macros.page_check import check_page, split_page
from macros.pages import PageMacros
from macros.problems import Problem, RecordError
from macros.records import load_records
from macros.sandbox import PageEnvironment
from macros.validation import validate
from tests.repository import ARCHIVE

WORD = re.compile(r"\w+")
ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}|data:|blob:")
"""What browsers fetch from another host, or make up, once white space is taken out: a backslash is a slash to them."""
"""What the fixer keeps of a text, wherever it puts it."""

HEAD = b'---\ntitle: "X"\n---\n'


def check_located(problems: Iterable[Problem], path: str, text: str) -> None:
    """A problem names the file, a place inside it, and says something in one line that can be printed."""
    lines = text.replace("\r\n", "\n").split("\n")
    for problem in problems:
        said = str(problem)
        assert problem.path == path, said
        assert 1 <= problem.line <= len(lines) + 1, said
        length = len(lines[problem.line - 1]) if problem.line <= len(lines) else 0
        assert 1 <= problem.column <= length + 2, f"{said} in a line of {length}"
        assert problem.found and problem.rule, said
        assert "\n" not in said and BAD.search(said) is None, ascii(said)
        assert len(said) < 3_000, said[:300]


class _Quoted(yaml.SafeDumper):
    """Writes every text in quotes, so that reading it back guesses nothing."""


_Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def dump(value: Any) -> bytes:
    """Return plain values as YAML."""
    text: str = yaml.dump(value, Dumper=_Quoted, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text.encode()


def scalars(value: Any) -> Iterator[str]:
    """Yield every key and value in their order, as another reader would write them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    elif value is True or value is False or value is None:
        yield {True: "true", False: "false", None: "null"}[value]
    else:
        yield value if isinstance(value, str) else repr(value)


def other_reading(text: str) -> list[str] | None:
    """Return every scalar of a text as PyYAML's own parser, which is not libyaml, reads it; None when it refuses."""
    try:
        events = list(yaml.parse(text, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):
        return None
    return [event.value for event in events if isinstance(event, yaml.ScalarEvent)]


def is_same_number(one: str, other: str) -> bool:
    """Return whether two texts are one number: "1e16" and "10000000000000000.0" are."""
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def check_load(raw: bytes) -> Loaded | None:
    """Bytes to values: nothing lost, read back equal, or located problems."""
    loaded, problems = load_bytes(raw, "data/x.yml")
    if loaded is None:
        assert problems
        check_located(problems, "data/x.yml", raw.decode("utf-8", "replace").removeprefix("\ufeff"))
        return None
    assert not problems
    again, faults = load_bytes(dump(loaded.value), "again")
    assert again is not None and again.value == loaded.value, faults or (loaded.value, again)
    # The other parser is slow: of long texts it reads every eighth.
    other = (
        None if len(raw) > 1_500 and crc32(raw) % 8 else other_reading(raw.decode().removeprefix("\ufeff").replace("\r\n", "\n"))
    )
    if other is not None:
        mine = list(scalars(loaded.value))
        assert len(mine) == len(other), (mine, other)
        assert all(a == b or is_same_number(a, b) for a, b in zip(mine, other, strict=True)), (mine, other)
    return loaded


def check_edtf(raw: bytes) -> None:
    """Text to a date that can be shown every way, or one line that says why not."""
    text = raw.decode("utf-8", "replace")
    try:
        found = edtf.parse(text)
    except edtf.DateError as error:
        assert error.found and "\n" not in str(error) and len(str(error)) < 500, str(error)
        return
    assert str(found) == text and re.fullmatch(edtf.PATTERN, text), text
    assert edtf.parse(text) == found and not found < found
    assert (found.earliest or found.latest) and (found.earliest is None or found.latest is None or found.earliest <= found.latest)
    said = [found.shown, found.shown_short, edtf.lower_text(found), edtf.upper_text(found), edtf.show(found, weekday=True)]
    assert all(said) and 1 <= edtf.year_of(found) <= 9999 and found.precision
    for end in (found.start, found.end):
        assert end is None or edtf.parse(end.text) == end
    try:
        assert edtf.show_old_style(found) and edtf.gregorian(found)
    except edtf.DateError as error:
        assert str(error)


@cache
def macros() -> PageMacros:
    """The macros of the invented archive, held to arguments and rendering blocks."""
    return PageMacros(Archive(load_records(ARCHIVE)), "https://record.invalid/")


@cache
def environment() -> PageEnvironment:
    """The environment that the host would run a page in."""
    made = type("E", (PageEnvironment,), {"known": macros().as_dict()})(undefined=StrictUndefined)
    assert isinstance(made, PageEnvironment)
    return made


def build_page(raw: bytes) -> str:
    """Return what the host would make of a page that passed the check."""
    page, _ = split_page(raw.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"), "docs/x.md", {})
    assert page is not None
    macros().start_page()
    text = environment().from_string(page.body).render(**environment().known)
    settings = {"toc": {"title": "On this page", "toc_depth": 2}}
    return Markdown(extensions=["attr_list", "tables", "toc"], extension_configs=settings).convert(text)


def check_whole_page(raw: bytes) -> bool:
    """A page is refused with its place, or builds into an article that stays one and runs nothing. True when built."""
    problems = list(check_page(raw, "docs/x.md", macros().as_dict(), macros().start_page))
    check_located(problems, "docs/x.md", raw.decode("utf-8", "replace").removeprefix("\ufeff"))
    if problems:
        return False
    try:
        html = build_page(raw)
    except RecordError:
        return False  # a call that only its place in the page makes wrong
    page = f'<!doctype html><html><head><title>t</title></head><body><main><article>{html}</article></main><footer id="end"></footer></body></html>'
    if frame_faults(page):
        return False
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    article, body = tree.find("body/main/article"), tree.find("body")
    assert article is not None and [child.tag for child in body] == ["main", "footer"], html[:2_000]
    for element in article.iter():
        tag = str(element.tag)
        assert tag not in CODE, tag
        for name, value in element.attrib.items():
            plain = re.sub(r"[\x00-\x20]", "", str(value)).lower()
            assert not str(name).lower().startswith("on"), (tag, name)
            assert not (name in ("href", "src", "action") and plain.startswith(("javascript:", "data:", "vbscript:"))), (tag, value)
            assert not (name == "src" and ELSEWHERE.match(plain)), (tag, value)
    return True


def check_body(raw: bytes) -> None:
    """The body of a page."""
    check_whole_page(HEAD + raw)


def check_front(raw: bytes) -> None:
    """The front matter of a page: what passes goes into the theme unescaped, so it must be words."""
    page = b"---\n" + raw + b"\n---\nWords.\n"
    if check_whole_page(page):
        loaded, _ = load_bytes(b"# front\n" + raw.split(b"\n---\n")[0], "x")
        assert loaded is not None
        for key in ("title", "description"):
            assert not set(str(loaded.value.get(key, ""))) & set("<>{"), loaded.value
        assert '"' not in str(loaded.value.get("description", "")) and not set(loaded.value) - {
            "title",
            "description",
            "hide",
            "search",
        }


def check_call(raw: bytes) -> None:
    """The arguments of a macro, the first byte choosing which."""
    names = sorted(macros().as_dict())
    name = names[raw[0] % len(names)] if raw else "link"
    check_whole_page(HEAD + b"{{ " + name.encode() + b"(" + raw[1:] + b") }}\n")


@cache
def vocabularies() -> Mapping[str, Any]:
    """The words of the invented archive."""
    return load_records(ARCHIVE).vocab


def as_read(value: Any) -> Any:
    """Return a loaded value as a record keeps it: white space folded, a bare source id as the mapping it stands for."""
    if isinstance(value, dict):
        return {
            key: as_sources(inner) if key in ("sources", "coordinates_source") else as_read(inner) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [as_read(inner) for inner in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def as_sources(value: Any) -> Any:
    """Return sources as mappings."""
    if isinstance(value, list):
        return [{"source": one} if isinstance(one, str) else as_read(one) for one in value]
    return {"source": value} if isinstance(value, str) else as_read(value)


def check_record(raw: bytes, folder: str, words: Mapping[str, Any], path: str = "data/x.yml") -> AnyRecord | None:
    """Bytes to a record that holds every scalar of the text, or located problems. Returns the record."""
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    loaded = check_load(raw)
    if loaded is None:
        return None
    kind = KINDS[folder]
    record, problems = validate(kind.model, loaded, {"vocab": words}, {"id": "x"})
    check_located(problems, "data/x.yml", text)
    assert (record is None) == bool(problems)
    if record is None:
        return None
    kept = record.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"id"})
    assert kept == as_read(loaded.value), (kept, loaded.value)
    fixed = fix_text(text.replace("\r\n", "\n"), kind.model)
    again, _ = load_bytes(fixed.encode(), "fixed")
    assert again is not None and one_spaced(again.value) == one_spaced(loaded.value) and fix_text(fixed, kind.model) == fixed
    assert Counter(WORD.findall(fixed)) == Counter(WORD.findall(text)), "a word was lost"
    return record


def one_spaced(value: Any) -> Any:
    """Return a value with single spaces in its texts, as the fixer writes them."""
    if isinstance(value, Mapping):
        return {key: one_spaced(item) for key, item in value.items()}
    if isinstance(value, list):
        return [one_spaced(item) for item in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def check_any_record(raw: bytes) -> None:
    """A record of any kind, the first byte choosing which."""
    folders = sorted(KINDS)
    check_record(raw[1:], folders[raw[0] % len(folders)] if raw else "events", vocabularies())


TARGETS: Mapping[str, Callable[[bytes], Any]] = {
    "load": check_load,
    "record": check_any_record,
    "edtf": check_edtf,
    "page": check_body,
    "front": check_front,
    "call": check_call,
}
"""What is fuzzed, by name."""
