"""Words of each language that a target reads, strung together at random: far more often nearly right than random bytes are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

HTML = (
    "<div>", "</div>", "<b>", "</b>", "<p>", "</p>", "<a href='", "'>", "</a>", "<br>", "<br/>", "<div/>", "<i", ">", "</article>", "</main>",
    "<details><summary>", "</summary></details>", "<table><tr><td>", "</td></tr></table>", "<h1 id=a>", "</h1>", "<code>", "</code>", "<pre>",
    "</pre>", "<script>", "</script>", "<svg>", "<style>", "<iframe src=//x>", "<img src=", "<img src='//x.invalid/a.png'>", "<!--", "-->", "--!>",
    "<!-->", "<![CDATA[", "]]>", "<?x", "?>", "<!doctype", "<textarea>", "<title>", "<plaintext>", "<math>", "<template>", "<noscript>", "<xmp>",
    " onclick=x()", " style='a:b'", " class=kr-note", " class='md-overlay'", " id=kr-x", " id=__search", " href=javascript:x()", "&lt;", "&#106;",
    "&colon;", "&Tab;", "&NewLine;", "\"", "'", "=", "/", "<", ">", "\x00", "<a\n", "<A HREF=", "<\u017fcript>", "<ſvg>",
)  # fmt: skip
MARKDOWN = (
    "# a\n", "## b {#c}\n", "{: .kr-note }", "{: onclick=x() }", "{#id}", "{.md-overlay}", "[a](b)", "[a](", "](javascript:x)", "![a](//x.invalid/y)",
    "![a](b)", "[a][b]", "\n[b]: javascript:x\n", "\n[b]: <java\nscript:x>\n", "[b]: c 'd'\n", "*", "**", "_", "`", "``", "```\n", "~~~\n", "- ", "1. ",
    "> ", "    ", "\t", "\n", "\n\n", "a | b\n--|--\n", "|", "---\n", "===\n", "\\", "<http://a.invalid>", "<javascript:x>", "<data:text/html,x>",
    "<a@b.invalid>", "&amp;", "words ", "a", "  \n", "[TOC]", "\u0002", "\u0003", "\u00a0", "\u0301", "STX", "wzxhzdk:0", "klzzwxh:0000",
)  # fmt: skip
JINJA = (
    "{{ ", " }}", "{% ", " %}", "{##", "##}", "{#", "#}", "{%- raw %}", "{% raw %}", "{% endraw %}", "{{- ", " -}}", 'link("midford")', "link(",
    'count("events")', 'cite("river-watch-1991-report")', 'show_event("1990-05-01-bridge-closed")', 'show_date("midford")', ")", "(", ",", "=", "|",
    "~", ".", "[", "]", "{", "}", "'", '"', "config", "self", "x", "text=", "record=", "-", "1", "9" * 30, "1e999", "none", "true", "not ", " if ",
    " else ", "*", "**", "'a'", '"b"', "\\", "\\x00", "\\u202e", "'</article>'", '"<script>"', '"](javascript:x)"', '"{{ x }}"', '"\\n\\n# h"', '"kr:/"',
)  # fmt: skip
YAML = (
    "a", "b", "title", "date", "x y", ": ", ":", "- ", "? ", "\n", "\n  ", "\n    ", "  ", "\t", "{", "}", "[", "]", ", ", "'", '"', "''", "\\", "\\n",
    "\\u202e", "\\x41", "\\ud83d\\ude00", "|\n", ">-\n", "|+\n", "|2-\n", "# c\n", " #x", "#", "&a ", "*a", "!!str ", "!x ", "<<", "---\n", "...\n",
    "%YAML 1.1\n", "~", "null", "true", "no", "1", "-1", "1.5", "1e3", "0x1", "012", "12:30", "1_0", ".inf", "-0", "9" * 17, "123456789012345.5",
    "1994-05-05", "\r\n", "\r", "\x00", "\x85", "\u2028", "\ufeff", "\u200b", "\u00a0", "\U0001f600", "é", "@", "`", "%", "<<<<<<< a\n", "=======\n",
)  # fmt: skip
EDTF = (
    "1994", "0000", "9999", "0001", "199X", "19XX", "XXXX", "-", "/", "..", "~", "?", "%", "XX", "02", "29", "30", "31", "12", "13", "00", "1", " ", "to",
    "May", "may", "sept", "circa ", "c. ", "about ", "the ", "1990s", "20th century", "0th century", "since ", "until ", "from ", "between ", " and ", "T00",
    "Z", ".", "\u0661", "\u00b2", "\u2212", "–", "\n", "\x00", "open", "present", "5 May 1994", "05/12/1994", "9" * 40, "٣", "ⅷ", "Ⅻ",
)  # fmt: skip
FRONT = (
    "title: ", "description: ", "hide: ", "search: ", "template: ", "\n", '"X"', '"a</title>"', "'\"><script>'", "[navigation]", "[toc]", "{exclude: true}",
    "render_macros: true", "link: x", "- a", "kr-slot-title", "&lt;", "{{ x }}", "---", "...", "# c", "'", '"', ":", " ", "|\n", ">\n  ", "\u202e", "é",
)  # fmt: skip
CALL = tuple(piece for piece in JINJA if "%" not in piece) + tuple(
    f'"{word}"' for word in (
        "midford", "riverland", "northland", "ana-north", "the-bridge", "events", "sources", "year", "month year", "first", "last", "now", "1990-05-01",
        "9999-12-31", "0001-01-01", "events/1990-05-01-bridge-closed", "events/1990-05-01-bridge-closed#watch-finding", "p1-before", "statuses", "languages",
        "how-many-stranded", "who-closed-the-bridge", "bridge-agreement-1991", "war", "1990", "#", "/", "", " ", "a" * 200,
    )
) + ("1990, ", "1991", "0", "9999", "-5", "rank=3", "first=", "kind=", "party=", "period=", ", ")  # fmt: skip

WORDS: Mapping[str, Sequence[str]] = {
    "load": YAML,
    "record": YAML,
    "edtf": EDTF,
    "page": (*HTML, *MARKDOWN, *JINJA, *MARKDOWN),
    "front": FRONT,
    "call": CALL,
}
"""What each target is fed with, by its name."""


def cook(name: str, random: Random) -> bytes:
    """Return a random input for a target."""
    text = "".join(random.choices(WORDS[name], k=random.randint(1, 24)))
    first = bytes([random.randrange(256)]) if name in ("call", "record") else b""
    return first + text.encode("utf-8", "surrogatepass")


def dictionary(name: str) -> str:
    """Return the words as a dictionary file of libFuzzer."""
    return "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) + '"\n' for word in WORDS[name] if word
    )
