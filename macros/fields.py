"""The field types that records are made of: text, dates, words from vocabularies, references.

Each type refuses what it cannot mean and says so in the words of a
`Problem`. What needs other records (does this source exist?) is left to the
rules; what needs only the vocabularies is checked here, through the
validation context `{"vocab": {name: words}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from macros import edtf, names
from macros.problems import did_you_mean

T = TypeVar("T")


class Part(BaseModel):
    """The base of everything read from data: strict, frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, validate_by_alias=True)


def fault(rule: str, found: str, expected: str = "", hint: str = "") -> PydanticCustomError:
    """Return the error a field type raises; its parts become those of a `Problem`."""
    context = {"rule": rule, "found": found, "expected": expected, "hint": hint}
    return PydanticCustomError("record_fault", "{found}", context)


GAP = "TODO"
"""A value that begins so is still to be written; `python -m macros new` leaves such gaps."""


GAP_WORDS = ("a gap that is still to be filled", "write it in place of the gap; remove the line if it is not needed")
"""Finding and cure of a gap."""


def is_gap(value: Any) -> bool:
    """Return whether a value is a gap that its writer has yet to fill."""
    return isinstance(value, str) and value.startswith(GAP)


def _need_text(value: Any, rule: str, expected: str) -> str:
    if is_gap(value):
        raise fault("unfinished", GAP_WORDS[0], expected, GAP_WORDS[1])
    if not isinstance(value, str):
        raise fault(rule, f"found {value!r}", expected, _text_hint(value))
    return value


def _text_hint(value: Any) -> str:
    if isinstance(value, list):
        return "remove the brackets, or the dash before it"
    if isinstance(value, dict):
        return "put the text in quotes, and write it behind the key"
    return f'write "{str(value).lower() if isinstance(value, bool) else value}"'


def _read_text(value: Any) -> str:
    text = _need_text(value, "text", "text in quotes")
    if not text.strip():
        raise fault("text", "empty text", "words", "write them or remove the key")
    return " ".join(text.split())


def _read_date(value: Any) -> edtf.EdtfDate:
    text = _need_text(value, "edtf-date", "an EDTF date in quotes")
    try:
        return edtf.parse(text)
    except edtf.DateError as error:
        hint = error.hint or ("" if error.expected else "correct it, or leave out the part that is not known")
        raise fault("edtf-date", error.found, error.expected, hint) from error


def _read_day(value: Any) -> edtf.EdtfDate:
    day = _read_date(value)
    if day.is_interval or day.precision != "day" or day.is_approximate or day.is_uncertain:
        raise fault("edtf-date", f'found "{day.text}"', "one full day", 'such as "1994-05-05"')
    return day


def _read_url(value: Any) -> str:
    text = _need_text(value, "web-address", "a web address in quotes")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise fault("web-address", f"'{text}' is not a web address") from None
    if parts.scheme not in ("http", "https"):
        bare = not parts.scheme and not text.startswith("/") and "." in text and " " not in text
        hint = f'write "https://{text}"; ' if bare else ""
        raise fault("web-address", f"found '{text}'", "an http or https address", f"{hint}only these two are allowed")
    # Another script could spell a host that looks like a known one, and browsers drop some white space.
    if not parts.netloc.isascii() or not text.isprintable() or any(map(str.isspace, text)):
        expected = "ASCII letters in the host and no space anywhere"
        raise fault("web-address", f"'{text}' is not a web address", expected, "copy it as the browser sends it")
    if not parts.hostname or parts.username or any(letter in text for letter in " <>\"'\\^`{|}"):
        raise fault("web-address", f"'{text}' is not a web address", "https://host/path without spaces or quotes")
    return text


def _read_slug(value: Any) -> str:
    text = _need_text(value, "slug", "an id in quotes")
    if not names.is_slug(text):
        hint = _slug_hint(text)
        raise fault("slug", f"'{text}' is not an id", "small Latin letters, digits and single hyphens", hint)
    return text


def _slug_hint(text: str) -> str:
    if "://" in text:
        return "an address is no id; write the name of the source's file in data/sources, without its ending"
    parts = [part.strip() for part in text.replace(";", ",").split(",")]
    if len(parts) > 1 and all(map(names.is_slug, parts)):
        return f"write {', '.join(parts)} with commas between them"
    try:
        return f"write '{names.slug(text)}'"
    except names.SlugError:
        return ""


_SLUG_SCHEMA = WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": names.SLUG_LENGTH})

Text = Annotated[str, BeforeValidator(_read_text)]
"""Words on one or more lines; white space is folded, emptiness refused."""

Slug = Annotated[str, BeforeValidator(_read_slug), _SLUG_SCHEMA]
"""An id: ASCII, lower case, made once."""

Url = Annotated[str, BeforeValidator(_read_url), WithJsonSchema({"type": "string", "format": "uri"})]
"""A web address whose scheme is http or https."""

