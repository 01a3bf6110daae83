"""The search files of a site, in stages: names first, then text.

`names.js` holds every name and is all that the first results need. `texts.js` holds the text of records and pages, and the
sources. Each is a script that leaves its value on its own element (`document.currentScript.kr`): so it can be loaded
from a disk, where a browser refuses to fetch, and needs no global. Both come from sorted input and no clock.
"""

from __future__ import annotations

import json
import re
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

SHORT = {
    "": "a about an and at by for from in is of on or s the their to with и в о об от по с за və ilə saylı il ili և մասին"
    " президент премьер министр prezident nazir նախագահ վարչապետ president prime minister general commander leader"
    " ambassador mr mrs many",
    "security council": "совбез совбеза сб sc unsc",
    "european court": "echr ecthr еспч",
    "nagorno karabakh republic": "nkr нкр",
}
"""Words of a query that stand for others: for nothing, since they fill or are an office; for several words."""

LIKE = (
    # Kinds of events, and what readers say of them.
    "battle battles fighting fight fought clash clashes offensive attack capture captured fall take takes taken битва бои взятие",
    "ceasefire truce armistice перемирие atəşkəs հրադադար",
    "massacre killing killings tragedy genocide резня трагедия геноцид faciəsi soyqırımı qətliamı ջարդ ջարդեր",
    "pogrom pogroms погром погромы poqromu talanı",
    "dead died die deaths killed toll losses casualties victims погибшие itkilər զոհեր",
    "shelling shelled bombardment bombing bombed обстрел",
    "shooting shot shootings gunmen",
    "blockade closed closure siege блокада blokada blokadası շրջափակում",
    "meeting meetings meet meets talks summit negotiations встреча переговоры görüş",
    "protest protests rally rallies demonstration demonstrations crowds митинг",
    "election elections выборы seçkilər ընտրություններ",
    "referendum vote референдум հանրաքվե",
    "war wars война войны müharibə müharibəsi պատերազմ պատերազմը",
    "exodus исход",
    "begins begin began start started starts opened начал начала",
    # Kinds of documents.
    "resolution резолюция резолюции բանաձև բանաձևը qətnamə qətnaməsi karar résolution res",
    "treaty agreement agreements accord pact договор соглашение müqavilə müqaviləsi saziş sazişi պայմանագիր համաձայնագիր",
    "protocol protocols протокол протоколы protokolu protokolları արձանագրություն արձանագրություններ",
    "declaration декларация bəyannamə bəyannaməsi հռչակագիր",
    "statement communique заявление коммюнике bəyanat bəyanatı հայտարարություն",
    "decision решение qərar qərarı որոշում",
    "judgment verdict ruling приговор hökm վճիռ",
    "constitution конституция konstitusiya սահմանադրություն",
    # Kinds of places, parties, people.
    "town city город şəhər şəhəri քաղաք",
    "village село деревня kənd kəndi գյուղ",
    "district район rayon rayonu շրջան",
    "corridor коридор dəhlizi միջանցք",
    "republic республика respublika respublikası հանրապետություն",
    "monastery church cathedral монастырь собор церковь monastır monastırı kilsə վանք եկեղեցի",
    "army forces troops армия ordu ordusu բանակ",
    "peacekeepers peacekeeping миротворцы sülhməramlılar sülhməramlı խաղաղապահներ",
    "fighters mercenaries наёмники muzdlular վարձկաններ",
    "prisoners prisoner pow pows captives captive detainees пленные əsirlər գերիներ",
    "people person persons",
    "refugees refugee displaced беженцы qaçqınlar փախստականներ",
    "parliament парламент parlament խորհրդարան",
    "un оон մակ bmt",
    "pace пасе",
    "security безопасности անվտանգության təhlükəsizlik",
    "council совет совета խորհուրդ խորհրդի şurası şurasının",
    # Who asks so, asks for a question.
    "question who what why how did does was were кто почему kim",
)
"""Words that find what is called by any other of their line, in the four languages: a document by its kind and number, a battle
by its place, without such a form in any record. They serve to find alone: nothing is called so on a page.
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
    """Return the first stage: folding, months, words of one meaning, words for the kinds, and the names of all but the sources."""
    subs = sorted({entry.sub for entry in entries} - {""})
    return {
        "fold": TABLE,
        "pairs": PAIRS,
        "words": {fold(word): words for words, shorts in SHORT.items() for word in shorts.split()},
        "likes": [list(dict.fromkeys(map(fold, line.split()))) for line in LIKE],
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
    """Return rows by kind: path, number of the sub-kind, date, the date in words, weight, how many names are shown, title, names.

    The date is that of the index: its signs of doubt, which no reader types, are left out.
    """
    rows: dict[str, list[list[Any]]] = {}
    for entry in entries:
        sub = subs.index(entry.sub) + 1 if entry.sub in subs else 0
        when = (re.sub(r"[?~%]", "", entry.when.text), entry.when.shown) if entry.when else ("", "")
        row = [entry.path, sub, *when, entry.weight, entry.shown, entry.title, *entry.names]
        rows.setdefault(entry.kind, []).append(row)
    return rows


def _script(value: dict[str, Any]) -> str:
    return f"document.currentScript.kr={json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n"
