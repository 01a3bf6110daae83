"""Names: normal form, search form, order, slugs, scripts mixed within a word, languages."""

from __future__ import annotations

import unicodedata

import langcodes
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from macros.names import (
    LANGUAGES,
    SLUG_LENGTH,
    SlugError,
    fold,
    is_slug,
    mixed_scripts,
    normal,
    slug,
    sort_key,
)

names = st.text(
    alphabet=st.one_of(
        st.sampled_from("abzABZəƏıİIğşçöüÖ аяёЩъь-/.'’"),
        st.sampled_from("Շուշիև ՈՒ"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)


# --- Normal and search form --------------------------------------------------


def test_normal_form_changes_spaces_and_composition_only() -> None:
    """Shown names keep their letters: no compatibility forms are folded."""
    assert normal("  S\u0327us\u0327a \u00a0 şəhəri\n") == "Şuşa şəhəri"
    assert normal("Կարս և Վան") == "Կարս և Վան"  # "և" is one letter and stays one
    assert normal("x²") == "x²"  # NFKC would make it "x2"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kəlbəcər", "kelbecer"),  # Azerbaijani ə
        ("KƏLBƏCƏR", "kelbecer"),
        ("Xankəndi", "xankendi"),
        ("Isı", "isi"),  # dotless ı and I meet
        ("İğdır", "igdir"),  # dotted İ leaves no combining dot behind
        ("Şuşa", "susa"),
        ("S\u0327us\u0327a", "susa"),  # the same name, decomposed
        ("Шуша", "shusha"),
        ("Щёкино", "shchekino"),
        ("Ստեփանակերտ", "stepanakert"),  # the apostrophe of a transliterated փ goes
        ("Շուշի", "shushi"),  # ու is u, not ow
        ("ՇՈՒՇԻ", "shushi"),
        ("Nagorno-Karabakh", "nagorno-karabakh"),
        ("  Ağdam \n şəhəri ", "agdam seheri"),
        ("«Дашнакцутюн»", "dashnaktsutyun"),  # quotation marks go
        ("", ""),
    ],
)
def test_folding_gives_what_readers_type(text: str, folded: str) -> None:
    """Search compares lower-case ASCII."""
    assert fold(text) == folded


@given(names)
def test_folding_twice_changes_nothing(text: str) -> None:
    """The folded form is stable, plain ASCII and the same for every composition."""
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(names)
def test_normal_form_is_stable(text: str) -> None:
    """Normalising twice is normalising once."""
    assert normal(normal(text)) == normal(text)


def test_names_sort_by_what_they_sound_like_and_then_by_letters() -> None:
    """Accents do not send a name to the end of the list."""
    assert sorted(["Zar", "Şuşa", "Susa", "Əsgəran", "Füzuli"], key=sort_key) == [
        "Əsgəran", "Füzuli", "Susa", "Şuşa", "Zar",
    ]  # fmt: skip


# --- Slugs -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bishkek Protocol", "bishkek-protocol"),
        ("Xankəndi / Stepanakert", "xankendi-stepanakert"),
        ("  --Ağdam!  ", "agdam"),
        ("Т-72", "t-72"),
        ("Շուշի", "shushi"),
        ("Lübeck’s", "lubecks"),
    ],
)
def test_a_slug_is_ascii_words_joined_by_hyphens(text: str, expected: str) -> None:
    """Whatever the script, the address can be typed."""
    assert slug(text) == expected


def test_a_long_slug_is_cut_after_a_whole_word() -> None:
    """80 letters at most; one endless word is cut inside."""
    assert slug("word " * 30) == "-".join(["word"] * 16)
    assert slug("a" * 81) == "a" * 80
    assert slug("a" * 80 + " b") == "a" * 80


@pytest.mark.parametrize("text", ["", "!?", " - ", "«»"])
def test_a_text_without_letters_makes_no_slug(text: str) -> None:
    """An empty id is refused instead of made."""
    with pytest.raises(SlugError, match="without letters or digits"):
        slug(text)


