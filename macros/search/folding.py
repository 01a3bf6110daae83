"""One folding for search: the form in which what a reader types and what a record is called are compared.

It is declared here alone. The build applies it in Python, to know which spellings are one; the browser applies it to
the query and to the names. `TABLE` is written into the index, so the two cannot differ; a test runs both over all names.
It follows no accepted romanisation, is never shown, and may change: ids come from `macros.names`, not from here.

Left out: any knowledge of languages. Ղարաբաղ folds to "gharabagh" and Qarabağ to "qarabag"; that both lead to one
place is what records say.
"""

from __future__ import annotations

import re
import unicodedata


def _pairs(letters: str, folded: str) -> dict[str, str]:
    """Return each letter with the word that stands for it; "-" for nothing."""
    return dict(zip(letters, folded.split(), strict=True))


_CYRILLIC = _pairs(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяєіґ",
    "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya e i g",
)
_ARMENIAN = _pairs(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
    "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev",
)
_GEORGIAN = _pairs(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
)
_LATIN = {"ə": "e", "ı": "i", "ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ʻ": "-", "ʼ": "-"}
# A sign that readers leave out or put in at will: it joins what stands on both sides.
_JOINED = dict.fromkeys("'’‘`´ʹ՛՚", "-")

PAIRS: tuple[tuple[str, str], ...] = (("ու", "u"), ("եւ", "ev"))
"""Two letters that are one sound, replaced before the single letters."""

TABLE: dict[str, str] = {
    letter: "" if folded == "-" else folded
    for letter, folded in sorted({**_CYRILLIC, **_ARMENIAN, **_GEORGIAN, **_LATIN, **_JOINED}.items())
    if len(letter) == 1
}
"""Lower-case letter without marks to what stands for it; every letter that is neither here nor a-z or 0-9 is a space."""

_OTHER = re.compile(r"[^a-z0-9]")


def fold(text: str) -> str:
    """Return the form that search compares: a-z, 0-9 and single spaces, none at the ends; "" when nothing is left.

    Marks go ("Şuşa" gives "susa"), ə becomes e and ı i, Armenian, Cyrillic and Georgian are written in Latin letters,
    an apostrophe joins, every other sign parts ("S/RES/822" gives "s res 822"). Folding twice changes nothing.
    """
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(letter for letter in text if not unicodedata.category(letter).startswith("M"))
    for pair, folded in PAIRS:
        text = text.replace(pair, folded)
    return " ".join(_OTHER.sub(lambda sign: TABLE.get(sign[0], " "), text).split())