_DATE_SCHEMA = WithJsonSchema({"type": "string", "pattern": edtf.PATTERN})
_DAY_SCHEMA = WithJsonSchema({"type": "string", "format": "date", "pattern": edtf.DAY_PATTERN})
_AS_TEXT = PlainSerializer(str, return_type=str)

Date = Annotated[edtf.EdtfDate, PlainValidator(_read_date), _AS_TEXT, _DATE_SCHEMA]
"""An EDTF date or interval, kept as written."""

Day = Annotated[edtf.EdtfDate, PlainValidator(_read_day), _AS_TEXT, _DAY_SCHEMA]
"""One full day, nothing vaguer."""

Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A list in the file; a tuple here, so that a record cannot change."""


@dataclass(frozen=True)
class Word:
    """Marks a text field as a word of `data/vocab/<vocab>.yml`."""

    vocab: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the word against the vocabulary in the validation context."""
        return core_schema.with_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave a mark that `macros.schema` replaces by the list of words."""
        return {"type": "string", "x-vocab": self.vocab}

    def _check(self, value: Any, info: ValidationInfo) -> str:
        words: Mapping[str, Any] = (info.context or {}).get("vocab", {}).get(self.vocab, {})
        text = _need_text(value, "vocabulary", f"one of {', '.join(sorted(words))}" if is_gap(value) else "a word in quotes")
        if text not in words:
            labels = [word for word, entry in words.items() if str(getattr(entry, "label", "")).casefold() == text.casefold()]
            hint = f"did you mean '{labels[0]}'?" if labels else did_you_mean(text, words) or "known: " + ", ".join(sorted(words))
            raise fault("vocabulary", f"'{text}' is not one of the allowed values", f"a word of data/vocab/{self.vocab}.yml", hint)
        return text


@dataclass(frozen=True)
class Ref:
    """Marks a text field as the id of a record of one of `kinds` (checked by the rule `known-record`)."""

    kinds: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave a mark that `macros.schema` turns into words on what the id names."""
        return {**handler(core), "x-record": list(self.kinds)}


PartyRef = Annotated[Slug, Ref(("parties",))]
PlaceRef = Annotated[Slug, Ref(("places",))]
PersonRef = Annotated[Slug, Ref(("people",))]
DocumentRef = Annotated[Slug, Ref(("documents",))]
EventRef = Annotated[Slug, Ref(("events",))]
QuestionRef = Annotated[Slug, Ref(("questions",))]
SourceRef = Annotated[Slug, Ref(("sources",))]
ClaimantRef = Annotated[Slug, Ref(("parties", "people", "sources"))]


def _read_claim_address(value: Any) -> str:
    text = _need_text(value, "claim-address", "the address of a claim in quotes")
    record, mark, claim = text.partition("#")
    kind, _, slug = record.partition("/")
    whole = not record or (kind.isalpha() and names.is_slug(slug))
    if not mark or not names.is_slug(claim) or not whole:
        expected = '"#claim" in this record or "kind/record#claim" in another'
        hint = f'write "#{text}"' if names.is_slug(text) else ""
        raise fault("claim-address", f"'{text}' is not the address of a claim", expected, hint)
    return text


_ADDRESS_SCHEMA = WithJsonSchema({"type": "string", "pattern": "^(?:[a-z]+/[a-z0-9-]+)?#[a-z0-9]+(-[a-z0-9]+)*$"})

ClaimAddress = Annotated[str, BeforeValidator(_read_claim_address), _ADDRESS_SCHEMA]
"""`#claim-id` in the same record, `events/<id>#<claim-id>` in another."""


def _read_record_address(value: Any) -> str:
    text = _need_text(value, "record-address", "the address of a record in quotes")
    kind, slash, slug = text.partition("/")
    if not slash or not kind.isalpha() or not names.is_slug(slug):
        raise fault("record-address", f"'{text}' is not the address of a record", '"kind/record", such as "places/shusha"')
    return text


_RECORD_SCHEMA = WithJsonSchema({"type": "string", "pattern": "^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$"})

RecordAddress = Annotated[str, BeforeValidator(_read_record_address), _RECORD_SCHEMA]
"""`kind/id` of a record of any kind (checked by the rule `phrase-links`)."""


class Cite(Part):
    """A source behind a statement, with the place in it where known."""

    source: SourceRef = Field(description="Id of the source record.")
    locator: Text | None = Field(None, description="Where in the source: page, paragraph, article.")


def _read_cite(value: Any) -> Any:
    return {"source": value} if isinstance(value, str) else value


CiteField = Annotated[Cite, BeforeValidator(_read_cite, json_schema_input_type=SourceRef | Cite)]
"""A source id alone, or a mapping with `source` and `locator`."""


def _need_sources(value: Any) -> Any:
    if isinstance(value, list) and not value:
        raise fault("source-needed", "no source is named", "at least one source", "name one or remove the statement")
    return value


Sources = Annotated[tuple[CiteField, ...], Field(strict=False, min_length=1), BeforeValidator(_need_sources)]
"""At least one source."""
