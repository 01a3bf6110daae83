"""A name stands in the script of its language, so that it is the name and not a romanisation of it."""

from __future__ import annotations

from collections.abc import Iterator

from macros.names import scripts_of
from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "name-script"
WHAT = "A name is written in the letters of its language: an Armenian one in Armenian, a Russian one in Cyrillic."
CURE = "Write the name as its people do; a romanised spelling that readers type belongs in 'spellings'."

SCRIPTS = {
    "ar": "Arabic",
    "az": "Latin",
    "bg": "Cyrillic",
    "de": "Latin",
    "el": "Greek",
    "en": "Latin",
    "fa": "Arabic",
    "fr": "Latin",
    "hy": "Armenian",
    "ka": "Georgian",
    "ru": "Cyrillic",
    "tr": "Latin",
    "uk": "Cyrillic",
    "ur": "Arabic",
}
"""Language to the one script of its names here; languages with several are left out."""


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each name in letters that its language does not use."""
    for _, record in records.each():
        for index, name in enumerate(getattr(record, "names", ())):
            wanted = SCRIPTS.get(name.lang)
            found = scripts_of(name.text)
            if wanted and found and wanted not in found:
                loc = ("names", index, "text")
                said = f"'{name.text}' is in {' and '.join(sorted(found))} letters, its language is '{name.lang}'"
                hint = "write it in its own letters, and this form under 'spellings'; or correct 'lang'"
                yield problem_at(record, loc, NAME, said, f"{wanted} letters", hint)