@given(names)
def test_a_slug_of_a_slug_is_the_same_slug(text: str) -> None:
    """Every slug made is a slug, and making it again keeps it."""
    try:
        made = slug(text)
    except SlugError:
        assume(False)
    assert is_slug(made) and slug(made) == made


@pytest.mark.parametrize("text", ["a", "1994-05-05-bishkek-protocol", "t-72", "a" * SLUG_LENGTH])
def test_good_slugs_pass(text: str) -> None:
    """Lower-case letters, digits, single inner hyphens."""
    assert is_slug(text)


@pytest.mark.parametrize(
    "text",
    ["", "-a", "a-", "a--b", "Agdam", "a_b", "a b", "ağdam", "a\n", "a" * (SLUG_LENGTH + 1), "\uff11"],
)
def test_other_texts_are_no_slugs(text: str) -> None:
    """A closing line break, capitals and full-width digits fail too."""
    assert not is_slug(text)


# --- Scripts -----------------------------------------------------------------

MIXED = [
    ("Step\u0430nakert", "mixes Latin and Cyrillic letters (U+0430 at letter 5)", 4),
    ("the OSC\u0415 Group", "mixes Latin and Cyrillic letters (U+0415 at letter 4)", 7),
    ("Ш\u0443ш\u0061", "mixes Cyrillic and Latin letters (U+0061 at letter 4)", 3),  # Latin a
    ("\u0410gdam", "mixes Latin and Cyrillic letters (U+0410 at letter 1)", 0),  # the first letter
    ("\u041d\u0410\u0548", "mixes Cyrillic and Armenian letters (U+0548 at letter 3)", 2),
    ("K\u03bf", "mixes Latin and Greek letters (U+03BF at letter 2)", 1),  # even: the first letter leads
    ("T72\u0411", "mixes Latin and Cyrillic letters (U+0411 at letter 4)", 3),  # digits do not part a word
    ("a\u0301b\u0432", "mixes Latin and Cyrillic letters (U+0432 at letter 4)", 3),  # nor do combining marks
]  # fmt: skip


@pytest.mark.parametrize(("text", "description", "offset"), MIXED)
def test_a_word_that_mixes_scripts_is_found(text: str, description: str, offset: int) -> None:
    """The report names the scripts, the odd letter and its place."""
    (word,) = mixed_scripts(text)
    assert (word.description, word.offset) == (description, offset)
    assert word.word in text
    assert str(word) == f"'{word.word}' {description}"


@pytest.mark.parametrize(
    "text",
    [
        "Т-72",  # a Russian letter beside digits
        "НКАО-ի",  # an Armenian ending after a hyphen
        "ՍՍՀՄ/СССР",  # two words with a slash between
        "Xankəndi (Ստեփանակերտ, Степанакерт)",
        "Kəlbəcər, İğdır, Şuşa",
        "თბილისი — Tbilisi",
        "",
    ],
)
def test_words_that_keep_to_one_script_pass(text: str) -> None:
    """Scripts may meet in a text, not in a word."""
    assert mixed_scripts(text) == []


def test_every_mixed_word_is_reported_in_order() -> None:
    """One run finds them all."""
    words = [mixed.word for mixed in mixed_scripts("B\u0430ku, \u0422bilisi, Yerevan, M\u043escow")]
    assert words == ["B\u0430ku", "\u0422bilisi", "M\u043escow"]


@given(names)
def test_looking_for_mixed_scripts_never_fails(text: str) -> None:
    """Each finding points at a letter of its word."""
    for mixed in mixed_scripts(text):
        assert text[mixed.offset] in mixed.word


# --- Languages ---------------------------------------------------------------


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_tag_is_valid_and_named_as_usual(tag: str) -> None:
    """The registry of tags and the usual English names agree with ours."""
    assert langcodes.tag_is_valid(tag)
    assert langcodes.standardize_tag(tag) == tag
    language = langcodes.Language.get(tag)
    assert LANGUAGES[tag].startswith(language.language_name("en"))
