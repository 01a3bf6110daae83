"""The files of the repository that are made from the models: schemas for editors, and forms for reports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from macros.files import write_whole
from macros.forms import form_texts
from macros.records import VocabWord
from macros.schema import schema_texts

Vocab = Mapping[str, Mapping[str, VocabWord]]


def made_texts(vocab: Vocab) -> dict[str, str]:
    """Return the text of every such file by its path below the repository."""
    return {**schema_texts(vocab), **form_texts(vocab)}


def find_stale(root: Path, vocab: Vocab) -> list[str]:
    """Return the paths of files that are missing or differ from the models and vocabularies."""
    return [path for path, text in made_texts(vocab).items() if _read(root / path) != text]


def write_made(root: Path, vocab: Vocab) -> list[str]:
    """Write the files that differ and return their paths."""
    texts, stale = made_texts(vocab), find_stale(root, vocab)
    for path in stale:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(root / path, texts[path])
    return stale


def _read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None
