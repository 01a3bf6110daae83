"""The search files of a site, in stages: names first, then text.

`names.js` holds every name and is all that the first results need. `texts.js` holds the text of records and pages, and the
sources. Each is a script that leaves its value on its own element (`document.currentScript.kr`): so it can be loaded
from a disk, where a browser refuses to fetch, and needs no global. Both come from sorted input and no clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from macros.kinds import KINDS
from macros.search.entries import Entry
from macros.search.folding import PAIRS, TABLE, fold

FOLDER = "search"
PAGES = "pages"
LATER = "sources"
"""The kind that comes with the texts: sources are many, and nobody looks for them first."""

MONTHS = (
    "january января yanvar հունվարի",
    "february февраля fevral փետրվարի",
    "march марта mart մարտի",
    "april апреля aprel ապրիլի",
    "may мая may մայիսի",
    "june июня iyun հունիսի",
    "july июля iyul հուլիսի",
    "august августа avqust օգոստոսի",
    "september сентября sentyabr սեպտեմբերի",
    "october октября oktyabr հոկտեմբերի",
    "november ноября noyabr նոյեմբերի",
    "december декабря dekabr դեկտեմբերի",
)
"""Names of the months in English, Russian, Azerbaijani and Armenian, in the forms that stand in a date."""

WORDS = {
    "": "a an and at by in of on the to и в о об город президент премьер министр битва saylı şəhəri prezident nazir"
    " քաղաք նախագահ վարչապետ president prime minister general commander leader mr town city battle fall capture",
    "resolution": "резолюция резолюции բանաձև բանաձևը qətnamə qətnaməsi karar résolution",
    "security council": "совбез совбеза сб sc",
    "security": "безопасности անվտանգության təhlükəsizlik",
    "council": "совет совета խորհուրդ խորհրդի şurası şurasının",
    "un": "оон մակ bmt",
    "pace": "пасе",
}
"""What stands for words of a query: nothing for those that fill, offices and kinds of things; the English word for others.

So a number of a document is found by its kind in any of the languages, without writing each such form into a record.
"""

OPENSEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>Karabakh Record</ShortName>
<Description>Search The Karabakh Record by any name, spelling, date or number</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" method="get" template="{url}search/?q={{searchTerms}}"/>
</OpenSearchDescription>
"""
"""Tells a browser how to search here from its own bar. A short name has 16 letters at most."""

KIND_LABELS = {**{folder: (kind.label, kind.plural) for folder, kind in KINDS.items()}, PAGES: ("Page", "Pages")}


def write_search(site: Path, entries: Sequence[Entry], site_url: str) -> None:
    """Write the search files into the site, and what tells a browser that it can search here."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / "names.js").write_text(_script(names_index(entries)), encoding="utf-8")
    (folder / "texts.js").write_text(_script(texts_index(entries)), encoding="utf-8")
    (folder / "opensearch.xml").write_text(OPENSEARCH.format(url=escape(site_url)), encoding="utf-8")


def names_index(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the first stage: folding, months, words for the kinds, and the names of all but the sources."""
    subs = sorted({entry.sub for entry in entries} - {""})
    return {
        "fold": TABLE,
        "pairs": PAIRS,
        "words": {fold(word): plain for plain, words in WORDS.items() for word in words.split()},
        "months": [[fold(word) for word in month.split()] for month in MONTHS],
        "kinds": KIND_LABELS,
        "subs": ["", *subs],
        "entries": _by_kind((entry for entry in entries if entry.kind != LATER), subs),
    }


def texts_index(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the second stage: the sources, and of all others, in the first's order, their text as anchor and words in turn."""
    texts: dict[str, list[list[str]]] = {}
    for entry in entries:
        if entry.kind != LATER:
            units = [part for unit in entry.units for part in (unit.anchor, unit.text)]
            texts.setdefault(entry.kind, []).append(units)
    return {"entries": _by_kind((entry for entry in entries if entry.kind == LATER), []), "texts": texts}


def _by_kind(entries: Iterable[Entry], subs: Sequence[str]) -> dict[str, list[list[Any]]]:
    """Return rows by kind: path, number of the sub-kind, date, weight, how many names are shown, title, names."""
    rows: dict[str, list[list[Any]]] = {}
    for entry in entries:
        sub = subs.index(entry.sub) + 1 if entry.sub in subs else 0
        row = [entry.path, sub, entry.when, entry.weight, entry.shown, entry.title, *entry.names]
        rows.setdefault(entry.kind, []).append(row)
    return rows


def _script(value: dict[str, Any]) -> str:
    return f"document.currentScript.kr={json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n"
