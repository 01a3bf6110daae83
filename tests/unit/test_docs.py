"""The documentation is held to the code: every macro, rule and vocabulary is explained, every example passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.kinds import KINDS
from macros.load import load_bytes
from macros.pages import MACRO_NAMES
from macros.records import load_records
from macros.rules import RULES
from macros.validation import validate

ROOT = Path(__file__).parents[2]
CONTRIBUTE = ROOT / "docs" / "contribute"


@pytest.mark.parametrize("name", MACRO_NAMES)
def test_every_macro_is_on_the_page_about_macros(name: str) -> None:
    """A macro that nobody can find is not finished."""
    assert f"{name}(" in (CONTRIBUTE / "macros.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("vocabulary", sorted(file.stem for file in (ROOT / "data" / "vocab").glob("*.yml")))
def test_every_vocabulary_is_on_the_page_about_words(vocabulary: str) -> None:
    """Each list of words is shown with its meanings."""
    assert f'list_words("{vocabulary}")' in (CONTRIBUTE / "words.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_every_rule_says_what_it_asks_and_how_to_mend(rule: object) -> None:
    """The page about rules prints these two sentences."""
    assert rule.WHAT.endswith(".") and rule.CURE.endswith(".")  # type: ignore[attr-defined]


def _rule_names_in_code() -> set[str]:
    text = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "macros").rglob("*.py"))
    own = {rule.NAME for rule in RULES}
    return {name for name in re.findall(r'rule="([a-z-]+)"|"(yaml-[a-z-]+)"', text) for name in name if name} - own


def test_every_rule_name_in_an_error_is_explained() -> None:
    """A name in brackets at the end of an error can be looked up; faults of the site itself are the builder's."""
    page = (CONTRIBUTE / "rules.md").read_text(encoding="utf-8")
    files = {"data-folder", "data-layout", "docs-folder", "stale-exception", "page"}
    builders = {"site-link", "site-leftover", "settings", "engine"} | files
    missing = sorted(name for name in _rule_names_in_code() - builders if f"`{name}`" not in page)
    assert missing == []


def test_the_example_record_on_the_page_passes() -> None:
    """What a newcomer copies is a valid event."""
    text = (CONTRIBUTE / "index.md").read_text(encoding="utf-8")
    example = next(block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if block.startswith("title:"))
    loaded, problems = load_bytes(example.encode(), "example.yml")
    assert loaded is not None and problems == []
    context = {"vocab": load_records(ROOT / "tests" / "fixtures" / "archive").vocab}
    record, problems = validate(KINDS["events"].model, loaded, context, {"id": "example"})
    assert record is not None and problems == []
