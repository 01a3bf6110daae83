"""Values in texts for forges: Markdown in which what others wrote is shown and never acts.

Such a value stands in a block of HTML, where Markdown is not read, inside a code element, where forges
make no mentions and no links; here each sign of HTML and Markdown in it becomes a character reference,
and white space is folded, so that no blank line ends the block.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from macros.render import make_environment

SIGNS = re.compile(r"[^\w\s.,;?/%°“”‘’–—…-]")
"""What may mean something to HTML, Markdown or a forge; harmless punctuation and letters of any script are left."""


def inert(value: Any) -> Any:
    """Return a text with white space folded and every sign that could mean something as a character reference."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    folded = re.sub(r"\s+", " ", value)
    return Markup(SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", folded))  # noqa: S704 - every sign is a reference now


def render_inert(template: str, **values: Any) -> str:
    """Return a text from one of our templates, its values inert, with one line end."""
    return make_environment(finalize=inert).get_template(template).render(**values).strip() + "\n"
