"""Record files written as badly as YAML allows without saying anything else: for tests of the fixer."""

from __future__ import annotations

import random
from typing import Any

import yaml

from macros.yaml_faults import TYPOGRAPHIC

STYLES = (None, "'", '"', ">", "|")


class _Dumper(yaml.CSafeDumper):
    """Writes bare whatever the strict loader reads as the same text, dates too."""


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.CSafeDumper.yaml_implicit_resolvers.items()
}


def scramble(text: str, seed: int) -> str:
    """Return a file that says the same with its keys shuffled and its quotes, blocks, braces and line ends changed."""
    chance = random.Random(seed)  # noqa: S311 - a fixed shuffle, no secret
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    _mix(node, chance, inside=False)
    width, indent = chance.choice((40, 72, 120, 4000)), chance.choice((2, 3, 4))
    return yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=width, indent=indent)


def _mix(node: Any, chance: random.Random, *, inside: bool) -> None:
    """Change the form of a node and of all in it; `inside` a line in brackets no block may stand."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag.endswith((":str", ":timestamp")):
            # What begins with a typographic quote is refused bare, since somebody may have meant it to quote.
            styles = STYLES[1:] if node.value[:1] in TYPOGRAPHIC or node.value.endswith('"') else STYLES
            node.tag, node.style = "tag:yaml.org,2002:str", chance.choice(styles)
        return
    node.flow_style = inside or chance.random() < 0.4
    if isinstance(node, yaml.MappingNode):
        chance.shuffle(node.value)
    children = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    for child in children:
        _mix(child, chance, inside=node.flow_style)
    if isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            key.style = chance.choice((None, "'", '"'))
