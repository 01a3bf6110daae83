"""The documentation is held to the code: every macro, rule and vocabulary is explained, every example passes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from macros.kinds import KINDS
from macros.load import load_bytes
from macros.pages import MACRO_NAMES
from macros.records import load_records
from macros.rules import check_records
from macros.validation import validate

ROOT = Path(__file__).parents[2]
CONTRIBUTE = ROOT / "docs" / "contribute"


@pytest.mark.parametrize("name", MACRO_NAMES)
def test_every_macro_is_on_the_page_about_macros(name: str) -> None:
    """A macro that nobody can find is not finished."""
    assert f"{name}(" in (CONTRIBUTE / "macros.md").read_text(encoding="utf-8")


RAW = re.compile(r"\{% raw %\}.*?\{% endraw %\}", re.DOTALL)
CALL = re.compile(r"\{\{ (\w+)\(.*?\) \}\}")


@pytest.mark.parametrize("name", MACRO_NAMES)
def test_every_macro_has_a_live_example(name: str) -> None:
    """On the page about macros, as written and as shown; a long list only names the page that shows it."""
    page = (CONTRIBUTE / "macros.md").read_text(encoding="utf-8")
    written = [call for raw in RAW.findall(page) for call in CALL.finditer(raw)]
    shown = {call[0] for call in CALL.finditer(RAW.sub("", page))}
    if name in {call[1] for call in written}:
        assert all(call[0] in shown for call in written if call[1] == name), "the example is not what is shown beside it"
        return
    row = next(line for line in page.splitlines() if line.startswith("| `") and f"`{name}(" in line)
    others = re.findall(r"\]\(([\w./-]+\.md)\)", row)
    assert others and all(f"{{{{ {name}(" in (CONTRIBUTE / other).read_text(encoding="utf-8") for other in others)


def _wordings() -> list[tuple[str, str]]:
    page = (CONTRIBUTE / "words.md").read_text(encoding="utf-8")
    table = page.split("| refused | accepted |\n|---|---|\n")[1].split("\n\n")[0]
    return [(cells[1].strip(), cells[2].strip()) for cells in (line.split("|") for line in table.splitlines())]


@pytest.mark.parametrize(("refused", "accepted"), _wordings())
def test_examples_of_wording_are_refused_and_accepted(refused: str, accepted: str, tmp_path: Path) -> None:
    """The page shows what the rule does: the first sentence of a row stops the check, the second passes."""
    shutil.copytree(ROOT / "tests" / "fixtures" / "archive" / "data", tmp_path / "data")
    shutil.copyfile(ROOT / "data" / "vocab" / "loaded-words.yml", tmp_path / "data" / "vocab" / "loaded-words.yml")
    event = tmp_path / "data" / "events" / "1990" / "1990-05-01-bridge-closed.yml"
    text = event.read_text(encoding="utf-8")
    before = {str(problem) for problem in check_records(load_records(tmp_path))}
    told = {}
    for sentence in (refused, accepted):
        event.write_text(re.sub(r'(?m)^title: ".*"$', f'title: "{sentence}"', text), encoding="utf-8")
        found = [problem for problem in check_records(load_records(tmp_path)) if str(problem) not in before]
        told[sentence] = [problem.rule for problem in found]
    assert told == {refused: ["wording"], accepted: []}


@pytest.mark.parametrize("vocabulary", sorted(file.stem for file in (ROOT / "data" / "vocab").glob("*.yml")))
def test_every_vocabulary_is_on_the_page_about_words(vocabulary: str) -> None:
    """Each list of words is shown with its meanings."""
    assert f'list_words("{vocabulary}")' in (CONTRIBUTE / "words.md").read_text(encoding="utf-8")


def test_the_example_record_on_the_page_passes() -> None:
    """What a newcomer copies is a valid event."""
    text = (CONTRIBUTE / "templates.md").read_text(encoding="utf-8")
    example = next(block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if block.startswith("title:"))
    loaded, problems = load_bytes(example.encode(), "example.yml")
    assert loaded is not None and problems == []
    context = {"vocab": load_records(ROOT / "tests" / "fixtures" / "archive").vocab}
    record, problems = validate(KINDS["events"].model, loaded, context, {"id": "example"})
    assert record is not None and problems == []
