"""What a page of the site may do in a browser: the Content Security Policy, with a hash for each inline script.

A page may load from its own host alone, and run only scripts that lie there or whose hash the policy
names; whatever else gets into a page, by whatever way, does not run. Nothing is `unsafe-*`, so there
are no `style` attributes: `policy_faults` finds any, as it finds event handlers and scripts without
a hash. Each page carries its policy in a `<meta>`, for hosts whose headers nobody can set (GitHub
Pages); `macros.deploy` writes the same as a header. Left out of the `<meta>`: `frame-ancestors`, which
browsers read in a header only.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from macros.problems import Problem

RULES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),  # the theme's signs are pictures inside its style sheet
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
)
"""What may be loaded from where; hashes are added to the scripts."""

IN_A_HEADER_ONLY = (("frame-ancestors", "'none'"),)

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
NOT_RUN = re.compile(r"""\bsrc=|\btype=["']?application/(?:ld\+)?json\b""")
"""Scripts with an address, for which no hash counts, and data, which browsers do not run."""

CHARSET = re.compile(r"""<meta charset=["']?utf-8["']?\s*/?>""", re.IGNORECASE)
"""The policy stands after it: that line must be among the first kilobyte, and loads nothing."""

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
REFUSED = re.compile(r"<[a-zA-Z][^<>]* (?:style|on[a-z]+)=|<style\b")
HANDLER = re.compile(r" on[a-z]+=")
HINTS = (" style=", "<style")
"""Fast to look for, each by itself; what they find in words, `REFUSED` does not."""


def script_hashes(html: str) -> list[str]:
    """Return the hash of each inline script of a page, as a policy writes it, sorted."""
    texts = {text for attributes, text in SCRIPT.findall(html) if not NOT_RUN.search(attributes)}
    return sorted(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts)


def policy_text(hashes: Iterable[str], *, is_header: bool = False) -> str:
    """Return the policy that lets these inline scripts run. is_header: with what a `<meta>` may not say."""
    rules = {**dict(RULES), **(dict(IN_A_HEADER_ONLY) if is_header else {})}
    rules["script-src"] = " ".join([rules["script-src"], *hashes])
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def add_head(html: str, root: str) -> str:
    """Return a page with its policy and the way to the manifest in its head, before anything that loads.

    root: address of the site as seen from the page, "" or with a slash at its end.
    A page without the usual head, or with a policy of its own, is left as it is.
    """
    if META.search(html):
        return html
    policy = f'<meta http-equiv="Content-Security-Policy" content="{policy_text(script_hashes(html))}">'
    lines = f'{policy}<link rel="manifest" href="{root}manifest.webmanifest">'
    return CHARSET.sub(lambda charset: charset[0] + lines, html, count=1)


def policy_faults(path: str, html: str) -> list[Problem]:
    """Return what a browser would refuse in a page of the site: styles and handlers in attributes, scripts without a hash."""
    faults = []
    is_hinted = any(hint in html for hint in HINTS) or HANDLER.search(html)
    refused = REFUSED.search(html) if is_hinted else None
    if refused:
        faults.append(
            _problem(path, html, refused.start(), f"'{refused[0][:40]}': the policy of the site refuses inline styles and handlers")
        )
    meta = META.search(html)
    missing = [one for one in script_hashes(html) if one not in meta[1]] if meta else []
    if missing:
        faults.append(_problem(path, html, 0, f"the policy of this page does not name the script {missing[0]}"))
    return faults


def _problem(path: str, html: str, at: int, found: str) -> Problem:
    return Problem(f"site/{path}", html.count("\n", 0, at) + 1, 1, "", found, rule="site-policy")
