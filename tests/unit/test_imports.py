"""The engine's flow runs one way: who may import whom, read from the source."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.repository import ROOT

MACROS = ROOT / "macros"

STAGES = (
    # words that all may use
    {"stamps", "problems", "origin", "serving", "files", "exchange", "crew"},
    {"edtf", "edtf_read", "edtf_hints", "edtf_words", "names", "characters", "key_words", "tree"},
    {"hosts"},
    # data/**/*.yml -> load -> model -> rules -> archive -> render -> stamp, macros
    {"load", "yaml_build", "yaml_comments", "yaml_faults", "yaml_tree", "yaml_values"},
    {"fields", "walk"},
    {"model"},
    {"kinds", "layout", "validation", "yaml_write"},
    {"redirects"},
    {"examples", "records"},
    {"fix", "propose", "rules", "schema", "verdict"},
    {"draft", "new"},
    {"archive", "explain", "sandbox"},
    {"years"},
    {
        "citation",
        "marks",
        "repository",
        "views",
        "figures",
        "former",
        "stats",
        "facets",
        "spread",
        "stale",
        "field_reference",
        "forms",
        "made",
    },
    {"render", "export", "search"},
    {"linked", "inert"},
    {"assets", "policy"},
    {
        "crawlers",
        "compress",
        "deploy",
        "offline",
        "heads",
        "asset_check",
        "frame_check",
        "html_check",
        "indexes",
        "links",
        "listings",
        "page_limits",
        "pages",
        "release",
        "stamp",
        "tombstones",
        "verify",
        "witness",
    },
    {"page_check", "finish", "publish", "standing"},
    {"session"},
    {"preview"},
    {"check"},
    {"since"},
    {"changes"},
    {"cli"},
    {"__main__", "__init__"},
)
"""From left to right: a module imports those of its own stage and of the stages before it, never after."""

STAGE_OF = {module: number for number, stage in enumerate(STAGES) for module in stage}
NEIGHBOURS = [("render", "export"), ("export", "render"), ("pages", "stamp"), ("archive", "sandbox"), ("sandbox", "archive")]
"""Of one stage, and yet strangers to each other."""

FILES = sorted(MACROS.rglob("*.py"))


def module_of(file: Path) -> str:
    """Return the first name below `macros` that a file belongs to."""
    return file.relative_to(MACROS).parts[0].removesuffix(".py")


def imports_of(file: Path) -> set[str]:
    """Return every module that a file imports, wherever in the file; `from macros import x` is `macros.x`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found |= {f"macros.{alias.name}" for alias in node.names} if node.module == "macros" else {node.module or ""}
    return found


def own_imports(file: Path) -> set[str]:
    """Return the names below `macros` that a file imports."""
    return {name.split(".")[1] for name in imports_of(file) if name.startswith("macros.")}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_arrow_points_the_same_way(file: Path) -> None:
    """A module imports what lies to its left and the common words, never what lies to its right."""
    module = module_of(file)
    assert module in STAGE_OF, f"{module} has no stage; put it into STAGES where it belongs"
    later = {name for name in own_imports(file) if STAGE_OF[name] > STAGE_OF[module]}
    assert later == set(), f"{module} imports {later}, which come after it"


def test_neighbours_do_not_know_each_other() -> None:
    """Pages and exports are made from one archive, each without the other; so are text and its sandbox."""
    known = {
        module_of(file): own_imports(file) for file in FILES if module_of(file) not in ("figures", "rules", "export", "changes")
    }
    known["export"] = {name for file in (MACROS / "export").glob("*.py") for name in own_imports(file)}
    assert [pair for pair in NEIGHBOURS if pair[1] in known[pair[0]]] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Also within one stage there is an order."""
    known: dict[str, set[str]] = {}
    for file in FILES:
        known.setdefault(module_of(file), set()).update(own_imports(file) - {module_of(file)})
    while known:
        free = {module for module, needed in known.items() if not needed & known.keys()}
        assert free, f"these import each other: {sorted(known)}"
        known = {module: needed for module, needed in known.items() if module not in free}


def test_only_the_package_itself_knows_the_host() -> None:
    """Everything runs without MkDocs; a change of host touches one file."""
    hosts = ("mkdocs", "mkdocs_macros", "material", "click")
    knowing = {
        file.relative_to(MACROS).as_posix() for file in FILES if {name.split(".")[0] for name in imports_of(file)} & set(hosts)
    }
    assert knowing == {"__init__.py"}


def test_the_package_imports_nothing_of_itself_when_it_is_imported() -> None:
    """An error in a module would be swallowed by the host's plugin, so imports stand inside the functions."""
    tree = ast.parse((MACROS / "__init__.py").read_text(encoding="utf-8"))
    outside = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {node.module for node in outside if isinstance(node, ast.ImportFrom)}
    assert names <= {"__future__", "pathlib", "typing", "collections.abc"}


def test_no_module_shares_a_name_with_the_standard_library() -> None:
    """`json.py` beside the standard one has cost others days."""
    own = {file.stem for file in FILES} | {folder.name for folder in MACROS.iterdir() if folder.is_dir()}
    assert own & set(sys.stdlib_module_names) - {"__main__"} == set()


def test_no_stage_names_a_module_that_is_gone() -> None:
    """The table is kept as small as the engine."""
    assert set(STAGE_OF) == {module_of(file) for file in FILES}
