"""Names of places, people and parties: normal form, search form, order, slug, script check.

For: names written in Armenian, Azerbaijani, Russian, English and a few more languages,
each shown exactly as its people write it. `fold` and `slug` are for machines only: they
follow no accepted romanisation and are never shown.

Left out: the collation rules of each language (a list mixes languages, so none would be
right for all) and NFKC or case folding of shown text, which would change names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from macros.problems import RecordError

SLUG_LENGTH = 80
"""The most letters a slug may have; addresses stay readable and file names portable."""

LANGUAGES: dict[str, str] = {
    "ar": "Arabic",
    "az": "Azerbaijani",
    "az-Arab": "Azerbaijani (Arabic script)",
    "az-Cyrl": "Azerbaijani (Cyrillic script)",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "hy": "Armenian",
    "hyw": "Western Armenian",
    "it": "Italian",
    "ka": "Georgian",
    "ku": "Kurdish",
    "la": "Latin",
    "nl": "Dutch",
    "ota": "Ottoman Turkish",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
}
"""BCP 47 tag to the English name that pages show: the only tags a name may carry."""

_SCRIPT_OF = {
    "ar": "Arabic",
    "az-Arab": "Arabic",
    "az-Cyrl": "Cyrillic",
    "el": "Greek",
    "fa": "Arabic",
    "hy": "Armenian",
    "hyw": "Armenian",
}
_SCRIPT_OF |= {"ka": "Georgian", "ota": "Arabic", "ru": "Cyrillic", "uk": "Cyrillic"}
"""Script of a language; of others it is Latin. Kurdish has several."""


def script_fault(text: str, lang: str) -> str:
    """Return why a text cannot be in the script of its language, "" when it can.

    A name in Latin letters holds no others; one in another script may have Latin words beside its own.
    """
    if lang == "ku":
        return ""
    own, found = _SCRIPT_OF.get(lang, "Latin"), scripts_of(text)
    odd = sorted(found - {own, "Latin"})
    if odd or (found and own not in found):
        return f"has {', '.join(odd or sorted(found))} letters, but its language is written in {own} ones"
    return ""


class SlugError(RecordError):
    """A text that leaves nothing to make a slug from."""


class MixedWord(NamedTuple):
    """One word whose letters come from more than one script.

    word: as written. description: a phrase that follows the quoted word.
    offset: where in the text the first odd letter stands, counted from 0.
    """

    word: str
    description: str
    offset: int

    def __str__(self) -> str:
        """Return the quoted word and its description: the finding of a problem."""
        return f"'{self.word}' {self.description}"


def normal(text: str) -> str:
    """Return the text in NFC with single spaces and none at the ends; nothing else changes."""
    return " ".join(unicodedata.normalize("NFC", text).split())


# anyascii writes the Armenian digraph "ու" as "ow"; readers type "u" ("Shushi").
_ARMENIAN_U = re.compile("[\u0578\u0548][\u0582\u0552]")
_QUOTES = re.compile(r"[\"'`<>]+")


def fold(text: str) -> str:
    """Return the form that lists are sorted by and ids are made from: lower-case ASCII, single spaces, no quote marks.

    Diacritics go ("Şuşa" gives "susa"), ə becomes e, ı and İ become i, Armenian and
    Cyrillic are transliterated ("Шуша" gives "shusha"). Folding twice changes nothing.
    """
    text = _ARMENIAN_U.sub("u", unicodedata.normalize("NFC", text))
    return " ".join(_QUOTES.sub("", anyascii(text)).lower().split())


@lru_cache(maxsize=16_384)  # names are sorted on page after page
def sort_key(text: str) -> tuple[str, str]:
    """Return the key for alphabetical lists: the folded text, then the text itself."""
    return (fold(text), text)


def slug(text: str) -> str:
    """Return an ASCII id of a-z, 0-9 and single hyphens, at most `SLUG_LENGTH` long.

    A longer one is cut after a whole word where it has several. A slug of a slug is the
    same slug. Raises SlugError when the text has no letter or digit.
    """
    made = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if not made:
        raise SlugError("a text without letters or digits, expected something to make an id from")
    if len(made) <= SLUG_LENGTH:
        return made
    return made[: SLUG_LENGTH + 1].rpartition("-")[0] or made[:SLUG_LENGTH]


def skeleton(slug: str) -> str:
    """Return what an id looks like at a glance: two ids with the same skeleton can be taken for each other."""
    for sign, seen in (("0", "o"), ("1", "l"), ("rn", "m"), ("vv", "w"), ("cl", "d"), ("-", "")):
        slug = slug.replace(sign, seen)
    return slug


def is_slug(text: str) -> bool:
    """Return whether the text may be an id: a-z, 0-9, single inner hyphens, `SLUG_LENGTH` at most."""
    return len(text) <= SLUG_LENGTH and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


_SCRIPTS = ("ARABIC", "ARMENIAN", "CYRILLIC", "GEORGIAN", "GREEK", "LATIN")
# A word ends at spaces, hyphens, slashes and all other punctuation, so "НКАО-ի" is two words;
# combining marks belong to the letter before them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


_ORNAMENTS = re.compile(
    "[\u0250-\u0258\u025a-\u02af\u1d00-\u1dbf\u2100-\u214f\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f\uff21-\uff5a\U0001d400-\U0001d7ff]"
)
"""Letters of phonetics and formulas and wide ones, which look like plain letters; the schwa of Azerbaijani is none of them."""
ORNAMENT = "Ornamental"
_WITHOUT_LOOKALIKES = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "MODIFIER", "FEMININE", "MASCULINE")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Return the script of a letter as a word ("Latin"), "" for anything we do not compare."""
    if _ORNAMENTS.match(letter) and letter.isalpha():
        return ORNAMENT
    words = unicodedata.name(letter, "").split() if letter.isalpha() else []
    known = next((word.capitalize() for word in words if word in _SCRIPTS), "")
    if known or not words or words[0] in _WITHOUT_LOOKALIKES or words[0].startswith("CJK"):
        return known
    return words[0].capitalize()


def scripts_of(text: str) -> set[str]:
    """Return the scripts of the letters of a text, of those that we compare: {"Armenian"}."""
    return {script for letter in text if (script := _script(letter))}


def mixed_scripts(text: str) -> list[MixedWord]:
    """Return the words that mix Arabic, Armenian, Cyrillic, Georgian, Greek or Latin letters.

    They come in the order of the text; the list is empty when every word keeps to one
    script. Such a word looks right and is never found: a Cyrillic "а" in "Stepanakert".
    """
    found = []
    for match in _WORD.finditer(text):
        scripts = [_script(letter) for letter in match[0]]
        if len(set(filter(None, scripts))) > 1 or ORNAMENT in scripts:
            found.append(_describe(match[0], match.start(), scripts))
    return found


def _describe(word: str, start: int, scripts: list[str]) -> MixedWord:
    """Name the scripts, the commonest first, and the first letter that is not of that one."""
    # sorted() is stable, so of two equally common scripts the one that begins the word leads.
    names = sorted(dict.fromkeys(filter(None, scripts)), key=scripts.count, reverse=True)
    if ORNAMENT in names:
        odd = scripts.index(ORNAMENT)
        return MixedWord(
            word, f"has a letter that only looks like a plain one (U+{ord(word[odd]):04X} at letter {odd + 1})", start + odd
        )
    odd = next(i for i, script in enumerate(scripts) if script and script != names[0])
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    place = f"U+{ord(word[odd]):04X} at letter {odd + 1}"
    return MixedWord(word, f"mixes {listed} letters ({place})", start + odd)
